import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type CustomField,
  customFacts,
  customHolds,
  type FieldType,
  factFits,
  fieldTypes,
  isDay,
  judgeCustom,
  judgeValue,
  missingFields,
  readCell,
  readFilter,
} from './field.rule.ts'

const options = [
  { key: 'large', zh: '大', en: 'Large', retired: false },
  { key: 'small', zh: '小', en: 'Small', retired: false },
  { key: 'tiny', zh: '微', en: 'Tiny', retired: true },
]
const field = (type: FieldType, more: Partial<CustomField> = {}): CustomField => ({
  id: '0',
  subjectType: 'lead',
  key: 'f',
  type,
  zh: '规模',
  en: 'Size',
  options: type === 'option' || type === 'options' ? options : [],
  reference: type === 'reference' ? 'member' : null,
  requiredIn: [],
  listed: false,
  retired: false,
  sort: 1,
  version: 1,
  ...more,
})
const judge = (type: FieldType, given: unknown, before: string | number | string[] | null = null) =>
  judgeValue(field(type), given, before, 'zh-CN')
const codeOf = (type: FieldType, given: unknown, before: string | number | string[] | null = null): string | null => {
  const verdict = judge(type, given, before)
  return verdict.ok ? null : verdict.problem.code
}

const anything = fc.oneof(
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.array(fc.string()),
  fc.dictionary(fc.string(), fc.string()),
  fc.uuid(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom('large', 'small', 'tiny'),
  fc.subarray(['large', 'small', 'tiny']),
)

describe('what a field keeps', () => {
  test('whatever comes in: what is kept has the type of the field, and would be kept again unchanged', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fieldTypes), anything, (type, given) => {
        const verdict = judge(type, given)
        if (!verdict.ok || verdict.value === null) return
        const { value } = verdict
        if (type === 'number' || type === 'money') assert.equal(typeof value, 'number')
        else if (type === 'options') assert.ok(Array.isArray(value) && value.every((key) => ['large', 'small'].includes(key)))
        else assert.equal(typeof value, 'string')
        if (type === 'money') assert.ok(Number.isSafeInteger(value) && (value as number) >= 0)
        if (type === 'date') assert.ok(isDay(value as string))
        if (type === 'option') assert.ok(value === 'large' || value === 'small')
        assert.deepEqual(judge(type, value, value), { ok: true, value })
        assert.deepEqual(judge(type, JSON.parse(JSON.stringify(value)), null), { ok: true, value })
      }),
      { numRuns: 2000 },
    )
  })

  test('nothing clears every type', () => {
    for (const type of fieldTypes)
      for (const given of [null, undefined, '', []]) assert.deepEqual(judge(type, given), { ok: true, value: null })
  })

  test('each type says what it wants', () => {
    assert.equal(codeOf('text', 5), 'custom_field.not_text')
    assert.equal(codeOf('text', 'x'.repeat(2001)), 'custom_field.text_long')
    assert.equal(codeOf('text', 'x'.repeat(2000)), null)
    for (const bad of ['12', Number.NaN, Number.POSITIVE_INFINITY, 1e13, 0.1234567, true])
      assert.equal(codeOf('number', bad), 'custom_field.not_number')
    assert.equal(codeOf('number', -0.123456), null)
    for (const bad of [12.5, -1, '12', 1e14]) assert.equal(codeOf('money', bad), 'custom_field.not_money')
    for (const bad of ['2026-02-29', '2026-13-01', '26-01-01', '1899-12-31', '2200-01-01', 20260101])
      assert.equal(codeOf('date', bad), 'custom_field.not_date')
    assert.equal(codeOf('date', '2028-02-29'), null)
    assert.equal(codeOf('option', 'giant'), 'custom_field.not_option')
    assert.equal(codeOf('options', 'large'), 'custom_field.not_options')
    assert.equal(codeOf('options', ['large', 'giant']), 'custom_field.not_option')
    assert.equal(codeOf('file', 'plan.pdf'), 'custom_field.not_file')
    assert.equal(codeOf('reference', '张三'), 'custom_field.not_reference')
  })

  test('a retired option stays where it is, and is not chosen anew', () => {
    assert.equal(codeOf('option', 'tiny'), 'custom_field.option_retired')
    assert.equal(codeOf('option', 'tiny', 'large'), 'custom_field.option_retired')
    assert.equal(codeOf('option', 'tiny', 'tiny'), null)
    assert.equal(codeOf('options', ['tiny', 'large'], ['tiny']), null)
    assert.equal(codeOf('options', ['tiny', 'large'], ['large']), 'custom_field.option_retired')
  })
})

