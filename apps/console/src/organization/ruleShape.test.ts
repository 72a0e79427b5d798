import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blankOf, faultsOf, type Shape, variantOf } from './ruleShape.ts'

const line: Shape = {
  type: 'object',
  required: ['id', 'points', 'when', 'label'],
  properties: {
    id: { type: 'string', minLength: 1 },
    points: { type: 'integer', minimum: -100, maximum: 100 },
    label: {
      type: 'object',
      required: ['zh', 'en'],
      properties: { zh: { type: 'string', minLength: 1 }, en: { type: 'string', minLength: 1 } },
    },
    when: {
      anyOf: [
        {
          type: 'object',
          required: ['fact', 'in'],
          properties: {
            fact: { type: 'string', enum: ['province', 'industry'] },
            in: { type: 'array', minItems: 1, items: { type: 'string' } },
          },
        },
        {
          type: 'object',
          required: ['fact', 'atLeast'],
          properties: { fact: { type: 'string', enum: ['staff'] }, atLeast: { type: 'number', minimum: 0 } },
        },
      ],
    },
  },
}
const table: Shape = { type: 'array', minItems: 1, maxItems: 2, items: line }
const good = { id: 'a', points: 10, when: { fact: 'staff', atLeast: 5 }, label: { zh: '人', en: 'Staff' } }

test('a whole row has no faults; each broken cell is named by its path', () => {
  assert.deepEqual(faultsOf(table, [good], 'lines'), [])
  assert.deepEqual(faultsOf(table, [], 'lines'), ['lines'])
  assert.deepEqual(faultsOf(table, [good, good, good], 'lines'), ['lines'])
  assert.deepEqual(faultsOf(table, [{ ...good, points: 101 }], 'lines'), ['lines.0.points'])
  assert.deepEqual(faultsOf(table, [good, { ...good, label: { zh: ' ', en: 'x' } }], 'lines'), ['lines.1.label.zh'])
  assert.deepEqual(faultsOf(table, [{ ...good, when: { fact: 'province', in: [] } }], 'lines'), ['lines.0.when.in'])
  assert.deepEqual(faultsOf(table, [{ ...good, when: { fact: 'staff' } }], 'lines'), ['lines.0.when.atLeast'])
})

test('a new row holds what is asked for and an id of its own', () => {
  const taken = ['row_b', 'row_c']
  const made = blankOf(line, taken) as { id: string; when: unknown }
  assert.ok(!taken.includes(made.id))
  assert.match(made.id, /^[a-z][a-z_]{1,30}$/)
  assert.deepEqual(made.when, { fact: 'province', in: [] })
  const many = new Set<string>()
  for (let i = 0; i < 60; i++) many.add((blankOf(line, [...many]) as { id: string }).id)
  assert.equal(many.size, 60)
})

test('a condition follows the fact it names', () => {
  assert.equal(variantOf(line.properties?.when ?? {}, { fact: 'staff', atLeast: 1 }).properties?.atLeast?.minimum, 0)
})
