// 签到: decided here, by position, accuracy and fence; the phone only enables its button with the same rule.
import { dayOf } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { type Datum, toWgs84 } from '#core/geo.ts'
import { policy } from '#core/policies.ts'
import { invalid, keeping, notFound, refuse } from '#core/refuse.ts'
import type { RequestFacts } from '#core/routes.ts'
import { createSite, setSitePoint } from '#modules/accounts/index.ts'
import { hasConsent, mustBeConfirmedPhone, zone } from '#modules/organization/index.ts'
import { placeHold } from '#modules/pools/index.ts'
import { goOnDuty } from './duty.actions.ts'
import { autoCloseAt, type BurstFix, bestFix, fixAgeS } from './duty.rule.ts'
import { type CheckInVerdict, checkInVerdict, type FenceSite } from './fence.rule.ts'
import { viewSiteOf } from './plan.store.ts'
import { keepPosition, type NewPosition, saveStep } from './proof.store.ts'
import { templateFor } from './sop.store.ts'
import { pointSourceOf, visit } from './visit.actions.ts'
import { lockVisit, startVisit, type VisitRow, viewFence, viewUnderWay } from './visit.store.ts'
import { dutyPolicy, fencePolicy } from './visits.policy.ts'

export interface Burst {
  datum: 'wgs84' | 'gcj02' | 'bd09'
  fixes: BurstFix[]
  capturedAt: string
  offline: boolean
  device?: Record<string, string | number | boolean | null> | undefined
}

/** While a visit is under way no clock takes the lead or account; the reason names the visit. */
export const holdReason = (visitId: string): string => `visit:${visitId}`

export async function checkIn(ctx: Ctx, input: Burst & { id: string }, request?: RequestFacts) {
  await mustBeConfirmedPhone(ctx, request)
  const row = await visitToBegin(ctx, input.id)
  const site = await siteOf(ctx, row)
  const judged = await judge(ctx, input, site.fence)
  const at = happenedAt(ctx, input)
  const position: NewPosition = {
    ...judged,
    visitId: row.id,
    memberId: row.ownerId,
    kind: 'in',
    at,
    capturedAt: input.capturedAt,
    offline: input.offline,
    device: input.device ?? {},
  }
  if (judged.verdict.verdict === 'rejected') throw outside(row, position)
  await begin(ctx, row, site.id, position, judged.mock)
  return await visit(ctx, { id: row.id })
}

/** The caller's own planned visit, locked. Refuses where one may not check in at all, wherever one stands. */
async function visitToBegin(ctx: Ctx, id: string): Promise<VisitRow> {
  const memberId = memberOf(ctx)
  const row = await lockVisit(ctx, id, 'visit.do')
  if (!row || row.ownerId !== memberId) throw notFound('visit')
  if (row.status !== 'planned') throw refuse('visit.not_planned', { status: row.status })
  if (!(await hasConsent(ctx, memberId, 'check_in_position'))) throw refuse('duty.consent_needed')
  const other = await viewUnderWay(ctx, memberId)
  if (other) throw refuse('visit.another_under_way', { name: other.name, visitId: other.id })
  return row
}

async function begin(ctx: Ctx, row: VisitRow, knownSite: string | null, position: NewPosition, mock: boolean): Promise<void> {
  const { at, verdict, offline, capturedAt } = position
  if (verdict.verdict === 'rejected') throw new Error('a rejected position begins no visit')
  const { timeZone, closing } = await closingOf(ctx, at)
  const siteId = await learnedSite(ctx, row, knownSite, verdict)
  await startVisit(ctx, row.id, {
    at,
    day: dayOf(at, timeZone),
    verdict: verdict.verdict,
    reason: verdict.reason,
    siteId,
    autoCheckOutAt: closing,
    template: await templateFor(ctx, row.purpose),
    offline,
    ...(mock ? { trust: 'suspect', signals: ['mock_provider'] } : { trust: null, signals: [] }),
  })
  await keepPosition(ctx, position)
  await saveStep(ctx, row.id, { key: 'check_in', type: 'check_in', status: 'done', count: 1, capturedAt, offline, facts: factsOf(verdict) })
  await placeHold(ctx, { subjectType: row.subjectType, subjectId: row.subjectId, until: closing, reason: holdReason(row.id) })
  await goOnDuty(ctx, row.ownerId, at)
  const subject = {
    visitId: row.id,
    memberId: row.ownerId,
    subjectType: row.subjectType,
    subjectId: row.subjectId,
    siteId,
    purpose: row.purpose,
  }
  await emit(ctx, 'visit.checked_in', row.id, { ...subject, at, verdict: verdict.verdict, ...factsOf(verdict), offline })
  if (verdict.reason.startsWith('site_looks_like')) await emit(ctx, 'visit.site_doubted', row.id, { siteId, reason: verdict.reason })
}

