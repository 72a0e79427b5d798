// due.rule.ts: 到期与账龄. How a plan item stands on a day. Computed, never stored.
import { type Day, daysBetween } from '#core/calendar.ts'
import { sumFen } from '#core/money.ts'

export type DuePolicy = { dueSoonDays: number }
export const dueDefaults: DuePolicy = { dueSoonDays: 7 }

/** A plan item: `dueOn` null until its event has a day; amounts in fen; a written-off item asks for nothing any more. */
export type DueItem = { id: string; amountFen: number; receivedFen: number; dueOn: Day | null; writtenOff?: boolean }
export type DueState = 'not_due' | 'due_soon' | 'due_today' | 'overdue'
export type SettledState = 'open' | 'partial' | 'paid' | 'written_off'

/** What is still to come, in fen; 0 when paid or written off. */
export function openFen(item: DueItem): number {
  return item.writtenOff ? 0 : Math.max(0, item.amountFen - item.receivedFen)
}

export function settledState(item: DueItem): SettledState {
  if (item.writtenOff) return 'written_off'
  if (openFen(item) === 0) return 'paid'
  return item.receivedFen > 0 ? 'partial' : 'open'
}

/** How an open item stands on `today`; null when nothing is open. An item without a day is not due. */
export function dueState(item: DueItem, policy: DuePolicy, today: Day): DueState | null {
  if (openFen(item) === 0) return null
  if (item.dueOn === null) return 'not_due'
  const days = daysBetween(today, item.dueOn)
  if (days < 0) return 'overdue'
  if (days === 0) return 'due_today'
  return days <= policy.dueSoonDays ? 'due_soon' : 'not_due'
}

/** Days an open item is past its day; 0 when it is not. */
export function overdueDays(item: DueItem, today: Day): number {
  return item.dueOn === null || openFen(item) === 0 ? 0 : Math.max(0, daysBetween(item.dueOn, today))
}

export type Ageing = { overdueFen: number; dueSoonFen: number; buckets: { from: number; to: number | null; amountFen: number }[] }

const edges: [from: number, to: number | null][] = [
  [1, 30],
  [31, 60],
  [61, 90],
  [91, null],
]

/** 账龄: overdue money by age (1–30, 31–60, 61–90, above 90 days), and what is due today or within the days ahead. */
export function ageing(items: readonly DueItem[], policy: DuePolicy, today: Day): Ageing {
  const late = items.map((item) => ({ days: overdueDays(item, today), fen: openFen(item) }))
  const soon = items.filter((item) => ['due_soon', 'due_today'].includes(dueState(item, policy, today) ?? ''))
  const buckets = edges.map(([from, to]) => {
    const inside = late.filter(({ days }) => days >= from && (to === null || days <= to))
    return { from, to, amountFen: sumFen(inside.map(({ fen }) => fen)) }
  })
  return { overdueFen: sumFen(buckets.map((bucket) => bucket.amountFen)), dueSoonFen: sumFen(soon.map(openFen)), buckets }
}
