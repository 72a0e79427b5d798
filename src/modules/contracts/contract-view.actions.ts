// The contract as screens, approvals and documents see it.

import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { sql } from '#core/db.ts'
import { timelineOf } from '#core/events.ts'
import { notFound } from '#core/refuse.ts'
import { accountById, contactsOf } from '#modules/accounts/index.ts'
import { calendarOf, customConditions } from '#modules/organization/index.ts'
import { mayContract } from './contract.access.ts'
import type { ContractStatus } from './contract.rule.ts'
import * as store from './contract.store.ts'
import { plannedItems, surroundings } from './contract-facts.actions.ts'
import { signaturesOf } from './signing.store.ts'
import { blocksOf } from './submit.actions.ts'

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
  custom: contract.custom,
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
    custom?: Record<string, string> | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const { cursor, custom, ...filter } = input
  const own = await customConditions(ctx, 'contract', custom, { id: sql`c.id`, custom: sql`c.custom` })
  const rows = await store.viewContracts(ctx, { ...filter, own, after: fromCursor(cursor, 2) })
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
