// Who holds what since when, and how much each holds: every SQL. Counters change in the same statement as the holding they count.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { PoolSubject } from './pool.store.ts'

export type HoldingMode = 'claim' | 'rule' | 'manual' | 'own' | 'handover'
/** Ends after which the former owner has lost nothing: no cool-down follows. */
const HONOURABLE = ['converted', 'merged', 'invalid']

export interface StartedHolding {
  /** What stood before this one. */
  claimedToday: number
  assignedToday: number
  holding: number
  /** When this record was last taken from this very member. */
  lostAt: string | null
  /** Convert time the member used in earlier holdings of it. */
  usedMs: number
}

/** Opens one holding and counts it; the member's counter is locked, so caps checked on the answer hold under contention. */
export async function startHolding(
  ctx: Ctx,
  start: { subjectType: PoolSubject; subjectId: string; memberId: string; mode: HoldingMode; day: string },
): Promise<StartedHolding> {
  const now = ctx.now.toISOString()
  const [claims, assigned] = start.mode === 'claim' ? [1, 0] : [0, 1]
  const row = await ctx.tx.row(sql<StartedHolding>`
    with prior as (select max(ended_at) filter (where end_reason <> all(${HONOURABLE}::text[])) as lost_at, coalesce(sum(used_ms), 0)::bigint as used_ms
        from holding where tenant_id = ${ctx.tenantId} and subject_id = ${start.subjectId} and member_id = ${start.memberId} and ended_at is not null),
      h as (insert into holding (tenant_id, id, subject_type, subject_id, member_id, mode, since)
        values (${ctx.tenantId}, ${uuidv7()}, ${start.subjectType}, ${start.subjectId}, ${start.memberId}, ${start.mode}, ${now})),
      q as (insert into quota as q (tenant_id, member_id, subject_type, holding, day, claimed, assigned, last_assigned_at)
        values (${ctx.tenantId}, ${start.memberId}, ${start.subjectType}, 1, ${start.day}, ${claims}, ${assigned}, ${now})
        on conflict (tenant_id, member_id, subject_type) do update set holding = q.holding + 1, day = excluded.day,
          claimed = excluded.claimed + case when q.day = excluded.day then q.claimed else 0 end,
          assigned = excluded.assigned + case when q.day = excluded.day then q.assigned else 0 end,
          last_assigned_at = excluded.last_assigned_at
        returning q.holding, q.claimed, q.assigned)
    select q.holding - 1 as holding, q.claimed - ${claims}::int as claimed_today, q.assigned - ${assigned}::int as assigned_today, prior.lost_at, prior.used_ms
    from prior, q`)
  if (!row) throw new Error('a holding was not counted')
  return row
}

export interface NewHolding {
  subjectId: string
  memberId: string
  mode: HoldingMode
  since?: string
}

/** CTEs `held` and `counted` that open many holdings, for a room whose own insert must stand in the same statement. */
export function holdingsSql(ctx: Ctx, subjectType: PoolSubject, day: string, list: readonly NewHolding[]): Query {
  const now = ctx.now.toISOString()
  const rows = list.map((one) => ({
    id: uuidv7(),
    subject_id: one.subjectId,
    member_id: one.memberId,
    mode: one.mode,
    since: one.since ?? now,
  }))
  return sql`to_hold as materialized (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, subject_id uuid, member_id uuid, mode text, since timestamptz)),
    held as (insert into holding (tenant_id, id, subject_type, subject_id, member_id, mode, since)
      select ${ctx.tenantId}::uuid, id, ${subjectType}, subject_id, member_id, mode, since from to_hold),
    counted as (insert into quota as q (tenant_id, member_id, subject_type, holding, day, assigned, last_assigned_at)
      select ${ctx.tenantId}::uuid, member_id, ${subjectType}, count(*), ${day}::date, count(*), max(since) from to_hold group by member_id order by member_id
      on conflict (tenant_id, member_id, subject_type) do update set holding = q.holding + excluded.holding, day = excluded.day,
        claimed = case when q.day = excluded.day then q.claimed else 0 end,
        assigned = excluded.assigned + case when q.day = excluded.day then q.assigned else 0 end, last_assigned_at = excluded.last_assigned_at)`
}

export async function startHoldings(ctx: Ctx, subjectType: PoolSubject, day: string, list: readonly NewHolding[]): Promise<void> {
  if (list.length > 0) await ctx.tx.run(sql`with ${holdingsSql(ctx, subjectType, day, list)} select 1`)
}

export interface EndedHolding {
  subjectId: string
  memberId: string
  reason: string
  /** Convert time used in this holding (recycle.rule `convertTimeUsed`). */
  usedMs: number
}

