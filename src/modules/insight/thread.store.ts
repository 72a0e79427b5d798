// The parts of one thread, each read where its room keeps it.
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { ThreadSubject } from './thread.contract.ts'

/** Which records a thread runs through. `granted`: a record grant, not the scope, opens the subject to this person. */
export interface ThreadRecords {
  leadId: string | null
  accountId: string | null
  opportunityId: string | null
  contractId: string | null
  granted: boolean
}

const grantedOn = (ctx: Ctx, record: ReturnType<typeof sql>) =>
  sql`exists (select 1 from record_grant g where g.tenant_id = ${ctx.tenantId} and g.member_id = ${ctx.actor.memberId}::uuid and g.record_id = ${record})`

/** The records of the thread of this subject, or undefined when it is not within reach. */
export async function viewThreadRecords(ctx: Ctx, type: ThreadSubject, id: string): Promise<ThreadRecords | undefined> {
  return await ctx.tx.row(sql<ThreadRecords>`${finder(ctx, type, id)}`)
}

function finder(ctx: Ctx, type: ThreadSubject, id: string) {
  if (type === 'lead') {
    return sql`select l.id as lead_id, l.account_id, l.opportunity_id, o.contract_id, ${grantedOn(ctx, sql`l.id`)} as granted
      from lead l left join opportunity o on o.tenant_id = l.tenant_id and o.id = l.opportunity_id
      where l.tenant_id = ${ctx.tenantId} and l.id = ${id} and ${inScope(ctx, 'lead.read', sql`l.owner_id`, sql`l.id`)}`
  }
  if (type === 'opportunity') {
    return sql`select o.lead_id, o.account_id, o.id as opportunity_id, coalesce(o.contract_id, (select c.id from contract c where c.tenant_id = o.tenant_id
        and c.opportunity_id = o.id and c.status not in ('void', 'terminated') order by c.created_at desc limit 1)) as contract_id, ${grantedOn(ctx, sql`o.id`)} as granted
      from opportunity o where o.tenant_id = ${ctx.tenantId} and o.id = ${id} and ${inScope(ctx, 'opportunity.read', sql`o.owner_id`, sql`o.id`)}`
  }
  if (type === 'contract') {
    return sql`select coalesce(o.lead_id, a.lead_id) as lead_id, c.account_id, c.opportunity_id, c.id as contract_id, ${grantedOn(ctx, sql`c.id`)} as granted
      from contract c join account a on a.tenant_id = c.tenant_id and a.id = c.account_id left join opportunity o on o.tenant_id = c.tenant_id and o.id = c.opportunity_id
      where c.tenant_id = ${ctx.tenantId} and c.id = ${id} and ${inScope(ctx, 'contract.read', sql`c.owner_id`, sql`c.id`)}`
  }
  // An account shows what burns: the contract with money past its day, else the newest in force, else the opportunity that is open.
  return sql`select coalesce(co.lead_id, oo.lead_id, a.lead_id) as lead_id, a.id as account_id, coalesce(cc.opportunity_id, case when cc.id is null then oo.id end) as opportunity_id,
      cc.id as contract_id, ${grantedOn(ctx, sql`a.id`)} as granted
    from account a
      left join lateral (select c.id, c.opportunity_id from contract c where c.tenant_id = a.tenant_id and c.account_id = a.id and c.status in ('effective', 'fulfilled')
        and ${inScope(ctx, 'contract.read', sql`c.owner_id`, sql`c.id`)}
        order by (select min(i.due_on) from receipt_plan_item i where i.tenant_id = c.tenant_id and i.contract_id = c.id and i.settled in ('open', 'partial')) nulls last, c.signed_on desc nulls last limit 1) cc on true
      left join opportunity co on co.tenant_id = a.tenant_id and co.id = cc.opportunity_id
      left join lateral (select o.id, o.lead_id from opportunity o where o.tenant_id = a.tenant_id and o.account_id = a.id and ${inScope(ctx, 'opportunity.read', sql`o.owner_id`, sql`o.id`)}
        order by (o.closed_at is null) desc, o.created_at desc limit 1) oo on true
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)}`
}

