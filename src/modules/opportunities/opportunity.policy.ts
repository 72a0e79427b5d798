// The numbers and gates of the pipeline that a tenant may want different.
import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { GateFact } from './gate.contract.ts'
import { type Pipeline, pipelineDefaults } from './gate.rule.ts'
import { type StalledPolicy, stalledDefaults } from './stalled.rule.ts'

const condition = z.object({
  fact: GateFact,
  withinDays: z.int().min(1).max(365).optional(),
  atLeast: z.number().min(0).optional(),
  in: z.array(z.string().max(60)).min(1).max(50).optional(),
  firm: z.boolean().optional(),
})
const stage = z.object({
  key: z.string().regex(/^[a-z][a-z_]{1,30}$/),
  zh: z.string().min(1).max(20),
  en: z.string().min(1).max(40),
  weight: z.int().min(0).max(100).describe('%'),
  entry: z.array(condition).max(12),
  exit: z.array(condition).max(12),
})

const ascending = (stages: { key: string; weight: number }[]): boolean =>
  stages.every((one, index) => index === 0 || one.weight > (stages[index - 1]?.weight ?? 0)) &&
  new Set(stages.map((one) => one.key)).size === stages.length

/** Stages in order with weight and gates. The last one is won; only an effective contract leads there. */
export const pipelinePolicy = definePolicy<Pipeline>({
  id: 'opportunity.pipeline',
  schema: z.object({
    version: z.int().min(1),
    stages: z
      .array(stage)
      .min(2)
      .max(10)
      .refine(ascending, { message: 'weights rise from stage to stage, and keys differ' })
      .refine((stages) => stages.at(-1)?.key === 'won', { message: 'the last stage is won' }),
  }),
  defaults: pipelineDefaults,
  title: { zh: '销售流程与阶段准入', en: 'Pipeline and stage gates' },
  fields: { version: { zh: '版本', en: 'Version' }, stages: { zh: '阶段、权重和准入准出条件', en: 'Stages, weights and gates' } },
})

export const stalledPolicy = definePolicy<StalledPolicy>({
  id: 'opportunity.stalled',
  schema: z.object({
    stalledDays: z.int().min(3).max(90).describe('d'),
    byStage: z.record(z.string(), z.int().min(3).max(90)).describe('d'),
  }),
  defaults: stalledDefaults,
  title: { zh: '商机停滞', en: 'Stalled opportunities' },
  fields: {
    stalledDays: { zh: '几天没有进展算停滞', en: 'Days without progress' },
    byStage: { zh: '各阶段不同的天数', en: 'Days by stage' },
  },
})
