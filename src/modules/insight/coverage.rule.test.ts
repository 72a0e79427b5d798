import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cadenceDefaults } from '#modules/visits/cadence.rule.ts'
import { coverageOf } from './coverage.rule.ts'

test('covered up to and on the day the next visit is due; never visited is not covered', () => {
  const accounts = [
    { level: 'A' as const, lastValidOn: '2026-11-16' },
    { level: 'A' as const, lastValidOn: '2026-11-15' },
    { level: 'C' as const, lastValidOn: '2026-10-30' },
    { level: 'B' as const, lastValidOn: null },
  ]
  assert.equal(coverageOf(accounts, cadenceDefaults, '2026-11-23'), 0.5)
})

test('without accounts there is nothing to cover', () => {
  assert.equal(coverageOf([], cadenceDefaults, '2026-11-23'), null)
})
