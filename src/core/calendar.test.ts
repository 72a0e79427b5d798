import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  addMonths,
  addWorkingDays,
  addWorkingTime,
  atTime,
  type Calendar,
  DAY,
  dayOf,
  daysBetween,
  endOfMonth,
  HOUR,
  isDay,
  isKnown,
  isWorkingDay,
  monthOf,
  plainCalendar,
  quarterOf,
  startOfDay,
  timeOf,
  weekdayOf,
  weekOf,
  workingMsBetween,
} from './calendar.ts'

const calendar: Calendar = {
  ...plainCalendar,
  exceptions: {
    '2026-10-01': 'off',
    '2026-10-02': 'off',
    '2026-10-05': 'off',
    '2026-10-06': 'off',
    '2026-10-07': 'off',
    '2026-10-10': 'work',
  },
  knownThrough: '2026-12-31',
}
const at = (text: string) => new Date(`${text}+08:00`)

test('days add, months end where they are short, weeks begin on Monday', () => {
  assert.equal(addDays('2026-12-31', 1), '2027-01-01')
  assert.equal(addMonths('2026-01-31', 1), '2026-02-28')
  assert.equal(addMonths('2028-01-31', 1), '2028-02-29')
  assert.equal(addMonths('2026-03-31', -1), '2026-02-28')
  assert.equal(addMonths('2026-11-30', 14), '2028-01-30')
  assert.equal(daysBetween('2026-07-15', '2026-11-23'), 131)
  assert.equal(daysBetween('2026-11-26', '2026-11-23'), -3)
  assert.equal(endOfMonth('2026-02-10'), '2026-02-28')
  assert.equal(addDays(endOfMonth('2026-09-12'), 30), '2026-10-30')
  assert.deepEqual(monthOf('2026-11-23'), { from: '2026-11-01', to: '2026-11-30' })
  assert.deepEqual(weekOf('2026-11-23'), { from: '2026-11-23', to: '2026-11-29' })
  assert.deepEqual(weekOf('2026-11-22'), { from: '2026-11-16', to: '2026-11-22' })
  assert.equal(weekdayOf('2026-11-22'), 7)
  assert.deepEqual(quarterOf('2026-11-23'), { name: '2026-Q4', from: '2026-10-01', to: '2026-12-31' })
  assert.equal(isDay('2026-02-29'), false)
  assert.equal(isDay('2028-02-29'), true)
  assert.equal(isDay('2026-1-1'), false)
  assert.throws(() => addDays('soon', 1), RangeError)
})

test('the day belongs to the zone', () => {
  assert.equal(dayOf('2026-11-22T16:00:00.000Z'), '2026-11-23')
  assert.equal(dayOf('2026-11-22T15:59:59.999Z'), '2026-11-22')
  assert.equal(dayOf('2026-11-22T16:00:00.000Z', 'UTC'), '2026-11-22')
  assert.equal(startOfDay('2026-11-23').toISOString(), '2026-11-22T16:00:00.000Z')
  assert.equal(timeOf('2026-11-23T00:30:00.000Z'), '08:30')
})

test('summer time: days of 23 and 25 hours, times that are skipped or come twice', () => {
  const zone = 'Europe/Berlin'
  assert.equal(startOfDay('2026-03-30', zone).getTime() - startOfDay('2026-03-29', zone).getTime(), 23 * HOUR)
  assert.equal(startOfDay('2026-10-26', zone).getTime() - startOfDay('2026-10-25', zone).getTime(), 25 * HOUR)
  assert.equal(atTime('2026-10-25', '02:30', zone).toISOString(), '2026-10-25T00:30:00.000Z')
  // Beirut skips midnight itself: the day begins at 01:00
  assert.equal(timeOf(startOfDay('2026-03-29', 'Asia/Beirut'), 'Asia/Beirut'), '01:00')
  assert.equal(dayOf(startOfDay('2026-03-29', 'Asia/Beirut'), 'Asia/Beirut'), '2026-03-29')
})

