// 企业名称. What a company's name says, taken apart: where it sits, its brand, its trade, its legal form, and whether it is a branch.
import { type Division, townsIn } from '#core/divisions.ts'
import { placeAtStart, provinceOf } from '#core/regions.ts'
import { tidy } from '#core/text.ts'
import { bestPaths } from './address.rule.ts'
import { LONGEST_TRADE_WORD, plainWords, TRADE_ENDING, tradeWords } from './trade-words.rule.ts'

export type CompanyName = {
  /** What is left when place, legal form and branch are taken off: 恒筑建材经营部. Never empty for a name that has letters. */
  core: string
  /** City or province of the place in the name (苏州 of 江苏省苏州市恒筑建材), else the county it tells, or null. */
  region: string | null
  /** 苏州分公司, 七号店: set for a branch, which is never the same customer as its head office. */
  branch: string | null
  /** 恒筑, or null for a name that tells only trade and place. */
  brand: string | null
  /** 建材经营部 */
  industry: string | null
  /** 有限公司, Co., Ltd. */
  form: string | null
  /** Equal for spellings of one company, different for different companies: place, core, and branch. */
  identity: string
}

const LEGAL_FORM =
  /(股份有限责任公司|集团有限责任公司|集团股份有限公司|有限责任公司|股份有限公司|集团有限公司|有限公司|股份公司|集团公司|总公司|有限合伙|普通合伙|公司|集团|\(?个体工商户\)?|个人独资)$/
const LEGAL_FORM_INSIDE = /^(.+?(?:有限责任公司|有限公司|股份公司|总公司))(.+)$/
const LATIN_FORM = /(?:[\s,.]+(?:co|company|ltd|limited|inc|incorporated|llc|corp|corporation|gmbh|plc|pty|pte|group|holdings?)\.?)+$/i
const BRANCH_KIND = /(?:第?[一二三四五六七八九十百\d]+)?(?:分公司|分店|分厂|分部|分院|分行|分校|办事处|代表处|营业部|分支机构)$/
const NUMBERED_STORE = /第?[一二三四五六七八九十百\d]+号?(?:门?店|厂|仓库?)$/
// 超市, 门市, 城市: no town of that name, though it would fit the pattern
const COUNTY = /^(?<place>[\u4e00-\u9fff]{2,3}(?<![超门上城都夜菜集]))(?:市|县|区)(?=.{2})/
const ZONE =
  /^(?:国家级|经济|技术|高新|产业|综合|出口加工|自由贸易|自贸){0,3}(?:开发区|保税区|高新区|经开区|工业园区|工业区|自贸区|试验区|示范区|新区|城区)(?=.{2})/
const NOTHING_IN_BRACKETS = /^(个体工商户|筹|筹备|中国|原.*|总部|普通合伙|有限合伙|特殊普通合伙)$/

/** Spellings meet in `core` and `identity`. Traditional characters are the caller's (`core/hanzi.ts`). */
export function companyName(name: string): CompanyName {
  const { text, bracketPlace, bracketBranch } = openBrackets(tidy(name))
  if (!/\p{Script=Han}/u.test(text)) return latinName(text)
  const { head, branch } = splitBranch(text.replace(/\s/g, ''))
  const { bare, form } = stripLegalForm(head.replace(/[^\p{L}\p{N}]/gu, ''))
  const { rest, region, place } = stripPlaces(bare)
  const { brand, industry } = brandIn(rest)
  const where = place ?? (bracketPlace ? placeOf(bracketPlace) : '')
  const core = rest.toLowerCase()
  const told = branch ?? bracketBranch
  const group = /集团/.test(form ?? '') ? '集团' : ''
  const identity = `${where}|${core}${group}|${(told ?? '').toLowerCase().replace(/^第/, '')}`
  return { core, region: region ?? bracketPlace, branch: told, brand, industry, form, identity }
}

/** A name without Chinese characters: the legal form at its end says nothing of who it is. */
function latinName(text: string): CompanyName {
  const form = LATIN_FORM.exec(text)?.[0] ?? null
  const head = form === null ? text : text.slice(0, -form.length)
  const core = (head || text).toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return {
    core,
    region: null,
    branch: null,
    brand: head.trim() || null,
    industry: null,
    form: form?.replace(/^[\s,.]+/, '') ?? null,
    identity: `|${core}|`,
  }
}

