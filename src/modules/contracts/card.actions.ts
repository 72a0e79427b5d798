// The approval card of a contract: amount and terms, the customer's payments, the quotation behind it; and what an answer means.

import { dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { accountById, averageTermDays, termsPolicy } from '#modules/accounts/index.ts'
import type { Card, Words } from '#modules/approvals/approval.contract.ts'
import type { ApprovalSubject, Outcome } from '#modules/approvals/index.ts'
import { calendarOf } from '#modules/organization/index.ts'
import { quotationCard } from '#modules/quotations/index.ts'
import { contractPolicy } from './contract.policy.ts'
import { type ContractAct, contractFacts, contractFlow } from './contract.rule.ts'
import { type ContractView, contractRecord, lockContract, saveStatus, sumOfAccount, viewAnyContract } from './contract.store.ts'
import { plannedItems } from './contract-facts.actions.ts'
import { stateAfter, tellStation } from './contract-state.actions.ts'

const words = (key: string, params: Words['params'] = {}): Words => ({ key: `contract.${key}`, params })
type Fact = Card['facts'][number]
type Account = Awaited<ReturnType<typeof accountById>>

async function contractCard(ctx: Ctx, id: string): Promise<Card> {
  const contract = await viewAnyContract(ctx, id)
  if (!contract) throw notFound('contract')
  const account = await accountById(ctx, contract.accountId)
  const quotation = contract.quotationId ? await quotationCard(ctx, contract.quotationId) : null
  return {
    number: contract.number,
    title: contract.accountName,
    accountId: contract.accountId,
    accountLevel: account?.level ?? null,
    amountFen: contract.amountFen,
    link: `/contracts/${contract.id}`,
    subtitle: words('card.subtitle', { number: contract.number, title: contract.title, by: contract.ownerName }),
    alarm: account?.creditFrozen ? words('card.frozen') : null,
    figures: await figuresOf(ctx, contract, account),
    waterfall: quotation?.waterfall ?? null,
    lines: quotation?.lines ?? [],
    facts: [creditFact(account), await termsFact(ctx, contract), await historyFact(ctx, contract), ...quotationFact(contract, quotation)],
    consequence: words('card.consequence'),
  }
}

async function figuresOf(ctx: Ctx, contract: ContractView, account: Account): Promise<Card['figures']> {
  const calendar = await calendarOf(ctx)
  const days = averageTermDays(contract.terms, dayOf(ctx.now, calendar.zone), await policy(ctx, termsPolicy), calendar)
  const overdueFen = late(account, 'overdueFen')
  const lateDays = late(account, 'oldestOverdueDays')
  return [
    {
      key: 'days',
      label: words('figure.days'),
      value: Math.round(days * 10) / 10,
      unit: 'days',
      note: null,
      tone: days > 90 ? 'warn' : 'grey',
    },
    {
      key: 'overdue',
      label: words('figure.overdue'),
      value: overdueFen,
      unit: 'fen',
      note: lateDays > 0 ? words('figure.overdue_days', { days: lateDays }) : null,
      tone: overdueFen > 0 ? 'bad' : 'ok',
    },
  ]
}

function late(account: Account, key: 'overdueFen' | 'oldestOverdueDays' | 'worstDelayDays'): number {
  const value = account?.creditReason?.[key]
  return typeof value === 'number' ? value : 0
}

function creditFact(account: Account): Fact {
  const grade = account?.creditGrade ?? null
  return {
    key: 'credit',
    label: words('fact.credit_label'),
    title: account?.creditFrozen ? words('fact.credit_frozen') : grade ? words('fact.credit', { grade }) : words('fact.credit_unknown'),
    detail: grade ? words('fact.credit_late', { days: late(account, 'worstDelayDays') }) : null,
    tone: account?.creditFrozen ? 'bad' : grade === null || grade === 'C' || grade === 'D' ? 'warn' : 'ok',
    link: account ? `/accounts/${account.id}` : null,
  }
}

async function termsFact(ctx: Ctx, contract: ContractView): Promise<Fact> {
  const [first] = contract.kind === 'frame' ? [] : await plannedItems(ctx, contract, await calendarOf(ctx))
  return {
    key: 'terms',
    label: words('fact.terms_label'),
    title: words('fact.terms', { terms: ctx.actor.locale === 'en' ? contract.terms.en : contract.terms.zh }),
    detail: first ? words('fact.terms_first', { firstFen: first.amountFen, firstOn: first.expectedOn }) : null,
    tone: 'grey',
    link: null,
  }
}

async function historyFact(ctx: Ctx, contract: ContractView): Promise<Fact> {
  const { contracts, contractsFen } = await sumOfAccount(ctx, contract.accountId)
  const title = contracts === 0 ? words('fact.history_none') : words('fact.history', { count: contracts, amountFen: contractsFen })
  return { key: 'history', label: words('fact.history_label'), title, detail: null, tone: 'grey', link: `/accounts/${contract.accountId}` }
}

function quotationFact(contract: ContractView, quotation: Card | null): Fact[] {
  if (!quotation) return []
  const title = words('fact.quotation', { number: quotation.number, amountFen: quotation.amountFen })
  const link = `/quotations/${contract.quotationId}`
  return [{ key: 'quotation', label: words('fact.quotation_label'), title, detail: null, tone: 'grey', link }]
}

const actOf: Record<Outcome['status'], ContractAct> = {
  approved: 'approve',
  rejected: 'reject',
  returned: 'return',
  withdrawn: 'withdraw',
  void: 'withdraw',
}

/** Runs in the deciding transaction. */
async function decided(ctx: Ctx, id: string, outcome: Outcome): Promise<void> {
  const contract = await lockContract(ctx, id)
  if (!contract) throw notFound('contract')
  const approved = outcome.status === 'approved'
  const status = stateAfter(contract, actOf[outcome.status])
  await saveStatus(ctx, id, { status, approvalId: outcome.approvalId, ...(approved ? { approvedAt: ctx.now.toISOString() } : {}) })
  await emit(ctx, approved ? 'contract.approved' : 'contract.turned_down', id, {
    number: contract.number,
    ownerId: contract.ownerId,
    outcome: outcome.status,
    approvalId: outcome.approvalId,
  })
  await tellStation(ctx, contract.opportunityId, approved ? { key: 'contract.progress.approved', id, number: contract.number } : null)
}

/** What approvals asks of a contract. */
export const contractSubject: ApprovalSubject = {
  type: 'contract',
  flow: async (ctx) => contractFlow(await policy(ctx, contractPolicy), 'owner'),
  card: contractCard,
  factSpecs: [{ key: 'amountFen', zh: '合同金额', en: 'Amount of the contract', type: 'fen' }],
  print: async (ctx, id) => {
    const contract = await contractRecord(ctx, id)
    return JSON.stringify([contract?.amountFen, contract?.terms])
  },
  facts: async (ctx, id) => contractFacts((await contractRecord(ctx, id)) ?? { amountFen: 0 }),
  decided,
}
