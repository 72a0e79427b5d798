// 回款: recording money that came, allocating what is left, taking a receipt back, and the pages that show it.
import { holds, reaches } from '#core/access.ts'
import { dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { numberOfYear } from '#core/numbers.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { accountById } from '#modules/accounts/index.ts'
import { zone } from '#modules/organization/index.ts'
import { closeTasks } from '#modules/tasks/index.ts'
import { type AllocateBy, allocatedPayload, type Booked, bookAllocations, bookReceipts, itemState, tellReceipt } from './booking.actions.ts'
import { recomputeCredit } from './credit.actions.ts'
import { allocationPosting, receiptPosting, reversed } from './ledger.rule.ts'
import { type ItemRow, lockOpenItems, saveItemStates } from './plan.store.ts'
import * as store from './receipt.store.ts'

export interface RecordReceipt {
  accountId?: string | null | undefined
  payer: string
  amountFen: number
  receivedOn: string
  method: store.ReceiptMethod
  maturesOn?: string | null | undefined
  reference?: string | null | undefined
  note?: string | null | undefined
  allocate: AllocateBy
  bankLineId?: string | null
}

/** Books one receipt and tells of it. Shared with the bank's statement. */
export async function book(ctx: Ctx, input: RecordReceipt): Promise<Booked> {
  const account = input.accountId ? await accountById(ctx, input.accountId) : null
  if (input.accountId && !account) throw notFound('account')
  if (input.allocate === 'oldest' && !account) throw invalid('receipt.account_needed')
  if ((input.method === 'acceptance_draft') !== Boolean(input.maturesOn)) throw invalid('receipt.draft_needs_maturity')
  if (input.receivedOn > dayOf(ctx.now, await zone(ctx))) throw invalid('receipt.day_in_future')
  const [booked] = await bookReceipts(ctx, [
    {
      id: uuidv7(),
      number: await numberOfYear(ctx, 'HK', input.receivedOn),
      accountId: account?.id ?? null,
      ownerId: account?.ownerId ?? null,
      payer: input.payer,
      amountFen: input.amountFen,
      receivedOn: input.receivedOn,
      method: input.method,
      maturesOn: input.maturesOn ?? null,
      reference: input.reference ?? null,
      note: input.note ?? null,
      bankLineId: input.bankLineId ?? null,
      recordedBy: ctx.actor.memberId,
      createdAt: ctx.now.toISOString(),
      allocate: input.allocate,
    },
  ])
  await tellReceipt(ctx, booked as Booked)
  await afterBooking(ctx, (booked as Booked).parts)
  return booked as Booked
}

/** Tasks of paid instalments are done, and the accounts' credit is judged anew. */
async function afterBooking(ctx: Ctx, parts: readonly { itemId: string; accountId: string }[]): Promise<void> {
  const items = await lockOpenItems(ctx, [], [...new Set(parts.map((part) => part.itemId))])
  for (const item of items) if (item.settled === 'paid') await closeTasks(ctx, { subjectId: item.id, kind: 'dunning', state: 'done' })
  await recomputeCredit(ctx, [...new Set(parts.map((part) => part.accountId))])
}

const shortParts = ({ parts }: Booked) => parts.map(({ itemId, amountFen }) => ({ itemId, amountFen }))

export async function recordReceipt(ctx: Ctx, input: RecordReceipt) {
  const booked = await book(ctx, input)
  const { id, number, unappliedFen } = booked.receipt
  return { id, number, unappliedFen, allocations: shortParts(booked) }
}

export async function allocateReceipt(
  ctx: Ctx,
  input: { id: string; accountId?: string | null | undefined; allocate: Exclude<AllocateBy, 'none'> },
) {
  const receipt = await held(ctx, input.id)
  if (receipt.unappliedFen === 0) throw refuse('receipt.nothing_unapplied', { number: receipt.number })
  const account = input.accountId ? await accountById(ctx, input.accountId) : null
  if (input.accountId && !account) throw notFound('account')
  const whose = { ...receipt, accountId: account?.id ?? receipt.accountId, ownerId: account?.ownerId ?? receipt.ownerId }
  if (input.allocate === 'oldest' && !whose.accountId) throw invalid('receipt.account_needed')
  const booked = await bookAllocations(ctx, whose, input.allocate)
  await store.saveUnapplied(ctx, receipt.id, booked.receipt)
  await tellReceipt(ctx, booked, 'allocated')
  await afterBooking(ctx, booked.parts)
  return { unappliedFen: booked.receipt.unappliedFen, allocations: shortParts(booked) }
}

async function held(ctx: Ctx, id: string): Promise<store.ReceiptRow> {
  const receipt = await store.lockReceipt(ctx, id)
  if (!receipt) throw notFound('receipt')
  if (receipt.reversedAt) throw refuse('receipt.reversed', { number: receipt.number })
  return receipt
}

/** The receipt never was: every allocation gets its negative twin of today, every posting its reversal. */
export async function reverseReceipt(ctx: Ctx, input: { id: string; reason: string }) {
  const receipt = await held(ctx, input.id)
  const today = dayOf(ctx.now, await zone(ctx))
  const standing = await store.standingAllocations(ctx, receipt.id)
  const items = await lockOpenItems(ctx, [], [...new Set(standing.map((part) => part.itemId))])
  const itemOf = (id: string): ItemRow => items.find((item) => item.id === id) as ItemRow
  const back = standing.map((part) => {
    const item = itemOf(part.itemId)
    item.receivedFen -= part.amountFen
    return {
      ...part,
      id: uuidv7(),
      amountFen: -part.amountFen,
      onDay: today,
      reversalOf: part.id,
      no: item.no,
      createdAt: ctx.now.toISOString(),
    }
  })
  await store.insertAllocations(ctx, back)
  await saveItemStates(
    ctx,
    items.map((item) => itemState(item, today)),
  )
  await store.insertPostings(ctx, [
    ...standing.map((part) => reversed(allocationPosting({ ...part, receiptAccountId: receipt.accountId }, part.onDay), today)),
    reversed(receiptPosting(receipt, receipt.receivedOn), today),
  ])
  await store.markReversed(ctx, receipt.id, today, input.reason)
  await emit(ctx, 'receipt.reversed', receipt.id, {
    number: receipt.number,
    amountFen: receipt.amountFen,
    reason: input.reason,
    accountId: receipt.accountId,
    ownerId: receipt.ownerId,
  })
  for (const part of back) await emit(ctx, 'receipt.allocated', receipt.id, allocatedPayload(receipt, part))
  await recomputeCredit(ctx, [...new Set(back.map((part) => part.accountId))])
  return { ok: true as const }
}

const may = (ctx: Ctx, receipt: store.ReceiptView) => ({
  allocate: holds(ctx.actor, 'receipt.record') && receipt.unappliedFen > 0 && receipt.reversedAt === null,
  reverse: reaches(ctx.actor, 'receipt.reverse', receipt.ownerId) && receipt.reversedAt === null,
})
const shown = (ctx: Ctx, { bankLineId: _line, recordedBy: _by, ...receipt }: store.ReceiptView) => ({
  ...receipt,
  may: may(ctx, { ...receipt, bankLineId: _line, recordedBy: _by }),
})

export async function receipts(
  ctx: Ctx,
  input: {
    cursor?: string | undefined
    limit: number
    accountId?: string | undefined
    ownerId?: string | undefined
    from?: string | undefined
    to?: string | undefined
    unapplied?: 'true' | 'false' | undefined
    q?: string | null | undefined
  },
) {
  const { unapplied, cursor, ...rest } = input
  const rows = await store.viewReceipts(ctx, { ...rest, unapplied: unapplied === 'true', after: fromCursor(cursor, 2) })
  const { items, next } = toPage(rows, input.limit, (row) => [row.receivedOn, row.id])
  return { items: items.map((row) => shown(ctx, row)), next }
}

export async function receipt(ctx: Ctx, input: { id: string }) {
  const row = await store.viewReceipt(ctx, input.id)
  if (!row) throw notFound('receipt')
  const [allocations, ledger] = await Promise.all([
    store.viewAllocations(ctx, row.id),
    holds(ctx.actor, 'receipt.record') ? store.ledgerRows(ctx, { receiptId: row.id, after: null, limit: 400 }) : [],
  ])
  return {
    ...shown(ctx, row),
    allocations: allocations.map(({ receiptId: _receipt, accountId: _account, ownerId: _owner, ...part }) => part),
    ledger,
  }
}

export async function ledger(
  ctx: Ctx,
  input: { cursor?: string | undefined; limit: number; accountId?: string | undefined; contractId?: string | undefined },
) {
  const rows = await store.ledgerRows(ctx, { ...input, after: fromCursor(input.cursor, 1) })
  return toPage(rows, input.limit, (row) => [row.id])
}
