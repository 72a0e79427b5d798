// 自定义字段. What a company adds to its records: typed, ordered, required where it says so; what is retired stays readable and is not chosen anew.

export const fieldSubjects = ['lead', 'account', 'contact', 'opportunity', 'visit', 'contract'] as const
export type FieldSubject = (typeof fieldSubjects)[number]
export const fieldTypes = ['text', 'number', 'money', 'date', 'option', 'options', 'file', 'reference'] as const
export type FieldType = (typeof fieldTypes)[number]
export const referenceKinds = ['member', 'account', 'lead', 'opportunity'] as const
export type ReferenceKind = (typeof referenceKinds)[number]

/** Money in fen, days as `YYYY-MM-DD`, options by their key, files and references by their id. */
export type CustomValue = string | number | string[]
export type CustomValues = Record<string, CustomValue>
export interface FieldOption {
  key: string
  zh: string
  en: string
  retired: boolean
}
export interface CustomField {
  id: string
  subjectType: FieldSubject
  key: string
  type: FieldType
  zh: string
  en: string
  options: FieldOption[]
  reference: ReferenceKind | null
  /** Stages, segments, purposes, kinds in which it must be filled; `*` is everywhere. */
  requiredIn: string[]
  /** A column of the list unless the reader has chosen others. */
  listed: boolean
  retired: boolean
  sort: number
  version: number
}
export type FieldProblem = { code: string; params: Record<string, unknown> }
export type ValueVerdict = { ok: true; value: CustomValue | null } | { ok: false; problem: FieldProblem }

const LONGEST_TEXT = 2000
const LARGEST_NUMBER = 1_000_000_000_000
const LARGEST_FEN = 10_000_000_000_000
const MOST_CHOSEN = 50
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What may be kept of a given value; null takes it out. `before` is what the record has: a retired option may stay. */
export function judgeValue(
  field: Pick<CustomField, 'type' | 'options'>,
  given: unknown,
  before: CustomValue | null,
  locale: 'zh-CN' | 'en',
): ValueVerdict {
  if (given === null || given === undefined || given === '' || (Array.isArray(given) && given.length === 0))
    return { ok: true, value: null }
  const wrong = (code: string, params: Record<string, unknown> = {}): ValueVerdict => ({
    ok: false,
    problem: { code: `custom_field.${code}`, params },
  })
  switch (field.type) {
    case 'text': {
      if (typeof given !== 'string') return wrong('not_text')
      const text = given.trim()
      return text.length > LONGEST_TEXT ? wrong('text_long', { limit: LONGEST_TEXT }) : { ok: true, value: text || null }
    }
    // A minus zero is a zero: `+ 0` says so.
    case 'number':
      return typeof given === 'number' && Math.abs(given) <= LARGEST_NUMBER && Number(given.toFixed(6)) === given
        ? { ok: true, value: given + 0 }
        : wrong('not_number')
    case 'money':
      return typeof given === 'number' && Number.isSafeInteger(given) && given >= 0 && given <= LARGEST_FEN
        ? { ok: true, value: given + 0 }
        : wrong('not_money')
    case 'date':
      return typeof given === 'string' && isDay(given) ? { ok: true, value: given } : wrong('not_date')
    case 'option':
      return typeof given === 'string'
        ? chosen(field, [given], before, wrong, locale)
        : wrong('not_option', { choices: choicesOf(field, locale) })
    case 'options': {
      const keys = Array.isArray(given) && given.every((one) => typeof one === 'string') ? [...new Set(given as string[])] : null
      if (!keys || keys.length > MOST_CHOSEN) return wrong('not_options', { choices: choicesOf(field, locale) })
      return chosen(field, keys, before, wrong, locale)
    }
    case 'file':
      return typeof given === 'string' && UUID.test(given) ? { ok: true, value: given } : wrong('not_file')
    case 'reference':
      return typeof given === 'string' && UUID.test(given) ? { ok: true, value: given } : wrong('not_reference')
  }
}

