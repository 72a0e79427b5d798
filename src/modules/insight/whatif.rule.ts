// whatif.rule.ts: 如果这笔到账. What one instalment would change for everybody if its money came. By today's rules, nothing stored.
import { type Day, daysBetween } from '#core/calendar.ts'
import { type Commission, type CommissionPolicy, commissionEntry } from '#modules/commissions/commission.rule.ts'
import { type CreditItem, type CreditPolicy, type CreditVerdict, creditVerdict } from '#modules/receivables/credit.rule.ts'
import { type DueItem, openFen, overdueDays } from '#modules/receivables/due.rule.ts'
import { ratio } from './metrics.rule.ts'

/** Due by today and received on it, in fen: the parts of a completion rate. */
export type CompletionParts = { dueFen: number; receivedFen: number }
export type BeforeAfter<T> = { before: T; after: T }

/** Completion before and after `arrivedFen` on an item due on `dueOn`; money for what is not due by then changes nothing. */
export function completionIf(parts: CompletionParts, arrivedFen: number, dueOn: Day | null, today: Day): BeforeAfter<number | null> {
  const counts = dueOn !== null && dueOn <= today
  return { before: ratio(parts.receivedFen, parts.dueFen), after: ratio(parts.receivedFen + (counts ? arrivedFen : 0), parts.dueFen) }
}

/** Commission of the period before and after; the rule of the period decides. */
export function commissionIf(
  receivedFen: number,
  arrivedFen: number,
  targetFen: number,
  policy: CommissionPolicy,
): BeforeAfter<Commission> {
  const { before, after } = commissionEntry(receivedFen, arrivedFen, targetFen, policy)
  return { before, after }
}

/** Credit of the account before and after the item is paid on `on`: paid late stays late, but nothing is open any more. */
export function creditIf(
  items: readonly CreditItem[],
  itemId: string,
  on: Day,
  brokenPromises: number,
  policy: CreditPolicy,
): BeforeAfter<CreditVerdict> {
  const paid = items.map((item) =>
    item.id === itemId ? { ...item, receivedFen: item.amountFen, receivedOn: [...item.receivedOn, on] } : item,
  )
  return { before: creditVerdict(items, brokenPromises, policy, on), after: creditVerdict(paid, brokenPromises, policy, on) }
}

/** Days until an overdue item freezes the account; null when it is not overdue, or has frozen it already. */
export function freezeInDays(item: DueItem, policy: CreditPolicy, today: Day): number | null {
  const late = overdueDays(item, today)
  return late > 0 && late < policy.freezeOverdueDays ? policy.freezeOverdueDays - late : null
}

/** The instalment a what-if asks about: overdue longest, then the next one due, then one without a day. */
export function itemToAsk<T extends DueItem>(items: readonly T[], today: Day): T | null {
  const open = items.filter((item) => openFen(item) > 0)
  return [...open].sort((a, b) => distance(a, today) - distance(b, today))[0] ?? null
}

const distance = (item: DueItem, today: Day): number => (item.dueOn === null ? Number.MAX_SAFE_INTEGER : daysBetween(today, item.dueOn))
