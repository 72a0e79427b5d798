// Leads whose clocks have run down: candidates for the sweep and the warnings. The rule decides; in calendar mode this SQL takes exactly
// the same leads (a twin test holds the two together), in working mode it takes them and some that have days off in between.

import { inScope } from '#core/access.ts'
import { DAY, HOUR } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { RecyclePolicy } from '#modules/pools/recycle.rule.ts'

export interface Candidate {
  id: string
  number: string
  company: string
  ownerId: string
  poolId: string | null
  channelKind: string
  segment: string
  province: string | null
  heldSince: string
  firstContactAt: string | null
  lastSubstantiveAt: string | null
  convertUsedMs: number
  extendedUntil: string | null
  protected: boolean
  holdUntil: string | null
  warned: number
}

/** True for a held lead of which some clock has at most `leftPercent` of its time left; 0 means run down. */
export function clocksPast(policy: RecyclePolicy, now: Date, leftPercent: number): Query<boolean> {
  const part = 1 - leftPercent / 100
  const before = (ms: number): string => new Date(now.getTime() - ms * part).toISOString()
  const convertMs = policy.convertDays * DAY
  return sql<boolean>`((l.first_contact_at is null and l.held_since <= ${before(policy.firstContactHours * HOUR)})
    or coalesce(l.last_substantive_at, l.held_since) <= ${before(policy.substantiveDays * DAY)}
    or l.held_since <= ${before(convertMs)}::timestamptz + least(l.convert_used_ms, ${convertMs}::bigint) * ${part}::float8 * interval '1 millisecond')`
}

/** Held back by nothing: not protected, no extension or hold beyond now, not in the first day after a changed limit. */
function free(ctx: Ctx, graceUntil: string | null, policySince: string | null): Query<boolean> {
  const now = ctx.now.toISOString()
  return sql<boolean>`not l.protected and (l.extended_until is null or l.extended_until <= ${now})
    and (${graceUntil}::timestamptz is null or ${graceUntil} <= ${now} or l.held_since >= ${policySince})
    and not exists (select 1 from hold o where o.tenant_id = ${ctx.tenantId} and o.subject_id = l.id and o.lifted_at is null and o.until > ${now})`
}

const columns =
  sql.raw(`l.id, l.number, l.company, l.owner_id, l.pool_id, l.channel_kind, l.segment, l.province, l.held_since, l.first_contact_at, l.last_substantive_at,
  l.convert_used_ms, l.extended_until, l.protected, l.warned`)

export interface SweepAsk {
  policy: RecyclePolicy
  policySince: string | null
  after: string | null
  limit: number
}

/** Held leads past due, by id; locked, and passed over where another sweep has them. */
export async function leadsPastDue(ctx: Ctx, ask: SweepAsk): Promise<Candidate[]> {
  const graceUntil = ask.policySince ? new Date(Date.parse(ask.policySince) + ask.policy.changeGraceHours * HOUR).toISOString() : null
  return await ctx.tx.rows(sql<Candidate>`select ${columns}, null::timestamptz as hold_until from lead l
    where l.tenant_id = ${ctx.tenantId} and l.owner_id is not null and l.state in ('assigned', 'contacted', 'nurturing')
      and ${clocksPast(ask.policy, ctx.now, 0)} and ${free(ctx, graceUntil, ask.policySince)} and (${ask.after}::uuid is null or l.id > ${ask.after})
    order by l.id limit ${ask.limit} for update of l skip locked`)
}

/** Held leads of which the holder (level 1) or the manager (level 2) may have to be warned, by id. */
export async function leadsToWarn(ctx: Ctx, ask: Omit<SweepAsk, 'policySince'>): Promise<Candidate[]> {
  return await ctx.tx.rows(sql<Candidate>`select ${columns}, (select max(o.until) from hold o where o.tenant_id = ${ctx.tenantId} and o.subject_id = l.id and o.lifted_at is null
        and o.until > ${ctx.now.toISOString()}) as hold_until from lead l
    where l.tenant_id = ${ctx.tenantId} and l.owner_id is not null and l.state in ('assigned', 'contacted', 'nurturing') and not l.protected and l.warned < 2
      and ${clocksPast(ask.policy, ctx.now, Math.max(ask.policy.warnPercent, ask.policy.warnManagerPercent))} and (${ask.after}::uuid is null or l.id > ${ask.after})
    order by l.id limit ${ask.limit} for update of l skip locked`)
}

export async function markWarned(ctx: Ctx, levels: readonly { leadId: string; level: number }[]): Promise<void> {
  if (levels.length === 0) return
  const rows = levels.map((one) => ({ id: one.leadId, level: one.level }))
  await ctx.tx.run(sql`update lead l set warned = r.level from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, level smallint)
    where l.tenant_id = ${ctx.tenantId} and l.id = r.id`)
}

/** Ids of held leads within reach (or mine) that are in their warning or past it; the rule has the last word. */
export async function burningIds(ctx: Ctx, policy: RecyclePolicy, mine: boolean, limit: number): Promise<string[]> {
  const whose = mine ? sql`l.owner_id = ${ctx.actor.memberId}` : inScope(ctx, 'lead.read', sql`l.owner_id`, sql`l.id`)
  const rows = await ctx.tx.rows<{ id: string }>(sql`select l.id from lead l where l.tenant_id = ${ctx.tenantId} and l.owner_id is not null
    and l.state in ('assigned', 'contacted', 'nurturing') and not l.protected and ${whose} and ${clocksPast(policy, ctx.now, policy.warnPercent)} order by l.held_since limit ${limit}`)
  return rows.map((row) => row.id)
}
