// The customer as a rep should know him before the door: people, history, what was left over.
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface BriefingHead {
  id: string
  name: string
  segment: string | null
  grade: string | null
  creditGrade: string | null
  frozen: boolean
  ownerId: string | null
  ownerName: string | null
  channelName: string | null
  termCode: string | null
  address: string | null
  /** When it became an account or was received. */
  since: string
  /** Contact data are hidden: the lead waits in a pool and the reader may not see them. */
  pooled: boolean
  contactName: string | null
  contactTitle: string | null
  contactPhone: string | null
  decisionMaker: boolean
}

export const viewBriefingHead = (ctx: Ctx, type: 'lead' | 'account', id: string): Promise<BriefingHead | undefined> =>
  type === 'account'
    ? ctx.tx.row(sql<BriefingHead>`select a.id, a.name, a.segment, a.level as grade, a.credit_grade, a.credit_frozen as frozen, a.owner_id, m.name as owner_name, ch.name as channel_name,
        a.terms_code as term_code, coalesce(a.address, (select s.address from site s where s.tenant_id = a.tenant_id and s.subject_id = a.id order by s.is_primary desc, s.created_at limit 1)) as address,
        a.created_at as since, false as pooled, null::text as contact_name, null::text as contact_title, null::text as contact_phone, false as decision_maker
      from account a left join member m on m.tenant_id = a.tenant_id and m.id = a.owner_id left join channel ch on ch.tenant_id = a.tenant_id and ch.id = a.channel_id
      where a.tenant_id = ${ctx.tenantId} and a.id = ${id} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)}`)
    : ctx.tx.row(sql<BriefingHead>`select l.id, l.company as name, l.segment, l.grade, null::text as credit_grade, false as frozen, l.owner_id, m.name as owner_name, ch.name as channel_name,
        null::text as term_code, l.address, l.received_at as since, l.state = 'pooled' as pooled, l.contact_name, l.contact_title, l.contact_phone, l.decision_maker
      from lead l left join member m on m.tenant_id = l.tenant_id and m.id = l.owner_id left join channel ch on ch.tenant_id = l.tenant_id and ch.id = l.channel_id
      where l.tenant_id = ${ctx.tenantId} and l.id = ${id} and ${inScope(ctx, 'lead.read', sql`l.owner_id`, sql`l.id`)}`)

export const viewPeople = (
  ctx: Ctx,
  accountId: string,
): Promise<{ id: string; name: string; title: string | null; role: string | null; phone: string | null }[]> =>
  ctx.tx.rows(sql<{
    id: string
    name: string
    title: string | null
    role: string | null
    phone: string | null
  }>`select c.id, c.name, c.title, c.role, c.phone from contact c
    where c.tenant_id = ${ctx.tenantId} and c.account_id = ${accountId} order by (c.role = 'decision_maker') desc nulls last, c.is_primary desc, c.created_at limit 20`)

export interface BriefingContract {
  id: string
  number: string
  status: string
  amountFen: number
  receivedFen: number
  signedOn: string | null
  lastReceiptOn: string | null
}

export const viewContractsOf = (ctx: Ctx, accountId: string): Promise<BriefingContract[]> =>
  ctx.tx.rows(sql<BriefingContract>`select c.id, c.number, c.status, c.amount_fen, c.signed_on,
      coalesce((select sum(l.amount_fen) from receipt_allocation l where l.tenant_id = c.tenant_id and l.contract_id = c.id), 0)::bigint as received_fen,
      (select max(l.on_day) from receipt_allocation l where l.tenant_id = c.tenant_id and l.contract_id = c.id and l.amount_fen > 0) as last_receipt_on
    from contract c where c.tenant_id = ${ctx.tenantId} and c.account_id = ${accountId} and c.status in ('effective', 'fulfilled', 'signing', 'approved', 'in_approval')
      and ${inScope(ctx, 'contract.read', sql`c.owner_id`, sql`c.id`)} order by c.signed_on desc nulls first, c.created_at desc limit 20`)

export interface BriefingVisit {
  id: string
  at: string
  purpose: string
  validity: string | null
  memberName: string
  dwellMs: number | null
  plannedOn: string
  leaves: string | null
  nextStep: string | null
  nextOn: string | null
}

/** The last visits that took place, newest first. */
export const viewLastVisits = (ctx: Ctx, subjectIds: string[]): Promise<BriefingVisit[]> =>
  ctx.tx.rows(sql<BriefingVisit>`select v.id, coalesce(v.check_in_at, v.at) as at, v.purpose, v.validity, m.name as member_name, v.dwell_ms, v.planned_on, v.leaves, v.next_step, v.next_on
    from visit v join member m on m.tenant_id = v.tenant_id and m.id = v.owner_id
    where v.tenant_id = ${ctx.tenantId} and v.subject_id = any(${subjectIds}::uuid[]) and v.status = 'completed' order by v.at desc limit 6`)

export const viewLastContacts = (
  ctx: Ctx,
  subjectIds: string[],
): Promise<
  {
    at: string
    kind: string
    text: string
    memberName: string | null
    substantive: boolean
    nextStep: string | null
    nextOn: string | null
  }[]
> =>
  ctx.tx.rows(sql<{
    at: string
    kind: string
    text: string
    memberName: string | null
    substantive: boolean
    nextStep: string | null
    nextOn: string | null
  }>`
    select v.at, v.kind, coalesce(v.text, '') as text, m.name as member_name, v.substantive, v.next_step, v.next_on
    from activity v left join member m on m.tenant_id = v.tenant_id and m.id = v.member_id
    where v.tenant_id = ${ctx.tenantId} and v.subject_id = any(${subjectIds}::uuid[]) order by v.at desc, v.id desc limit 5`)

/** Leads an account came from: their story is its story. */
export const viewLeadsOf = async (ctx: Ctx, accountId: string): Promise<string[]> =>
  (
    await ctx.tx.rows(
      sql<{ id: string }>`select l.id from lead l where l.tenant_id = ${ctx.tenantId} and l.account_id = ${accountId} limit 20`,
    )
  ).map((row) => row.id)
