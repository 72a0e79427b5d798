// 评级. Points by a decision table, each line explained; the grade decides the order, the segment the assignment.
import type { Fen } from '#core/money.ts'
import { type CustomValues, customHolds, customKeyOf } from '#modules/organization/field.rule.ts'

export const leadIndustries = ['contractor', 'developer', 'decoration', 'store', 'manufacturing', 'other'] as const
export type LeadIndustry = (typeof leadIndustries)[number]
export type LeadSegment = 'ka' | 'dealer' | 'smb'
export type LeadGrade = 'A' | 'B' | 'C'

/** What is known of a lead; null is unknown, which never scores. */
export type RatingFacts = {
  /** Short name as in core/regions: 江苏, 上海. */
  province: string | null
  industry: LeadIndustry | null
  /** Registered capital. */
  capitalFen: Fen | null
  /** The lower end of the staff band. */
  staff: number | null
  decisionMakerKnown: boolean
  /** Kind of the channel of first touch. */
  channelKind: string
  /** Fields of the company's own, by key. */
  custom?: CustomValues
}

/** One condition over one fact, as data. `unless`: counts only while that fact is unknown. */
export type RatingCondition =
  | { fact: 'province' | 'industry' | 'channelKind'; in: readonly string[] }
  | { fact: 'capitalFen' | 'staff'; atLeast: number; unlessKnown?: 'capitalFen' | 'staff' }
  | { fact: 'decisionMakerKnown'; is: boolean }
  /** A field of the company's own: one of these, at least so much, or simply known. */
  | { fact: `custom.${string}`; in?: readonly string[] | undefined; atLeast?: number | undefined }

export type RatingLine = {
  id: string
  /** Within a group only the first line that holds scores. */
  group: string
  points: number
  when: RatingCondition
  label: { zh: string; en: string }
}

export type RatingPolicy = {
  lines: readonly RatingLine[]
  /** Points from which a lead is an A, a B; less is a C. */
  gradeA: number
  gradeB: number
  segment: { kaCapitalFen: Fen; kaStaff: number; dealerIndustries: readonly LeadIndustry[] }
}

const millionYuan = 100_000_000

export const ratingDefaults: RatingPolicy = {
  gradeA: 70,
  gradeB: 40,
  segment: { kaCapitalFen: 10 * millionYuan, kaStaff: 500, dealerIndustries: ['store'] },
  lines: [
    {
      id: 'region_east',
      group: 'region',
      points: 20,
      when: { fact: 'province', in: ['上海', '江苏', '浙江', '安徽', '福建', '江西', '山东'] },
      label: { zh: '华东', en: 'East China' },
    },
    {
      id: 'industry_project',
      group: 'industry',
      points: 25,
      when: { fact: 'industry', in: ['contractor', 'developer'] },
      label: { zh: '总包或地产', en: 'General contractor or developer' },
    },
    {
      id: 'industry_decoration',
      group: 'industry',
      points: 15,
      when: { fact: 'industry', in: ['decoration'] },
      label: { zh: '装饰', en: 'Decoration' },
    },
    { id: 'industry_store', group: 'industry', points: 10, when: { fact: 'industry', in: ['store'] }, label: { zh: '门店', en: 'Store' } },
    {
      id: 'capital_10m',
      group: 'size',
      points: 20,
      when: { fact: 'capitalFen', atLeast: 10 * millionYuan },
      label: { zh: '注册资本 1,000 万以上', en: 'Registered capital ¥10M or more' },
    },
    {
      id: 'capital_1m',
      group: 'size',
      points: 10,
      when: { fact: 'capitalFen', atLeast: millionYuan },
      label: { zh: '注册资本 100 万以上', en: 'Registered capital ¥1M or more' },
    },
    {
      id: 'staff_500',
      group: 'size',
      points: 20,
      when: { fact: 'staff', atLeast: 500, unlessKnown: 'capitalFen' },
      label: { zh: '500 人以上（资本未知）', en: '500 staff or more (capital unknown)' },
    },
    {
      id: 'staff_100',
      group: 'size',
      points: 10,
      when: { fact: 'staff', atLeast: 100, unlessKnown: 'capitalFen' },
      label: { zh: '100 人以上（资本未知）', en: '100 staff or more (capital unknown)' },
    },
    {
      id: 'decision_maker',
      group: 'completeness',
      points: 15,
      when: { fact: 'decisionMakerKnown', is: true },
      label: { zh: '已知决策人', en: 'Decision maker known' },
    },
    {
      id: 'source_warm',
      group: 'source',
      points: 20,
      when: { fact: 'channelKind', in: ['tender', 'referral'] },
      label: { zh: '招标或转介绍', en: 'Tender or referral' },
    },
  ],
}

export type RatingVerdict = {
  points: number
  grade: LeadGrade
  segment: LeadSegment
  /** Every line of the table, whether it scored, and the fact it looked at. */
  lines: { id: string; group: string; scored: number; holds: boolean; fact: string | number | boolean | null; label: RatingLine['label'] }[]
}

/** Grade, points and segment of a lead, with every line explained. */
export function rate(facts: RatingFacts, policy: RatingPolicy): RatingVerdict {
  const scoredGroups = new Set<string>()
  const lines = policy.lines.map((line) => {
    const holds = conditionHolds(line.when, facts)
    const scored = holds && !scoredGroups.has(line.group) ? line.points : 0
    if (holds) scoredGroups.add(line.group)
    return { id: line.id, group: line.group, scored, holds, fact: factOf(line.when.fact, facts), label: line.label }
  })
  const points = lines.reduce((sum, line) => sum + line.scored, 0)
  return { points, grade: gradeOf(points, policy), segment: segmentOf(facts, policy), lines }
}

export function gradeOf(points: number, policy: Pick<RatingPolicy, 'gradeA' | 'gradeB'>): LeadGrade {
  return points >= policy.gradeA ? 'A' : points >= policy.gradeB ? 'B' : 'C'
}

/** ka by capital or staff, else dealer by industry, else smb. */
export function segmentOf(facts: Pick<RatingFacts, 'capitalFen' | 'staff' | 'industry'>, { segment }: RatingPolicy): LeadSegment {
  if ((facts.capitalFen ?? 0) >= segment.kaCapitalFen || (facts.staff ?? 0) >= segment.kaStaff) return 'ka'
  return facts.industry && segment.dealerIndustries.includes(facts.industry) ? 'dealer' : 'smb'
}

function factOf(fact: RatingCondition['fact'], facts: RatingFacts): string | number | boolean | null {
  const key = customKeyOf(fact)
  if (key === null) return facts[fact as Exclude<keyof RatingFacts, 'custom'>]
  const value = facts.custom?.[key]
  return Array.isArray(value) ? value.join(',') : (value ?? null)
}

const isCustom = (when: RatingCondition): when is Extract<RatingCondition, { fact: `custom.${string}` }> => customKeyOf(when.fact) !== null

function conditionHolds(when: RatingCondition, facts: RatingFacts): boolean {
  if (isCustom(when)) return customHolds(facts.custom?.[customKeyOf(when.fact) as string], when)
  if ('in' in when) return when.in.includes(facts[when.fact] ?? '')
  if ('is' in when) return facts[when.fact] === when.is
  if (when.unlessKnown && facts[when.unlessKnown] !== null) return false
  const value = facts[when.fact]
  return value !== null && value >= when.atLeast
}
