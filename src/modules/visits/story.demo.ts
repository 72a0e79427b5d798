// Tells visits as data: what was done goes in, the rules say what it was worth, and all of it is written in a few statements.
import { type Ctx, systemActor } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { emitMany } from '#core/events.ts'
import { type Point, pointAt } from '#core/geo.ts'
import { policy } from '#core/policies.ts'
import type { Story } from '#core/story.ts'
import { asFollowUp, followUpPolicy, insertActivities, isContact, newActivity, substanceOf, touchAccount } from '#modules/accounts/index.ts'
import { autoCloseAt, type DutyPolicy } from './duty.rule.ts'
import { type CheckInVerdict, checkInVerdict, type FencePolicy } from './fence.rule.ts'
import { templateOn } from './sop.demo.ts'
import { type SopStep, type SopTemplate, type StepRecord, workOf } from './sop.rule.ts'
import { type ValidityPolicy, type VisitOutcome, type VisitPurpose, visitValidity } from './validity.rule.ts'
import { pointSourceOf } from './visit.actions.ts'
import { dutyPolicy, fencePolicy, validityPolicy } from './visits.policy.ts'

/** One visit as it is told. Times are China time of the story's day; distances are from the site's point. */
export type Told = {
  key: string
  rep: string
  subject: string
  /** Another site than the account's first one. */
  site?: string
  purpose: VisitPurpose
  day: string
  at: string
  minutes: number
  outcome?: VisitOutcome
  metres?: number
  accuracyM?: number
  /** An attempt before it that the fence refused. */
  refused?: { at: string; metres: number; accuracyM: number }
  /** So many samples with the very same coordinates. */
  frozen?: number
  offline?: { syncedAt: string }
  auto?: boolean
  leaves?: string
  photos?: boolean
  /** The same frame as another visit with this word. */
  frame?: string
}
export type Place = {
  name: string
  city: string | null
  segment: string
  siteId: string
  point: Point | null
  siteSource: string
  siteVerified: boolean
  radiusM: number | null
  contactId: string | null
  /** Where one really stands, if the site's point is wrong. */
  standing?: Point | null
}

type Position = { point: Point; accuracyM: number }

const bearingOf = (key: string): number => [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7)

function positionOf(told: Told, place: Place, metres: number, accuracyM: number): Position {
  if (place.standing) return { point: place.standing, accuracyM }
  return { point: pointAt(place.point as Point, metres, bearingOf(told.key)), accuracyM }
}

/** The burst behind a position: five fixes within two metres, or the very same one again and again. */
function samplesOf(told: Told, position: Position, at: string) {
  const count = told.frozen ?? 5
  return Array.from({ length: count }, (_, index) => {
    const drift = told.frozen ? position.point : pointAt(position.point, index === 0 ? 0 : 0.4 * index, index * 80)
    return {
      ...drift,
      accuracyM: position.accuracyM,
      at: new Date(Date.parse(at) - (count - 1 - index) * 1000).toISOString(),
      source: 'gps',
      mock: false,
    }
  })
}

/** Writes the visits with positions, steps and events. Returns what photos need to know. */
export async function tellVisits(ctx: Ctx, story: Story, list: Told[], places: Map<string, Place>) {
  const members = await ctx.tx.rows(sql<{ id: string; name: string }>`select id, name from member where tenant_id = ${ctx.tenantId}`)
  const products = await ctx.tx.rows(sql<Named>`select id, name from product where tenant_id = ${ctx.tenantId} order by code limit 12`)
  const rules = { fence: await policy(ctx, fencePolicy), stay: await policy(ctx, validityPolicy), duty: await policy(ctx, dutyPolicy) }
  const names = new Map(members.map((row) => [row.id, row.name]))
  const seenFrames = new Set<string>()
  const visits = [...list]
    .sort((a, b) => `${a.day} ${a.at}`.localeCompare(`${b.day} ${b.at}`))
    .map((told) => {
      const place = places.get(told.site ?? told.subject)
      if (!place?.point) throw new Error(`${told.key}: nobody knows where ${told.subject} is`)
      const reused = told.frame !== undefined && seenFrames.has(told.frame)
      if (told.frame) seenFrames.add(told.frame)
      const template = templateOn(told.purpose, told.day)
      const steps = stepsTold(told, template, story, place, products)
      const records = steps.map(({ key, status, count }): StepRecord => ({ key, status, count }))
      return {
        id: story.id(told.key),
        told,
        template,
        place,
        reused,
        steps,
        work: workOf(template.steps, records),
        repName: names.get(story.id(told.rep)) ?? told.rep,
        ...judged(told, story, place, reused, rules),
      }
    })
  await writeVisits(ctx, story, visits)
  await writePositions(ctx, story, visits)
  await writeSteps(ctx, visits)
  await writeActivities(ctx, story, visits)
  await emitMany(
    { ...ctx, actor: systemActor },
    visits.flatMap((visit) => eventsOf(story, visit)),
  )
  return visits
}

