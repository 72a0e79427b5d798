import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type RecyclePolicy, RecyclePolicyShape, recycleDefaults, recycleFields } from '#modules/pools/index.ts'
import { type AssignmentPolicy, assignmentDefaults } from './assignment.rule.ts'
import { leadIndustries, type RatingPolicy, ratingDefaults } from './rating.rule.ts'

export const leadRecyclePolicy = definePolicy<RecyclePolicy>({
  id: 'lead.recycle',
  title: { zh: '线索回收', en: 'Recycling of leads' },
  schema: RecyclePolicyShape,
  defaults: recycleDefaults,
  fields: recycleFields,
})

const words = z.object({ zh: z.string().min(1).max(60), en: z.string().min(1).max(80) })
const condition = z.union([
  z.object({ fact: z.enum(['province', 'industry', 'channelKind']), in: z.array(z.string()).min(1) }),
  z.object({
    fact: z.enum(['capitalFen', 'staff']),
    atLeast: z.number().min(0),
    unlessKnown: z.enum(['capitalFen', 'staff']).optional(),
  }),
  z.object({ fact: z.literal('decisionMakerKnown'), is: z.boolean() }),
  z.object({
    fact: z.string().regex(/^custom\.[a-z][a-z0-9_]{1,30}$/),
    in: z.array(z.string()).min(1).optional(),
    atLeast: z.number().optional(),
  }),
])

export const ratingPolicy = definePolicy<RatingPolicy>({
  id: 'lead.rating',
  title: { zh: '线索评级', en: 'Rating of leads' },
  schema: z
    .object({
      lines: z
        .array(
          z.object({
            id: z.string().min(1).max(40),
            group: z.string().min(1).max(40),
            points: z.int().min(-100).max(100),
            when: condition,
            label: words,
          }),
        )
        .min(1)
        .max(60),
      gradeA: z.int().min(1).max(200),
      gradeB: z.int().min(0).max(200),
      segment: z.object({ kaCapitalFen: z.int().min(0), kaStaff: z.int().min(1), dealerIndustries: z.array(z.enum(leadIndustries)) }),
    })
    .refine((value) => value.gradeB < value.gradeA, { path: ['gradeB'] }) as z.ZodType<RatingPolicy>,
  defaults: ratingDefaults,
  fields: {
    lines: { zh: '评分表', en: 'Table of points' },
    gradeA: { zh: 'A 级从多少分起', en: 'Points from which it is an A' },
    gradeB: { zh: 'B 级从多少分起', en: 'Points from which it is a B' },
    segment: { zh: '分层', en: 'Segments' },
  },
})

const texts = z.array(z.string().min(1).max(60)).optional()

export const assignmentPolicy = definePolicy<AssignmentPolicy>({
  id: 'lead.assignment',
  title: { zh: '线索分配', en: 'Assignment of leads' },
  schema: z.object({
    rules: z
      .array(
        z.object({
          id: z.string().min(1).max(40),
          label: words,
          lead: z
            .object({ segment: texts, grade: texts, province: texts, industry: texts, channelKind: texts, productLine: texts })
            .catchall(texts),
          rep: z.object({
            level: z.array(z.enum(['senior', 'regular', 'newcomer'])).optional(),
            minSkill: z.int().min(0).max(5).optional(),
            region: z.boolean().optional(),
            industry: z.boolean().optional(),
            productLine: z.boolean().optional(),
            departmentIds: z.array(z.uuid()).optional(),
            memberIds: z.array(z.uuid()).optional(),
          }),
          strategy: z.enum(['best', 'round_robin', 'least_loaded', 'weighted']),
        }),
      )
      .max(60),
    dailyCap: z.int().min(0).max(500),
    holdingCap: z.int().min(1).max(2000),
  }) as z.ZodType<AssignmentPolicy>,
  defaults: assignmentDefaults,
  fields: {
    rules: { zh: '分配规则，从上到下', en: 'Rules, from top to bottom' },
    dailyCap: { zh: '每人每天最多分配（条）', en: 'Assignments per person and day' },
    holdingCap: { zh: '持有多少条后不再分配', en: 'Records held above which nobody is chosen' },
  },
})

export type ProtectionPolicy = { perHolder: number }
export const protectionPolicy = definePolicy<ProtectionPolicy>({
  id: 'lead.protection',
  title: { zh: '免收回', en: 'Exemption from recycling' },
  schema: z.object({ perHolder: z.int().min(0).max(50) }),
  defaults: { perHolder: 5 },
  fields: { perHolder: { zh: '每人最多几条免收回', en: 'Exempted leads per holder' } },
})
