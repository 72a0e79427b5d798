// The plan: visits before they begin, whom they may go to, and which accounts are due.

import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'
import type { CustomValues } from '#modules/organization/index.ts'
import type { SopTemplate } from './sop.rule.ts'
import type { VisitPurpose } from './validity.rule.ts'
import { workSteps } from './visit.store.ts'

export interface SubjectRow {
  name: string
  /** State of a lead that can no longer be visited as one; null when it can. */
  closed: string | null
}

/** The lead or account a visit goes to, within reach of the caller. */
export async function viewSubject(ctx: Ctx, type: 'lead' | 'account', id: string): Promise<SubjectRow | undefined> {
  if (type === 'account')
    return await ctx.tx.row(
      sql<SubjectRow>`select a.name, null as closed from account a where a.tenant_id = ${ctx.tenantId} and a.id = ${id} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)}`,
    )
  return await ctx.tx.row(sql<SubjectRow>`select l.company as name, case when l.state in ('converted', 'invalid', 'merged') then l.state end as closed
    from lead l where l.tenant_id = ${ctx.tenantId} and l.id = ${id} and ${inScope(ctx, 'lead.read', sql`l.owner_id`, sql`l.id`)}`)
}

/** The site asked for, or the subject's first one; undefined when there is none of that name. */
export async function viewSiteOf(ctx: Ctx, subjectId: string, siteId: string | null): Promise<{ id: string } | undefined> {
  return await ctx.tx.row(sql<{ id: string }>`select s.id from site s where s.tenant_id = ${ctx.tenantId} and s.subject_id = ${subjectId}
    and (${siteId}::uuid is null or s.id = ${siteId}) order by s.is_primary desc, s.created_at limit 1`)
}

export async function sameDayPlan(ctx: Ctx, ownerId: string, subjectId: string, day: string): Promise<{ id: string } | undefined> {
  return await ctx.tx.row(sql<{
    id: string
  }>`select id from visit where tenant_id = ${ctx.tenantId} and owner_id = ${ownerId} and subject_id = ${subjectId}
    and planned_on = ${day} and status = 'planned' limit 1`)
}

export interface NewVisit {
  id: string
  ownerId: string
  subjectType: 'lead' | 'account'
  subjectId: string
  siteId: string | null
  purpose: VisitPurpose
  template: SopTemplate
  plannedOn: string
  plannedAt: string | null
  at: string
  goal: string | null
  plannedBy: string | null
  custom: CustomValues
}

/** Adds the visit at the end of the day; false when that id is taken already. */
export async function insertPlanned(ctx: Ctx, visit: NewVisit): Promise<boolean> {
  const { template } = visit
  const count =
    await ctx.tx.run(sql`insert into visit (tenant_id, id, owner_id, subject_type, subject_id, site_id, purpose, template_key, template_version, template_zh, template_en,
      steps, steps_total, status, planned_on, planned_at, at, sequence, planned_by, goal, created_at, custom)
    select ${ctx.tenantId}, ${visit.id}, ${visit.ownerId}, ${visit.subjectType}, ${visit.subjectId}, ${visit.siteId}, ${visit.purpose}, ${template.key}, ${template.version},
      ${template.zh}, ${template.en}, ${JSON.stringify(template.steps)}::jsonb, ${workSteps(template.steps)}, 'planned', ${visit.plannedOn}::date, ${visit.plannedAt}, ${visit.at},
      coalesce((select max(sequence) + 1 from visit where tenant_id = ${ctx.tenantId} and owner_id = ${visit.ownerId} and planned_on = ${visit.plannedOn}::date), 1),
      ${visit.plannedBy}, ${visit.goal}, ${ctx.now.toISOString()}, ${JSON.stringify(visit.custom)}::jsonb
    on conflict do nothing`)
  return count === 1
}

