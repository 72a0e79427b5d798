// 签退: the stay, the outcome and what is known of the place decide whether the visit counts; forgotten ones are closed by the system.
import { dayOf, MINUTE, msOf } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { recordActivity } from '#modules/accounts/index.ts'
import { noteContact } from '#modules/leads/index.ts'
import { checkCustom, indexCustom, zone } from '#modules/organization/index.ts'
import { liftHold } from '#modules/pools/index.ts'
import { type Burst, happenedAt, holdReason, judge, siteOf } from './checkin.actions.ts'
import { autoCloseAt } from './duty.rule.ts'
import { closeDuty, dutiesLeftOpen } from './duty.store.ts'
import { saveCustom } from './plan.store.ts'
import { dropSamples, keepPosition, saveStep } from './proof.store.ts'
import { leaveVerdict, workOf } from './sop.rule.ts'
import { recordsOf, runningVisit } from './step.actions.ts'
import { type VisitOutcome, type VisitValidity, visitValidity } from './validity.rule.ts'
import { mayReview } from './visit.access.ts'
import { cardById, visit } from './visit.actions.ts'
import { finishVisit, lockVisit, markMissed, saveReview, stepsKept, type VisitRow, visitsPastClosing } from './visit.store.ts'
import { dutyPolicy, validityPolicy } from './visits.policy.ts'

export async function checkOut(
  ctx: Ctx,
  input: Burst & {
    id: string
    outcome: VisitOutcome
    leaves?: string | null | undefined
    note?: string | null | undefined
    custom?: Record<string, unknown> | undefined
  },
) {
  const { row, steps } = await runningVisit(ctx, input.id)
  const verdict = leaveVerdict(steps, await recordsOf(ctx, row.id), input.outcome)
  if (!verdict.may && verdict.why === 'photo_missing') throw refuse('visit.outcome_photo_missing', {}, 422)
  if (!verdict.may) {
    const names = verdict.steps.map((step) => (ctx.actor.locale === 'en' ? step.en : step.zh)).join(ctx.actor.locale === 'en' ? ', ' : '、')
    throw refuse('visit.steps_missing', { count: verdict.steps.length, names, steps: verdict.steps.map((step) => step.key) }, 422)
  }
  await fillIn(ctx, row, input.custom, input.outcome === 'done' ? [row.purpose] : null)
  const at = latest(happenedAt(ctx, input), row.checkInAt as string)
  if (input.fixes.length > 0) await keepLeaving(ctx, row, input, at)
  await finish(ctx, row, {
    at,
    by: 'rep',
    outcome: input.outcome,
    offline: input.offline,
    leaves: input.leaves || null,
    note: input.note || null,
  })
  return await visit(ctx, { id: row.id })
}

/** Keeps what was filled in; `places` holds what must be filled by now. */
async function fillIn(ctx: Ctx, row: VisitRow, given: Record<string, unknown> | undefined, places: string[] | null): Promise<void> {
  const { values, changed } = await checkCustom(ctx, 'visit', { given, before: row.custom, places, fileOwner: row.id })
  if (changed.length === 0) return
  await saveCustom(ctx, row.id, values)
  indexCustom(ctx, 'visit', [{ id: row.id, values }])
  await emit(ctx, 'visit.filled', row.id, { custom: changed })
}

/** The fields of the company on a visit of one's own, before, while and after it is made, until a manager has judged it. */
export async function fillVisit(ctx: Ctx, input: { id: string; custom?: Record<string, unknown> | undefined }) {
  const row = await lockVisit(ctx, input.id, 'visit.do')
  if (!row || row.ownerId !== ctx.actor.memberId) throw notFound('visit')
  if (row.reviewedAt || row.status === 'cancelled' || row.status === 'missed') throw refuse('visit.closed')
  await fillIn(ctx, row, input.custom, row.status === 'completed' && row.outcome === 'done' ? [row.purpose] : null)
  return await visit(ctx, { id: row.id })
}

const latest = (a: string, b: string): string => (a > b ? a : b)

/** Where the rep left: kept for whoever looks, it decides nothing. */
async function keepLeaving(ctx: Ctx, row: VisitRow, burst: Burst, at: string): Promise<void> {
  const { fence } = await siteOf(ctx, row)
  const judged = await judge(ctx, { ...burst, fixes: burst.fixes.map((fix) => ({ ...fix, at: burst.capturedAt })) }, fence)
  await keepPosition(ctx, {
    ...judged,
    visitId: row.id,
    memberId: row.ownerId,
    kind: 'out',
    at,
    capturedAt: burst.capturedAt,
    offline: burst.offline,
    device: {},
  })
}

interface End {
  at: string
  by: 'rep' | 'auto'
  outcome: VisitOutcome
  offline: boolean
  leaves: string | null
  note: string | null
}

