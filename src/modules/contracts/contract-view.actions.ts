// The contract as screens, approvals and documents see it.

import nzh from 'nzh/cn'
import { type Calendar, dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { sql } from '#core/db.ts'
import { timelineOf } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { accountById, contactsOf, termsPolicy } from '#modules/accounts/index.ts'
import { type EventDays, expectedEvents, planItems } from '#modules/accounts/terms.rule.ts'
import { opportunityById } from '#modules/opportunities/index.ts'
import { calendarOf } from '#modules/organization/index.ts'
import { quotationById } from '#modules/quotations/index.ts'
import { fillClauses } from './clause.rule.ts'
import { mayContract } from './contract.access.ts'
import type { ContractStatus } from './contract.rule.ts'
import * as store from './contract.store.ts'
import { signaturesOf } from './signing.store.ts'
import { blocksOf } from './submit.actions.ts'
import { placeValues } from './words.rule.ts'

/** 贰拾叁万玖仟陆佰柒拾元整. */
export const capitals = (fen: number): string => nzh.toMoney((fen / 100).toFixed(2), { outSymbol: false, forceZheng: true })

const row = (ctx: Ctx, contract: store.ContractView) => ({
  id: contract.id,
  number: contract.number,
  title: contract.title,
  kind: contract.kind,
  status: contract.status,
  accountId: contract.accountId,
  accountName: contract.accountName,
  opportunityId: contract.opportunityId,
  ownerId: contract.ownerId,
  ownerName: contract.ownerName,
  amountFen: contract.amountFen,
  termCode: contract.terms.code,
  termZh: contract.terms.zh,
  termEn: contract.terms.en,
  signedOn: contract.signedOn,
  createdAt: contract.createdAt,
  effectiveAt: contract.effectiveAt,
  may: mayContract(ctx.actor, contract),
})

export async function list(
  ctx: Ctx,
  input: {
    tab: string
    q?: string | null | undefined
    accountId?: string | undefined
    opportunityId?: string | undefined
    ownerId?: string | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const { cursor, ...filter } = input
  const rows = await store.viewContracts(ctx, { ...filter, after: fromCursor(cursor, 2) })
  const { items, next } = toPage(rows, input.limit, (one) => [one.createdAt, one.id])
  return { items: items.map((one) => row(ctx, one)), next }
}

export async function counts(ctx: Ctx) {
  const byStatus = await store.countByStatus(ctx)
  const of = (statuses: readonly ContractStatus[]): number =>
    byStatus.filter((one) => statuses.includes(one.status)).reduce((sum, one) => sum + one.count, 0)
  const tabs = Object.fromEntries(Object.entries(store.tabStatuses).map(([tab, statuses]) => [tab, of(statuses)]))
  const effectiveFen = byStatus.find((one) => one.status === 'effective')?.amountFen ?? 0
  return { tabs: { ...tabs, all: of(byStatus.map((one) => one.status)) } as Record<TabName, number>, effectiveFen }
}
type TabName = 'all' | 'open' | 'draft' | 'in_approval' | 'signing' | 'effective' | 'ended'

/** The seller's name in contracts: the company. */
export async function sellerName(ctx: Ctx): Promise<string> {
  const tenant = await ctx.tx.row<{ name: string }>(sql`select t.name from tenant t where t.id = ${ctx.tenantId}`)
  return tenant?.name ?? ''
}

export interface Surroundings {
  opportunityName: string | null
  quotationNumber: string | null
  seller: string
  clauses: { title: string; text: string }[]
}

/** Names around a contract and its clauses with every place filled. */
export async function surroundings(ctx: Ctx, contract: store.ContractView): Promise<Surroundings> {
  const opportunity = contract.opportunityId ? await opportunityById(ctx, contract.opportunityId) : undefined
  const quotation = contract.quotationId ? await quotationById(ctx, contract.quotationId) : undefined
  const seller = await sellerName(ctx)
  const names = { opportunityName: opportunity?.name ?? null, quotationNumber: quotation?.number ?? null }
  const values = placeValues({ ...contract, ...names, seller, buyer: contract.accountName, amountWords: capitals(contract.amountFen) })
  return { ...names, seller, clauses: fillClauses(contract.clauses, values) }
}

/** The instalments as the terms make them; undated ones with the day that is expected for them. */
export async function plannedItems(ctx: Ctx, contract: store.ContractRecord, calendar: Calendar) {
  const signOn = contract.signedOn ?? dayOf(ctx.now, calendar.zone)
  const known: EventDays = {
    ...contract.milestones,
    ...(contract.signedOn ? { signing: contract.signedOn } : {}),
    ...(contract.deliveredOn ? { delivery: contract.deliveredOn } : {}),
    ...(contract.acceptedOn ? { acceptance: contract.acceptedOn } : {}),
  }
  const expected = expectedEvents(contract.terms, signOn, await policy(ctx, termsPolicy), known)
  const later = planItems(contract.terms, contract.amountFen, expected, calendar)
  return planItems(contract.terms, contract.amountFen, known, calendar).map((item, index) => ({
    ...item,
    expectedOn: item.dueOn ?? (later[index]?.dueOn as string),
  }))
}

async function customer(ctx: Ctx, contract: store.ContractView) {
  const account = await accountById(ctx, contract.accountId)
  const contacts = account ? await contactsOf(ctx, account.id) : []
  return {
    id: contract.accountId,
    name: contract.accountName,
    level: account?.level ?? null,
    segment: account?.segment ?? null,
    creditGrade: account?.creditGrade ?? null,
    frozen: account?.creditFrozen ?? false,
    creditReason: account?.creditReason ?? null,
    contacts: contacts.map(({ id, name, role, title }) => ({ id, name, role, title })),
    ...(await store.sumOfAccount(ctx, contract.accountId)),
  }
}

export async function detail(ctx: Ctx, input: { id: string }) {
  const contract = await store.viewContract(ctx, input.id, 'contract.read')
  if (!contract) throw notFound('contract')
  const around = await surroundings(ctx, contract)
  const signatures = (await signaturesOf(ctx, contract.id)).filter((one) => one.documentSha256 === contract.documentSha256)
  const timeline = await timelineOf(ctx, [contract.id, ...(contract.approvalId ? [contract.approvalId] : [])])
  const signing = contract.status === 'signing'
  return {
    ...row(ctx, contract),
    version: contract.version,
    quotationId: contract.quotationId,
    quotationNumber: around.quotationNumber,
    opportunityName: around.opportunityName,
    terms: { ...contract.terms, lines: contract.terms.lines.map((one) => ({ ...one })) },
    lines: contract.lines,
    clauses: around.clauses,
    deliveredOn: contract.deliveredOn,
    acceptedOn: contract.acceptedOn,
    milestones: contract.milestones,
    submittedAt: contract.submittedAt,
    approvedAt: contract.approvedAt,
    endedAt: contract.endedAt,
    endReason: contract.endReason,
    approvalId: contract.approvalId,
    documentFileId: contract.documentFileId,
    documentSha256: contract.documentSha256,
    signedFileId: contract.signedFileId,
    signatures,
    unsigned: signing ? (['seller', 'buyer'] as const).filter((party) => !signatures.some((one) => one.party === party)) : [],
    deliveries: (await store.deliveriesOf(ctx, contract.id)).map(({ contractId: _contract, ...delivery }) => delivery),
    plan: contract.kind === 'frame' ? [] : await plannedItems(ctx, contract, await calendarOf(ctx)),
    blocks: contract.status === 'draft' ? await blocksOf(ctx, contract) : [],
    customer: await customer(ctx, contract),
    timeline: timeline.map(({ id, at, type, actorId, actorName, payload }) => ({ id, at, type, actorId, actorName, payload })),
  }
}
