// The contracts and cash of the demo company, CT1–CT6, through every rule of the room, on Monday 2026-11-23.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainCalendar } from '#core/calendar.ts'
import {
  type EventDays,
  endOfMonthPlus,
  type PaymentTerm,
  planItems,
  prepaid,
  thirtyFourThirds,
  thirtySixtyTen,
} from '#modules/accounts/terms.rule.ts'
import { completion } from './completion.rule.ts'
import { type CreditItem, creditDefaults, creditVerdict } from './credit.rule.ts'
import { ageing, dueDefaults, dueState, openFen, overdueDays, settledState } from './due.rule.ts'
import { type DunnedItem, dueStep, dunningDefaults } from './dunning.rule.ts'
import { proposeItems, type StatementCandidate, statementDefaults } from './statement.rule.ts'

type Paid = [yuan: number, onDay: string]
type LedgerItem = DunnedItem & CreditItem & { account: string; allocations: { amountFen: number; onDay: string }[] }
const today = '2026-11-23'

/** Items of a contract with the money that came for each; the ladder was walked on its days until the day before `today`. */
function contract(id: string, account: string, term: PaymentTerm, yuan: number, events: EventDays, ...paid: Paid[][]): LedgerItem[] {
  return planItems(term, yuan * 100, events, plainCalendar).map((item, index): LedgerItem => {
    const allocations = (paid[index] ?? []).map(([paidYuan, onDay]) => ({ amountFen: paidYuan * 100, onDay }))
    const bare = {
      id: `${id}-${item.no}`,
      account,
      amountFen: item.amountFen,
      dueOn: item.dueOn,
      receivedFen: allocations.reduce((sum, one) => sum + one.amountFen, 0),
      receivedOn: allocations.map((one) => one.onDay),
      allocations,
    }
    const doneSteps = new Set<number>()
    for (let day = Date.parse('2026-04-01'); day < Date.parse(today); day += 86_400_000) {
      const on = new Date(day).toISOString().slice(0, 10)
      const then = allocations.filter((one) => one.onDay <= on).reduce((sum, one) => sum + one.amountFen, 0)
      const step = dueStep({ ...bare, receivedFen: then, doneSteps: [...doneSteps] }, dunningDefaults, on)
      if (step) doneSteps.add(step.step)
    }
    return { ...bare, doneSteps: [...doneSteps] }
  })
}

const ledger = [
  ...contract(
    'CT1',
    'C03',
    thirtySixtyTen,
    600_000,
    { signing: '2026-07-06', acceptance: '2026-09-10' },
    [[180_000, '2026-07-12']],
    [[200_000, '2026-10-20']],
  ),
  ...contract('CT2', 'C04', thirtySixtyTen, 900_000, { signing: '2026-08-17', acceptance: '2026-10-27' }, [[270_000, '2026-08-24']]),
  ...contract('CT3-Sep', 'C05', endOfMonthPlus(30), 128_000, { delivery: '2026-09-30' }),
  ...contract('CT3-Oct', 'C05', endOfMonthPlus(30), 96_500, { delivery: '2026-10-31' }),
  ...contract(
    'CT4',
    'C15',
    thirtyFourThirds,
    100_000,
    { signing: '2026-09-01' },
    [[34_000, '2026-09-01']],
    [[33_000, '2026-10-09']],
    [[33_000, '2026-11-02']],
  ),
  ...contract('CT5', 'C11', thirtySixtyTen, 720_000, { signing: '2026-04-13', acceptance: '2026-06-15' }, [[216_000, '2026-04-20']]),
  ...contract('CT6', 'C24', prepaid, 450_000, { signing: '2026-11-16' }, [[450_000, '2026-11-18']]),
]
const item = (id: string): LedgerItem => {
  const found = ledger.find((one) => one.id === id)
  assert.ok(found, id)
  return found
}
const yuan = (amount: number) => amount * 100

test('overdue 720,000: 1–30 128,000, 31–60 160,000, above 90 432,000; due within 7 days 636,500', () => {
  const result = ageing(ledger, dueDefaults, today)
  assert.equal(result.overdueFen, yuan(720_000))
  assert.equal(result.dueSoonFen, yuan(636_500))
  assert.deepEqual(
    result.buckets.map((bucket) => bucket.amountFen),
    [yuan(128_000), yuan(160_000), 0, yuan(432_000)],
  )
})

