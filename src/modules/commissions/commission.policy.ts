import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type CommissionPolicy, commissionDefaults } from './commission.rule.ts'

export const commissionPolicy = definePolicy<CommissionPolicy>({
  id: 'commission.plan',
  schema: z.object({
    mode: z.enum(['full', 'excess']).describe('full 全额累进, excess 超额累进'),
    tiers: z
      .array(z.object({ fromPercent: z.number().min(0).max(1000), ratePercent: z.number().min(0).max(100) }))
      .min(1)
      .max(12)
      .refine((tiers) => tiers.some((tier) => tier.fromPercent === 0), { message: 'the first tier begins at 0' })
      .refine((tiers) => new Set(tiers.map((tier) => tier.fromPercent)).size === tiers.length, {
        message: 'two tiers begin at the same percent',
      }),
  }),
  defaults: commissionDefaults,
  title: { zh: '提成方案（按到账）', en: 'Commission plan (on money received)' },
  fields: {
    mode: { zh: '累进方式', en: 'Mode' },
    tiers: { zh: '档位：从完成率 % 起（含），按到账 %', en: 'Tiers: from completion % (inclusive), % of receipts' },
  },
})
