import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type ConsentTexts, consentDefaults } from './consent.rule.ts'

const text = z.string().trim().min(10).max(500)

/** In which words people are asked. A higher version asks everybody again; until they answer, it counts as no. */
export const consentPolicy = definePolicy<ConsentTexts>({
  id: 'privacy.consent',
  schema: z.object({
    version: z.int().min(1).max(9999),
    positionZh: text,
    positionEn: text,
    trackZh: text,
    trackEn: text,
    recordingZh: text,
    recordingEn: text,
    photoZh: text,
    photoEn: text,
  }),
  defaults: consentDefaults,
  title: { zh: '授权说明', en: 'Words of consent' },
  fields: {
    version: { zh: '版本（改大就重新征求）', en: 'Version (a higher one asks again)' },
    positionZh: { zh: '签到位置，中文', en: 'Check-in position, Chinese' },
    positionEn: { zh: '签到位置，英文', en: 'Check-in position, English' },
    trackZh: { zh: '在岗路线，中文', en: 'Track on duty, Chinese' },
    trackEn: { zh: '在岗路线，英文', en: 'Track on duty, English' },
    recordingZh: { zh: '洽谈录音，中文', en: 'Recordings, Chinese' },
    recordingEn: { zh: '洽谈录音，英文', en: 'Recordings, English' },
    photoZh: { zh: '现场照片，中文', en: 'Photos, Chinese' },
    photoEn: { zh: '现场照片，英文', en: 'Photos, English' },
  },
})

/** Not below the 180 days for which the Cybersecurity Law wants network logs kept. */
export const lookPolicy = definePolicy<{ accessLogDays: number }>({
  id: 'privacy.access_log',
  schema: z.object({ accessLogDays: z.int().min(180).max(3650).describe('d') }),
  defaults: { accessLogDays: 1095 },
  title: { zh: '查看记录保留多久', en: 'How long looks are kept' },
  fields: { accessLogDays: { zh: '谁看过的记录（天）', en: 'Record of who looked (days)' } },
})
