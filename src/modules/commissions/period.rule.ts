// period.rule.ts: 结算期. Commission is counted by the quarter, under the version of the plan in force on its last day that has come.
import { type Day, quarterOf } from '#core/calendar.ts'

export type Period = { name: string; from: Day; to: Day }

export function periodOf(day: Day): Period {
  return quarterOf(day)
}

/** The days of `2026-Q4`. Throws RangeError for another text. */
export function periodNamed(name: string): Period {
  const match = /^(\d{4})-Q([1-4])$/.exec(name)
  if (!match) throw new RangeError(`not a period: ${name}`)
  return quarterOf(`${match[1]}-${String(Number(match[2]) * 3 - 2).padStart(2, '0')}-01`)
}

/** The day a period is judged on: its last one, or today while it runs. */
export function judgedOn(period: Period, today: Day): Day {
  return today < period.to ? today : period.to
}

/** The version in force at an instant, of a history newest first; null: the default that came with the house. */
export function inForce<V extends { effectiveAt: string }>(history: readonly V[], at: string): V | null {
  return history.find((version) => version.effectiveAt <= at) ?? null
}
