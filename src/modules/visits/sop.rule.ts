// 拜访模板. The steps a visit goes through, what each asks for, and what is still missing. A visit finishes on the
// version it began with, so its steps are kept with the visit.
import { isDay } from '#core/calendar.ts'
import type { VisitOutcome, VisitPurpose } from './validity.rule.ts'

export const stepTypes = [
  'check_in',
  'photo',
  'stock_count',
  'competitor_price',
  'audio',
  'form',
  'decision_maker',
  'confirm',
  'next_step',
  'statement_confirmed',
  'payment_promise',
  'check_out',
] as const
export type StepType = (typeof stepTypes)[number]

/** Why a step could not be done: it never traps the rep, and its share is told. */
export const notPossibleReasons = ['customer_refused', 'no_such_area', 'nobody_there', 'device_failed', 'other'] as const
export type NotPossibleReason = (typeof notPossibleReasons)[number]

/** A field of a form step. `fen` is money in integer fen, `day` is YYYY-MM-DD. */
export type FormField = {
  key: string
  zh: string
  en: string
  kind: 'text' | 'number' | 'fen' | 'day' | 'choice' | 'choices'
  required: boolean
  choices?: readonly { key: string; zh: string; en: string }[]
}
/** `min`: photos, lines or items at least (1 where a count makes no sense). */
export type SopStep = {
  key: string
  type: StepType
  zh: string
  en: string
  required: boolean
  min: number
  fields?: readonly FormField[]
}
export type SopTemplate = {
  key: string
  version: number
  zh: string
  en: string
  purpose: VisitPurpose
  steps: readonly SopStep[]
}

const step = (key: string, type: StepType, zh: string, en: string, more: Partial<SopStep> = {}): SopStep => ({
  key,
  type,
  zh,
  en,
  required: true,
  min: 1,
  ...more,
})
const arrive = step('check_in', 'check_in', '签到', 'Check in')
const leave = step('check_out', 'check_out', '签退', 'Check out')

const needFields: readonly FormField[] = [
  { key: 'project', zh: '项目或用途', en: 'Project or use', kind: 'text', required: true },
  {
    key: 'products',
    zh: '要哪些产品',
    en: 'Products wanted',
    kind: 'choices',
    required: true,
    choices: [
      { key: 'coating', zh: '防水涂料', en: 'Waterproof coating' },
      { key: 'membrane', zh: '防水卷材', en: 'Membrane' },
      { key: 'paint', zh: '墙面漆', en: 'Wall paint' },
      { key: 'tile', zh: '瓷砖胶与美缝', en: 'Tile adhesive and grout' },
      { key: 'service', zh: '施工服务', en: 'Application service' },
    ],
  },
  { key: 'quantity', zh: '大概用量', en: 'Rough quantity', kind: 'text', required: false },
  { key: 'budgetFen', zh: '预算', en: 'Budget', kind: 'fen', required: false },
  { key: 'neededOn', zh: '什么时候要', en: 'Needed by', kind: 'day', required: false },
  { key: 'competitors', zh: '还在看谁家', en: 'Who else is asked', kind: 'text', required: false },
]

/** What a tenant has until it makes its own: 门店巡访, KA 深访, 催款拜访. */
export const sopDefaults: readonly SopTemplate[] = [
  {
    key: 'store_round',
    version: 1,
    zh: '门店巡访',
    en: 'Store round',
    purpose: 'routine',
    steps: [
      arrive,
      step('storefront', 'photo', '门头照', 'Storefront photo'),
      step('shelf', 'photo', '陈列照', 'Shelf photo'),
      step('stock', 'stock_count', '库存盘点', 'Stock count'),
      step('competitor', 'competitor_price', '竞品价', 'Competitor prices'),
      step('talk', 'audio', '洽谈录音', 'Recording of the talk', { required: false }),
      leave,
    ],
  },
  {
    key: 'ka_deep',
    version: 1,
    zh: 'KA 深访',
    en: 'KA deep visit',
    purpose: 'deep',
    steps: [
      arrive,
      step('site_photo', 'photo', '现场照', 'Photo on site'),
      step('decision_maker', 'decision_maker', '决策人确认', 'Decision maker'),
      step('needs', 'form', '需求表', 'Needs form', { fields: needFields }),
      step('presentation', 'confirm', '方案演示', 'Presentation'),
      step('next_step', 'next_step', '下一步和日期', 'Next step and day'),
      leave,
    ],
  },
  {
    key: 'dunning',
    version: 1,
    zh: '催款拜访',
    en: 'Dunning visit',
    purpose: 'dunning',
    steps: [
      arrive,
      step('statement', 'statement_confirmed', '对账单确认', 'Statement confirmed'),
      step('promise', 'payment_promise', '付款承诺', 'Payment promise'),
      step('proof', 'photo', '凭证照', 'Photo of the paper'),
      leave,
    ],
  },
]

