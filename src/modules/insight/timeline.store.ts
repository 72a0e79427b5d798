// What happened on a thread: events of every record it runs through, merged.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'

export interface TimelineRow {
  id: string
  at: string
  type: string
  payload: Record<string, unknown>
  subjectType: string
  subjectId: string
  actorId: string | null
  actorName: string | null
  group: 'money' | 'visit' | 'system' | 'work'
}
export type TimelineGroup = TimelineRow['group']

const group: Query<TimelineGroup> = sql`case when e.subject_type in ('receipt', 'receipt_plan', 'receipt_plan_item', 'commission', 'dunning', 'invoice', 'bank_line', 'credit', 'receivable') then 'money'
  when e.subject_type = 'visit' then 'visit' when e.actor_id is null then 'system' else 'work' end`

/** Records of the thread that have a timeline of their own: visits, quotations, approvals, and with `money` plans, instalments and receipts. */
export async function viewSubjects(
  ctx: Ctx,
  thread: { leadId: string | null; accountId: string | null; opportunityId: string | null; contractId: string | null },
  may: { visits: Query<boolean>; quotations: Query<boolean>; money: boolean; commission: Query<boolean> },
): Promise<string[]> {
  const { leadId, accountId, opportunityId, contractId } = thread
  const own = [leadId, accountId, opportunityId, contractId].filter((id) => id !== null)
  const rows = await ctx.tx.rows(sql<{ id: string }>`
    select v.id from visit v where v.tenant_id = ${ctx.tenantId} and v.subject_id = any(${own}::uuid[]) and ${may.visits}
    union select q.id from quotation q where q.tenant_id = ${ctx.tenantId} and q.opportunity_id = ${opportunityId}::uuid and ${may.quotations}
    union select p.id from approval_instance p where p.tenant_id = ${ctx.tenantId} and p.subject_id in (select ${contractId}::uuid
      union select q.id from quotation q where q.tenant_id = ${ctx.tenantId} and q.opportunity_id = ${opportunityId}::uuid and ${may.quotations})
    union select p.id from receipt_plan p where p.tenant_id = ${ctx.tenantId} and p.contract_id = ${contractId}::uuid and ${may.money}
    union select i.id from receipt_plan_item i where i.tenant_id = ${ctx.tenantId} and i.contract_id = ${contractId}::uuid and ${may.money}
    union select l.receipt_id from receipt_allocation l where l.tenant_id = ${ctx.tenantId} and l.contract_id = ${contractId}::uuid and ${may.money}
    union select e.id from commission_entry e where e.tenant_id = ${ctx.tenantId} and e.contract_id = ${contractId}::uuid and ${may.commission}`)
  return [...own, ...rows.map((row) => row.id)]
}

/** A page of what happened to these records, newest first. */
export async function viewTimeline(
  ctx: Ctx,
  subjectIds: string[],
  filter: { group?: TimelineGroup | undefined; after: (string | number | null)[] | null; limit: number },
): Promise<TimelineRow[]> {
  const [at, id] = filter.after ?? [null, null]
  return await ctx.tx.rows(sql<TimelineRow>`
    select e.id, e.at, e.type, e.payload, e.subject_type, e.subject_id, e.actor_id, m.name as actor_name, ${group} as "group"
    from event e left join member m on m.tenant_id = e.tenant_id and m.id = e.actor_id
    where e.tenant_id = ${ctx.tenantId} and e.subject_id = any(${subjectIds}::uuid[]) and (${filter.group ?? null}::text is null or ${group} = ${filter.group ?? null})
      and (${at}::timestamptz is null or (e.at, e.id) < (${at}::timestamptz, ${id}::uuid))
    order by e.at desc, e.id desc limit ${filter.limit + 1}`)
}
