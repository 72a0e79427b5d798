import { holds, inScope, reaches } from '#core/access.ts'
import { addDays, type Calendar, daysBetween, type Span } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { chinaCalendar, holidayName } from '#core/holidays.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { forbidden, invalid, notFound } from '#core/refuse.ts'
import { workHoursPolicy } from './calendar.policy.ts'
import { overlaps } from './calendar.rule.ts'
import * as store from './calendar.store.ts'
import { calendarsFor } from './hours.actions.ts'
import { memberById } from './member.store.ts'

const OK = { ok: true } as const
const LONGEST_DAYS = 800

/** The calendar in force for the company: public holidays, its own days and its working week. */
export async function calendarOf(ctx: Ctx): Promise<Calendar> {
  const hours = await policy(ctx, workHoursPolicy)
  const own = await store.ownDays(ctx)
  return chinaCalendar({ zone: await store.zone(ctx), ...hours, exceptions: Object.fromEntries(own.map(({ day, kind }) => [day, kind])) })
}

/** The calendar of each of these members: the company's, with the hours of the department where it has its own. */
export async function calendarsOf(ctx: Ctx, memberIds: readonly string[]): Promise<(memberId: string | null) => Calendar> {
  return await calendarsFor(ctx, await calendarOf(ctx), memberIds)
}

/** Approved absences of a member, as the working clock takes them. */
export async function leavesOf(ctx: Ctx, memberId: string): Promise<Span[]> {
  return await store.leaveSpans(ctx, [memberId])
}

/** Who is away at `at`, and who stands in for them. */
export async function awayAt(ctx: Ctx, memberIds: string[], at: Date): Promise<Map<string, { delegateId: string | null }>> {
  const spans = await store.leaveSpans(ctx, memberIds)
  const iso = at.toISOString()
  return new Map(spans.filter((span) => span.from <= iso && iso < span.to).map(({ memberId, delegateId }) => [memberId, { delegateId }]))
}

export async function calendar(ctx: Ctx, input: { from: string; to: string }) {
  if (input.to < input.from || daysBetween(input.from, input.to) > LONGEST_DAYS) throw invalid('calendar.range', { days: LONGEST_DAYS })
  const inForce = await calendarOf(ctx)
  const own = new Map((await store.ownDays(ctx)).map((day) => [day.day, day]))
  const days: { day: string; kind: 'off' | 'work'; name: { zh: string; en: string }; own: boolean }[] = []
  for (let day = input.from; day <= input.to; day = addDays(day, 1)) {
    const kind = inForce.exceptions[day]
    if (!kind) continue
    const mine = own.get(day)
    const name = mine?.name ? { zh: mine.name, en: mine.name } : (holidayName(day) ?? { zh: '', en: '' })
    days.push({ day, kind, name, own: mine !== undefined })
  }
  const { zone, weekdays, workFrom, workTo, knownThrough } = inForce
  return { zone, weekdays: [...weekdays], workFrom, workTo, knownThrough, days, may: { manage: holds(ctx.actor, 'calendar.manage') } }
}

export async function setCalendarDay(ctx: Ctx, input: { day: string; kind: 'off' | 'work' | 'public'; name?: string | null }) {
  if (input.kind === 'public') await store.dropOwnDay(ctx, input.day)
  else await store.saveOwnDay(ctx, { day: input.day, kind: input.kind, name: input.name ?? '' })
  await emit(ctx, 'calendar.changed', ctx.tenantId, { day: input.day, kind: input.kind })
  return OK
}

const mayManage = (ctx: Ctx, memberId: string): boolean => reaches(ctx.actor, 'leave.manage', memberId)

export async function leaves(ctx: Ctx, input: { memberId?: string | undefined; past?: boolean | undefined }) {
  const mine = sql<boolean>`l.member_id = ${memberOf(ctx)}`
  const within = sql<boolean>`(${mine} or ${inScope(ctx, 'leave.manage', sql`l.member_id`)})`
  const since = input.past ? '1970-01-01T00:00:00.000Z' : ctx.now.toISOString()
  const rows = await store.listLeaves(ctx, within, since, input.memberId)
  return {
    items: rows.map((row) => ({ ...row, may: { cancel: mayManage(ctx, row.memberId) } })),
    may: { record: holds(ctx.actor, 'leave.manage') },
  }
}

export async function recordLeave(
  ctx: Ctx,
  input: { memberId: string; fromAt: string; toAt: string; delegateId?: string | null; reason?: string | null },
): Promise<{ id: string }> {
  if (input.toAt <= input.fromAt) throw invalid('leave.backwards')
  if (input.delegateId === input.memberId) throw invalid('leave.delegate_self')
  if (!(await memberById(ctx, input.memberId)) || (input.delegateId && !(await memberById(ctx, input.delegateId)))) throw notFound('member')
  if (!mayManage(ctx, input.memberId)) throw forbidden('leave.manage')
  const others = await store.leaveSpans(ctx, [input.memberId])
  const clash = others.find((other) => overlaps({ fromAt: other.from, toAt: other.to }, input))
  if (clash) throw invalid('leave.overlaps', { from: clash.from, to: clash.to })
  const id = uuidv7()
  await store.insertLeave(ctx, { ...input, id, delegateId: input.delegateId ?? null, reason: input.reason ?? '' })
  await emit(ctx, 'leave.recorded', id, {
    memberId: input.memberId,
    fromAt: input.fromAt,
    toAt: input.toAt,
    delegateId: input.delegateId ?? null,
  })
  return { id }
}

export async function cancelLeave(ctx: Ctx, input: { id: string }) {
  const leave = await store.leaveById(ctx, input.id)
  if (!leave || !(leave.memberId === ctx.actor.memberId || mayManage(ctx, leave.memberId))) throw notFound('leave')
  if (!mayManage(ctx, leave.memberId)) throw forbidden('leave.manage')
  await store.deleteLeave(ctx, input.id)
  await emit(ctx, 'leave.cancelled', input.id, { memberId: leave.memberId })
  return OK
}
