// 学习评分. How likely a lead converts, learnt from a company's own ended leads: each column adds so much to the odds, a few pairs of
// columns add what they say together, and nothing else counts. So every score can be taken apart into its reasons.
import { fit, logistic, type Pair, scoreOf, tellingColumns } from './boosting.rule.ts'
import { columnsOf, type Row, roughly, type Scale, slotOf } from './lead-columns.rule.ts'

export type ScoreModel = {
  /** Log-odds before anything is known of a lead. */
  base: number
  columns: Scale[]
  /** Added log-odds by column and slot. */
  effects: number[][]
  /** Pairs of columns that say more together, by position, with the added log-odds of each pair of rough slots. */
  pairs: Pair[]
  /** Probability = logistic(slope × score + shift), fitted on leads the model had not seen. */
  calibration: { slope: number; shift: number }
}
export type ScoreReason = { column: string; value: string | number | null; weight: number }
export type Scored = { score: number; reasons: ScoreReason[] }

const FOLDS = 5
const MOST_REASONS = 5

/** Learns from ended leads, the same model from the same rows in any process. Needs both kinds; a handful of rows gives little more than the base. */
export function learn(rows: readonly Row[], converted: readonly boolean[]): ScoreModel {
  const columns = tellingColumns(columnsOf(rows), converted)
  const folds = foldsOf(rows.length)
  const held: { score: number; converted: boolean }[] = []
  const sum = { rounds: 0, pairRounds: 0, folds: 0 }
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const inside = folds.flatMap((of, index) => (of === fold ? [] : [index]))
    const outside = folds.flatMap((of, index) => (of === fold ? [index] : []))
    if (inside.length === 0 || outside.length === 0) continue
    const fitted = fit(columns, converted, inside, outside)
    sum.rounds += fitted.rounds
    sum.pairRounds += fitted.pairRounds
    sum.folds += 1
    for (const index of outside) held.push({ score: scoreOf(fitted, columns, index), converted: converted[index] as boolean })
  }
  const all = folds.map((_, index) => index)
  const mean = (total: number): number => Math.round(total / Math.max(1, sum.folds))
  const { base, effects, pairs } = fit(columns, converted, all, { rounds: mean(sum.rounds), pairRounds: mean(sum.pairRounds) })
  return { base, columns: columns.map((column) => column.scale), effects, pairs, calibration: calibrate(held) }
}

/** The probability of one lead, and what moved it most. Depends on the lead and the model alone. */
export function score(model: ScoreModel, row: Row): Scored {
  const slots = model.columns.map((column) => slotOf(column, row[column.name]))
  const { slope, shift } = model.calibration
  const own = model.effects.map((effects, index) => effects[slots[index] as number] ?? 0)
  const reasons = own.map((weight, index) => reasonOf(model.columns[index] as Scale, row, weight * slope))
  let sum = model.base + own.reduce((all, one) => all + one, 0)
  for (const { a, b, effects } of model.pairs) {
    const [first, second] = [model.columns[a] as Scale, model.columns[b] as Scale]
    const weight = effects[roughly(first, slots[a] as number)]?.[roughly(second, slots[b] as number)] ?? 0
    sum += weight
    const [left, right] = [reasonOf(first, row, 0), reasonOf(second, row, 0)]
    reasons.push({
      column: `${left.column} × ${right.column}`,
      value: `${left.value ?? ''} × ${right.value ?? ''}`,
      weight: rounded(weight * slope),
    })
  }
  const strongest = reasons
    .filter((one) => one.weight !== 0)
    .sort((x, y) => Math.abs(y.weight) - Math.abs(x.weight) || (x.column < y.column ? -1 : 1))
  return { score: Math.round(logistic(slope * sum + shift) * 1e6) / 1e6, reasons: strongest.slice(0, MOST_REASONS) }
}

const rounded = (weight: number): number => Math.round(weight * 1000) / 1000
const reasonOf = ({ name }: Scale, row: Row, weight: number): ScoreReason => ({
  column: name,
  value: row[name] ?? null,
  weight: rounded(weight),
})

/** Which part each row belongs to: spread evenly, and the same each time. */
function foldsOf(count: number): number[] {
  let state = 20_261_123
  const order = Array.from({ length: count }, (_, index) => index)
  for (let at = count - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = state % (at + 1)
    ;[order[at], order[other]] = [order[other] as number, order[at] as number]
  }
  const folds = new Array<number>(count)
  for (const [place, index] of order.entries()) folds[index] = place % FOLDS
  return folds
}

/** Platt's line through scores of leads that were set apart: how far the model may be trusted. */
function calibrate(held: readonly { score: number; converted: boolean }[]): ScoreModel['calibration'] {
  let [slope, shift] = [1, 0]
  for (let round = 0; round < 50; round += 1) {
    // a handful of leads moves the line hardly
    let [g0, g1, h00, h01, h11] = [1 - slope, -shift, 1, 0, 1]
    for (const one of held) {
      const chance = logistic(slope * one.score + shift)
      const miss = (one.converted ? 1 : 0) - chance
      const weight = chance * (1 - chance)
      g0 += miss * one.score
      g1 += miss
      h00 += weight * one.score * one.score
      h01 += weight * one.score
      h11 += weight
    }
    const det = h00 * h11 - h01 * h01
    slope += (h11 * g0 - h01 * g1) / det
    shift += (h00 * g1 - h01 * g0) / det
  }
  return slope > 0 ? { slope, shift } : { slope: 1, shift: 0 }
}
