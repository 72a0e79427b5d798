// 分块. Which records are worth comparing: the keys under which one is found again, and the pairs of a whole list.
import { soundOf } from './likeness.rule.ts'
import { type MatchParty, type Portrait, portraitOf } from './portrait.rule.ts'

/** Every key under which a record is kept: whole facts, and what is left of a fact that was mistyped or told in part. */
export const matchKeys = (party: MatchParty): string[] => {
  const portrait = portraitOf(party)
  return [...wholeKeys(portrait), ...partKeys(portrait)]
}

/** The keys that two records share only if a whole fact agrees. */
export const exactKeys = (party: MatchParty): string[] => wholeKeys(portraitOf(party))

function wholeKeys({ name, usci, phone, email }: Portrait): string[] {
  const keys = name.core ? [`name:${name.core}`] : []
  if (usci) keys.push(`usci:${usci}`)
  if (phone) keys.push(`phone:${phone}`)
  if (email) keys.push(`email:${email}`)
  return keys
}

/**
 * At most a dozen: the brand with its place, the core without each of its signs in turn (two names that differ in one sign share one of
 * these), the halves of a phone, the sounds of two words, number and road.
 */
function partKeys({ name, chinese, words, phone, address, region }: Portrait): string[] {
  const keys: string[] = []
  if (chinese && name.brand)
    keys.push(`brand:${region ?? ''}:${name.brand.toLowerCase()}`, `brand:*:${name.brand.toLowerCase()}${name.industry?.slice(0, 2) ?? ''}`)
  if (chinese && name.core.length >= 4 && name.core.length <= 9)
    for (let at = 0; at < Math.min(6, name.core.length); at += 1) keys.push(`less:${name.core.slice(0, at)}${name.core.slice(at + 1)}`)
  if (phone && phone.length >= 8) keys.push(`head:${phone.slice(0, -4)}${phone.length}`, `tail:${phone.slice(-7)}`)
  const sounds = [...new Set(words.filter((word) => word.length > 2).map(soundOf))].sort()
  if (sounds.length > 1) keys.push(`sound:${sounds.slice(0, 2).join(' ')}`, `sound:${sounds.slice(-2).join(' ')}`)
  else if (sounds[0]) keys.push(`sound:${sounds[0]}`)
  const spot = spotOf(address)
  if (spot) keys.push(`spot:${spot}`)
  return [...new Set(keys)]
}

/** Number and road: 77 天河, 12224 ventura. */
function spotOf(address: readonly string[]): string | null {
  const number = address.find((word) => /^\d+/.test(word))
  const road = address.find((word) => !/\d/.test(word) && word.length >= 2 && !/[区县市]$/.test(word))
  return number && road ? `${number} ${/^[a-z]/.test(road) ? soundOf(road) : road}` : null
}

/** The keys of a list that stands in memory: all of them, and single words and pairs of signs, which only a list can weigh. */
function listKeys(portrait: Portrait): string[] {
  const { name, chinese, words, phone, address, contact, usci } = portrait
  const keys = [...wholeKeys(portrait), ...partKeys(portrait)]
  const core = chinese ? name.core : words.join('')
  const size = chinese ? 2 : 3
  for (let at = 0; at + size <= core.length; at += 1) keys.push(`c:${core.slice(at, at + size)}`)
  for (const word of words) keys.push(`w:${word}`, `s:${soundOf(word)}`)
  for (const word of contact) keys.push(`p:${word}`, ...(word.length > 3 ? [`q:${soundOf(word)}`] : []))
  for (const word of address) if (word.length > 1) keys.push(`a:${word}`)
  for (let at = 0; at + 1 < address.length; at += 1) keys.push(`a:${address[at]} ${address[at + 1]}`)
  for (const [kind, digits] of [['d', phone] as const, ['u', usci] as const])
    if (digits) for (let at = 0; at + 4 <= digits.length; at += 1) keys.push(`${kind}:${at}${digits.slice(at, at + 4)}`)
  return [...new Set(keys)]
}

/** A key that more records share than this tells nothing. */
const COMMON = 300

/**
 * The pairs of a list worth comparing, as positions with the smaller one first: for each record the `most` others with which it shares
 * the rarest keys.
 */
export function pairsIn(portraits: readonly Portrait[], most = 40): [number, number][] {
  const holders = new Map<string, number[]>()
  const keysOf = portraits.map(listKeys)
  for (const [index, keys] of keysOf.entries())
    for (const key of keys) {
      const list = holders.get(key)
      if (list) list.push(index)
      else holders.set(key, [index])
    }
  const total = Math.max(2, portraits.length)
  const pairs = new Set<number>()
  const worth = new Float64Array(portraits.length)
  for (const [index, keys] of keysOf.entries()) {
    const met: number[] = []
    for (const key of keys) {
      const list = holders.get(key) as number[]
      if (list.length < 2 || (list.length > COMMON && list.length > total / 4)) continue
      if (list.length > COMMON && !/^(?:name|phone|usci|email):/.test(key)) continue
      const told = Math.log2(total / list.length) + (WHOLE.test(key) ? 20 : 0.1)
      for (const other of list) {
        if (other === index) continue
        if (worth[other] === 0) met.push(other)
        worth[other] = (worth[other] as number) + told
      }
    }
    const best = met.sort((a, b) => (worth[b] as number) - (worth[a] as number) || a - b).slice(0, most)
    for (const other of best) pairs.add(Math.min(index, other) * total + Math.max(index, other))
    for (const other of met) worth[other] = 0
  }
  return [...pairs].sort((a, b) => a - b).map((pair) => [Math.floor(pair / total), pair % total])
}

const WHOLE = /^(?:usci|phone|email):/
