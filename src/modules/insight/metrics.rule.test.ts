import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ChannelFigures,
  channelRoi,
  channelTotals,
  costPer,
  fiveNumbers,
  leadToCash,
  median,
  percentText,
  pointsText,
  ratio,
  roiText,
} from './metrics.rule.ts'

const k = 100_000
const channel = (leads: number, valid: number, opportunities: number, won: number, cash: number, spend: number): ChannelFigures => ({
  leads,
  valid,
  opportunities,
  won,
  cashFen: cash * k,
  spendFen: spend * k,
})
const sources: [string, ChannelFigures, string][] = [
  ['官网', channel(140, 96, 31, 9, 612, 36), '16.00'],
  ['展会', channel(210, 88, 26, 6, 540, 120), '3.50'],
  ['招标', channel(60, 52, 30, 8, 1680, 18), '92.33'],
  ['400', channel(90, 61, 19, 7, 402, 24), '15.75'],
  ['数据商', channel(300, 75, 9, 1, 36, 30), '0.20'],
  ['转介绍', channel(40, 36, 20, 11, 930, 0), '—'],
]

test('ROI per channel, and none where nothing was spent', () => {
  for (const [name, figures, roi] of sources) assert.equal(roiText(channelRoi(figures)), roi, name)
  assert.equal(channelRoi({ cashFen: 930, spendFen: 0 }), null)
  assert.equal(roiText(channelRoi({ cashFen: 0, spendFen: 100 })), '−1.00')
})

test('totals 840 / 408 / 135 / 42 / 4,200 / 228', () => {
  assert.deepEqual(channelTotals(sources.map((source) => source[1])), channel(840, 408, 135, 42, 4200, 228))
  assert.equal(costPer(36 * k, 140), 25_714)
  assert.equal(costPer(36 * k, 0), null)
})

test('percents have one decimal, their difference is told in points', () => {
  assert.equal(percentText(ratio(1_416_000, 2_136_000)), '66.3%')
  assert.equal(percentText(ratio(5_616_000, 6_336_000)), '88.6%')
  assert.equal(percentText(ratio(0, 0)), '—')
  assert.equal(percentText(0), '0.0%')
  const before = 1_416_000 / 2_136_000
  const after = 1_544_000 / 2_136_000
  assert.equal(pointsText(after, before, 'zh'), '+6.0 个点')
  assert.equal(pointsText(before, after, 'en'), '−6.0 pts')
  assert.equal(pointsText(after, after, 'zh'), '0.0 个点')
  assert.equal(pointsText(null, before, 'zh'), '—')
})

test('the median', () => {
  assert.equal(median([]), null)
  assert.equal(median([3]), 3)
  assert.equal(median([10, 1, 2]), 2)
  assert.equal(median([10, 1, 2, 4]), 3)
})

test('R0.2 the five numbers, one for each break', () => {
  const numbers = fiveNumbers({
    firstContacts: [{ inTime: true }, { inTime: true }, { inTime: true }, { inTime: false }],
    visits: [{ verified: true }, { verified: false }],
    stageMoves: [{ override: true }, { override: false }, { override: false }, { override: false }, { override: false }],
    contracts: [
      { acceptedAt: '2026-11-20T01:00:00.000Z', effectiveAt: '2026-11-20T07:30:00.000Z' },
      { acceptedAt: '2026-11-18T01:00:00.000Z', effectiveAt: '2026-11-20T01:00:00.000Z' },
      { acceptedAt: '2026-11-19T01:00:00.000Z', effectiveAt: '2026-11-20T01:00:00.000Z' },
    ],
    overdue: [
      { openFen: 43_200_000, stepTaken: true },
      { openFen: 16_000_000, stepTaken: false },
      { openFen: 12_800_000, stepTaken: true },
    ],
  })
  assert.deepEqual(numbers, {
    notContactedInTime: 0.25,
    visitsNotVerified: 0.5,
    movesByOverride: 0.2,
    hoursToContract: 24,
    overdueWithoutStep: 16 / 72,
  })
})

test('nothing measured is not zero', () => {
  const empty = fiveNumbers({ firstContacts: [], visits: [], stageMoves: [], contracts: [], overdue: [] })
  assert.deepEqual(new Set(Object.values(empty)), new Set([null]))
  assert.deepEqual(leadToCash([]), { share: null, days: null })
})

test('from lead to cash: share and median days', () => {
  const lead = (cashAt: string | null) => ({ receivedAt: '2026-09-01T00:00:00.000Z', cashAt })
  const result = leadToCash([lead('2026-09-11T00:00:00.000Z'), lead('2026-10-01T12:00:00.000Z'), lead(null), lead(null)])
  assert.deepEqual(result, { share: 0.5, days: 20.25 })
})
