// 待办: when a task is due, and who may tick it off. Days are the tenant's.
import { addDays, dayOf, startOfDay } from '#core/calendar.ts'

export type TaskBounds = { todayStarts: string; tomorrowStarts: string }

/** The instants between which a task is due today. */
export function boundsOf(now: Date, zone: string): TaskBounds {
  const today = dayOf(now, zone)
  return { todayStarts: startOfDay(today, zone).toISOString(), tomorrowStarts: startOfDay(addDays(today, 1), zone).toISOString() }
}

/** A task that was due before now, and is still open. */
export function isOverdue(task: { state: string; dueAt: string | null }, now: Date): boolean {
  return task.state === 'open' && task.dueAt !== null && task.dueAt < now.toISOString()
}

/** One's own notes are ticked off by hand; what another room made ends there, unless that room leaves it to the person. */
export function endsByHand(kind: string): boolean {
  return kind === ownKind || kind.endsWith('.todo')
}
export const ownKind = 'own'
