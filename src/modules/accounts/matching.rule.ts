// 查重. Whether two records are the same: each fact that agrees or differs has a weight, a rare value weighs more, and the weights are told.
import { placesAgree } from '#core/regions.ts'
import { likeness } from '#core/text.ts'
import { overlap, sameWord, slips } from './likeness.rule.ts'
import { type MatchParty, type Portrait, portraitOf } from './portrait.rule.ts'
import { alone, type Rarity } from './rarity.rule.ts'

export type { MatchParty } from './portrait.rule.ts'

export type MatchPolicy = {
  /** From this score two records are the same; from `probable` a person looks at them. */
  certain: number
  probable: number
  weights: {
    usci: number
    phone: number
    /** One digit wrong or two swapped. */
    phoneNear: number
    phoneDiffers: number
    email: number
    name: number
    /** A name whose core is so short that many share it (环境, 金属门窗 is long enough). */
    nameShort: number
    /** At most this for names that are only alike, from `likeFrom` (0–1) on. */
    nameAlike: number
    nameDiffers: number
    address: number
    addressDiffers: number
    contact: number
    contactDiffers: number
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
    phoneNear: 35,
    phoneDiffers: -15,
    email: 40,
    name: 60,
    nameShort: 35,
    nameAlike: 40,
    nameDiffers: -5,
    address: 45,
    addressDiffers: -25,
    contact: 25,
    contactDiffers: -5,
    region: 20,
    regionDiffers: -50,
  },
  likeFrom: 0.6,
  shortCore: 3,
}

export type MatchFact = 'usci' | 'phone' | 'email' | 'name' | 'name_alike' | 'address' | 'contact' | 'region' | 'branch' | 'chain'
export type MatchReason = {
  fact: MatchFact
  agrees: boolean
  weight: number
  /** The two values compared; for what is only alike the likeness is told too. */
  a: string | null
  b: string | null
  likeness?: number
}
export type MatchDecision = 'same' | 'maybe' | 'different'
export type MatchVerdict = { decision: MatchDecision; score: number; reasons: MatchReason[] }

/** Compares two records about whose list nothing is known. */
export function match(a: MatchParty, b: MatchParty, policy: MatchPolicy): MatchVerdict {
  return compare(portraitOf(a), portraitOf(b), policy, alone)
}

/**
 * Compares two records of a list. Two different social credit codes are two companies whatever else agrees, and a branch is never its
 * head office: those two end the matter. Whose names are not alike are the same only by their code; a person looks at them.
 */
export function compare(a: Portrait, b: Portrait, policy: MatchPolicy, rarity: Rarity): MatchVerdict {
  const weights = { ...matchDefaults.weights, ...policy.weights }
  const judged: Judged = { weights, policy, rarity }
  const name = nameReason(a, b, judged)
  const facts = [usciReason(a, b, judged), phoneReason(a, b, judged), emailReason(a, b, judged)]
  const places = [addressReason(a, b, judged), contactReason(a, b, judged), regionReason(a, b, judged)]
  const reasons = [...facts, name, ...places].filter((reason) => reason !== null)
  const branch = branchReason(a, b, judged)
  if (branch) reasons.push(branch)
  const sum = () => reasons.reduce((total, reason) => total + reason.weight, 0)
  const code = reasons.find(({ fact }) => fact === 'usci')
  if (!name.agrees && !code?.agrees && !vouchedFor(name, reasons)) name.weight -= Math.max(0, sum() - policy.certain + 1)
  const score = Math.max(0, Math.min(100, sum()))
  const never = apart(a, b)
  return { decision: never ? 'different' : decide(score, policy), score: never ? 0 : score, reasons }
}

/** Which of the two is the head office where the other one is its branch; null where neither is. */
export function headOffice(a: MatchParty, b: MatchParty): 'a' | 'b' | null {
  const [left, right] = [portraitOf(a), portraitOf(b)]
  const branches = [left, right].filter(({ name }) => name.branch !== null).length
  const elsewhere = placesAgree(left.region, right.region) === false
  if (branches !== 1 || elsewhere || !sameCore(left, right) || sameWhole(left, right)) return null
  return left.name.branch === null ? 'a' : 'b'
}

/** Nothing makes these two one: their codes differ and neither is mistyped, or one is a branch of the other or of a third. */
export function apart(a: Portrait, b: Portrait): boolean {
  const codes = a.usciSound && b.usciSound && a.usci !== b.usci
  return codes || !(sameBranch(a.name.branch, b.name.branch) || sameWhole(a, b))
}

