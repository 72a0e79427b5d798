// The 840 leads of the source table, planned once, so that every room tells the same story: which lead came from where, what became of it,
// whom it made a customer, and what the 42 won ones (contracts H01–H42) signed. Names, people and numbers are invented; the same every time.

export type SourceFate = 'won' | 'lost' | 'held' | 'pool' | 'invalid' | 'merged'
export type DemoIndustry = 'contractor' | 'developer' | 'decoration' | 'store' | 'manufacturing' | 'other'

/** Days are `YYYY-MM-DD`, times `YYYY-MM-DD HH:MM` in China, as the story takes them. Money in fen. */
export interface SourceLead {
  /** `LD-0001` … in the order in which they came. */
  key: string
  channelKind: 'form' | 'card' | 'tender' | 'hotline' | 'vendor' | 'referral'
  receivedAt: string
  company: string
  province: string
  city: string
  lat: number
  lng: number
  industry: DemoIndustry
  capitalFen: number | null
  staff: number | null
  contactName: string | null
  contactTitle: string | null
  phone: string
  decisionMaker: boolean
  fate: SourceFate
  /** Who holds it, or held it last; null: nobody ever did. */
  ownerKey: string | null
  /** Won and lost ones: when it became an opportunity, when that ended, and its amount. */
  convertedAt: string | null
  closedOn: string | null
  amountFen: number | null
  /** Won ones: H01 … H42 by the day of signing. */
  contractKey: string | null
  /** `A-LD-0001`, `K-LD-0001`, `O-LD-0001`: account, contact and opportunity made of it. */
  accountKey: string | null
  contactKey: string | null
  opportunityKey: string | null
}

/** Source by source over the last 90 days: leads / valid / opportunities / won, cash and spend in yuan. */
export const sourceTable = [
  { channelKind: 'form', name: '官网', leads: 140, valid: 96, opportunities: 31, won: 9, cashYuan: 612_000, spendYuan: 36_000 },
  { channelKind: 'card', name: '展会', leads: 210, valid: 88, opportunities: 26, won: 6, cashYuan: 540_000, spendYuan: 120_000 },
  { channelKind: 'tender', name: '招标网站', leads: 60, valid: 52, opportunities: 30, won: 8, cashYuan: 1_680_000, spendYuan: 18_000 },
  { channelKind: 'hotline', name: '400 电话', leads: 90, valid: 61, opportunities: 19, won: 7, cashYuan: 402_000, spendYuan: 24_000 },
  { channelKind: 'vendor', name: '数据商', leads: 300, valid: 75, opportunities: 9, won: 1, cashYuan: 36_000, spendYuan: 30_000 },
  { channelKind: 'referral', name: '转介绍', leads: 40, valid: 36, opportunities: 20, won: 11, cashYuan: 930_000, spendYuan: 0 },
] as const

const WINDOW_START = '2026-08-25'
const WINDOW_DAYS = 90 // through 2026-11-22
const HELD_FROM = '2026-11-01'
const HELD_EACH = 12

