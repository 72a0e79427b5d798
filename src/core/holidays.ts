import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { addDays, type Calendar, type Day, plainCalendar } from './calendar.ts'

/** What a tenant decides for itself: its own days off and on, hours and weekdays. */
export type CalendarChanges = Partial<Pick<Calendar, 'zone' | 'weekdays' | 'workFrom' | 'workTo' | 'exceptions'>>

const holidays: Readonly<Record<Day, string>> = published.holidays
const makeUpDays: Readonly<Record<Day, string>> = published.workdays

/**
 * The State Council publishes a year's holidays in the November before. A year counts as published when its National Day is:
 * the library answers for later years too, by guessing, so its own verdict is not asked.
 */
function publishedThrough(): Day | null {
  const years = Object.keys(holidays)
    .filter((day) => day.endsWith('-10-01'))
    .map((day) => day.slice(0, 4))
  const last = years.sort().at(-1)
  return last ? `${last}-12-31` : null
}

/** The calendar of mainland China with a tenant's own changes on top. Server only: the list is large. */
export function chinaCalendar(changes: CalendarChanges = {}): Calendar {
  const exceptions: Record<Day, 'off' | 'work'> = {}
  for (const day of Object.keys(holidays)) exceptions[day] = 'off'
  for (const day of Object.keys(makeUpDays)) exceptions[day] = 'work'
  return { ...plainCalendar, ...changes, exceptions: { ...exceptions, ...changes.exceptions }, knownThrough: publishedThrough() }
}

/** The name of a public holiday in both languages, or null on an ordinary day. */
export function holidayName(day: Day): { zh: string; en: string } | null {
  const entry = holidays[day]
  if (!entry) return null
  const [en = '', zh = ''] = entry.split(',')
  return { zh, en }
}

/** The part of a calendar that an app needs: the exceptions between two days, both included. */
export function calendarBetween(calendar: Calendar, from: Day, to: Day): Calendar {
  const exceptions: Record<Day, 'off' | 'work'> = {}
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const exception = calendar.exceptions[day]
    if (exception) exceptions[day] = exception
  }
  return { ...calendar, exceptions }
}
