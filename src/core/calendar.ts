/**
 * Days, zones and the tenant's calendar. A day is `YYYY-MM-DD` in the tenant's zone; an instant is a Date or an ISO-8601 UTC
 * string; hours pass by the clock on the wall of that zone, also where summer time bends them.
 */
export type Day = string
export type Instant = Date | string
/** A stretch of time, `from` included, `to` not: an approved leave, a hold. */
export type Span = { from: Instant; to: Instant }

export type Calendar = {
  /** IANA zone, e.g. `Asia/Shanghai`. */
  zone: string
  /** ISO weekdays that are worked: 1 Monday … 7 Sunday. */
  weekdays: readonly number[]
  /** Working hours `HH:MM`: the default duty window. They never cut a clock. */
  workFrom: string
  workTo: string
  /** Days that differ from the weekday rule: public holidays (off), make-up days (work), the tenant's own. */
  exceptions: Readonly<Record<Day, 'off' | 'work'>>
  /** The last day for which the holidays are published; after it the weekday rule is a guess. Null: nothing published. */
  knownThrough: Day | null
}

export const defaultZone = 'Asia/Shanghai'
export const plainCalendar: Calendar = {
  zone: defaultZone,
  weekdays: [1, 2, 3, 4, 5],
  workFrom: '09:00',
  workTo: '18:00',
  exceptions: {},
  knownThrough: null,
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Milliseconds of an instant. Throws RangeError when it is none. */
export function msOf(instant: Instant): number {
  const ms = typeof instant === 'string' ? Date.parse(instant) : instant.getTime()
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant}`)
  return ms
}

// ── days ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** True for a day that exists, `2026-02-30` does not. */
export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && dayAt(Date.parse(`${text}T00:00:00Z`)) === text
  )
}

export function addDays(day: Day, count: number): Day {
  return dayAt(utcOf(day) + count * DAY)
}

/** The same day of the month `count` months on, or the month's last day where it is shorter: 01-31 + 1 month = 02-28. */
export function addMonths(day: Day, count: number): Day {
  const [year, month, date] = partsOf(day)
  const first = Date.UTC(year, month - 1 + count, 1)
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return dayAt(first + (Math.min(date, last) - 1) * DAY)
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utcOf(to) - utcOf(from)) / DAY)
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(utcOf(day)).getUTCDay() || 7
}

export type DayRange = { from: Day; to: Day }

/** The week of a day, Monday to Sunday, both included. */
export function weekOf(day: Day): DayRange {
  const from = addDays(day, 1 - weekdayOf(day))
  return { from, to: addDays(from, 6) }
}

export function startOfMonth(day: Day): Day {
  return `${day.slice(0, 8)}01`
}

export function endOfMonth(day: Day): Day {
  return addDays(addMonths(startOfMonth(day), 1), -1)
}

/** The month of a day, both ends included. */
export function monthOf(day: Day): DayRange {
  return { from: startOfMonth(day), to: endOfMonth(day) }
}

/** The quarter of a day: `name` is `2026-Q4`, both ends included. */
export function quarterOf(day: Day): DayRange & { name: string } {
  const [year, month] = partsOf(day)
  const quarter = Math.ceil(month / 3)
  const from = dayAt(Date.UTC(year, quarter * 3 - 3, 1))
  return { name: `${year}-Q${quarter}`, from, to: addDays(addMonths(from, 3), -1) }
}

// ── zones ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The day an instant falls on in a zone. */
export function dayOf(instant: Instant, zone: string = defaultZone): Day {
  const ms = msOf(instant)
  return dayAt(ms + offsetMs(ms, zone))
}

/** The time of day `HH:MM` of an instant in a zone. */
export function timeOf(instant: Instant, zone: string = defaultZone): string {
  const ms = msOf(instant)
  return new Date(ms + offsetMs(ms, zone)).toISOString().slice(11, 16)
}

/** The instant a day begins in a zone. */
export function startOfDay(day: Day, zone: string = defaultZone): Date {
  return atTime(day, '00:00', zone)
}

/**
 * The instant of a wall-clock time `HH:MM` on a day. Where summer time skips that time, the instant of the skip; where it
 * comes twice, the first.
 */
export function atTime(day: Day, time: string, zone: string = defaultZone): Date {
  const wall = utcOf(day) + Date.parse(`1970-01-01T${time}:00.000Z`)
  if (Number.isNaN(wall)) throw new RangeError(`not a time of day: ${time}`)
  const before = wall - offsetMs(wall - DAY, zone)
  const after = wall - offsetMs(wall + DAY, zone)
  const real = [before, after].filter((ms) => ms + offsetMs(ms, zone) === wall)
  return new Date(real.length > 0 ? Math.min(...real) : before)
}

/** How far a zone is ahead of UTC at an instant, in milliseconds. Throws RangeError for an unknown zone. */
export function offsetMs(ms: number, zone: string): number {
  // China has had one offset since 1992; the way through Intl costs a hundred times as much.
  if (zone === 'Asia/Shanghai' && ms >= CHINA_WITHOUT_SUMMER_TIME) return 8 * HOUR
  if (zone === 'UTC') return 0
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value)
  const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
  return wall - Math.floor(ms / 1000) * 1000
}

const CHINA_WITHOUT_SUMMER_TIME = Date.UTC(1992, 0, 1)
const formats = new Map<string, Intl.DateTimeFormat>()

// ── working days ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export function isWorkingDay(calendar: Calendar, day: Day): boolean {
  const exception = calendar.exceptions[day]
  return exception ? exception === 'work' : calendar.weekdays.includes(weekdayOf(day))
}

/** False where holidays are not published yet, so that a screen can say that a date is a guess. */
export function isKnown(calendar: Calendar, day: Day): boolean {
  return calendar.knownThrough !== null && day <= calendar.knownThrough
}

/** The working day `count` working days after (or, negative, before) a day; 0 is the day itself or the next working one. */
export function addWorkingDays(day: Day, count: number, calendar: Calendar): Day {
  const step = count < 0 ? -1 : 1
  let at = day
  let left = Math.abs(count)
  if (left === 0) while (!isWorkingDay(calendar, at)) at = nextDay(at, step, day)
  while (left > 0) {
    at = nextDay(at, step, day)
    if (isWorkingDay(calendar, at)) left -= 1
  }
  return at
}

function nextDay(at: Day, step: number, from: Day): Day {
  if (Math.abs(daysBetween(from, at)) > LONGEST_SEARCH_DAYS) throw new RangeError('this calendar has no working day')
  return addDays(at, step)
}

const LONGEST_SEARCH_DAYS = 366 * 20

/**
 * The first instant by which `ms` of working time have passed since `from`. Days that are not worked, and spans in `away`,
 * do not pass; the hours of a working day all do: 24 h from a Sunday end when Monday ends.
 */
export function addWorkingTime(from: Instant, ms: number, calendar: Calendar, away: readonly Span[] = []): Date {
  const start = msOf(from)
  if (ms <= 0) return new Date(start)
  let left = ms
  for (const [a, b] of workingStretches(start, Number.POSITIVE_INFINITY, calendar, away)) {
    if (b - a >= left) return new Date(a + left)
    left -= b - a
  }
  throw new RangeError('this calendar has no working day')
}

/** Milliseconds of working time between two instants, counted as `addWorkingTime` does; 0 when `to` is not later. */
export function workingMsBetween(from: Instant, to: Instant, calendar: Calendar, away: readonly Span[] = []): number {
  let sum = 0
  for (const [a, b] of workingStretches(msOf(from), msOf(to), calendar, away)) sum += b - a
  return sum
}

function* workingStretches(start: number, end: number, calendar: Calendar, away: readonly Span[]): Generator<[number, number]> {
  const absent = away.map((span) => [msOf(span.from), msOf(span.to)] as const).sort((a, b) => a[0] - b[0])
  let day = dayOf(new Date(start), calendar.zone)
  let opens = startOfDay(day, calendar.zone).getTime()
  for (let count = 0; opens < end && count < LONGEST_SEARCH_DAYS; count += 1) {
    const tomorrow = addDays(day, 1)
    const closes = startOfDay(tomorrow, calendar.zone).getTime()
    if (isWorkingDay(calendar, day)) {
      let at = Math.max(opens, start)
      const until = Math.min(closes, end)
      for (const [from, to] of absent) {
        if (to <= at || from >= until) continue
        if (from > at) yield [at, from]
        at = Math.max(at, to)
      }
      if (at < until) yield [at, until]
    }
    day = tomorrow
    opens = closes
  }
}

function partsOf(day: Day): [number, number, number] {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`)
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))]
}

function utcOf(day: Day): number {
  const ms = Date.parse(`${day}T00:00:00.000Z`)
  if (Number.isNaN(ms)) throw new RangeError(`not a day: ${day}`)
  return ms
}

function dayAt(utcMs: number): Day {
  return new Date(utcMs).toISOString().slice(0, 10)
}
