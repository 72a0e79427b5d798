// Events as the audit page reads them, job runs, and the clearing of old answers.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'

export interface AuditRow {
  id: string
  at: string
  type: string
  subjectType: string
  subjectId: string
  actorId: string | null
  actorName: string | null
  requestId: string
  payload: Record<string, unknown>
  sealSeq: number | null
}

export interface AuditFilter {
  type?: string | undefined
  subjectId?: string | undefined
  actorId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

const unless = (value: string | undefined, condition: Query<boolean>): Query<boolean> => (value ? condition : sql<boolean>`true`)

/** Events newest first, after `cursor` (instant and id of the last row seen). */
export async function eventsPage(
  ctx: Ctx,
  filter: AuditFilter,
  cursor: readonly (string | number | null)[] | null,
  limit: number,
): Promise<AuditRow[]> {
  const type = filter.type ?? ''
  return await ctx.tx.rows(sql<AuditRow>`
    select e.id, e.at, e.type, e.subject_type, e.subject_id, e.actor_id, m.name as actor_name, e.request_id, e.payload, s.seq as seal_seq
    from event e left join member m on m.tenant_id = e.tenant_id and m.id = e.actor_id
      left join event_seal s on s.tenant_id = e.tenant_id and s.event_id = e.id
    where e.tenant_id = ${ctx.tenantId}
      and ${unless(filter.type, type.includes('.') ? sql<boolean>`e.type = ${type}` : sql<boolean>`e.subject_type = ${type}`)}
      and ${unless(filter.subjectId, sql<boolean>`e.subject_id = ${filter.subjectId}`)}
      and ${unless(filter.actorId, sql<boolean>`e.actor_id = ${filter.actorId}`)}
      and ${unless(filter.from, sql<boolean>`e.at >= ${filter.from}`)}
      and ${unless(filter.to, sql<boolean>`e.at < ${filter.to}`)}
      and ${cursor ? sql<boolean>`(e.at, e.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql<boolean>`true`}
    order by e.at desc, e.id desc limit ${limit}`)
}

export interface RunRow {
  id: string
  job: string
  startedAt: string
  finishedAt: string | null
  handled: number | null
  error: string | null
}

export async function runsPage(
  ctx: Ctx,
  job: string | undefined,
  cursor: readonly (string | number | null)[] | null,
  limit: number,
): Promise<RunRow[]> {
  return await ctx.tx.rows(sql<RunRow>`select id, job, started_at, finished_at, handled, error from job_run
    where tenant_id = ${ctx.tenantId} and ${unless(job, sql<boolean>`job = ${job}`)}
      and ${cursor ? sql<boolean>`(started_at, id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql<boolean>`true`}
    order by started_at desc, id desc limit ${limit}`)
}

/** The newest run of each job. */
export async function lastRuns(ctx: Ctx): Promise<RunRow[]> {
  return await ctx.tx.rows(sql<RunRow>`select distinct on (job) id, job, started_at, finished_at, handled, error from job_run
    where tenant_id = ${ctx.tenantId} order by job, started_at desc`)
}

/** Drops answers older than 30 days (real time: a key is a matter of the wire, not of the company's day). */
export async function dropOldAnswers(ctx: Ctx, batch: number): Promise<number> {
  return await ctx.tx.run(sql`delete from idempotency_key where tenant_id = ${ctx.tenantId} and (member_id, key) in (
    select member_id, key from idempotency_key where tenant_id = ${ctx.tenantId} and created_at < now() - interval '30 days' limit ${batch})`)
}