/** A name in doubt (one sign of the brand wrong, half of the words) is made good by the phone with address or person. */
function vouchedFor({ likeness: alike = 0 }: MatchReason, reasons: readonly MatchReason[]): boolean {
  const whole = (fact: MatchFact) => reasons.some((one) => one.fact === fact && one.agrees && (one.likeness ?? 1) >= 0.75)
  return alike >= IN_DOUBT && whole('phone') && (whole('address') || whole('contact'))
}
export const IN_DOUBT = 0.25

type Judged = { weights: MatchPolicy['weights']; policy: MatchPolicy; rarity: Rarity }
type ReasonOf = (a: Portrait, b: Portrait, judged: Judged) => MatchReason | null

export function decide(score: number, policy: Pick<MatchPolicy, 'certain' | 'probable'>): MatchDecision {
  return score >= policy.certain ? 'same' : score >= policy.probable ? 'maybe' : 'different'
}

const reason = (fact: MatchFact, agrees: boolean, weight: number, a: string | null, b: string | null, alike?: number): MatchReason => ({
  fact,
  agrees,
  weight: Math.round(weight),
  a,
  b,
  ...(alike === undefined ? {} : { likeness: Math.round(alike * 100) / 100 }),
})

const usciReason: ReasonOf = (a, b, { weights }) => {
  if (!a.usci || !b.usci) return null
  if (a.usci === b.usci) return reason('usci', true, weights.usci, a.usci, b.usci)
  const mistyped = !(a.usciSound && b.usciSound) && slips(a.usci, b.usci, 1) === 1
  return reason('usci', mistyped, mistyped ? weights.usci / 2 : -weights.usci, a.usci, b.usci)
}

const phoneReason: ReasonOf = (a, b, { weights, rarity }) => {
  if (!a.phone || !b.phone) return null
  if (a.phone === b.phone) return reason('phone', true, weights.phone * rarity.of('phone', a.phone), a.phone, b.phone)
  const digits = Math.min(a.phone.length, b.phone.length)
  const steps = neighbours(a.phone, b.phone) ? 3 : slips(a.phone, b.phone, 2)
  if ((digits >= 6 && steps === 1) || tailOf(a.phone, b.phone)) return reason('phone', true, weights.phoneNear, a.phone, b.phone)
  return digits >= 8 && steps === 2 ? null : reason('phone', false, weights.phoneDiffers, a.phone, b.phone)
}

/** …01 and …02: two lines of one exchange, and no slip. */
const neighbours = (a: string, b: string): boolean => a.length === b.length && a.slice(0, -1) === b.slice(0, -1)

/** The same number with and without its area code. */
const tailOf = (a: string, b: string): boolean => {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= 7 && long.endsWith(short)
}

const emailReason: ReasonOf = (a, b, { weights, rarity }) =>
  a.email && a.email === b.email ? reason('email', true, weights.email * rarity.of('email', a.email), a.email, b.email) : null

function nameReason(a: Portrait, b: Portrait, judged: Judged): MatchReason {
  return a.chinese || b.chinese ? companyReason(a, b, judged) : wordsReason(a, b, judged)
}

/** Chinese names: by their cores, and where those differ by brand and trade. */
function companyReason(a: Portrait, b: Portrait, { weights, policy, rarity }: Judged): MatchReason {
  const [left, right] = [a.name.core, b.name.core]
  if (sameCore(a, b)) {
    const weight = Array.from(left).length < policy.shortCore ? weights.nameShort : weights.name
    return reason('name', true, weight * rarity.of('core', left), left, right)
  }
  const alike = namesAlike(a.name, b.name)
  const agrees = alike >= policy.likeFrom
  return reason('name_alike', agrees, agrees ? weights.nameAlike * alike : weights.nameDiffers, left, right, alike)
}

const sameCore = ({ name: a }: Portrait, { name: b }: Portrait): boolean =>
  a.core !== '' && (a.core === b.core || a.core + (a.branch ?? '') === b.core + (b.branch ?? ''))

/** Two companies with other brands are not alike however much their trades are; one brand in two trades is no certain double. */
function namesAlike(a: Portrait['name'], b: Portrait['name']): number {
  const whole = likeness(a.core, b.core)
  if (!a.brand || !b.brand) return whole
  if (a.brand !== b.brand) {
    const [trade, mistyped] = [likeness(a.industry ?? '', b.industry ?? '') >= 0.5, slips(a.brand, b.brand, 1) === 1]
    if (!trade || !mistyped) return Math.min(whole, IN_DOUBT - 0.01)
    return Math.min(a.brand.length, b.brand.length) >= 3 ? Math.max(whole, 0.6) : 0.5
  }
  const [tradeA, tradeB] = [a.industry ?? '', b.industry ?? '']
  if (tradeA.startsWith(tradeB) || tradeB.startsWith(tradeA)) return Math.max(whole, 0.66)
  return Math.min(whole, likeness(tradeA, tradeB) >= 0.5 ? 1 : 0.5)
}

