// How a model of lead scores is fitted: one column after the other, by small steps towards what is left to explain; then pairs of columns.
import { type Column, roughly, roughSize } from './lead-columns.rule.ts'

const RATE = 0.08
const MOST_ROUNDS = 240
const MOST_PAIR_ROUNDS = 80
const ROUNDS_WITHOUT_GAIN = 12
/** Leads' worth of doubt that pulls a rare value's effect to nothing. */
const DOUBT = 12
const MOST_PAIRS = 6
const PAIR_COLUMNS = 12

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x))

export type Pair = { a: number; b: number; effects: number[][] }
export type Fitted = { base: number; effects: number[][]; pairs: Pair[]; rounds: number; pairRounds: number }
export type Rounds = { rounds: number; pairRounds: number }

export function scoreOf(fitted: Pick<Fitted, 'base' | 'effects' | 'pairs'>, columns: readonly Column[], row: number): number {
  let sum = fitted.base
  for (const [index, column] of columns.entries()) sum += fitted.effects[index]?.[column.slots[row] as number] ?? 0
  for (const { a, b, effects } of fitted.pairs) sum += effects[roughSlot(columns, a, row)]?.[roughSlot(columns, b, row)] ?? 0
  return sum
}

const roughSlot = (columns: readonly Column[], index: number, row: number): number => {
  const { scale, slots } = columns[index] as Column
  return roughly(scale, slots[row] as number)
}

/**
 * Boosts one column after the other by small steps towards what is left to explain, then pairs of them. With leads set apart (`outside`) each
 * of the two goes on while those are explained better; without, as long as it is told.
 */
export function fit(
  columns: readonly Column[],
  converted: readonly boolean[],
  inside: readonly number[],
  outside: readonly number[] | Rounds,
): Fitted {
  const apart = Array.isArray(outside) ? (outside as readonly number[]) : null
  const told = apart ? { rounds: MOST_ROUNDS, pairRounds: MOST_PAIR_ROUNDS } : (outside as Rounds)
  const share = (inside.filter((row) => converted[row]).length + 0.5) / (inside.length + 1)
  const base = Math.log(share / (1 - share))
  const scores = new Float64Array(converted.length).fill(base)
  const rows = apart ? [...inside, ...apart] : inside
  const alone = boost(
    columns.map(({ scale, slots }) => ({ slots, effects: new Array<number>(scale.size).fill(0) })),
    { scores, converted, inside, rows, apart, most: told.rounds },
  )
  const pairs = pairsOf(columns, converted, scores, inside)
  const paired = boost(
    pairs.map(({ slots, cells }) => ({ slots, effects: new Array<number>(cells).fill(0) })),
    { scores, converted, inside, rows, apart, most: told.pairRounds },
  )
  return {
    base,
    effects: alone.effects,
    pairs: pairs.map(({ a, b, width }, index) => ({ a, b, effects: table(paired.effects[index] as number[], width) })),
    rounds: alone.rounds,
    pairRounds: paired.rounds,
  }
}

type Part = { slots: Int32Array; effects: number[] }
type Boosting = {
  /** Moves along; where rounds are taken back at the end, it is set back too. */
  scores: Float64Array
  converted: readonly boolean[]
  inside: readonly number[]
  rows: readonly number[]
  apart: readonly number[] | null
  most: number
}

function boost(
  parts: readonly Part[],
  { scores, converted, inside, rows, apart, most }: Boosting,
): { effects: number[][]; rounds: number } {
  const start = Float64Array.from(scores)
  const copy = (): number[][] => parts.map(({ effects }) => [...effects])
  let best = { loss: apart ? lossOf(scores, converted, apart) : 0, rounds: apart ? 0 : most, effects: copy() }
  for (let round = 1; round <= most && parts.length > 0; round += 1) {
    for (const { slots, effects } of parts) step(slots, effects, scores, converted, inside, rows)
    if (!apart) continue
    const loss = lossOf(scores, converted, apart)
    if (loss < best.loss - 1e-6) best = { loss, rounds: round, effects: copy() }
    else if (round - best.rounds >= ROUNDS_WITHOUT_GAIN) break
  }
  if (!apart) return { effects: copy(), rounds: most }
  for (const row of rows)
    scores[row] = parts.reduce((sum, { slots }, index) => sum + (best.effects[index]?.[slots[row] as number] ?? 0), start[row] as number)
  return best
}

