// The shape of a recycle policy. Each room that has records to recycle declares its own with it.
import { z } from '#core/contract.ts'
import type { RecyclePolicy } from './recycle.rule.ts'

export const RecyclePolicyShape: z.ZodType<RecyclePolicy> = z.object({
  firstContactHours: z.int().min(1).max(240),
  substantiveDays: z.int().min(1).max(180),
  convertDays: z.int().min(1).max(365),
  mode: z.enum(['calendar', 'working']),
  warnPercent: z.int().min(0).max(90),
  warnManagerPercent: z.int().min(0).max(90),
  changeGraceHours: z.int().min(24).max(240),
})

export const recycleFields = {
  firstContactHours: { zh: '多少小时内要首次联系', en: 'Hours until the first contact' },
  substantiveDays: { zh: '多少天要有一次实质性跟进', en: 'Days between substantive follow-ups' },
  convertDays: { zh: '多少天内要转成商机', en: 'Days until it becomes an opportunity' },
  mode: { zh: '计时方式（自然日或工作日）', en: 'How time passes (calendar or working days)' },
  warnPercent: { zh: '剩百分之几时提醒本人', en: 'Per cent left when the holder is warned' },
  warnManagerPercent: { zh: '剩百分之几时提醒主管', en: 'Per cent left when the manager is warned' },
  changeGraceHours: { zh: '改规则后多少小时内不收回', en: 'Hours after a change in which nothing is recycled' },
}
