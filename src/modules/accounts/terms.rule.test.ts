import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Calendar, plainCalendar } from '#core/calendar.ts'
import {
  averageTermDays,
  byMilestones,
  cashOnDelivery,
  type EventDays,
  endOfMonthPlus,
  equalParts,
  monthly,
  type PaymentTerm,
  planItems,
  prepaid,
  termCatalogue,
  termDefaults,
  thirtyFourThirds,
  thirtySixtyTen,
} from './terms.rule.ts'

const plan = (term: PaymentTerm, yuan: number, events: EventDays, calendar: Calendar = plainCalendar) =>
  planItems(term, yuan * 100, events, calendar).map((item) => [item.amountFen / 100, item.dueOn])

test('CT1, CT2 and CT5 on 30/60/10', () => {
  assert.deepEqual(plan(thirtySixtyTen, 600_000, { signing: '2026-07-06', acceptance: '2026-09-10' }), [
    [180_000, '2026-07-13'],
    [360_000, '2026-10-10'],
    [60_000, '2027-09-10'],
  ])
  assert.deepEqual(plan(thirtySixtyTen, 900_000, { signing: '2026-08-17', acceptance: '2026-10-27' }), [
    [270_000, '2026-08-24'],
    [540_000, '2026-11-26'],
    [90_000, '2027-10-27'],
  ])
  assert.deepEqual(plan(thirtySixtyTen, 720_000, { signing: '2026-04-13', acceptance: '2026-06-15' }), [
    [216_000, '2026-04-20'],
    [432_000, '2026-07-15'],
    [72_000, '2027-06-15'],
  ])
})

test('an instalment has no due day until its event has one', () => {
  assert.deepEqual(plan(thirtySixtyTen, 100, { signing: '2026-07-06' }), [
    [30, '2026-07-13'],
    [60, null],
    [10, null],
  ])
})

test('CT3 on EOM30, CT4 on 34/33/33, CT6 prepaid', () => {
  assert.deepEqual(plan(endOfMonthPlus(30), 128_000, { delivery: '2026-09-12' }), [[128_000, '2026-10-30']])
  assert.deepEqual(plan(endOfMonthPlus(30), 96_500, { delivery: '2026-10-31' }), [[96_500, '2026-11-30']])
  assert.deepEqual(plan(thirtyFourThirds, 100_000, { signing: '2026-09-01' }), [
    [34_000, '2026-09-01'],
    [33_000, '2026-10-01'],
    [33_000, '2026-10-31'],
  ])
  assert.deepEqual(plan(prepaid, 450_000, { signing: '2026-11-16' }), [[450_000, '2026-11-16']])
  assert.deepEqual(plan(cashOnDelivery, 1, { delivery: '2026-11-16' }), [[1, '2026-11-16']])
  assert.deepEqual(plan(endOfMonthPlus(60), 1, { delivery: '2026-12-01' }), [[1, '2027-03-01']])
})

test('100,000 in three equal parts: 33,333.33, 33,333.33, 33,333.34', () => {
  assert.deepEqual(plan(equalParts(3, 30), 100_000, { signing: '2026-09-01' }), [
    [33_333.33, '2026-09-01'],
    [33_333.33, '2026-10-01'],
    [33_333.34, '2026-10-31'],
  ])
})

test('monthly keeps the day of the month, and the last day of a short one', () => {
  assert.deepEqual(
    plan(monthly(3), 3, { signing: '2026-12-31' }).map((item) => item[1]),
    ['2027-01-31', '2027-02-28', '2027-03-31'],
  )
})

test('milestones are due after their own day', () => {
  const term = byMilestones([
    { name: '进场', share: 40, days: 5 },
    { name: '封顶', share: 60, days: 0 },
  ])
  assert.deepEqual(plan(term, 100, { 'milestone.进场': '2026-11-23' }), [
    [40, '2026-11-28'],
    [60, null],
  ])
})

test('working days pass over weekends, holidays, and count make-up days', () => {
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
  }
  const term: PaymentTerm = { code: 'w', zh: '', en: '', lines: [{ share: 1, event: 'signing', days: 3, working: true }] }
  assert.deepEqual(plan(term, 1, { signing: '2026-09-30' }, calendar), [[1, '2026-10-10']])
  assert.deepEqual(plan({ ...term, lines: [{ share: 1, event: 'signing', days: 3 }] }, 1, { signing: '2026-09-30' }, calendar), [
    [1, '2026-10-03'],
  ])
})

test('average days from signing to money', () => {
  const days = (term: PaymentTerm, signOn = '2026-11-23') => averageTermDays(term, signOn, termDefaults, plainCalendar)
  assert.equal(days(thirtySixtyTen), 98.6)
  assert.equal(days(prepaid), 0)
  assert.equal(days(cashOnDelivery), 7)
  assert.equal(days(thirtyFourThirds), 29.7)
  assert.equal(days(endOfMonthPlus(30)), 37, 'delivered on the 30th, the last day of November')
  assert.equal(
    averageTermDays(thirtySixtyTen, '2026-07-06', termDefaults, plainCalendar, { acceptance: '2026-09-10' }),
    102.8,
    'accepted 66 days after signing: 2.1 + 57.6 + 43.1',
  )
})

test('every sum is shared out to the fen, and no instalment is negative', () => {
  const terms = [...termCatalogue, equalParts(3, 30), equalParts(7, 10), monthly(12)]
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e14 }), fc.constantFrom(...terms), (amountFen, term) => {
      const items = planItems(term, amountFen, {}, plainCalendar)
      assert.equal(
        items.reduce((sum, item) => sum + item.amountFen, 0),
        amountFen,
      )
      assert.ok(items.every((item) => item.amountFen >= 0))
    }),
  )
  assert.throws(() => planItems(prepaid, -1, {}, plainCalendar), RangeError)
  assert.throws(() => planItems({ ...prepaid, lines: [] }, 1, {}, plainCalendar), RangeError)
})
