import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { plainCalendar } from '#core/calendar.ts'
import { endOfMonthPlus, equalParts, thirtySixtyTen } from '#modules/accounts/terms.rule.ts'
import { taxIncluded } from './invoice.rule.ts'
import { allocationPosting, balances, planPosting, receiptPosting, reversed } from './ledger.rule.ts'
import { dueDays, instalmentsOf, type PlanContract, planOf } from './plan.rule.ts'
import { promiseBlock, promiseState } from './promise.rule.ts'

const single: PlanContract = {
  kind: 'single',
  amountFen: 10_000_000,
  terms: thirtySixtyTen,
  signedOn: '2026-11-23',
  deliveredOn: null,
  acceptedOn: null,
  milestones: {},
}

test('a plan has a day where its event has one, and gets the others when they happen', () => {
  const days = (contract: PlanContract) => planOf(contract, [], plainCalendar).map((item) => item.dueOn)
  assert.deepEqual(days(single), ['2026-11-30', null, null])
  const accepted = { ...single, acceptedOn: '2026-12-15' }
  assert.deepEqual(days(accepted), ['2026-11-30', '2027-01-14', '2027-12-15'])
  assert.deepEqual(dueDays(accepted, plainCalendar), days(accepted))
})

test('a frame contract owes nothing until something is delivered, then month by month', () => {
  const frame: PlanContract = { ...single, kind: 'frame', terms: endOfMonthPlus(30) }
  assert.deepEqual(planOf(frame, [], plainCalendar), [])
  const deliveries = [
    { id: 'd1', deliveredOn: '2026-09-25', amountFen: 12_800_000, period: '2026-09' },
    { id: 'd2', deliveredOn: '2026-10-27', amountFen: 9_650_000, period: '2026-10' },
  ]
  assert.deepEqual(
    planOf(frame, deliveries, plainCalendar).map((item) => [item.no, item.period, item.dueOn, item.amountFen]),
    [
      [1, '2026-09', '2026-10-30', 12_800_000],
      [2, '2026-10', '2026-11-30', 9_650_000],
    ],
  )
  assert.equal(instalmentsOf(frame, deliveries[0] as (typeof deliveries)[0], plainCalendar).length, 1)
})

test('whatever the sum and the parts, the instalments add up to the fen', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000_000), fc.integer({ min: 1, max: 36 }), (amountFen, count) => {
      const items = planOf({ ...single, amountFen, terms: equalParts(count, 30) }, [], plainCalendar)
      assert.equal(
        items.reduce((sum, item) => sum + item.amountFen, 0),
        amountFen,
      )
      assert.deepEqual(
        items.map((item) => item.line),
        items.map((_, index) => index),
      )
    }),
  )
})

test('a promise is kept by what came between its day and the promised one, broken the day after', () => {
  const promise = { amountFen: 100, promisedOn: '2026-11-25', recordedOn: '2026-11-20' }
  const state = (today: string, ...received: [number, string][]) =>
    promiseState(
      promise,
      received.map(([amountFen, onDay]) => ({ amountFen, onDay })),
      today,
    )
  assert.equal(state('2026-11-25'), 'waiting')
  assert.equal(state('2026-11-26'), 'broken')
  assert.equal(state('2026-11-23', [60, '2026-11-21'], [40, '2026-11-23']), 'kept')
  assert.equal(state('2026-11-26', [100, '2026-11-26']), 'broken', 'a day late')
  assert.equal(state('2026-11-26', [100, '2026-11-19']), 'broken', 'that came before')
  assert.equal(state('2026-11-26', [100, '2026-11-21'], [-100, '2026-11-22']), 'broken', 'taken back')
  assert.equal(promiseBlock({ amountFen: 1, promisedOn: '2026-11-25' }, 0, '2026-11-23'), 'receivable.nothing_open')
  assert.equal(promiseBlock({ amountFen: 2, promisedOn: '2026-11-25' }, 1, '2026-11-23'), 'receivable.promise_too_much')
  assert.equal(promiseBlock({ amountFen: 1, promisedOn: '2026-11-22' }, 1, '2026-11-23'), 'receivable.promise_in_past')
  assert.equal(promiseBlock({ amountFen: 1, promisedOn: '2026-11-23' }, 1, '2026-11-23'), null)
})

test('postings balance, and a reversal is the exact opposite', () => {
  const item = { id: 'i', contractId: 'c', accountId: 'a', amountFen: 100 }
  const part = { receiptId: 'r', receiptAccountId: null, itemId: 'i', contractId: 'c', accountId: 'a', amountFen: 60 }
  const draft = receiptPosting({ id: 'r', accountId: null, amountFen: 60, method: 'acceptance_draft' }, '2026-11-23')
  assert.equal(draft.lines[0]?.ledger, 'drafts')
  for (const posting of [planPosting(item, '2026-11-23'), draft, allocationPosting(part, '2026-11-23')]) {
    assert.equal(balances(posting), true)
    const back = reversed(posting, '2026-11-24')
    for (const [index, line] of posting.lines.entries()) {
      assert.deepEqual([back.lines[index]?.debitFen, back.lines[index]?.creditFen], [line.creditFen, line.debitFen])
    }
  }
  assert.throws(() => planPosting({ ...item, amountFen: 0 }, '2026-11-23'), RangeError)
})

test('the tax inside an amount', () => {
  assert.deepEqual([taxIncluded(11_300, 13), taxIncluded(18_000_000, 13), taxIncluded(100, 0)], [1300, 2_070_796, 0])
})
