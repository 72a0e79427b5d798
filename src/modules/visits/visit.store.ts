// Visits: every SQL that reads or changes a visit itself.
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { Point } from '#core/geo.ts'
import type { CustomValues } from '#modules/organization/index.ts'
import type { SopStep, SopTemplate } from './sop.rule.ts'
import type { VisitOutcome, VisitPurpose, VisitValidity } from './validity.rule.ts'

export interface VisitRow {
  id: string
  version: number
  ownerId: string
  subjectType: 'lead' | 'account'
  subjectId: string
  siteId: string | null
  purpose: VisitPurpose
  templateKey: string
  templateVersion: number
  templateZh: string
  templateEn: string
  status: 'planned' | 'in_progress' | 'completed' | 'missed' | 'cancelled'
  plannedOn: string
  plannedAt: string | null
  at: string
  sequence: number
  goal: string | null
  checkInAt: string | null
  checkInVerdict: 'verified' | 'unverified' | null
  checkInReason: string | null
  autoCheckOutAt: string | null
  checkOutAt: string | null
  checkOutBy: 'rep' | 'auto' | null
  outcome: VisitOutcome | null
  validity: VisitValidity | null
  reasons: string[]
  dwellMs: number | null
  minMinutes: string | null
  trust: 'trusted' | 'suspect' | 'rejected' | null
  signals: string[]
  stepsDone: number
  stepsTotal: number
  leaves: string | null
  nextStep: string | null
  nextOn: string | null
  offline: boolean
  cancelReason: string | null
  reviewedAt: string | null
  reviewNote: string | null
  custom: CustomValues
}

/** With what a list shows of the subject, the site and the people. */
export interface CardRow extends VisitRow {
  ownerName: string
  subjectName: string
  level: string | null
  segment: string | null
  city: string | null
  siteName: string | null
  address: string | null
  lat: number | null
  lng: number | null
  radiusM: number | null
  polygon: Point[] | null
  siteSource: string | null
  siteVerified: boolean | null
  plannedByName: string | null
  reviewedByName: string | null
}

/** The same with the visit before it and whom to ask for. */
export interface StopRow extends CardRow {
  leftOver: string | null
  leftOverOn: string | null
  lastVisitOn: string | null
  contactName: string | null
}

const columns = sql`v.id, v.version, v.owner_id, v.subject_type, v.subject_id, v.site_id, v.purpose, v.template_key, v.template_version, v.template_zh, v.template_en,
  v.status, v.planned_on, v.planned_at, v.at, v.sequence, v.goal, v.check_in_at, v.check_in_verdict, v.check_in_reason, v.auto_check_out_at, v.check_out_at, v.check_out_by,
  v.outcome, v.validity, v.reasons, v.dwell_ms, v.min_minutes, v.trust, v.signals, v.steps_done, v.steps_total, v.leaves, v.next_step, v.next_on, v.offline,
  v.cancel_reason, v.reviewed_at, v.review_note, v.custom`

const cardColumns = sql`${columns}, o.name as owner_name, coalesce(a.name, l.company) as subject_name, coalesce(a.level, l.grade) as level,
  coalesce(a.segment, l.segment) as segment, coalesce(a.city, l.city) as city, s.name as site_name, coalesce(s.address, a.address, l.address) as address, s.lat, s.lng,
  s.radius_m, s.polygon, s.source as site_source, s.verified as site_verified, p.name as planned_by_name, r.name as reviewed_by_name`
export const cardJoins = sql`join member o on o.tenant_id = v.tenant_id and o.id = v.owner_id
  left join account a on v.subject_type = 'account' and a.tenant_id = v.tenant_id and a.id = v.subject_id
  left join lead l on v.subject_type = 'lead' and l.tenant_id = v.tenant_id and l.id = v.subject_id
  left join site s on s.tenant_id = v.tenant_id and s.id = v.site_id
  left join member p on p.tenant_id = v.tenant_id and p.id = v.planned_by
  left join member r on r.tenant_id = v.tenant_id and r.id = v.reviewed_by`
