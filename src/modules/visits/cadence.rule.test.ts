import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cadenceDefaults, coverage, visitDue } from './cadence.rule.ts'

test('A every 7 days, B every 14, C every 30', () => {
  const cases = [
    ['A', '2026-11-16', '2026-11-23', 0, 'due_today'],
    ['B', '2026-11-16', '2026-11-30', -7, 'not_due'],
    ['C', '2026-10-20', '2026-11-19', 4, 'overdue'],
  ] as const
  for (const [level, lastValidVisitOn, dueOn, overdueDays, state] of cases) {
    const verdict = visitDue({ level, lastValidVisitOn, since: '2026-01-01' }, cadenceDefaults, '2026-11-23')
    assert.deepEqual([verdict.dueOn, verdict.overdueDays, verdict.state], [dueOn, overdueDays, state], level)
  }
})

test('an account never visited is due from the day it became one', () => {
  assert.equal(visitDue({ level: 'A', lastValidVisitOn: null, since: '2026-11-20' }, cadenceDefaults, '2026-11-23').dueOn, '2026-11-27')
})

test('coverage of nothing due is unknown, not 0 and not 100', () => {
  assert.equal(coverage(0, 0), null)
  assert.equal(coverage(8, 6), 0.75)
  assert.equal(coverage(3, 5), 1)
})
