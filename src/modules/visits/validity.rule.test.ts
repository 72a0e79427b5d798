import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FinishedVisit, validityDefaults, visitOutcomes, visitValidity } from './validity.rule.ts'

const start = Date.parse('2026-11-23T01:00:00.000Z')
const visit = (seconds: number, more: Partial<FinishedVisit> = {}): FinishedVisit => ({
  purpose: 'routine',
  checkInAt: new Date(start),
  checkOutAt: new Date(start + seconds * 1000),
  checkOut: 'rep',
  outcome: 'done',
  checkIn: 'verified',
  trust: 'trusted',
  offline: false,
  ...more,
})
const verdictOf = (seconds: number, more: Partial<FinishedVisit> = {}) => visitValidity(visit(seconds, more), validityDefaults)

test('R2.3.2 V1: 38 minutes, verified, is valid', () => {
  assert.deepEqual(verdictOf(38 * 60), { validity: 'valid', reasons: ['long_enough'], dwellMs: 38 * 60_000, minMinutes: 5, alert: false })
})

test('R2.3.3 V2: a deep visit of 5 minutes is invalid and alerts', () => {
  assert.deepEqual(verdictOf(5 * 60, { purpose: 'deep' }), {
    validity: 'invalid',
    reasons: ['too_short'],
    dwellMs: 300_000,
    minMinutes: 15,
    alert: true,
  })
})

test('exactly the minimum is valid, a second less is not, for every purpose', () => {
  for (const [purpose, minutes] of [
    ['deep', 15],
    ['routine', 5],
    ['dunning', 5],
  ] as const) {
    assert.equal(verdictOf(minutes * 60, { purpose }).validity, 'valid', purpose)
    assert.equal(verdictOf(minutes * 60 - 1, { purpose }).validity, 'invalid', purpose)
  }
})

test('an outcome other than done is an attempt: no minimum stay, no alert', () => {
  for (const outcome of visitOutcomes.filter((one) => one !== 'done')) {
    const verdict = verdictOf(30, { outcome, purpose: 'deep' })
    assert.deepEqual([verdict.validity, verdict.alert], ['attempted', false], outcome)
  }
})

test('V4 V8: what is suspect or closed by the system waits for a person', () => {
  assert.equal(verdictOf(3600, { trust: 'suspect' }).validity, 'pending')
  assert.equal(verdictOf(60, { trust: 'suspect' }).validity, 'invalid')
  assert.equal(verdictOf(36_000, { checkOut: 'auto' }).validity, 'pending')
  assert.deepEqual(verdictOf(3600, { trust: 'rejected' }).reasons, ['not_trusted'])
})

test('V7: unverified and offline are told beside the verdict and do not change it', () => {
  assert.deepEqual(verdictOf(600, { checkIn: 'unverified', offline: true }).reasons, [
    'long_enough',
    'check_in_unverified',
    'recorded_offline',
  ])
  assert.equal(verdictOf(600, { checkIn: 'unverified' }).validity, 'valid')
})
