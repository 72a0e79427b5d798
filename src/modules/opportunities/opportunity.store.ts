// Opportunities in the database. Rows come with the names a screen needs (view… functions join rooms above).

import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'
import type { CustomValues } from '#modules/organization/index.ts'
import { visible } from './opportunity.access.ts'

export interface OpportunityRow {
  id: string
  number: string
  name: string
  accountId: string
  accountName: string
  accountLevel: string | null
  frozen: boolean
  leadId: string | null
  ownerId: string
  ownerName: string
  stage: string
  weight: number
  amountFen: number
  expectedSignOn: string | null
  budgetFen: number | null
  stageSince: string
  lastSubstantiveAt: string | null
  stalledSince: string | null
  lostFrom: string | null
  lostReason: string | null
  lostNote: string | null
  closedAt: string | null
  contractId: string | null
  createdAt: string
  custom: CustomValues
  version: number
  teamNames: string[]
  granted: boolean
}

/** Everything of a row that any screen shows; `granted`: the team opens it to the reader. */
const shown = (
  ctx: Ctx,
): Query => sql`o.id, o.number, o.name, o.account_id, a.name as account_name, a.level as account_level, a.credit_frozen as frozen, o.lead_id,
  o.owner_id, w.name as owner_name, o.stage, o.weight, o.amount_fen, o.expected_sign_on, o.budget_fen, o.stage_since, o.last_substantive_at, o.stalled_since,
  o.lost_from, o.lost_reason, o.lost_note, o.closed_at, o.contract_id, o.created_at, o.custom, o.version,
  array(select m.name from opportunity_member t join member m on m.tenant_id = t.tenant_id and m.id = t.member_id
    where t.tenant_id = o.tenant_id and t.opportunity_id = o.id order by t.added_at, m.name) as team_names,
  exists (select 1 from record_grant g where g.tenant_id = o.tenant_id and g.member_id = ${ctx.actor.memberId}::uuid and g.record_id = o.id) as granted`
const joined = sql`opportunity o join account a on a.tenant_id = o.tenant_id and a.id = o.account_id join member w on w.tenant_id = o.tenant_id and w.id = o.owner_id`

/** One opportunity in reach of the reader. */
export const viewOne = (ctx: Ctx, id: string): Promise<OpportunityRow | undefined> =>
  ctx.tx.row<OpportunityRow>(
    sql`select ${shown(ctx)} from ${joined} where o.tenant_id = ${ctx.tenantId} and o.id = ${id} and ${visible(ctx)}`,
  )

export interface Filter {
  ownerId?: string
  accountId?: string
  leadId?: string
  stage?: string
  departmentId?: string
  search?: string
  /** Conditions on custom fields, over `o`. */
  own?: Query
}

const matching = (filter: Filter): Query => sql`(${filter.ownerId ?? null}::uuid is null or o.owner_id = ${filter.ownerId ?? null})
  and (${filter.accountId ?? null}::uuid is null or o.account_id = ${filter.accountId ?? null})
  and (${filter.leadId ?? null}::uuid is null or o.lead_id = ${filter.leadId ?? null})
  and (${filter.stage ?? null}::text is null or o.stage = ${filter.stage ?? null})
  and (${filter.departmentId ?? null}::uuid is null or w.department_id = ${filter.departmentId ?? null})
  and (${likeOf(filter.search)}::text is null or o.name ilike ${likeOf(filter.search)} or o.number ilike ${likeOf(filter.search)} or a.name ilike ${likeOf(filter.search)}) ${filter.own ?? sql``}`

const likeOf = (search?: string): string | null => (search ? `%${search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%` : null)

/** Open opportunities in reach, the next to sign first; a board holds them all (2,000 at most). */
export const viewOpen = (ctx: Ctx, filter: Filter, after: (string | number | null)[] | null, limit = 2000): Promise<OpportunityRow[]> =>
  ctx.tx.rows<OpportunityRow>(sql`select ${shown(ctx)} from ${joined} where o.tenant_id = ${ctx.tenantId} and o.closed_at is null and ${visible(ctx)} and ${matching(filter)}
    and (${after?.[1] ?? null}::uuid is null or (coalesce(o.expected_sign_on, 'infinity'), o.id) > (coalesce(${after?.[0] ?? null}::date, 'infinity'), ${after?.[1] ?? null}::uuid))
    order by coalesce(o.expected_sign_on, 'infinity'), o.id limit ${limit}`)

