// dunning.rule.ts: 催款. The ladder of steps around a due day. Each step fires once; after a gap only the latest one.
import { addDays, type Day, daysBetween } from '#core/calendar.ts'
import { type DueItem, openFen } from './due.rule.ts'

/** Days around the due day on which something happens: negative before it. */
export type DunningPolicy = { remindDays: readonly number[] }
export const dunningDefaults: DunningPolicy = { remindDays: [-7, -3, 0, 3, 7, 15, 30, 60, 90] }

/** `disputed` stops the ladder until the dispute ends; a promise holds it until the promised day has passed. */
export type DunnedItem = DueItem & { doneSteps: readonly number[]; disputed?: boolean; promisedOn?: Day | null }
export type DunningStep = { step: number; stepOn: Day; daysFromDue: number; openFen: number }

/**
 * The step that is to be taken on `today`, or null: the latest whose day has come, unless it or a later one is done.
 * Steps that were missed are not made up one by one.
 */
export function dueStep(item: DunnedItem, policy: DunningPolicy, today: Day): DunningStep | null {
  if (item.dueOn === null || openFen(item) === 0 || item.disputed) return null
  if (item.promisedOn && today <= item.promisedOn) return null
  const daysFromDue = daysBetween(item.dueOn, today)
  const passed = policy.remindDays.filter((step) => step <= daysFromDue)
  if (passed.length === 0) return null
  const step = Math.max(...passed)
  if (item.doneSteps.some((done) => done >= step)) return null
  return { step, stepOn: addDays(item.dueOn, step), daysFromDue, openFen: openFen(item) }
}

/** The day the ladder next asks for something, or null when it is over: what a screen counts down to. */
export function nextStepOn(item: DunnedItem, policy: DunningPolicy, today: Day): { step: number; onDay: Day } | null {
  const { dueOn } = item
  if (dueOn === null || openFen(item) === 0) return null
  const ahead = policy.remindDays.filter((step) => addDays(dueOn, step) > today)
  if (ahead.length === 0) return null
  const step = Math.min(...ahead)
  return { step, onDay: addDays(dueOn, step) }
}
