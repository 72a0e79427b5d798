import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isKnown, isWorkingDay } from './calendar.ts'
import { calendarBetween, chinaCalendar, holidayName } from './holidays.ts'

test('the published year: holidays off, make-up days on', () => {
  const calendar = chinaCalendar()
  assert.equal(isWorkingDay(calendar, '2026-10-01'), false)
  assert.equal(isWorkingDay(calendar, '2026-10-10'), true)
  assert.equal(isWorkingDay(calendar, '2026-11-23'), true)
  assert.equal(isWorkingDay(calendar, '2026-11-22'), false)
  assert.deepEqual(holidayName('2026-10-01'), { zh: '国庆节', en: 'National Day' })
  assert.equal(holidayName('2026-11-23'), null)
})

test('a year that is not published is said to be unknown', () => {
  const calendar = chinaCalendar()
  assert.ok(calendar.knownThrough && calendar.knownThrough >= '2026-12-31')
  assert.equal(isKnown(calendar, '2026-12-31'), true)
  assert.equal(isKnown(calendar, '2099-10-01'), false)
})

test("a tenant's own days win over the public ones", () => {
  const calendar = chinaCalendar({ exceptions: { '2026-10-10': 'off', '2026-11-22': 'work' }, weekdays: [1, 2, 3, 4, 5, 6] })
  assert.equal(isWorkingDay(calendar, '2026-10-10'), false)
  assert.equal(isWorkingDay(calendar, '2026-11-22'), true)
  assert.equal(isWorkingDay(calendar, '2026-11-28'), true)
  const window = calendarBetween(calendar, '2026-10-08', '2026-11-30')
  assert.deepEqual(window.exceptions, { '2026-10-10': 'off', '2026-11-22': 'work' })
})
