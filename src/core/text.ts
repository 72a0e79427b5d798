import { placeAtStart, provinceOf } from './regions.ts'

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

/** What a company's name says, taken apart. */
export type CompanyName = {
  /** What is left when region, legal form and branch are taken off: 恒筑建材经营部. Never empty for a name that has letters. */
  core: string
  /** The place in the name, the smallest one told: 苏州 of 江苏省苏州市恒筑建材, or null. */
  region: string | null
  /** 苏州分公司, 七号店: set for a branch, which is never the same customer as its head office. */
  branch: string | null
}

const LEGAL_FORM =
  /(股份有限责任公司|有限责任公司|股份有限公司|集团有限公司|集团股份有限公司|有限公司|股份公司|集团公司|总公司|有限合伙|普通合伙|公司|集团|\(?个体工商户\)?|个人独资)$/
const LEGAL_FORM_INSIDE = /^(.+?(?:有限责任公司|有限公司|股份公司|总公司))(.+)$/
const BRANCH_KIND = /(?:第?[一二三四五六七八九十百\d]+)?(?:分公司|分店|分厂|分部|分院|分行|分校|办事处|代表处|营业部|分支机构)$/
const NUMBERED_STORE = /第?[一二三四五六七八九十百\d]+号?(?:门?店|厂|仓库?)$/
// 超市, 门市, 城市: no town of that name, though it would fit the pattern
const COUNTY = /^(?<place>[\u4e00-\u9fff]{2,3}(?<![超门上城都夜菜集]))(?:市|县|区)(?=.{2})/

/**
 * Takes a company's name apart so that spellings of the same company meet: width, spaces and brackets, the place in front
 * (or in brackets), the legal form at the end. Traditional characters are the caller's (`core/hanzi.ts`).
 */
export function companyName(name: string): CompanyName {
  const { text, bracketPlace, bracketBranch } = openBrackets(tidy(name).toLowerCase().replace(/\s/g, ''))
  const { head, branch } = splitBranch(text)
  const bare = stripLegalForm(head.replace(/[^\p{L}\p{N}]/gu, ''))
  const { rest, region } = stripPlaces(bare)
  return { core: rest, region: region ?? bracketPlace, branch: branch ?? bracketBranch }
}

function openBrackets(text: string): { text: string; bracketPlace: string | null; bracketBranch: string | null } {
  let bracketPlace: string | null = null
  let bracketBranch: string | null = null
  const open = text.replace(/[([【〔「[]([^)\]】〕」]*)[)\]】〕」]/g, (_whole, inside: string) => {
    const place = placeAtStart(inside)
    if (place && /^(省|市|自治区)?$/.test(inside.slice(place.length))) bracketPlace = place
    else if (BRANCH_KIND.test(inside) || /店$/.test(inside)) bracketBranch = inside
    else if (!/^(个体工商户|筹|筹备|中国|原.*|总部|普通合伙|有限合伙|特殊普通合伙)$/.test(inside)) return inside
    return ''
  })
  return { text: open, bracketPlace, bracketBranch }
}

function splitBranch(text: string): { head: string; branch: string | null } {
  const kind = BRANCH_KIND.exec(text) ?? NUMBERED_STORE.exec(text)
  if (!kind || kind.index === 0) return { head: text, branch: null }
  const inside = LEGAL_FORM_INSIDE.exec(text)
  if (inside?.[1] && inside[2]) return { head: inside[1], branch: inside[2] }
  // 上海现代设计院安徽分公司: the place before the kind belongs to the branch, unless nothing else would be left
  const head = text.slice(0, kind.index)
  for (const length of [5, 4, 3, 2]) {
    const tail = head.slice(-length)
    const place = placeAtStart(tail)
    if (place && /^(省|市)?$/.test(tail.slice(place.length)) && head.length > length + 1)
      return { head: head.slice(0, -length), branch: tail + kind[0] }
  }
  return { head, branch: kind[0] }
}

function stripLegalForm(name: string): string {
  let rest = name
  for (let match = LEGAL_FORM.exec(rest); match && match.index >= 2; match = LEGAL_FORM.exec(rest)) rest = rest.slice(0, match.index)
  return rest
}

function stripPlaces(name: string): { rest: string; region: string | null } {
  let rest = name
  let region: string | null = null
  for (let step = 0; step < 3; step += 1) {
    const place = placeAtStart(rest)
    const after = place ? rest.slice(place.length).replace(/^(省|市|(?:维吾尔|壮族|回族)?自治区|自治州|地区)(?=.{2})/, '') : ''
    // 苏州 after 江苏 goes on telling where; 上海 after 苏州 begins the company's own name
    if (place && after.length >= 2 && (region === null || provinceOf(place) === region)) {
      rest = after
      region = place
      continue
    }
    const county = COUNTY.exec(rest)?.groups?.place
    if (!county) break
    rest = rest.slice(county.length + 1)
    region = region ?? county
  }
  return { rest, region }
}
