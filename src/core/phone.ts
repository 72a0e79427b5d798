import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { halfWidth } from './text.ts'

/**
 * A phone number as E.164 (`+8613812342046`), or null when it is none. A number without a country belongs to `country`.
 * Of several in one field (`138…/0512-…`) the first that is a number. Server only: the metadata is large, but the small set takes a mobile number that lacks a digit.
 */
export function normalPhone(raw: string, country: CountryCode = 'CN'): string | null {
  for (const part of halfWidth(raw).split(/[/;,，；、|]|\s{2,}/)) {
    const parsed = parsePhoneNumberFromString(part, country)
    if (parsed?.isValid()) return parsed.number
  }
  return null
}