const territories: { ownerKey: string; places: [province: string, city: string, lat: number, lng: number][] }[] = [
  {
    ownerKey: 'U07',
    places: [
      ['江苏', '苏州', 31.299, 120.585],
      ['江苏', '无锡', 31.491, 120.312],
      ['江苏', '常州', 31.811, 119.974],
    ],
  },
  {
    ownerKey: 'U08',
    places: [
      ['上海', '上海', 31.221, 121.46],
      ['江苏', '南通', 31.981, 120.894],
    ],
  },
  {
    ownerKey: 'U09',
    places: [
      ['江苏', '南京', 32.004, 118.732],
      ['江苏', '扬州', 32.394, 119.413],
      ['江苏', '镇江', 32.188, 119.425],
    ],
  },
  {
    ownerKey: 'U10',
    places: [
      ['浙江', '杭州', 30.274, 120.155],
      ['浙江', '嘉兴', 30.746, 120.756],
      ['浙江', '绍兴', 30.03, 120.58],
    ],
  },
  {
    ownerKey: 'U11',
    places: [
      ['浙江', '宁波', 29.874, 121.55],
      ['浙江', '温州', 27.994, 120.699],
      ['浙江', '金华', 29.079, 119.647],
    ],
  },
  {
    ownerKey: 'U12',
    places: [
      ['安徽', '合肥', 31.821, 117.227],
      ['湖北', '武汉', 30.593, 114.305],
      ['河南', '郑州', 34.747, 113.625],
      ['山东', '青岛', 36.067, 120.383],
    ],
  },
]
const first = Array.from('澜恒铭栖泽衡拓禾晟屹珩沐峻砺岚骁尧旻昱桓翊垚锦樾朗璟臻邦凯煜')
const second = Array.from('桥庐川屿原庭舟亭源磐坤曜图立达固信居禹泰丰和隆盛宏远业基森岳')
const forms: Record<DemoIndustry, string[]> = {
  contractor: ['建设集团', '路桥工程', '建筑工程'],
  developer: ['置业', '房地产开发'],
  decoration: ['装饰工程', '装饰设计'],
  store: ['建材经营部', '防水材料'],
  manufacturing: ['新材料', '预制构件'],
  other: ['物业服务', '园林绿化'],
}
const surnames = Array.from('张王李陈刘杨黄周吴徐孙朱马胡郭林何高罗郑')
const given = [
  '建国',
  '志强',
  '海燕',
  '晓梅',
  '文斌',
  '国庆',
  '丽华',
  '俊杰',
  '春生',
  '玉兰',
  '卫东',
  '思远',
  '永福',
  '静怡',
  '大伟',
  '小琴',
]
const titles = ['采购经理', '项目经理', '总经理', '工程部长', '老板', '材料员']

/** The same numbers every time: 0 ≤ n < 1. */
export function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const dayAfter = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
const laterOf = (a: string, b: string): string => (a > b ? a : b)
const earlierOf = (a: string, b: string): string => (a < b ? a : b)

/** A sum in round parts: every part but the last is whole hundreds of yuan. */
function inParts(totalYuan: number, count: number, random: () => number): number[] {
  const weights = Array.from({ length: count }, () => 0.4 + random())
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const parts = weights.slice(1).map((weight) => Math.round(((weight / whole) * totalYuan) / 100) * 100)
  return [totalYuan - parts.reduce((sum, part) => sum + part, 0), ...parts]
}

function companyOf(index: number, city: string, industry: DemoIndustry): string {
  const a = first[index % first.length] as string
  const b = second[(Math.floor(index / first.length) + index) % second.length] as string
  const form = forms[industry][index % forms[industry].length] as string
  return `${city}${a}${b}${form}${industry === 'store' ? '' : '有限公司'}`
}

const industryOf = (n: number): DemoIndustry =>
  n < 0.22 ? 'contractor' : n < 0.34 ? 'developer' : n < 0.58 ? 'decoration' : n < 0.85 ? 'store' : n < 0.93 ? 'manufacturing' : 'other'

const pick = <T>(list: readonly T[], n: number): T => list[Math.floor(n * list.length)] as T

type Draft = Omit<SourceLead, 'key' | 'accountKey' | 'contactKey' | 'opportunityKey' | 'contractKey'> & { signing: number }

