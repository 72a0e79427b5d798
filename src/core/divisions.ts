// The divisions of China in use today, unfolded when the first address asks for them: provinces, cities, districts, and the towns in those.
import { divisionTable, townTable } from './divisions.generated.ts'
import { formerCities, formerDistricts } from './former-divisions.ts'

export type Division = {
  /** The six digits of the national code. */
  code: string
  name: string
  /** 苏州 of 苏州市, 恩施 of 恩施土家族苗族自治州. */
  short: string
  level: 'province' | 'city' | 'district'
  /** Itself and what it lies in, the widest first. */
  path: readonly Division[]
}
/** How a text may call a place: by its whole name, by the short one, or by a name that it or its part had before. */
export type Called = { division: Division; how: 'full' | 'short' | 'former' }

/** Cities that are one with their province, and the drawers for counties without a city. */
const NO_CITY = /^(市辖区|县|(?:省|自治区)直辖县级行政区划)$/
const peoples =
  /(?:蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|(?:达斡尔|土家|布依|朝鲜|哈尼|傈僳|拉祜|东乡|纳西|景颇|仫佬|布朗|撒拉|毛南|仡佬|鄂温克|裕固|保安|独龙|鄂伦春|普米|各|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒)族|(?<=甘肃|宁夏|昌吉|临夏)回族)/

/** What is left of a name without its kind; a single character is no name, so 忠县 and 城区 stay whole. */
export function shortName(name: string): string {
  let rest = name.replace(/(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治[州县旗]|地区|新区|[省市盟县旗区])$/, '')
  if (/自治[州县旗]$/.test(name)) {
    const people = new RegExp(`${peoples.source}$`)
    for (let bare = rest.replace(people, ''); bare !== rest && bare.length >= 2; bare = rest.replace(people, '')) rest = bare
  }
  return rest.length >= 2 ? rest : name
}

let unfolded: Map<string, Called[]> | undefined
let towns: Map<string, Map<string, Division[]>> | undefined
let everywhere: Map<string, Division[]> | undefined

/** Every name of every place. */
export function divisionNames(): ReadonlyMap<string, readonly Called[]> {
  unfolded ??= withFormer(named(unfold()))
  return unfolded
}

/** The districts of a city (or of a province, for those without cities) in which a town of that name lies, by the town's name. */
export function townsIn(within: Division): ReadonlyMap<string, readonly Division[]> {
  towns ??= unfoldTowns()
  return towns.get(within.code) ?? new Map()
}

/** The same for the whole country. */
export function townsAnywhere(): ReadonlyMap<string, readonly Division[]> {
  towns ??= unfoldTowns()
  everywhere ??= merged([...towns].filter(([code]) => code.endsWith('0000')).map(([, map]) => map))
  return everywhere
}

function unfold(): Division[] {
  const all: Division[] = []
  let province: Division | undefined
  const make = (code: string, name: string, level: Division['level'], above: readonly Division[]): Division => {
    const made: Division = { code, name, short: shortName(name), level, path: [] }
    made.path = [...above, made]
    all.push(made)
    return made
  }
  for (const line of [...divisionTable.split('\n'), '71台湾省', '81香港特别行政区', '82澳门特别行政区']) {
    const [head = '', ...areas] = line.split(' ')
    const code = /^\d+/.exec(head)?.[0] ?? ''
    const name = head.slice(code.length)
    if (code.length === 2) {
      province = make(`${code}0000`, name, 'province', [])
      continue
    }
    if (!province) throw new Error('the table of divisions begins with a province')
    const alone = NO_CITY.test(name)
    const city = alone ? null : make(`${code}00`, name, 'city', [province])
    for (const area of areas) make(code + area.slice(0, 2), area.slice(2), 'district', city ? [province, city] : [province])
  }
  return all
}

function named(all: readonly Division[]): Map<string, Called[]> {
  const names = new Map<string, Called[]>()
  for (const division of all) {
    add(names, division.name, { division, how: 'full' })
    if (division.short !== division.name) add(names, division.short, { division, how: 'short' })
  }
  return names
}

function add(names: Map<string, Called[]>, name: string, called: Called): void {
  const known = names.get(name) ?? []
  if (!known.some(({ division }) => division === called.division)) names.set(name, [...known, called])
}

function withFormer(names: Map<string, Called[]>): Map<string, Called[]> {
  const every = new Map([...names.values()].flat().map(({ division }) => [`${division.code.slice(0, 4)}${division.name}`, division]))
  const of = (city: string, name: string): Division | undefined => every.get(city + name)
  for (const [city, list] of Object.entries(formerDistricts)) {
    for (const pair of list.split(' ')) {
      const [before = '', today = ''] = pair.split('=')
      const division = of(city, today)
      if (division) add(names, before, { division, how: 'former' })
    }
  }
  for (const [city, list] of Object.entries(formerCities)) {
    const division = [...every.values()].find(({ code }) => code === `${city}00`)
    if (division) for (const before of list.split(' ')) add(names, before, { division, how: 'former' })
  }
  // a county that became a city or a district kept its stem: 即墨市 is 即墨区 today
  const districts = [...every.values()].filter(({ level, short, name }) => level === 'district' && short !== name && !/^\d{4}7/.test(name))
  for (const division of districts)
    for (const kind of ['县', '市', '区'])
      if (!names.has(division.short + kind)) add(names, division.short + kind, { division, how: 'former' })
  return names
}

function unfoldTowns(): Map<string, Map<string, Division[]>> {
  const byCode = new Map([...divisionNames().values()].flat().map(({ division }) => [division.code, division]))
  const found = new Map<string, Map<string, Division[]>>()
  for (const line of townTable.split('\n')) {
    const division = byCode.get(line.slice(0, 6))
    if (!division) continue
    for (const above of division.path) {
      const map = found.get(above.code) ?? new Map<string, Division[]>()
      for (const town of line.slice(6).split(' ')) map.set(town, [...(map.get(town) ?? []), division])
      found.set(above.code, map)
    }
  }
  return found
}

function merged(maps: readonly Map<string, Division[]>[]): Map<string, Division[]> {
  const all = new Map<string, Division[]>()
  for (const map of maps) for (const [town, list] of map) all.set(town, [...(all.get(town) ?? []), ...list])
  return all
}
