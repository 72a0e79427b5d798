// What a password must be. Offline: nothing typed leaves the house. Lengths and shapes are rules; what is known from breaches is a
// filter over 26,913 of the commonest passwords (common-passwords.bin; docs/adr/0012 says whence and how).
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { invalid } from './refuse.ts'

export const MIN_PASSWORD = 8
const MAX_PASSWORD = 128
/** Fewer different characters than this is a pattern, not a password. */
const MIN_DIFFERENT = 5
/** Bits set per password: with 16 bits of room each, one unknown password in 2,000 is taken for a known one. */
const FILTER_HASHES = 11

const filter = readFileSync(new URL('./common-passwords.bin', import.meta.url))

/** The bits that stand for a password in a filter of `bits` bits. */
function bitsOf(password: string, bits: number): number[] {
  const digest = createHash('sha256').update(password).digest()
  const [a, b] = [digest.readUIntBE(0, 6), digest.readUIntBE(6, 6)]
  return Array.from({ length: FILTER_HASHES }, (_, i) => (a + i * b) % bits)
}

const known = (password: string): boolean =>
  bitsOf(password, filter.length * 8).every((bit) => ((filter[bit >> 3] as number) >> (bit & 7)) & 1)

// People decorate a common word: Password123!, woaini@2026. What is left without the decoration is looked up too.
const LEET: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '@': 'a', $: 's', '!': 'i' }
function plainForms(password: string): string[] {
  const lower = password.toLowerCase()
  const bare = lower.replace(/[^a-z]+$/, '').replace(/^[^a-z]+/, '')
  const leet = lower.replace(/[01345@$!]/g, (sign) => LEET[sign] ?? sign)
  return [password, lower, leet, ...(bare.length >= MIN_PASSWORD ? [bare] : [])]
}

const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn']
const backwards = (text: string): string => [...text].reverse().join('')
/** One walk over the keyboard, or the same piece again and again. */
function isPattern(password: string): boolean {
  const lower = password.toLowerCase()
  if (new Set(lower).size < MIN_DIFFERENT) return true
  if (/^(.{1,6})\1+$/.test(lower)) return true
  return ROWS.some((row) => (row + row).includes(lower) || (backwards(row) + backwards(row)).includes(lower))
}

export function isGoodPassword(password: string): boolean {
  try {
    mustBeGoodPassword(password)
    return true
  } catch {
    return false
  }
}

/** Refuses what is too short, too long, a pattern, known from breaches, or made of the person's own login or phone. */
export function mustBeGoodPassword(password: string, own: readonly (string | null | undefined)[] = []): void {
  if ([...password].length < MIN_PASSWORD) throw invalid('identity.password_short', { min: MIN_PASSWORD })
  if ([...password].length > MAX_PASSWORD) throw invalid('identity.password_long', { max: MAX_PASSWORD })
  const lower = password.toLowerCase()
  for (const word of own) {
    const bare = word?.toLowerCase().replace(/^\+86/, '')
    if (bare && bare.length >= 4 && lower.includes(bare)) throw invalid('identity.password_own')
  }
  if (isPattern(password) || plainForms(password).some(known)) throw invalid('identity.password_known')
}
