import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unsentKinds } from './unsent.ts'

test('what waits is counted by kind', () => {
  const paths = [
    '/visits/1/check-in',
    '/visits/1/photos',
    '/visits/1/photos',
    '/visits/1/steps/need',
    '/leads/2/follow-ups',
    '/visits/1/check-out',
    '/approvals/3/decide',
    '/approvals/3/transfer',
    '/leads',
  ]
  const counted = { check_in: 1, photo: 2, step: 1, follow_up: 1, check_out: 1, decision: 2, other: 1 }
  assert.deepEqual(unsentKinds(paths.map((path) => ({ path }))), counted)
  assert.deepEqual(unsentKinds([]), {})
})
