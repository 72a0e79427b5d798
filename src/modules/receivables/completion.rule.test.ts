import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CompletionItem, completion } from './completion.rule.ts'

const day = '2026-11-23'
const item = (dueOn: string | null, ...allocations: [amountFen: number, onDay: string][]): CompletionItem => ({
  amountFen: 100,
  dueOn,
  allocations: allocations.map(([amountFen, onDay]) => ({ amountFen, onDay })),
})

test('R4.2.5 what is due on the day itself counts, and so does the money of that day', () => {
  assert.deepEqual(completion([item(day, [40, day])], day), { dueFen: 100, receivedFen: 40, ratio: 0.4 })
})

test('money after the day, and for items not yet due, does not count', () => {
  assert.deepEqual(completion([item('2026-11-01', [40, '2026-11-24']), item('2026-11-24', [100, '2026-11-01'])], day), {
    dueFen: 100,
    receivedFen: 0,
    ratio: 0,
  })
})

test('a reversal takes its money back; nothing due has no ratio', () => {
  assert.equal(completion([item('2026-11-01', [100, '2026-11-01'], [-30, '2026-11-05'])], day).receivedFen, 70)
  assert.deepEqual(completion([item(null), item('2027-01-01')], day), { dueFen: 0, receivedFen: 0, ratio: null })
})
