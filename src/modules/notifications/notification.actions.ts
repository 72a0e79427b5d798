import { type Ctx, memberOf } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import type { Event } from '#core/events.ts'
import type { NoticeDraft } from '#core/notices.ts'
import { invalid } from '#core/refuse.ts'
import type { SmsSender } from '#core/sms.ts'
import { street } from '#modules/organization/index.ts'
import { kindMessages } from './kinds.messages.ts'
import * as store from './notification.store.ts'
import { notificationsMessages } from './notifications.messages.ts'
import { putOut } from './outbox.actions.ts'
import { withStandIns } from './stand-in.actions.ts'

/** Delivers a room's notice in the app and puts it into the outbox; the relay calls it in the transaction that takes the event off its queue. */
export async function deliver(ctx: Ctx, event: Event, draft: NoticeDraft): Promise<string[]> {
  const members: string[] = []
  for (const one of await withStandIns(ctx, draft)) {
    await putOut(ctx, event, one)
    members.push(
      ...(await store.insertFor(ctx, one.to, {
        eventId: event.id,
        eventType: event.type,
        message: one.message,
        params: one.params ?? {},
        link: one.link ?? null,
        urgent: one.urgent ?? false,
      })),
    )
  }
  return members
}

/** A one-time code goes to the phone and nowhere else: no row, no event, no line of a log keeps it. */
export async function codeBySms(send: SmsSender, phone: string, code: string): Promise<void> {
  const text = notificationsMessages.zh['notification.sms.code'] as string
  await send({ phone, template: 'code', params: { code }, text: text.replace('{code}', code) })
}

export async function notifications(ctx: Ctx, input: { unread?: boolean | undefined; cursor?: string | undefined; limit: number }) {
  const rows = await store.notificationPage(ctx, memberOf(ctx), input.unread ?? false, fromCursor(input.cursor, 2), input.limit + 1)
  return toPage(rows, input.limit, (row) => [row.at, row.id])
}

export async function notificationCount(ctx: Ctx) {
  return await store.countUnread(ctx, memberOf(ctx))
}

export async function readNotifications(ctx: Ctx, input: { ids?: string[] | undefined; all?: true | undefined }) {
  const ids = input.all ? null : (input.ids ?? [])
  const read = await store.markRead(ctx, memberOf(ctx), ids)
  const { tenantId, services } = ctx
  const member = memberOf(ctx)
  // Other tabs of the same person count down too; the mark itself is no event.
  if (read > 0) ctx.afterCommit(() => services.live.deliver({ tenantId, members: [member], topics: ['notifications'] }))
  return { read }
}

/** Kinds of notices of every room, for the pages of preferences. */
export const noticeKinds = () =>
  street().flatMap((room) =>
    Object.keys(room.notices).map((eventType) => ({ eventType, title: titleOf(eventType), room: room.name, roomTitle: room.title })),
  )

function titleOf(eventType: string): { zh: string; en: string } {
  const key = `kind.${eventType}`
  return { zh: kindMessages.zh[key] ?? eventType, en: kindMessages.en[key] ?? eventType }
}

export async function notificationPreferences(ctx: Ctx) {
  const off = new Set(await store.turnedOff(ctx, memberOf(ctx)))
  return { items: noticeKinds().map((kind) => ({ ...kind, inApp: !off.has(kind.eventType) })) }
}

export async function setNotificationPreference(ctx: Ctx, input: { eventType: string; inApp: boolean }): Promise<{ ok: true }> {
  if (!noticeKinds().some((kind) => kind.eventType === input.eventType))
    throw invalid('notification.unknown_kind', { kind: input.eventType })
  await store.savePreference(ctx, memberOf(ctx), input.eventType, input.inApp)
  return { ok: true }
}