/** One step for one column: the Newton step of each of its values, shortened by the rate and by doubt where few leads have the value. */
function step(
  slots: Int32Array,
  effects: number[],
  scores: Float64Array,
  converted: readonly boolean[],
  inside: readonly number[],
  rows: readonly number[],
): void {
  const { gradient, weight } = unexplained(slots, effects.length, converted, inside, (row) => logistic(scores[row] as number))
  const moves = gradient.map((sum, slot) => (RATE * sum) / ((weight[slot] as number) + DOUBT / 4))
  for (const [slot, move] of moves.entries()) effects[slot] = (effects[slot] as number) + move
  for (const row of rows) scores[row] = (scores[row] as number) + (moves[slots[row] as number] as number)
}

/** By slot: what is left to explain, and how much there is to go by. */
function unexplained(
  slots: Int32Array,
  size: number,
  converted: readonly boolean[],
  rows: readonly number[],
  chanceOf: (row: number) => number,
) {
  const gradient = new Float64Array(size)
  const weight = new Float64Array(size)
  for (const row of rows) {
    const chance = chanceOf(row)
    const slot = slots[row] as number
    gradient[slot] = (gradient[slot] as number) + (converted[row] ? 1 : 0) - chance
    weight[slot] = (weight[slot] as number) + chance * (1 - chance)
  }
  return { gradient, weight }
}

function lossOf(scores: Float64Array, converted: readonly boolean[], rows: readonly number[]): number {
  let sum = 0
  for (const row of rows) {
    const chance = logistic(scores[row] as number)
    sum -= Math.log(Math.max(1e-12, converted[row] ? chance : 1 - chance))
  }
  return sum / rows.length
}

/** How much more than chance the slots explain of what `chanceOf` leaves open; chance alone gives about nothing. */
function gainOf(
  slots: Int32Array,
  size: number,
  converted: readonly boolean[],
  rows: readonly number[],
  chanceOf: (row: number) => number,
): number {
  const { gradient, weight } = unexplained(slots, size, converted, rows, chanceOf)
  const used = weight.filter((one) => one > 0).length
  const explained = gradient.reduce((sum, one, slot) => sum + (weight[slot] ? (one * one) / (weight[slot] as number) : 0), 0)
  return explained - (used - 1) - 2 * Math.sqrt(2 * Math.max(1, used - 1))
}

/** Columns that say more than chance would, in their order. */
export function tellingColumns(columns: readonly Column[], converted: readonly boolean[]): Column[] {
  const rows = converted.map((_, row) => row)
  const share = (converted.filter(Boolean).length + 0.5) / (converted.length + 1)
  return columns.filter(({ slots, scale }) => gainOf(slots, scale.size, converted, rows, () => share) > 0)
}

type FoundPair = { a: number; b: number; slots: Int32Array; cells: number; width: number }

/** The pairs whose values together leave most unexplained, if more than chance. */
function pairsOf(columns: readonly Column[], converted: readonly boolean[], scores: Float64Array, rows: readonly number[]): FoundPair[] {
  const share = rows.filter((row) => converted[row]).length / Math.max(1, rows.length)
  const strong = columns
    .map(({ slots, scale }, index) => ({ index, gain: gainOf(slots, scale.size, converted, rows, () => share) }))
    .sort((x, y) => y.gain - x.gain)
    .slice(0, PAIR_COLUMNS)
    .map(({ index }) => index)
    .sort((x, y) => x - y)
  const found = strong.flatMap((a, at) =>
    strong.slice(at + 1).map((b) => {
      const pair = together(columns, a, b)
      return { ...pair, gain: gainOf(pair.slots, pair.cells, converted, rows, (row) => logistic(scores[row] as number)) }
    }),
  )
  return found
    .filter(({ gain }) => gain > 0)
    .sort((x, y) => y.gain - x.gain || x.a - y.a || x.b - y.b)
    .slice(0, MOST_PAIRS)
}

function together(columns: readonly Column[], a: number, b: number): FoundPair {
  const [left, right] = [columns[a] as Column, columns[b] as Column]
  const width = roughSize(right.scale)
  const slots = left.slots.map((slot, row) => roughly(left.scale, slot) * width + roughly(right.scale, right.slots[row] as number))
  return { a, b, slots, width, cells: roughSize(left.scale) * width }
}

const table = (flat: readonly number[], width: number): number[][] =>
  Array.from({ length: flat.length / width }, (_, at) => flat.slice(at * width, (at + 1) * width))
