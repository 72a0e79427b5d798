import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allocate, reverse } from './allocation.rule.ts'
import type { DueItem } from './due.rule.ts'

const item = (id: string, amountFen: number, dueOn: string | null, receivedFen = 0): DueItem => ({ id, amountFen, receivedFen, dueOn })
const items = [
  item('later', 300, '2026-12-01'),
  item('undated', 50, null),
  item('oldest', 100, '2026-10-01', 40),
  item('paid', 70, '2026-09-01', 70),
]
const refusal = (...args: Parameters<typeof allocate>) => {
  const result = allocate(...args)
  return result.ok ? 'allowed' : result.refusal.code
}

test('oldest due first, in part, over several; what is too much stays unapplied', () => {
  assert.deepEqual(allocate(60, items), { ok: true, allocations: [{ itemId: 'oldest', amountFen: 60 }], unappliedFen: 0 })
  assert.deepEqual(allocate(100, items), {
    ok: true,
    allocations: [
      { itemId: 'oldest', amountFen: 60 },
      { itemId: 'later', amountFen: 40 },
    ],
    unappliedFen: 0,
  })
  const all = allocate(500, items)
  assert.ok(all.ok)
  assert.deepEqual(
    all.allocations.map((one) => one.itemId),
    ['oldest', 'later', 'undated'],
  )
  assert.equal(all.unappliedFen, 90)
})

test('named items take what a person decided, never more than is open', () => {
  assert.deepEqual(allocate(100, items, [{ itemId: 'later', amountFen: 80 }]), {
    ok: true,
    allocations: [{ itemId: 'later', amountFen: 80 }],
    unappliedFen: 20,
  })
  assert.equal(refusal(100, items, [{ itemId: 'oldest', amountFen: 61 }]), 'receipt.more_than_open')
  assert.equal(refusal(100, items, [{ itemId: 'paid', amountFen: 1 }]), 'receipt.more_than_open')
  assert.equal(refusal(100, items, [{ itemId: 'gone', amountFen: 1 }]), 'receipt.item_unknown')
  assert.equal(refusal(100, items, [{ itemId: 'later', amountFen: 0 }]), 'receipt.amount_not_positive')
  const twice = [
    { itemId: 'later', amountFen: 1 },
    { itemId: 'later', amountFen: 1 },
  ]
  assert.equal(refusal(100, items, twice), 'receipt.item_named_twice')
  assert.equal(refusal(79, items, [{ itemId: 'later', amountFen: 80 }]), 'receipt.more_than_received')
  assert.equal(refusal(0, items), 'receipt.amount_not_positive')
  assert.throws(() => allocate(0.5, items), RangeError)
})

test('a reversal is the exact opposite', () => {
  const result = allocate(100, items)
  assert.ok(result.ok)
  assert.deepEqual(reverse(result.allocations), [
    { itemId: 'oldest', amountFen: -60 },
    { itemId: 'later', amountFen: -40 },
  ])
})

test('no fen is lost or made, and no item gets more than is open', () => {
  const one = fc.record({ amountFen: fc.nat(10_000), paid: fc.nat(100), day: fc.integer({ min: 1, max: 28 }) })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(one, { maxLength: 10 }), (amountFen, rows) => {
      const open = rows.map((row, index) =>
        item(String(index), row.amountFen, `2026-11-${String(row.day).padStart(2, '0')}`, Math.floor((row.amountFen * row.paid) / 100)),
      )
      const result = allocate(amountFen, open)
      assert.ok(result.ok)
      assert.equal(
        result.allocations.reduce((sum, part) => sum + part.amountFen, result.unappliedFen),
        amountFen,
      )
      for (const part of result.allocations) {
        const paidItem = open[Number(part.itemId)] as DueItem
        assert.ok(part.amountFen > 0 && part.amountFen <= paidItem.amountFen - paidItem.receivedFen)
      }
    }),
  )
})
