import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainCalendar } from '#core/calendar.ts'
import { termCatalogue, termDefaults } from '#modules/accounts/terms.rule.ts'
import { type ForecastInput, forecastBetween, forecastReceipts, planByTerms } from './forecast.rule.ts'

const planOf = planByTerms(termCatalogue, termDefaults, plainCalendar)
const k = 100_000
const at = (id: string, amountK: number, weight: number, expectedSignOn: string, termCode = '30/60/10'): ForecastInput => ({
  id,
  amountFen: amountK * k,
  weight,
  expectedSignOn,
  termCode,
})
const open = [
  at('C04', 1200, 80, '2026-12-18'),
  at('C09', 860, 60, '2026-12-25'),
  at('C03', 640, 80, '2026-12-10'),
  at('C24', 1500, 40, '2027-01-20', 'prepaid'),
  at('C11', 980, 60, '2027-01-08'),
  at('C16', 420, 20, '2027-02-28'),
  at('C20', 360, 40, '2026-12-30'),
  at('C30', 750, 20, '2027-03-15'),
  at('C06', 520, 60, '2026-12-28'),
  at('C17', 180, 80, '2026-12-05', 'COD'),
]
const forecast = forecastReceipts(open, planOf)
const between = (from: string, until: string) => forecastBetween(forecast, from, until)

test('R3.2.4 December brings 585.6: C17 144.0, C03 153.6, C04 288.0 on their days', () => {
  const december = between('2026-12-01', '2026-12-31')
  assert.equal(december.amountFen, 585.6 * k)
  assert.deepEqual(
    december.items.map((item) => [item.opportunityId, item.amountFen / k, item.dueOn]),
    [
      ['C17', 144, '2026-12-12'],
      ['C03', 153.6, '2026-12-17'],
      ['C04', 288, '2026-12-25'],
    ],
  )
})

test('2027 Q1 brings 2,604.6: January 1,068.0, February 0, March 1,536.6; later 819.8; in all 4,010', () => {
  const figures = [
    ['2027-01-01', '2027-03-31', 2_604.6],
    ['2027-01-01', '2027-01-31', 1_068],
    ['2027-02-01', '2027-02-28', 0],
    ['2027-03-01', '2027-03-31', 1_536.6],
    ['2027-04-01', '2099-12-31', 819.8],
  ] as const
  for (const [from, until, amountK] of figures) assert.equal(between(from, until).amountFen, Math.round(amountK * k), `${from} to ${until}`)
  assert.equal(forecast.totalFen, 4_010 * k)
  assert.equal(forecast.undatedFen, 0)
})

test('an opportunity without a signing day is told apart, never dated', () => {
  const undated = forecastReceipts([{ ...at('C99', 100, 20, '2026-12-01'), expectedSignOn: null }], planOf)
  assert.deepEqual(undated, { items: [], totalFen: 0, undatedFen: 20 * k })
})

test('a term nobody knows is an error, not a silent zero', () => {
  assert.throws(() => forecastReceipts([at('C99', 100, 20, '2026-12-01', 'net90')], planOf), RangeError)
})

test('both ends of a stretch of days belong to it', () => {
  assert.equal(between('2026-12-12', '2026-12-17').items.length, 2)
  assert.equal(between('2026-12-13', '2026-12-16').items.length, 0)
})
