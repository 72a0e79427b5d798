import assert from 'node:assert/strict'
import { test } from 'node:test'
import { funnel, type OpenOpportunity, signing } from './funnel.rule.ts'
import { pipelineDefaults } from './gate.rule.ts'

const at = (amountK: number, weight: number, expectedSignOn: string): OpenOpportunity => {
  const stage = pipelineDefaults.stages.find((one) => one.weight === weight)
  assert.ok(stage)
  return { stage: stage.key, weight, amountFen: amountK * 100_000, expectedSignOn }
}
const open: OpenOpportunity[] = [
  at(1200, 80, '2026-12-18'),
  at(860, 60, '2026-12-25'),
  at(640, 80, '2026-12-10'),
  at(1500, 40, '2027-01-20'),
  at(980, 60, '2027-01-08'),
  at(420, 20, '2027-02-28'),
  at(360, 40, '2026-12-30'),
  at(750, 20, '2027-03-15'),
  at(520, 60, '2026-12-28'),
  at(180, 80, '2026-12-05'),
]
const k = 100_000

test('the ten open opportunities: total 7,410, weighted 4,010', () => {
  const stages = pipelineDefaults.stages.map((stage) => stage.key)
  const result = funnel(stages, open)
  assert.equal(result.totalFen, 7_410 * k)
  assert.equal(result.weightedFen, 4_010 * k)
  assert.deepEqual(
    result.layers.map((layer) => [layer.stage, layer.count, layer.amountFen / k, layer.weightedFen / k]),
    [
      ['contact', 2, 1170, 234],
      ['needs', 2, 1860, 744],
      ['quotation', 3, 2360, 1416],
      ['negotiation', 3, 2020, 1616],
      ['won', 0, 0, 0],
    ],
  )
})

test('signing in December: 2,588 by weight, first and last day included', () => {
  assert.deepEqual(signing(open, '2026-12-01', '2026-12-31'), { amountFen: 3_760 * k, weightedFen: 2_588 * k })
  assert.equal(signing(open, '2026-12-05', '2026-12-05').amountFen, 180 * k)
  assert.equal(signing([{ ...(open[0] as OpenOpportunity), expectedSignOn: null }], '2026-01-01', '2027-12-31').amountFen, 0)
})
