// The boxes of the inbox: what waits for me, what I answered, what I started, what was copied to me.
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import { carriedRow, instanceColumns as columns, type Instance } from './approval.store.ts'

export type Box = 'waiting' | 'done' | 'mine' | 'copied'
type Listed = Instance & { sortAt: string }

/**
 * Open tasks that this member may answer: his own, and those of whom he stands in for, unless it is his own approval or he has a voice
 * in that step himself. `principals`: himself and whom he stands in for now.
 */
const asksMe = (
  ctx: Ctx,
  memberId: string,
  principals: string[],
): Query => sql`t.tenant_id = ${ctx.tenantId} and t.member_id = any(${principals}::uuid[])
  and t.status = 'open' and a.status = 'pending' and (t.member_id = ${memberId} or (a.requester_id <> ${memberId} and not exists (select 1 from approval_task v
    where v.tenant_id = t.tenant_id and v.approval_id = t.approval_id and v.step_id = t.step_id and v.round = t.round and v.member_id = ${memberId} and v.status <> 'transferred')))`
const asked = sql`approval_task t join approval_instance a on a.tenant_id = t.tenant_id and a.id = t.approval_id`

/** One page of a box. Waiting: the longest waiting first; the others newest first. */
export async function listBox(
  ctx: Ctx,
  box: Box,
  memberId: string,
  principals: string[],
  before: (string | number | null)[] | null,
  limit: number,
): Promise<Listed[]> {
  const [at, id] = (before ?? [null, null]) as [string | null, string | null]
  const older = (sortAt: Query, one: Query): Query =>
    sql`(${at}::timestamptz is null or (${sortAt}, ${one}) < (${at}::timestamptz, ${id}::uuid)) order by ${sortAt} desc, ${one} desc limit ${limit}`
  const rows = (query: Query<Listed>): Promise<Listed[]> => ctx.tx.rows(query)
  const found = await {
    mine: () =>
      rows(sql`select ${columns}, a.requested_at as sort_at from approval_instance a where a.tenant_id = ${ctx.tenantId} and a.requester_id = ${memberId}
        and ${older(sql`a.requested_at`, sql`a.id`)}`),
    copied: () =>
      rows(sql`select ${columns}, c.at as sort_at from approval_copy c join approval_instance a on a.tenant_id = c.tenant_id and a.id = c.approval_id
        where c.tenant_id = ${ctx.tenantId} and c.member_id = ${memberId} and ${older(sql`c.at`, sql`a.id`)}`),
    waiting: () =>
      rows(sql`select * from (select distinct on (a.id) ${columns}, t.opened_at as sort_at from ${asked} where ${asksMe(ctx, memberId, principals)} order by a.id, t.opened_at) d
        where (${at}::timestamptz is null or (d.sort_at, d.id) > (${at}::timestamptz, ${id}::uuid)) order by d.sort_at, d.id limit ${limit}`),
    done: () =>
      rows(sql`select * from (select distinct on (a.id) ${columns}, t.decided_at as sort_at from ${asked}
          where t.tenant_id = ${ctx.tenantId} and (t.member_id = ${memberId} or t.by_id = ${memberId}) and t.status in ('approved', 'rejected', 'returned', 'transferred') order by a.id, t.decided_at desc) d
        where ${older(sql`d.sort_at`, sql`d.id`)}`),
  }[box]()
  return found.map(carriedRow)
}

export async function countBoxes(ctx: Ctx, memberId: string, principals: string[]): Promise<{ waiting: number; mine: number }> {
  const row = await ctx.tx.row<{ waiting: number; mine: number }>(sql`select
    (select count(distinct a.id) from ${asked} where ${asksMe(ctx, memberId, principals)})::int as waiting,
    (select count(*) from approval_instance where tenant_id = ${ctx.tenantId} and requester_id = ${memberId} and status = 'pending')::int as mine`)
  return row ?? { waiting: 0, mine: 0 }
}

export interface SimilarRow {
  id: string
  number: string
  title: string
  amountFen: number | null
  status: Instance['status']
  requesterName: string
  decidedAt: string
  hours: number
}

/** Decided approvals of the same kind for the same reason, nearest in amount, as far as the reader may see them. */
export const viewSimilar = (ctx: Ctx, one: Instance): Promise<SimilarRow[]> =>
  ctx.tx.rows(sql<SimilarRow>`select a.id, a.number, a.title, a.amount_fen, a.status, m.name as requester_name, a.decided_at,
      round((extract(epoch from a.decided_at - a.requested_at) / 3600)::numeric, 1)::float8 as hours
    from approval_instance a join member m on m.tenant_id = a.tenant_id and m.id = a.requester_id
    where a.tenant_id = ${ctx.tenantId} and a.subject_type = ${one.subjectType} and a.id <> ${one.id} and a.status in ('approved', 'rejected', 'returned')
      and a.reason ->> 'key' = ${one.reason.key}
      and (${inScope(ctx, 'approval.read', sql`a.requester_id`)} or a.requester_id = ${ctx.actor.memberId} or exists (select 1 from approval_task t
        where t.tenant_id = a.tenant_id and t.approval_id = a.id and (t.member_id = ${ctx.actor.memberId} or t.by_id = ${ctx.actor.memberId})))
    order by abs(coalesce(a.amount_fen, 0) - ${one.amountFen ?? 0}), a.decided_at desc limit 3`)
