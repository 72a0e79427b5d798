// What a careless or hostile caller may send in place of each field of a JSON schema.
import { type Schema, sample } from './sample.ts'

export interface BadValue {
  /** Where in the input, such as `lines.0.quantity`. */
  path: (string | number)[]
  kind: string
  value: unknown
  /** `refuse`: a schema must say no and name the field. `survive`: taken or refused, but never a fault of ours. */
  must: 'refuse' | 'survive'
}

const BEYOND = 200_000
/** Fields whose value may lie below zero. */
const SIGNED = new Set(['lat', 'lng', 'altitudeM'])
// A password may be of blanks.
const SECRET = new Set(['current', 'next', 'password'])

export const strange: Record<string, string> = {
  emoji: '🏗️👷🏽‍♀️😀',
  'beyond the first plane': '𠮷野家𠮷',
  'right to left': '\u202Eمرحبا بالعالم\u202C',
  SQL: `'); drop table lead; -- " OR 1=1`,
  template: '{{7*7}} $1 {name} %s %_ \\',
  blanks: '\u3000\u00a0\ufeff x',
}

const long = process.env.FIELDLOOP_LONG === '1'
let turn = 0
/** Two of many that say much the same, others at each call; all of them in the long run. */
const some = <T>(many: T[]): T[] => {
  turn += 1
  return long ? many : many.filter((_, n) => (n + turn) % many.length < 2)
}

const typeOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

/** The schema without the wrapping of optional and nullable fields, and what JSON types it takes at all (empty: anything). */
function open(schema: Schema): { inner: Schema; types: Set<string> } {
  const choices = ((schema.anyOf ?? schema.oneOf) as Schema[] | undefined) ?? [schema]
  const inner = choices.find((choice) => choice.type !== 'null') ?? schema
  const types = new Set<string>()
  for (const choice of choices) {
    const opened = choice === schema ? null : open(choice)
    if (opened) for (const type of opened.types) types.add(type)
    else if (choice.const !== undefined) types.add(typeOf(choice.const))
    else if (Array.isArray(choice.enum)) for (const one of choice.enum) types.add(typeOf(one))
    else if (choice.allOf) types.add('object')
    else for (const type of [choice.type].flat()) if (typeof type === 'string') types.add(type)
  }
  return { inner, types }
}

/** Every bad value for every field below `schema`. */
export function badValues(schema: Schema, path: (string | number)[] = []): BadValue[] {
  const { inner, types } = open(schema)
  const found: BadValue[] = path.length > 0 ? wrongTypes(types).map((value) => bad(path, `${typeOf(value)} instead`, value)) : []
  if (types.size > 1 && (schema.anyOf ?? schema.oneOf) && inner.type !== 'object' && inner.type !== 'array' && types.size > 2) return found
  if (inner.type === 'object') found.push(...inObject(inner, path))
  else if (inner.type === 'array') found.push(...inArray(inner, path))
  else if (inner.type === 'string' && inner.const === undefined) found.push(...inText(inner, path))
  else if (inner.type === 'integer' || inner.type === 'number') found.push(...inNumber(inner, path))
  return found
}

const bad = (path: BadValue['path'], kind: string, value: unknown, must: BadValue['must'] = 'refuse'): BadValue => ({
  path,
  kind,
  value,
  must,
})

function wrongTypes(types: Set<string>): unknown[] {
  if (types.size === 0) return []
  const takes = (value: unknown): boolean => types.has(typeOf(value)) || (typeOf(value) === 'integer' && types.has('number'))
  return some([{ a: { b: [1] } }, ['x'], 'nonsense', 7, true].filter((value) => !takes(value)))
}

function inObject(schema: Schema, path: BadValue['path']): BadValue[] {
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  const found = Object.entries(properties).flatMap(([key, child]) => badValues(child, [...path, key]))
  for (const key of (schema.required ?? []) as string[]) found.push(bad([...path, key], 'missing', undefined))
  if (typeof schema.additionalProperties === 'object')
    found.push(bad(path, 'strange keys', { constructor: 1, ['k'.repeat(2000)]: 'x', '': null, 'a\u0000b': 1 }, 'survive'))
  return found
}

