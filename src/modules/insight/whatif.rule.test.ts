import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commissionDefaults } from '#modules/commissions/commission.rule.ts'
import { creditDefaults } from '#modules/receivables/credit.rule.ts'
import { percentText } from './metrics.rule.ts'
import { commissionIf, completionIf, creditIf, freezeInDays, itemToAsk } from './whatif.rule.ts'

const k = 100_000
const today = '2026-11-23'
const item = (id: string, amount: number, received: number, dueOn: string | null) => ({
  id,
  amountFen: amount * k,
  receivedFen: received * k,
  dueOn,
  receivedOn: [] as string[],
})

test('160,000 of CT1: the six contracts go from 66.3 % to 73.8 %, the company from 88.6 % to 91.2 %', () => {
  const six = completionIf({ dueFen: 2_136 * k, receivedFen: 1_416 * k }, 160 * k, '2026-10-10', today)
  assert.deepEqual([percentText(six.before), percentText(six.after)], ['66.3%', '73.8%'])
  const company = completionIf({ dueFen: 6_336 * k, receivedFen: 5_616 * k }, 160 * k, '2026-10-10', today)
  assert.deepEqual([percentText(company.before), percentText(company.after)], ['88.6%', '91.2%'])
})

test('money for what is not due yet changes no completion', () => {
  const { before, after } = completionIf({ dueFen: 100, receivedFen: 50 }, 25, '2026-11-24', today)
  assert.equal(before, after)
  assert.deepEqual(completionIf({ dueFen: 0, receivedFen: 0 }, 25, null, today), { before: null, after: null })
})

test('the same money lifts U07 from 3,000 to 7,200 in full mode, from 2,000 to 4,950 in excess mode', () => {
  const full = commissionIf(200 * k, 160 * k, 250 * k, commissionDefaults)
  assert.deepEqual([full.before.commissionFen, full.after.commissionFen], [300_000, 720_000])
  assert.deepEqual([full.before.completionPercent, full.after.completionPercent], [80, 144])
  assert.deepEqual([full.before.reached.ratePercent, full.after.reached.ratePercent], [1.5, 2])
  const excess = commissionIf(200 * k, 160 * k, 250 * k, { ...commissionDefaults, mode: 'excess' })
  assert.deepEqual([excess.before.commissionFen, excess.after.commissionFen], [200_000, 495_000])
})

test('credit: what came late stays late, but a frozen account opens', () => {
  const c03 = creditIf([item('ct1-2', 360, 200, '2026-10-10')], 'ct1-2', today, 0, creditDefaults)
  assert.deepEqual([c03.before.grade, c03.after.grade, c03.before.frozen], ['C', 'C', false])
  const c11 = creditIf([item('ct5-2', 432, 0, '2026-07-15')], 'ct5-2', today, 0, creditDefaults)
  assert.deepEqual([c11.before.frozen, c11.after.frozen, c11.after.grade], [true, false, 'D'])
})

test('46 days are left until CT1 freezes the account; what has frozen it, or is not late, counts down to nothing', () => {
  assert.equal(freezeInDays(item('a', 360, 200, '2026-10-10'), creditDefaults, today), 46)
  assert.equal(freezeInDays(item('b', 432, 0, '2026-07-15'), creditDefaults, today), null)
  assert.equal(freezeInDays(item('c', 540, 0, '2026-11-26'), creditDefaults, today), null)
})

test('asked about is what is overdue longest, then what is due next, then what has no day', () => {
  const late = item('late', 1, 0, '2026-10-10')
  const soon = item('soon', 1, 0, '2026-11-26')
  const undated = item('undated', 1, 0, null)
  const paid = item('paid', 1, 1, '2026-01-01')
  assert.equal(itemToAsk([undated, soon, late, paid], today)?.id, 'late')
  assert.equal(itemToAsk([undated, soon, paid], today)?.id, 'soon')
  assert.equal(itemToAsk([undated, paid], today)?.id, 'undated')
  assert.equal(itemToAsk([paid], today), null)
})