type Named = { id: string; name: string }
type Rules = { fence: FencePolicy; stay: ValidityPolicy; duty: DutyPolicy }

/** What the rules say of a visit: the place, an attempt before it, the stay. */
function judged(told: Told, story: Story, place: Place, reused: boolean, rules: Rules) {
  const point = place.point as Point
  const checkInAt = story.at(`${told.day} ${told.at}`)
  const closesAt = autoCloseAt(checkInAt, rules.duty, 'Asia/Shanghai').toISOString()
  const checkOutAt = told.auto ? closesAt : new Date(Date.parse(checkInAt) + told.minutes * 60_000).toISOString()
  const pointSource = pointSourceOf({ lat: point.lat, siteSource: place.siteSource, siteVerified: place.siteVerified })
  const site = { point, pointSource, radiusM: place.radiusM }
  const position = positionOf(told, place, told.metres ?? 40, told.accuracyM ?? 12)
  const arrival = checkInVerdict(site, position, rules.fence)
  if (arrival.verdict === 'rejected') throw new Error(`${told.key} would have been refused`)
  const refused = told.refused && { told: told.refused, position: positionOf(told, place, told.refused.metres, told.refused.accuracyM) }
  const attempt = refused && { ...refused, verdict: checkInVerdict(site, refused.position, rules.fence) }
  const outcome = told.outcome ?? 'done'
  const verdict = visitValidity(
    {
      purpose: told.purpose,
      checkInAt,
      checkOutAt,
      checkOut: told.auto ? 'auto' : 'rep',
      outcome,
      checkIn: arrival.verdict,
      trust: reused ? 'suspect' : 'trusted',
      offline: told.offline !== undefined,
    },
    rules.stay,
  )
  return { checkInAt, closesAt, checkOutAt, position, arrival, attempt, outcome, verdict }
}

type Written = Awaited<ReturnType<typeof tellVisits>>[number]
type StepTold = {
  key: string
  type: string
  status: 'done' | 'not_possible'
  count: number
  reason: string | null
  facts: Record<string, unknown>
  at: string
}

const competitors = [
  ['东岳防水', 'JS 涂料 20kg', 24_500],
  ['北新卷材', 'SBS 4mm', 35_800],
  ['华厦建材', '瓷砖胶 20kg', 5_200],
] as const

/** What each step recorded; a visit that came to nothing has only its arrival (and its photo). */
function stepsTold(told: Told, template: SopTemplate, story: Story, place: Place, products: Named[]): StepTold[] {
  const start = Date.parse(story.at(`${told.day} ${told.at}`))
  const failed = told.outcome !== undefined && told.outcome !== 'done'
  const firstPhoto = template.steps.find((step) => step.type === 'photo')?.key
  // Five minutes do for two steps, and whoever forgets to leave has forgotten the rest too.
  const hurried = told.key === 'V2' || told.auto === true
  return template.steps.flatMap((step, index): StepTold[] => {
    const at = new Date(start + index * 70_000).toISOString()
    const base = { key: step.key, type: step.type, reason: null, at }
    if (failed && step.type !== 'check_in' && step.type !== 'check_out' && step.key !== firstPhoto) return []
    if (told.auto && step.type === 'check_out') return []
    if (step.type === 'audio') return [{ ...base, status: 'not_possible', count: 0, reason: 'customer_refused', facts: {} }]
    if (hurried && index > 2 && step.type !== 'check_out')
      return told.auto ? [] : [{ ...base, status: 'not_possible', count: 0, reason: 'nobody_there', facts: {} }]
    const facts = factsTold(step, told, story, place, products)
    const count = Array.isArray(facts.items) ? facts.items.length : 1
    return [{ ...base, status: 'done', count, facts }]
  })
}

function factsTold(step: SopStep, told: Told, story: Story, place: Place, products: Named[]): Record<string, unknown> {
  const salt = bearingOf(told.key)
  switch (step.type) {
    case 'stock_count':
      return {
        items: products.map((product, index) => ({ productId: product.id, name: product.name, quantity: (salt * (index + 3)) % 61 })),
      }
    case 'competitor_price': {
      const [brand, product, priceFen] = competitors[salt % competitors.length] as (typeof competitors)[number]
      return { items: [{ brand, product, priceFen, promotion: null }] }
    }
    case 'decision_maker':
      return { contactId: place.contactId, role: 'decision_maker' }
    case 'form':
      return {
        answers: {
          project: `${place.name}${salt % 2 ? '屋面翻新' : '地库防水'}`,
          products: salt % 2 ? ['membrane', 'service'] : ['coating'],
          quantity: `${400 + salt * 3} 平米`,
          budgetFen: (200 + salt) * 1_000_00,
        },
      }
    case 'next_step':
      return { text: '送方案和报价', on: story.day(told.day) }
    case 'statement_confirmed':
      return { confirmed: true, asOf: story.day(told.day) }
    case 'payment_promise':
      return { amountFen: 160_000_00, on: story.day('2026-11-30'), contactId: place.contactId, person: null }
    default:
      return {}
  }
}

