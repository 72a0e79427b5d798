// credit.rule.ts: 信用等级. How late a customer paid in the last months decides what he may buy on credit.
import { addMonths, type Day, daysBetween } from '#core/calendar.ts'
import { type DueItem, openFen } from './due.rule.ts'

/** Worst delay in days up to which a grade holds (D from `freezeOverdueDays` on), and the months that are looked at. */
export type CreditPolicy = {
  gradeADays: number
  gradeBDays: number
  gradeCBelowDays: number
  brokenPromises: number
  months: number
  freezeOverdueDays: number
}
export const creditDefaults: CreditPolicy = {
  gradeADays: 7,
  gradeBDays: 30,
  gradeCBelowDays: 90,
  brokenPromises: 2,
  months: 12,
  freezeOverdueDays: 90,
}

export type CreditGrade = 'A' | 'B' | 'C' | 'D'
/** A plan item with the days money came for it. */
export type CreditItem = DueItem & { receivedOn: readonly Day[] }
/** `worst` is the item that decides, with its delay in days; null when nothing was late. `oldestOverdueDays` is of open money. */
export type CreditVerdict = {
  grade: CreditGrade
  frozen: boolean
  worst: { itemId: string; days: number; open: boolean } | null
  oldestOverdueDays: number
  brokenPromises: number
}

/** Grade and freeze on `today`. A late payment counts for `months` after it came; open overdue money always counts. */
export function creditVerdict(items: readonly CreditItem[], brokenPromises: number, policy: CreditPolicy, today: Day): CreditVerdict {
  const since = addMonths(today, -policy.months)
  const delays = items.flatMap((item) => delaysOf(item, since, today))
  const worst = delays.reduce<CreditVerdict['worst']>((most, one) => (one.days > (most?.days ?? 0) ? one : most), null)
  const oldestOverdueDays = Math.max(0, ...delays.filter((delay) => delay.open).map((delay) => delay.days))
  return {
    grade: brokenPromises >= policy.brokenPromises ? 'D' : gradeOf(worst?.days ?? 0, policy),
    frozen: oldestOverdueDays > 0 && oldestOverdueDays >= policy.freezeOverdueDays,
    worst,
    oldestOverdueDays,
    brokenPromises,
  }
}

function gradeOf(days: number, policy: CreditPolicy): CreditGrade {
  if (days <= policy.gradeADays) return 'A'
  if (days <= policy.gradeBDays) return 'B'
  return days < policy.gradeCBelowDays ? 'C' : 'D'
}

function delaysOf(item: CreditItem, since: Day, today: Day): { itemId: string; days: number; open: boolean }[] {
  const { dueOn } = item
  if (dueOn === null) return []
  const paid = item.receivedOn
    .filter((day) => day > since && day <= today)
    .map((day) => ({ itemId: item.id, days: daysBetween(dueOn, day), open: false }))
  const open = openFen(item) > 0 ? [{ itemId: item.id, days: daysBetween(dueOn, today), open: true }] : []
  return [...paid, ...open].filter((delay) => delay.days > 0)
}