/** When it happened: the server's time, or the device's where it was recorded without a network; never in the future. */
export function happenedAt(ctx: Ctx, sent: { capturedAt: string; offline: boolean }): string {
  const now = ctx.now.toISOString()
  return sent.offline && sent.capturedAt < now ? sent.capturedAt : now
}

async function closingOf(ctx: Ctx, at: string): Promise<{ timeZone: string; closing: string }> {
  const timeZone = await zone(ctx)
  return { timeZone, closing: autoCloseAt(at, await policy(ctx, dutyPolicy), timeZone).toISOString() }
}

export async function siteOf(ctx: Ctx, row: VisitRow): Promise<{ id: string | null; fence: FenceSite }> {
  const id = row.siteId ?? (await viewSiteOf(ctx, row.subjectId, null))?.id ?? null
  const site = id ? await viewFence(ctx, id) : undefined
  if (!site) return { id: null, fence: { point: null, pointSource: null, radiusM: null } }
  const { lat, lng } = site
  const point = lat === null || lng === null ? null : { lat, lng }
  return { id, fence: { point, pointSource: pointSourceOf(site), radiusM: site.radiusM, corners: site.polygon } }
}

/** The best fix of a burst in WGS-84 with the verdict of the fence. Refuses a burst whose every fix is old. */
export async function judge(ctx: Ctx, burst: Burst, fence: FenceSite) {
  const limits = await policy(ctx, dutyPolicy)
  const samples = burst.fixes.map((fix) => ({ ...fix, ...toWgs84({ lat: fix.lat, lng: fix.lng }, burst.datum.toUpperCase() as Datum) }))
  const fresh = samples.filter((fix) => fixAgeS(fix, burst.capturedAt) <= limits.maxFixAgeS)
  const best = bestFix(fresh)
  if (!best)
    throw invalid('visit.fix_too_old', {
      seconds: Math.min(...samples.map((fix) => fixAgeS(fix, burst.capturedAt))),
      limit: limits.maxFixAgeS,
    })
  const verdict = checkInVerdict(
    fence,
    { point: { lat: best.lat, lng: best.lng }, accuracyM: best.accuracyM },
    await policy(ctx, fencePolicy),
  )
  return { verdict, lat: best.lat, lng: best.lng, mock: samples.some((fix) => fix.mock === true), samples }
}

function factsOf(verdict: CheckInVerdict) {
  const metres = (value: number | null): number | null => (value === null ? null : Math.round(value))
  return {
    reason: verdict.reason,
    distanceM: metres(verdict.distanceM),
    leastDistanceM: metres(verdict.leastDistanceM),
    accuracyM: metres(verdict.accuracyM),
    radiusM: verdict.radiusM,
  }
}

/** Outside: refused, and the attempt is kept although nothing else is. */
function outside(row: VisitRow, position: NewPosition) {
  const { verdict } = position
  const facts = factsOf(verdict)
  const refusal = refuse('visit.outside_fence', { ...facts, metresToGo: Math.max(1, Math.round(verdict.metresToGo ?? 0)) })
  return keeping(refusal, async (ctx) => {
    if (await keepPosition(ctx, position)) await emit(ctx, 'visit.check_in_refused', row.id, { memberId: position.memberId, ...facts })
  })
}

/** A subject that nobody has located gets its point from the first visit: a new site, or the point its site lacked. */
async function learnedSite(ctx: Ctx, row: VisitRow, siteId: string | null, verdict: CheckInVerdict): Promise<string | null> {
  const point = verdict.reason === 'site_without_point' ? verdict.suggestedPoint : null
  if (siteId) {
    if (point) await setSitePoint(ctx, siteId, { point, source: 'visit', verified: false })
    return siteId
  }
  const site = await createSite(ctx, { subjectType: row.subjectType, subjectId: row.subjectId, point, source: 'visit' })
  return site.id
}
