// 地址. Where an address lies, as far as its own words decide it: province, city and district as they are called today.
import { type Called, type Division, divisionNames, townsAnywhere, townsIn } from '#core/divisions.ts'
import { tidy } from '#core/text.ts'

export type Address = {
  province: string | null
  /** A municipality repeats its name; a county without a city stands for its own. */
  city: string | null
  district: string | null
  /** The national code of the smallest place told, or null. */
  adcode: string | null
  /** What follows the places: 天河北路179号尚层国际19楼. */
  rest: string
  /** 0–1; from 0.9 on the places may be taken without a look. */
  confidence: number
}

/** Places told one after the other, each within the one before. */
export type PlacePath = { division: Division; told: Called[]; end: number }

const LONGEST_NAME = 15
const LABEL =
  /^[^\p{L}\p{N}]*(?:(?:公司|总部|办公|注册|联系|详细|单位|通讯|工厂|经营)*(?:地址|地点|住址|所在地|总部|总公司)\s*[:：]|址[:：])?\s*(?:中国(?=.{2}))?\s*/u
const BETWEEN = /^(?:(?:省|市|自治区|自治州|州|地区|盟|特别行政区|市辖区|[\s,，.。·\-—_/|;；:：、()（）[\]【】"“”'])+)?/
/** After a short name: then it is the name of a road (西藏北路) and no place. */
const ROAD = /^[东西南北中]?(?:[一二三四五六七八九十]|环)?[东西南北中]?(?:路|街(?!道)|大街|大道|道|巷|弄|胡同|支路|公路|高速|立交|大桥|桥)/
/** After the short name of a district: then it is a building or a village. */
const BUILDING =
  /^(?:国际|商务|中央|财富|文化|新)?(?:大厦|广场|大楼|花园|公园|大学|学院|医院|酒店|饭店|宾馆|小区|新村|村|镇|乡|街道|家园|苑|城(?!区)|寺|山庄|科技有限|有限)/
/** Names that mean a place only after their city. */
const WORDS =
  /^(?:城区|郊区|矿区|[东西南北中]区|新区|园区|高新区|工业园区|城[东西南北中关]|新[城华兴]|和平|解放|建设|平安|东方|阿里|[东西]城)$/
const TOWN_KIND = /^(?:街道|镇|乡|办事处|地区)/

/** `text` in simplified characters. */
export function readAddress(text: string): Address {
  const plain = tidy(text).replace(LABEL, '')
  const { paths, from } = firstPlaces(plain)
  if (paths.length === 0) return byTownAlone(plain)
  const path = paths.length === 1 ? paths[0] : settled(plain, from, paths)
  if (!path) return undecided(plain, paths)
  const rest = plain.slice(path.end)
  const sure = confidenceOf(path, from, paths.length > 1)
  const town = path.division.level === 'district' ? null : townAfter(rest, path.division)
  return town ? told(town, rest, Math.min(sure, 0.8)) : told(path.division, rest, sure)
}

function told(division: Division, rest: string, confidence: number): Address {
  const at = (level: Division['level']) => division.path.find((one) => one.level === level)?.name ?? null
  const province = at('province')
  const district = at('district')
  const alone = division.path.every((one) => one.level !== 'city')
  const municipality = /^(北京|天津|上海|重庆)市$|行政区$/.test(province ?? '')
  const city = alone ? (municipality ? province : district) : at('city')
  return { province, city, district, adcode: division.code, rest: rest.replace(/^[\s,，.。·\-—:：、)）]+/, ''), confidence }
}

const nowhere = (rest: string, confidence: number): Address => ({
  province: null,
  city: null,
  district: null,
  adcode: null,
  rest,
  confidence,
})

/** The first spot in the text where places are told, and every equally good reading of it. */
function firstPlaces(text: string): { paths: PlacePath[]; from: number } {
  for (let from = 0; from < text.length - 1; from += 1) {
    const paths = bestPaths(text, from).filter(({ told }) => from === 0 || told.some(({ how }) => how === 'full') || told.length > 1)
    if (paths.length > 0) return { paths, from }
  }
  return { paths: [], from: 0 }
}

/** The readings from `from` on that tell the most: more places first, whole names before short ones, then the longer text. */
export function bestPaths(text: string, from: number, kind: 'address' | 'name' = 'address'): PlacePath[] {
  let best: PlacePath[] = []
  let most = 0
  const walk = (at: number, division: Division | null, so: Called[], worth: number): void => {
    if (division && so.length > 0) {
      if (worth > most) [best, most] = [[], worth]
      if (worth === most && !best.some((one) => one.division === division)) best.push({ division, told: so, end: at })
    }
    // 青岛市北区 is 青岛 and 市北区, 苏州市吴中区 is not
    const between = so.length > 0 ? (BETWEEN.exec(text.slice(at, at + 12))?.[0].length ?? 0) : 0
    for (const next of new Set([at, at + between])) {
      for (let length = Math.min(LONGEST_NAME, text.length - next); length >= 2; length -= 1) {
        for (const called of placesCalled(text, next, length, division, kind)) {
          const how = { full: 3, former: 2, short: 1 }[called.how]
          const inner = division?.path.includes(called.division) ? division : called.division
          walk(next + length, inner, [...so, called], worth + (inner === division ? 1 : 100) + how * 10 + length)
        }
      }
    }
  }
  walk(from, null, [], 0)
  return best
}

function placesCalled(text: string, at: number, length: number, within: Division | null, kind: 'address' | 'name'): readonly Called[] {
  const name = text.slice(at, at + length)
  // a company called 珠海路畅 sits in 珠海: no road follows the place in a name
  const after = kind === 'name' ? '' : text.slice(at + length, at + length + 8)
  const named = divisionNames().get(name) ?? []
  const fit = named.filter((called) => fits(called, within) && !misread(called, name, after, within))
  const full = fit.filter(({ how }) => how === 'full')
  if (full.length > 0) return full
  // of places with one short name the greater is meant: 吉林 is the province, 朝阳 the city, 长沙 in 湖南 the city too
  const greatest = (['province', 'city', 'district'] as const).find((level) => fit.some(({ division }) => division.level === level))
  return fit.filter(({ division }) => division.level === greatest)
}

/** Within the place told before, or that place (or what it lies in) once more by its whole name. */
const fits = ({ division, how }: Called, within: Division | null): boolean =>
  within === null || (within.path.includes(division) ? how === 'full' : division.path.includes(within))

function misread({ division, how }: Called, name: string, after: string, within: Division | null): boolean {
  if (within === null && WORDS.test(name)) return true
  if (how === 'full' || (how === 'former' && /[区县市]$/.test(name))) return false
  return ROAD.test(after) || (division.level === 'district' && BUILDING.test(after))
}

/** Several places of one name (朝阳区, 鼓楼区): the one that lies in a city which the text tells elsewhere. */
function settled(text: string, from: number, paths: readonly PlacePath[]): PlacePath | undefined {
  const end = paths[0]?.end ?? from
  const byTown = paths.filter(({ division }) => townNamed(text.slice(end), division))
  if (byTown.length === 1) return byTown[0]
  const elsewhere = text.slice(0, from) + text.slice(end)
  const fitting = paths.filter(({ division }) =>
    division.path.slice(0, -1).some(({ short }) => {
      const at = elsewhere.indexOf(short)
      return at >= 0 && !ROAD.test(elsewhere.slice(at + short.length))
    }),
  )
  return fitting.length === 1 ? fitting[0] : undefined
}

/** Whether a town of the district follows: 朝阳区十八里店 is Beijing's. */
function townNamed(rest: string, within: Division): boolean {
  const towns = townsIn(within)
  return [5, 4, 3, 2].some((length) => towns.has(rest.slice(0, length)) && !ROAD.test(rest.slice(length)))
}

/** What all readings have in common is told, the rest is not. */
function undecided(text: string, paths: readonly PlacePath[]): Address {
  const all = paths.map(({ division }) => told(division, '', 0))
  const common = (key: 'province' | 'city' | 'district'): string | null => {
    const [first] = all
    return first && all.every((one) => one[key] === first[key]) ? first[key] : null
  }
  return {
    ...nowhere(text.slice(paths[0]?.end ?? 0), 0.4),
    province: common('province'),
    city: common('city'),
    district: common('district'),
  }
}

function confidenceOf({ division, told }: PlacePath, from: number, helped: boolean): number {
  const last = told.at(-1)
  let sure = last?.how === 'full' ? 0.97 : last?.how === 'former' ? 0.92 : division.level === 'district' ? 0.85 : 0.93
  if (told.length === 1 && division.level === 'district') sure -= last?.how === 'full' ? 0.03 : 0.1
  if (from > 0) sure -= 0.1
  if (helped) sure = Math.min(sure, 0.8)
  if (/^\d{4}7/.test(division.code)) sure = Math.min(sure, 0.75)
  return Math.round(sure * 100) / 100
}

/** The district of a town that the text names soon after the city: 深圳西丽, 杭州下沙. */
function townAfter(rest: string, within: Division): Division | null {
  const towns = townsIn(within)
  for (let at = 0; at < Math.min(rest.length - 1, 10); at += 1) {
    for (let length = Math.min(5, rest.length - at); length >= 2; length -= 1) {
      const found = towns.get(rest.slice(at, at + length))
      const after = rest.slice(at + length, at + length + 8)
      if (found?.length !== 1 || found[0] === within) continue
      if (TOWN_KIND.test(after) || (at === 0 && !ROAD.test(after) && !/^(?:广场|大厦|花园|国际|大学|公园|医院|新城)/.test(after)))
        return found[0] ?? null
    }
  }
  return null
}

/** No place at all, but a town of which there is only one: 北滘镇怡兴路. */
function byTownAlone(text: string): Address {
  const kind = /^(?<town>[\u4e00-\u9fff]{2,4}?)(?:镇|街道|乡)/.exec(text)
  const found = kind?.groups?.town ? townsAnywhere().get(kind.groups.town) : undefined
  const [only] = found ?? []
  return found?.length === 1 && only ? told(only, text, 0.7) : nowhere(text, 0.1)
}