const stopJoins = sql`left join lateral (select b.planned_on from visit b where b.tenant_id = v.tenant_id and b.subject_id = v.subject_id and b.status = 'completed'
    and b.at < v.at order by b.at desc limit 1) before on true
  left join lateral (select coalesce(b.leaves, b.next_step) as text, b.planned_on from visit b where b.tenant_id = v.tenant_id and b.subject_id = v.subject_id
    and b.status = 'completed' and b.at < v.at and coalesce(b.leaves, b.next_step) is not null order by b.at desc limit 1) open on true
  left join lateral (select c.name from contact c where c.tenant_id = v.tenant_id and c.account_id = v.subject_id order by c.is_primary desc, c.created_at limit 1) person on true`

export const reach = (ctx: Ctx, permission = 'visit.read'): Query<boolean> => inScope(ctx, permission, sql`v.owner_id`, sql`v.subject_id`)

export async function viewStop(ctx: Ctx, id: string): Promise<StopRow | undefined> {
  return await ctx.tx.row(sql<StopRow>`select ${cardColumns}, open.text as left_over, open.planned_on as left_over_on, before.planned_on as last_visit_on,
      coalesce(person.name, l.contact_name) as contact_name
    from visit v ${cardJoins} ${stopJoins} where v.tenant_id = ${ctx.tenantId} and v.id = ${id} and ${reach(ctx)}`)
}

/** The stops of a member's day in the order in which they are driven; what was cancelled is no stop. */
export async function viewDay(ctx: Ctx, memberId: string, day: string): Promise<StopRow[]> {
  return await ctx.tx.rows(sql<StopRow>`select ${cardColumns}, open.text as left_over, open.planned_on as left_over_on, before.planned_on as last_visit_on,
      coalesce(person.name, l.contact_name) as contact_name
    from visit v ${cardJoins} ${stopJoins}
    where v.tenant_id = ${ctx.tenantId} and v.owner_id = ${memberId} and (v.planned_on = ${day} or v.status = 'in_progress') and v.status <> 'cancelled'
    order by v.sequence, v.planned_at nulls last, v.at, v.id limit 100`)
}

export async function viewCard(ctx: Ctx, id: string): Promise<CardRow | undefined> {
  return await ctx.tx.row(
    sql<CardRow>`select ${cardColumns} from visit v ${cardJoins} where v.tenant_id = ${ctx.tenantId} and v.id = ${id} and ${reach(ctx)}`,
  )
}

export interface ListFilter {
  tab: string
  ownerId?: string | undefined
  subjectId?: string | undefined
  siteId?: string | undefined
  purpose?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** Conditions on custom fields, over `v`. */
  own?: Query | undefined
}

/** What each tab holds; the review tab is what waits for a manager. */
const TABS: Record<string, Query<boolean>> = {
  all: sql`true`,
  review: sql`v.status = 'completed' and v.reviewed_by is null and (v.validity in ('pending', 'invalid') or v.check_in_verdict = 'unverified')`,
  invalid: sql`v.validity = 'invalid'`,
  pending: sql`v.validity = 'pending'`,
  unverified: sql`v.check_in_verdict = 'unverified'`,
  attempted: sql`v.validity = 'attempted'`,
  valid: sql`v.validity = 'valid'`,
  in_progress: sql`v.status = 'in_progress'`,
  planned: sql`v.status = 'planned'`,
}

const filtered = (ctx: Ctx, filter: Omit<ListFilter, 'tab'>): Query<boolean> => sql`v.tenant_id = ${ctx.tenantId} and ${reach(ctx)}
  and (${filter.ownerId ?? null}::uuid is null or v.owner_id = ${filter.ownerId ?? null}) and (${filter.subjectId ?? null}::uuid is null or v.subject_id = ${filter.subjectId ?? null})
  and (${filter.siteId ?? null}::uuid is null or v.site_id = ${filter.siteId ?? null}) and (${filter.purpose ?? null}::text is null or v.purpose = ${filter.purpose ?? null})
  and (${filter.from ?? null}::date is null or v.planned_on >= ${filter.from ?? null}) and (${filter.to ?? null}::date is null or v.planned_on <= ${filter.to ?? null}) ${filter.own ?? sql``}`