/** Names in Latin letters, of companies and of people: word by word, in any order. */
function wordsReason(a: Portrait, b: Portrait, { weights, policy, rarity }: Judged): MatchReason {
  const [left, right] = [a.words.join(' '), b.words.join(' ')]
  const { shared, alike, conflict } = overlap(a.words, b.words, (word) => rarity.bits('name', word))
  const [joinedA, joinedB] = [a.words.join(''), b.words.join('')]
  const most = Math.floor(Math.min(joinedA.length, joinedB.length) / 6)
  const steps = most > 0 ? slips(joinedA, joinedB, most) : 1
  const run = steps <= most ? 1 - steps / Math.max(joinedA.length, joinedB.length) : 0
  const likely = run >= 0.85 ? run : conflict ? Math.min(alike, IN_DOUBT - 0.01) : Math.max(alike, run)
  const told = run > alike ? 1 : toldBy(shared)
  if (likely < policy.likeFrom) {
    const doubt = likely >= IN_DOUBT ? weights.nameAlike * likely * told : weights.nameDiffers - 10 * (1 - likely)
    return reason('name_alike', false, doubt, left, right, likely)
  }
  return reason(left === right ? 'name' : 'name_alike', true, weights.name * softened(likely) * told, left, right, likely)
}

/** What a few slips leave of a weight: the words that were lost are counted already. */
const softened = (alike: number): number => Math.min(1, 0.4 + 0.75 * alike)

/** What words of so many bits tell; a rare name and a whole address tell more than their weight. */
const toldBy = (bits: number): number => Math.min(1.25, bits / ENOUGH_BITS)

/** A name that tells this much picks one out of four thousand. */
const ENOUGH_BITS = 12

const addressReason: ReasonOf = (a, b, { weights, rarity }) => {
  if (a.address.length === 0 || b.address.length === 0) return null
  const { shared, alike: words } = overlap(a.address, b.address, (word) => rarity.bits('address', word))
  const alike = otherHouse(a.address, b.address) ? Math.min(words, 0.3) : words
  const [left, right] = [a.address.join(' '), b.address.join(' ')]
  const sure = toldBy(shared)
  if (alike >= 0.5) return reason('address', true, weights.address * softened(alike) * sure, left, right, alike)
  return reason('address', false, weights.addressDiffers * (1 - 2 * alike), left, right, alike)
}

/** Both tell a number, and not the same one with a slip. */
function otherHouse(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [a, b].map((words) => words.find((word) => /^\d/.test(word)))
  return left !== undefined && right !== undefined && sameWord(left, right) === 0
}

const contactReason: ReasonOf = (a, b, { weights, rarity }) => {
  if (a.contact.length === 0 || b.contact.length === 0) return null
  const { shared, alike } = overlap(a.contact, b.contact, (word) => rarity.bits('contact', word))
  const [left, right] = [a.contact.join(' '), b.contact.join(' ')]
  const agrees = alike >= 0.6
  const weight = agrees ? weights.contact * softened(alike) * toldBy(shared) : weights.contactDiffers
  return reason('contact', agrees, weight, left, right, alike)
}

const regionReason: ReasonOf = (a, b, { weights, rarity }) => {
  const near = placesAgree(a.region, b.region)
  if (near !== null) return reason('region', near, near ? weights.region : weights.regionDiffers, a.region, b.region)
  if (a.city.length === 0 || b.city.length === 0) return null
  const { shared, alike } = overlap(a.city, b.city, (word) => rarity.bits('city', word))
  const [left, right] = [a.city.join(' '), b.city.join(' ')]
  if (alike < 0.5) return reason('region', false, -weights.region / 2, left, right)
  return reason('region', true, weights.region * softened(alike) * toldBy(shared), left, right, alike)
}

const branchReason: ReasonOf = (a, b, { weights }) => {
  if (sameBranch(a.name.branch, b.name.branch) || sameWhole(a, b)) return null
  return reason('branch', false, -weights.usci, a.name.branch, b.name.branch)
}

/** 肯德基(人民路店) and 肯德基人民路店: the branch stands in brackets once. */
const sameWhole = ({ name: a }: Portrait, { name: b }: Portrait): boolean =>
  a.core + (a.branch ?? '') === b.core + (b.branch ?? '') && (a.branch === null) !== (b.branch === null)

const sameBranch = (a: string | null, b: string | null): boolean => plainBranch(a) === plainBranch(b)
const plainBranch = (branch: string | null): string | undefined =>
  branch
    ?.toLowerCase()
    .replace(/[^\p{L}\p{N}]|第|[省市](?=.)|号(?=店)/gu, '')
    .replace(/[一二三四五六七八九]/g, (sign) => String('一二三四五六七八九'.indexOf(sign) + 1))
