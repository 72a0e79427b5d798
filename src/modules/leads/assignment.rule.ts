// 分配. Ordered rules over lead facts; the first that finds an able rep with room assigns, and says why. Otherwise: the pool.
import { type Instant, msOf } from '#core/calendar.ts'
import { placesAgree } from '#core/regions.ts'
import { type CustomValues, customHolds, customKeyOf } from '#modules/organization/field.rule.ts'
import type { LeadGrade, LeadIndustry, LeadSegment } from './rating.rule.ts'

export type AssignmentStrategy = 'best' | 'round_robin' | 'least_loaded' | 'weighted'

export type AssignmentFacts = {
  segment: LeadSegment
  grade: LeadGrade
  /** Short place names as in core/regions; null when unknown. */
  province: string | null
  city: string | null
  industry: LeadIndustry | null
  channelKind: string
  productLine: string | null
  language?: string | null
  /** Fields of the company's own, by key. */
  custom?: CustomValues
}

/** What a rule asks of the lead: each list given must contain the lead's value; none given means any lead. */
export type LeadCondition = Partial<
  Record<'segment' | 'grade' | 'province' | 'industry' | 'channelKind' | 'productLine' | `custom.${string}`, readonly string[]>
>

/** What a rule asks of the rep. */
export type RepCondition = {
  level?: readonly CapabilityLevel[]
  /** Skill in the lead's segment, 1–5. */
  minSkill?: number
  /** The rep's regions must cover the lead's place. */
  region?: boolean
  industry?: boolean
  productLine?: boolean
  departmentIds?: readonly string[]
  memberIds?: readonly string[]
}

export type AssignmentRule = {
  id: string
  label: { zh: string; en: string }
  lead: LeadCondition
  rep: RepCondition
  strategy: AssignmentStrategy
}

export type AssignmentPolicy = {
  rules: readonly AssignmentRule[]
  /** Assignments a day and records held at a time; a rep at either is passed over. */
  dailyCap: number
  holdingCap: number
}

export const assignmentDefaults: AssignmentPolicy = {
  dailyCap: 10,
  holdingCap: 80,
  rules: [
    {
      id: 'ka_to_senior',
      label: { zh: 'KA 给本区资深', en: 'KA to seniors of the region' },
      lead: { segment: ['ka'] },
      rep: { level: ['senior'], minSkill: 4, region: true },
      strategy: 'best',
    },
    {
      id: 'smb_to_newcomer',
      label: { zh: 'SMB 给本区新人', en: 'SMB to newcomers of the region' },
      lead: { segment: ['smb'] },
      rep: { level: ['newcomer'], region: true },
      strategy: 'least_loaded',
    },
    {
      id: 'dealer_by_skill',
      label: { zh: '经销商给本区擅长者', en: 'Dealers to who knows them in the region' },
      lead: { segment: ['dealer'] },
      rep: { minSkill: 3, region: true },
      strategy: 'best',
    },
    {
      id: 'smb_in_region',
      label: { zh: 'SMB 给本区最闲的人', en: 'SMB to the least loaded of the region' },
      lead: { segment: ['smb'] },
      rep: { minSkill: 1, region: true },
      strategy: 'least_loaded',
    },
  ],
}

export type CapabilityLevel = 'senior' | 'regular' | 'newcomer'

/** A rep as the rules see one: the capability profile and the day's load. */
export type Rep = {
  memberId: string
  departmentId: string | null
  level: CapabilityLevel
  skills: Partial<Record<LeadSegment, number>>
  /** Places the rep covers: provinces or cities. */
  regions: readonly string[]
  industries: readonly string[]
  productLines: readonly string[]
  holding: number
  assignedToday: number
  lastAssignedAt: Instant | null
  /** Share of the rep's leads that became opportunities, 0–1; null while there are too few. */
  conversion: number | null
  /** On approved leave, or outside the days the tenant works. */
  absent: boolean
}

export type RepObstacle =
  | 'absent'
  | 'daily_cap'
  | 'holding_cap'
  | 'level'
  | 'skill'
  | 'region'
  | 'industry'
  | 'product_line'
  | 'department'
  | 'not_named'
export type RuleTrace = {
  ruleId: string
  /** The lead's fact that kept the rule from applying; null when it applied. */
  missedBy: keyof LeadCondition | null
  /** Everybody looked at: why not, or the figures that were compared (the smallest wins, one after the other). */
  reps: { memberId: string; obstacles: RepObstacle[]; rank: number[] }[]
  chosen: string | null
}
export type AssignmentVerdict = { memberId: string | null; ruleId: string | null; strategy: AssignmentStrategy | null; trace: RuleTrace[] }

