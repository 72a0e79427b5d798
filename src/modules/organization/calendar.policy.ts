import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type WorkHours, workHoursDefaults } from './calendar.rule.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const workHoursPolicy = definePolicy<WorkHours>({
  id: 'calendar.work_hours',
  schema: z
    .object({
      weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).describe('1 = Monday … 7 = Sunday'),
      workFrom: time.describe('HH:MM'),
      workTo: time.describe('HH:MM'),
    })
    .refine((value) => value.workFrom < value.workTo, { path: ['workTo'] }),
  defaults: workHoursDefaults,
  title: { zh: '工作时间', en: 'Working hours' },
  fields: {
    weekdays: { zh: '工作日', en: 'Working days' },
    workFrom: { zh: '上班', en: 'From' },
    workTo: { zh: '下班', en: 'To' },
  },
})
