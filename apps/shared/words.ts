import type { useFormats, useT } from './i18n.ts'

/** A sentence the server leaves to the app: key and facts. */
export type Worded = { key: string; params: Record<string, unknown> }

type Formats = ReturnType<typeof useFormats>

/** Facts by the ending of their name: `…Fen` money, `…At` instant, `…On` day, `…Ratio` percent; anything else as it is. */
export function fillOf(params: Record<string, unknown>, f: Formats): Record<string, string | number> {
  const filled: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(params)) filled[name] = fact(name, value, f)
  return filled
}

function fact(name: string, value: unknown, f: Formats): string | number {
  if (value === null || value === undefined) return '—'
  if (typeof value === 'number') {
    if (name.endsWith('Fen') || name === 'fen') return f.money(value)
    if (name.endsWith('Ratio')) return f.percent(value)
    return value
  }
  if (typeof value === 'string') {
    if (name.endsWith('At') && /T.*Z$/.test(value)) return f.moment(value)
    if (name.endsWith('On') && /^\d{4}-\d\d-\d\d$/.test(value)) return f.day(value)
    return value
  }
  if (Array.isArray(value)) return value.join('、')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The sentence itself; a key nobody knows shows itself, so that a test finds it. */
export function wordsOf(words: Worded, t: ReturnType<typeof useT>, f: Formats): string {
  return t(words.key, fillOf(words.params, f))
}