/** Closed opportunities in reach, newest first. `stage` is won or lost. */
export const viewClosed = (ctx: Ctx, filter: Filter, after: (string | number | null)[] | null, limit: number): Promise<OpportunityRow[]> =>
  ctx.tx.rows<OpportunityRow>(sql`select ${shown(ctx)} from ${joined} where o.tenant_id = ${ctx.tenantId} and o.closed_at is not null and ${visible(ctx)} and ${matching(filter)}
    and (${after?.[1] ?? null}::uuid is null or (o.closed_at, o.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    order by o.closed_at desc, o.id desc limit ${limit}`)

export async function countClosed(ctx: Ctx): Promise<{ won: number; lost: number }> {
  const row = await ctx.tx.row<{
    won: number
    lost: number
  }>(sql`select count(*) filter (where o.stage = 'won')::int as won, count(*) filter (where o.stage = 'lost')::int as lost
    from opportunity o where o.tenant_id = ${ctx.tenantId} and o.closed_at is not null and ${visible(ctx)}`)
  return row ?? { won: 0, lost: 0 }
}

/** Won between two instants, in reach. */
export async function sumWon(ctx: Ctx, from: Date, until: Date): Promise<{ count: number; amountFen: number }> {
  const row = await ctx.tx.row<{
    count: number
    amountFen: number
  }>(sql`select count(*)::int as count, coalesce(sum(o.amount_fen), 0)::bigint as amount_fen
    from opportunity o where o.tenant_id = ${ctx.tenantId} and o.stage = 'won' and o.closed_at >= ${from.toISOString()} and o.closed_at < ${until.toISOString()} and ${visible(ctx)}`)
  return row ?? { count: 0, amountFen: 0 }
}

export interface Held {
  id: string
  number: string
  name: string
  accountId: string
  leadId: string | null
  ownerId: string
  stage: string
  weight: number
  amountFen: number
  expectedSignOn: string | null
  stageSince: string
  stalledSince: string | null
  custom: CustomValues
  version: number
  granted: boolean
}

const heldColumns = (
  ctx: Ctx,
): Query => sql`o.id, o.number, o.name, o.account_id, o.lead_id, o.owner_id, o.stage, o.weight, o.amount_fen, o.expected_sign_on, o.stage_since, o.stalled_since, o.custom, o.version,
  exists (select 1 from record_grant g where g.tenant_id = o.tenant_id and g.member_id = ${ctx.actor.memberId}::uuid and g.record_id = o.id) as granted`

/** Locked until the end of the transaction; in reach of the actor. */
export const lockOne = (ctx: Ctx, id: string): Promise<Held | undefined> =>
  ctx.tx.row<Held>(
    sql`select ${heldColumns(ctx)} from opportunity o where o.tenant_id = ${ctx.tenantId} and o.id = ${id} and ${visible(ctx)} for update of o`,
  )

/** Whatever the reader's reach: for other rooms and reactions. */
export const loadOne = (ctx: Ctx, id: string): Promise<Held | undefined> =>
  ctx.tx.row<Held>(sql`select ${heldColumns(ctx)} from opportunity o where o.tenant_id = ${ctx.tenantId} and o.id = ${id}`)

/** Open opportunities of an account, oldest first. */
export const openOfAccount = (ctx: Ctx, accountId: string): Promise<Held[]> =>
  ctx.tx.rows<Held>(
    sql`select ${heldColumns(ctx)} from opportunity o where o.tenant_id = ${ctx.tenantId} and o.account_id = ${accountId} and o.closed_at is null order by o.created_at, o.id`,
  )

export interface NewOpportunity {
  id: string
  number: string
  name: string
  accountId: string
  leadId: string | null
  ownerId: string
  stage: string
  weight: number
  amountFen: number
  expectedSignOn: string | null
  custom: CustomValues
}

export async function insertOpportunity(ctx: Ctx, one: NewOpportunity): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`insert into opportunity (tenant_id, id, number, name, account_id, lead_id, owner_id, stage, weight, amount_fen, expected_sign_on, stage_since, created_at, created_by, custom)
    values (${ctx.tenantId}, ${one.id}, ${one.number}, ${one.name}, ${one.accountId}, ${one.leadId}, ${one.ownerId}, ${one.stage}, ${one.weight}, ${one.amountFen}, ${one.expectedSignOn}, ${now}, ${now}, ${ctx.actor.memberId}, ${JSON.stringify(one.custom)}::jsonb)`)
}

