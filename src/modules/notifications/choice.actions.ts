// What I want to be told outside the app.
import { type Ctx, memberOf } from '#core/context.ts'
import { isInside } from '#core/outward.ts'
import { invalid, notFound } from '#core/refuse.ts'
import { addressesOf } from './address.actions.ts'
import { keepAddress } from './channel.actions.ts'
import { type Channel, defaultMode, isGroup, type Mode } from './channel.rule.ts'
import * as channelStore from './channel.store.ts'
import * as store from './choice.store.ts'
import { noticeKinds } from './notification.actions.ts'
import { turnedOff } from './notification.store.ts'
import { pushPublicKey } from './push-key.actions.ts'
import { type Hours, hoursDefaults } from './schedule.rule.ts'

const OK = { ok: true } as const

export async function messageChoices(ctx: Ctx) {
  const me = memberOf(ctx)
  const open = (await channelStore.channelRows(ctx)).filter((row) => row.enabled && !isGroup(row.channel)).map((row) => row.channel)
  const addresses = await addressesOf(ctx, [me], open)
  const browsers = await channelStore.pushRows(ctx, [me])
  const chosen = await store.choiceRows(ctx, [me], null)
  const off = new Set(await turnedOff(ctx, me))
  const [hours] = await store.hoursRows(ctx, [me])
  const { quietFrom, quietTo, workingDays, digestAt } = hours ?? hoursDefaults
  return {
    channels: open.map((channel) => ({
      channel,
      reached: channel === 'push' ? browsers.length > 0 : addresses.some((one) => one.channel === channel),
    })),
    kinds: noticeKinds().map((kind) => ({
      ...kind,
      inApp: !off.has(kind.eventType),
      modes: Object.fromEntries(open.map((channel) => [channel, modeOf(chosen, kind.eventType, channel)])),
    })),
    hours: { quietFrom, quietTo, workingDays, digestAt },
    email: addresses.find((one) => one.channel === 'email')?.address ?? null,
    push: {
      publicKey: open.includes('push') ? await pushPublicKey(ctx) : null,
      browsers: browsers.map(({ id, device }) => ({ id, device })),
    },
  }
}

const modeOf = (chosen: store.ChoiceRow[], eventType: string, channel: Channel): Mode =>
  chosen.find((one) => one.eventType === eventType && one.channel === channel)?.mode ?? defaultMode(channel, false)

export async function setMessageChoice(ctx: Ctx, input: { eventType: string; channel: Channel; mode: Mode }) {
  if (!noticeKinds().some((kind) => kind.eventType === input.eventType))
    throw invalid('notification.unknown_kind', { kind: input.eventType })
  await store.saveChoice(ctx, memberOf(ctx), input.eventType, input.channel, input.mode)
  return OK
}

export async function setMessageHours(ctx: Ctx, input: Hours) {
  await store.saveHours(ctx, memberOf(ctx), input)
  return OK
}

export async function setMyEmail(ctx: Ctx, input: { email?: string | null }) {
  await keepAddress(ctx, memberOf(ctx), 'email', input.email || null)
  return OK
}

const BASE64URL = /^[A-Za-z0-9_-]+={0,2}$/

export async function addPushBrowser(ctx: Ctx, input: { endpoint: string; p256dh: string; auth: string; device?: string | null }) {
  if (!BASE64URL.test(input.p256dh) || !BASE64URL.test(input.auth) || !isPushService(input.endpoint)) throw invalid('push.endpoint_wrong')
  const id = await channelStore.savePush(ctx, { ...input, memberId: memberOf(ctx), device: input.device ?? '' })
  return { id }
}

/** The name is looked at again when connecting; an address that says what it is, is refused here. */
function isPushService(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' || (url.protocol === 'http:' && isInside(url.hostname))
}

export async function dropPushBrowser(ctx: Ctx, input: { id: string }) {
  if ((await channelStore.dropPush(ctx, memberOf(ctx), [input.id])) === 0) throw notFound('browser')
  return OK
}
