// 消息措辞: the words of a message outside the app: a company's own template, or the room's sentence, filled with facts.
import { dayOf, timeOf } from '#core/calendar.ts'
import { yuan } from '#core/money.ts'

export type Locale = 'zh-CN' | 'en'

/** Facts by the ending of their name, as the apps word them: `…Fen` money, `…At` instant, `…On` day, `…Ratio` percent. */
export function fillOf(params: Record<string, unknown>, locale: Locale, zone: string): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, fact(name, value, locale, zone)]))
}

function fact(name: string, value: unknown, locale: Locale, zone: string): string {
  if (value === null || value === undefined) return '—'
  if (typeof value === 'number') {
    if (name.endsWith('Fen') || name === 'fen') return yuan(value)
    if (name.endsWith('Ratio')) return `${Math.round(value * 1000) / 10}%`
    return String(value)
  }
  if (typeof value === 'string') {
    if (name.endsWith('At') && /T.*Z$/.test(value)) return `${day(dayOf(value, zone), locale)} ${timeOf(value, zone)}`
    if (name.endsWith('On') && /^\d{4}-\d\d-\d\d$/.test(value)) return day(value, locale)
    return value
  }
  if (Array.isArray(value)) return value.join(locale === 'en' ? ', ' : '、')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function day(text: string, locale: Locale): string {
  const [, month = '', date = ''] = text.split('-')
  return locale === 'en' ? text : `${Number(month)}月${Number(date)}日`
}

export const placesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{([A-Za-z][A-Za-z0-9]*)\}/g)].map((match) => match[1] as string)),
]

/** Puts facts into `{places}`; a place nobody fills stays visible. */
export const fillPlaces = (text: string, facts: Record<string, string>): string =>
  text.replace(/\{([A-Za-z][A-Za-z0-9]*)\}/g, (place, name: string) => facts[name] ?? place)

/** The first place of a template that its message has no fact for. */
export function strangePlace(texts: readonly string[], known: readonly string[]): string | null {
  return texts.flatMap(placesOf).find((place) => !known.includes(place)) ?? null
}