describe('a change', () => {
  const fields = [
    field('text', { key: 'note' }),
    field('number', { key: 'n', requiredIn: ['ka'] }),
    field('text', { key: 'old', retired: true }),
  ]
  const change = (given: Record<string, unknown>, before = {}, places: string[] | null = []) =>
    judgeCustom(fields, { given, before, places, locale: 'zh-CN' })

  test('what is left out stays; only what differs counts as changed', () => {
    assert.deepEqual(change({ note: ' b ' }, { note: 'a', n: 1 }), { values: { note: 'b', n: 1 }, changed: ['note'], problem: null })
    assert.deepEqual(change({ note: 'a', n: 1 }, { note: 'a', n: 1 }).changed, [])
    assert.deepEqual(change({ note: null }, { note: 'a' }), { values: {}, changed: ['note'], problem: null })
  })

  test('a key nobody added, a retired field, a missing one: refused, and nothing of it is kept', () => {
    assert.equal(change({ other: 1 }).problem?.code, 'custom_field.unknown')
    assert.deepEqual(change({ note: 'b', other: 1 }, { note: 'a' }).values, { note: 'a' })
    assert.equal(change({ old: 'x' }).problem?.code, 'custom_field.retired')
    assert.equal(change({ old: null }, { old: 'x' }).problem, null)
    assert.equal(change({ old: 'x' }, { old: 'x' }).problem, null)
    assert.deepEqual(change({}, {}, ['ka']).problem, { code: 'custom_field.required', params: { fields: '规模', keys: ['n'] } })
    assert.equal(change({ n: 0 }, {}, ['ka']).problem, null)
    assert.equal(change({}, {}, ['smb']).problem, null)
    assert.equal(change({}, {}, null).problem, null)
  })

  test('everywhere is in every place; a retired field asks for nothing', () => {
    assert.equal(missingFields([field('text', { requiredIn: ['*'] })], {}, []).length, 1)
    assert.equal(missingFields([field('text', { requiredIn: ['*'], retired: true })], {}, ['x']).length, 0)
  })
})

describe('words from outside', () => {
  test('cells of a table', () => {
    assert.equal(readCell(field('number'), ' 1,200.5 '), 1200.5)
    assert.equal(readCell(field('money'), '¥1,200.50'), 120050)
    assert.equal(readCell(field('money'), '十元'), '十元')
    assert.equal(readCell(field('date'), '2026/1/5'), '2026-01-05')
    assert.equal(readCell(field('date'), '2026年1月5日'), '2026-01-05')
    assert.equal(readCell(field('option'), '大'), 'large')
    assert.equal(readCell(field('option'), 'LARGE'), 'large')
    assert.deepEqual(readCell(field('options'), '大、Small；giant'), ['large', 'small', 'giant'])
  })

  test('what a filter asks', () => {
    assert.deepEqual(readFilter(field('option'), 'large,tiny'), { kind: 'any', values: ['large', 'tiny'] })
    assert.equal(readFilter(field('option'), 'giant'), null)
    assert.deepEqual(readFilter(field('number'), '5..'), { kind: 'range', from: '5', to: null })
    assert.deepEqual(readFilter(field('money'), '500'), { kind: 'range', from: '500', to: '500' })
    assert.deepEqual(readFilter(field('date'), '2026-01-01..2026-02-01'), { kind: 'range', from: '2026-01-01', to: '2026-02-01' })
    for (const bad of ['..', 'x', '1e5', '5..x']) assert.equal(readFilter(field('number'), bad), null)
    assert.equal(readFilter(field('reference'), 'me'), null)
  })

  test('what a rule asks, and whether the field can answer', () => {
    const asked = customFacts({
      lines: [{ when: { fact: 'custom.f', in: ['large'] } }],
      rules: [{ lead: { 'custom.f': ['small'], segment: ['ka'] } }],
    })
    assert.deepEqual(asked, [
      { fact: 'custom.f', in: ['large'] },
      { fact: 'custom.f', in: ['small'] },
    ])
    assert.equal(factFits([field('option')], { fact: 'custom.f', in: ['large'] }), true)
    assert.equal(factFits([field('option')], { fact: 'custom.f', in: ['giant'] }), false)
    assert.equal(factFits([field('option')], { fact: 'custom.f', atLeast: 3 }), false)
    assert.equal(factFits([field('money')], { fact: 'custom.f', atLeast: 3 }), true)
    assert.equal(factFits([field('option', { retired: true })], { fact: 'custom.f' }), false)
    assert.equal(factFits([], { fact: 'custom.f' }), false)
    assert.equal(customHolds(['a', 'b'], { in: ['b'] }), true)
    assert.equal(customHolds(5, { atLeast: 5 }), true)
    assert.equal(customHolds(4, { atLeast: 5 }), false)
    assert.equal(customHolds(undefined, {}), false)
  })
})
