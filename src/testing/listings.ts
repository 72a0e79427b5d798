// Lists of records with labels, drawn with a seed: who knows which lines are one company can measure how matching does.
// Nothing in them is real; the ways in which lines go wrong are those that people and forms have.
import { usciCheckSign } from '#core/text.ts'
import { dice } from './dice.ts'

export type Listed = {
  id: string
  name: string
  phone?: string
  email?: string
  address?: string
  city?: string
  tax_id?: string
  contact?: string
  /** Lines of one company (or person) have one. */
  who: string
}
/** How often what goes wrong, 0–1. */
export type Wear = { typo: number; missing: number; swap: number; short: number; second: number }

type Draw = ReturnType<typeof drawer>
function drawer(seed: number) {
  const roll = dice(seed)
  const upTo = (below: number): number => roll(below)
  const chance = (share: number): boolean => roll(1_000_000) < share * 1_000_000
  const one = <T>(list: readonly T[]): T => list[roll(list.length)] as T
  /** The first of the list far more often than the last. */
  const early = <T>(list: readonly T[]): T => list[Math.floor(list.length * (roll(1000) / 1000) ** 2.2)] as T
  return { upTo, chance, one, early }
}

const words = (text: string): string[] => text.split(' ')

/** A slip of the finger in a text: a sign wrong, missing, doubled, or two swapped. */
export function slip(draw: Draw, text: string): string {
  if (text.length < 2) return text
  const at = draw.upTo(text.length - 1)
  const digits = /\d/.test(text.charAt(at))
  const other = digits ? String(draw.upTo(10)) : draw.one(words('a e i o u r s t n l m'))
  return draw.one([
    () => text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
    () => text.slice(0, at) + other + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + text.charAt(at) + text.slice(at),
  ])()
}

const shuffled = <T>(draw: Draw, list: readonly T[]): T[] => {
  const rest = [...list]
  return list.map(() => rest.splice(draw.upTo(rest.length), 1)[0] as T)
}

// People, as lists of patients or members have them: name, street, suburb, a number, typed by hand.
const given = words(
  'joshua emily jack sophie lachlan olivia william jessica thomas chloe james hannah daniel georgia matthew ella samuel charlotte benjamin lily nicholas isabella alexander grace liam mia ethan ruby jacob amelia luke zoe ryan sarah cooper madison harrison lucy mitchell caitlin jayden holly angus alyssa connor jasmine callum paige dylan imogen oscar abbey hugo claire riley tahlia noah mikayla logan brianna kyle alicia max stephanie blake rachel xavier phoebe toby eliza hayden tayla zachary erin jordan bethany finn amber harry rebecca isaac natasha joel lauren patrick kiara sebastian annabelle flynn gabrielle beau shania marcus bianca rhys teagan jarrod monique',
)
const family = words(
  'smith jones williams brown wilson taylor nguyen johnson martin white anderson walker thompson thomas lee harris ryan robinson kelly king campbell clarke wright green edwards webb hall baker reid ranford goode petersen dixon coleman mcgregor neumann blackwell hobson chandler rudd lodge matthews clark farrell stubbs bishop morrison kavanagh fitzpatrick hannagan dolan vincent marchetti papadopoulos oconnor schmidt kowalski bradshaw whitehouse donnelly mccarthy lindqvist alderson pomeroy chittleborough dalrymple fotheringham galbraith heatherington ironside jorgensen kilpatrick lancaster mountford nettleton osborne pemberton quartermaine rutherford standish trevelyan underwood vandenberg wetherall yarborough zimmerman ashcroft bainbridge cavendish drummond ellsworth fairweather',
)
const streets = words(
  'stanley miller wattle bourke macquarie hovell pelham ashby clifton mulga kingsley carruthers boldrewood narambla gellibrand traeger burdekin chewings dunstan erskine flinders gawler hackett ibis jacka knoke limestone monash northcott osburn paterson quandong rischbieth starke tinderry ulm vasey wakefield yallourn zeehan barkly cobby duffy ellery forrest goyder helby irving jarrah kalgoorlie lonsdale moorhouse',
)
const suburbs = words(
  'albion bellbowrie canterbury dubbo ermington ferntree gosford hornsby ingleburn kiama lismore maitland newport orange parkes ryde sale toowong umina victor wagga yass zillmere',
)
const kinds = words('street road avenue place crescent drive court circuit')

