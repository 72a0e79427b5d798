// 相似度. How alike two texts are when people typed them: slips of the finger, swapped words, short forms.

/** Steps from one text to the other: a sign wrong, missing or too many, or two neighbours swapped. Stops counting above `most`. */
export function slips(a: string, b: string, most: number): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j += 1) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let steps = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      if (swapped) steps = Math.min(steps, (before[j - 2] as number) + 1)
      row.push(steps)
      if (steps < least) least = steps
    }
    if (least > most) return most + 1
    before = last
    last = row
  }
  return last[b.length] as number
}

const DIGITS = /^\d/

/** How surely two words are one word, 0–1: equal, mistyped, or one the short form of the other (deli, delicatessen; j, john). */
export function sameWord(a: string, b: string): number {
  if (a === b) return 1
  // Chinese pairs of signs are one or they are not
  if (a.charCodeAt(0) > 0x2e80 || b.charCodeAt(0) > 0x2e80) return 0
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (DIGITS.test(a) || DIGITS.test(b)) {
    if (!DIGITS.test(a) || !DIGITS.test(b)) return 0
    return long.length >= 2 && slips(a, b, 1) === 1 ? (short.length >= 2 ? 0.6 : 0.4) : 0
  }
  if (short.length === 1) return long.startsWith(short) ? 0.7 : 0
  const steps = slips(a, b, short.length >= 7 ? 3 : short.length >= 4 ? 2 : 1)
  if (steps === 1) return short.length >= 7 ? 0.95 : short.length >= 4 ? 0.9 : short.length === 3 ? 0.7 : 0
  if (steps === 2 && short.length >= 4) return short.length >= 7 ? 0.85 : short.length >= 5 ? 0.7 : 0.5
  if (steps === 3 && short.length >= 7) return 0.7
  if (short.length >= 3 && long.startsWith(short)) return 0.8
  return short.length >= 3 && slips(a, b, Math.ceil(long.length / 2)) <= long.length / 2 ? 0.3 : 0
}

/** Words with what each tells (in bits: a rare word tells more), as two sides are laid against each other. */
export type Overlap = {
  /** Bits of the words that both have. */
  shared: number
  /** Bits of the words only one side has. */
  onlyA: number
  onlyB: number
  /** Both have words of their own that cannot be one: cafe … and dining room. */
  conflict: boolean
  /** 0–1. Words that only one side has count little, words that both have left over count double: cafe … against … dining room. */
  alike: number
}

/** Words that name nothing. */
export const LINKING: ReadonlySet<string> = new Set(
  'the of and at in on an la le les el il de du des co ltd inc llc corp company limited'.split(' '),
)

/** Lays the words of two texts against each other, the surest pairs first. */
export function overlap(a: readonly string[], b: readonly string[], bits: (word: string) => number): Overlap {
  const pairs: { i: number; j: number; sure: number; worth: number }[] = []
  for (const [i, left] of a.entries())
    for (const [j, right] of b.entries()) {
      const sure = sameWord(left, right)
      if (sure > 0) pairs.push({ i, j, sure, worth: sure * Math.min(bits(left), bits(right)) })
    }
  pairs.sort((x, y) => y.sure - x.sure || y.worth - x.worth || x.i - y.i || x.j - y.j)
  const [takenA, takenB] = [new Set<number>(), new Set<number>()]
  let [shared, doubt] = [0, 0]
  for (const { i, j, sure, worth } of pairs) {
    if (takenA.has(i) || takenB.has(j)) continue
    takenA.add(i)
    takenB.add(j)
    shared += worth
    doubt += Math.min(bits(a[i] as string), bits(b[j] as string)) * (1 - sure)
  }
  const left = (words: readonly string[], taken: ReadonlySet<number>) =>
    words.reduce((sum, word, index) => (taken.has(index) ? sum : sum + bits(word)), 0)
  const [onlyA, onlyB] = [left(a, takenA), left(b, takenB)]
  const against = 2 * Math.min(onlyA, onlyB) + 0.3 * Math.abs(onlyA - onlyB) + doubt
  const own = (words: readonly string[], taken: ReadonlySet<number>) =>
    words.filter((word, index) => !taken.has(index) && !LINKING.has(word))
  const [ownA, ownB] = [own(a, takenA), own(b, takenB)]
  const initial = (words: readonly string[]) => words.every((word) => word.length === 1)
  const conflict = ownA.length > 0 && ownB.length > 0 && initial(ownA) === initial(ownB)
  return { shared, onlyA, onlyB, conflict, alike: shared === 0 ? 0 : shared / (shared + against) }
}

/** The sound of a Latin word, roughly: its first letter and the consonants after it, doubles once (smith, smyth). */
export function soundOf(word: string): string {
  const plain = word
    .replace(/ph/g, 'f')
    .replace(/ck|q/g, 'k')
    .replace(/^kn/, 'n')
    .replace(/gh/g, 'g')
    .replace(/z/g, 's')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/c/g, 'k')
  return (plain.charAt(0) + plain.slice(1).replace(/[aeiouyhw]/g, '')).replace(/(.)\1+/g, '$1').slice(0, 5)
}
