// allocation.rule.ts: 核销. Which plan items a receipt pays: named ones, or the oldest due first. What is left stays unapplied.
import { assertFen, sumFen } from '#core/money.ts'
import { type DueItem, openFen } from './due.rule.ts'

export type Allocation = { itemId: string; amountFen: number }
export type AllocationRefusal =
  | { code: 'receipt.amount_not_positive'; amountFen: number }
  | { code: 'receipt.item_unknown'; itemId: string }
  | { code: 'receipt.item_named_twice'; itemId: string }
  | { code: 'receipt.more_than_open'; itemId: string; openFen: number; amountFen: number }
  | { code: 'receipt.more_than_received'; amountFen: number; namedFen: number }
export type AllocationResult = { ok: true; allocations: Allocation[]; unappliedFen: number } | { ok: false; refusal: AllocationRefusal }

/**
 * Allocates `amountFen` of one receipt. `named` takes exactly what a person decided and leaves the rest unapplied; without it
 * the open items are paid oldest due day first, items without a day last, equal days in the order given.
 */
export function allocate(amountFen: number, items: readonly DueItem[], named?: readonly Allocation[]): AllocationResult {
  if (assertFen(amountFen) <= 0) return refused({ code: 'receipt.amount_not_positive', amountFen })
  return named ? allocateNamed(amountFen, items, named) : allocateOldest(amountFen, items)
}

/** The negative twin of an allocation, for a refund or a receipt taken back: entries are never edited. */
export function reverse(allocations: readonly Allocation[]): Allocation[] {
  return allocations.map(({ itemId, amountFen }) => ({ itemId, amountFen: assertFen(-amountFen) }))
}

function allocateOldest(amountFen: number, items: readonly DueItem[]): AllocationResult {
  const last = '9999-12-31'
  const queue = items.filter((item) => openFen(item) > 0).sort((a, b) => (a.dueOn ?? last).localeCompare(b.dueOn ?? last))
  const allocations: Allocation[] = []
  let left = amountFen
  for (const item of queue) {
    if (left === 0) break
    const part = Math.min(left, openFen(item))
    allocations.push({ itemId: item.id, amountFen: part })
    left -= part
  }
  return { ok: true, allocations, unappliedFen: left }
}

function allocateNamed(amountFen: number, items: readonly DueItem[], named: readonly Allocation[]): AllocationResult {
  const seen = new Set<string>()
  for (const part of named) {
    const item = items.find((one) => one.id === part.itemId)
    if (!item) return refused({ code: 'receipt.item_unknown', itemId: part.itemId })
    if (seen.has(part.itemId)) return refused({ code: 'receipt.item_named_twice', itemId: part.itemId })
    if (assertFen(part.amountFen) <= 0) return refused({ code: 'receipt.amount_not_positive', amountFen: part.amountFen })
    if (part.amountFen > openFen(item)) return refused({ code: 'receipt.more_than_open', openFen: openFen(item), ...part })
    seen.add(part.itemId)
  }
  const namedFen = sumFen(named.map((part) => part.amountFen))
  if (namedFen > amountFen) return refused({ code: 'receipt.more_than_received', amountFen, namedFen })
  return { ok: true, allocations: named.map((part) => ({ ...part })), unappliedFen: amountFen - namedFen }
}

function refused(refusal: AllocationRefusal): AllocationResult {
  return { ok: false, refusal }
}
