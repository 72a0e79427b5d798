// Reading visits: my day, lists, counts, the record with its proof and the reasons of every verdict.
import { dayOf } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { sql } from '#core/db.ts'
import { timelineOf } from '#core/events.ts'
import { distanceM, type Point } from '#core/geo.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { customConditions, hasConsent, noteLook, zone } from '#modules/organization/index.ts'
import { openDuty } from './duty.store.ts'
import type { FencePolicy, PointSource } from './fence.rule.ts'
import { viewBoard, viewVisitors } from './plan.store.ts'
import { type PhotoRow, type PositionRow, photosOf, positionsOf, type StepRow, stepRows } from './proof.store.ts'
import { notPossibleReasons, stepsOf } from './sop.rule.ts'
import { templatesInForce } from './sop.store.ts'
import { viewTwins } from './twin.store.ts'
import { visitOutcomes, visitPurposes } from './validity.rule.ts'
import { mayVisit } from './visit.access.ts'
import { type CardRow, countTabs, type ListFilter, type StopRow, stepsKept, viewCard, viewDay, viewList, viewStop } from './visit.store.ts'
import { fencePolicy, validityPolicy } from './visits.policy.ts'

const pointOf = (row: { lat: number | null; lng: number | null }): Point | null =>
  row.lat === null || row.lng === null ? null : { lat: row.lat, lng: row.lng }

/** Where the site's point came from, in the words of the fence rule. */
export function pointSourceOf(site: { lat: number | null; siteSource: string | null; siteVerified: boolean | null }): PointSource | null {
  if (site.lat === null) return null
  if (site.siteVerified) return 'confirmed'
  return site.siteSource === 'visit' || site.siteSource === 'address' ? site.siteSource : 'entered'
}

export function cardOf(ctx: Ctx, row: CardRow) {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    purpose: row.purpose,
    template: { key: row.templateKey, version: row.templateVersion, zh: row.templateZh, en: row.templateEn },
    ownerId: row.ownerId,
    ownerName: row.ownerName,
    subjectType: row.subjectType,
    subjectId: row.subjectId,
    subjectName: row.subjectName,
    level: row.level,
    segment: row.segment,
    siteId: row.siteId,
    siteName: row.siteName,
    address: row.address,
    point: pointOf(row),
    plannedOn: row.plannedOn,
    plannedAt: row.plannedAt,
    sequence: row.sequence,
    plannedByName: row.plannedByName,
    goal: row.goal,
    checkInAt: row.checkInAt,
    checkInVerdict: row.checkInVerdict,
    checkOutAt: row.checkOutAt,
    checkOutBy: row.checkOutBy,
    outcome: row.outcome,
    validity: row.validity,
    reasons: row.reasons,
    trust: row.trust,
    dwellMs: row.dwellMs,
    minMinutes: row.minMinutes === null ? null : Number(row.minMinutes),
    offline: row.offline,
    stepsDone: row.stepsDone,
    stepsTotal: row.stepsTotal,
    reviewedByName: row.reviewedByName,
    custom: row.custom,
    may: mayVisit(ctx.actor, row),
  }
}

function fenceOfRow(row: StopRow, fence: FencePolicy) {
  return {
    point: pointOf(row),
    pointSource: pointSourceOf(row),
    corners: row.polygon,
    radiusM: row.radiusM ?? fence.fenceRadiusM,
    accuracyGateM: fence.accuracyGateM,
  }
}

function stopOf(ctx: Ctx, row: StopRow, fence: FencePolicy, metres: number | null) {
  return {
    ...cardOf(ctx, row),
    fence: fenceOfRow(row, fence),
    leftOver: row.leftOver,
    leftOverOn: row.leftOverOn,
    lastVisitOn: row.lastVisitOn,
    contactName: row.contactName,
    distanceM: metres,
  }
}

/** My day: `lat`/`lng` is where the phone is, WGS-84, if it says so. */
export async function today(ctx: Ctx, input: { day?: string | undefined; lat?: number | undefined; lng?: number | undefined }) {
  const memberId = memberOf(ctx)
  const day = input.day ?? dayOf(ctx.now, await zone(ctx))
  const fence = await policy(ctx, fencePolicy)
  const [rows, duty, consented] = [
    await viewDay(ctx, memberId, day),
    await openDuty(ctx, memberId),
    await hasConsent(ctx, memberId, 'check_in_position'),
  ]
  let from: Point | null = input.lat === undefined || input.lng === undefined ? null : { lat: input.lat, lng: input.lng }
  const stops = rows.map((row) => {
    const to = pointOf(row)
    const ahead = row.status === 'planned' || row.status === 'in_progress'
    const metres = ahead && from && to ? Math.round(distanceM(from, to)) : null
    if (to) from = to
    return stopOf(ctx, row, fence, metres)
  })
  const done = stops.filter((stop) => stop.status === 'completed')
  return {
    day,
    duty: { on: duty !== undefined, since: duty?.startedAt ?? null, consented },
    current: stops.find((stop) => stop.status === 'in_progress') ?? null,
    next: stops.find((stop) => stop.status === 'planned') ?? null,
    stops,
    totalM: stops.reduce((sum, stop) => sum + (stop.distanceM ?? 0), 0),
    counts: {
      planned: stops.filter((stop) => stop.status === 'planned').length,
      done: done.length,
      valid: done.filter((stop) => stop.validity === 'valid').length,
    },
  }
}