/** People: `size` of them, some told twice or more. */
export function people(seed: number, size: number, wear: Wear): Listed[] {
  const draw = drawer(seed)
  const list: Listed[] = []
  for (let n = 0; n < size; n += 1) {
    const who = `p${n}`
    const own = {
      given: draw.early(given),
      family: draw.early(family),
      number: String(1 + draw.upTo(300)),
      street: `${draw.early(streets)} ${draw.early(kinds)}`,
      suburb: draw.early(suburbs),
      phone: `0${2 + draw.upTo(7)}${String(10_000_000 + draw.upTo(89_999_999))}`,
    }
    const told: Listed = {
      id: `${who}-0`,
      who,
      name: `${own.given} ${own.family}`,
      address: `${own.number} ${own.street}`,
      city: own.suburb,
      ...(draw.chance(0.08) ? {} : { phone: own.phone }),
    }
    list.push(told)
    const again = draw.chance(0.5) ? 1 + (draw.chance(0.3) ? 1 + draw.upTo(2) : 0) : 0
    for (let time = 1; time <= again; time += 1) list.push(worn(draw, own, told, wear, `${who}-${time}`))
  }
  return shuffled(draw, list)
}

function worn(
  draw: Draw,
  own: { given: string; family: string; number: string; street: string },
  told: Listed,
  wear: Wear,
  id: string,
): Listed {
  const slips = (text: string): string =>
    draw.chance(wear.typo) ? (draw.chance(wear.second) ? slip(draw, slip(draw, text)) : slip(draw, text)) : text
  const [first, last] = [slips(own.given), slips(own.family)]
  const called = draw.chance(wear.missing / 2) ? last : draw.chance(wear.short) ? `${first.charAt(0)} ${last}` : `${first} ${last}`
  const street = draw.chance(wear.short) ? shortStreet(own.street) : slips(own.street)
  const copy: Listed = { ...told, id, name: draw.chance(wear.swap) ? called.split(' ').reverse().join(' ') : called }
  copy.address = draw.chance(wear.missing / 2) ? street : `${draw.chance(wear.typo / 2) ? slip(draw, own.number) : own.number} ${street}`
  if (told.phone) copy.phone = slips(told.phone)
  if (told.city) copy.city = slips(told.city)
  for (const field of ['address', 'city', 'phone'] as const) if (draw.chance(wear.missing)) delete copy[field]
  if (!copy.address && !copy.phone && told.address) copy.address = told.address
  return copy
}

const shorts: Readonly<Record<string, string>> = {
  street: 'st',
  road: 'rd.',
  avenue: 'ave',
  place: 'pl',
  crescent: 'cres',
  drive: 'dr',
  court: 'ct',
  circuit: 'cct',
  boulevard: 'blvd.',
}
const shortStreet = (street: string): string => street.replace(/\w+$/, (kind) => shorts[kind] ?? kind)

