import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantOfId, isUuid, uuidv7 } from './ids.ts'

test('ids of one process sort in the order they were made and never repeat', () => {
  const ids = Array.from({ length: 20_000 }, () => uuidv7())
  assert.deepEqual([...ids].sort(), ids)
  assert.equal(new Set(ids).size, ids.length)
  for (const id of ids.slice(0, 100)) {
    assert.ok(isUuid(id))
    assert.match(id, /^.{14}7.{4}[89ab]/)
  }
})

test('an id made under a fixed clock carries that instant and still sorts', () => {
  const now = new Date('2026-11-23T00:30:00.000Z')
  const ids = Array.from({ length: 10_000 }, () => uuidv7(now))
  assert.deepEqual([...ids].sort(), ids)
  assert.ok(ids.every((id) => instantOfId(id).getTime() === now.getTime()))
  const earlier = uuidv7(new Date('2026-11-01T00:00:00.000Z'))
  assert.ok(earlier < (ids[0] ?? ''))
})

test('what is not a UUID is told apart', () => {
  assert.equal(isUuid('42'), false)
  assert.equal(isUuid(`${uuidv7()}x`), false)
  assert.throws(() => uuidv7(new Date(Number.NaN)), RangeError)
})
