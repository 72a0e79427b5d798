// Figures of a period, read across all rooms. First touch: everything an account ever becomes belongs to the channel of its lead.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { CustomValues } from '#modules/organization/index.ts'

export interface ChannelCounts {
  channelId: string
  kind: string
  name: string
  leads: number
  valid: number
  qualified: number
  opportunities: number
  won: number
  contractFen: number
  cashFen: number
  spendFen: number
}

/**
 * Per channel: what came in, was won, was signed, arrived and was spent between the two instants (`[from, until)`) and on the two
 * days (both included); each by its own date.
 */
export async function viewChannels(
  ctx: Ctx,
  period: { fromAt: string; untilAt: string; from: string; until: string },
): Promise<ChannelCounts[]> {
  const { fromAt, untilAt, from, until } = period
  return await ctx.tx.rows(sql<ChannelCounts>`
    with leads as (
      select l.channel_id, count(*) as leads, count(*) filter (where l.state not in ('invalid', 'merged')) as valid,
        count(*) filter (where l.grade in ('A', 'B') and l.state not in ('invalid', 'merged') and (l.first_contact_at is not null or l.state in ('contacted', 'nurturing', 'converted'))) as qualified
      from lead l where l.tenant_id = ${ctx.tenantId} and l.received_at >= ${fromAt} and l.received_at < ${untilAt} group by l.channel_id),
    made as (
      select l.channel_id, count(*) filter (where o.created_at >= ${fromAt} and o.created_at < ${untilAt}) as opportunities,
        count(*) filter (where o.stage = 'won' and o.closed_at >= ${fromAt} and o.closed_at < ${untilAt}) as won
      from opportunity o join lead l on l.tenant_id = o.tenant_id and l.id = o.lead_id where o.tenant_id = ${ctx.tenantId} group by l.channel_id),
    signed as (
      select l.channel_id, sum(c.amount_fen) filter (where c.signed_on between ${from} and ${until}) as contract_fen,
        sum((select sum(a.amount_fen) from receipt_allocation a where a.tenant_id = c.tenant_id and a.contract_id = c.id and a.on_day between ${from} and ${until})) as cash_fen
      from contract c join opportunity o on o.tenant_id = c.tenant_id and o.id = c.opportunity_id join lead l on l.tenant_id = o.tenant_id and l.id = o.lead_id
      where c.tenant_id = ${ctx.tenantId} and c.status in ('effective', 'fulfilled', 'terminated') group by l.channel_id),
    spent as (
      select k.channel_id, sum(k.amount_fen) as spend_fen from campaign_cost k where k.tenant_id = ${ctx.tenantId} and k.day between ${from} and ${until} group by k.channel_id)
    select ch.id as channel_id, ch.kind, ch.name, coalesce(leads.leads, 0)::int as leads, coalesce(leads.valid, 0)::int as valid, coalesce(leads.qualified, 0)::int as qualified,
      coalesce(made.opportunities, 0)::int as opportunities, coalesce(made.won, 0)::int as won, coalesce(signed.contract_fen, 0)::bigint as contract_fen,
      coalesce(signed.cash_fen, 0)::bigint as cash_fen, coalesce(spent.spend_fen, 0)::bigint as spend_fen
    from channel ch left join leads on leads.channel_id = ch.id left join made on made.channel_id = ch.id left join signed on signed.channel_id = ch.id
      left join spent on spent.channel_id = ch.id
    where ch.tenant_id = ${ctx.tenantId} order by ch.created_at, ch.name`)
}

export interface OpenOpportunityRow {
  id: string
  name: string
  accountId: string
  accountName: string
  ownerId: string
  ownerName: string | null
  stage: string
  weight: number
  amountFen: number
  expectedSignOn: string | null
  stageSince: string
  lastSubstantiveAt: string | null
  stalledSince: string | null
  termCode: string
  frozen: boolean
  custom: CustomValues
}

/** Open opportunities with the terms likely to apply: of the newest quotation that was submitted, else the account's. `within` speaks of `o`. */
export async function viewOpenOpportunities(ctx: Ctx, within: Query<boolean>): Promise<OpenOpportunityRow[]> {
  return await ctx.tx.rows(sql<OpenOpportunityRow>`
    select o.id, o.name, o.account_id, a.name as account_name, o.owner_id, m.name as owner_name, o.stage, o.weight, o.amount_fen, o.expected_sign_on, o.stage_since,
      o.last_substantive_at, o.stalled_since, a.credit_frozen as frozen, o.custom,
      coalesce((select q.terms_code from quotation q where q.tenant_id = o.tenant_id and q.opportunity_id = o.id and q.status in ('in_approval', 'approved', 'sent', 'accepted')
        order by q.created_at desc, q.id desc limit 1), a.terms_code) as term_code
    from opportunity o join account a on a.tenant_id = o.tenant_id and a.id = o.account_id left join member m on m.tenant_id = o.tenant_id and m.id = o.owner_id
    where o.tenant_id = ${ctx.tenantId} and o.closed_at is null and ${within} order by o.expected_sign_on nulls last, o.id limit 5000`)
}

/** Open instalments of signed contracts by due day from `from` on. `within` speaks of `i`. */
export async function viewSignedDue(ctx: Ctx, within: Query<boolean>, from: string): Promise<{ dueOn: string; amountFen: number }[]> {
  return await ctx.tx.rows(sql<{ dueOn: string; amountFen: number }>`
    select i.due_on, sum(i.amount_fen - i.received_fen)::bigint as amount_fen from receipt_plan_item i
    where i.tenant_id = ${ctx.tenantId} and i.settled in ('open', 'partial') and i.due_on >= ${from} and ${within} group by i.due_on order by i.due_on`)
}

