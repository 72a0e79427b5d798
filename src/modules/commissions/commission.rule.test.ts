import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type CommissionPolicy,
  type CountedReceipt,
  commission,
  commissionBasis,
  commissionDefaults,
  commissionEntry,
  splitCommission,
} from './commission.rule.ts'

const full = commissionDefaults
const excess: CommissionPolicy = { ...commissionDefaults, mode: 'excess' }
const fen = (yuan: number) => Math.round(yuan * 100)
const target = fen(250_000)
const earned = (yuan: number, policy: CommissionPolicy) => commission(fen(yuan), target, policy).commissionFen / 100

test('U07 in Q4, target 250,000: each case in full and in excess tiers', () => {
  for (const [received, inFull, inExcess] of [
    [200_000, 3_000, 2_000],
    [199_999.99, 2_000, 2_000],
    [230_000, 3_450, 2_450],
    [250_000, 5_000, 2_750],
    [249_999.99, 3_750, 2_750],
    [300_000, 6_000, 3_750],
    [0, 0, 0],
  ] as const) {
    assert.equal(earned(received, full), inFull, `full ${received}`)
    assert.equal(earned(received, excess), inExcess, `excess ${received}`)
  }
})

test('if CT1’s 160,000 arrives: 7,200 and 4,950, that is +4,200 and +2,950', () => {
  const inFull = commissionEntry(fen(200_000), fen(160_000), target, full)
  const inExcess = commissionEntry(fen(200_000), fen(160_000), target, excess)
  assert.deepEqual([inFull.after.commissionFen, inFull.amountFen], [fen(7_200), fen(4_200)])
  assert.deepEqual([inExcess.after.commissionFen, inExcess.amountFen], [fen(4_950), fen(2_950)])
})

test('it is explained: completion, tier reached, each part with basis and rate', () => {
  const result = commission(fen(300_000), target, excess)
  assert.equal(result.completionPercent, 120)
  assert.deepEqual(result.reached, { fromPercent: 100, ratePercent: 2 })
  assert.deepEqual(
    result.parts.map((part) => [part.fromPercent, part.toPercent, part.ratePercent, part.basisFen, part.commissionFen]),
    [
      [0, 80, 1, fen(200_000), fen(2_000)],
      [80, 100, 1.5, fen(50_000), fen(750)],
      [100, null, 2, fen(50_000), fen(1_000)],
    ],
  )
  assert.deepEqual(commission(fen(200_000), target, full).parts, [
    { fromPercent: 80, toPercent: 100, ratePercent: 1.5, basisFen: fen(200_000), commissionFen: fen(3_000) },
  ])
  assert.equal(commission(fen(199_999.99), target, full).completionPercent, 79.99, 'never shown as the tier it did not reach')
})

test('a refund takes back what the receipt earned, with the lift it gave the others', () => {
  const gained = commissionEntry(fen(190_000), fen(10_000), target, full)
  assert.equal(gained.amountFen, fen(3_000 - 1_900))
  const takenBack = commissionEntry(fen(200_000), -fen(10_000), target, full)
  assert.equal(takenBack.amountFen, -gained.amountFen)
  assert.equal(commissionEntry(fen(100), -fen(300), target, full).amountFen, -fen(1), 'never below nothing')
})

test('without a target the first tier pays, and there is no completion', () => {
  for (const policy of [full, excess]) {
    const result = commission(fen(1_000), 0, policy)
    assert.equal(result.commissionFen, fen(10))
    assert.equal(result.completionPercent, null)
  }
})

test('a deal team shares to the fen, in both directions', () => {
  const shares = [
    { memberId: 'U07', percent: 70 },
    { memberId: 'U13', percent: 15 },
    { memberId: 'U04', percent: 15 },
  ]
  assert.deepEqual(
    splitCommission(101, shares).map((part) => part.amountFen),
    [71, 15, 15],
  )
  assert.deepEqual(
    splitCommission(-101, shares).map((part) => part.amountFen),
    [-71, -15, -15],
  )
  assert.throws(() => splitCommission(100, [{ memberId: 'U07', percent: 99 }]), RangeError)
})

test('an acceptance draft counts at maturity, all else when it came', () => {
  const receipts: CountedReceipt[] = [
    { method: 'transfer', receivedOn: '2026-10-20', maturesOn: null, amountFen: 100 },
    { method: 'acceptance_draft', receivedOn: '2026-10-21', maturesOn: '2026-12-31', amountFen: 1_000 },
    { method: 'acceptance_draft', receivedOn: '2026-10-21', maturesOn: '2027-01-01', amountFen: 10_000 },
    { method: 'acceptance_draft', receivedOn: '2026-10-21', maturesOn: null, amountFen: 100_000 },
    { method: 'transfer', receivedOn: '2026-11-02', maturesOn: null, amountFen: -30 },
    { method: 'cash', receivedOn: '2026-09-30', maturesOn: null, amountFen: 1_000_000 },
  ]
  assert.equal(commissionBasis(receipts, '2026-10-01', '2026-12-31'), 1_070)
})

test('tiers that do not begin at 0, or twice at the same percent, are refused', () => {
  for (const tiers of [[], [{ fromPercent: 10, ratePercent: 1 }], [0, 80, 80].map((fromPercent) => ({ fromPercent, ratePercent: 1 }))]) {
    assert.throws(() => commission(1, 1, { mode: 'full', tiers }), RangeError)
  }
  assert.throws(() => commission(1, -1, full), RangeError)
})

test('parts add up, entries add up to the period in any order, and more money never earns less', () => {
  const receipts = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 15 })
  fc.assert(
    fc.property(receipts, fc.integer({ min: 1, max: 30_000_000 }), fc.constantFrom(full, excess), (list, goal, policy) => {
      let received = 0
      let sum = 0
      for (const receipt of list) {
        const entry = commissionEntry(received, receipt, goal, policy)
        assert.ok(entry.amountFen >= 0)
        sum += entry.amountFen
        received += receipt
      }
      const whole = commission(received, goal, policy)
      assert.equal(sum, whole.commissionFen)
      assert.equal(
        whole.parts.reduce((all, part) => all + part.commissionFen, 0),
        whole.commissionFen,
      )
      assert.equal(
        whole.parts.reduce((all, part) => all + part.basisFen, 0),
        received,
      )
    }),
  )
})
