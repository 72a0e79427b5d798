// Accounts as they are looked at: lists, one account, its story.
import { holds } from '#core/access.ts'
import { DAY, msOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toCursor, toPage } from '#core/cursor.ts'
import { sql } from '#core/db.ts'
import { timelineOf } from '#core/events.ts'
import { normalPhone } from '#core/phone.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { customConditions } from '#modules/organization/index.ts'
import { mayOfAccount } from './account.access.ts'
import { carePolicy } from './account.policy.ts'
import { countAccounts, type ListedAccount, linkedTo, listAccounts, readAccount } from './account.store.ts'
import { shownActivity } from './activity.actions.ts'
import { activitiesByIds } from './activity.store.ts'
import { contactsOf, sitesOf } from './contact.store.ts'
import { termCatalogue } from './terms.rule.ts'

function shown(ctx: Ctx, row: ListedAccount) {
  const since = row.lastActivityAt ?? row.createdAt
  return {
    id: row.id,
    name: row.name,
    segment: row.segment,
    level: row.level,
    ownerId: row.ownerId,
    ownerName: row.ownerName,
    province: row.province,
    city: row.city,
    industry: row.industry,
    termsCode: row.termsCode,
    creditGrade: row.creditGrade,
    creditFrozen: row.creditFrozen,
    primaryContact: row.contactName === null ? null : { name: row.contactName, title: row.contactTitle, phone: row.contactPhone },
    lastActivityAt: row.lastActivityAt,
    idleDays: Math.max(0, Math.floor((ctx.now.getTime() - msOf(since)) / DAY)),
    createdAt: row.createdAt,
    custom: row.custom,
    version: row.version,
    may: mayOfAccount(ctx.actor, row),
  }
}

const idleSince = async (ctx: Ctx): Promise<string> =>
  new Date(ctx.now.getTime() - (await policy(ctx, carePolicy)).idleDays * DAY).toISOString()

const flag = (text: string | undefined): boolean | null => (text === undefined ? null : text === 'true')

export interface AccountQuery {
  q?: string | null | undefined
  mine?: 'true' | 'false' | undefined
  segment?: string | undefined
  level?: string | undefined
  ownerId?: string | undefined
  province?: string | undefined
  city?: string | undefined
  frozen?: 'true' | 'false' | undefined
  idle?: 'true' | 'false' | undefined
  custom?: Record<string, string> | undefined
  sort: 'new' | 'name' | 'idle'
  cursor?: string | undefined
  limit: number
}

export async function accounts(ctx: Ctx, input: AccountQuery) {
  const q = input.q?.trim() || null
  const rows = await listAccounts(
    ctx,
    {
      q,
      phone: q ? normalPhone(q) : null,
      ownerId: input.mine === 'true' ? ctx.actor.memberId : (input.ownerId ?? null),
      segment: input.segment ?? null,
      level: input.level ?? null,
      province: input.province ?? null,
      city: input.city ?? null,
      frozen: flag(input.frozen),
      idle: flag(input.idle),
      idleBefore: await idleSince(ctx),
      ...(input.custom ? { custom: await customConditions(ctx, 'account', input.custom, { id: sql`a.id`, custom: sql`a.custom` }) } : {}),
    },
    { sort: input.sort, after: fromCursor(input.cursor, 2), limit: input.limit + 1 },
  )
  const key = (row: ListedAccount): string =>
    input.sort === 'name' ? row.name : input.sort === 'idle' ? (row.lastActivityAt ?? row.createdAt) : row.createdAt
  const { items, next } = toPage(rows, input.limit, (row) => [key(row), row.id])
  return { items: items.map((row) => shown(ctx, row)), next }
}

export async function accountCounts(ctx: Ctx) {
  const { levelA, levelB, levelC, ...counts } = await countAccounts(ctx, await idleSince(ctx))
  return { ...counts, byLevel: { A: levelA, B: levelB, C: levelC } }
}

export async function accountDetail(ctx: Ctx, input: { id: string }) {
  const row = await readAccount(ctx, input.id)
  if (!row) throw notFound('account')
  const [contacts, sites] = [await contactsOf(ctx, row.id), await sitesOf(ctx, row.id)]
  return {
    ...shown(ctx, row),
    usci: row.usci,
    address: row.address,
    capitalFen: row.capitalFen,
    staff: row.staff,
    businessScope: row.businessScope,
    channelKind: row.channelKind,
    leadId: row.leadId,
    protected: row.protected,
    credit: { grade: row.creditGrade, frozen: row.creditFrozen, reason: row.creditReason, at: row.creditAt },
    contacts,
    sites,
  }
}

/** Rooms whose events stand on an account's timeline only for those who may read these records at all. */
const readBy: Record<string, string> = {
  opportunity: 'opportunity.read',
  quotation: 'quotation.read',
  contract: 'contract.read',
  receipt: 'receipt.read',
}

/** The story of an account: its own events and those of the records that belong to it, newest first. */
export async function accountTimeline(ctx: Ctx, input: { id: string; cursor?: string | undefined; limit: number }) {
  if (!(await readAccount(ctx, input.id))) throw notFound('account')
  const linked = (await linkedTo(ctx, input.id)).filter(({ subjectType }) => {
    const permission = readBy[subjectType]
    return permission === undefined || holds(ctx.actor, permission)
  })
  return await timelinePage(ctx, [input.id, ...linked.map((one) => one.subjectId)], input)
}

/** A page of the timeline of some subjects, with the follow-ups that its events speak of. */
export async function timelinePage(ctx: Ctx, subjectIds: string[], input: { cursor?: string | undefined; limit: number }) {
  const [before] = fromCursor(input.cursor, 1) ?? []
  const events = await timelineOf(ctx, subjectIds, input.limit + 1, (before as string | undefined) ?? undefined)
  const items = wholeInstants(events, input.limit)
  const last = items.at(-1)
  const next = last && items.length < events.length ? toCursor([last.at]) : null
  const ids = items.flatMap((event) => (typeof event.payload.activityId === 'string' ? [event.payload.activityId] : []))
  const activities = new Map((ids.length > 0 ? await activitiesByIds(ctx, ids) : []).map((row) => [row.id, shownActivity(row)]))
  return { items: items.map((event) => ({ ...event, activity: activities.get(String(event.payload.activityId)) ?? null })), next }
}

/** What happened in one instant stays on one page: the cursor is the instant. */
function wholeInstants<E extends { at: string }>(events: E[], limit: number): E[] {
  const beyond = events[limit]
  if (!beyond) return events
  const complete = events.filter((event) => event.at > beyond.at)
  return complete.length > 0 ? complete : events.slice(0, limit)
}

export async function terms() {
  return { items: termCatalogue.map(({ code, zh, en }) => ({ code, zh, en })) }
}
