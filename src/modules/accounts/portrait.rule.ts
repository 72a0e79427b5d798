// 画像. A record as matching looks at it: name, phone and address taken apart once, so that it can be laid against many others.
import { provinceOf } from '#core/regions.ts'
import { isUsci, tidy } from '#core/text.ts'
import { readAddress } from './address.rule.ts'
import { type CompanyName, companyName } from './company-name.rule.ts'

/** A record as it comes. Texts in simplified characters; phone E.164 or digits; usci and e-mail in their stored form; null unknown. */
export type MatchParty = {
  name: string
  phone: string | null
  usci: string | null
  email?: string | null
  /** City or province of the address, used where the name tells no place. */
  region?: string | null
  address?: string | null
  /** The person there. */
  contact?: string | null
}

export type Portrait = {
  name: CompanyName
  chinese: boolean
  /** The words of a name in Latin letters. */
  words: readonly string[]
  phone: string | null
  usci: string | null
  /** Its check sign fits, so no digit of it is mistyped. */
  usciSound: boolean
  email: string | null
  /** A city or province of China. */
  region: string | null
  /** Any other city, by its words. */
  city: readonly string[]
  address: readonly string[]
  contact: readonly string[]
}

export function portraitOf(party: MatchParty): Portrait {
  const name = companyName(party.name)
  const chinese = HAN.test(party.name)
  const told = party.address && HAN.test(party.address) ? readAddress(party.address) : null
  const region = placeOf(name.region) ?? placeOf(party.region) ?? placeOf(told?.city) ?? placeOf(told?.province)
  return {
    name,
    chinese,
    words: chinese ? [] : nameWords(party.name, party.region ?? ''),
    phone: party.phone,
    usci: party.usci,
    usciSound: party.usci !== null && isUsci(party.usci),
    email: party.email ?? null,
    region,
    city: region === null && party.region ? wordsOf(party.region) : [],
    address: told ? chineseAddress(told.rest, told.district) : wordsOf(party.address ?? '').map((word) => STREETS[word] ?? word),
    contact: wordsOf(party.contact ?? ''),
  }
}

/** The words of a name without the city it sits in: yang's (san francisco). */
function nameWords(name: string, city: string): string[] {
  const all = wordsOf(name)
  const places = new Set(wordsOf(city))
  const own = all.filter((word) => !places.has(word))
  return own.length > 0 ? own : all
}

const HAN = /\p{Script=Han}/u

function placeOf(text: string | null | undefined): string | null {
  if (!text) return null
  const short = text.replace(/(?:省|市|地区|自治州|(?:壮族|回族|维吾尔)?自治区|特别行政区)$/, '')
  return [text, short].find((one) => provinceOf(one) !== null) ?? null
}

/** Lower case words without accents and signs; `'s` belongs to its word, and a Chinese text is one word. */
export function wordsOf(text: string): string[] {
  return tidy(text)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/&/g, ' and ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

/** Road, numbers, and the pairs of characters of what else there is. */
function chineseAddress(rest: string, district: string | null): string[] {
  const plain = tidy(rest)
    .toLowerCase()
    .replace(/[一二三四五六七八九十](?=[楼层号室栋座幢])/g, (sign) => String('一二三四五六七八九十'.indexOf(sign) + 1))
    .replace(/幢|栋|座/g, '栋')
    .replace(/[楼层]/g, '楼')
  const numbers = plain.match(/[a-z]*\d+[a-z]*/g) ?? []
  const letters = plain.replace(/[^\u4e00-\u9fff]/g, '')
  const pairs = Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2))
  return [...new Set([...(district ? [district] : []), ...pairs, ...numbers])]
}

const spelt = (line: string, word: string): [string, string][] => line.split(' ').map((short) => [short, word])
const STREETS: Readonly<Record<string, string>> = Object.fromEntries([
  ...spelt('street str', 'st'),
  ...spelt('avenue av aven', 'ave'),
  ...spelt('road', 'rd'),
  ...spelt('boulevard boul', 'blvd'),
  ...spelt('drive drv', 'dr'),
  ...spelt('lane', 'ln'),
  ...spelt('place', 'pl'),
  ...spelt('court crt', 'ct'),
  ...spelt('square', 'sq'),
  ...spelt('highway', 'hwy'),
  ...spelt('parkway pky', 'pkwy'),
  ...spelt('terrace', 'tce'),
  ...spelt('circuit', 'cct'),
  ...spelt('crescent cres', 'cr'),
  ...spelt('close', 'cl'),
  ...spelt('parade', 'pde'),
  ...spelt('suite', 'ste'),
  ...spelt('floor flr', 'fl'),
  ...spelt('north', 'n'),
  ...spelt('south', 's'),
  ...spelt('east', 'e'),
  ...spelt('west', 'w'),
  ...spelt('first', '1st'),
  ...spelt('second', '2nd'),
  ...spelt('third', '3rd'),
  ...spelt('fourth', '4th'),
  ...spelt('fifth', '5th'),
  ...spelt('sixth', '6th'),
  ...spelt('seventh', '7th'),
  ...spelt('eighth', '8th'),
  ...spelt('ninth', '9th'),
  ...spelt('tenth', '10th'),
  ...spelt('saint', 'st'),
  ...spelt('mount', 'mt'),
])
