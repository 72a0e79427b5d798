// 整表查重. A whole list held against itself: every pair worth a look with its verdict, so that the verdicts do not contradict each other.
import { pairsIn } from './blocking.rule.ts'
import { apart, compare, decide, IN_DOUBT, type MatchPolicy, type MatchReason, type MatchVerdict } from './matching.rule.ts'
import { type MatchParty, type Portrait, portraitOf } from './portrait.rule.ts'
import { rarityOf } from './rarity.rule.ts'

export type Double = MatchVerdict & { a: number; b: number }

/** Pairs by their places in the list. */
export function doublesIn(parties: readonly MatchParty[], policy: MatchPolicy): Double[] {
  const portraits = parties.map(portraitOf)
  const rarity = rarityOf(portraits)
  const pairs = pairsIn(portraits).map(([a, b]): Double => ({ a, b, ...compare(at(portraits, a), at(portraits, b), policy, rarity) }))
  withoutContradiction(pairs, portraits, policy)
  return pairs
}

function at<T>(list: readonly T[], index: number): T {
  const one = list[index]
  if (one === undefined) throw new Error(`there is no record ${index}`)
  return one
}

/**
 * Nothing of weight speaks against them: a café and a dining room are not one because a third record tells neither, nor are two shops of a
 * chain.
 */
const mayFollow = ({ reasons }: MatchVerdict): boolean =>
  reasons.every(({ weight }) => weight > -15) &&
  reasons.some(({ fact, agrees, likeness = 1 }) => (fact === 'name' || fact === 'name_alike') && (agrees || likeness >= IN_DOUBT))

/** Adds a reason that takes the pair just below certain. */
function lower(pair: Double, reason: MatchReason, policy: MatchPolicy): void {
  const sum = pair.reasons.reduce((total, one) => total + one.weight, 0)
  pair.reasons = [...pair.reasons, { ...reason, weight: Math.min(0, policy.certain - 1 - sum) }]
  pair.score = Math.max(0, policy.certain - 1)
  pair.decision = decide(pair.score, policy)
}

/**
 * The surest pairs first, records are gathered into one; a pair that would bring two codes or a branch and its head office under one roof
 * is not certain, however alike the two are. Two records gathered by way of others, and probable themselves, are the same.
 */
function withoutContradiction(pairs: Double[], portraits: readonly Portrait[], policy: MatchPolicy): void {
  const group = portraits.map((_portrait, index) => [index])
  const order = pairs.filter(({ decision }) => decision === 'same').sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b)
  for (const pair of order) {
    const [left, right] = [at(group, pair.a), at(group, pair.b)]
    if (left === right) continue
    if (left.some((one) => right.some((other) => apart(at(portraits, one), at(portraits, other))))) {
      lower(pair, { fact: 'chain', agrees: false, weight: 0, a: null, b: null }, policy)
      continue
    }
    const both = [...left, ...right]
    for (const member of both) group[member] = both
  }
  for (const pair of pairs) {
    if (pair.decision !== 'maybe' || at(group, pair.a) !== at(group, pair.b) || !mayFollow(pair)) continue
    pair.reasons = [...pair.reasons, { fact: 'chain', agrees: true, weight: policy.certain - pair.score, a: null, b: null }]
    pair.score = policy.certain
    pair.decision = 'same'
  }
}
