import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type StuckPolicy, stuckDefaults } from './stuck.rule.ts'

/** When the morning board calls an opportunity stuck. */
export const stuckPolicy = definePolicy<StuckPolicy>({
  id: 'insight.stuck',
  schema: z.object({ approvalWaitHours: z.int().min(1).max(720).describe('h'), gateIdleDays: z.int().min(1).max(90).describe('d') }),
  defaults: stuckDefaults,
  title: { zh: '早会看板：卡住的商机', en: 'Morning board: stuck opportunities' },
  fields: {
    approvalWaitHours: { zh: '审批等了多少小时算卡住', en: 'Hours an approval may wait' },
    gateIdleDays: { zh: '条件缺了多少天算卡住', en: 'Days a condition may be missing' },
  },
})