async function writeVisits(ctx: Ctx, story: Story, visits: Written[]): Promise<void> {
  const rows = visits.map(({ id, told, template, place, ...visit }) => ({
    id,
    owner_id: story.id(told.rep),
    subject_id: story.id(told.subject),
    site_id: place.siteId,
    purpose: told.purpose,
    template_key: template.key,
    template_version: template.version,
    template_zh: template.zh,
    template_en: template.en,
    steps: template.steps,
    steps_done: visit.work.done,
    steps_total: visit.work.total,
    planned_on: story.day(told.day),
    at: visit.checkInAt,
    check_in_verdict: visit.arrival.verdict,
    check_in_reason: visit.arrival.reason,
    auto_check_out_at: visit.closesAt,
    check_out_at: visit.checkOutAt,
    check_out_by: told.auto ? 'auto' : 'rep',
    outcome: visit.outcome,
    validity: visit.verdict.validity,
    reasons: visit.verdict.reasons,
    dwell_ms: visit.verdict.dwellMs,
    min_minutes: visit.verdict.minMinutes,
    trust: visit.reused ? 'suspect' : null,
    signals: visit.reused ? ['photo_reused'] : [],
    leaves: told.leaves ?? null,
    next_step:
      told.purpose === 'deep' && visit.steps.some((step) => step.type === 'next_step' && step.status === 'done') ? '送方案和报价' : null,
    offline: told.offline !== undefined,
  }))
  await ctx.tx.run(sql`insert into visit (tenant_id, subject_type, status, created_at, check_in_at, planned_at, id, owner_id, subject_id, site_id, purpose, template_key, template_version,
      template_zh, template_en, steps, steps_done, steps_total, planned_on, at, check_in_verdict, check_in_reason, auto_check_out_at, check_out_at, check_out_by, outcome, validity,
      reasons, dwell_ms, min_minutes, trust, signals, leaves, next_step, offline)
    select ${ctx.tenantId}::uuid, 'account', 'completed', t.at, t.at, t.at, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, owner_id uuid, subject_id uuid,
      site_id uuid, purpose text, template_key text, template_version int, template_zh text, template_en text, steps jsonb, steps_done int, steps_total int, planned_on date,
      at timestamptz, check_in_verdict text, check_in_reason text, auto_check_out_at timestamptz, check_out_at timestamptz, check_out_by text, outcome text, validity text,
      reasons jsonb, dwell_ms int, min_minutes numeric, trust text, signals jsonb, leaves text, next_step text, offline boolean)`)
}

async function writePositions(ctx: Ctx, story: Story, visits: Written[]): Promise<void> {
  const row = (visit: Written, at: string, position: Position, verdict: CheckInVerdict, key: string) => ({
    id: story.id(key),
    visit_id: visit.id,
    member_id: story.id(visit.told.rep),
    at: visit.told.offline ? story.at(`${visit.told.day} ${visit.told.offline.syncedAt}`) : at,
    captured_at: at,
    verdict: verdict.verdict,
    reason: verdict.reason,
    ...position.point,
    accuracy_m: position.accuracyM,
    distance_m: verdict.distanceM,
    least_distance_m: verdict.leastDistanceM,
    metres_to_go: verdict.metresToGo,
    radius_m: verdict.radiusM,
    suggested_lat: verdict.suggestedPoint?.lat ?? null,
    suggested_lng: verdict.suggestedPoint?.lng ?? null,
    offline: visit.told.offline !== undefined,
    samples: samplesOf(visit.told, position, at),
  })
  const rows = visits.flatMap((visit) => [
    ...(visit.attempt
      ? [
          row(
            visit,
            story.at(`${visit.told.day} ${visit.attempt.told.at}`),
            visit.attempt.position,
            visit.attempt.verdict,
            `T-${visit.told.key}`,
          ),
        ]
      : []),
    row(visit, visit.checkInAt, visit.position, visit.arrival, `I-${visit.told.key}`),
  ])
  await ctx.tx.run(sql`insert into visit_position (tenant_id, kind, device, id, visit_id, member_id, at, captured_at, verdict, reason, lat, lng, accuracy_m, distance_m, least_distance_m,
      metres_to_go, radius_m, suggested_lat, suggested_lng, offline, samples)
    select ${ctx.tenantId}::uuid, 'in', '{}'::jsonb, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, visit_id uuid, member_id uuid, at timestamptz,
      captured_at timestamptz, verdict text, reason text, lat float8, lng float8, accuracy_m float8, distance_m float8, least_distance_m float8, metres_to_go float8, radius_m float8,
      suggested_lat float8, suggested_lng float8, offline boolean, samples jsonb)`)
}

