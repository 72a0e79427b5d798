// Which rows are samples, and what hangs on them: asked of the catalogue, so that a new table is cleared too.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface SampleTable {
  name: string
  hasId: boolean
  /** Columns that may name another row. */
  columns: string[]
}

// People and the house itself are nobody's samples; queues and answers pass by themselves.
const NEVER = [
  ...['tenant', 'member', 'department', 'role', 'member_role', 'channel', 'pool', 'sample_row'],
  ...['event_to_seal', 'event_to_relay', 'idempotency_key', 'personal_key', 'access_log'],
]

/** Tables of which the app may delete rows; what is append-only keeps its history. */
export async function sampleTables(ctx: Ctx): Promise<SampleTable[]> {
  return await ctx.tx.rows(sql<SampleTable>`select c.relname as name,
      exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype) as has_id,
      array(select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype
        and a.attname not in ('tenant_id', 'id') order by a.attnum)::text[] as columns
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and has_table_privilege(c.oid, 'delete') and not c.relname = any(${NEVER}::text[])
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') order by 1`)
}

export async function idsIn(ctx: Ctx, table: string): Promise<string[]> {
  const rows = await ctx.tx.rows(sql<{ id: string }>`select id from ${sql.table(table)} where tenant_id = ${ctx.tenantId}`)
  return rows.map((row) => row.id)
}

export async function keepSamples(ctx: Ctx, rows: readonly { table: string; id: string }[]): Promise<void> {
  await ctx.tx.run(sql`insert into sample_row (tenant_id, table_name, row_id)
    select ${ctx.tenantId}::uuid, r.table, r.id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("table" text, id uuid)`)
}

export async function samplesOf(ctx: Ctx): Promise<{ tableName: string; rowId: string }[]> {
  return await ctx.tx.rows(sql`select table_name, row_id from sample_row where tenant_id = ${ctx.tenantId}`)
}

export const forgetSamples = (ctx: Ctx): Promise<number> => ctx.tx.run(sql`delete from sample_row where tenant_id = ${ctx.tenantId}`)

/** What people of the company did something to. */
export async function touchedByPeople(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.tx.rows(sql<{
    id: string
  }>`select distinct e.subject_id as id from event e where e.tenant_id = ${ctx.tenantId} and e.actor_id is not null
    and not exists (select 1 from member m where m.tenant_id = e.tenant_id and m.id = e.subject_id)
    and not exists (select 1 from department d where d.tenant_id = e.tenant_id and d.id = e.subject_id)
    and not exists (select 1 from role r where r.tenant_id = e.tenant_id and r.id = e.subject_id) and e.subject_id <> e.tenant_id`)
  return rows.map((row) => row.id)
}

const names = (table: SampleTable) => sql.join(table.columns.map((column) => sql.ref(column)))
const own = (table: SampleTable) => (table.hasId ? sql`id` : sql`null::uuid`)

/** Rows whose id, or where `by` is 'reference' one of whose references, is in the list; with everything they refer to. */
export async function linksOf(
  ctx: Ctx,
  table: SampleTable,
  by: 'id' | 'reference',
  ids: string[],
): Promise<{ id: string | null; refs: string[] }[]> {
  if ((by === 'id' && !table.hasId) || (by === 'reference' && table.columns.length === 0)) return []
  const refs = table.columns.length > 0 ? sql`array_remove(array[${names(table)}], null)` : sql`'{}'::uuid[]`
  const where = by === 'id' ? sql`id = any(${ids}::uuid[])` : sql`array[${names(table)}] && ${ids}::uuid[]`
  return await ctx.tx.rows(
    sql`select ${own(table)} as id, ${refs}::text[] as refs from ${sql.table(table.name)} where tenant_id = ${ctx.tenantId} and ${where}`,
  )
}

/** Deletes what is in `gone` or refers to it, but for what is in `spared`; returns the ids. */
export async function deleteLinked(ctx: Ctx, table: SampleTable, gone: string[], spared: string[]): Promise<string[]> {
  const linked = table.columns.length > 0 ? sql`array[${names(table)}] && ${gone}::uuid[]` : sql`false`
  const self = table.hasId ? sql`id = any(${gone}::uuid[])` : sql`false`
  const kept = table.hasId ? sql`and not id = any(${spared}::uuid[])` : sql``
  const rows = await ctx.tx.rows(
    sql<{
      id: string | null
    }>`delete from ${sql.table(table.name)} where tenant_id = ${ctx.tenantId} and (${self} or ${linked}) ${kept} returning ${own(table)} as id`,
  )
  return rows.flatMap((row) => (row.id ? [row.id] : []))
}

export async function eventsAbout(ctx: Ctx, ids: string[]): Promise<string[]> {
  const rows = await ctx.tx.rows(
    sql<{ id: string }>`select id from event where tenant_id = ${ctx.tenantId} and subject_id = any(${ids}::uuid[])`,
  )
  return rows.map((row) => row.id)
}

export async function stepFacts(
  ctx: Ctx,
): Promise<{ renamed: boolean; departments: number; members: number; roleGiven: boolean; packed: boolean; createdAt: string }> {
  const row = await ctx.tx.row(sql<{
    renamed: boolean
    departments: number
    members: number
    roleGiven: boolean
    packed: boolean
    createdAt: string
  }>`select
    exists (select 1 from event where tenant_id = t.id and type = 'tenant.renamed') as renamed,
    (select count(*)::int from department where tenant_id = t.id) as departments,
    (select count(*)::int from member where tenant_id = t.id and disabled_at is null) as members,
    exists (select 1 from member_role mr join role r on r.tenant_id = t.id and r.id = mr.role_id join member m on m.tenant_id = t.id and m.id = mr.member_id
      where mr.tenant_id = t.id and r.code <> 'admin' and m.disabled_at is null) as role_given,
    exists (select 1 from event where tenant_id = t.id and type = 'sample.added') as packed, t.created_at from tenant t where t.id = ${ctx.tenantId}`)
  if (!row) throw new Error('a company has a row')
  return row
}
