import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type InvitationPolicy, invitationDefaults } from './invitation.rule.ts'

export const invitationPolicy = definePolicy<InvitationPolicy>({
  id: 'sign_in.invitation',
  schema: z.object({ linkDays: z.int().min(1).max(90).describe('days') }),
  defaults: invitationDefaults,
  title: { zh: '邀请', en: 'Invitations' },
  fields: { linkDays: { zh: '链接有效天数', en: 'Days a link is good' } },
})
