import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { rooms } from '../../../../src/rooms.ts'
import { ruleMessages } from './rules.messages.ts'

/** Every choice a schema offers, however deep. */
function choices(node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found
  const { enum: offered } = node as { enum?: unknown }
  if (Array.isArray(offered)) for (const one of offered) if (typeof one === 'string') found.add(one)
  for (const below of Object.values(node)) choices(below, found)
  return found
}

test('every choice that a rule offers is a word in both languages', () => {
  const offered = rooms.flatMap((room) =>
    room.policies.flatMap((spec) =>
      [...choices(z.toJSONSchema(spec.schema, { unrepresentable: 'any' }))].map((choice) => ({ rule: spec.id, choice })),
    ),
  )
  assert.ok(offered.length > 10)
  const wordless = offered.filter(({ choice }) => !ruleMessages.zh[`rules.word.${choice}`] || !ruleMessages.en[`rules.word.${choice}`])
  assert.deepEqual(wordless, [])
})
