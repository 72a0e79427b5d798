// 整表查重. A whole list held against itself: every pair worth a look with its verdict, so that the verdicts do not contradict each other.
import { pairsIn } from './blocking.rule.ts'
import { apart, compare, decide, IN_DOUBT, type MatchPolicy, type MatchVerdict } from './matching.rule.ts'
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

/** What all its reasons weigh; the score ends at 100. */
const sumOf = ({ reasons }: MatchVerdict): number => reasons.reduce((total, { weight }) => total + weight, 0)

/** Adds a reason that takes the pair just below certain. */
function lower(pair: Double, policy: MatchPolicy): void {
  const weight = Math.min(0, policy.certain - 1 - sumOf(pair))
  pair.reasons = [...pair.reasons, { fact: 'chain', agrees: false, weight, a: null, b: null }]
  pair.score = Math.max(0, policy.certain - 1)
  pair.decision = decide(pair.score, policy)
}

/** Two rooms of one house: under one address and phone with names that exclude each other. */
const twoRooms = ({ reasons, decision }: Double): boolean =>
  decision !== 'same' &&
  reasons.some(({ fact, agrees, likeness = 1 }) => fact === 'name_alike' && !agrees && likeness < IN_DOUBT && likeness > 0) &&
  (['address', 'phone'] as const).every((whole) => reasons.some(({ fact, agrees }) => fact === whole && agrees))

/**
 * The surest pairs first, records are gathered into one; a pair that would bring two codes, a branch and its head office, or two rooms under
 * one roof is not certain, however alike the two are. Two records gathered by way of others, and probable themselves, are the same.
 */
function withoutContradiction(pairs: Double[], portraits: readonly Portrait[], policy: MatchPolicy): void {
  const count = portraits.length
  const rooms = new Set(pairs.filter(twoRooms).flatMap(({ a, b }) => [a * count + b, b * count + a]))
  const clash = (one: number, other: number): boolean => rooms.has(one * count + other) || apart(at(portraits, one), at(portraits, other))
  const group = portraits.map((_portrait, index) => [index])
  const order = pairs.filter(({ decision }) => decision === 'same').sort((x, y) => sumOf(y) - sumOf(x) || x.a - y.a || x.b - y.b)
  for (const pair of order) {
    const [left, right] = [at(group, pair.a), at(group, pair.b)]
    if (left === right) continue
    if (left.some((one) => right.some((other) => clash(one, other)))) {
      lower(pair, policy)
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
