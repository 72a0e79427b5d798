import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fieldMessages } from '../fields.messages.ts'
import { openApi, type Schema } from '../openapi.ts'
import { rooms } from '../rooms.ts'

const document = await openApi(rooms, 'test')
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))

/** Names of all properties of a schema, however deep; keys that a person makes up (a map) are none. */
function names(schema: unknown, found: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return
  if (Array.isArray(schema)) {
    for (const part of schema) names(part, found)
    return
  }
  const { properties, anyOf, oneOf, allOf, items, additionalProperties } = schema as Schema
  for (const [key, child] of Object.entries((properties ?? {}) as Schema)) {
    found.add(key)
    names(child, found)
  }
  for (const child of [anyOf, oneOf, allOf, items, additionalProperties]) names(child, found)
}

test('every input field has a name in both languages', () => {
  const found = new Set<string>()
  for (const operation of operations) {
    for (const parameter of operation.parameters ?? []) if (parameter.in !== 'header') found.add(parameter.name)
    for (const { schema } of Object.values(operation.requestBody?.content ?? {})) names(schema, found)
  }
  const nameless = [...found].filter((key) => !fieldMessages.zh[`field.${key}`]).sort()
  assert.deepEqual(nameless, [], 'Name them in src/fields.messages.ts.')
})
