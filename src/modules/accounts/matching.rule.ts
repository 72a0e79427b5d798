// 查重. Whether two records are the same company: each fact that agrees or differs has a weight, and the weights are told.
import { placesAgree } from '#core/regions.ts'
import { companyName, likeness } from '#core/text.ts'

export type MatchPolicy = {
  /** From this score two records are the same; from `probable` a person looks at them. */
  certain: number
  probable: number
  weights: {
    usci: number
    phone: number
    phoneDiffers: number
    email: number
    name: number
    /** A name whose core is so short that many share it (环境, 金属门窗 is long enough). */
    nameShort: number
    /** At most this for names that are only alike, from `likeFrom` (0–1) on. */
    nameAlike: number
    nameDiffers: number
    region: number
    regionDiffers: number
  }
  likeFrom: number
  shortCore: number
}
export const matchDefaults: MatchPolicy = {
  certain: 80,
  probable: 50,
  weights: {
    usci: 100,
    phone: 60,
    phoneDiffers: -15,
    email: 40,
    name: 60,
    nameShort: 35,
    nameAlike: 40,
    nameDiffers: -5,
    region: 20,
    regionDiffers: -50,
  },
  likeFrom: 0.6,
  shortCore: 3,
}

/** A record as matching sees it. Name in simplified characters; phone E.164; usci and e-mail in their stored form; null unknown. */
export type MatchParty = {
  name: string
  phone: string | null
  usci: string | null
  email?: string | null
  /** City or province of the address, used where the name tells no place. */
  region?: string | null
}

export type MatchReason = {
  fact: 'usci' | 'phone' | 'email' | 'name' | 'name_alike' | 'region' | 'branch'
  agrees: boolean
  weight: number
  /** The two values compared; for `name_alike` the likeness is told too. */
  a: string | null
  b: string | null
  likeness?: number
}
export type MatchDecision = 'same' | 'maybe' | 'different'
export type MatchVerdict = { decision: MatchDecision; score: number; reasons: MatchReason[] }

/**
 * Compares two records. Two different social credit codes are two companies whatever else agrees, and a branch is never its head
 * office: those two end the matter.
 */
export function match(a: MatchParty, b: MatchParty, policy: MatchPolicy): MatchVerdict {
  const { weights } = policy
  const reasons: MatchReason[] = []
  const [nameA, nameB] = [companyName(a.name), companyName(b.name)]
  const sameCore = nameA.core === nameB.core && nameA.core !== ''

  if (a.usci && b.usci)
    reasons.push({
      fact: 'usci',
      agrees: a.usci === b.usci,
      weight: a.usci === b.usci ? weights.usci : -weights.usci,
      a: a.usci,
      b: b.usci,
    })
  if (a.phone && b.phone) {
    const agrees = a.phone === b.phone
    reasons.push({ fact: 'phone', agrees, weight: agrees ? weights.phone : weights.phoneDiffers, a: a.phone, b: b.phone })
  }
  if (a.email && b.email && a.email === b.email)
    reasons.push({ fact: 'email', agrees: true, weight: weights.email, a: a.email, b: b.email })
  if (sameCore) {
    const weight = Array.from(nameA.core).length < policy.shortCore ? weights.nameShort : weights.name
    reasons.push({ fact: 'name', agrees: true, weight, a: nameA.core, b: nameB.core })
  } else {
    const alike = likeness(nameA.core, nameB.core)
    const agrees = alike >= policy.likeFrom
    const weight = agrees ? Math.round(weights.nameAlike * alike) : weights.nameDiffers
    reasons.push({ fact: 'name_alike', agrees, weight, a: nameA.core, b: nameB.core, likeness: Math.round(alike * 100) / 100 })
  }
  const [regionA, regionB] = [nameA.region ?? a.region ?? null, nameB.region ?? b.region ?? null]
  const near = placesAgree(regionA, regionB)
  if (near !== null)
    reasons.push({ fact: 'region', agrees: near, weight: near ? weights.region : weights.regionDiffers, a: regionA, b: regionB })

  const otherBranch = nameA.branch !== nameB.branch
  if (otherBranch) reasons.push({ fact: 'branch', agrees: false, weight: -weights.usci, a: nameA.branch, b: nameB.branch })

  const score = Math.max(
    0,
    Math.min(
      100,
      reasons.reduce((sum, reason) => sum + reason.weight, 0),
    ),
  )
  const never = otherBranch || reasons.some((reason) => reason.fact === 'usci' && !reason.agrees)
  return { decision: never ? 'different' : decide(score, policy), score: never ? 0 : score, reasons }
}

function decide(score: number, policy: MatchPolicy): MatchDecision {
  return score >= policy.certain ? 'same' : score >= policy.probable ? 'maybe' : 'different'
}

/** The keys under which a record is found again: two records that share none are never compared. */
export function matchKeys(party: MatchParty): string[] {
  return [...exactKeys(party), `head:${companyName(party.name).core.slice(0, 3)}`]
}

/**
 * The keys that two records share only if a whole fact agrees. Arrivals are matched by these: a common beginning of the name alone never
 * gives more than a guess, and a tenant's leads that begin alike would all be compared with each newcomer.
 */
export function exactKeys(party: MatchParty): string[] {
  const { core } = companyName(party.name)
  const keys = core ? [`name:${core}`] : []
  if (party.usci) keys.push(`usci:${party.usci}`)
  if (party.phone) keys.push(`phone:${party.phone}`)
  if (party.email) keys.push(`email:${party.email}`)
  return keys
}
