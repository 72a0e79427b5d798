// 消息模板: a company's own words for a message, by channel and language.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { invalid, refuse } from '#core/refuse.ts'
import { street, zone } from '#modules/organization/index.ts'
import { sayFor } from './adapter.actions.ts'
import type { Channel } from './channel.rule.ts'
import { channelRow } from './channel.store.ts'
import * as store from './choice.store.ts'
import { smsParts, smsText } from './sms.rule.ts'
import { type Locale, placesOf, strangePlace } from './wording.rule.ts'
import { wordsWith } from './words.actions.ts'

const OK = { ok: true } as const
type Draft = { message: string; channel: Channel | 'all'; locale: Locale; subject: string; body: string; approvedAs?: string | null }

/** Every sentence that goes out: notices of all rooms, the digest, the test. */
function messagesOf(): { message: string; room: string; standard: { zh: string; en: string } }[] {
  return street().flatMap((room) =>
    Object.entries(room.messages.zh)
      .filter(([key]) => key.startsWith('notice.') || key === 'notification.digest' || key === 'notification.letter')
      .map(([message, zh]) => ({ message, room: room.name, standard: { zh, en: room.messages.en[message] ?? zh } })),
  )
}

function standardOf(message: string) {
  const found = messagesOf().find((one) => one.message === message)
  if (!found) throw invalid('template.unknown_message', { message })
  return found
}

export async function templates(ctx: Ctx) {
  const rows = await store.templateRows(ctx, null)
  return {
    items: messagesOf().map((one) => ({
      ...one,
      places: placesOf(one.standard.zh),
      own: rows
        .filter((row) => row.message === one.message)
        .map(({ channel, locale, subject, body, approvedAs, version }) => ({ channel, locale, subject, body, approvedAs, version })),
    })),
  }
}

function check(draft: Draft): string[] {
  const places = placesOf(standardOf(draft.message).standard.zh)
  const strange = strangePlace([draft.subject, draft.body], places)
  if (strange) throw invalid('template.unknown_place', { place: strange, places: places.join(', ') || '—' })
  return places
}

export async function setTemplate(ctx: Ctx, input: Draft & { version: number }) {
  check(input)
  if (!(await store.saveTemplate(ctx, { ...input, approvedAs: input.approvedAs || null }))) throw refuse('template.changed_meanwhile')
  await emit(ctx, 'template.changed', ctx.tenantId, { message: input.message, channel: input.channel, locale: input.locale })
  return OK
}

export async function dropTemplate(ctx: Ctx, input: Pick<Draft, 'message' | 'channel' | 'locale'>) {
  standardOf(input.message)
  await store.dropTemplate(ctx, input)
  await emit(ctx, 'template.changed', ctx.tenantId, { message: input.message, channel: input.channel, locale: input.locale })
  return OK
}

export async function previewTemplate(ctx: Ctx, input: Draft) {
  const places = check(input)
  const facts = Object.fromEntries(places.map((place) => [place, sampleOf(place, ctx.now)]))
  const { title, text } = wordsWith({ ...input, approvedAs: null }, input.message, facts, input.locale, await zone(ctx))
  return { subject: title, body: text, sms: input.channel === 'sms' ? await asSms(ctx, input, text) : null }
}

/** With the company's signature and all that is paid for. */
async function asSms(ctx: Ctx, { message, locale }: Draft, text: string) {
  const sign = (await channelRow(ctx, 'sms'))?.settings.sign ?? sayFor(locale, 'template.sign')
  const toCustomer = message === 'notification.letter'
  const url = toCustomer ? null : `${ctx.services.outward.publicUrl}/m/notifications`
  const whole = smsText({ sign, text, url, foot: toCustomer ? sayFor(locale, 'notification.opt_out_sms') : null })
  return { text: whole, letters: whole.length, parts: smsParts(whole) }
}

/** A fact of the kind that the place's name says. */
function sampleOf(place: string, now: Date): unknown {
  if (place.endsWith('Fen') || place === 'fen') return 16_000_000
  if (place.endsWith('Ratio')) return 0.082
  if (place.endsWith('At')) return now.toISOString()
  if (place.endsWith('On')) return now.toISOString().slice(0, 10)
  if (/^(n|count|days|hours|minutes|idleDays|overdueDays)$/.test(place)) return 3
  return SAMPLES[place] ?? '示例'
}
const SAMPLES: Record<string, string> = {
  requester: '林晓峰',
  by: '周启明',
  name: '苏州恒筑建材有限公司',
  account: '苏州恒筑建材有限公司',
  number: 'BJ-202611-0018',
  title: '苏州恒筑 外墙保温砂浆',
  note: '请补充付款方式',
}
