// Any columns of a table of leads as a few slots each: words by themselves where enough leads share them, figures by where they lie.

export type Value = string | number | null | undefined
export type Row = Readonly<Record<string, Value>>

/** Slot 0 is unknown; words have one each from 1 on and a last one for all others; figures lie between `cuts`. */
export type Scale = { name: string; size: number } & (
  | { kind: 'words'; words: Record<string, number> }
  | { kind: 'figures'; cuts: number[] }
)
export type Column = { scale: Scale; slots: Int32Array }

/** A word that fewer leads have says nothing by itself. */
const FEW = 8
const MOST_WORDS = 40
const MOST_CUTS = 15
/** A column of which nearly every value is its own (a number, a name) tells leads apart and says nothing of them. */
const ALL_DIFFERENT = 0.5

/** What forms write where nothing was chosen. */
const NOTHING = /^(|select|null|none|n\/a|nan|unknown|undefined|未知|无|-+)$/i

const figure = (value: Value): number | null => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value !== 'string' || value.trim() === '') return null
  const read = Number(value)
  return Number.isFinite(read) ? read : null
}
const word = (value: Value): string | null => {
  const text = String(value ?? '').trim()
  return NOTHING.test(text) ? null : text.toLowerCase()
}

/** The columns that say something, in the order of their names, so that a row's own order does not matter. */
export function columnsOf(rows: readonly Row[]): Column[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort()
  return names.flatMap((name) => {
    const scale = scaleOf(
      name,
      rows.map((row) => row[name]),
    )
    return scale ? [{ scale, slots: Int32Array.from(rows, (row) => slotOf(scale, row[name])) }] : []
  })
}

/** How a column is read; null when it cannot say anything. */
export function scaleOf(name: string, values: readonly Value[]): Scale | null {
  const figures = values.flatMap((value) => figure(value) ?? [])
  const known = values.filter((value) => word(value) !== null)
  const distinct = new Set(figures)
  if (figures.length >= known.length * 0.95 && distinct.size > 12) return figuresOf(name, figures)
  return wordsOf(name, known)
}

function figuresOf(name: string, values: readonly number[]): Scale {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
  const cuts = [...new Set(Array.from({ length: MOST_CUTS }, (_, index) => at((index + 1) / (MOST_CUTS + 1))))]
  return { name, kind: 'figures', cuts, size: cuts.length + 2 }
}

function wordsOf(name: string, known: readonly Value[]): Scale | null {
  const counts = new Map<string, number>()
  for (const value of known) counts.set(word(value) as string, (counts.get(word(value) as string) ?? 0) + 1)
  if (counts.size > known.length * ALL_DIFFERENT && counts.size > MOST_WORDS) return null
  const shared = [...counts].filter(([, count]) => count >= FEW).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  if (shared.length === 0) return null
  const words = Object.fromEntries(shared.slice(0, MOST_WORDS).map(([one], index) => [one, index + 1]))
  return { name, kind: 'words', words, size: Object.keys(words).length + 2 }
}

export function slotOf(scale: Scale, value: Value): number {
  if (scale.kind === 'words') {
    const text = word(value)
    if (text === null) return 0
    return Object.hasOwn(scale.words, text) ? (scale.words[text] as number) : scale.size - 1
  }
  const read = figure(value)
  if (read === null) return 0
  const above = scale.cuts.findIndex((cut) => read < cut)
  return above === -1 ? scale.size - 1 : above + 1
}

/** A column in a pair, in fewer steps: thirty cells are known better than three hundred. */
const ROUGH = 5
export const roughSize = ({ size }: Scale): number => (size > ROUGH + 2 ? ROUGH + 1 : size)
export const roughly = (scale: Scale, slot: number): number =>
  roughSize(scale) === scale.size || slot === 0 ? slot : 1 + Math.floor(((slot - 1) * ROUGH) / (scale.size - 1))
