import { z } from '#core/contract.ts'
import { definePolicy } from '#core/policies.ts'
import { type FollowUpPolicy, followUpDefaults } from './followup.rule.ts'
import { type MatchPolicy, matchDefaults } from './matching.rule.ts'
import { type TermPolicy, termDefaults } from './terms.rule.ts'

const weight = z.int().min(-200).max(200)

export const matchPolicy = definePolicy<MatchPolicy>({
  id: 'account.matching',
  title: { zh: '查重', en: 'Finding doubles' },
  schema: z.object({
    certain: z.int().min(1).max(100),
    probable: z.int().min(1).max(100),
    weights: z.object({
      usci: weight,
      phone: weight,
      phoneNear: weight,
      phoneDiffers: weight,
      email: weight,
      name: weight,
      nameShort: weight,
      nameAlike: weight,
      nameDiffers: weight,
      address: weight,
      addressDiffers: weight,
      contact: weight,
      contactDiffers: weight,
      region: weight,
      regionDiffers: weight,
    }),
    likeFrom: z.number().min(0).max(1),
    shortCore: z.int().min(1).max(10),
  }),
  defaults: matchDefaults,
  fields: {
    certain: { zh: '多少分算同一家', en: 'Points from which two are the same' },
    probable: { zh: '多少分要人看', en: 'Points from which a person looks' },
    weights: { zh: '各项的分值', en: 'What each fact weighs' },
    likeFrom: { zh: '名称相似度从多少起算分', en: 'Likeness of names from which it counts' },
    shortCore: { zh: '少于几个字的字号算短', en: 'Letters below which a name is short' },
  },
})

/** When an account counts as left alone. */
export type CarePolicy = { idleDays: number }
export const carePolicy = definePolicy<CarePolicy>({
  id: 'account.care',
  title: { zh: '客户经营', en: 'Care for accounts' },
  schema: z.object({ idleDays: z.int().min(7).max(730) }),
  defaults: { idleDays: 90 },
  fields: { idleDays: { zh: '多少天没有拜访、订单或回款算冷落', en: 'Days without visit, order or receipt until it is idle' } },
})

export const termsPolicy = definePolicy<TermPolicy>({
  id: 'forecast.terms',
  title: { zh: '账期推算', en: 'Expected days of terms' },
  schema: z.object({ deliveryDays: z.int().min(0).max(365), acceptanceDays: z.int().min(0).max(730) }),
  defaults: termDefaults,
  fields: {
    deliveryDays: { zh: '签约后多少天发货', en: 'Days from signing to delivery' },
    acceptanceDays: { zh: '签约后多少天验收', en: 'Days from signing to acceptance' },
  },
})

export const followUpPolicy = definePolicy<FollowUpPolicy>({
  id: 'account.follow_up',
  title: { zh: '实质性跟进', en: 'Substantive follow-up' },
  schema: z.object({
    callSeconds: z.int().min(1).max(3600),
    noteCharacters: z.int().min(1).max(500),
    notesInARow: z.int().min(0).max(20),
  }),
  defaults: followUpDefaults,
  fields: {
    callSeconds: { zh: '通话多少秒起算实质', en: 'Seconds from which a call is substance' },
    noteCharacters: { zh: '跟进记录至少多少字', en: 'Characters from which a note is substance' },
    notesInARow: { zh: '连续几条记录最多续期', en: 'Notes in a row that move the clock' },
  },
})
