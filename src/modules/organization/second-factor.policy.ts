import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type SecondFactorPolicy, secondFactorDefaults } from './second-factor.rule.ts'

export const secondFactorPolicy = definePolicy<SecondFactorPolicy>({
  id: 'sign_in.second_factor',
  schema: z.object({
    requiredFor: z.enum(['nobody', 'admins', 'everybody']).describe('nobody 不要求, admins 管理员, everybody 所有人'),
    graceDays: z.int().min(0).max(90).describe('days'),
  }),
  defaults: secondFactorDefaults,
  title: { zh: '二次验证', en: 'Second factor' },
  fields: {
    requiredFor: { zh: '要求谁开启', en: 'Required for' },
    graceDays: { zh: '新成员宽限天数', en: 'Days of grace for new members' },
  },
})
