import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GoalFacts, suggestedGoals } from './goals.rule.ts'

const nothing: GoalFacts = { overdue: null, dueSoon: null, opportunities: [], leftOver: null, visitLateDays: null, isLead: false }
const kinds = (facts: Partial<GoalFacts>) => suggestedGoals({ ...nothing, ...facts }).map((goal) => goal.kind)

test('overdue money comes first, with sum and days', () => {
  const goals = suggestedGoals({
    ...nothing,
    overdue: { amountFen: 16_000_000, days: 44 },
    leftOver: { text: '堵漏王断货' },
    opportunities: [{ name: '二期', missing: ['decision_maker'] }],
  })
  assert.deepEqual(
    goals.map((goal) => [goal.kind, goal.purpose]),
    [
      ['collect', 'dunning'],
      ['gate', 'deep'],
      ['answer_left_over', 'routine'],
    ],
  )
  assert.deepEqual(goals[0]?.words, { key: 'briefing.goal.collect', params: { lateFen: 16_000_000, days: 44 } })
})

test('of what a stage asks, only what a visit can bring is a goal', () => {
  assert.deepEqual(kinds({ opportunities: [{ name: '二期', missing: ['quotation_approved', 'contract_effective'] }] }), ['find_need'])
  const goals = suggestedGoals({ ...nothing, opportunities: [{ name: '二期', missing: ['quotation_approved', 'quotation_stamped'] }] })
  assert.equal(goals[0]?.words.key, 'briefing.goal.gate.quotation_stamped')
})

test('a visit due today is late by 0 days, and a goal; one not due is none', () => {
  assert.deepEqual(kinds({ visitLateDays: 0 }), ['keep_cadence'])
  assert.deepEqual(kinds({ visitLateDays: -3 }), ['find_need'])
})

test('with nothing known, or with a lead, the need is what to find out', () => {
  assert.deepEqual(kinds({}), ['find_need'])
  assert.deepEqual(kinds({ isLead: true, leftOver: { text: '要样品' } }), ['answer_left_over', 'find_need'])
})

test('four goals are enough', () => {
  const missing = ['need_form']
  assert.equal(kinds({ opportunities: Array.from({ length: 6 }, (_, n) => ({ name: `${n}`, missing })) }).length, 4)
})
