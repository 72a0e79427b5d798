// 稀有度. What a value tells: one that many records share says little about who they are.
import type { Portrait } from './portrait.rule.ts'

export type WholeFact = 'phone' | 'email' | 'core'
export type WordFact = 'name' | 'address' | 'contact' | 'city'

export type Rarity = {
  /** 0–1 for a whole value: 1 where only the two have it, near 0 where half the list does. */
  of(fact: WholeFact, value: string): number
  /** What one word tells, in bits. */
  bits(fact: WordFact, word: string): number
}

/** Words that tell nothing wherever they stand. */
const EMPTY = new Set(
  'the of and at in on a an la le les el de du des st ave rd blvd dr ln pl ct sq hwy tce cct cr cl n s e w co ltd inc llc corp company limited restaurant cafe hotel bar grill between near off'.split(
    ' ',
  ),
)

/** Where the list is not known: every value is taken for a rare one, but for the words that everybody uses. */
export const alone: Rarity = {
  of: () => 1,
  bits: (_fact, word) =>
    EMPTY.has(word) ? 2 : /^\d+$/.test(word) ? Math.min(8, 3 + 2 * word.length) : /^[\u4e00-\u9fff]+$/.test(word) ? 4 : 9,
}

/** Short lists are taken for a sample of so many: three in a list of ten are no crowd. */
const LEAST = 2000

/** Counted in the list itself. */
export function rarityOf(portraits: readonly Portrait[]): Rarity {
  const total = Math.max(LEAST, portraits.length)
  const counts = new Map<string, number>()
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const one of portraits) {
    if (one.phone) add(`phone:${one.phone}`)
    if (one.email) add(`email:${one.email}`)
    if (one.name.core) add(`core:${one.name.core}`)
    for (const fact of ['address', 'contact', 'city'] as const) for (const word of new Set(one[fact])) add(`${fact}:${word}`)
    for (const word of new Set(one.words)) add(`name:${word}`)
  }
  const most = Math.log2(total / 2)
  return {
    of: (fact, value) => Math.min(1, Math.log2(total / Math.max(2, counts.get(`${fact}:${value}`) ?? 2)) / most),
    bits: (fact, word) =>
      Math.min(EMPTY.has(word) ? 3 : 12, Math.max(0.5, Math.log2(total / Math.max(1, counts.get(`${fact}:${word}`) ?? 1)))),
  }
}