export async function endHoldings(ctx: Ctx, subjectType: PoolSubject, list: readonly EndedHolding[]): Promise<void> {
  if (list.length === 0) return
  const rows = list.map((one) => ({
    subject_id: one.subjectId,
    member_id: one.memberId,
    reason: one.reason,
    used_ms: Math.round(one.usedMs),
  }))
  await ctx.tx.run(sql`
    with r as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(subject_id uuid, member_id uuid, reason text, used_ms bigint)),
      h as (update holding h set ended_at = ${ctx.now.toISOString()}, end_reason = r.reason, used_ms = r.used_ms from r
        where h.tenant_id = ${ctx.tenantId} and h.subject_id = r.subject_id and h.member_id = r.member_id and h.ended_at is null returning h.member_id),
      n as (select member_id, count(*)::int as ended from h group by member_id)
    update quota q set holding = greatest(0, q.holding - n.ended) from n
    where q.tenant_id = ${ctx.tenantId} and q.member_id = n.member_id and q.subject_type = ${subjectType}`)
}

/** Holdings of records that are no more: as if they had never been, but for the assignments of their day. */
export async function dropHoldings(ctx: Ctx, subjectType: PoolSubject, subjectIds: readonly string[]): Promise<void> {
  await ctx.tx.run(sql`with h as (delete from holding where tenant_id = ${ctx.tenantId} and subject_id = any(${subjectIds}::uuid[]) returning member_id, ended_at),
      n as (select member_id, count(*)::int as open from h where ended_at is null group by member_id)
    update quota q set holding = greatest(0, q.holding - n.open) from n
    where q.tenant_id = ${ctx.tenantId} and q.member_id = n.member_id and q.subject_type = ${subjectType}`)
}

export interface QuotaRow {
  holding: number
  claimed: number
  assigned: number
}

export async function quotaOf(ctx: Ctx, memberId: string, subjectType: PoolSubject, day: string): Promise<QuotaRow> {
  const row = await ctx.tx.row(sql<QuotaRow>`select holding, case when day = ${day}::date then claimed else 0 end as claimed,
      case when day = ${day}::date then assigned else 0 end as assigned
    from quota where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and subject_type = ${subjectType}`)
  return row ?? { holding: 0, claimed: 0, assigned: 0 }
}

/** Holdings of a record, the oldest first. */
export async function holdingsOf(
  ctx: Ctx,
  subjectId: string,
): Promise<
  { memberId: string; memberName: string; mode: string; since: string; endedAt: string | null; endReason: string | null; usedMs: number }[]
> {
  return await ctx.tx.rows(sql`select h.member_id, m.name as member_name, h.mode, h.since, h.ended_at, h.end_reason, h.used_ms
    from holding h join member m on m.tenant_id = h.tenant_id and m.id = h.member_id
    where h.tenant_id = ${ctx.tenantId} and h.subject_id = ${subjectId} order by h.since, h.id`)
}

/** Holdings of a story, told from the past; `recount` afterwards. */
export async function insertHoldings(
  ctx: Ctx,
  list: readonly {
    id: string
    subjectType: PoolSubject
    subjectId: string
    memberId: string
    mode: HoldingMode
    since: string
    endedAt: string | null
    endReason: string | null
    usedMs: number
  }[],
): Promise<void> {
  const rows = list.map((h) => ({
    id: h.id,
    subject_type: h.subjectType,
    subject_id: h.subjectId,
    member_id: h.memberId,
    mode: h.mode,
    since: h.since,
    ended_at: h.endedAt,
    end_reason: h.endReason,
    used_ms: Math.round(h.usedMs),
  }))
  await ctx.tx.run(sql`insert into holding (tenant_id, id, subject_type, subject_id, member_id, mode, since, ended_at, end_reason, used_ms)
    select ${ctx.tenantId}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t(id uuid, subject_type text, subject_id uuid, member_id uuid, mode text, since timestamptz, ended_at timestamptz, end_reason text, used_ms bigint)`)
}

/** Counts anew what each member holds and has taken since the day began, from the holdings themselves. */
export async function recountQuotas(ctx: Ctx, subjectType: PoolSubject, day: string, dayStart: string): Promise<void> {
  await ctx.tx.run(sql`insert into quota as q (tenant_id, member_id, subject_type, holding, day, claimed, assigned, last_assigned_at)
    select ${ctx.tenantId}::uuid, member_id, ${subjectType}, count(*) filter (where ended_at is null), ${day}::date,
      count(*) filter (where since >= ${dayStart} and mode = 'claim'), count(*) filter (where since >= ${dayStart} and mode <> 'claim'), max(since)
    from holding where tenant_id = ${ctx.tenantId} and subject_type = ${subjectType} group by member_id
    on conflict (tenant_id, member_id, subject_type) do update set holding = excluded.holding, day = excluded.day, claimed = excluded.claimed, assigned = excluded.assigned,
      last_assigned_at = excluded.last_assigned_at`)
}
