import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '#core/calendar.ts'
import { type CreditItem, creditDefaults, creditVerdict } from './credit.rule.ts'

const today = '2026-11-23'
const open = (lateDays: number): CreditItem => ({
  id: 'i',
  amountFen: 100,
  receivedFen: 0,
  dueOn: addDays(today, -lateDays),
  receivedOn: [],
})
const paid = (lateDays: number, onDay: string): CreditItem => ({
  id: 'i',
  amountFen: 100,
  receivedFen: 100,
  dueOn: addDays(onDay, -lateDays),
  receivedOn: [onDay],
})
const grade = (items: CreditItem[], broken = 0) => creditVerdict(items, broken, creditDefaults, today)

test('the limits of the grades: 7 A, 8 and 30 B, 31 and 89 C, 90 D and frozen', () => {
  for (const [days, letter, frozen] of [
    [-5, 'A', false],
    [0, 'A', false],
    [7, 'A', false],
    [8, 'B', false],
    [30, 'B', false],
    [31, 'C', false],
    [89, 'C', false],
    [90, 'D', true],
  ] as const) {
    const verdict = grade([open(days)])
    assert.deepEqual([verdict.grade, verdict.frozen], [letter, frozen], `${days} days`)
  }
})

test('money that came very late lowers the grade but freezes nothing', () => {
  const verdict = grade([paid(120, '2026-11-01')])
  assert.deepEqual([verdict.grade, verdict.frozen, verdict.oldestOverdueDays], ['D', false, 0])
})

test('what was paid late more than 12 months ago is forgotten; open overdue money never is', () => {
  assert.equal(grade([paid(50, '2025-11-24')]).grade, 'C')
  assert.equal(grade([paid(50, '2025-11-23')]).grade, 'A')
  assert.equal(grade([open(500)]).grade, 'D')
})

test('two broken promises are a D, one is not', () => {
  assert.equal(grade([], 1).grade, 'A')
  assert.equal(grade([], 2).grade, 'D')
  assert.equal(grade([], 2).frozen, false)
})
