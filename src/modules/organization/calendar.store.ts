// The company's own days, absences, and the tenant's zone.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'

/** The tenant's time zone. */
export async function zone(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<string> {
  const row = await ctx.tx.row(sql<{ timeZone: string }>`select time_zone from tenant where id = ${ctx.tenantId}`)
  if (!row) throw new Error('the tenant has no row')
  return row.timeZone
}

export interface OwnDay {
  day: string
  kind: 'off' | 'work'
  name: string
}

export async function ownDays(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<OwnDay[]> {
  return await ctx.tx.rows(sql<OwnDay>`select day, kind, name from calendar_day where tenant_id = ${ctx.tenantId} order by day`)
}

export async function saveOwnDay(ctx: Ctx, day: OwnDay): Promise<void> {
  await ctx.tx.run(sql`insert into calendar_day (tenant_id, day, kind, name) values (${ctx.tenantId}, ${day.day}, ${day.kind}, ${day.name})
    on conflict (tenant_id, day) do update set kind = excluded.kind, name = excluded.name`)
}

export async function dropOwnDay(ctx: Ctx, day: string): Promise<void> {
  await ctx.tx.run(sql`delete from calendar_day where tenant_id = ${ctx.tenantId} and day = ${day}`)
}

export interface LeaveRow {
  id: string
  memberId: string
  memberName: string
  fromAt: string
  toAt: string
  delegateId: string | null
  delegateName: string | null
  reason: string
}

/** Absences that end after `since`, of whoever `within` lets through. */
export async function listLeaves(ctx: Ctx, within: Query<boolean>, since: string, memberId?: string): Promise<LeaveRow[]> {
  return await ctx.tx.rows(sql<LeaveRow>`select l.id, l.member_id, m.name as member_name, l.from_at, l.to_at, l.delegate_id, d.name as delegate_name, l.reason
    from leave l join member m on m.tenant_id = l.tenant_id and m.id = l.member_id
      left join member d on d.tenant_id = l.tenant_id and d.id = l.delegate_id
    where l.tenant_id = ${ctx.tenantId} and l.to_at > ${since} and ${within} and (${memberId ?? null}::uuid is null or l.member_id = ${memberId ?? null})
    order by l.from_at, l.id limit 500`)
}

export async function leaveById(ctx: Ctx, id: string): Promise<LeaveRow | undefined> {
  return await ctx.tx.row(sql<LeaveRow>`select l.id, l.member_id, m.name as member_name, l.from_at, l.to_at, l.delegate_id, d.name as delegate_name, l.reason
    from leave l join member m on m.tenant_id = l.tenant_id and m.id = l.member_id
      left join member d on d.tenant_id = l.tenant_id and d.id = l.delegate_id
    where l.tenant_id = ${ctx.tenantId} and l.id = ${id}`)
}

export async function insertLeave(
  ctx: Ctx,
  leave: { id: string; memberId: string; fromAt: string; toAt: string; delegateId: string | null; reason: string },
): Promise<void> {
  await ctx.tx.run(sql`insert into leave (tenant_id, id, member_id, from_at, to_at, delegate_id, reason, created_by, created_at)
    values (${ctx.tenantId}, ${leave.id}, ${leave.memberId}, ${leave.fromAt}, ${leave.toAt}, ${leave.delegateId}, ${leave.reason}, ${ctx.actor.memberId}, ${ctx.now.toISOString()})`)
}

export async function deleteLeave(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.run(sql`delete from leave where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Absences of one member, as spans for the working clock; all of them, since a clock may have started long ago. */
export async function leaveSpans(
  ctx: Pick<Ctx, 'tx' | 'tenantId'>,
  memberIds: string[],
): Promise<{ memberId: string; from: string; to: string; delegateId: string | null }[]> {
  return await ctx.tx.rows(sql`select member_id, from_at as "from", to_at as "to", delegate_id from leave
    where tenant_id = ${ctx.tenantId} and member_id = any(${memberIds}::uuid[]) order by from_at`)
}
