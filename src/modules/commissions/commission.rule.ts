// commission.rule.ts: 提成. What collected money earns. The basis is money received, tax included, never the contract's amount.
import { Decimal } from 'decimal.js'
import type { Day } from '#core/calendar.ts'
import { assertFen, spread, sumFen } from '#core/money.ts'

/**
 * `full` 全额累进: the rate of the tier reached applies to everything. `excess` 超额累进: each tier's rate applies to the part
 * inside it. A tier begins at `fromPercent` of the target (inclusive) and pays `ratePercent`. The first begins at 0.
 */
export type CommissionMode = 'full' | 'excess'
export type CommissionTier = { fromPercent: number; ratePercent: number }
export type CommissionPolicy = { mode: CommissionMode; tiers: readonly CommissionTier[] }
export const commissionDefaults: CommissionPolicy = {
  mode: 'full',
  tiers: [
    { fromPercent: 0, ratePercent: 1.0 },
    { fromPercent: 80, ratePercent: 1.5 },
    { fromPercent: 100, ratePercent: 2.0 },
  ],
}

/** The part of the receipts that one tier pays for: `toPercent` null is open upward. Amounts in fen. */
export type TierPart = { fromPercent: number; toPercent: number | null; ratePercent: number; basisFen: number; commissionFen: number }
/** `completionPercent`: receipts / target, two decimals, for people; null without a target. `reached`: the tier reached. */
export type Commission = {
  mode: CommissionMode
  targetFen: number
  receivedFen: number
  completionPercent: number | null
  reached: CommissionTier
  parts: TierPart[]
  commissionFen: number
}

/**
 * Commission on the receipts of a period against its target, in fen, half up once at the end; the parts add up to it.
 * Without a target (0) the first tier pays. Receipts below zero (more refunded than received) earn nothing. Throws RangeError.
 */
export function commission(receivedFen: number, targetFen: number, policy: CommissionPolicy): Commission {
  if (assertFen(targetFen) < 0) throw new RangeError(`a target is 0 or more: ${targetFen}`)
  const tiers = ordered(policy.tiers)
  const earning = Math.max(0, assertFen(receivedFen))
  const reached = tiers.findLast((tier) => tier.fromPercent === 0 || (targetFen > 0 && reaches(earning, targetFen, tier))) as CommissionTier
  const raw = policy.mode === 'full' ? fullParts(earning, tiers, reached) : excessParts(earning, targetFen, tiers)
  const exact = raw.reduce((sum, part) => sum.plus(part.basis.times(part.ratePercent).div(100)), new Decimal(0))
  const commissionFen = exact.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber()
  const bases = shareOut(
    earning,
    raw.map((part) => part.basis),
  )
  const fens = shareOut(
    commissionFen,
    raw.map((part) => part.basis.times(part.ratePercent)),
  )
  const parts = raw.map(({ fromPercent, toPercent, ratePercent }, index): TierPart => {
    return { fromPercent, toPercent, ratePercent, basisFen: bases[index] as number, commissionFen: fens[index] as number }
  })
  const completionPercent =
    targetFen === 0 ? null : new Decimal(earning).div(targetFen).times(100).toDecimalPlaces(2, Decimal.ROUND_DOWN).toNumber()
  return { mode: policy.mode, targetFen, receivedFen, completionPercent, reached, parts, commissionFen }
}

/** One entry for one receipt (or its reversal): what it changes, with the state before and after it. */
export type CommissionEntry = { amountFen: number; before: Commission; after: Commission }

/**
 * What `receiptFen` more (negative: taken back) changes. In full mode the receipt that reaches a tier also lifts what came
 * before it, and a refund takes that back (扣回): entries of a period always add up to the commission of the period.
 */
export function commissionEntry(
  receivedBeforeFen: number,
  receiptFen: number,
  targetFen: number,
  policy: CommissionPolicy,
): CommissionEntry {
  const before = commission(receivedBeforeFen, targetFen, policy)
  const after = commission(receivedBeforeFen + receiptFen, targetFen, policy)
  return { amountFen: after.commissionFen - before.commissionFen, before, after }
}