/** Who gets this lead, by which rule, and why; memberId null sends it to the pool. */
export function assign(lead: AssignmentFacts, reps: readonly Rep[], policy: AssignmentPolicy): AssignmentVerdict {
  const trace: RuleTrace[] = []
  for (const rule of policy.rules) {
    const missedBy = missedFact(rule.lead, lead)
    if (missedBy) {
      trace.push({ ruleId: rule.id, missedBy, reps: [], chosen: null })
      continue
    }
    const looked = reps.map((rep) => ({
      memberId: rep.memberId,
      obstacles: obstaclesOf(rep, rule.rep, lead, policy),
      rank: rankOf(rep, rule.strategy, lead),
    }))
    const [best] = looked.filter((entry) => entry.obstacles.length === 0).sort(byRank)
    trace.push({ ruleId: rule.id, missedBy: null, reps: looked, chosen: best?.memberId ?? null })
    if (best) return { memberId: best.memberId, ruleId: rule.id, strategy: rule.strategy, trace }
  }
  return { memberId: null, ruleId: null, strategy: null, trace }
}

type PlainFact = Exclude<keyof LeadCondition, `custom.${string}`>

function missedFact(condition: LeadCondition, lead: AssignmentFacts): keyof LeadCondition | null {
  for (const [fact, wanted] of Object.entries(condition) as [keyof LeadCondition, readonly string[]][]) {
    const key = customKeyOf(fact)
    const meets = key === null ? wanted.includes(lead[fact as PlainFact] ?? '') : customHolds(lead.custom?.[key], { in: wanted })
    if (!meets) return fact
  }
  return null
}

function obstaclesOf(rep: Rep, wanted: RepCondition, lead: AssignmentFacts, policy: AssignmentPolicy): RepObstacle[] {
  const place = lead.city ?? lead.province
  const checks: [RepObstacle, boolean][] = [
    ['absent', rep.absent],
    ['daily_cap', rep.assignedToday >= policy.dailyCap],
    ['holding_cap', rep.holding >= policy.holdingCap],
    ['level', wanted.level !== undefined && !wanted.level.includes(rep.level)],
    ['skill', wanted.minSkill !== undefined && (rep.skills[lead.segment] ?? 0) < wanted.minSkill],
    ['region', wanted.region === true && !rep.regions.some((region) => covers(region, place))],
    ['industry', wanted.industry === true && !rep.industries.includes(lead.industry ?? '')],
    ['product_line', wanted.productLine === true && !rep.productLines.includes(lead.productLine ?? '')],
    ['department', wanted.departmentIds !== undefined && !wanted.departmentIds.includes(rep.departmentId ?? '')],
    ['not_named', wanted.memberIds !== undefined && !wanted.memberIds.includes(rep.memberId)],
  ]
  return checks.filter(([, stands]) => stands).map(([obstacle]) => obstacle)
}

/** 江苏 covers 苏州; 苏州 covers a lead of which only 江苏 is known, since somebody has to find out. */
function covers(region: string, place: string | null): boolean {
  return place !== null && (region === place || placesAgree(region, place) === true)
}

/** The figures a strategy compares: the smaller is better, one after the other. Ties end with the longest wait. */
function rankOf(rep: Rep, strategy: AssignmentStrategy, lead: AssignmentFacts): number[] {
  const waited = rep.lastAssignedAt === null ? 0 : msOf(rep.lastAssignedAt)
  const skill = rep.skills[lead.segment] ?? 0
  const knowsTrade = rep.industries.includes(lead.industry ?? '') ? 1 : 0
  const knowsProduct = rep.productLines.includes(lead.productLine ?? '') ? 1 : 0
  switch (strategy) {
    case 'best':
      return [-(skill * 10 + knowsTrade * 3 + knowsProduct * 2), rep.holding, waited]
    case 'round_robin':
      return [waited]
    case 'least_loaded':
      return [rep.holding, rep.assignedToday, waited]
    case 'weighted':
      // who converts twice as well gets twice as many; without a record the middle is assumed
      return [(rep.assignedToday + 1) / Math.max(0.05, rep.conversion ?? 0.3), rep.holding, waited]
  }
}

function byRank(a: { memberId: string; rank: number[] }, b: { memberId: string; rank: number[] }): number {
  for (const [index, value] of a.rank.entries()) {
    const difference = value - (b.rank[index] ?? 0)
    if (difference !== 0) return difference
  }
  return a.memberId < b.memberId ? -1 : 1
}