function openBrackets(text: string): { text: string; bracketPlace: string | null; bracketBranch: string | null } {
  let bracketPlace: string | null = null
  let bracketBranch: string | null = null
  const open = text.replace(/[([【〔「[]([^)\]】〕」]*)[)\]】〕」]/g, (_whole, inside: string) => {
    const place = placeAtStart(inside)
    if (place && /^(省|市|自治区)?$/.test(inside.slice(place.length))) bracketPlace = place
    else if (BRANCH_KIND.test(inside) || /店$/.test(inside)) bracketBranch = inside
    else if (!NOTHING_IN_BRACKETS.test(inside)) return inside
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

function stripLegalForm(name: string): { bare: string; form: string | null } {
  let bare = name
  for (let match = LEGAL_FORM.exec(bare); match && match.index >= 2; match = LEGAL_FORM.exec(bare)) bare = bare.slice(0, match.index)
  return { bare, form: name.slice(bare.length) || null }
}

type Placed = { rest: string; region: string | null; place: string | null }

/** Takes off the places in front (广州市天河区, 昆山千灯镇, 大庆开发区) and one at the end (新月能源石家庄公司). */
function stripPlaces(name: string): Placed {
  const front = placesInFront(name) ?? countyInFront(name)
  const { rest, region } = front
  const zone = ZONE.exec(rest)?.[0].length ?? 0
  const after = rest.slice(zone)
  const place = front.place === null ? null : front.place + rest.slice(0, zone)
  if (region !== null) return { rest: after, region, place }
  const end = placeAtEnd(after)
  return end ? { rest: after.slice(0, -end.length), region: end, place: placeOf(end) } : { rest: after, region, place }
}

/** The places the name begins with, if what follows can be a name. */
function placesInFront(name: string): Placed | null {
  const readings = bestPaths(name, 0, 'name')
  const [path] = readings
  if (!path) return null
  const { division, told } = path
  const rest = name.slice(path.end)
  const whole = told.at(-1)?.how !== 'short' || ZONE.test(rest) || townInFront(rest, division) > 0
  if (rest.length < 2 || (division.level !== 'province' && startsInWord(rest))) return shorter(name)
  if (whole || told.length > 1 || division.level !== 'district') {
    if (readings.length > 1) return { rest, region: null, place: name.slice(0, path.end) }
    const town = townInFront(rest, division)
    return { rest: rest.slice(town), region: regionOf(division), place: division.code + rest.slice(0, town) }
  }
  // 宁津铭亿机械设备 sits in 宁津; 金山软件 only sounds like a place
  const named = readings.length === 1 && brandIn(rest)
  return named && named.brand !== null && named.industry !== null ? { rest, region: regionOf(division), place: division.code } : null
}

/** The first place alone, where all of them leave nothing that can be a name: 天津 of 天津市政工程. */
function shorter(name: string): Placed | null {
  const first = placeAtStart(name)
  if (!first) return null
  const rest = name.slice(first.length)
  return rest.length < 2 || startsInWord(rest) ? null : { rest, region: first, place: placeOf(first) }
}

/** 达物流: what is left of 吉安达物流 when a place is taken off that was none. */
const startsInWord = (rest: string): boolean =>
  coverable(rest, 1) && ![0, 2, 3, 4, 5, 6].some((at) => at < rest.length && coverable(rest, at))

function countyInFront(name: string): Placed {
  const county = COUNTY.exec(name)?.groups?.place
  if (!county) return { rest: name, region: null, place: null }
  return { rest: name.slice(county.length + 1), region: county, place: county }
}

function townInFront(rest: string, division: Division): number {
  const town = /^([\u4e00-\u9fff]{2,4}?)(镇|街道|乡)(?=.{2})/.exec(rest)
  return town?.[1] && townsIn(division).has(town[1]) ? town[0].length : 0
}

function placeAtEnd(name: string): string | null {
  for (const length of [4, 3, 2]) {
    const tail = name.slice(-length)
    if (name.length >= length + 4 && placeAtStart(tail) === tail) return tail
  }
  return null
}

const placeOf = (short: string): string => bestPaths(short, 0, 'name')[0]?.division.code ?? short

const regionOf = ({ path }: Division): string | null =>
  [...path].reverse().find(({ level, short }) => (level === 'city' || level === 'province') && provinceOf(short) !== null)?.short ?? null

/**
 * The brand is what stands before the trade words that reach to the end: 意创|建设开发. A name that is made of trade words alone has none.
 * Where the end is no trade word known here, the brand ends at the first one.
 */
export function brandIn(rest: string): { brand: string | null; industry: string | null } {
  if (coverable(rest, 0)) return { brand: null, industry: rest || null }
  for (let at = 2; at < rest.length; at += 1) if (coverable(rest, at)) return { brand: rest.slice(0, at), industry: rest.slice(at) }
  for (let at = 2; at < rest.length; at += 1)
    if (coverable(rest, at, TRADE_ENDING)) return { brand: rest.slice(0, at), industry: rest.slice(at) }
  for (let at = 2; at < rest.length - 1; at += 1)
    if (wordAt(rest, at, false).some((length) => length >= 2)) return { brand: rest.slice(0, at), industry: rest.slice(at) }
  return { brand: rest || null, industry: null }
}

function coverable(text: string, from: number, besides?: RegExp): boolean {
  const open = [from]
  const seen = new Set(open)
  while (open.length > 0) {
    const at = open.pop() as number
    if (at === text.length) return true
    for (const length of wordAt(text, at, at > from, besides)) {
      const next = at + length
      if (!seen.has(next)) open.push(next)
      seen.add(next)
    }
  }
  return false
}

/** The lengths of the words that begin here. A single sign (店, 厂) ends a name; 和 and 与 stand between two words. */
function wordAt(text: string, at: number, within: boolean, besides?: RegExp): number[] {
  const lengths: number[] = []
  for (let length = Math.min(LONGEST_TRADE_WORD, text.length - at); length >= 1; length -= 1) {
    const word = text.slice(at, at + length)
    const place = length >= 2 && at > 0 && provinceOf(word) !== null
    const known = tradeWords().has(word) || plainWords.has(word) || place || besides?.test(word) === true
    if (known && (length > 1 || at + length === text.length)) lengths.push(length)
  }
  if (within && at < text.length - 1 && /[和与及]/.test(text.charAt(at))) lengths.push(1)
  return lengths
}