function inArray(schema: Schema, path: BadValue['path']): BadValue[] {
  const items = (schema.items ?? {}) as Schema
  const one = sample(items)
  const most = Number(schema.maxItems ?? 1000)
  const found = [
    bad(
      path,
      'too many',
      Array.from({ length: most + 1 }, () => one),
    ),
  ]
  if (Number(schema.minItems ?? 0) > 0) found.push(bad(path, 'too few', []))
  return [...found, ...badValues(items, [...path, 0])]
}

function inText(schema: Schema, path: BadValue['path']): BadValue[] {
  const must = schema.format || schema.enum ? 'refuse' : 'survive'
  if (schema.enum) return [bad(path, 'not a choice', 'nonsense'), bad(path, 'a choice of another kind', '__proto__')]
  const found = [
    bad(path, 'over-long', 'x'.repeat(Math.max(Number(schema.maxLength ?? BEYOND), Number(schema.minLength ?? 0)) + 1)),
    bad(path, 'NUL', 'a\u0000b'),
    bad(path, 'half a character', 'a\ud800b'),
  ]
  if (Number(schema.minLength ?? 0) > 0) found.push(bad(path, 'empty', ''))
  if (Number(schema.minLength ?? 0) > 0 && !SECRET.has(String(path.at(-1))))
    found.push(bad(path, 'blank', ' '.repeat(Number(schema.minLength))))
  for (const [kind, value] of some(Object.entries(strange))) found.push(bad(path, kind, value, must))
  if (schema.format === 'date')
    for (const day of ['0000-01-01', '0001-01-01', '2026-02-30', '9999-12-31']) found.push(bad(path, `the day ${day}`, day))
  if (schema.format === 'date-time')
    for (const year of ['0000', '0001', '9999']) found.push(bad(path, `the year ${year}`, `${year}-01-01T00:00:00.000Z`))
  return found
}

function inNumber(schema: Schema, path: BadValue['path']): BadValue[] {
  const signed = SIGNED.has(String(path.at(-1)))
  const low = schema.minimum ?? schema.exclusiveMinimum
  const found = [
    bad(path, 'beyond counting', 9_007_199_254_740_991),
    bad(path, 'astronomic', 1e308),
    bad(path, 'negative beyond counting', -9_007_199_254_740_991),
  ]
  if (schema.maximum !== undefined) found.push(bad(path, 'above its bound', Number(schema.maximum) + 1))
  if (low !== undefined) found.push(bad(path, 'below its bound', Number(low) - 1))
  else if (!signed) found.push(bad(path, 'negative', -1))
  if (schema.type === 'integer') found.push(bad(path, 'a fraction', 1.5))
  return found
}

/** A copy of `input` with the value put at the path; what stands on the way is made from the schema. */
export function put(input: unknown, schema: Schema, path: BadValue['path'], value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  const { inner } = open(schema)
  if (typeof step === 'number') {
    const list = Array.isArray(input) ? [...input] : []
    const child = (inner.items ?? {}) as Schema
    list[step] = put(list[step] ?? sample(child), child, rest, value)
    return list
  }
  const record = typeof input === 'object' && input !== null ? { ...(input as Record<string, unknown>) } : {}
  const child = ((inner.properties ?? {}) as Record<string, Schema>)[step] ?? {}
  if (rest.length === 0 && value === undefined) delete record[step]
  else record[step] = put(record[step] ?? (rest.length > 0 ? sample(child) : undefined), child, rest, value)
  return record
}

export interface BadQuery {
  name: string
  query: string
  must: BadValue['must']
}

