// What a person reads of quotations: lists, counts, one with its price explained.
import { dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { notFound } from '#core/refuse.ts'
import { approvalOf } from '#modules/approvals/index.ts'
import { zone } from '#modules/organization/index.ts'
import { factsOf } from './card.actions.ts'
import { waterfallOf, whyOf } from './card.rule.ts'
import { pricingPolicy } from './price.actions.ts'
import { mayOf, maySeeCost } from './quotation.access.ts'
import { type QuotationStatus, shownLines, totalsOf } from './quotation.rule.ts'
import {
  countStates,
  type Filter,
  linesOf,
  newestApproved,
  type QuotationFull,
  type QuotationRow,
  revisionsOf,
  viewAny,
  viewOne,
  viewPage,
} from './quotation.store.ts'

const rowOf = (ctx: Ctx, row: QuotationRow, today: string) => ({
  id: row.id,
  number: row.number,
  revision: row.revision,
  status: row.status,
  opportunityId: row.opportunityId,
  opportunityName: row.opportunityName,
  accountId: row.accountId,
  accountName: row.accountName,
  ownerId: row.ownerId,
  ownerName: row.ownerName,
  netFen: row.netFen,
  listFen: row.listFen,
  level: row.level,
  lineCount: row.lineCount,
  madeOn: row.madeOn,
  validUntil: row.validUntil,
  approvalId: row.approvalId,
  sentOn: row.sentOn,
  stampedAt: row.stampedAt,
  acceptedOn: row.acceptedOn,
  createdAt: row.createdAt,
  version: row.version,
  may: mayOf(ctx.actor, row, today),
})

export async function list(ctx: Ctx, input: Filter & { cursor?: string; limit: number }) {
  const found = await viewPage(ctx, input, fromCursor(input.cursor, 2), input.limit + 1)
  const { items, next } = toPage(found, input.limit, (row) => [row.createdAt, row.id])
  const today = dayOf(ctx.now, await zone(ctx))
  return { items: items.map((row) => rowOf(ctx, row, today)), next }
}

export async function counts(ctx: Ctx): Promise<Record<QuotationStatus, number>> {
  const none: Record<QuotationStatus, number> = { draft: 0, in_approval: 0, approved: 0, sent: 0, accepted: 0, rejected: 0, expired: 0 }
  return { ...none, ...Object.fromEntries((await countStates(ctx)).map(({ status, count }) => [status, count])) }
}

/** One quotation in reach, priced as it was saved; costs and margins only for those entitled. Refuses 404. */
export async function quotationDetail(ctx: Ctx, input: { id: string }) {
  const row = await viewOne(ctx, input.id)
  if (!row) throw notFound('quotation')
  const today = dayOf(ctx.now, await zone(ctx))
  const lines = await linesOf(ctx, row.id)
  const rules = await pricingPolicy(ctx)
  const seesCost = maySeeCost(ctx.actor)
  const approval = row.approvalId ? await approvalOf(ctx, row.id) : null
  const waiting = approval?.status === 'pending' && approval.waitingSince
  return {
    ...rowOf(ctx, row, today),
    bookId: row.bookId,
    bookCode: row.bookCode,
    bookName: row.bookName,
    termsCode: row.termsCode,
    header: headerOf(row),
    note: row.note,
    lines: shownLines(lines, row.priced, seesCost),
    totals: totalsOf(row.priced, row.termDays, seesCost),
    route: { level: row.priced.route.level, approvers: [...row.priced.route.approvers] },
    why: whyOf(lines, row.priced, rules),
    waterfall: waterfallOf(lines, row.priced, rules, seesCost),
    facts: await factsOf(ctx, row),
    submittedAt: row.submittedAt,
    approvedAt: row.approvedAt,
    sentAt: row.sentAt,
    stampedFileId: row.stampedFileId,
    waiting: waiting ? { names: approval.waitingFor.map((person) => person.name), since: waiting } : null,
    closedReason: row.closedReason,
    revisesId: row.revisesId,
    revisions: await revisionsOf(ctx, row.number),
  }
}

export const headerOf = (row: Pick<QuotationFull, 'headerPercent' | 'headerAmountFen'>) =>
  row.headerPercent === null && row.headerAmountFen === null ? null : { percentOff: row.headerPercent, amountFen: row.headerAmountFen }

/** A quotation with its lines and totals, whatever the reader's reach: for later rooms that have checked who may. */
export async function quotationById(ctx: Ctx, id: string) {
  const row = await viewAny(ctx, id)
  if (!row) return undefined
  const lines = await linesOf(ctx, row.id)
  return {
    id: row.id,
    number: row.number,
    revision: row.revision,
    status: row.status,
    opportunityId: row.opportunityId,
    accountId: row.accountId,
    ownerId: row.ownerId,
    netFen: row.netFen,
    taxFen: row.priced.taxFen,
    listFen: row.listFen,
    termsCode: row.termsCode,
    validUntil: row.validUntil,
    sentOn: row.sentOn,
    acceptedOn: row.acceptedOn,
    stampedFileId: row.stampedFileId,
    lines: shownLines(lines, row.priced, false),
  }
}

/** The quotation a contract of this opportunity would be drawn from, or undefined. */
export async function approvedQuotation(ctx: Ctx, opportunityId: string) {
  const found = await newestApproved(ctx, opportunityId)
  return found ? await quotationById(ctx, found.id) : undefined
}
