// Words a rejected input: which field, what is wrong with it, what would be right. Field names are messages `field.<name>`.
import type { Say } from './messages.ts'

/** An issue as the schema library reports it; only what is worded here. */
export interface InputIssue {
  path?: readonly (PropertyKey | { key: PropertyKey })[]
  code?: string
  message?: string
  expected?: string
  format?: string
  origin?: string
  minimum?: number | bigint
  maximum?: number | bigint
  inclusive?: boolean
  values?: readonly unknown[]
  keys?: readonly string[]
  divisor?: number
  /** Of a check of our own: `sentence` names its words, `input.<sentence>`. */
  params?: { sentence?: string }
}

export interface InputError {
  path: string
  /** The schema library's code, stable for programs. */
  code: string
  /** The field in words, such as `报价明细 第 2 项 数量`. */
  field: string
  message: string
}

type Locale = 'zh-CN' | 'en'

export function inputError(issue: InputIssue, locale: Locale, say: Say): InputError {
  const parts = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part))
  return {
    path: parts.map(String).join('.'),
    code: issue.code ?? 'invalid',
    field: fieldWords(parts, locale, say),
    message: reason(issue, locale, say),
  }
}

function fieldWords(parts: readonly PropertyKey[], locale: Locale, say: Say): string {
  if (parts.length === 0) return say(locale, 'input.whole')
  return parts
    .map((part) => {
      if (typeof part === 'number') return say(locale, 'input.item', { n: part + 1 })
      const key = `field.${String(part)}`
      const words = say(locale, key)
      return words === key ? String(part) : words
    })
    .join(' ')
}

function reason(issue: InputIssue, locale: Locale, say: Say): string {
  const [key, params] = sentence(issue)
  return say(locale, `input.${key}`, params)
}

function sentence(issue: InputIssue): [string, Record<string, unknown>] {
  switch (issue.code) {
    case 'invalid_type':
      return typeSentence(issue)
    case 'too_small':
      return sizeSentence(issue, 'min', issue.minimum)
    case 'too_big':
      return sizeSentence(issue, 'max', issue.maximum)
    case 'invalid_format':
      return formats.has(issue.format ?? '') ? [issue.format as string, {}] : ['format', {}]
    case 'invalid_value':
      return ['choice', { choices: (issue.values ?? []).map(String).join(' / ') }]
    case 'unrecognized_keys':
      return ['unknown_keys', { keys: (issue.keys ?? []).join(', ') }]
    case 'not_multiple_of':
      return ['multiple', { step: issue.divisor }]
    case 'unkeepable':
      return ['unkeepable', {}]
    default:
      return [issue.params?.sentence ?? 'other', {}]
  }
}

const formats = new Set(['uuid', 'datetime', 'date', 'email', 'url'])
const types = new Set(['string', 'number', 'int', 'boolean', 'array', 'object', 'file'])

function typeSentence(issue: InputIssue): [string, Record<string, unknown>] {
  // The library tells a missing field from a wrong one only in its own sentence.
  if (issue.message?.endsWith('received undefined')) return ['missing', {}]
  const expected = issue.expected === 'record' ? 'object' : (issue.expected ?? '')
  return types.has(expected) ? [`type_${expected}`, {}] : ['other', {}]
}

function sizeSentence(issue: InputIssue, side: 'min' | 'max', limit: number | bigint | undefined): [string, Record<string, unknown>] {
  const bound = Number(limit)
  if (issue.origin === 'string') return side === 'min' && bound === 1 ? ['missing', {}] : [`${side}_text`, { limit: bound }]
  if (issue.origin === 'array' || issue.origin === 'set') return [`${side}_items`, { limit: bound }]
  return [issue.inclusive === false ? `${side}_number_open` : `${side}_number`, { limit: bound }]
}