export interface LeadPart {
  id: string
  company: string
  receivedAt: string
  grade: string
  segment: string
  ownerId: string | null
  ownerName: string | null
  channelId: string
  channelName: string
  channelKind: string
}

export const viewLeadPart = (ctx: Ctx, id: string): Promise<LeadPart | undefined> =>
  ctx.tx.row(sql<LeadPart>`select l.id, l.company, l.received_at, l.grade, l.segment, l.owner_id, m.name as owner_name, l.channel_id, ch.name as channel_name, ch.kind as channel_kind
    from lead l join channel ch on ch.tenant_id = l.tenant_id and ch.id = l.channel_id left join member m on m.tenant_id = l.tenant_id and m.id = l.owner_id
    where l.tenant_id = ${ctx.tenantId} and l.id = ${id}`)

export interface AccountPart {
  id: string
  name: string
  level: string
  segment: string
  ownerId: string
  ownerName: string | null
  creditGrade: string | null
  frozen: boolean
  channelKind: string
  channelName: string | null
}

export const viewAccountPart = (ctx: Ctx, id: string): Promise<AccountPart | undefined> =>
  ctx.tx.row(sql<AccountPart>`select a.id, a.name, a.level, a.segment, a.owner_id, m.name as owner_name, a.credit_grade, a.credit_frozen as frozen, a.channel_kind, ch.name as channel_name
    from account a left join member m on m.tenant_id = a.tenant_id and m.id = a.owner_id left join channel ch on ch.tenant_id = a.tenant_id and ch.id = a.channel_id
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id}`)

/** The first time somebody got through to the lead or the account, and since when the lead was held then. */
export const viewFirstContact = (ctx: Ctx, subjectIds: string[]): Promise<{ at: string; kind: string; since: string | null } | undefined> =>
  ctx.tx.row(sql<{
    at: string
    kind: string
    since: string | null
  }>`select v.at, v.kind, (select max(h.since) from holding h where h.tenant_id = v.tenant_id and h.subject_id = v.subject_id and h.since <= v.at) as since
    from activity v where v.tenant_id = ${ctx.tenantId} and v.subject_id = any(${subjectIds}::uuid[]) and v.contact order by v.at limit 1`)

/** Visits from `fromDay` on: how many, how many valid, how many deep and valid, and the first. */
export const viewVisitsPart = (
  ctx: Ctx,
  subjectIds: string[],
  fromDay: string | null,
): Promise<{ count: number; valid: number; deep: number; firstAt: string | null } | undefined> =>
  ctx.tx.row(sql<{
    count: number
    valid: number
    deep: number
    firstAt: string | null
  }>`select count(*)::int as count, count(*) filter (where v.validity = 'valid')::int as valid,
      count(*) filter (where v.validity = 'valid' and v.purpose = 'deep')::int as deep, min(v.check_in_at) as first_at
    from visit v where v.tenant_id = ${ctx.tenantId} and v.subject_id = any(${subjectIds}::uuid[]) and v.status = 'completed' and (${fromDay}::date is null or v.planned_on >= ${fromDay})`)

export interface OpportunityPart {
  id: string
  name: string
  stage: string
  weight: number
  amountFen: number
  ownerId: string
  ownerName: string | null
  createdAt: string
  closedAt: string | null
  lost: boolean
  decisionMaker: string | null
}

export const viewOpportunityPart = (ctx: Ctx, id: string): Promise<OpportunityPart | undefined> =>
  ctx.tx.row(sql<OpportunityPart>`select o.id, o.name, o.stage, o.weight, o.amount_fen, o.owner_id, m.name as owner_name, o.created_at, o.closed_at, o.stage = 'lost' as lost,
      (select ct.name from opportunity_fact f join contact ct on ct.tenant_id = f.tenant_id and ct.id = f.proof_id
        where f.tenant_id = o.tenant_id and f.opportunity_id = o.id and f.fact = 'decision_maker' and f.revoked_at is null order by f.at desc limit 1) as decision_maker
    from opportunity o left join member m on m.tenant_id = o.tenant_id and m.id = o.owner_id where o.tenant_id = ${ctx.tenantId} and o.id = ${id}`)

