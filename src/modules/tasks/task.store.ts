// Tasks of every room.

import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'

export interface TaskRow {
  id: string
  kind: string
  titleKey: string
  params: Record<string, unknown>
  dueAt: string | null
  subjectType: string
  subjectId: string
  link: string | null
  state: 'open' | 'done' | 'closed'
  ownerId: string
  ownerName: string
  createdAt: string
  endedAt: string | null
  version: number
  /** What it came to, in the owner's words. */
  outcome: string | null
  /** The rule that made it, such as `dunning`; null for one's own note. */
  sourceRule: string | null
}

const columns = sql`t.id, t.kind, t.title_key, t.params, t.due_at, t.subject_type, t.subject_id, t.link, t.state, t.owner_id, m.name as owner_name,
  t.created_at, t.ended_at, t.version, t.outcome, t.source_rule`
const tables = sql`task t join member m on m.tenant_id = t.tenant_id and m.id = t.owner_id`

export async function insertTask(
  ctx: Ctx,
  task: Omit<TaskRow, 'state' | 'ownerName' | 'createdAt' | 'endedAt' | 'version' | 'outcome'>,
): Promise<void> {
  await ctx.tx.run(sql`insert into task (tenant_id, id, owner_id, kind, title_key, params, due_at, subject_type, subject_id, link, source_rule, created_at, created_by)
    values (${ctx.tenantId}, ${task.id}, ${task.ownerId}, ${task.kind}, ${task.titleKey}, ${JSON.stringify(task.params)}::jsonb, ${task.dueAt},
      ${task.subjectType}, ${task.subjectId}, ${task.link}, ${task.sourceRule}, ${ctx.now.toISOString()}, ${ctx.actor.memberId})`)
}

export async function taskRow(ctx: Ctx, id: string): Promise<TaskRow | undefined> {
  return await ctx.tx.row(sql<TaskRow>`select ${columns} from ${tables} where t.tenant_id = ${ctx.tenantId} and t.id = ${id}`)
}

type Cursor = readonly (string | number | null)[] | null
const FAR = '9999-12-31T00:00:00.000Z'

/** Open tasks by due date (those without one last), within `[from, to)` when given. */
export async function openTasks(
  ctx: Ctx,
  ownerId: string,
  from: string | null,
  to: string | null,
  cursor: Cursor,
  limit: number,
): Promise<TaskRow[]> {
  const due: Query = sql`coalesce(t.due_at, ${FAR}::timestamptz)`
  return await ctx.tx.rows(sql<TaskRow>`select ${columns} from ${tables} where t.tenant_id = ${ctx.tenantId} and t.owner_id = ${ownerId} and t.state = 'open'
    and (${from}::timestamptz is null or ${due} >= ${from}::timestamptz) and (${to}::timestamptz is null or ${due} < ${to}::timestamptz)
    and ${cursor ? sql<boolean>`(${due}, t.id) > (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql<boolean>`true`}
    order by ${due}, t.id limit ${limit}`)
}
export const openKey = (task: TaskRow): string[] => [task.dueAt ?? FAR, task.id]

export async function endedTasks(ctx: Ctx, ownerId: string, cursor: Cursor, limit: number): Promise<TaskRow[]> {
  return await ctx.tx.rows(sql<TaskRow>`select ${columns} from ${tables} where t.tenant_id = ${ctx.tenantId} and t.owner_id = ${ownerId} and t.state <> 'open'
    and ${cursor ? sql<boolean>`(t.ended_at, t.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql<boolean>`true`}
    order by t.ended_at desc, t.id desc limit ${limit}`)
}

export async function countTasks(
  ctx: Ctx,
  ownerId: string,
  now: string,
  tomorrow: string,
): Promise<{ open: number; overdue: number; today: number }> {
  const row = await ctx.tx.row(sql<{ open: number; overdue: number; today: number }>`select count(*)::int as open,
      count(*) filter (where due_at < ${now}::timestamptz)::int as overdue,
      count(*) filter (where due_at >= ${now}::timestamptz and due_at < ${tomorrow}::timestamptz)::int as today
    from task where tenant_id = ${ctx.tenantId} and owner_id = ${ownerId} and state = 'open'`)
  return row ?? { open: 0, overdue: 0, today: 0 }
}

/** False when the task had ended already. */
export async function endTask(ctx: Ctx, id: string, state: 'done' | 'closed', outcome: string | null): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`update task set state = ${state}, outcome = ${outcome}, ended_at = ${ctx.now.toISOString()}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'open'`)
  return count === 1
}

/** Ends open tasks about a record, of one kind or owner or of all; returns their owners. */
export async function endTasksOf(
  ctx: Ctx,
  ended: { subjectId: string; kind: string | null; ownerId: string | null; state: 'done' | 'closed' },
): Promise<string[]> {
  const rows = await ctx.tx.rows(sql<{
    ownerId: string
  }>`update task set state = ${ended.state}, ended_at = ${ctx.now.toISOString()}, version = version + 1
    where tenant_id = ${ctx.tenantId} and subject_id = ${ended.subjectId} and state = 'open' and (${ended.kind}::text is null or kind = ${ended.kind})
      and (${ended.ownerId}::uuid is null or owner_id = ${ended.ownerId}) returning owner_id`)
  return rows.map((row) => row.ownerId)
}

export async function passTasks(ctx: Ctx, from: string, to: string): Promise<number> {
  return await ctx.tx.run(
    sql`update task set owner_id = ${to}, version = version + 1 where tenant_id = ${ctx.tenantId} and owner_id = ${from} and state = 'open'`,
  )
}

export interface FeedRow {
  tokenHash: Buffer
  createdAt: string
  readAt: string | null
}

export const feedOf = (ctx: Ctx, memberId: string): Promise<FeedRow | undefined> =>
  ctx.tx.row(
    sql<FeedRow>`select token_hash, created_at, read_at from calendar_feed where tenant_id = ${ctx.tenantId} and member_id = ${memberId}`,
  )

export async function saveFeed(ctx: Ctx, memberId: string, tokenHash: Buffer): Promise<void> {
  await ctx.tx.run(sql`insert into calendar_feed (tenant_id, member_id, token_hash, created_at) values (${ctx.tenantId}, ${memberId}, ${tokenHash}, ${ctx.now.toISOString()})
    on conflict (tenant_id, member_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at, read_at = null`)
}

export async function dropFeed(ctx: Ctx, memberId: string): Promise<void> {
  await ctx.tx.run(sql`delete from calendar_feed where tenant_id = ${ctx.tenantId} and member_id = ${memberId}`)
}

export async function noteFeedRead(ctx: Ctx, memberId: string): Promise<void> {
  await ctx.tx.run(
    sql`update calendar_feed set read_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and member_id = ${memberId}`,
  )
}

export async function localeOf(ctx: Ctx, memberId: string): Promise<'zh-CN' | 'en'> {
  const row = await ctx.tx.row(
    sql<{ locale: 'zh-CN' | 'en' }>`select locale from member where tenant_id = ${ctx.tenantId} and id = ${memberId}`,
  )
  return row?.locale ?? 'zh-CN'
}

/** For a hand-over. */
export async function taskHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(sql<Holding>`select 'task' as kind, id, coalesce(params->>'name', params->>'title', params->>'number', to_char(due_at, 'YYYY-MM-DD'), kind) as name
    from task where tenant_id = ${ctx.tenantId} and owner_id = ${memberId} and state = 'open' order by due_at, id`)
}
