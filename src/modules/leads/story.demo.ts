// The leads of the story: those of the source table, the fixtures, the reps' own finds and what has waited in the pool for long.
// What is typed in is what happened (who had it when, what was done); points, grades, states and clocks come from the rules.

import { DAY, HOUR } from '#core/calendar.ts'
import { numbersFrom, type SourceLead, sourceLeads } from '#modules/accounts/index.ts'
import type { Kind } from './channel.actions.ts'
import type { LeadIndustry } from './rating.rule.ts'

/** Something done, so many hours after the holding began. */
export interface StoryDone {
  afterHours: number
  kind: 'call' | 'wechat' | 'meeting' | 'note'
  answered?: boolean
  text: string
  nextStep?: string
  nextInDays?: number
}

/** A lead as it is told. Times are `YYYY-MM-DD HH:MM` in China. */
export interface StoryLead {
  key: string
  kind: Kind
  receivedAt: string
  company: string
  province: string | null
  city: string | null
  point: { lat: number; lng: number } | null
  industry: LeadIndustry | null
  capitalFen: number | null
  staff: number | null
  contactName: string | null
  contactTitle: string | null
  phone: string | null
  usci?: string | null
  decisionMaker: boolean
  fate: 'converted' | 'held' | 'pool' | 'invalid' | 'merged'
  /** Who holds it or held it last. */
  ownerKey: string | null
  mode: 'rule' | 'own' | 'claim' | 'manual'
  heldAt: string | null
  done: StoryDone[]
  pool?: { at: string; reason: 'unassigned' | 'no_contact' | 'no_follow_up' | 'not_converted' }
  protectedReason?: string
  invalidReason?: string
  mergedInto?: string
  converted?: { at: string; accountKey: string; opportunityKey: string }
}

