import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stalledDefaults, stalledVerdict } from './stalled.rule.ts'

const now = new Date('2026-11-23T00:30:00.000Z')

test('C06 has been stalled for 21 days', () => {
  const c06 = { stage: 'quotation', stageSince: '2026-10-20T01:00:00.000Z', lastSubstantiveAt: '2026-11-02T00:30:00.000Z' }
  const verdict = stalledVerdict(c06, stalledDefaults, now)
  assert.equal(verdict.stalled, true)
  assert.equal(verdict.idleDays, 21)
  assert.equal(verdict.dueAt.toISOString(), '2026-11-16T00:30:00.000Z')
})

test('the fourteenth day itself stalls, a millisecond less does not', () => {
  const moved = (lastSubstantiveAt: string | null, stageSince = '2026-01-01T00:00:00.000Z') =>
    stalledVerdict({ stage: 'needs', stageSince, lastSubstantiveAt }, stalledDefaults, now).stalled
  assert.equal(moved('2026-11-09T00:30:00.000Z'), true)
  assert.equal(moved('2026-11-09T00:30:00.001Z'), false)
  assert.equal(moved(null), true)
  assert.equal(moved(null, '2026-11-20T00:00:00.000Z'), false, 'a stage move is a move')
  assert.equal(moved('2026-10-01T00:00:00.000Z', '2026-11-20T00:00:00.000Z'), false)
})

test('a stage may have its own limit', () => {
  const policy = { stalledDays: 14, byStage: { negotiation: 30 } }
  const opportunity = { stageSince: '2026-11-01T00:00:00.000Z', lastSubstantiveAt: null }
  assert.equal(stalledVerdict({ ...opportunity, stage: 'negotiation' }, policy, now).stalled, false)
  assert.equal(stalledVerdict({ ...opportunity, stage: 'needs' }, policy, now).stalled, true)
})
