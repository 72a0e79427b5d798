// Runs and their rows: every SQL.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Fate } from './import.contract.ts'
import type { RowFate, RowReason, UndoRow } from './importer.actions.ts'
import type { Mapping, SheetRow } from './sheet.rule.ts'

export type State = 'read' | 'checking' | 'checked' | 'writing' | 'written' | 'undoing' | 'undone'
export type Counts = Partial<Record<Fate | 'undone' | 'kept', number>>

export interface RunRow {
  id: string
  kind: string
  fileName: string
  encoding: string
  headings: string[]
  mapping: Mapping
  choices: Record<string, string>
  state: State
  total: number
  /** Rows done in the state it is in, and the line it has come to (an undo goes backwards). */
  done: number
  atLine: number | null
  counts: Counts
  problem: RowReason | null
  byMember: string | null
  byName: string | null
  createdAt: string
  writtenAt: string | null
  undoneAt: string | null
  version: number
}
type Db = Pick<Ctx, 'tx' | 'tenantId'>

const COLUMNS = sql.raw(
  'id, kind, file_name, encoding, headings, mapping, choices, state, total, done, at_line, counts, problem, by_member, by_name, created_at, written_at, undone_at, version',
)

export async function insertRun(
  ctx: Ctx,
  run: Pick<RunRow, 'id' | 'kind' | 'fileName' | 'encoding' | 'headings' | 'mapping'> & { sha256: Buffer },
  rows: readonly SheetRow[],
): Promise<void> {
  await ctx.tx.run(sql`insert into import_run (tenant_id, id, kind, file_name, encoding, sha256, headings, mapping, state, total, by_member, by_name, created_at)
    values (${ctx.tenantId}, ${run.id}, ${run.kind}, ${run.fileName}, ${run.encoding}, ${run.sha256}, ${JSON.stringify(run.headings)}::jsonb,
      ${JSON.stringify(run.mapping)}::jsonb, 'read', ${rows.length}, ${ctx.actor.memberId}, ${ctx.actor.memberId ? ctx.actor.name : null}, ${ctx.now.toISOString()})`)
  for (let from = 0; from < rows.length; from += 5000)
    await ctx.tx.run(sql`insert into import_row (tenant_id, run_id, line, cells, problem)
      select ${ctx.tenantId}::uuid, ${run.id}::uuid, line, cells, problem from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + 5000))}::jsonb) as t(line int, cells jsonb, problem text)`)
}

export async function readRun(ctx: Db, id: string, lock = false): Promise<RunRow | undefined> {
  return await ctx.tx.row(
    sql<RunRow>`select ${COLUMNS} from import_run where tenant_id = ${ctx.tenantId} and id = ${id} ${sql.raw(lock ? 'for update' : '')}`,
  )
}

export async function listRuns(
  ctx: Db,
  kinds: readonly string[],
  after: (string | number | null)[] | null,
  limit: number,
): Promise<RunRow[]> {
  const [at, id] = after ?? [null, null]
  return await ctx.tx.rows(sql<RunRow>`select ${COLUMNS} from import_run where tenant_id = ${ctx.tenantId} and kind = any(${kinds}::text[])
    and (${at}::timestamptz is null or (created_at, id) < (${at}::timestamptz, ${id}::uuid)) order by created_at desc, id desc limit ${limit}`)
}

