// 日历订阅: my tasks in the calendar I already use, at a secret address that I can take back.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'
import { type Ctx, memberOf, systemActor } from '#core/context.ts'
import { writing } from '#core/db.ts'
import type { House } from '#core/routes.ts'
import { fillOf, sayFor } from '#modules/notifications/index.ts'
import { memberById, zone } from '#modules/organization/index.ts'
import * as store from './task.store.ts'

const HALF_HOUR_MS = 30 * 60_000
const MOST = 300

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()
const bytesOf = (id: string): Buffer => Buffer.from(id.replace(/-/g, ''), 'hex')
const idOf = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export async function calendarFeedState(ctx: Ctx) {
  const row = await store.feedOf(ctx, memberOf(ctx))
  return { active: row !== undefined, createdAt: row?.createdAt ?? null, readAt: row?.readAt ?? null }
}

/** A new secret address; one made before stops working. */
export async function makeCalendarFeed(ctx: Ctx) {
  const me = memberOf(ctx)
  const secret = randomBytes(24).toString('base64url')
  await store.saveFeed(ctx, me, hashOf(secret))
  const who = Buffer.concat([bytesOf(ctx.tenantId), bytesOf(me)]).toString('base64url')
  return { url: `${ctx.services.outward.publicUrl}/calendar/${who}.${secret}.ics` }
}

export async function dropCalendarFeed(ctx: Ctx): Promise<{ ok: true }> {
  await store.dropFeed(ctx, memberOf(ctx))
  return { ok: true }
}

/** The feed behind an address; null where there is none, for whatever reason. */
export async function calendarFeed(house: House, token: string, requestId: string): Promise<string | null> {
  const [who = '', secret = '', more] = token.split('.')
  const bytes = Buffer.from(who, 'base64url')
  if (more !== undefined || bytes.length !== 32 || secret.length !== 32) return null
  const [tenantId, memberId] = [idOf(bytes.subarray(0, 16)), idOf(bytes.subarray(16))]
  return await writing(house.pool, tenantId, async (tx) => {
    const ctx: Ctx = {
      tx,
      tenantId,
      actor: systemActor,
      now: house.clock.now(),
      requestId,
      afterCommit: () => {},
      services: house.services(),
    }
    const feed = await store.feedOf(ctx, memberId)
    if (!feed || !timingSafeEqual(feed.tokenHash, hashOf(secret))) return null
    const member = await memberById(ctx, memberId)
    if (!member || member.disabledAt) return null
    await store.noteFeedRead(ctx, memberId)
    return await feedOf(ctx, memberId)
  })
}

async function feedOf(ctx: Ctx, memberId: string): Promise<string> {
  const zoneName = await zone(ctx)
  const locale = await store.localeOf(ctx, memberId)
  const tasks = (await store.openTasks(ctx, memberId, null, null, null, MOST)).filter((task) => task.dueAt !== null)
  const calendar = ical({
    name: sayFor(locale, 'task.calendar'),
    prodId: '//fieldloop//tasks//EN',
    method: ICalCalendarMethod.PUBLISH,
    ttl: 1800,
  })
  for (const task of tasks) {
    const due = new Date(task.dueAt as string)
    calendar.createEvent({
      id: `${task.id}@fieldloop`,
      sequence: task.version,
      stamp: ctx.now,
      start: due,
      end: new Date(due.getTime() + HALF_HOUR_MS),
      summary: sayFor(locale, task.titleKey, fillOf(task.params, locale, zoneName)),
      transparency: ICalEventTransparency.TRANSPARENT,
      ...(task.link && { url: `${ctx.services.outward.publicUrl}/m${task.link}` }),
    })
  }
  return calendar.toString()
}
