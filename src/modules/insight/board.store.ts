// What the morning board and the team page read beyond money.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'

export interface VisitCounts {
  memberId: string
  visits: number
  valid: number
  invalid: number
  pending: number
  attempted: number
}

/** Finished visits per rep on the days `from` to `until`, both included. `within` speaks of `v`. */
export const viewVisitCounts = (ctx: Ctx, within: Query<boolean>, from: string, until: string): Promise<VisitCounts[]> =>
  ctx.tx.rows(sql<VisitCounts>`select v.owner_id as member_id, count(*)::int as visits, count(*) filter (where v.validity = 'valid')::int as valid,
      count(*) filter (where v.validity = 'invalid')::int as invalid, count(*) filter (where v.validity = 'pending')::int as pending,
      count(*) filter (where v.validity = 'attempted')::int as attempted
    from visit v where v.tenant_id = ${ctx.tenantId} and v.status = 'completed' and v.planned_on between ${from} and ${until} and ${within} group by v.owner_id`)

export interface VisitCase {
  visitId: string
  memberId: string
  memberName: string
  subjectName: string
  validity: string
  reason: string | null
  purpose: string
  dwellMs: number | null
  minMinutes: string | null
}

/** Visits of a day that do not simply count: invalid and pending ones. `within` speaks of `v`. */
export const viewVisitCases = (ctx: Ctx, within: Query<boolean>, day: string): Promise<VisitCase[]> =>
  ctx.tx.rows(sql<VisitCase>`select v.id as visit_id, v.owner_id as member_id, m.name as member_name, coalesce(a.name, l.company) as subject_name, v.validity, v.reasons ->> 0 as reason,
      v.purpose, v.dwell_ms, v.min_minutes
    from visit v join member m on m.tenant_id = v.tenant_id and m.id = v.owner_id
      left join account a on v.subject_type = 'account' and a.tenant_id = v.tenant_id and a.id = v.subject_id
      left join lead l on v.subject_type = 'lead' and l.tenant_id = v.tenant_id and l.id = v.subject_id
    where v.tenant_id = ${ctx.tenantId} and v.planned_on = ${day} and v.validity in ('invalid', 'pending') and ${within}
    order by (v.validity = 'invalid') desc, v.check_in_at desc limit 8`)

/** Accounts per owner and level, with the day of the last valid visit up to `day`: what coverage counts. `within` speaks of `a`. */
export const viewCadence = (
  ctx: Ctx,
  within: Query<boolean>,
  day: string,
): Promise<{ ownerId: string; level: 'A' | 'B' | 'C'; lastValidOn: string | null }[]> =>
  ctx.tx.rows(sql<{ ownerId: string; level: 'A' | 'B' | 'C'; lastValidOn: string | null }>`select a.owner_id, a.level,
      (select max(v.planned_on) from visit v where v.tenant_id = a.tenant_id and v.subject_id = a.id and v.validity = 'valid' and v.planned_on <= ${day}) as last_valid_on
    from account a where a.tenant_id = ${ctx.tenantId} and ${within}`)

export interface OpenApproval {
  opportunityId: string
  number: string
  names: string
  since: string
}

/** Approvals that wait, by the opportunity they hold up: of its quotations and its contract. */
export const viewWaitingApprovals = (ctx: Ctx, opportunityIds: string[]): Promise<OpenApproval[]> =>
  ctx.tx.rows(sql<OpenApproval>`select s.opportunity_id, p.number, coalesce(string_agg(distinct m.name, '、'), '') as names, min(t.opened_at) as since
    from (select q.id, q.opportunity_id from quotation q where q.tenant_id = ${ctx.tenantId} and q.opportunity_id = any(${opportunityIds}::uuid[])
        union all select c.id, c.opportunity_id from contract c where c.tenant_id = ${ctx.tenantId} and c.opportunity_id = any(${opportunityIds}::uuid[])) s
      join approval_instance p on p.tenant_id = ${ctx.tenantId} and p.subject_id = s.id and p.status = 'pending'
      join approval_task t on t.tenant_id = p.tenant_id and t.approval_id = p.id and t.status = 'open'
      join member m on m.tenant_id = t.tenant_id and m.id = t.member_id
    group by s.opportunity_id, p.id, p.number`)

