import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'

/** Set by its own act alone, which also names the three people: a company that only flipped it would lock itself out. */
export const separationPolicy = definePolicy<{ on: boolean }>({
  id: 'organization.separation',
  schema: z.object({ on: z.boolean() }),
  defaults: { on: false },
  title: { zh: '三员分立', en: 'Three separated admins' },
  fields: { on: { zh: '系统、安全、审计管理员分开', en: 'System, security and audit admin are three people' } },
})