const cursorOf = (values: unknown): string => Buffer.from(JSON.stringify(values)).toString('base64url')
const forged = [
  ['x'],
  ['x', 'y'],
  ['x', 'y', 'z'],
  [1e308, 'y'],
  [null, null],
  [null, null, null],
  ['2026-13-45T00:00:00.000Z', '01900000-0000-7000-8000-000000000000'],
  [9e15, "'; drop table lead; --"],
  ['a\u0000b', 'a\u0000b'],
  { length: 2 },
]

/** Bad values of one query parameter. */
export function badQueries(name: string, schema: Schema): BadQuery[] {
  const one = (value: string, must: BadValue['must'] = 'refuse'): BadQuery => ({ name, query: `${name}=${value}`, must })
  const { inner } = open(schema)
  const found = [one('%00'), { name, query: `${name}[x][y]=1`, must: 'survive' as const }, one('%E4%BD', 'survive')]
  if (name === 'cursor') return [...found, one('nonsense'), one('%22'), ...forged.map((values) => one(cursorOf(values), 'survive'))]
  if (inner.enum || inner.format) found.push(one('nonsense'), one('__proto__'), one(encodeURIComponent(strange.SQL as string)))
  if (inner.type === 'integer' || inner.type === 'number')
    for (const value of ['-99999', '1e999', '99999999999999999999', 'abc', 'NaN', '0x']) found.push(one(value))
  if (inner.type === 'string' && !inner.enum && !inner.format) {
    found.push(one('x'.repeat(Number(schema.maxLength ?? inner.maxLength ?? 9000) + 1)))
    for (const value of Object.values(strange)) found.push(one(encodeURIComponent(value), 'survive'))
  }
  if (inner.format === 'date') found.push(one('2026-02-30'), one('0000-01-01'), one('9999-12-31'))
  if (inner.format === 'date-time') found.push(one('0000-01-01T00:00:00.000Z'), one('9999-12-31T00:00:00.000Z'))
  return found
}

export interface BadBody {
  kind: string
  body?: string
  type?: string
  /** Wrong even where a route needs nothing in its body. */
  never: boolean
}

const json = 'application/json'
export const badBodies: BadBody[] = [
  { kind: 'no body', never: false },
  { kind: 'an empty body of JSON', body: '', type: json, never: false },
  { kind: 'null', body: 'null', type: json, never: false },
  { kind: 'an empty list', body: '[]', type: json, never: false },
  { kind: 'a text', body: '"text"', type: json, never: false },
  { kind: 'a number', body: '5', type: json, never: false },
  { kind: 'broken JSON', body: '{"id":', type: json, never: true },
  { kind: 'JSON in UTF-16', body: '\ufeff\u0000{\u0000}', type: json, never: true },
  { kind: 'JSON of 20,000 levels', body: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, type: json, never: false },
  { kind: 'a prototype', body: '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}', type: json, never: false },
  { kind: 'plain text', body: '{"id":1}', type: 'text/plain', never: false },
  { kind: 'XML', body: '<a/>', type: 'application/xml', never: false },
  { kind: 'a form', body: 'a=1&__proto__[x]=1&a[b]=2', type: 'application/x-www-form-urlencoded', never: false },
  { kind: 'parts without a boundary', body: 'x', type: 'multipart/form-data', never: true },
  { kind: 'broken parts', body: '--x\r\nnothing', type: 'multipart/form-data; boundary=x', never: true },
  { kind: 'a content type that is none', body: '{}', type: 'nonsense', never: false },
]

/** Files that nobody should send. */
export function badFiles(): [kind: string, file: File | string][] {
  const file = (content: BlobPart, name: string, type: string): File => new File([content], name, { type })
  return [
    ['no bytes', file('', 'empty.png', 'image/png')],
    ['a program called a picture', file(`MZ${'\u0000'.repeat(200)}`, 'photo.png', 'image/png')],
    ['a page called a document', file('<html><script>alert(1)</script></html>', 'scan.pdf', 'application/pdf')],
    ['a drawing with a script', file('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'a.svg', 'image/svg+xml')],
    ['the head of a picture alone', file(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'cut.png', 'image/png')],
    ['a text', 'no file at all'],
  ]
}