/** Sets a run on its way; the rows of an earlier attempt are as if nobody had looked at them. */
export async function moveRun(ctx: Ctx, id: string, to: State, more: Partial<Pick<RunRow, 'mapping' | 'choices'>> = {}): Promise<void> {
  await ctx.tx.run(sql`update import_run set state = ${to}, done = 0, at_line = null, problem = null, taken_until = null, version = version + 1,
      counts = '{}',
      mapping = coalesce(${more.mapping ? JSON.stringify(more.mapping) : null}::jsonb, mapping),
      choices = coalesce(${more.choices ? JSON.stringify(more.choices) : null}::jsonb, choices)
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

const TAKEN_SECONDS = 60

/** The oldest run that waits for work and that nobody is at. By the clock of the database, since two processes may ask. */
export async function takeRun(ctx: Db): Promise<RunRow | undefined> {
  return await ctx.tx.row(sql<RunRow>`update import_run set taken_until = clock_timestamp() + make_interval(secs => ${TAKEN_SECONDS})
    where tenant_id = ${ctx.tenantId} and id = (select id from import_run where tenant_id = ${ctx.tenantId} and state in ('checking', 'writing', 'undoing')
      and problem is null and (taken_until is null or taken_until < clock_timestamp()) order by created_at limit 1 for update skip locked) returning ${COLUMNS}`)
}

/** How far it is; also says that somebody is still at it. */
export async function noteProgress(ctx: Db, id: string, now: Pick<RunRow, 'done' | 'atLine' | 'counts'>): Promise<void> {
  await ctx.tx.run(sql`update import_run set done = ${now.done}, at_line = ${now.atLine}, counts = ${JSON.stringify(now.counts)}::jsonb,
    taken_until = clock_timestamp() + make_interval(secs => ${TAKEN_SECONDS}) where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** It stopped where it is, and why; somebody may set it on its way again. */
export async function noteProblem(ctx: Ctx, id: string, problem: RowReason): Promise<void> {
  await ctx.tx.run(sql`update import_run set problem = ${JSON.stringify(problem)}::jsonb, taken_until = null, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id} and state in ('checking', 'writing', 'undoing')`)
}

export async function endWork(ctx: Ctx, id: string, state: State): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`update import_run set state = ${state}, taken_until = null, version = version + 1,
      written_at = case when ${state} = 'written' then coalesce(written_at, ${now}) else written_at end,
      undone_at = case when ${state} = 'undone' then ${now}::timestamptz else undone_at end
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export interface KeptRow {
  line: number
  cells: Record<string, string>
  problem: SheetRow['problem']
  fate: Fate | 'undone' | 'kept' | null
  reason: RowReason | null
  shown: RowFate['shown'] | null
  subjectId: string | null
  keep: Record<string, unknown> | null
}
const ROW = sql.raw('line, cells, problem, fate, reason, shown, subject_id, keep')

export async function rowsAfter(
  ctx: Db,
  runId: string,
  line: number,
  limit: number,
  fates: readonly string[] | null = null,
): Promise<KeptRow[]> {
  return await ctx.tx.rows(sql<KeptRow>`select ${ROW} from import_row where tenant_id = ${ctx.tenantId} and run_id = ${runId} and line > ${line}
    and (${fates}::text[] is null or fate = any(${fates}::text[])) order by line limit ${limit}`)
}

/** What was written, last first: an undo goes backwards. */
export async function writtenBefore(ctx: Db, runId: string, line: number, limit: number): Promise<UndoRow[]> {
  return await ctx.tx.rows(sql<UndoRow>`select line, fate, subject_id, keep from import_row where tenant_id = ${ctx.tenantId} and run_id = ${runId} and line < ${line}
    and fate in ('created', 'merged', 'changed', 'review') order by line desc limit ${limit}`)
}

export type NewFate = Omit<RowFate, 'fate'> & { line: number; fate: KeptRow['fate'] }

export async function saveFates(ctx: Db, runId: string, fates: readonly NewFate[]): Promise<void> {
  const rows = fates.map(({ line, fate, reason, shown, subjectId, keep }) => ({
    line,
    fate,
    reason,
    shown,
    subject_id: subjectId,
    keep: keep ?? null,
  }))
  await ctx.tx.run(sql`update import_row r set fate = t.fate, reason = t.reason, shown = t.shown, subject_id = t.subject_id, keep = t.keep
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(line int, fate text, reason jsonb, shown jsonb, subject_id uuid, keep jsonb)
    where r.tenant_id = ${ctx.tenantId} and r.run_id = ${runId} and r.line = t.line`)
}

/** After an undo: what was taken back, and what stays for a reason. */
export async function saveUndone(
  ctx: Db,
  runId: string,
  rows: readonly { line: number; fate: 'undone' | 'kept'; reason: RowReason | null }[],
): Promise<void> {
  await ctx.tx.run(sql`update import_row r set fate = t.fate, reason = t.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(line int, fate text, reason jsonb)
    where r.tenant_id = ${ctx.tenantId} and r.run_id = ${runId} and r.line = t.line`)
}

export async function deleteRun(ctx: Ctx, id: string): Promise<void> {
  await ctx.tx.run(sql`delete from import_row where tenant_id = ${ctx.tenantId} and run_id = ${id}`)
  await ctx.tx.run(sql`delete from import_run where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Rows of runs older than this go: they hold what people wrote, and nothing can be undone any more. */
export async function dropOldRows(ctx: Ctx, before: Date, limit: number): Promise<number> {
  return await ctx.tx.run(sql`delete from import_row where tenant_id = ${ctx.tenantId} and (run_id, line) in (
    select r.run_id, r.line from import_row r join import_run i on i.tenant_id = r.tenant_id and i.id = r.run_id
    where r.tenant_id = ${ctx.tenantId} and i.created_at < ${before.toISOString()} and i.state in ('read', 'checked', 'written', 'undone') limit ${limit})`)
}

export async function rememberedHeadings(ctx: Db, kind: string, headings: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.tx.rows(
    sql<{
      heading: string
      field: string
    }>`select heading, field from import_heading where tenant_id = ${ctx.tenantId} and kind = ${kind} and heading = any(${headings}::text[])`,
  )
  return new Map(rows.map(({ heading, field }) => [heading, field]))
}

export async function rememberHeadings(ctx: Ctx, kind: string, mapping: Mapping): Promise<void> {
  const rows = Object.entries(mapping).map(([field, heading]) => ({ field, heading }))
  await ctx.tx.run(sql`insert into import_heading (tenant_id, kind, heading, field, used_at)
    select ${ctx.tenantId}::uuid, ${kind}, heading, field, ${ctx.now.toISOString()}::timestamptz from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(field text, heading text)
    on conflict (tenant_id, kind, heading) do update set field = excluded.field, used_at = excluded.used_at`)
}
