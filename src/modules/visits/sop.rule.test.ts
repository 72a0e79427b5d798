import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  answersTo,
  leaveVerdict,
  missingField,
  missingSteps,
  type StepRecord,
  sopDefaults,
  stepsOf,
  workOf,
  wrongField,
} from './sop.rule.ts'

const store = sopDefaults.find((template) => template.key === 'store_round')?.steps ?? []
const deep = sopDefaults.find((template) => template.key === 'ka_deep')?.steps ?? []
const done = (key: string, count = 1): StepRecord => ({ key, status: 'done', count })
const skipped = (key: string): StepRecord => ({ key, status: 'not_possible', count: 0 })

test('R2.2.5 three templates: store round, KA deep visit, dunning, each from check-in to check-out', () => {
  assert.deepEqual(
    sopDefaults.map((template) => [template.zh, template.purpose]),
    [
      ['门店巡访', 'routine'],
      ['KA 深访', 'deep'],
      ['催款拜访', 'dunning'],
    ],
  )
  for (const { steps } of sopDefaults) assert.deepEqual([steps.at(0)?.type, steps.at(-1)?.type], ['check_in', 'check_out'])
})

test('R2.2.4 before check-in all is locked; check-out opens when nothing required is missing', () => {
  assert.deepEqual(
    stepsOf(store, [], false).map((view) => view.state),
    ['open', 'locked', 'locked', 'locked', 'locked', 'locked', 'locked'],
  )
  const halfway = [done('check_in'), done('storefront')]
  assert.equal(stepsOf(store, halfway, true).at(-1)?.state, 'locked')
  const ready = [...halfway, done('shelf'), done('stock', 12), done('competitor')]
  assert.equal(stepsOf(store, ready, true).at(-1)?.state, 'open')
})

test('a step never traps: not possible with a reason lets one leave, but lowers the depth', () => {
  const records = [done('check_in'), done('storefront'), skipped('shelf'), skipped('stock'), done('competitor')]
  assert.deepEqual(missingSteps(store, records), [])
  assert.deepEqual(leaveVerdict(store, records, 'done'), { may: true })
  assert.deepEqual(workOf(store, records), { done: 2, total: 5 })
})

test('too few of what is asked for is missing, and is named in order', () => {
  const twoPhotos = store.map((step) => (step.key === 'shelf' ? { ...step, min: 2 } : step))
  const records = [done('storefront'), done('shelf', 1), done('stock'), done('competitor')]
  const verdict = leaveVerdict(twoPhotos, records, 'done')
  assert.deepEqual(verdict.may === false && verdict.why === 'steps_missing' ? verdict.steps.map((step) => step.zh) : [], ['陈列照'])
})

test('an outcome other than done wants one photo and nothing else', () => {
  assert.deepEqual(leaveVerdict(store, [done('check_in')], 'closed'), { may: false, why: 'photo_missing' })
  assert.deepEqual(leaveVerdict(store, [done('check_in'), done('storefront')], 'closed'), { may: true })
  assert.deepEqual(leaveVerdict(deep, [done('check_in'), done('decision_maker')], 'nobody_met'), { may: false, why: 'photo_missing' })
  const without = deep.filter((step) => step.type !== 'photo')
  assert.deepEqual(leaveVerdict(without, [], 'closed'), { may: true })
})

test('a form names its first required field without an answer; zero and false are answers', () => {
  const fields = deep.find((step) => step.type === 'form')?.fields ?? []
  assert.equal(missingField(fields, { project: '学校屋面' })?.key, 'products')
  assert.equal(missingField(fields, { project: '学校屋面', products: [] })?.key, 'products')
  assert.equal(missingField(fields, { project: '学校屋面', products: ['coating'] }), null)
  assert.equal(missingField([{ key: 'n', zh: '数', en: 'n', kind: 'number', required: true }], { n: 0 }), null)
})

test('a form takes fen, real days and its own choices, and forgets what it did not ask', () => {
  const fields = deep.find((step) => step.type === 'form')?.fields ?? []
  const wrong = (answers: Record<string, unknown>) => wrongField(fields, answers)?.key ?? null
  assert.equal(
    wrong({ project: '学校屋面', products: ['coating', 'paint'], budgetFen: 50_000_000, neededOn: '2026-12-31', quantity: '' }),
    null,
  )
  assert.equal(wrong({ budgetFen: 0.5 }), 'budgetFen')
  assert.equal(wrong({ budgetFen: -1 }), 'budgetFen')
  assert.equal(wrong({ budgetFen: '500000' }), 'budgetFen')
  assert.equal(wrong({ neededOn: '2026-02-30' }), 'neededOn')
  assert.equal(wrong({ products: ['gold'] }), 'products')
  assert.equal(wrong({ project: 7 }), 'project')
  assert.deepEqual(answersTo(fields, { project: '学校屋面', anything: 1 }), { project: '学校屋面' })
})