// Restaurants and shops, as two guides list them.
const trades = words('cafe restaurant grill bistro kitchen diner deli steakhouse tavern trattoria pizzeria brasserie bar bakery')
const trading = new RegExp(` (?:${trades.join('|')})$`)
const first = words(
  'golden blue old royal little silver green red grand lucky sunny corner harbor garden mission union liberty empire crystal maple cedar willow river lake ocean summit valley canyon orchard lantern',
)
const second = words(
  'dragon lion rose moon star palm olive pepper basil saffron lotus bamboo pearl coral anchor barrel copper kettle lantern table spoon fork oven hearth vine cellar terrace courtyard pavilion palace gate bridge tower mill station market square fountain',
)
const owners = words(
  'marios luigis tonys annas ginos rosas carlos chez-pierre la-scala el-toro casa-bonita le-jardin il-fornaio mama-lous uncle-bens big-als yangs chins kims otani sakura bombay-house taj peking-inn hunan-palace siam thai-orchid pho-hoa',
)
const roads = words(
  'sunset wilshire melrose ventura broadway madison lexington park peachtree piedmont union mission market geary fillmore castro valencia columbus lombard ponce roswell buford canal bleecker spring prince mott hudson amsterdam',
)
const cities = [
  'new york',
  'los angeles',
  'san francisco',
  'atlanta',
  'las vegas',
  'santa monica',
  'beverly hills',
  'brooklyn',
  'pasadena',
  'queens',
]
const alsoCalled: Readonly<Record<string, string>> = {
  'new york': 'new york city',
  'los angeles': 'w. hollywood',
  atlanta: 'buckhead',
  brooklyn: 'new york',
  'las vegas': 'las vegas strip',
}

/** Two guides to `size` places; chains and houses with two rooms among them. Some stand in both guides. */
export function guides(seed: number, size: number, wear: Wear): Listed[] {
  const draw = drawer(seed)
  const list: Listed[] = []
  const add = (who: string, name: string, spot: Spot) => {
    list.push({
      id: `${who}-a`,
      who,
      name,
      address: spot.address,
      city: spot.city,
      phone: spot.phone.replace(/(\d{3})(\d{3})(\d{4})/, '$1/$2-$3'),
    })
    if (draw.chance(0.25)) list.push(secondGuide(draw, who, name, spot, wear))
  }
  for (let n = 0; n < size; n += 1) {
    const spot = spotIn(draw)
    const name = nameOfPlace(draw)
    if (draw.chance(0.02)) {
      const house = name.replace(trading, '')
      for (const room of words('cafe terrace dining-room')) add(`g${n}${room}`, `${house} ${room.replace('-', ' ')}`, spot)
      continue
    }
    add(`g${n}`, name, spot)
    if (draw.chance(0.05)) for (let more = 1; more < 3; more += 1) add(`g${n}c${more}`, name, spotIn(draw))
  }
  return shuffled(draw, list)
}

type Spot = { address: string; city: string; phone: string }
const spotIn = (draw: Draw): Spot => ({
  address: `${draw.upTo(9999) + 1}${draw.chance(0.2) ? ' n.' : ''} ${draw.one(roads)} ${draw.one(words('blvd. ave. st. rd. dr.'))}${draw.chance(0.15) ? ` at ${draw.one(roads)} st.` : ''}`,
  city: draw.one(cities),
  phone: `${draw.one(words('212 310 213 415 404 702 818 718'))}${2_000_000 + draw.upTo(7_999_999)}`,
})
const nameOfPlace = (draw: Draw): string =>
  draw.chance(0.3)
    ? `${draw.one(owners).replace(/-/g, ' ').replace(/s$/, "'s")}${draw.chance(0.5) ? ` ${draw.one(trades)}` : ''}`
    : `${draw.chance(0.2) ? 'the ' : ''}${draw.one(first)} ${draw.one(second)}${draw.chance(0.5) ? ` ${draw.one(trades)}` : ''}`