export async function saveFacts(
  ctx: Ctx,
  id: string,
  change: { name: string; amountFen: number; expectedSignOn: string | null; custom: CustomValues },
): Promise<void> {
  await ctx.tx.run(sql`update opportunity set name = ${change.name}, amount_fen = ${change.amountFen}, expected_sign_on = ${change.expectedSignOn}, custom = ${JSON.stringify(change.custom)}::jsonb, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function saveBudget(ctx: Ctx, id: string, budgetFen: number): Promise<void> {
  await ctx.tx.run(
    sql`update opportunity set budget_fen = ${budgetFen}, version = version + 1 where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}

/** Something of substance happened: the stall clock starts anew. */
export async function markSubstance(ctx: Ctx, id: string, at: string): Promise<void> {
  await ctx.tx.run(sql`update opportunity set last_substantive_at = greatest(coalesce(last_substantive_at, ${at}::timestamptz), ${at}::timestamptz), stalled_since = null
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export interface StageChange {
  to: string
  weight: number
  lostFrom: string | null
  lostReason: string | null
  lostNote: string | null
  closedAt: string | null
  contractId: string | null
}

export async function enterStage(ctx: Ctx, id: string, change: StageChange): Promise<void> {
  await ctx.tx.run(sql`update opportunity set stage = ${change.to}, weight = ${change.weight}, stage_since = ${ctx.now.toISOString()}, stalled_since = null, lost_from = ${change.lostFrom},
    lost_reason = ${change.lostReason}, lost_note = ${change.lostNote}, closed_at = ${change.closedAt}, contract_id = coalesce(${change.contractId}::uuid, contract_id), version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export interface HistoryEntry {
  id: string
  opportunityId: string
  fromStage: string | null
  toStage: string
  kind: string
  weight: number
  amountFen: number
  expectedSignOn: string | null
  at: string
  byId: string | null
  override: boolean
  reason: string | null
  missing: string[]
}

export async function insertHistory(ctx: Ctx, one: HistoryEntry): Promise<void> {
  await ctx.tx.run(sql`insert into stage_history (tenant_id, id, opportunity_id, from_stage, to_stage, kind, weight, amount_fen, expected_sign_on, at, by_id, override, reason, missing)
    values (${ctx.tenantId}, ${one.id}, ${one.opportunityId}, ${one.fromStage}, ${one.toStage}, ${one.kind}, ${one.weight}, ${one.amountFen}, ${one.expectedSignOn}, ${one.at}, ${one.byId},
      ${one.override}, ${one.reason}, ${JSON.stringify(one.missing)}::jsonb)`)
}

export const viewHistory = (ctx: Ctx, id: string): Promise<(HistoryEntry & { byName: string | null })[]> =>
  ctx.tx.rows(sql`select h.id, h.opportunity_id, h.from_stage, h.to_stage, h.kind, h.weight, h.amount_fen, h.expected_sign_on, h.at, h.by_id, h.override, h.reason, h.missing, m.name as by_name
    from stage_history h left join member m on m.tenant_id = h.tenant_id and m.id = h.by_id where h.tenant_id = ${ctx.tenantId} and h.opportunity_id = ${id} order by h.at, h.id`)

/** Opportunities of a leaver go to his successor. */
export async function handOverOpportunities(ctx: Ctx, from: string, to: string): Promise<void> {
  await ctx.tx.run(
    sql`update opportunity set owner_id = ${to}, version = version + 1 where tenant_id = ${ctx.tenantId} and owner_id = ${from}`,
  )
}

/** Opportunities in reach as a reference shows them: those of these ids, or those whose name or number has these words. */
export async function nameOpportunities(ctx: Ctx, by: { ids: readonly string[] } | { q: string }): Promise<{ id: string; name: string }[]> {
  const which =
    'ids' in by ? sql`o.id = any(${by.ids}::uuid[])` : sql`(o.name ilike ${likeOf(by.q) ?? '%'} or o.number ilike ${likeOf(by.q) ?? '%'})`
  return await ctx.tx.rows(sql`select o.id, o.name from opportunity o where o.tenant_id = ${ctx.tenantId} and ${visible(ctx)} and ${which}
    order by o.created_at desc, o.id limit ${'ids' in by ? 100 : 20}`)
}

/** For a hand-over. */
export async function opportunityHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(
    sql<Holding>`select 'opportunity' as kind, id, name from opportunity where tenant_id = ${ctx.tenantId} and owner_id = ${memberId} order by number`,
  )
}