test('every day of every zone begins on itself', () => {
  const zones = fc.constantFrom('Asia/Shanghai', 'UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut')
  fc.assert(
    fc.property(zones, fc.integer({ min: 0, max: 3650 }), (zone, count) => {
      const day = addDays('2020-01-01', count)
      const start = startOfDay(day, zone)
      assert.equal(dayOf(start, zone), day)
      assert.equal(dayOf(new Date(start.getTime() - 1), zone), addDays(day, -1))
    }),
  )
})

test('working days: holidays off, make-up Saturdays on, the unknown year is said to be unknown', () => {
  assert.equal(isWorkingDay(calendar, '2026-10-01'), false)
  assert.equal(isWorkingDay(calendar, '2026-10-10'), true)
  assert.equal(isWorkingDay(calendar, '2026-11-22'), false)
  assert.equal(addWorkingDays('2026-09-30', 1, calendar), '2026-10-08')
  assert.equal(addWorkingDays('2026-10-09', 1, calendar), '2026-10-10')
  assert.equal(addWorkingDays('2026-10-08', -1, calendar), '2026-09-30')
  assert.equal(addWorkingDays('2026-11-21', 0, calendar), '2026-11-23')
  assert.ok(isKnown(calendar, '2026-12-31'))
  assert.equal(isKnown(calendar, '2027-01-01'), false)
  assert.throws(() => addWorkingDays('2026-11-21', 1, { ...calendar, weekdays: [] }), RangeError)
})

test('working time: days off do not pass, hours of the day are not cut', () => {
  const cases: [from: string, hours: number, due: string][] = [
    ['2026-11-22T08:00', 24, '2026-11-24T00:00'],
    ['2026-11-20T09:00', 24, '2026-11-23T09:00'],
    ['2026-11-23T23:00', 1, '2026-11-24T00:00'],
    ['2026-11-23T03:00', 2, '2026-11-23T05:00'],
    ['2026-09-30T12:00', 24, '2026-10-08T12:00'],
  ]
  for (const [from, hours, due] of cases)
    assert.equal(addWorkingTime(at(from), hours * HOUR, calendar).toISOString(), at(due).toISOString(), from)
  assert.equal(addWorkingTime(at('2026-11-22T08:00'), 0, calendar).getTime(), at('2026-11-22T08:00').getTime())
  assert.throws(() => addWorkingTime(at('2026-11-22T08:00'), HOUR, { ...calendar, weekdays: [], exceptions: {} }), RangeError)
})

test('an approved leave does not pass either, half days included', () => {
  const leave = [{ from: at('2026-11-23T12:00'), to: at('2026-11-25T12:00') }]
  assert.equal(addWorkingTime(at('2026-11-22T08:00'), 24 * HOUR, calendar, leave).toISOString(), at('2026-11-26T00:00').toISOString())
  assert.equal(workingMsBetween(at('2026-11-23T00:00'), at('2026-11-26T00:00'), calendar, leave), DAY)
})

test('what was added is what lies between, and overlapping leaves count once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 * 24 * 60 }),
      fc.integer({ min: 1, max: 40 * 24 * 60 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 72 })), { maxLength: 4 }),
      (startMinutes, minutes, leaves) => {
        const from = new Date(at('2026-09-01T00:00').getTime() + startMinutes * 60_000)
        const away = leaves.map(([day, hours]) => {
          const begin = at('2026-09-01T00:00').getTime() + day * DAY
          return { from: new Date(begin), to: new Date(begin + hours * HOUR) }
        })
        const due = addWorkingTime(from, minutes * 60_000, calendar, away)
        assert.equal(workingMsBetween(from, due, calendar, away), minutes * 60_000)
        assert.equal(workingMsBetween(from, new Date(due.getTime() - 1), calendar, away), minutes * 60_000 - 1)
      },
    ),
  )
})