/** `2026-11-23 08:30`, the minute the story is told. */
export const TOLD_AT = '2026-11-23 08:30'
const msOfLocal = (local: string): number => Date.parse(`${local.replace(' ', 'T')}:00+08:00`)
const localOf = (ms: number): string => new Date(ms + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ')
export const later = (local: string, hours: number): string => localOf(msOfLocal(local) + hours * HOUR)

const call = (afterHours: number, text: string, answered = true): StoryDone => ({ afterHours, kind: 'call', answered, text })
const met = (afterHours: number, text: string): StoryDone => ({ afterHours, kind: 'meeting', text })

const invalidReasons = ['wrong_contact', 'no_need', 'no_need', 'not_our_field', 'wrong_contact', 'closed_down', 'test_or_spam'] as const
const meetings = ['看了工地，十二月开工', '见了采购，要两个方案', '到店聊了半小时，想做代理', '和项目经理对了用量', '送了样品，等试用结果']

/** A lead of the source table with what was done to it. */
function fromSource(lead: SourceLead, index: number, targets: Map<string, SourceLead>, random: () => number): StoryLead {
  const assignedAt = later(lead.receivedAt, 0.3)
  const base: StoryLead = {
    key: lead.key,
    kind: lead.channelKind,
    receivedAt: lead.receivedAt,
    company: lead.company,
    province: lead.province,
    city: lead.city,
    point: random() < 0.6 ? { lat: lead.lat, lng: lead.lng } : null,
    industry: lead.industry,
    capitalFen: lead.capitalFen,
    staff: lead.staff,
    contactName: lead.contactName,
    contactTitle: lead.contactTitle,
    phone: lead.phone,
    decisionMaker: lead.decisionMaker,
    fate: 'pool',
    ownerKey: lead.ownerKey,
    mode: 'rule',
    heldAt: lead.ownerKey ? assignedAt : null,
    done: [],
  }
  switch (lead.fate) {
    case 'won':
    case 'lost':
      return {
        ...base,
        fate: 'converted',
        done: [call(0.5 + random() * 3, '接通，确认有需求')],
        converted: { at: lead.convertedAt as string, accountKey: lead.accountKey as string, opportunityKey: lead.opportunityKey as string },
      }
    case 'held':
      return { ...base, fate: 'held', done: heldWork(assignedAt, random) }
    case 'invalid':
      return { ...base, fate: 'invalid', invalidReason: invalidReasons[index % invalidReasons.length] as string }
    case 'merged': {
      const target = targets.get(lead.key) as SourceLead
      return { ...base, fate: 'merged', mergedInto: target.key, company: target.company, phone: target.phone }
    }
    case 'pool':
      return { ...base, ...pooled(base, random) }
  }
}

/** Called within hours of it; met within the last ten days where the holding is old enough for that to matter. */
function heldWork(heldAt: string, random: () => number): StoryDone[] {
  const age = (msOfLocal(TOLD_AT) - msOfLocal(heldAt)) / HOUR
  const work = [call(Math.min(0.5 + random() * 5, age / 2), '接通，介绍了产品')]
  if (age > 8 * 24) work.push(met(age - 24 * (2 + random() * 6), meetings[Math.floor(random() * meetings.length)] as string))
  return work
}

/** Why it waits: nobody was free, or a clock took it. */
function pooled(base: StoryLead, random: () => number): Partial<StoryLead> {
  const limits = { no_contact: 24, no_follow_up: 15 * 24, not_converted: 30 * 24 }
  if (base.heldAt) {
    const age = (msOfLocal('2026-11-23 08:00') - msOfLocal(base.heldAt)) / HOUR
    const reasons = (['not_converted', 'no_follow_up', 'no_contact'] as const).filter((reason) => limits[reason] < age)
    const reason = reasons[Math.floor(random() * reasons.length)]
    if (reason) {
      const done =
        reason === 'no_contact'
          ? []
          : reason === 'no_follow_up'
            ? [call(2, '没人接', false)]
            : [call(2, '接通，说再看看'), met(13 * 24, '见过一次'), met(25 * 24, '又见一次，没定下来')]
      return { done, pool: { at: later(base.heldAt, limits[reason] + (reason === 'no_follow_up' ? 0 : 0)), reason } }
    }
  }
  return { ownerKey: null, heldAt: null, done: [], pool: { at: later(base.receivedAt, 0.3), reason: 'unassigned' } }
}

/** A merged one repeats an earlier lead of the table that is still there. */
function mergeTargets(): Map<string, SourceLead> {
  const targets = new Map<string, SourceLead>()
  let lastGood: SourceLead | undefined
  const firstGood = sourceLeads.find((lead) => lead.fate !== 'invalid' && lead.fate !== 'merged') as SourceLead
  for (const lead of sourceLeads) {
    if (lead.fate === 'merged') targets.set(lead.key, lastGood ?? firstGood)
    else if (lead.fate !== 'invalid') lastGood = lead
  }
  return targets
}

const phones = new Map<string, number>()
function phoneOf(key: string): number {
  const known = phones.get(key) ?? 100 + phones.size
  phones.set(key, known)
  return known
}

const blank = {
  point: null,
  industry: null,
  capitalFen: null,
  staff: null,
  contactName: null,
  contactTitle: null,
  decisionMaker: false,
  done: [] as StoryDone[],
}
const yuan = (amount: number): number => amount * 100

/** L1–L7 of the story, and the two that burn in 林晓峰's hands at 08:30. */
const fixtures: StoryLead[] = [
  held('L1', '温州鹿城海螺装饰', '浙江', '温州', 'decoration', 'U11', '2026-11-22 08:00', []),
  held('L2', '合肥蜀山康居装饰', '安徽', '合肥', 'decoration', 'U12', '2026-11-07 10:00', [call(0, '接通，让过两天再打')]),
  held('L3', '南京浦口桥北建工', '江苏', '南京', 'contractor', 'U09', '2026-10-20 09:30', [
    call(3, '接通'),
    met(10 * 24, '见了项目经理'),
    met(21 * 24, '二次见面，等预算'),
  ]),
  {
    ...held('L4', '上海临港智造产业园', '上海', '上海', 'developer', 'U08', '2026-10-15 09:00', [call(4, '接通，明年一月招标')]),
    capitalFen: yuan(200_000_000),
    protectedReason: '明年一月招标，总监同意保留',
  },
  {
    ...waiting('L7', '上海申浦总承包工程', '上海', '上海', 'contractor', '2026-11-20 19:02'),
    capitalFen: yuan(120_000_000),
    contactName: '李雷',
    phone: '+8619900030007',
  },
  {
    ...held('LD-B1', '昆山柏庐防水工程', '江苏', '苏州', 'contractor', 'U07', '2026-11-22 10:12', []),
    contactName: '顾建平',
    contactTitle: '老板',
  },
  { ...held('LD-B2', '苏州渭塘筑家建材', '江苏', '苏州', 'store', 'U07', '2026-11-22 14:20', []), contactName: '沈文斌' },
]

function held(
  key: string,
  company: string,
  province: string,
  city: string,
  industry: LeadIndustry,
  ownerKey: string,
  heldAt: string,
  done: StoryDone[],
): StoryLead {
  const phone = `+8619900030${String(phoneOf(key)).padStart(3, '0')}`
  return {
    ...blank,
    key,
    kind: 'api',
    receivedAt: later(heldAt, -0.2),
    company,
    province,
    city,
    industry,
    phone,
    fate: 'held',
    ownerKey,
    mode: 'rule',
    heldAt,
    done,
  }
}

function waiting(key: string, company: string, province: string, city: string, industry: LeadIndustry | null, at: string): StoryLead {
  return {
    ...blank,
    key,
    kind: 'api',
    receivedAt: at,
    company,
    province,
    city,
    industry,
    phone: `+8619900030${String(phoneOf(key)).padStart(3, '0')}`,
    fate: 'pool',
    ownerKey: null,
    mode: 'rule',
    heldAt: null,
    pool: { at: later(at, 0.1), reason: 'unassigned' },
  }
}

/** The twelve of the rating table, worked out by hand in rating.rule.test; from before the window, so that no source counts them. */
export const ratingFixtures: (StoryLead & { points: number })[] = (
  [
    ['R01', '瑞和商贸', null, null, null, null, null, false, 'form', 0],
    ['R02', '江苏澜桥建设集团', '江苏', '南京', 'contractor', 10_000_000, null, true, 'tender', 100],
    ['R03', '杭州云栖里建材', '浙江', '杭州', 'store', 10_000_000, null, false, 'referral', 70],
    ['R04', '上海徐汇尚品装饰', '上海', '上海', 'decoration', 50_000_000, null, true, 'form', 70],
    ['R05', '合肥包河兴旺建材', '安徽', '合肥', 'store', 1_000_000, null, false, 'form', 40],
    ['R06', '武昌江滩置业', '湖北', '武汉', 'developer', null, null, true, 'form', 40],
    ['R07', '开源地产', null, null, 'developer', 9_999_999, null, false, 'form', 35],
    ['R08', '青岛城阳联众实业', '山东', '青岛', null, null, 500, false, 'form', 40],
    ['R09', '济南历下博通实业', '山东', '济南', null, null, 499, false, 'form', 30],
    ['R10', '众力劳务服务', null, null, null, 500_000, 1000, false, 'form', 0],
    ['R11', '恒美装饰', null, null, 'decoration', null, null, true, 'referral', 50],
    ['R12', '成都武侯安泰建工', '四川', '成都', 'contractor', null, 120, true, 'tender', 70],
  ] as const
).map(([key, company, province, city, industry, capital, staff, decisionMaker, kind, points], index) => ({
  ...waiting(key, company, province ?? '', city ?? '', industry, `2026-08-1${index % 8} 10:0${index % 10}`),
  province,
  city,
  capitalFen: capital === null ? null : yuan(capital),
  staff,
  decisionMaker,
  kind,
  points,
}))

const ownNames = ['北仑', '狮山', '金鸡湖', '滨江', '临平', '柯桥', '慈溪', '长丰', '浦口', '惠山', '武进', '海门', '青浦', '松江']
const ownTrades: [string, LeadIndustry][] = [
  ['家装设计', 'decoration'],
  ['防水施工队', 'contractor'],
  ['五金建材店', 'store'],
  ['美缝装饰', 'decoration'],
]

/** What reps found themselves: claimed by nobody else, worked on. */
function ownFinds(random: () => number): StoryLead[] {
  const reps = [
    ['U07', '江苏', '苏州', 14],
    ['U08', '上海', '上海', 6],
    ['U09', '江苏', '南京', 5],
    ['U10', '浙江', '杭州', 6],
    ['U11', '浙江', '宁波', 5],
    ['U12', '安徽', '合肥', 5],
  ] as const
  return reps.flatMap(([rep, province, city, count]) =>
    Array.from({ length: count }, (_, n) => {
      const [trade, industry] = ownTrades[(n + rep.charCodeAt(2)) % ownTrades.length] as [string, LeadIndustry]
      const day = 5 + Math.floor(random() * 16)
      const heldAt = `2026-11-${String(day).padStart(2, '0')} ${10 + Math.floor(random() * 7)}:${10 + Math.floor(random() * 45)}`
      const company = `${city}${ownNames[n % ownNames.length]}${'甲和顺兴隆'[Number(rep.slice(2)) % 5]}${'佳信达成源'[n % 5]}${trade}`
      const lead = held(`OWN-${rep}-${n}`, company, province, city, industry, rep, heldAt, heldWork(heldAt, random))
      return {
        ...lead,
        kind: 'own' as const,
        mode: 'own' as const,
        receivedAt: heldAt,
        contactName: n % 3 ? `${'陈林王张李'[n % 5]}师傅` : null,
      }
    }),
  )
}

/** Bought lists from before the window that nobody has claimed yet. */
function longWaiting(random: () => number): StoryLead[] {
  const places = [
    ['江苏', '苏州'],
    ['江苏', '南通'],
    ['浙江', '嘉兴'],
    ['浙江', '台州'],
    ['安徽', '芜湖'],
    ['上海', '上海'],
    ['江西', '南昌'],
  ] as const
  return Array.from({ length: 30 }, (_, n) => {
    const [province, city] = places[n % places.length] as (typeof places)[number]
    const [trade, industry] = ownTrades[(n * 3) % ownTrades.length] as [string, LeadIndustry]
    const at = `2026-0${6 + (n % 3)}-${String(3 + Math.floor(random() * 20)).padStart(2, '0')} 14:${10 + n}`
    const lead = waiting(
      `OLD-${n}`,
      `${city}${'永新广汇德'[n % 5]}${'利昌顺发鑫'[(n * 2) % 5]}${'一二三四五六'[Math.floor(n / 5)]}号${trade}`,
      province,
      city,
      industry,
      at,
    )
    return { ...lead, kind: 'import' as const, staff: 5 + Math.floor(random() * 60) }
  })
}

/** Everything, in the order in which it came. */
export function storyLeads(): StoryLead[] {
  const random = numbersFrom(8408)
  const targets = mergeTargets()
  const all = [
    ...sourceLeads.map((lead, index) => fromSource(lead, index, targets, random)),
    ...fixtures,
    ...ratingFixtures,
    ...ownFinds(random),
    ...longWaiting(random),
  ]
  return all.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : a.key < b.key ? -1 : 1))
}

export const daysAfter = (local: string, days: number): string => localOf(msOfLocal(local) + days * DAY)
