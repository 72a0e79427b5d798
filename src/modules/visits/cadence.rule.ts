// 拜访节奏. How often an account wants to be visited, and whether it is time.
import { addDays, type Day, daysBetween } from '#core/calendar.ts'

export type AccountLevel = 'A' | 'B' | 'C'
export type CadencePolicy = {
  /** Days between two valid visits, by level. */
  cadenceDays: Record<AccountLevel, number>
}
export const cadenceDefaults: CadencePolicy = { cadenceDays: { A: 7, B: 14, C: 30 } }

export type CadenceVerdict = {
  dueOn: Day
  everyDays: number
  /** Days past due; 0 on the day, negative before. */
  overdueDays: number
  state: 'not_due' | 'due_today' | 'overdue'
}

/** When the account is due: so many days after its last valid visit, or after `since` (became an account) without one. */
export function visitDue(
  account: { level: AccountLevel; lastValidVisitOn: Day | null; since: Day },
  policy: CadencePolicy,
  today: Day,
): CadenceVerdict {
  const everyDays = policy.cadenceDays[account.level]
  const dueOn = addDays(account.lastValidVisitOn ?? account.since, everyDays)
  const overdueDays = daysBetween(dueOn, today)
  return { dueOn, everyDays, overdueDays, state: overdueDays < 0 ? 'not_due' : overdueDays === 0 ? 'due_today' : 'overdue' }
}

/** Coverage (拜访覆盖率): of the accounts that were due in a period, how many were visited validly in it. Null when none was due. */
export function coverage(due: number, visited: number): number | null {
  return due === 0 ? null : Math.min(visited, due) / due
}
