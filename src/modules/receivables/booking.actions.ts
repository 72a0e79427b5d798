// Booking money: one way for a receipt typed in, a bank line confirmed, and a ledger brought in. Receipts are taken in the
// order given; each pays what the one before left open.
import type { Day } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { refuse } from '#core/refuse.ts'
import { type Allocation, type AllocationRefusal, allocate } from './allocation.rule.ts'
import { settledState } from './due.rule.ts'
import { allocationPosting, type Posting, receiptPosting } from './ledger.rule.ts'
import { type ItemRow, lockOpenItems, saveItemStates } from './plan.store.ts'
import { type AllocationRow, insertAllocations, insertPostings, insertReceipts, type ReceiptRow } from './receipt.store.ts'

/** `oldest`: oldest due first; `none`: keep it unapplied; or the items by name. */
export type AllocateBy = 'oldest' | 'none' | readonly Allocation[]
export type NewReceipt = Omit<ReceiptRow, 'unappliedFen'> & { allocate: AllocateBy }
export type BookedPart = AllocationRow & { no: number; contractNo?: string }
export interface Booked {
  receipt: ReceiptRow
  parts: BookedPart[]
}

/** Books receipts with their allocations, item states and postings; emits nothing. Refuses as the allocation rule does. */
export async function bookReceipts(ctx: Ctx, receipts: readonly NewReceipt[]): Promise<Booked[]> {
  const named = receipts.flatMap((receipt) => (typeof receipt.allocate === 'string' ? [] : receipt.allocate.map((part) => part.itemId)))
  const accounts = receipts.flatMap((receipt) => (receipt.allocate === 'oldest' && receipt.accountId ? [receipt.accountId] : []))
  const items = await lockOpenItems(ctx, [...new Set(accounts)], [...new Set(named)])
  const booked = receipts.map((receipt) => bookOne(receipt, items))
  await insertReceipts(
    ctx,
    booked.map(({ receipt }) => receipt),
  )
  await writeParts(ctx, booked, items)
  await insertPostings(ctx, booked.flatMap(postingsOf))
  return booked
}

/** Allocates more of a receipt that is booked already: `receipt.unappliedFen` is what there is to give. */
export async function bookAllocations(ctx: Ctx, receipt: ReceiptRow, by: Exclude<AllocateBy, 'none'>): Promise<Booked> {
  const named = by === 'oldest' ? [] : by.map((part) => part.itemId)
  const items = await lockOpenItems(ctx, by === 'oldest' && receipt.accountId ? [receipt.accountId] : [], named)
  const booked = spendOn(receipt, receipt.unappliedFen, by, items)
  await writeParts(ctx, [booked], items)
  await insertPostings(
    ctx,
    booked.parts.map((part) => postingOfPart(booked.receipt, part)),
  )
  return booked
}

function bookOne(input: NewReceipt, items: ItemRow[]): Booked {
  const { allocate: by, ...receipt } = input
  return spendOn({ ...receipt, unappliedFen: receipt.amountFen }, receipt.amountFen, by, items)
}

/** Gives `amountFen` to items by the rule and marks them received, so that the next receipt sees what is left open. */
function spendOn(receipt: ReceiptRow, amountFen: number, by: AllocateBy, items: ItemRow[]): Booked {
  if (by === 'none') return { receipt, parts: [] }
  const candidates = by === 'oldest' ? items.filter((item) => item.accountId === receipt.accountId) : items
  const result = allocate(amountFen, candidates.map(dueItem), by === 'oldest' ? undefined : by)
  if (!result.ok) throw refused(result.refusal, items)
  const parts = result.allocations.map((part): BookedPart => {
    const item = items.find((one) => one.id === part.itemId) as ItemRow
    item.receivedFen += part.amountFen
    return {
      id: uuidv7(),
      receiptId: receipt.id,
      itemId: item.id,
      contractId: item.contractId,
      accountId: item.accountId,
      ownerId: item.ownerId,
      amountFen: part.amountFen,
      onDay: receipt.receivedOn,
      reversalOf: null,
      no: item.no,
    }
  })
  const first = parts[0]
  return {
    receipt: {
      ...receipt,
      unappliedFen: result.unappliedFen,
      accountId: receipt.accountId ?? first?.accountId ?? null,
      ownerId: receipt.ownerId ?? first?.ownerId ?? null,
    },
    parts,
  }
}

export const dueItem = (item: ItemRow) => ({
  id: item.id,
  amountFen: item.amountFen,
  receivedFen: item.receivedFen,
  dueOn: item.dueOn,
  writtenOff: item.settled === 'written_off',
})

async function writeParts(ctx: Ctx, booked: readonly Booked[], items: readonly ItemRow[]): Promise<void> {
  const parts = booked.flatMap((one) => one.parts)
  if (parts.length === 0) return
  await insertAllocations(
    ctx,
    booked.flatMap(({ receipt, parts }) => parts.map((part) => ({ ...part, createdAt: receipt.createdAt }))),
  )
  const lastDay = new Map<string, Day>()
  for (const part of parts) lastDay.set(part.itemId, part.onDay)
  await saveItemStates(
    ctx,
    items.filter((item) => lastDay.has(item.id)).map((item) => itemState(item, lastDay.get(item.id) as Day)),
  )
}

export function itemState(item: ItemRow, onDay: Day) {
  const settled = settledState(dueItem(item))
  return { id: item.id, receivedFen: item.receivedFen, settled, settledOn: settled === 'paid' ? onDay : null }
}

const postingsOf = ({ receipt, parts }: Booked): Posting[] => [
  receiptPosting(receipt, receipt.receivedOn),
  ...parts.map((part) => postingOfPart(receipt, part)),
]

const postingOfPart = (receipt: ReceiptRow, part: AllocationRow): Posting =>
  allocationPosting({ ...part, receiptAccountId: receipt.accountId }, part.onDay)

function refused(refusal: AllocationRefusal, items: readonly ItemRow[]) {
  const { code, ...params } = refusal
  const no = 'itemId' in params ? (items.find((item) => item.id === params.itemId)?.no ?? '') : ''
  return refuse(code, { ...params, no }, code === 'receipt.more_than_open' ? 409 : 422)
}

/** Tells of a booked receipt: the money that came, then each instalment it paid (commission is accrued on that). */
export async function tellReceipt(ctx: Ctx, { receipt, parts }: Booked, what: 'recorded' | 'allocated' = 'recorded'): Promise<void> {
  if (what === 'recorded') {
    await emit(ctx, 'receipt.recorded', receipt.id, {
      number: receipt.number,
      payer: receipt.payer,
      amountFen: receipt.amountFen,
      unappliedFen: receipt.unappliedFen,
      receivedOn: receipt.receivedOn,
      method: receipt.method,
      accountId: receipt.accountId,
      ownerId: receipt.ownerId,
      contractIds: [...new Set(parts.map((part) => part.contractId))],
    })
  }
  for (const part of parts) await emit(ctx, 'receipt.allocated', receipt.id, allocatedPayload(receipt, part))
}

/** What receipt.allocated tells: amounts of a reversal are negative and carry `reversalOf`. */
export function allocatedPayload(receipt: ReceiptRow, part: BookedPart) {
  return {
    receiptId: receipt.id,
    receiptNumber: receipt.number,
    allocationId: part.id,
    itemId: part.itemId,
    no: part.no,
    contractId: part.contractId,
    accountId: part.accountId,
    ownerId: part.ownerId,
    amountFen: part.amountFen,
    receivedOn: part.onDay,
    method: receipt.method,
    maturesOn: receipt.maturesOn,
    reversalOf: part.reversalOf,
  }
}