function plan(): SourceLead[] {
  const random = numbersFrom(20261123)
  const time = (): string =>
    `${String(9 + Math.floor(random() * 9)).padStart(2, '0')}:${String(Math.floor(random() * 60)).padStart(2, '0')}`
  const wonInAll = sourceTable.reduce((sum, source) => sum + source.won, 0)
  // Signing days spread over the window; which source signs on which day is drawn, so that no source comes in a block.
  const signingDays = Array.from({ length: wonInAll }, (_, i) => dayAfter('2026-08-26', Math.round((i * 86) / (wonInAll - 1))))
  const order = signingDays.map((_, i) => ({ i, n: random() })).sort((a, b) => a.n - b.n)
  let nextSigning = 0
  let index = 0
  const held = new Map<string, number>()
  const drafts: Draft[] = []
  for (const source of sourceTable) {
    const amounts = inParts(source.cashYuan, source.won, random)
    for (let n = 0; n < source.leads; n++) {
      const won = n < source.won
      const lost = !won && n < source.opportunities
      const territory = won ? pick(territories.slice(1), random()) : pick(territories, random())
      const [province, city, lat, lng] = pick(territory.places, random())
      const industry = industryOf(random())
      const size = random()
      const signing = won ? (order[nextSigning++]?.i as number) : -1
      const signedOn = won ? (signingDays[signing] as string) : null
      const receivedOn = signedOn
        ? laterOf(WINDOW_START, dayAfter(signedOn, -6 - Math.floor(random() * 30)))
        : dayAfter(WINDOW_START, Math.floor(random() * (lost ? WINDOW_DAYS - 16 : WINDOW_DAYS)))
      const closedOn = signedOn ?? (lost ? earlierOf('2026-11-20', dayAfter(receivedOn, 10 + Math.floor(random() * 35))) : null)
      const valid = n < source.valid
      const canHold = valid && !closedOn && receivedOn >= HELD_FROM && (held.get(territory.ownerKey) ?? 0) < HELD_EACH
      if (canHold) held.set(territory.ownerKey, (held.get(territory.ownerKey) ?? 0) + 1)
      const fate: SourceFate = won ? 'won' : lost ? 'lost' : !valid ? (random() < 0.15 ? 'merged' : 'invalid') : canHold ? 'held' : 'pool'
      const receivedAt = `${receivedOn} ${won && signedOn && signedOn <= '2026-08-28' ? '09:05' : time()}`
      drafts.push({
        channelKind: source.channelKind,
        receivedAt,
        company: companyOf(index, city, industry),
        province,
        city,
        lat: Math.round((lat + (random() - 0.5) * 0.12) * 1e5) / 1e5,
        lng: Math.round((lng + (random() - 0.5) * 0.12) * 1e5) / 1e5,
        industry,
        capitalFen: size < 0.3 ? null : Math.round(size < 0.8 ? 50 + random() * 900 : 1000 + random() * 9000) * 1_000_000,
        staff: size < 0.15 ? null : size < 0.85 ? 10 + Math.floor(random() * 180) : 200 + Math.floor(random() * 900),
        contactName: random() < 0.85 ? `${pick(surnames, random())}${pick(given, random())}` : null,
        contactTitle: random() < 0.7 ? pick(titles, random()) : null,
        phone: `+861990001${String(index).padStart(4, '0')}`,
        decisionMaker: random() < 0.4,
        fate,
        ownerKey: fate === 'invalid' || fate === 'merged' || (fate === 'pool' && random() < 0.3) ? null : territory.ownerKey,
        convertedAt: closedOn ? `${earlierOf(closedOn, dayAfter(receivedOn, 1 + Math.floor(random() * 5)))} 17:30` : null,
        closedOn,
        amountFen: won ? (amounts[n] as number) * 100 : lost ? (20 + Math.floor(random() * 380)) * 100_000 : null,
        signing,
      })
      index += 1
    }
  }
  drafts.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : a.phone < b.phone ? -1 : 1))
  return drafts.map(({ signing, ...draft }, at) => {
    const key = `LD-${String(at + 1).padStart(4, '0')}`
    const made = draft.closedOn !== null
    return {
      ...draft,
      key,
      contractKey: signing >= 0 ? `H${String(signing + 1).padStart(2, '0')}` : null,
      accountKey: made ? `A-${key}` : null,
      contactKey: made ? `K-${key}` : null,
      opportunityKey: made ? `O-${key}` : null,
    }
  })
}

/** All 840, in the order in which they came. */
export const sourceLeads: readonly SourceLead[] = plan()