/** Divides an entry in a deal team. Shares are whole percent that add up to 100; the parts add up to the fen, signs kept. */
export function splitCommission(
  amountFen: number,
  shares: readonly { memberId: string; percent: number }[],
): { memberId: string; amountFen: number }[] {
  const whole = shares.reduce((sum, share) => sum + share.percent, 0)
  if (whole !== 100) throw new RangeError(`shares add up to 100, not ${whole}`)
  const parts = spread(
    amountFen,
    shares.map((share) => share.percent),
  )
  return shares.map(({ memberId }, index) => ({ memberId, amountFen: parts[index] as number }))
}

export type ReceiptMethod = 'transfer' | 'cash' | 'acceptance_draft'
/** A receipt that waits for its commission: an acceptance draft (承兑汇票) has a day it matures on. */
export type CountedReceipt = { method: ReceiptMethod; receivedOn: Day; maturesOn: Day | null; amountFen: number }

/** The day a receipt counts for commission: a draft at maturity, all else when it came; null for a draft without that day. */
export function commissionDay(receipt: CountedReceipt): Day | null {
  return receipt.method === 'acceptance_draft' ? receipt.maturesOn : receipt.receivedOn
}

/** The basis of a period from `from` to `until`, both days included; reversals are negative receipts of their own day. */
export function commissionBasis(receipts: readonly CountedReceipt[], from: Day, until: Day): number {
  const counted = receipts.filter((receipt) => {
    const day = commissionDay(receipt)
    return day !== null && day >= from && day <= until
  })
  return sumFen(counted.map((receipt) => receipt.amountFen))
}

type RawPart = { fromPercent: number; toPercent: number | null; ratePercent: number; basis: Decimal }

function fullParts(earning: number, tiers: readonly CommissionTier[], reached: CommissionTier): RawPart[] {
  const toPercent = tiers[tiers.indexOf(reached) + 1]?.fromPercent ?? null
  return [{ ...reached, toPercent, basis: new Decimal(earning) }]
}

function excessParts(earning: number, targetFen: number, tiers: readonly CommissionTier[]): RawPart[] {
  if (targetFen === 0) return [{ ...(tiers[0] as CommissionTier), toPercent: null, basis: new Decimal(earning) }]
  const edge = (percent: number) => new Decimal(targetFen).times(percent).div(100)
  return tiers.flatMap((tier, index): RawPart[] => {
    const next = tiers[index + 1]
    const top = next ? Decimal.min(earning, edge(next.fromPercent)) : new Decimal(earning)
    const basis = top.minus(edge(tier.fromPercent))
    return basis.gt(0) ? [{ ...tier, toPercent: next?.fromPercent ?? null, basis }] : []
  })
}

/** Largest remainder over exact weights, scaled to whole numbers: edges of a tier may fall between two fen. */
function shareOut(total: number, weights: readonly Decimal[]): number[] {
  const whole = weights.reduce((sum, weight) => sum.plus(weight), new Decimal(0))
  if (whole.isZero()) return weights.map(() => 0)
  const scaled = weights.map((weight) => weight.div(whole).times(1e12).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber())
  return spread(total, scaled)
}

function reaches(receivedFen: number, targetFen: number, tier: CommissionTier): boolean {
  return new Decimal(receivedFen).times(100).gte(new Decimal(targetFen).times(tier.fromPercent))
}

function ordered(tiers: readonly CommissionTier[]): CommissionTier[] {
  const sorted = [...tiers].sort((a, b) => a.fromPercent - b.fromPercent)
  const distinct = new Set(sorted.map((tier) => tier.fromPercent)).size === sorted.length
  if (sorted[0]?.fromPercent !== 0 || !distinct) throw new RangeError('tiers begin at 0 and each at another percent')
  return sorted
}
