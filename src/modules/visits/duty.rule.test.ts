import assert from 'node:assert/strict'
import { test } from 'node:test'
import { autoCloseAt, type BurstFix, bestFix, dutyDefaults, fixAgeS } from './duty.rule.ts'

const close = (since: string, zone = 'Asia/Shanghai'): string => autoCloseAt(since, dutyDefaults, zone).toISOString()

test('V8: a forgotten visit is closed at 20:00 of the tenant’s zone, one begun after it the next evening', () => {
  assert.equal(close('2026-11-20T01:30:00.000Z'), '2026-11-20T12:00:00.000Z')
  assert.equal(close('2026-11-20T11:59:59.999Z'), '2026-11-20T12:00:00.000Z')
  assert.equal(close('2026-11-20T12:00:00.000Z'), '2026-11-21T12:00:00.000Z')
  assert.equal(close('2026-11-20T16:30:00.000Z'), '2026-11-21T12:00:00.000Z')
  assert.equal(close('2026-07-01T08:00:00.000Z', 'Europe/Berlin'), '2026-07-01T18:00:00.000Z')
})

test('of a burst the most exact fix counts, the later of equals', () => {
  const fix = (accuracyM: number, second: number): BurstFix => ({
    lat: 31.3,
    lng: 120.6,
    accuracyM,
    at: `2026-11-23T01:00:0${second}.000Z`,
  })
  assert.deepEqual(bestFix([fix(40, 0), fix(9, 1), fix(12, 2)]), fix(9, 1))
  assert.deepEqual(bestFix([fix(9, 3), fix(9, 5), fix(9, 4)]), fix(9, 5))
  assert.equal(bestFix([]), null)
  assert.equal(fixAgeS(fix(9, 1), '2026-11-23T01:02:01.400Z'), 120)
  assert.equal(fixAgeS(fix(9, 9), '2026-11-23T01:00:00.000Z'), 0)
})