test('each item stands as the story tells', () => {
  const states: [string, ReturnType<typeof dueState>, number, string, number][] = [
    ['CT1-1', null, 0, 'paid', 0],
    ['CT1-2', 'overdue', 44, 'partial', 160_000],
    ['CT1-3', 'not_due', 0, 'open', 60_000],
    ['CT2-2', 'due_soon', 0, 'open', 540_000],
    ['CT3-Sep-1', 'overdue', 24, 'open', 128_000],
    ['CT3-Oct-1', 'due_soon', 0, 'open', 96_500],
    ['CT5-2', 'overdue', 131, 'open', 432_000],
    ['CT6-1', null, 0, 'paid', 0],
  ]
  for (const [id, due, days, settled, open] of states) {
    const one = item(id)
    assert.deepEqual(
      [dueState(one, dueDefaults, today), overdueDays(one, today), settledState(one), openFen(one)],
      [due, days, settled, yuan(open)],
      id,
    )
  }
})

test('due to date 2,136,000, received 1,416,000, completion 66.3 %; with B1 confirmed 72.3 % and overdue 592,000', () => {
  const before = completion(ledger, today)
  assert.deepEqual([before.dueFen, before.receivedFen], [yuan(2_136_000), yuan(1_416_000)])
  assert.equal(((before.ratio ?? 0) * 100).toFixed(1), '66.3')
  const paid = ledger.map((one) =>
    one.id === 'CT3-Sep-1' ? { ...one, receivedFen: one.amountFen, allocations: [{ amountFen: one.amountFen, onDay: '2026-11-22' }] } : one,
  )
  assert.equal(((completion(paid, today).ratio ?? 0) * 100).toFixed(1), '72.3')
  assert.equal(ageing(paid, dueDefaults, today).overdueFen, yuan(592_000))
})

test('the whole company, with the 42 contracts paid on their day: due 6,336,000, received 5,616,000, 88.6 %', () => {
  const perSource = [612, 540, 1680, 402, 36, 930].map((thousand) => yuan(thousand * 1000))
  const cash = perSource.map((amountFen) => ({ amountFen, dueOn: '2026-10-15', allocations: [{ amountFen, onDay: '2026-10-15' }] }))
  const result = completion([...ledger, ...cash], today)
  assert.deepEqual([result.dueFen, result.receivedFen], [yuan(6_336_000), yuan(5_616_000)])
  assert.equal(((result.ratio ?? 0) * 100).toFixed(1), '88.6')
})

test('the dunning sweep of 11-23 makes exactly two tasks: CT2 (−3, 540,000) and CT3-Oct (−7, 96,500)', () => {
  const steps = ledger.flatMap((one) => {
    const step = dueStep(one, dunningDefaults, today)
    return step ? [[one.id, step.step, step.openFen]] : []
  })
  assert.deepEqual(steps, [
    ['CT2-2', -3, yuan(540_000)],
    ['CT3-Oct-1', -7, yuan(96_500)],
  ])
  assert.deepEqual(item('CT5-2').doneSteps, [-7, -3, 0, 3, 7, 15, 30, 60, 90])
})

test('credit grades: C04 A, C15 B (8 d), C05 B (24 d), C03 C (44 d), C24 A (2 d), C11 D and frozen', () => {
  const grades: [string, string, number, boolean][] = [
    ['C04', 'A', 0, false],
    ['C15', 'B', 8, false],
    ['C05', 'B', 24, false],
    ['C03', 'C', 44, false],
    ['C24', 'A', 2, false],
    ['C11', 'D', 131, true],
  ]
  for (const [account, grade, days, frozen] of grades) {
    const own = ledger.filter((one) => one.account === account)
    const verdict = creditVerdict(own, 0, creditDefaults, today)
    assert.deepEqual([verdict.grade, verdict.worst?.days ?? 0, verdict.frozen], [grade, days, frozen], account)
  }
})

test('B1 of 11-22, 同盛商贸, 128,000, 9月货款, is proposed for CT3-Sep, with its reasons, and for nothing else', () => {
  const names: Record<string, string> = {
    C03: '昆山玉峰工程建设',
    C04: '上海衡越装饰集团',
    C05: '上海浦江同盛建材',
    C11: '南通江海建设',
    C15: '杭州湖墅筑家建材',
    C24: '合肥庐阳科创园建设',
  }
  const candidates = ledger.map((one): StatementCandidate => {
    const contractNo = one.id.slice(0, 3)
    const period = one.id.includes('Sep') ? { period: '2026-09' } : one.id.includes('Oct') ? { period: '2026-10' } : {}
    return {
      itemId: one.id,
      contractNo,
      accountName: names[one.account] ?? '',
      payerAliases: [],
      openFen: openFen(one),
      dueOn: one.dueOn,
      ...period,
    }
  })
  const b1 = { onDay: '2026-11-22', payer: '同盛商贸', amountFen: yuan(128_000), text: '9月货款' }
  const proposals = proposeItems(b1, candidates, statementDefaults)
  assert.deepEqual(
    proposals.map((one) => [one.itemId, one.certain, one.reasons.map((reason) => reason.code)]),
    [['CT3-Sep-1', true, ['amount_equal', 'payer_like', 'reference_period', 'near_due_day']]],
  )
})