async function writeSteps(ctx: Ctx, visits: Written[]): Promise<void> {
  const rows = visits.flatMap((visit) =>
    visit.steps.map((step) => ({
      visit_id: visit.id,
      step_key: step.key,
      type: step.type,
      status: step.status,
      count: step.count,
      reason: step.reason,
      facts: step.facts,
      captured_at: step.type === 'check_out' ? visit.checkOutAt : step.at,
      recorded_at: step.type === 'check_out' ? visit.checkOutAt : step.at,
      offline: visit.told.offline !== undefined,
    })),
  )
  await ctx.tx.run(sql`insert into visit_step (tenant_id, visit_id, step_key, type, status, count, reason, facts, captured_at, recorded_at, offline)
    select ${ctx.tenantId}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(visit_id uuid, step_key text, type text, status text, count int, reason text, facts jsonb,
      captured_at timestamptz, recorded_at timestamptz, offline boolean)`)
}

/** The visits on the accounts' own timelines, weighed by the follow-up rule. */
async function writeActivities(ctx: Ctx, story: Story, visits: Written[]): Promise<void> {
  const followUps = await policy(ctx, followUpPolicy)
  await insertActivities(
    ctx,
    visits.map((visit) => {
      const done = {
        kind: 'visit' as const,
        at: visit.checkOutAt,
        memberId: story.id(visit.told.rep),
        visitId: visit.id,
        validVisit: visit.verdict.validity === 'valid',
        text: visit.told.leaves ?? null,
      }
      const followUp = asFollowUp(done)
      return newActivity(ctx, { subjectType: 'account', subjectId: story.id(visit.told.subject) }, done, {
        ...substanceOf(followUp, followUps),
        contact: isContact(followUp),
      })
    }),
  )
  const last = new Map(visits.map((visit) => [story.id(visit.told.subject), visit.checkOutAt]))
  for (const [accountId, at] of last) await touchAccount(ctx, accountId, at)
}

/** The events that make the timeline: what emit would have told at the time. */
function eventsOf(story: Story, visit: Written) {
  const { id, told, place, arrival, verdict } = visit
  const actorId = story.id(told.rep)
  const subject = {
    visitId: id,
    memberId: actorId,
    subjectType: 'account',
    subjectId: story.id(told.subject),
    siteId: place.siteId,
    purpose: told.purpose,
  }
  const ended = { ...subject, validity: verdict.validity, minutes: Math.floor(verdict.dwellMs / 60_000), minMinutes: verdict.minMinutes }
  const metres = (value: number | null): number | null => (value === null ? null : Math.round(value))
  const placed = (one: CheckInVerdict) => ({
    reason: one.reason,
    distanceM: metres(one.distanceM),
    accuracyM: metres(one.accuracyM),
    radiusM: one.radiusM,
  })
  const event = (type: string, at: string, payload: Record<string, unknown>, by: string | null = actorId) => ({
    type,
    subjectId: id,
    at,
    actorId: by,
    payload,
  })
  return [
    ...(visit.attempt
      ? [
          event('visit.check_in_refused', story.at(`${told.day} ${visit.attempt.told.at}`), {
            memberId: actorId,
            ...placed(visit.attempt.verdict),
          }),
        ]
      : []),
    event('visit.checked_in', visit.checkInAt, {
      ...subject,
      at: visit.checkInAt,
      verdict: arrival.verdict,
      ...placed(arrival),
      offline: told.offline !== undefined,
    }),
    ...(arrival.reason.startsWith('site_looks_like')
      ? [event('visit.site_doubted', visit.checkInAt, { siteId: place.siteId, reason: arrival.reason })]
      : []),
    event(
      'visit.checked_out',
      visit.checkOutAt,
      {
        ...ended,
        at: visit.checkOutAt,
        by: told.auto ? 'auto' : 'rep',
        outcome: visit.outcome,
        reasons: verdict.reasons,
        checkIn: arrival.verdict,
        stepsDone: visit.work.done,
        stepsTotal: visit.work.total,
      },
      told.auto ? null : actorId,
    ),
    ...(told.auto ? [event('visit.auto_closed', visit.checkOutAt, { memberId: actorId, at: visit.checkOutAt }, null)] : []),
    ...(verdict.alert ? [event('visit.invalidated', visit.checkOutAt, { ...ended, by: 'rule', reasons: verdict.reasons })] : []),
  ]
}