async function finish(ctx: Ctx, row: VisitRow, end: End): Promise<void> {
  const verdict = visitValidity(
    {
      purpose: row.purpose,
      checkInAt: row.checkInAt as string,
      checkOutAt: end.at,
      checkOut: end.by,
      outcome: end.outcome,
      checkIn: row.checkInVerdict ?? 'unverified',
      // Where nothing on device and track has been judged, nothing speaks against the visit.
      trust: row.trust ?? 'trusted',
      offline: row.offline || end.offline,
    },
    await policy(ctx, validityPolicy),
  )
  if (end.by === 'rep')
    await saveStep(ctx, row.id, { key: 'check_out', type: 'check_out', status: 'done', count: 1, capturedAt: end.at, offline: end.offline })
  const work = workOf(await stepsKept(ctx, row.id), await recordsOf(ctx, row.id))
  await finishVisit(ctx, row.id, { ...end, ...verdict, stepsDone: work.done })
  await liftHold(ctx, { subjectId: row.subjectId, reason: holdReason(row.id) })
  await tellSubject(ctx, row, { at: end.at, validity: verdict.validity, outcome: end.outcome, note: end.note })
  const told = {
    ...subjectOf(row),
    validity: verdict.validity,
    minutes: Math.floor(verdict.dwellMs / MINUTE),
    minMinutes: verdict.minMinutes,
  }
  await emit(ctx, 'visit.checked_out', row.id, {
    ...told,
    at: end.at,
    by: end.by,
    outcome: end.outcome,
    reasons: verdict.reasons,
    checkIn: row.checkInVerdict,
    stepsDone: work.done,
    stepsTotal: work.total,
  })
  if (end.by === 'auto') await emit(ctx, 'visit.auto_closed', row.id, { memberId: row.ownerId, at: end.at })
  if (verdict.alert) await emit(ctx, 'visit.invalidated', row.id, { ...told, by: 'rule', reasons: verdict.reasons })
}

const subjectOf = (row: VisitRow) => ({
  visitId: row.id,
  memberId: row.ownerId,
  subjectType: row.subjectType,
  subjectId: row.subjectId,
  siteId: row.siteId,
  purpose: row.purpose,
})

/** The visit on the subject's own record: a valid one is substance, any other is contact at most. */
async function tellSubject(
  ctx: Ctx,
  row: VisitRow,
  end: { at: string; validity: VisitValidity; outcome: VisitOutcome; note: string | null },
): Promise<void> {
  const activity = {
    kind: 'visit' as const,
    at: end.at,
    memberId: row.ownerId,
    visitId: row.id,
    validVisit: end.validity === 'valid',
    text: end.note,
    nextStep: row.nextStep,
    nextOn: row.nextOn,
  }
  if (row.subjectType === 'lead') await noteContact(ctx, row.subjectId, activity)
  else await recordActivity(ctx, { ...activity, subjectType: 'account', subjectId: row.subjectId })
}

/** A manager's judgement on a finished visit. */
export async function reviewVisit(ctx: Ctx, input: { id: string; version: number; verdict: 'valid' | 'invalid'; note: string }) {
  const row = await lockVisit(ctx, input.id, 'visit.review')
  if (!row) throw notFound('visit')
  if (row.status !== 'completed') throw refuse('visit.not_finished', { status: row.status })
  if (!mayReview(ctx.actor, row.ownerId)) throw refuse('visit.own_review', {}, 403)
  if (row.version !== input.version) throw refuse('common.stale', { version: row.version })
  await saveReview(ctx, row.id, { verdict: input.verdict, note: input.note, memberId: memberOf(ctx), at: ctx.now.toISOString() })
  const told = {
    ...subjectOf(row),
    validity: input.verdict,
    before: row.validity,
    minutes: Math.floor((row.dwellMs ?? 0) / MINUTE),
    minMinutes: Number(row.minMinutes ?? 0),
  }
  if (input.verdict === 'valid' && row.validity !== 'valid')
    await tellSubject(ctx, row, { at: row.checkOutAt as string, validity: 'valid', outcome: row.outcome ?? 'done', note: null })
  await emit(ctx, 'visit.reviewed', row.id, { ...told, outcome: row.outcome, note: input.note })
  if (input.verdict === 'invalid' && row.validity !== 'invalid')
    await emit(ctx, 'visit.invalidated', row.id, { ...told, by: 'review', note: input.note })
  return await cardById(ctx, row.id)
}

/** Closes visits whose closing time has come, and duties left open; one batch. */
export async function closeForgotten(ctx: Ctx, batch: number): Promise<number> {
  const rows = await visitsPastClosing(ctx, batch)
  for (const row of rows)
    await finish(ctx, row, { at: row.autoCheckOutAt as string, by: 'auto', outcome: 'done', offline: false, leaves: null, note: null })
  return rows.length
}

export async function closeDuties(ctx: Ctx, batch: number): Promise<number> {
  const timeZone = await zone(ctx)
  const limits = await policy(ctx, dutyPolicy)
  let closed = 0
  for (const open of await dutiesLeftOpen(ctx, ctx.now.toISOString(), batch)) {
    const at = autoCloseAt(open.startedAt, limits, timeZone)
    if (at.getTime() > ctx.now.getTime()) continue
    await closeDuty(ctx, open.id, at.toISOString(), 'auto')
    await emit(ctx, 'duty.ended', open.id, { memberId: open.memberId, by: 'auto' })
    closed++
  }
  return closed
}

/** Planned visits of days gone by are missed. */
export async function missForgotten(ctx: Ctx, batch: number): Promise<number> {
  const missed = await markMissed(ctx, dayOf(ctx.now, await zone(ctx)), batch)
  for (const { id, ownerId, plannedOn } of missed) await emit(ctx, 'visit.missed', id, { ownerId, plannedOn })
  return missed.length
}

/** Raw samples go when positions have been kept long enough; verdicts stay. */
export async function dropOldSamples(ctx: Ctx, batch: number): Promise<number> {
  const { rawRetentionDays } = await policy(ctx, dutyPolicy)
  return await dropSamples(ctx, new Date(msOf(ctx.now) - rawRetentionDays * 24 * 60 * MINUTE).toISOString(), batch)
}
