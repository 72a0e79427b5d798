// What the thread's rule is told, and what is kept from it because this person may not see it.
import { holds, reaches } from '#core/access.ts'
import { type Day, dayOf, daysBetween, HOUR, msOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sumFen } from '#core/money.ts'
import { policy } from '#core/policies.ts'
import { termsPolicy } from '#modules/accounts/index.ts'
import { leadOrigin, leadRecyclePolicy } from '#modules/leads/index.ts'
import { zone } from '#modules/organization/index.ts'
import { maySeeCommission } from './commission.access.ts'
import { type ReceiptRow, type ThreadItemRow, viewItems, viewReceipts } from './money.store.ts'
import type { NodeKind, ThreadFacts } from './thread.rule.ts'
import {
  type AccountPart,
  type ContractPart,
  type LeadPart,
  type OpportunityPart,
  type QuotationPart,
  type ThreadRecords,
  viewAccountPart,
  viewCommissionPart,
  viewContractPart,
  viewFirstContact,
  viewLeadPart,
  viewOpportunityPart,
  viewQuotationPart,
  viewVisitsPart,
} from './thread.store.ts'
import { periodOf } from './whatif.actions.ts'

export interface FoundThread {
  facts: ThreadFacts
  lead: LeadPart | null
  account: AccountPart | null
  opportunity: OpportunityPart | null
  quotation: QuotationPart | null
  contract: ContractPart | null
  items: ThreadItemRow[]
  receipts: ReceiptRow[]
  /** May this person see the contract's money, and what it earned? */
  money: boolean
  commission: boolean
  links: Partial<Record<NodeKind, string>>
}

export async function factsOf(ctx: Ctx, records: ThreadRecords): Promise<FoundThread> {
  const tz = await zone(ctx)
  const today = dayOf(ctx.now, tz)
  const lead = records.leadId ? ((await viewLeadPart(ctx, records.leadId)) ?? null) : null
  const account = records.accountId ? ((await viewAccountPart(ctx, records.accountId)) ?? null) : null
  const opportunity = await partOf(ctx, 'opportunity.read', records.granted, records.opportunityId, viewOpportunityPart)
  const contract = await partOf(ctx, 'contract.read', records.granted, records.contractId, viewContractPart)
  const found = await viewQuotationPart(ctx, opportunity?.id ?? null, contract?.id ?? null)
  const quotation = found && reaches(ctx.actor, 'quotation.read', found.ownerId, records.granted) ? found : null
  const money = contract !== null && reaches(ctx.actor, 'receivable.read', contract.ownerId)
  const earned = contract ? await viewCommissionPart(ctx, contract.id) : []
  const commission = contract !== null && maySeeCommission(ctx, contract.ownerId)
  const items = money ? await viewItems(ctx, { contractIds: [contract.id] }) : []
  const receipts = money ? await viewReceipts(ctx, [contract.id]) : []
  const hidden: NodeKind[] = [
    ...(found && !quotation ? ['quotation' as const] : []),
    ...(records.contractId && !contract ? ['contract' as const, 'acceptance' as const] : []),
    ...(records.contractId && !money ? ['receipts' as const] : []),
    ...(records.contractId && !commission ? ['commission' as const] : []),
  ]
  const own = earned.filter((one) => one.memberId === contract?.ownerId)
  const facts: ThreadFacts = {
    today,
    ...(await workFacts(ctx, records, lead, account, opportunity, tz)),
    quotation: quotation && quotationFacts(quotation),
    contract: contract && (await contractFacts(ctx, contract)),
    items,
    receipts: { count: receipts.length, lastOn: receipts[0]?.receivedOn ?? null },
    commission: commission && own[0] ? await periodOf(ctx, own[0].memberId, own[0].period, sumFen(own.map((one) => one.amountFen))) : null,
    hidden,
  }
  return {
    facts,
    lead,
    account,
    opportunity,
    quotation,
    contract,
    items,
    receipts,
    money,
    commission,
    links: linksOf(lead, opportunity, quotation, contract),
  }
}

async function partOf<T extends { ownerId: string }>(
  ctx: Ctx,
  permission: string,
  granted: boolean,
  id: string | null,
  view: (ctx: Ctx, id: string) => Promise<T | undefined>,
): Promise<T | null> {
  if (!id || !holds(ctx.actor, permission)) return null
  const part = await view(ctx, id)
  return part && reaches(ctx.actor, permission, part.ownerId, granted) ? part : null
}