function chosen(
  field: Pick<CustomField, 'type' | 'options'>,
  keys: string[],
  before: CustomValue | null,
  wrong: (code: string, params?: Record<string, unknown>) => ValueVerdict,
  locale: 'zh-CN' | 'en',
): ValueVerdict {
  const had = before === null ? [] : [before].flat().map(String)
  for (const key of keys) {
    const option = field.options.find((one) => one.key === key)
    if (!option) return wrong('not_option', { value: key.slice(0, 60), choices: choicesOf(field, locale) })
    if (option.retired && !had.includes(key))
      return wrong('option_retired', { option: wordsOf(option, locale), choices: choicesOf(field, locale) })
  }
  return { ok: true, value: field.type === 'options' ? keys : (keys[0] as string) }
}

export const wordsOf = (words: { zh: string; en: string }, locale: 'zh-CN' | 'en'): string => (locale === 'en' ? words.en : words.zh)
const choicesOf = (field: Pick<CustomField, 'options'>, locale: 'zh-CN' | 'en'): string =>
  field.options
    .filter((option) => !option.retired)
    .map((option) => wordsOf(option, locale))
    .join(' / ')

/** A day of the calendar between 1900 and 2200. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1900' || text >= '2200') return false
  const [year, month, day] = text.split('-').map(Number) as [number, number, number]
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

export interface CustomInput {
  /** What came in: a key left out stays as it is, null clears. */
  given: Record<string, unknown>
  before: CustomValues
  /** Stages, segments, purposes, kinds that hold for the record; null asks for nothing. */
  places: readonly string[] | null
  locale: 'zh-CN' | 'en'
}
export interface CustomVerdict {
  values: CustomValues
  /** Keys whose value is another one now. */
  changed: string[]
  /** The first thing that is wrong. */
  problem: FieldProblem | null
}

/** The values a record has after the change, and what speaks against it. */
export function judgeCustom(fields: readonly CustomField[], input: CustomInput): CustomVerdict {
  const { given, before, places, locale } = input
  const values = { ...before }
  const changed: string[] = []
  const refused = (problem: FieldProblem): CustomVerdict => ({ values: before, changed: [], problem })
  for (const [key, wanted] of Object.entries(given)) {
    const field = fields.find((one) => one.key === key)
    if (!field) return refused({ code: 'custom_field.unknown', params: { field: key.slice(0, 60) } })
    const had = before[key] ?? null
    const verdict = judgeValue(field, wanted, had, locale)
    const named = { field: wordsOf(field, locale), key }
    if (!verdict.ok) return refused({ code: verdict.problem.code, params: { ...named, ...verdict.problem.params } })
    if (sameValue(had, verdict.value)) continue
    if (field.retired && verdict.value !== null) return refused({ code: 'custom_field.retired', params: named })
    if (verdict.value === null) delete values[key]
    else values[key] = verdict.value
    changed.push(key)
  }
  const missing = places ? missingFields(fields, values, places) : []
  if (missing.length === 0) return { values, changed, problem: null }
  const names = missing.map((field) => wordsOf(field, locale))
  return refused({
    code: 'custom_field.required',
    params: { fields: names.join(locale === 'en' ? ', ' : '、'), keys: missing.map((field) => field.key) },
  })
}

/** Fields that must be filled in one of these places and are not. */
export function missingFields(fields: readonly CustomField[], values: CustomValues, places: readonly string[]): CustomField[] {
  return fields.filter((field) => isRequired(field, places) && values[field.key] === undefined)
}

export const isRequired = (field: Pick<CustomField, 'retired' | 'requiredIn'>, places: readonly string[]): boolean =>
  !field.retired && field.requiredIn.some((place) => place === '*' || places.includes(place))

export const sameValue = (a: CustomValue | null, b: CustomValue | null): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((one) => b.includes(one)) : a === b

