// coverage.rule.ts: 覆盖率. The part of accounts that were visited validly within their cadence.
import { type Day, daysBetween } from '#core/calendar.ts'
import type { AccountLevel, CadencePolicy } from '#modules/visits/cadence.rule.ts'
import { ratio } from './metrics.rule.ts'

/** 0–1 on `day`: an account counts as covered up to and on the day its next visit is due; null without accounts. */
export function coverageOf(
  accounts: readonly { level: AccountLevel; lastValidOn: Day | null }[],
  { cadenceDays }: CadencePolicy,
  day: Day,
): number | null {
  const covered = accounts.filter(({ level, lastValidOn }) => lastValidOn !== null && daysBetween(lastValidOn, day) <= cadenceDays[level])
  return ratio(covered.length, accounts.length)
}
