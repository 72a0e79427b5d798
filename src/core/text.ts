/** Full-width letters, digits, signs and the wide space become half-width; Chinese punctuation stays as it is. */
export function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')
}

/** Half-width, one space where there were several, none at the ends, nothing invisible inside. */
export function tidy(text: string): string {
  return halfWidth(text)
    .replace(/[\u200b-\u200f\u2060\ufeff]|[^\P{Cc}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** `138****2046`; of a short number only the last two digits are left. The phone of somebody who may not read it. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/^\+86/, '').replace(/\D/g, '')
  if (digits.length < 7) return `${'*'.repeat(Math.max(0, digits.length - 2))}${digits.slice(-2)}`
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`
}

/** `陈*`, `高**`, `J***`: the first character only. */
export function maskName(name: string): string {
  const [first = '', ...rest] = Array.from(name.trim())
  return rest.length === 0 ? first : first + '*'.repeat(Math.min(3, rest.length))
}

/** `c***@example.com` */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '***' : `${email.slice(0, 1)}***${email.slice(at)}`
}

const USCI_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCI_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** The unified social credit code (统一社会信用代码) as it is stored: half-width capitals without spaces or dashes. */
export function normalUsci(text: string): string {
  return halfWidth(text).toUpperCase().replace(/[\s-]/g, '')
}

/** The 18th character that belongs to the first 17 (GB 32100-2015), or null when one of them cannot stand in a code. */
export function usciCheckSign(body: string): string | null {
  if (body.length !== 17) return null
  let sum = 0
  for (const [index, weight] of USCI_WEIGHTS.entries()) {
    const value = USCI_SIGNS.indexOf(body.charAt(index))
    if (value < 0) return null
    sum += value * weight
  }
  return USCI_SIGNS.charAt((31 - (sum % 31)) % 31)
}

/** True when the code is complete and its check character fits. Takes the stored form (`normalUsci`). */
export function isUsci(code: string): boolean {
  return code.length === 18 && usciCheckSign(code.slice(0, 17)) === code.charAt(17)
}

/** The pairs of neighbouring characters of a text, each once: 恒筑建材 → 恒筑 筑建 建材. A single character is its own pair. */
export function bigrams(text: string): Set<string> {
  const signs = Array.from(text)
  if (signs.length === 1) return new Set(signs)
  return new Set(signs.slice(1).map((sign, index) => `${signs[index]}${sign}`))
}

/** How alike two texts are by their shared bigrams: 0 nothing, 1 the same (Dice). */
export function likeness(a: string, b: string): number {
  const [left, right] = [bigrams(a), bigrams(b)]
  if (left.size + right.size === 0) return 1
  let shared = 0
  for (const pair of left) if (right.has(pair)) shared += 1
  return (2 * shared) / (left.size + right.size)
}