export async function saveMoved(
  ctx: Ctx,
  id: string,
  plan: { plannedOn: string; plannedAt: string | null; at: string; goal: string | null; purpose: VisitPurpose; template: SopTemplate },
): Promise<void> {
  const { template } = plan
  await ctx.tx.run(sql`update visit set version = version + 1, planned_on = ${plan.plannedOn}, planned_at = ${plan.plannedAt}, at = ${plan.at}, goal = ${plan.goal},
      purpose = ${plan.purpose}, template_key = ${template.key}, template_version = ${template.version}, template_zh = ${template.zh}, template_en = ${template.en},
      steps = ${JSON.stringify(template.steps)}::jsonb, steps_total = ${workSteps(template.steps)}
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function saveCustom(ctx: Ctx, id: string, custom: CustomValues): Promise<void> {
  await ctx.tx.run(
    sql`update visit set version = version + 1, custom = ${JSON.stringify(custom)}::jsonb where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}

export async function saveCancelled(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx.run(
    sql`update visit set version = version + 1, status = 'cancelled', cancel_reason = ${reason} where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}

/** Visits that a leaver has not begun go to his successor. */
export async function passPlans(ctx: Ctx, from: string, to: string): Promise<{ id: string; plannedOn: string }[]> {
  return await ctx.tx.rows(sql<{ id: string; plannedOn: string }>`update visit set owner_id = ${to}, version = version + 1
    where tenant_id = ${ctx.tenantId} and owner_id = ${from} and status = 'planned' returning id, planned_on`)
}

/** Numbers the planned stops of one day in the given order; returns how many were found. */
export async function saveOrder(ctx: Ctx, day: string, visitIds: string[]): Promise<number> {
  return await ctx.tx.run(sql`update visit v set sequence = array_position(${visitIds}::uuid[], v.id), version = version + 1
    where v.tenant_id = ${ctx.tenantId} and v.id = any(${visitIds}::uuid[]) and v.planned_on = ${day} and ${inScope(ctx, 'visit.plan', sql`v.owner_id`)}`)
}

/** Active members who make visits, within the caller's reach for planning. */
export async function viewVisitors(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return await ctx.tx.rows(sql<{ id: string; name: string }>`select m.id, m.name from member m
    where m.tenant_id = ${ctx.tenantId} and m.disabled_at is null and ${inScope(ctx, 'visit.plan', sql`m.id`)} and exists (select 1 from member_role mr
      join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id where mr.tenant_id = m.tenant_id and mr.member_id = m.id and r.permissions ? 'visit.do')
    order by m.name limit 1000`)
}

export interface DueRow {
  accountId: string
  accountName: string
  level: 'A' | 'B' | 'C'
  ownerId: string
  ownerName: string
  siteId: string | null
  lat: number | null
  lng: number | null
  createdAt: string
  lastValidVisitOn: string | null
  plannedOn: string | null
}

/** Accounts in reach with their last valid visit and the next planned one. */
export async function viewDue(ctx: Ctx, ownerId: string | null, today: string): Promise<DueRow[]> {
  return await ctx.tx.rows(sql<DueRow>`select a.id as account_id, a.name as account_name, a.level, a.owner_id, m.name as owner_name, s.id as site_id, s.lat, s.lng, a.created_at,
      (select max(v.planned_on) from visit v where v.tenant_id = ${ctx.tenantId} and v.subject_id = a.id and v.validity = 'valid') as last_valid_visit_on,
      (select min(v.planned_on) from visit v where v.tenant_id = ${ctx.tenantId} and v.subject_id = a.id and v.status = 'planned' and v.planned_on >= ${today}) as planned_on
    from account a join member m on m.tenant_id = a.tenant_id and m.id = a.owner_id
      left join lateral (select t.id, t.lat, t.lng from site t where t.tenant_id = a.tenant_id and t.subject_id = a.id order by t.is_primary desc, t.created_at limit 1) s on true
    where a.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'visit.plan', sql`a.owner_id`)} and (${ownerId}::uuid is null or a.owner_id = ${ownerId})
    order by a.created_at limit 2000`)
}

export interface BoardCount {
  memberId: string
  memberName: string
  department: string
  planned: number
  visits: number
  valid: number
  invalid: number
  pending: number
  attempted: number
  unverified: number
  missed: number
  meanMinutes: number | null
  depth: number | null
}

/** Visits of each rep in reach over days (both included). `visits` are those that took place. */
export async function viewBoard(ctx: Ctx, range: { from: string; to: string; ownerId?: string | undefined }): Promise<BoardCount[]> {
  return await ctx.tx.rows(sql<BoardCount>`select v.owner_id as member_id, m.name as member_name, d.name as department,
      count(*) filter (where v.status = 'planned')::int as planned, count(*) filter (where v.status = 'completed')::int as visits,
      count(*) filter (where v.validity = 'valid')::int as valid, count(*) filter (where v.validity = 'invalid')::int as invalid,
      count(*) filter (where v.validity = 'pending')::int as pending, count(*) filter (where v.validity = 'attempted')::int as attempted,
      count(*) filter (where v.status = 'completed' and v.check_in_verdict = 'unverified')::int as unverified, count(*) filter (where v.status = 'missed')::int as missed,
      (avg(v.dwell_ms) filter (where v.validity = 'valid') / 60000)::float8 as mean_minutes,
      (sum(v.steps_done) filter (where v.status = 'completed' and v.outcome = 'done')::float8 / nullif(sum(v.steps_total) filter (where v.status = 'completed' and v.outcome = 'done'), 0)) as depth
    from visit v join member m on m.tenant_id = v.tenant_id and m.id = v.owner_id join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
    where v.tenant_id = ${ctx.tenantId} and v.planned_on between ${range.from} and ${range.to} and v.status <> 'cancelled'
      and (${range.ownerId ?? null}::uuid is null or v.owner_id = ${range.ownerId ?? null}) and ${inScope(ctx, 'visit.read', sql`v.owner_id`)}
    group by v.owner_id, m.name, d.name order by m.name, v.owner_id`)
}

/** Visits still to be made, for a hand-over. */
export async function viewPlanHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(sql<Holding>`select 'visit' as kind, v.id, to_char(v.planned_on, 'YYYY-MM-DD') || ' ' || coalesce(a.name, l.company, '') as name from visit v
      left join account a on a.tenant_id = v.tenant_id and a.id = v.subject_id left join lead l on l.tenant_id = v.tenant_id and l.id = v.subject_id
    where v.tenant_id = ${ctx.tenantId} and v.owner_id = ${memberId} and v.status = 'planned' order by v.planned_on, v.id`)
}
