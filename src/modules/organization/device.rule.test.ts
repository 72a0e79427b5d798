import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstState, givesWay } from './device.rule.ts'

const phone = (id: string, confirmedAt: string) => ({ id, confirmedAt })

test('without binding any phone works; with it the first one does and the next waits', () => {
  assert.deepEqual(firstState({ binding: false, phones: 1 }, 3), { state: 'active', way: 'not_asked' })
  assert.deepEqual(firstState({ binding: true, phones: 1 }, 0), { state: 'active', way: 'first' })
  assert.deepEqual(firstState({ binding: true, phones: 2 }, 1), { state: 'waiting', way: null })
})

test('as many phones as allowed stay; the longest confirmed give way', () => {
  const two = [phone('b', '2026-02-01'), phone('a', '2026-01-01')]
  assert.deepEqual(givesWay({ binding: true, phones: 3 }, two), [])
  assert.deepEqual(
    givesWay({ binding: true, phones: 2 }, two).map((one) => one.id),
    ['a'],
  )
  assert.deepEqual(
    givesWay({ binding: true, phones: 1 }, two).map((one) => one.id),
    ['a', 'b'],
  )
})