/** Facts that stand, and the last valid deep visit to the account. */
export const viewFactsOf = (
  ctx: Ctx,
  opportunityIds: string[],
): Promise<{ opportunityId: string; fact: string; at: string; proofKind: string; proofId: string; value: number | null }[]> =>
  ctx.tx.rows(sql<{
    opportunityId: string
    fact: string
    at: string
    proofKind: string
    proofId: string
    value: number | null
  }>`select f.opportunity_id, f.fact, f.at, f.proof_kind, f.proof_id, f.value
    from opportunity_fact f where f.tenant_id = ${ctx.tenantId} and f.opportunity_id = any(${opportunityIds}::uuid[]) and f.revoked_at is null`)

/** The last valid deep visit per account. */
export const viewLastDeep = (ctx: Ctx, accountIds: string[]): Promise<{ accountId: string; onDay: string }[]> =>
  ctx.tx.rows(sql<{ accountId: string; onDay: string }>`select v.subject_id as account_id, max(v.planned_on) as on_day from visit v
    where v.tenant_id = ${ctx.tenantId} and v.subject_id = any(${accountIds}::uuid[]) and v.validity = 'valid' and v.purpose = 'deep' group by v.subject_id`)

export interface TeamCounts {
  memberId: string
  leadsHeld: number
  opportunities: number
  opportunityFen: number
  overdueFen: number
}

/** Leads, open opportunities and overdue money per member. `within` speaks of `m`. */
export const viewTeamCounts = (ctx: Ctx, within: Query<boolean>, today: string): Promise<TeamCounts[]> =>
  ctx.tx.rows(sql<TeamCounts>`select m.id as member_id,
      (select count(*)::int from lead l where l.tenant_id = m.tenant_id and l.owner_id = m.id and l.state in ('assigned', 'contacted', 'nurturing')) as leads_held,
      (select count(*)::int from opportunity o where o.tenant_id = m.tenant_id and o.owner_id = m.id and o.closed_at is null) as opportunities,
      (select coalesce(sum(o.amount_fen), 0)::bigint from opportunity o where o.tenant_id = m.tenant_id and o.owner_id = m.id and o.closed_at is null) as opportunity_fen,
      (select coalesce(sum(i.amount_fen - i.received_fen), 0)::bigint from receipt_plan_item i where i.tenant_id = m.tenant_id and i.owner_id = m.id and i.settled in ('open', 'partial') and i.due_on < ${today}) as overdue_fen
    from member m where m.tenant_id = ${ctx.tenantId} and ${within}`)

/** Reps: members who do visits and lead nobody (no board of their own). `within` speaks of `m`. */
export const viewReps = (ctx: Ctx, within: Query<boolean>): Promise<{ memberId: string; name: string; department: string }[]> =>
  ctx.tx.rows(sql<{ memberId: string; name: string; department: string }>`select m.id as member_id, m.name, d.name as department
    from member m join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
    where m.tenant_id = ${ctx.tenantId} and m.disabled_at is null and ${within} and exists (select 1 from member_role mr join role r on r.tenant_id = mr.tenant_id and r.id = mr.role_id
      where mr.tenant_id = m.tenant_id and mr.member_id = m.id group by mr.member_id having bool_or(r.permissions ? 'visit.do') and not bool_or(r.permissions ? 'insight.board'))
    order by d.sort, m.username`)

/** Whose board it is: the company, or the reader's department. */
export async function viewScopeName(ctx: Ctx, all: boolean): Promise<string> {
  const row = await ctx.tx.row(sql<{ name: string }>`select case when ${all} then (select t.name from tenant t where t.id = ${ctx.tenantId})
    else (select d.name from department d where d.tenant_id = ${ctx.tenantId} and d.id = ${ctx.actor.departmentId}::uuid) end as name`)
  return row?.name ?? ''
}
