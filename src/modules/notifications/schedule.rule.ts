// 免打扰与汇总: when a message goes. In the app it stands at once; outside it waits for the person's hours.
import { addDays, atTime, type Calendar, dayOf, isWorkingDay, startOfDay, timeOf } from '#core/calendar.ts'
import type { Mode } from './channel.rule.ts'

/** Times of day `HH:MM` in the company's zone. Equal ends: no quiet hours. */
export type Hours = { quietFrom: string; quietTo: string; workingDays: boolean; digestAt: string }
export const hoursDefaults: Hours = { quietFrom: '21:00', quietTo: '08:00', workingDays: true, digestAt: '18:00' }

/** The state and the first instant of a message; null where the person wants none. */
export function whenToSend(mode: Mode, hours: Hours, now: Date, calendar: Calendar): { state: 'waiting' | 'digest'; at: Date } | null {
  if (mode === 'off') return null
  if (mode === 'now') return { state: 'waiting', at: awake(now, hours, calendar) }
  return { state: 'digest', at: awake(nextDigest(now, hours, calendar), hours, calendar) }
}

/** The next digest after `now`: what happens at the very minute goes with the next one. */
function nextDigest(now: Date, hours: Hours, calendar: Calendar): Date {
  let day = dayOf(now, calendar.zone)
  for (let count = 0; count < LONGEST_DAYS; count += 1) {
    const at = atTime(day, hours.digestAt, calendar.zone)
    if (at > now && (!hours.workingDays || isWorkingDay(calendar, day))) return at
    day = addDays(day, 1)
  }
  return now
}

/** `at` itself, or the first instant after it that is neither quiet nor a day off. */
export function awake(at: Date, hours: Hours, calendar: Calendar): Date {
  let moment = at
  for (let count = 0; count < LONGEST_DAYS; count += 1) {
    const later = afterQuiet(moment, hours, calendar)
    if (!later) return moment
    moment = later
  }
  return at
}

function afterQuiet(at: Date, hours: Hours, calendar: Calendar): Date | null {
  const { zone } = calendar
  const day = dayOf(at, zone)
  if (hours.workingDays && !isWorkingDay(calendar, day)) return startOfDay(addDays(day, 1), zone)
  const { quietFrom: from, quietTo: to } = hours
  const time = timeOf(at, zone)
  if (from === to) return null
  if (from < to) return time >= from && time < to ? atTime(day, to, zone) : null
  if (time >= from) return atTime(addDays(day, 1), to, zone)
  return time < to ? atTime(day, to, zone) : null
}

const LONGEST_DAYS = 400