export async function listVisits(
  ctx: Ctx,
  asked: ListFilter & { custom?: Record<string, string> | undefined; cursor?: string | undefined; limit: number },
) {
  const on = { id: sql`v.id`, custom: sql`v.custom` }
  const input = asked.custom ? { ...asked, own: await customConditions(ctx, 'visit', asked.custom, on) } : asked
  const rows = await viewList(ctx, input, fromCursor(input.cursor, 2), input.limit)
  const { items, next } = toPage(rows, input.limit, (row) => [row.at, row.id])
  return { items: items.map((row) => cardOf(ctx, row)), next }
}

export async function visitCounts(ctx: Ctx, input: { from: string; to: string; ownerId?: string | undefined }) {
  return { tabs: await countTabs(ctx, input) }
}

export async function visitBoard(ctx: Ctx, input: { from: string; to: string; ownerId?: string | undefined }) {
  return { items: await viewBoard(ctx, input) }
}

/** What forms and filters choose from; `members` are those whose visits the caller may plan. */
export async function visitChoices(ctx: Ctx) {
  const [templates, stay, fence] = [await templatesInForce(ctx), await policy(ctx, validityPolicy), await policy(ctx, fencePolicy)]
  return {
    purposes: visitPurposes.map((purpose) => {
      const template = templates.find((one) => one.purpose === purpose)
      if (!template) throw new Error(`no visit template for ${purpose}`)
      const { key, version, zh, en } = template
      return { purpose, minMinutes: stay.minMinutes[purpose], template: { key, version, zh, en } }
    }),
    outcomes: [...visitOutcomes],
    notPossible: [...notPossibleReasons],
    members: await viewVisitors(ctx),
    fence: { radiusM: fence.fenceRadiusM, accuracyGateM: fence.accuracyGateM },
  }
}

/** A card after a change; a caller who no longer reaches it is told that there is none. */
export async function cardById(ctx: Ctx, id: string) {
  const row = await viewCard(ctx, id)
  if (!row) throw notFound('visit')
  return cardOf(ctx, row)
}

export async function fence(ctx: Ctx, input: { id: string }) {
  const row = await viewStop(ctx, input.id)
  if (!row) throw notFound('visit')
  return fenceOfRow(row, await policy(ctx, fencePolicy))
}

export async function visit(ctx: Ctx, input: { id: string }) {
  const row = await viewStop(ctx, input.id)
  if (!row) throw notFound('visit')
  const steps = await stepsKept(ctx, row.id)
  const [records, photos, twins, positions, events] = [
    await stepRows(ctx, row.id),
    await photosOf(ctx, row.id),
    await viewTwins(ctx, row.id),
    await positionsOf(ctx, row.id),
    await timelineOf(ctx, [row.id], 200),
  ]
  const look = { personId: row.ownerId, subjectType: 'visit', subjectId: row.id }
  if (positions.length > 0) await noteLook(ctx, { ...look, kind: 'positions', count: positions.length })
  if (photos.length > 0) await noteLook(ctx, { ...look, kind: 'photos', count: photos.length })
  const states = stepsOf(
    steps,
    records.map((record) => ({ key: record.stepKey, status: record.status, count: record.count })),
    row.status === 'in_progress',
  )
  return {
    ...stopOf(ctx, row, await policy(ctx, fencePolicy), null),
    steps: states.map(({ step, state, have }) => ({
      key: step.key,
      type: step.type,
      zh: step.zh,
      en: step.en,
      required: step.required,
      min: step.min,
      fields: [...(step.fields ?? [])],
      state,
      have,
      result: resultOf(records.find((record) => record.stepKey === step.key)),
    })),
    photos: photos.map(photoOf),
    twins,
    positions: positions.map(positionOf),
    why: whyOf(row, positions),
    nextStep: row.nextStep,
    nextOn: row.nextOn,
    leaves: row.leaves,
    cancelReason: row.cancelReason,
    reviewNote: row.reviewNote,
    reviewedAt: row.reviewedAt,
    timeline: events.map(({ id, at, type, actorName, payload }) => ({ id, at, type, actorName, payload })),
  }
}

export function photoOf(photo: PhotoRow) {
  const { lat, lng, offline: _, ...rest } = photo
  return { ...rest, point: pointOf({ lat, lng }) }
}

function resultOf(record: StepRow | undefined) {
  if (!record) return null
  const { status, reason, note, facts, capturedAt, recordedAt, offline } = record
  return { status, reason, note, facts, capturedAt, recordedAt, offline }
}

function positionOf({ lat, lng, ...rest }: PositionRow) {
  return { ...rest, point: { lat, lng } }
}

/** Which rule decided what, by which facts. */
function whyOf(row: StopRow, positions: PositionRow[]) {
  const why: { rule: string; policy: string; reasons: string[]; facts: Record<string, unknown> }[] = []
  const arrival = positions.findLast((position) => position.kind === 'in' && position.verdict !== 'rejected')
  if (arrival)
    why.push({
      rule: 'visit.fence',
      policy: 'visit.fence',
      reasons: [arrival.reason],
      facts: {
        distanceM: arrival.distanceM,
        leastDistanceM: arrival.leastDistanceM,
        accuracyM: arrival.accuracyM,
        radiusM: arrival.radiusM,
      },
    })
  if (row.signals.length > 0) why.push({ rule: 'visit.trust', policy: 'visit.trust', reasons: row.signals, facts: { trust: row.trust } })
  if (row.validity)
    why.push({
      rule: 'visit.validity',
      policy: 'visit.min_minutes',
      reasons: row.reasons,
      facts: {
        validity: row.validity,
        purpose: row.purpose,
        dwellMs: row.dwellMs,
        minMinutes: row.minMinutes === null ? null : Number(row.minMinutes),
        outcome: row.outcome,
        checkOutBy: row.checkOutBy,
      },
    })
  return why
}