/** What has been recorded for a step so far; `count` is photos, lines or items. */
export type StepRecord = { key: string; status: 'done' | 'not_possible'; count: number }
export type StepState = 'done' | 'not_possible' | 'open' | 'locked'
export type StepView = { step: SopStep; state: StepState; have: number }

/** Every step with its state. Before check-in all but the first are locked; check-out opens when nothing required is missing. */
export function stepsOf(steps: readonly SopStep[], records: readonly StepRecord[], underWay: boolean): StepView[] {
  const missing = missingSteps(steps, records)
  return steps.map((one) => {
    const record = records.find((entry) => entry.key === one.key)
    const have = record?.status === 'done' ? record.count : 0
    if (record?.status === 'not_possible') return { step: one, state: 'not_possible', have }
    if (have >= one.min) return { step: one, state: 'done', have }
    if (one.type === 'check_in') return { step: one, state: 'open', have }
    const open = underWay && (one.type !== 'check_out' || missing.length === 0)
    return { step: one, state: open ? 'open' : 'locked', have }
  })
}

/** Required steps that are neither done nor declared impossible; arriving and leaving are not counted. */
export function missingSteps(steps: readonly SopStep[], records: readonly StepRecord[]): SopStep[] {
  return steps.filter((one) => {
    if (!one.required || one.type === 'check_in' || one.type === 'check_out') return false
    const record = records.find((entry) => entry.key === one.key)
    return !record || (record.status === 'done' && record.count < one.min)
  })
}

/** What stands in the way of leaving with this outcome: `done` wants every required step, anything else one photo. */
export function leaveVerdict(
  steps: readonly SopStep[],
  records: readonly StepRecord[],
  outcome: VisitOutcome,
): { may: true } | { may: false; why: 'steps_missing'; steps: SopStep[] } | { may: false; why: 'photo_missing' } {
  if (outcome === 'done') {
    const missing = missingSteps(steps, records)
    return missing.length === 0 ? { may: true } : { may: false, why: 'steps_missing', steps: missing }
  }
  const photos = steps.filter((one) => one.type === 'photo').map((one) => one.key)
  const taken = records.some((record) => record.status === 'done' && photos.includes(record.key) && record.count > 0)
  return taken || photos.length === 0 ? { may: true } : { may: false, why: 'photo_missing' }
}

/** Steps that count for depth: all but arriving and leaving. */
export function workOf(steps: readonly SopStep[], records: readonly StepRecord[]): { done: number; total: number } {
  const views = stepsOf(steps, records, true).filter(({ step: one }) => one.type !== 'check_in' && one.type !== 'check_out')
  return { done: views.filter(({ state }) => state === 'done').length, total: views.length }
}

/** The first required field of a form that has no answer, or null. */
export function missingField(fields: readonly FormField[], answers: Readonly<Record<string, unknown>>): FormField | null {
  const empty = (value: unknown): boolean =>
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  return fields.find((field) => field.required && empty(answers[field.key])) ?? null
}

/** The first answer that is not what its field takes (money in integer fen, a real day, one of the choices), or null. */
export function wrongField(fields: readonly FormField[], answers: Readonly<Record<string, unknown>>): FormField | null {
  const fits = (field: FormField, value: unknown): boolean => {
    const keys = (field.choices ?? []).map((choice) => choice.key)
    switch (field.kind) {
      case 'text':
        return typeof value === 'string'
      case 'number':
        return typeof value === 'number'
      case 'fen':
        return Number.isSafeInteger(value) && (value as number) >= 0
      case 'day':
        return typeof value === 'string' && isDay(value)
      case 'choice':
        return keys.includes(value as string)
      case 'choices':
        return Array.isArray(value) && value.every((one) => keys.includes(one))
    }
  }
  return (
    fields.find((field) => (answers[field.key] ?? null) !== null && answers[field.key] !== '' && !fits(field, answers[field.key])) ?? null
  )
}

/** Answers to the fields of this form; whatever else was sent is left out. */
export function answersTo(fields: readonly FormField[], answers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(fields.filter((field) => field.key in answers).map((field) => [field.key, answers[field.key]]))
}