function secondGuide(draw: Draw, who: string, name: string, spot: Spot, wear: Wear): Listed {
  let called = name
  if (draw.chance(wear.short)) called = called.replace(/ (?:cafe|restaurant|bar|bistro|grill)$/, '')
  if (draw.chance(wear.short)) called = called.replace('deli', 'delicatessen')
  if (draw.chance(wear.swap))
    called = called.startsWith('the ') ? `${called.slice(4)} the` : `${called.split(' ').slice(1).join(' ')} ${called.split(' ')[0]}`
  if (draw.chance(wear.swap)) called = `${called} (${spot.city})`
  if (draw.chance(wear.typo)) called = slip(draw, called)
  const copy: Listed = {
    id: `${who}-b`,
    who,
    name: called,
    address: spot.address,
    city: spot.city,
    phone: spot.phone.replace(/(\d{3})(\d{3})(\d{4})/, '$1-$2-$3'),
  }
  if (draw.chance(wear.short))
    copy.address = spot.address
      .replace(/ at .*$/, '')
      .replace('blvd.', 'boulevard')
      .replace('ave.', 'avenue')
      .replace('st.', 'street')
  if (draw.chance(wear.swap)) copy.city = alsoCalled[spot.city] ?? spot.city
  if (draw.chance(wear.typo)) copy.phone = draw.chance(0.5) ? slip(draw, spot.phone) : `310${spot.phone.slice(3)}`
  if (draw.chance(wear.missing)) delete copy.phone
  if (copy.phone && draw.chance(wear.missing)) delete copy.address
  return copy
}

// Chinese companies, as a list bought from somewhere repeats them.
const brandSigns =
  '恒瑞鑫源盛达宏泰华盈嘉信诚博雅轩腾飞翔宇天成金鼎佳禾润邦联创启明隆昌顺通卓越海纳百川正德厚载东升旭日凯旋力拓领航铭扬优科智汇众合聚星辰蓝图绿野青松云帆'
const trade = words(
  '建材 装饰工程 建筑工程 机械设备 电子科技 网络科技 环保科技 商贸 贸易 物流 广告传媒 文化传播 食品 服饰 家具 五金制品 包装材料 门窗 防水工程 园林绿化 信息技术 企业管理咨询 餐饮管理 医疗器械',
)
const where: readonly (readonly [string, string, string[]])[] = [
  ['江苏', '苏州', ['姑苏区', '吴中区', '昆山市']],
  ['江苏', '南京', ['江宁区', '鼓楼区', '栖霞区']],
  ['浙江', '杭州', ['西湖区', '滨江区', '余杭区']],
  ['广东', '深圳', ['南山区', '福田区', '龙岗区']],
  ['广东', '广州', ['天河区', '白云区', '番禺区']],
  ['四川', '成都', ['武侯区', '锦江区', '双流区']],
  ['湖北', '武汉', ['武昌区', '洪山区', '江岸区']],
  ['山东', '青岛', ['市南区', '崂山区', '黄岛区']],
]
const roadNames = words(
  '人民路 解放路 中山路 建设大道 科技路 创新大道 长江路 珠江路 工业园路 迎宾大道 新华路 和平路 东风路 文化路 滨河路 学府路',
)
const surnames = words('王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗')
const names = words('伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 建国 志强 晓东 海燕')

/** Chinese companies: `size` of them, with branches, namesakes elsewhere, and neighbours of one brand; some told again. */
export function companies(seed: number, size: number, wear: Wear): Listed[] {
  const draw = drawer(seed)
  const list: Listed[] = []
  for (let n = 0; n < size; n += 1) {
    const brand = Array.from({ length: draw.chance(0.7) ? 2 : 3 }, () => brandSigns.charAt(draw.upTo(brandSigns.length))).join('')
    const firm = firmIn(draw, brand, draw.one(trade), draw.one(where))
    add(draw, list, `c${n}`, firm, wear)
    if (draw.chance(0.06))
      add(
        draw,
        list,
        `c${n}b`,
        {
          ...firm,
          branch: draw.one(['分公司', '昆山分公司', '第一分公司', '北京分公司']),
          phone: draw.chance(0.5) ? firm.phone : phoneIn(draw),
          tax: taxIn(draw),
        },
        wear,
      )
    if (draw.chance(0.1))
      add(draw, list, `c${n}e`, firmIn(draw, brand, firm.trade, draw.one(where.filter(([, city]) => city !== firm.place[1]))), wear)
    if (draw.chance(0.08))
      add(
        draw,
        list,
        `c${n}t`,
        {
          ...firmIn(draw, brand, draw.one(trade.filter((one) => one !== firm.trade)), firm.place),
          ...(draw.chance(0.3) ? { phone: firm.phone } : {}),
        },
        wear,
      )
  }
  return shuffled(draw, list)
}