type WorkFacts = Pick<ThreadFacts, 'lead' | 'channel' | 'firstContact' | 'visits' | 'opportunity'>

async function workFacts(
  ctx: Ctx,
  records: ThreadRecords,
  lead: LeadPart | null,
  account: AccountPart | null,
  opportunity: OpportunityPart | null,
  tz: string,
): Promise<WorkFacts> {
  const subjects = [records.leadId, records.accountId].filter((id) => id !== null)
  const begin = lead?.receivedAt ?? opportunity?.createdAt ?? null
  const contact = await viewFirstContact(ctx, lead ? [lead.id] : subjects)
  const visits = await viewVisitsPart(ctx, subjects, begin && dayOf(begin, tz))
  const { firstContactHours } = await policy(ctx, leadRecyclePolicy)
  return {
    lead: lead && {
      on: dayOf(lead.receivedAt, tz),
      channel: lead.channelName,
      costFen: (await leadOrigin(ctx, lead.id))?.costShareFen ?? null,
      contactLimitHours: firstContactHours,
    },
    channel: account && { kind: account.channelKind, name: account.channelName },
    firstContact: contact
      ? {
          on: dayOf(contact.at, tz),
          hours: contact.since ? Math.floor((msOf(contact.at) - msOf(contact.since)) / HOUR) : null,
          kind: contact.kind,
        }
      : null,
    visits: visits?.firstAt ? { on: dayOf(visits.firstAt, tz), count: visits.count, valid: visits.valid, deep: visits.deep } : null,
    opportunity: opportunity && opportunityFacts(opportunity, tz),
  }
}

function opportunityFacts(one: OpportunityPart, tz: string): NonNullable<ThreadFacts['opportunity']> {
  return {
    on: dayOf(one.createdAt, tz),
    amountFen: one.amountFen,
    weight: one.weight,
    state: one.lost ? 'lost' : one.closedAt ? 'won' : 'open',
    endedOn: one.closedAt && dayOf(one.closedAt, tz),
    decisionMaker: one.decisionMaker,
  }
}

const quotationFacts = (one: QuotationPart): NonNullable<ThreadFacts['quotation']> => ({
  on: one.sentOn ?? one.madeOn,
  number: one.number,
  revision: one.revision,
  netFen: one.netFen,
  percentOfList: one.listFen > 0 ? one.netFen / one.listFen : null,
  status: one.status,
})

async function contractFacts(ctx: Ctx, one: ContractPart): Promise<NonNullable<ThreadFacts['contract']>> {
  const expected = await policy(ctx, termsPolicy)
  const events = one.terms.lines.map((line) => line.event)
  const waitsFor = events.includes('acceptance') ? 'acceptance' : events.includes('delivery') ? 'delivery' : null
  const hours = one.submittedAt && one.approvedAt ? Math.round((msOf(one.approvedAt) - msOf(one.submittedAt)) / HOUR) : null
  return {
    number: one.number,
    amountFen: one.amountFen,
    termCode: one.terms.code,
    signedOn: one.signedOn,
    waitsFor,
    happenedOn: waitsFor === 'acceptance' ? one.acceptedOn : one.deliveredOn,
    expectedDays: waitsFor === 'acceptance' ? expected.acceptanceDays : expected.deliveryDays,
    approvalHours: hours,
  }
}

function linksOf(
  lead: LeadPart | null,
  opportunity: OpportunityPart | null,
  quotation: QuotationPart | null,
  contract: ContractPart | null,
): Partial<Record<NodeKind, string>> {
  return {
    ...(lead ? { lead: `/leads/${lead.id}`, first_contact: `/leads/${lead.id}` } : {}),
    ...(opportunity ? { opportunity: `/opportunities/${opportunity.id}` } : {}),
    ...(quotation ? { quotation: `/quotations/${quotation.id}` } : {}),
    ...(contract ? { contract: `/contracts/${contract.id}`, acceptance: `/contracts/${contract.id}` } : {}),
  }
}

/** Days until an open instalment is due; null when it is past, paid or without a day. */
export function daysUntil(item: ThreadItemRow, today: Day): number | null {
  if (item.dueOn === null || item.settled === 'paid' || item.settled === 'written_off' || item.dueOn < today) return null
  return daysBetween(today, item.dueOn)
}
