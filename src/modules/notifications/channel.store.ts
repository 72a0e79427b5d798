// Channels of a company, where its people are found in them, browsers that take pushes.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { Channel, Settings } from './channel.rule.ts'

export interface ChannelRow {
  channel: Channel
  settings: Settings
  secret: Buffer
  enabled: boolean
  version: number
  changedAt: string
}

type Reads = Pick<Ctx, 'tx' | 'tenantId'>

export const channelRows = (ctx: Reads): Promise<ChannelRow[]> =>
  ctx.tx.rows(
    sql`select channel, settings, secret, enabled, version, changed_at from channel_setting where tenant_id = ${ctx.tenantId} order by channel`,
  )

export const channelRow = (ctx: Reads, channel: Channel): Promise<ChannelRow | undefined> =>
  ctx.tx.row(sql`select channel, settings, secret, enabled, version, changed_at from channel_setting
    where tenant_id = ${ctx.tenantId} and channel = ${channel}`)

/** False when somebody changed it meanwhile. */
export async function saveChannel(
  ctx: Ctx,
  row: { channel: Channel; settings: Settings; secret: Buffer; enabled: boolean; version: number },
): Promise<boolean> {
  const values = sql`${JSON.stringify(row.settings)}::jsonb, ${row.secret}::bytea, ${row.enabled}::boolean, ${ctx.actor.memberId}::uuid, ${ctx.now.toISOString()}::timestamptz`
  if (row.version === 0)
    return (
      (await ctx.tx.run(sql`insert into channel_setting (tenant_id, channel, settings, secret, enabled, changed_by, changed_at)
        select ${ctx.tenantId}::uuid, ${row.channel}, ${values} on conflict (tenant_id, channel) do nothing`)) === 1
    )
  const count =
    await ctx.tx.run(sql`update channel_setting set (settings, secret, enabled, changed_by, changed_at) = (select ${values}), version = version + 1
    where tenant_id = ${ctx.tenantId} and channel = ${row.channel} and version = ${row.version}`)
  return count === 1
}

export interface AddressRow {
  memberId: string
  channel: Channel
  address: string
}

export const addressRows = (ctx: Reads, memberIds: string[] | null): Promise<AddressRow[]> =>
  ctx.tx.rows(sql`select member_id, channel, address from channel_address
    where tenant_id = ${ctx.tenantId} and (${memberIds}::uuid[] is null or member_id = any(${memberIds}::uuid[])) order by member_id, channel`)

/** Whose address in the channel it is. */
export async function memberAt(ctx: Reads, channel: Channel, address: string): Promise<string | null> {
  const row = await ctx.tx.row(sql<{ memberId: string }>`select member_id from channel_address
    where tenant_id = ${ctx.tenantId} and channel = ${channel} and lower(address) = lower(${address})`)
  return row?.memberId ?? null
}

export async function saveAddress(ctx: Ctx, memberId: string, channel: Channel, address: string | null): Promise<void> {
  if (address === null)
    await ctx.tx.run(
      sql`delete from channel_address where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and channel = ${channel}`,
    )
  else
    await ctx.tx.run(sql`insert into channel_address (tenant_id, member_id, channel, address, changed_at)
      values (${ctx.tenantId}, ${memberId}, ${channel}, ${address}, ${ctx.now.toISOString()})
      on conflict (tenant_id, member_id, channel) do update set address = excluded.address, changed_at = excluded.changed_at`)
}

export interface PushRow {
  id: string
  memberId: string
  endpoint: string
  p256dh: string
  auth: string
  device: string
  createdAt: string
}

export const pushRows = (ctx: Reads, memberIds: string[]): Promise<PushRow[]> =>
  ctx.tx.rows(sql`select id, member_id, endpoint, p256dh, auth, device, created_at from push_subscription
    where tenant_id = ${ctx.tenantId} and member_id = any(${memberIds}::uuid[]) order by created_at, id`)

/** A browser belongs to whoever signed in last on it. */
export async function savePush(ctx: Ctx, row: Omit<PushRow, 'id' | 'createdAt'>): Promise<string> {
  const kept = await ctx.tx.row(sql<{
    id: string
  }>`insert into push_subscription (tenant_id, id, member_id, endpoint, p256dh, auth, device, created_at)
    values (${ctx.tenantId}, ${uuidv7()}, ${row.memberId}, ${row.endpoint}, ${row.p256dh}, ${row.auth}, ${row.device}, ${ctx.now.toISOString()})
    on conflict (tenant_id, endpoint) do update set member_id = excluded.member_id, p256dh = excluded.p256dh, auth = excluded.auth, device = excluded.device
    returning id`)
  return kept?.id ?? ''
}

export async function dropPush(ctx: Ctx, memberId: string, ids: string[]): Promise<number> {
  return await ctx.tx.run(
    sql`delete from push_subscription where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and id = any(${ids}::uuid[])`,
  )
}