/** What a cell of a table says, in the shape the field keeps; what cannot be read stays as it is, and is refused by judgeValue. */
export function readCell(field: Pick<CustomField, 'type' | 'options'>, text: string): unknown {
  const cell = text.trim()
  const keyOf = (word: string): string =>
    field.options.find((one) => [one.key, one.zh.toLowerCase(), one.en.toLowerCase()].includes(word.toLowerCase()))?.key ?? word
  switch (field.type) {
    case 'number':
    case 'money': {
      const plain = cell.replace(/[,，\s¥￥元]/g, '')
      const value = Number(plain)
      if (plain === '' || !Number.isFinite(value)) return cell
      return field.type === 'money' ? Math.round(value * 100) : value
    }
    case 'date': {
      const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell)
      return match ? `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}` : cell
    }
    case 'option':
      return keyOf(cell)
    case 'options':
      return cell
        .split(/[,，、;；|]/)
        .map((one) => one.trim())
        .filter(Boolean)
        .map(keyOf)
    default:
      return cell
  }
}

export type FieldFilter =
  | { kind: 'any'; values: string[] }
  | { kind: 'range'; from: string | null; to: string | null }
  | { kind: 'text'; text: string }

/** What `custom.<key>=…` asks: several keys with commas, `from..to` for figures and days, words within a text. Null: it makes no sense for the field. */
export function readFilter(field: Pick<CustomField, 'type' | 'options'>, asked: string): FieldFilter | null {
  const text = asked.trim()
  if (text === '') return null
  if (field.type === 'text') return { kind: 'text', text }
  if (field.type === 'number' || field.type === 'money' || field.type === 'date') {
    const range = /^(.*)\.\.(.*)$/.exec(text)
    const [from, to] = (range ? [range[1], range[2]] : [text, text]).map((one) => one?.trim() || null) as [string | null, string | null]
    const fits = (one: string | null): boolean =>
      one === null || (field.type === 'date' ? isDay(one) : /^-?\d{1,13}(\.\d{1,6})?$/.test(one))
    return (from !== null || to !== null) && fits(from) && fits(to) ? { kind: 'range', from, to } : null
  }
  const values = text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
  const known = field.options.map((option) => option.key)
  const fits = (one: string): boolean => (field.type === 'option' || field.type === 'options' ? known.includes(one) : UUID.test(one))
  return values.length > 0 && values.length <= MOST_CHOSEN && values.every(fits) ? { kind: 'any', values } : null
}

/** `custom.<key>` as a rule names it; null for any other fact. */
export const customKeyOf = (fact: string): string | null => (fact.startsWith('custom.') ? fact.slice(7) : null)

/** Does a value meet what a rule asks of it: one of these, at least so much, or (with neither) to be there at all? */
export function customHolds(
  value: CustomValue | undefined,
  asked: { in?: readonly string[] | undefined; atLeast?: number | undefined },
): boolean {
  if (value === undefined) return false
  if (asked.in) return [value].flat().some((one) => asked.in?.includes(String(one)))
  if (asked.atLeast !== undefined) return typeof value === 'number' && value >= asked.atLeast
  return true
}

/** What a rule asks of a custom field, wherever it stands in a policy: `{ fact: 'custom.<key>', … }`, or a list under the key `custom.<key>`. */
export interface AskedFact {
  fact: string
  in?: readonly string[] | undefined
  atLeast?: number | undefined
}

export function customFacts(value: unknown): AskedFact[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(customFacts)
  const { fact, in: wanted, atLeast } = value as AskedFact
  const own: AskedFact[] =
    typeof fact === 'string' && customKeyOf(fact) !== null
      ? [{ fact, ...(Array.isArray(wanted) ? { in: wanted } : {}), ...(typeof atLeast === 'number' ? { atLeast } : {}) }]
      : []
  const listed = Object.entries(value).flatMap(([key, child]) =>
    customKeyOf(key) !== null && Array.isArray(child) ? [{ fact: key, in: child.map(String) }] : customFacts(child),
  )
  return [...own, ...listed]
}

/** Is it a field in use whose type can be judged so, with options that are there? */
export function factFits(fields: readonly CustomField[], asked: AskedFact): boolean {
  const field = fields.find((one) => one.key === customKeyOf(asked.fact) && !one.retired)
  if (!field) return false
  if (asked.atLeast !== undefined && field.type !== 'number' && field.type !== 'money') return false
  if (!asked.in) return true
  const chooses = field.type === 'option' || field.type === 'options'
  return chooses
    ? asked.in.every((key) => field.options.some((option) => option.key === key))
    : field.type === 'text' || field.type === 'reference'
}
