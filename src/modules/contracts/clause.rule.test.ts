import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillClauses, templateDefaults, unknownPlaces } from './clause.rule.ts'
import { placeValues } from './words.rule.ts'

const values = placeValues({
  number: 'HT-2026-0049',
  amountFen: 23_967_000,
  amountWords: '贰拾叁万玖仟陆佰柒拾元整',
  seller: '澄岭建材科技',
  buyer: '南京河西嘉业',
  terms: { zh: '货到付款' },
  opportunityName: null,
  quotationNumber: 'BJ-2026-0731',
})

test('every place of the house’s template is filled, and no other words change', () => {
  assert.deepEqual(unknownPlaces(templateDefaults.clauses), [])
  const filled = fillClauses(templateDefaults.clauses, values)
  assert.equal(filled.length, templateDefaults.clauses.length)
  assert.equal(JSON.stringify(filled).includes('{'.concat('amount')), false)
  assert.match(filled[0]?.text ?? '', /¥239,670\.00（大写：贰拾叁万玖仟陆佰柒拾元整）/)
  assert.equal(filled.at(-1)?.text, templateDefaults.clauses.at(-1)?.text)
})

test('a place nobody can fill is told when it is saved, and stops the document', () => {
  const clauses = [{ title: '折扣', text: '按 {discount} 与 {amount} 执行，{discount} 优先' }]
  assert.deepEqual(unknownPlaces(clauses), ['discount'])
  assert.throws(() => fillClauses(clauses, values), RangeError)
  assert.deepEqual(fillClauses([{ title: '款', text: '{opportunity}' }], values), [{ title: '款', text: '—' }])
})
