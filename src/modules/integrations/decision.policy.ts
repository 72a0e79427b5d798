import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'

export type DecisionLinkPolicy = { hours: number; needs: 'session' | 'link'; secondFactor: boolean }

/** What a link in a message is good for. */
export const decisionLinkPolicy = definePolicy<DecisionLinkPolicy>({
  id: 'message.decision_link',
  schema: z.object({
    hours: z.int().min(1).max(168).describe('hours'),
    needs: z.enum(['session', 'link']),
    secondFactor: z.boolean(),
  }),
  defaults: { hours: 48, needs: 'session', secondFactor: false },
  title: { zh: '消息里的审批链接', en: 'Approval links in messages' },
  fields: {
    hours: { zh: '有效小时数', en: 'Good for (hours)' },
    needs: { zh: '凭什么审批（session 需已登录，link 凭链接）', en: 'What it takes (session: signed in; link: the link alone)' },
    secondFactor: { zh: '还要第二重验证', en: 'Ask for the second factor too' },
  },
})
