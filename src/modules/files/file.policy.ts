import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'

export const quotaPolicy = definePolicy<{ gigabytes: number }>({
  id: 'files.quota',
  schema: z.object({ gigabytes: z.number().min(0.001).max(100_000).describe('GB') }),
  defaults: { gigabytes: 200 },
  title: { zh: '文件空间', en: 'Space for files' },
  fields: { gigabytes: { zh: '最多（GB）', en: 'At most (GB)' } },
})

const days = z.int().min(30).max(3650).describe('d')
/** How long what shows or lets hear a person is kept; the visit's verdict stays. */
export const retentionPolicy = definePolicy<{ photoDays: number; recordingDays: number }>({
  id: 'files.retention',
  schema: z.object({ photoDays: days, recordingDays: days }),
  defaults: { photoDays: 1095, recordingDays: 180 },
  title: { zh: '照片和录音保留多久', en: 'How long photos and recordings are kept' },
  fields: {
    photoDays: { zh: '现场照片（天）', en: 'Photos on site (days)' },
    recordingDays: { zh: '洽谈录音（天）', en: 'Recordings of talks (days)' },
  },
})
