import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { QueuedAct } from '../offline/queue.ts'
import { missingOf, nextStepOf, type VisitDetail, withKept } from './visitText.ts'

const step = (key: string, type: string, more: object = {}) => ({
  key,
  type,
  zh: key,
  en: key,
  required: true,
  min: 1,
  fields: [],
  state: 'locked',
  have: 0,
  result: null,
  ...more,
})
const visit = (): VisitDetail =>
  ({
    id: 'v',
    status: 'planned',
    checkInAt: null,
    steps: [
      step('check_in', 'check_in', { state: 'open' }),
      step('shelf', 'photo', { min: 2 }),
      step('talk', 'audio', { required: false }),
      step('check_out', 'check_out'),
    ],
  }) as unknown as VisitDetail
const act = (path: string, body: object = {}, state = 'waiting'): QueuedAct =>
  ({ id: path, path, body, state, chain: 'visit:v', doneAt: '2026-11-23T01:11:00.000Z' }) as unknown as QueuedAct

test('without kept acts the visit is what the server said, and check-in comes first', () => {
  const shown = withKept(visit(), [])
  assert.equal(shown.status, 'planned')
  assert.equal(nextStepOf(shown)?.key, 'check_in')
})

test('a kept check-in opens the steps, but not check-out', () => {
  const shown = withKept(visit(), [act('/visits/v/check-in', { capturedAt: '2026-11-23T01:10:00.000Z' })])
  assert.deepEqual([shown.status, shown.checkInAt], ['in_progress', '2026-11-23T01:10:00.000Z'])
  assert.deepEqual(
    shown.steps.map(({ state }) => state),
    ['done', 'open', 'open', 'locked'],
  )
  assert.deepEqual(
    missingOf(shown).map(({ key }) => key),
    ['shelf'],
  )
})

test('one photo of two leaves the step open, the second closes it and opens check-out', () => {
  const arrive = act('/visits/v/check-in')
  const photo = act('/visits/v/steps/shelf/photos')
  assert.equal(nextStepOf(withKept(visit(), [arrive, photo]))?.key, 'shelf')
  assert.equal(nextStepOf(withKept(visit(), [arrive, photo, photo]))?.key, 'check_out')
})

test('a step said to be impossible is no longer missing; a refused act changes nothing', () => {
  const arrive = act('/visits/v/check-in')
  assert.equal(nextStepOf(withKept(visit(), [arrive, act('/visits/v/steps/shelf/not-possible')]))?.key, 'check_out')
  assert.equal(withKept(visit(), [act('/visits/v/check-in', {}, 'attention')]).status, 'planned')
})

test('a kept check-out ends the visit as pending', () => {
  const shown = withKept(visit(), [act('/visits/v/check-in'), act('/visits/v/check-out', { outcome: 'closed' })])
  assert.deepEqual([shown.status, shown.validity, shown.outcome], ['completed', 'pending', 'closed'])
})
