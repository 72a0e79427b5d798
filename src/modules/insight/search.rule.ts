// search.rule.ts: 搜索. What a person types, read as a name, a phone and a number at once.
import { halfWidth, tidy } from '#core/text.ts'
import { companyName } from '#modules/accounts/company-name.rule.ts'

/** `name` and `core` are ready for LIKE (escaped, lower case); `digits` and `number` are null where the text holds none. */
export type SearchWords = { name: string; core: string; digits: string | null; number: string | null }

/** A phone is searched from four digits on: fewer would match half of all numbers. */
const LEAST_DIGITS = 4

/** `text` in simplified characters already. */
export function searchWords(text: string): SearchWords {
  const plain = tidy(halfWidth(text)).toLowerCase()
  const core = companyName(plain).core || plain
  const digits = plain.replace(/^\+86/, '').replace(/[\s-]/g, '')
  const number = /^[a-z]{1,4}[-\d]*\d[-\da-z]*$/i.test(plain) || /^ct\d+$/i.test(plain) ? plain.toUpperCase() : null
  return {
    name: escaped(plain),
    core: escaped(core),
    digits: /^\d+$/.test(digits) && digits.length >= LEAST_DIGITS ? digits : null,
    number: number === null ? null : escaped(number),
  }
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)
