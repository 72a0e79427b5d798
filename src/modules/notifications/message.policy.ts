import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export type CustomerMessagePolicy = { dailyCap: number; gatherMinutes: number; quietFrom: string; quietTo: string }

/** How often a customer may hear from us, and when. */
export const customerMessagePolicy = definePolicy<CustomerMessagePolicy>({
  id: 'message.customer',
  schema: z.object({
    dailyCap: z.int().min(1).max(20).describe('letters'),
    gatherMinutes: z.int().min(0).max(1440).describe('minutes'),
    quietFrom: time.describe('HH:MM'),
    quietTo: time.describe('HH:MM'),
  }),
  defaults: { dailyCap: 1, gatherMinutes: 10, quietFrom: '20:00', quietTo: '09:00' },
  title: { zh: '给客户的消息', en: 'Messages to customers' },
  fields: {
    dailyCap: { zh: '每位客户每天最多几封', en: 'Letters per customer and day' },
    gatherMinutes: { zh: '几分钟内的事并作一封', en: 'Gather into one letter for (minutes)' },
    quietFrom: { zh: '免打扰开始', en: 'Quiet from' },
    quietTo: { zh: '免打扰结束', en: 'Quiet until' },
  },
})