export async function viewList(ctx: Ctx, filter: ListFilter, after: (string | number | null)[] | null, limit: number): Promise<CardRow[]> {
  const [at, id] = after ?? [null, null]
  return await ctx.tx.rows(sql<CardRow>`select ${cardColumns} from visit v ${cardJoins}
    where ${filtered(ctx, filter)} and ${TABS[filter.tab] ?? sql`false`}
      and (${at}::timestamptz is null or (v.at, v.id) < (${at}::timestamptz, ${id}::uuid))
    order by v.at desc, v.id desc limit ${limit + 1}`)
}

export async function countTabs(
  ctx: Ctx,
  filter: { from: string; to: string; ownerId?: string | undefined },
): Promise<Record<string, number>> {
  const counts = Object.entries(TABS).map(([tab, where]) => sql`count(*) filter (where ${where})::int as ${sql.ref(tab)}`)
  const row = await ctx.tx.row(sql<Record<string, number>>`select ${sql.join(counts)} from visit v where ${filtered(ctx, filter)}`)
  if (!row) return {}
  const { inProgress, ...others } = row
  return { ...others, in_progress: inProgress ?? 0 }
}

export interface FenceRow {
  lat: number | null
  lng: number | null
  radiusM: number | null
  polygon: Point[] | null
  siteSource: string | null
  siteVerified: boolean | null
}

export async function viewFence(ctx: Ctx, siteId: string): Promise<FenceRow | undefined> {
  return await ctx.tx.row(sql<FenceRow>`select lat, lng, radius_m, polygon, source as site_source, verified as site_verified from site
    where tenant_id = ${ctx.tenantId} and id = ${siteId}`)
}

/** The visit for a change, locked; only the one it belongs to (or who may plan for him) gets it. */
export async function lockVisit(
  ctx: Ctx,
  id: string,
  permission: 'visit.do' | 'visit.plan' | 'visit.review',
): Promise<VisitRow | undefined> {
  return await ctx.tx.row(sql<VisitRow>`select ${columns} from visit v where v.tenant_id = ${ctx.tenantId} and v.id = ${id}
    and ${inScope(ctx, permission, sql`v.owner_id`)} for update`)
}

/** The steps the visit began with. */
export async function stepsKept(ctx: Ctx, id: string): Promise<SopStep[]> {
  return (
    (await ctx.tx.row(sql<{ steps: SopStep[] }>`select steps from visit where tenant_id = ${ctx.tenantId} and id = ${id}`))?.steps ?? []
  )
}

export async function viewUnderWay(ctx: Ctx, memberId: string): Promise<{ id: string; name: string } | undefined> {
  return await ctx.tx.row(sql<{ id: string; name: string }>`select v.id, coalesce(a.name, l.company) as name from visit v
    left join account a on v.subject_type = 'account' and a.tenant_id = v.tenant_id and a.id = v.subject_id
    left join lead l on v.subject_type = 'lead' and l.tenant_id = v.tenant_id and l.id = v.subject_id
    where v.tenant_id = ${ctx.tenantId} and v.owner_id = ${memberId} and v.status = 'in_progress'`)
}