export interface QuotationPart {
  id: string
  number: string
  revision: number
  status: string
  netFen: number
  listFen: number
  ownerId: string
  madeOn: string
  sentOn: string | null
}

/** The quotation the thread goes through: the contract's own, else the one the customer is nearest to. */
export const viewQuotationPart = (ctx: Ctx, opportunityId: string | null, contractId: string | null): Promise<QuotationPart | undefined> =>
  ctx.tx.row(sql<QuotationPart>`select q.id, q.number, q.revision, q.status, q.net_fen, q.list_fen, q.owner_id, q.made_on, q.sent_on from quotation q
    where q.tenant_id = ${ctx.tenantId} and (q.opportunity_id = ${opportunityId}::uuid or q.id = (select c.quotation_id from contract c where c.tenant_id = ${ctx.tenantId} and c.id = ${contractId}::uuid))
    order by (q.id = (select c.quotation_id from contract c where c.tenant_id = ${ctx.tenantId} and c.id = ${contractId}::uuid)) desc nulls last,
      array_position(array['accepted', 'sent', 'approved', 'in_approval', 'draft', 'rejected', 'expired'], q.status), q.created_at desc limit 1`)

export interface ContractPart {
  id: string
  number: string
  status: string
  accountId: string
  ownerId: string
  ownerName: string | null
  amountFen: number
  terms: { code: string; lines: { event: string }[] }
  signedOn: string | null
  deliveredOn: string | null
  acceptedOn: string | null
  submittedAt: string | null
  approvedAt: string | null
}

export const viewContractPart = (ctx: Ctx, id: string): Promise<ContractPart | undefined> =>
  ctx.tx.row(sql<ContractPart>`select c.id, c.number, c.status, c.account_id, c.owner_id, m.name as owner_name, c.amount_fen, c.terms, c.signed_on, c.delivered_on, c.accepted_on, c.submitted_at, c.approved_at
    from contract c left join member m on m.tenant_id = c.tenant_id and m.id = c.owner_id where c.tenant_id = ${ctx.tenantId} and c.id = ${id}`)

/** What a contract's money has earned, per member. */
export const viewCommissionPart = (ctx: Ctx, contractId: string): Promise<{ memberId: string; amountFen: number; period: string }[]> =>
  ctx.tx.rows(sql<{
    memberId: string
    amountFen: number
    period: string
  }>`select e.member_id, sum(e.amount_fen)::bigint as amount_fen, max(e.period) as period from commission_entry e
    where e.tenant_id = ${ctx.tenantId} and e.contract_id = ${contractId} group by e.member_id order by 2 desc`)

export interface Sibling {
  type: 'opportunity' | 'contract'
  id: string
  title: string
  amountFen: number
  status: string
}

/** Opportunities and contracts of the account within reach, newest first. */
export const viewSiblings = (ctx: Ctx, accountId: string): Promise<Sibling[]> =>
  ctx.tx.rows(sql<Sibling>`
    select s.type, s.id, s.title, s.amount_fen, s.status from (
      select 'contract' as type, c.id, concat_ws(' ', c.number, c.title) as title, c.amount_fen, c.status, coalesce(c.signed_on::timestamptz, c.created_at) as at
      from contract c where c.tenant_id = ${ctx.tenantId} and c.account_id = ${accountId} and c.status <> 'void' and ${inScope(ctx, 'contract.read', sql`c.owner_id`, sql`c.id`)}
      union all
      select 'opportunity', o.id, o.name, o.amount_fen, o.stage, o.created_at
      from opportunity o where o.tenant_id = ${ctx.tenantId} and o.account_id = ${accountId} and ${inScope(ctx, 'opportunity.read', sql`o.owner_id`, sql`o.id`)}) s
    order by s.at desc, s.id limit 30`)
