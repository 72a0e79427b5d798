// Planning: by the rep for himself, by a manager for his people.
import { reaches } from '#core/access.ts'
import { dayOf, startOfDay } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { forbidden, invalid, notFound, refuse } from '#core/refuse.ts'
import { checkCustom, indexCustom, memberById, zone } from '#modules/organization/index.ts'
import { visitDue } from './cadence.rule.ts'
import * as store from './plan.store.ts'
import { templateFor } from './sop.store.ts'
import type { VisitPurpose } from './validity.rule.ts'
import { cardById } from './visit.actions.ts'
import { lockVisit } from './visit.store.ts'
import { cadencePolicy } from './visits.policy.ts'

export interface PlanInput {
  id?: string | undefined
  subjectType: 'lead' | 'account'
  subjectId: string
  siteId?: string | null | undefined
  purpose: VisitPurpose
  plannedOn: string
  plannedAt?: string | null | undefined
  goal?: string | null | undefined
  ownerId?: string | null | undefined
  custom?: Record<string, unknown> | undefined
}

export async function planVisit(ctx: Ctx, input: PlanInput) {
  const ownerId = input.ownerId ?? memberOf(ctx)
  if (!(await memberById(ctx, ownerId))) throw notFound('member')
  if (!reaches(ctx.actor, 'visit.plan', ownerId)) throw forbidden('visit.plan')
  const subject = await store.viewSubject(ctx, input.subjectType, input.subjectId)
  if (!subject) throw notFound(input.subjectType)
  if (subject.closed) throw refuse('visit.subject_closed', { name: subject.name, state: subject.closed })
  const timeZone = await zone(ctx)
  const plannedOn = input.plannedAt ? dayOf(input.plannedAt, timeZone) : input.plannedOn
  notInPast(ctx, plannedOn, timeZone)
  const site = await store.viewSiteOf(ctx, input.subjectId, input.siteId ?? null)
  if (input.siteId && !site) throw notFound('site')
  const same = await store.sameDayPlan(ctx, ownerId, input.subjectId, plannedOn)
  if (same) {
    if (same.id === input.id) return await cardById(ctx, same.id)
    throw refuse('visit.already_planned', { name: subject.name, day: plannedOn, visitId: same.id })
  }
  const { values: custom, changed } = await checkCustom(ctx, 'visit', { given: input.custom, places: null })
  const id = input.id ?? uuidv7()
  const fresh = await store.insertPlanned(ctx, {
    id,
    ownerId,
    subjectType: input.subjectType,
    subjectId: input.subjectId,
    siteId: site?.id ?? null,
    purpose: input.purpose,
    template: await templateFor(ctx, input.purpose),
    plannedOn,
    plannedAt: input.plannedAt ?? null,
    at: input.plannedAt ?? startOfDay(plannedOn, timeZone).toISOString(),
    goal: input.goal || null,
    plannedBy: ctx.actor.memberId,
    custom,
  })
  // An id that is taken belongs to somebody else's record: it is as good as missing.
  if (!fresh) throw notFound('visit')
  if (changed.length > 0) indexCustom(ctx, 'visit', [{ id, values: custom }])
  await emit(ctx, 'visit.planned', id, {
    ownerId,
    subjectType: input.subjectType,
    subjectId: input.subjectId,
    plannedOn,
    purpose: input.purpose,
  })
  return await cardById(ctx, id)
}

function notInPast(ctx: Ctx, day: string, timeZone: string): void {
  if (day < dayOf(ctx.now, timeZone)) throw invalid('visit.planned_in_past', { day })
}

export async function movePlan(
  ctx: Ctx,
  input: {
    id: string
    version: number
    plannedOn?: string | undefined
    plannedAt?: string | null | undefined
    goal?: string | null | undefined
    purpose?: VisitPurpose | undefined
  },
) {
  const visit = await plannedVisit(ctx, input.id)
  if (visit.version !== input.version) throw refuse('common.stale', { version: visit.version })
  const timeZone = await zone(ctx)
  // Moving to another day without naming an hour drops the hour agreed for the old one.
  const kept = input.plannedOn && input.plannedOn !== visit.plannedOn ? null : visit.plannedAt
  const plannedAt = input.plannedAt === undefined ? kept : input.plannedAt
  const plannedOn = plannedAt ? dayOf(plannedAt, timeZone) : (input.plannedOn ?? visit.plannedOn)
  if (plannedOn !== visit.plannedOn) notInPast(ctx, plannedOn, timeZone)
  const purpose = input.purpose ?? visit.purpose
  const goal = input.goal === undefined ? visit.goal : input.goal || null
  await store.saveMoved(ctx, visit.id, {
    plannedOn,
    plannedAt,
    at: plannedAt ?? startOfDay(plannedOn, timeZone).toISOString(),
    goal,
    purpose,
    template: await templateFor(ctx, purpose),
  })
  await emit(ctx, 'visit.plan_changed', visit.id, { from: visit.plannedOn, plannedOn, plannedAt, purpose })
  return await cardById(ctx, visit.id)
}

async function plannedVisit(ctx: Ctx, id: string) {
  const visit = await lockVisit(ctx, id, 'visit.plan')
  if (!visit) throw notFound('visit')
  if (visit.status !== 'planned') throw refuse('visit.not_planned', { status: visit.status })
  return visit
}

export async function cancelVisit(ctx: Ctx, input: { id: string; reason: string }) {
  const visit = await plannedVisit(ctx, input.id)
  await store.saveCancelled(ctx, visit.id, input.reason)
  await emit(ctx, 'visit.cancelled', visit.id, { ownerId: visit.ownerId, plannedOn: visit.plannedOn, reason: input.reason })
  return await cardById(ctx, visit.id)
}

export async function orderDay(ctx: Ctx, input: { day: string; visitIds: string[] }): Promise<{ ok: true }> {
  const ids = [...new Set(input.visitIds)]
  if ((await store.saveOrder(ctx, input.day, ids)) !== ids.length) throw notFound('visit')
  return { ok: true }
}

/** Accounts in reach that are due by `by` (default: today), most overdue first. */
export async function visitsDue(ctx: Ctx, input: { ownerId?: string | undefined; by?: string | undefined }) {
  const timeZone = await zone(ctx)
  const today = dayOf(ctx.now, timeZone)
  const by = input.by ?? today
  const cadence = await policy(ctx, cadencePolicy)
  const items = (await store.viewDue(ctx, input.ownerId ?? null, today)).map(({ lat, lng, createdAt, ...account }) => ({
    ...account,
    point: lat === null || lng === null ? null : { lat, lng },
    ...visitDue({ level: account.level, lastValidVisitOn: account.lastValidVisitOn, since: dayOf(createdAt, timeZone) }, cadence, today),
  }))
  return {
    items: items
      .filter((item) => item.dueOn <= by)
      .sort((a, b) => b.overdueDays - a.overdueDays || a.accountName.localeCompare(b.accountName)),
  }
}

/** A leaver's plans pass to his successor; a visit under way is closed by the system in the evening. */
export async function handOverPlans(ctx: Ctx, from: string, to: string): Promise<void> {
  for (const { id, plannedOn } of await store.passPlans(ctx, from, to))
    await emit(ctx, 'visit.plan_changed', id, { from: plannedOn, plannedOn, ownerId: to })
}