export interface StageStay {
  opportunityId: string
  stage: string
  /** Null while it stands there. */
  leftTo: string | null
  days: number | null
}

/** Stays in stages that ended between the instants: where to, and after how many days. `within` speaks of `o`. */
export async function viewStays(ctx: Ctx, within: Query<boolean>, fromAt: string, untilAt: string): Promise<StageStay[]> {
  return await ctx.tx.rows(sql<StageStay>`
    select h.opportunity_id, h.from_stage as stage, h.to_stage as left_to,
      extract(epoch from h.at - coalesce((select max(e.at) from stage_history e where e.tenant_id = h.tenant_id and e.opportunity_id = h.opportunity_id and e.to_stage = h.from_stage and e.at <= h.at), o.created_at))::float8 / 86400 as days
    from stage_history h join opportunity o on o.tenant_id = h.tenant_id and o.id = h.opportunity_id
    where h.tenant_id = ${ctx.tenantId} and h.at >= ${fromAt} and h.at < ${untilAt} and h.from_stage is not null and ${within}`)
}

/** Won and lost between the instants, with the reasons. `within` speaks of `o`. */
export async function viewClosed(
  ctx: Ctx,
  within: Query<boolean>,
  fromAt: string,
  untilAt: string,
): Promise<{ won: boolean; reason: string | null; count: number; amountFen: number }[]> {
  return await ctx.tx.rows(sql<{ won: boolean; reason: string | null; count: number; amountFen: number }>`
    select o.lost_reason is null and o.stage = 'won' as won, o.lost_reason as reason, count(*)::int as count, coalesce(sum(o.amount_fen), 0)::bigint as amount_fen
    from opportunity o where o.tenant_id = ${ctx.tenantId} and o.closed_at >= ${fromAt} and o.closed_at < ${untilAt} and ${within}
    group by 1, 2 order by count(*) desc, 2`)
}

/** Holdings of leads that began between the instants: when the first contact within came, and when the holding ended. */
export async function viewHoldings(
  ctx: Ctx,
  within: Query<boolean>,
  fromAt: string,
  untilAt: string,
): Promise<{ since: string; endedAt: string | null; contactAt: string | null; memberId: string }[]> {
  return await ctx.tx.rows(sql<{ since: string; endedAt: string | null; contactAt: string | null; memberId: string }>`
    select h.since, h.ended_at, h.member_id, (select min(v.at) from activity v where v.tenant_id = h.tenant_id and v.subject_id = h.subject_id and v.contact
      and v.at >= h.since and (h.ended_at is null or v.at <= h.ended_at)) as contact_at
    from holding h where h.tenant_id = ${ctx.tenantId} and h.subject_type = 'lead' and h.since >= ${fromAt} and h.since < ${untilAt} and ${within}`)
}

/** Check-ins, moves and signings of the period: what the five numbers count. Predicates speak of `v`, `o` and `c`. */
export async function viewFiveFacts(
  ctx: Ctx,
  within: { visits: Query<boolean>; opportunities: Query<boolean>; contracts: Query<boolean> },
  fromAt: string,
  untilAt: string,
): Promise<{
  visits: { verified: boolean }[]
  stageMoves: { override: boolean }[]
  contracts: { acceptedAt: string; effectiveAt: string }[]
}> {
  const visits = await ctx.tx.rows(sql<{ verified: boolean }>`select v.check_in_verdict = 'verified' as verified from visit v
    where v.tenant_id = ${ctx.tenantId} and v.check_in_at >= ${fromAt} and v.check_in_at < ${untilAt} and ${within.visits}`)
  const stageMoves = await ctx.tx.rows(sql<{
    override: boolean
  }>`select h.override from stage_history h join opportunity o on o.tenant_id = h.tenant_id and o.id = h.opportunity_id
    where h.tenant_id = ${ctx.tenantId} and h.at >= ${fromAt} and h.at < ${untilAt} and h.from_stage is not null and h.to_stage <> 'lost' and ${within.opportunities}`)
  const contracts = await ctx.tx.rows(sql<{ acceptedAt: string; effectiveAt: string }>`select q.accepted_at, c.effective_at from contract c
      join quotation q on q.tenant_id = c.tenant_id and q.id = c.quotation_id
    where c.tenant_id = ${ctx.tenantId} and c.effective_at >= ${fromAt} and c.effective_at < ${untilAt} and q.accepted_at is not null and ${within.contracts}`)
  return { visits, stageMoves, contracts }
}

/** Leads of the period and the first money they became. */
export async function viewLeadToCash(
  ctx: Ctx,
  within: Query<boolean>,
  fromAt: string,
  untilAt: string,
): Promise<{ receivedAt: string; cashOn: string | null }[]> {
  return await ctx.tx.rows(sql<{ receivedAt: string; cashOn: string | null }>`
    select l.received_at, (select min(a.on_day) from opportunity o join contract c on c.tenant_id = o.tenant_id and c.opportunity_id = o.id
        join receipt_allocation a on a.tenant_id = c.tenant_id and a.contract_id = c.id
      where o.tenant_id = l.tenant_id and o.lead_id = l.id and a.amount_fen > 0) as cash_on
    from lead l where l.tenant_id = ${ctx.tenantId} and l.received_at >= ${fromAt} and l.received_at < ${untilAt} and l.state <> 'merged' and ${within}`)
}