type Firm = {
  brand: string
  trade: string
  place: (typeof where)[number]
  phone: string
  tax: string
  address: string
  contact: string
  branch: string
}
const phoneIn = (draw: Draw): string =>
  draw.chance(0.75)
    ? `1${draw.one(words('38 39 58 86 77 99'))}${10_000_000 + draw.upTo(89_999_999)}`
    : `0512-6${1_000_000 + draw.upTo(8_999_999)}`
const taxIn = (draw: Draw): string => {
  const body = `91320500MA${Array.from({ length: 7 }, () => draw.one([...'0123456789ABCDEFGHJKL'])).join('')}`
  return body + usciCheckSign(body)
}
const firmIn = (draw: Draw, brand: string, what: string, place: (typeof where)[number]): Firm => ({
  brand,
  trade: what,
  place,
  phone: phoneIn(draw),
  tax: taxIn(draw),
  contact: draw.one(surnames) + draw.one(names),
  branch: '',
  address: `${place[0]}省${place[1]}市${draw.one(place[2])}${draw.one(roadNames)}${1 + draw.upTo(999)}号${draw.chance(0.6) ? `${1 + draw.upTo(20)}栋${100 + draw.upTo(2000)}室` : ''}`,
})

function add(draw: Draw, list: Listed[], who: string, firm: Firm, wear: Wear): void {
  const [, city] = firm.place
  const full: Listed = {
    id: `${who}-0`,
    who,
    name: `${city}${firm.brand}${firm.trade}有限公司${firm.branch}`,
    address: firm.address,
    city: `${city}市`,
    contact: firm.contact,
    ...(draw.chance(0.9) ? { phone: firm.phone } : {}),
    ...(draw.chance(0.3) ? { tax_id: firm.tax } : {}),
  }
  list.push(full)
  const again = draw.chance(0.35) ? 1 + draw.upTo(2) : 0
  for (let time = 1; time <= again; time += 1) list.push(retold(draw, { ...full, id: `${who}-${time}` }, firm, wear))
}

function retold(draw: Draw, copy: Listed, { brand, trade: what, place, branch, address }: Firm, wear: Wear): Listed {
  const [province, city] = place
  copy.name = draw.one([
    () => `${city}市${brand}${what}有限公司${branch}`,
    () => `${brand}${what}有限公司(${city})${branch}`,
    () => `${brand}（${city}）${what}有限责任公司${branch}`,
    () => `${province}省${city}市${brand}${what}有限公司${branch}`,
    () => ` ${city} ${brand}${what} 有限公司${branch}`,
    () => (branch ? `${city}${brand}${what}有限公司${branch}` : `${city}${brand}${what}`),
    () => (branch ? `${city}${brand}${what}有限公司${branch}` : `${brand}${what}有限公司`),
  ])()
  if (draw.chance(wear.typo)) copy.name = copy.name.replace(brand, brand.slice(0, -1) + brandSigns.charAt(draw.upTo(brandSigns.length)))
  if (draw.chance(wear.short)) copy.address = address.replace(`${province}省`, '').replace('市', '')
  if (draw.chance(wear.short)) copy.address = (copy.address ?? '').replace(/\d+栋.*$/, '')
  if (copy.phone && draw.chance(wear.swap)) copy.phone = `+86 ${copy.phone.slice(0, 3)} ${copy.phone.slice(3)}`
  if (copy.phone && draw.chance(wear.typo / 2)) copy.phone = slip(draw, copy.phone)
  for (const field of ['address', 'phone', 'contact', 'city', 'tax_id'] as const) if (draw.chance(wear.missing)) delete copy[field]
  if (!copy.phone && !copy.address) copy.address = address
  return copy
}
