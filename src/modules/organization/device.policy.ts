import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'

/** Off: any phone works, and can be revoked. On: a further phone waits until the old one or a manager confirms it. */
export const devicePolicy = definePolicy<{ binding: boolean; phones: number }>({
  id: 'device.binding',
  schema: z.object({ binding: z.boolean(), phones: z.int().min(1).max(10) }),
  defaults: { binding: false, phones: 1 },
  title: { zh: '手机绑定', en: 'Binding of phones' },
  fields: {
    binding: { zh: '换手机要确认', en: 'A new phone must be confirmed' },
    phones: { zh: '每人几台手机', en: 'Phones per person' },
  },
})
