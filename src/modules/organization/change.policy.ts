import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type ChangeControl, changeControlDefaults } from './change.rule.ts'

export const changeControlPolicy = definePolicy<ChangeControl>({
  id: 'organization.change_control',
  schema: z.object({ roles: z.boolean(), devices: z.boolean(), policies: z.array(z.string().trim().min(1).max(60)).max(100) }),
  defaults: changeControlDefaults,
  title: { zh: '改动先审批', en: 'Changes that need an approval' },
  fields: {
    devices: { zh: '换手机要审批', en: 'A change of phone' },
    roles: { zh: '角色权限的改动要审批', en: 'Changes of what a role allows' },
    policies: { zh: '改动要审批的规则', en: 'Rules whose changes need it' },
  },
})
