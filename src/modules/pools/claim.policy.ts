import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type ClaimPolicy, claimDefaults } from './claim.rule.ts'

export const claimPolicy = definePolicy<ClaimPolicy>({
  id: 'pool.claim',
  title: { zh: '领取上限', en: 'Claim limits' },
  schema: z.object({
    dailyClaim: z.int().min(0).max(200),
    holdingCap: z.int().min(1).max(2000),
    formerOwnerCooldownDays: z.int().min(0).max(90),
  }),
  defaults: claimDefaults,
  fields: {
    dailyClaim: { zh: '每人每天领取上限（条）', en: 'Claims per person and day' },
    holdingCap: { zh: '每人同时持有上限（条）', en: 'Records held per person at a time' },
    formerOwnerCooldownDays: { zh: '被收回后多少天不能领回', en: 'Days before a former owner may claim back' },
  },
})
