import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proposeItems, type StatementCandidate, statementDefaults } from './statement.rule.ts'

const candidate = (itemId: string, rest: Partial<StatementCandidate> = {}): StatementCandidate => ({
  itemId,
  contractNo: 'HT-2026-001',
  accountName: '上海衡越装饰集团有限公司',
  payerAliases: [],
  openFen: 54_000_000,
  dueOn: '2026-11-26',
  ...rest,
})
const line = { onDay: '2026-11-25', payer: '上海衡越装饰集团有限公司', amountFen: 54_000_000, text: '货款' }
const run = (change: Partial<typeof line>, ...candidates: StatementCandidate[]) =>
  proposeItems({ ...line, ...change }, candidates, statementDefaults)
const codes = (change: Partial<typeof line>, ...candidates: StatementCandidate[]) =>
  run(change, ...candidates)[0]?.reasons.map((reason) => reason.code) ?? []

test('same amount and same payer is certain, whatever the width of the letters', () => {
  const [best] = run({ payer: ' 上海衡越装饰集团有限公司 ' }, candidate('a'))
  assert.equal(best?.certain, true)
  assert.deepEqual(
    best?.reasons.map((reason) => reason.code),
    ['amount_equal', 'payer_same', 'near_due_day'],
  )
  assert.equal(
    best?.points,
    best?.reasons.reduce((sum, reason) => sum + reason.points, 0),
  )
})

test('a known payer alias counts like the name', () => {
  assert.ok(codes({ payer: '张三' }, candidate('a', { payerAliases: ['李四', '张三'] })).includes('payer_alias'))
  assert.deepEqual(run({ payer: '张三', onDay: '2026-06-01' }, candidate('a')), [], 'an equal amount alone is no proposal')
})

test('two equally good items are both proposed and neither is certain', () => {
  const both = run({}, candidate('late', { dueOn: '2026-12-01' }), candidate('early'))
  assert.deepEqual(
    both.map((one) => [one.itemId, one.certain]),
    [
      ['early', false],
      ['late', false],
    ],
  )
})

test('the contract number or the month in the text points to the item', () => {
  assert.ok(codes({ text: '付ht-2026-001尾款' }, candidate('a')).includes('reference_contract'))
  for (const text of ['9月货款', '09月货款', '九月货款', '2026年9月货款', '８、９月']) {
    assert.ok(codes({ text }, candidate('a', { period: '2026-09' })).includes('reference_period'), text)
  }
  for (const [text, period] of [
    ['11月货款', '2026-01'],
    ['十一月货款', '2026-01'],
    ['19月', '2026-09'],
    ['十月货款', '2026-11'],
  ] as const) {
    assert.ok(!codes({ text }, candidate('a', { period })).includes('reference_period'), text)
  }
})

test('a part of the sum is proposed when the payer is known; a paid item and too much money are not an amount match', () => {
  assert.ok(codes({ amountFen: 20_000_000 }, candidate('a')).includes('amount_part'))
  assert.ok(!codes({ amountFen: 60_000_000, text: 'HT-2026-001' }, candidate('a')).some((code) => code.startsWith('amount')))
  assert.deepEqual(run({}, candidate('a', { openFen: 0 })), [])
})
