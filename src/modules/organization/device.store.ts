// Phones: every SQL on them.

import type pg from 'pg'
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { reading, sql } from '#core/db.ts'

export interface DeviceRow {
  id: string
  memberId: string
  memberName: string
  key: string
  name: string
  platform: string
  state: 'waiting' | 'active' | 'revoked'
  confirmedWay: 'first' | 'not_asked' | 'old_device' | 'manager' | 'approval' | null
  confirmedAt: string | null
  unsent: Record<string, number>
  unsentAt: string | null
  registeredAt: string
  lastSeenAt: string
  revokedAt: string | null
  revokeReason: 'lost' | 'replaced' | 'signed_out' | 'left' | 'refused' | null
  wipedAt: string | null
  /** Of the approval that decides on it, where the company asks for one. */
  approvalId: string | null
}

const columns = sql`d.id, d.member_id, m.name as member_name, d.key, d.name, d.platform, d.state, d.confirmed_way, d.confirmed_at, d.unsent, d.unsent_at,
  d.registered_at, d.last_seen_at, d.revoked_at, d.revoke_reason, d.wiped_at, d.approval_id`
const tables = sql`device d join member m on m.tenant_id = d.tenant_id and m.id = d.member_id`

export async function devicesOf(ctx: Ctx, memberId: string): Promise<DeviceRow[]> {
  return await ctx.tx.rows(sql<DeviceRow>`select ${columns} from ${tables} where d.tenant_id = ${ctx.tenantId} and d.member_id = ${memberId}
    order by d.state = 'revoked', d.registered_at desc, d.id limit 50`)
}

/** Within the actor's reach; waiting first. */
export async function devicesInReach(ctx: Ctx): Promise<DeviceRow[]> {
  return await ctx.tx.rows(sql<DeviceRow>`select ${columns} from ${tables} where d.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'device.manage', sql`d.member_id`)}
    order by case d.state when 'waiting' then 0 when 'active' then 1 else 2 end, d.last_seen_at desc, d.id limit 500`)
}

/** Locked: two who decide at once are heard one after the other. `mine`: the actor's own, else one in reach. */
export async function deviceToChange(ctx: Ctx, id: string, mine: boolean): Promise<DeviceRow | undefined> {
  const whose = mine ? sql<boolean>`d.member_id = ${ctx.actor.memberId}` : inScope(ctx, 'device.manage', sql`d.member_id`)
  return await ctx.tx.row(
    sql<DeviceRow>`select ${columns} from ${tables} where d.tenant_id = ${ctx.tenantId} and d.id = ${id} and ${whose} for update of d`,
  )
}

/** Whoever it belongs to: for the approval that decides on it. */
export async function deviceById(ctx: Ctx, id: string, lock = false): Promise<DeviceRow | undefined> {
  return await ctx.tx.row(
    sql<DeviceRow>`select ${columns} from ${tables} where d.tenant_id = ${ctx.tenantId} and d.id = ${id} ${lock ? sql`for update of d` : sql``}`,
  )
}

export async function saveDeviceApproval(ctx: Ctx, id: string, approvalId: string): Promise<void> {
  await ctx.tx.run(sql`update device set approval_id = ${approvalId} where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function stateOfDevice(pool: pg.Pool, tenantId: string, memberId: string, key: string): Promise<DeviceRow['state'] | null> {
  const row = await reading(pool, tenantId).row<{ state: DeviceRow['state'] }>(
    sql`select state from device where tenant_id = ${tenantId} and member_id = ${memberId} and key = ${key}`,
  )
  return row?.state ?? null
}

export async function insertDevice(
  ctx: Ctx,
  d: Pick<DeviceRow, 'id' | 'memberId' | 'key' | 'name' | 'platform' | 'state' | 'confirmedWay' | 'unsent'>,
): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`insert into device (tenant_id, id, member_id, key, name, platform, state, confirmed_way, confirmed_at, unsent, unsent_at, registered_at, last_seen_at)
    values (${ctx.tenantId}, ${d.id}, ${d.memberId}, ${d.key}, ${d.name}, ${d.platform}, ${d.state}, ${d.confirmedWay}, ${d.state === 'active' ? now : null},
      ${JSON.stringify(d.unsent)}::jsonb, ${now}, ${now}, ${now})`)
}

export async function deviceSpoke(ctx: Ctx, id: string, said: Pick<DeviceRow, 'name' | 'platform' | 'unsent'>): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`update device set name = ${said.name}, platform = ${said.platform}, unsent = ${JSON.stringify(said.unsent)}::jsonb, unsent_at = ${now}, last_seen_at = ${now}
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function activate(ctx: Ctx, id: string, way: 'old_device' | 'manager' | 'approval'): Promise<void> {
  await ctx.tx.run(sql`update device set state = 'active', confirmed_way = ${way}, confirmed_by = ${ctx.actor.memberId}, confirmed_at = ${ctx.now.toISOString()}
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function markRevoked(ctx: Ctx, id: string, reason: NonNullable<DeviceRow['revokeReason']>): Promise<void> {
  await ctx.tx.run(sql`update device set state = 'revoked', revoked_by = ${ctx.actor.memberId}, revoked_at = ${ctx.now.toISOString()}, revoke_reason = ${reason}
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Ids of the rows of this phone that had not said so before. */
export async function markWiped(ctx: Ctx, key: string): Promise<string[]> {
  const rows = await ctx.tx.rows<{
    id: string
  }>(sql`update device set wiped_at = ${ctx.now.toISOString()}, unsent = '{}', last_seen_at = ${ctx.now.toISOString()}
    where tenant_id = ${ctx.tenantId} and key = ${key} and state = 'revoked' and wiped_at is null returning id`)
  return rows.map((row) => row.id)
}