export async function startVisit(
  ctx: Ctx,
  id: string,
  begun: {
    at: string
    day: string
    verdict: 'verified' | 'unverified'
    reason: string
    siteId: string | null
    autoCheckOutAt: string
    template: SopTemplate
    offline: boolean
    trust: 'suspect' | null
    signals: string[]
  },
): Promise<void> {
  const { template } = begun
  await ctx.tx.run(sql`update visit set version = version + 1, status = 'in_progress', at = ${begun.at}, planned_on = ${begun.day}, check_in_at = ${begun.at},
      check_in_verdict = ${begun.verdict}, check_in_reason = ${begun.reason}, site_id = ${begun.siteId}, auto_check_out_at = ${begun.autoCheckOutAt}, offline = ${begun.offline},
      trust = ${begun.trust}, signals = ${JSON.stringify(begun.signals)}::jsonb, template_key = ${template.key}, template_version = ${template.version},
      template_zh = ${template.zh}, template_en = ${template.en}, steps = ${JSON.stringify(template.steps)}::jsonb, steps_total = ${workSteps(template.steps)}
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export const workSteps = (steps: readonly SopStep[]): number =>
  steps.filter((step) => step.type !== 'check_in' && step.type !== 'check_out').length

export async function finishVisit(
  ctx: Ctx,
  id: string,
  end: {
    at: string
    by: 'rep' | 'auto'
    outcome: VisitOutcome
    validity: VisitValidity
    reasons: string[]
    dwellMs: number
    minMinutes: number
    stepsDone: number
    leaves: string | null
    note: string | null
    offline: boolean
  },
): Promise<void> {
  await ctx.tx.run(sql`update visit set version = version + 1, status = 'completed', check_out_at = ${end.at}, check_out_by = ${end.by}, outcome = ${end.outcome},
      validity = ${end.validity}, reasons = ${JSON.stringify(end.reasons)}::jsonb, dwell_ms = ${end.dwellMs}, min_minutes = ${end.minMinutes}, steps_done = ${end.stepsDone},
      leaves = ${end.leaves}, note = ${end.note}, offline = offline or ${end.offline}
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function saveProgress(ctx: Ctx, id: string, stepsDone: number, next?: { text: string; on: string }): Promise<void> {
  await ctx.tx.run(sql`update visit set version = version + 1, steps_done = ${stepsDone}, next_step = coalesce(${next?.text ?? null}, next_step),
      next_on = coalesce(${next?.on ?? null}::date, next_on)
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Visits to these leads and accounts, newest first, whoever asks: for later rooms. */
export async function visitsOf(ctx: Pick<Ctx, 'tx' | 'tenantId'>, subjectIds: readonly string[], limit = 200): Promise<VisitRow[]> {
  return await ctx.tx.rows(sql<VisitRow>`select ${columns} from visit v where v.tenant_id = ${ctx.tenantId} and v.subject_id = any(${subjectIds}::uuid[])
    and v.status <> 'cancelled' order by v.at desc, v.id desc limit ${limit}`)
}

/** A signal against the visit: it is suspect from now on, unless it was worse already. */
export async function markSuspect(ctx: Ctx, id: string, signal: string): Promise<void> {
  await ctx.tx.run(sql`update visit set trust = case when trust = 'rejected' then trust else 'suspect' end,
      signals = case when signals @> ${JSON.stringify([signal])}::jsonb then signals else signals || ${JSON.stringify([signal])}::jsonb end
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function saveReview(
  ctx: Ctx,
  id: string,
  review: { verdict: 'valid' | 'invalid'; note: string; memberId: string; at: string },
): Promise<void> {
  await ctx.tx.run(sql`update visit set version = version + 1, validity = ${review.verdict}, review_verdict = ${review.verdict}, review_note = ${review.note},
      reviewed_by = ${review.memberId}, reviewed_at = ${review.at}, reasons = '["reviewed"]'::jsonb || (reasons - 'reviewed')
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Visits nobody checked out of, past their closing time, oldest first; skips what another worker has. */
export async function visitsPastClosing(ctx: Ctx, limit: number): Promise<VisitRow[]> {
  return await ctx.tx.rows(sql<VisitRow>`select ${columns} from visit v where v.tenant_id = ${ctx.tenantId} and v.status = 'in_progress'
    and v.auto_check_out_at <= ${ctx.now.toISOString()} order by v.auto_check_out_at limit ${limit} for update skip locked`)
}

export async function markMissed(ctx: Ctx, before: string, limit: number): Promise<{ id: string; ownerId: string; plannedOn: string }[]> {
  return await ctx.tx.rows(sql`update visit v set status = 'missed', version = version + 1
    where v.tenant_id = ${ctx.tenantId} and v.id in (select d.id from visit d where d.tenant_id = ${ctx.tenantId} and d.status = 'planned' and d.planned_on < ${before}
      order by d.planned_on, d.id limit ${limit} for update skip locked)
    returning v.id, v.owner_id, v.planned_on`)
}
