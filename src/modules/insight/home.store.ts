// Counts for the first screen and for the navigation: small, indexed, one trip each.
import { holds, inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface Inbox {
  approvals: number
  oldestApprovalAt: string | null
  tasks: number
  tasksDueToday: number
  unread: number
  urgent: number
}

/** What waits for this member: approvals, tasks due before the end of the day, notices. */
export async function viewInbox(ctx: Ctx, memberId: string, dayEnd: string): Promise<Inbox> {
  const row = await ctx.tx.row(sql<Inbox>`select
    (select count(*)::int from approval_task t join approval_instance a on a.tenant_id = t.tenant_id and a.id = t.approval_id
      where t.tenant_id = ${ctx.tenantId} and t.member_id = ${memberId} and t.status = 'open' and a.status = 'pending') as approvals,
    (select min(t.opened_at) from approval_task t join approval_instance a on a.tenant_id = t.tenant_id and a.id = t.approval_id
      where t.tenant_id = ${ctx.tenantId} and t.member_id = ${memberId} and t.status = 'open' and a.status = 'pending') as oldest_approval_at,
    (select count(*)::int from task k where k.tenant_id = ${ctx.tenantId} and k.owner_id = ${memberId} and k.state = 'open') as tasks,
    (select count(*)::int from task k where k.tenant_id = ${ctx.tenantId} and k.owner_id = ${memberId} and k.state = 'open' and k.due_at < ${dayEnd}) as tasks_due_today,
    (select count(*)::int from notification n where n.tenant_id = ${ctx.tenantId} and n.member_id = ${memberId} and n.read_at is null) as unread,
    (select count(*)::int from notification n where n.tenant_id = ${ctx.tenantId} and n.member_id = ${memberId} and n.read_at is null and n.urgent) as urgent`)
  return row ?? { approvals: 0, oldestApprovalAt: null, tasks: 0, tasksDueToday: 0, unread: 0, urgent: 0 }
}

/** Leads waiting in these pools, and how many of them are of grade A. */
export async function viewPoolCounts(ctx: Ctx, poolIds: string[]): Promise<{ leads: number; gradeA: number }> {
  const row = await ctx.tx.row(sql<{
    leads: number
    gradeA: number
  }>`select count(*)::int as leads, count(*) filter (where l.grade = 'A')::int as grade_a
    from lead l where l.tenant_id = ${ctx.tenantId} and l.state = 'pooled' and l.pool_id = any(${poolIds}::uuid[])`)
  return row ?? { leads: 0, gradeA: 0 }
}

export interface NavigationCounts {
  leads: number | null
  accounts: number | null
  visitsToday: number | null
  opportunities: number | null
  visitsToReview: number
  bankLines: number
}

/** Each count under its own permission and scope; null where the permission is lacking. */
export async function viewNavigation(ctx: Ctx, today: string): Promise<NavigationCounts> {
  const mayRead = (permission: string) => holds(ctx.actor, permission)
  const row = await ctx.tx.row(sql<NavigationCounts>`select
    case when ${mayRead('lead.read')} then (select count(*)::int from lead l where l.tenant_id = ${ctx.tenantId} and l.owner_id is not null
      and l.state in ('assigned', 'contacted', 'nurturing') and ${inScope(ctx, 'lead.read', sql`l.owner_id`, sql`l.id`)}) end as leads,
    case when ${mayRead('account.read')} then (select count(*)::int from account a where a.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)}) end as accounts,
    case when ${mayRead('visit.read')} then (select count(*)::int from visit v where v.tenant_id = ${ctx.tenantId} and v.planned_on = ${today} and v.status <> 'cancelled'
      and ${inScope(ctx, 'visit.read', sql`v.owner_id`)}) end as visits_today,
    case when ${mayRead('opportunity.read')} then (select count(*)::int from opportunity o where o.tenant_id = ${ctx.tenantId} and o.closed_at is null
      and ${inScope(ctx, 'opportunity.read', sql`o.owner_id`, sql`o.id`)}) end as opportunities,
    (select count(*)::int from visit v where v.tenant_id = ${ctx.tenantId} and v.status = 'completed' and v.reviewed_by is null
      and (v.validity in ('pending', 'invalid') or v.check_in_verdict = 'unverified') and v.owner_id <> ${ctx.actor.memberId}::uuid
      and ${inScope(ctx, 'visit.review', sql`v.owner_id`)}) as visits_to_review,
    case when ${mayRead('receipt.record')} then (select count(*)::int from bank_line b where b.tenant_id = ${ctx.tenantId} and b.state = 'open') else 0 end as bank_lines`)
  if (!row) throw new Error('a statement without a from gives one row')
  return row
}

/** Leads this member holds. */
export async function viewHeld(ctx: Ctx, memberId: string): Promise<number> {
  const row = await ctx.tx.row(
    sql<{
      held: number
    }>`select count(*)::int as held from lead l where l.tenant_id = ${ctx.tenantId} and l.owner_id = ${memberId} and l.state in ('assigned', 'contacted', 'nurturing')`,
  )
  return row?.held ?? 0
}
