// What a tenant owns, as the database's own catalogue says: a table that a migration adds is found here without a line of code.
import type pg from 'pg'

export interface OwnedTable {
  /** With its schema where that is not `public`: `lead`, `auth.user`. */
  name: string
  /** Quoted for SQL. */
  sql: string
  columns: string[]
  /** Columns that keep jsonb and refuse null: a JSON null there is a value. */
  jsonNotNull: string[]
  uuidColumns: string[]
  key: string[]
}

interface TableRow {
  name: string
  sql: string
  columns: string[]
  json_not_null: string[]
  uuid_columns: string[]
  key: string[]
  refers: string[]
}

const catalogue = `select case when n.nspname = 'public' then c.relname else n.nspname || '.' || c.relname end as name,
    format('%I.%I', n.nspname, c.relname) as sql,
    array(select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum)::text[] as columns,
    array(select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attnotnull and a.atttypid = 'jsonb'::regtype)::text[] as json_not_null,
    array(select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype and a.attname <> 'tenant_id')::text[] as uuid_columns,
    array(select a.attname from pg_index i cross join unnest(i.indkey::int2[]) with ordinality k(attnum, at) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary order by k.at)::text[] as key,
    array(select distinct case when rn.nspname = 'public' then r.relname else rn.nspname || '.' || r.relname end
      from pg_constraint f join pg_class r on r.oid = f.confrelid join pg_namespace rn on rn.oid = r.relnamespace where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid)::text[] as refers
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition`
const hasColumn = (name: string): string =>
  `exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = '${name}' and not a.attisdropped)`

/** The tenant's own row and every table behind the wall; what others refer to comes first. */
export async function businessTables(client: Pick<pg.ClientBase, 'query'>): Promise<OwnedTable[]> {
  return inOrder(
    (
      await client.query<TableRow>(
        `${catalogue} and n.nspname = 'public' and (c.relname = 'tenant' or ${hasColumn('tenant_id')}) order by 1`,
      )
    ).rows,
  )
}

/** Users and what hangs on them. Sessions stay behind, and second factors, which only this installation can open: who comes with an
 * archive signs in anew. */
export async function identityTables(client: Pick<pg.ClientBase, 'query'>): Promise<OwnedTable[]> {
  const { rows } = await client.query<TableRow>(
    `${catalogue} and n.nspname = 'auth' and c.relname not in ('session', 'twoFactor', 'used_code') and (c.relname = 'user' or ${hasColumn('tenant_id')}
      or exists (select 1 from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid = 'auth."user"'::regclass)) order by 1`,
  )
  return inOrder(rows)
}

function inOrder(rows: TableRow[]): OwnedTable[] {
  const left = new Map(rows.map((row) => [row.name, row]))
  const sorted: OwnedTable[] = []
  const put = (row: TableRow): void => {
    if (!left.delete(row.name)) return
    for (const name of row.refers) {
      const first = left.get(name)
      if (first) put(first)
    }
    sorted.push({
      name: row.name,
      sql: row.sql,
      columns: row.columns,
      jsonNotNull: row.json_not_null,
      uuidColumns: row.uuid_columns,
      key: row.key,
    })
  }
  for (const row of rows) put(row)
  return sorted
}

/** Users who belong to tenant $1 and to no other. */
const ownUsers = `(select m.user_id from auth.membership m where m.tenant_id = $1 and not exists
  (select 1 from auth.membership o where o.user_id = m.user_id and o.tenant_id <> $1))`

/** Which rows of a table are the tenant's; $1 is its id. */
export function ownedRows(table: OwnedTable): string {
  if (table.name === 'tenant') return 'id = $1'
  if (!table.name.startsWith('auth.')) return 'tenant_id = $1'
  if (table.name === 'auth.user') return `id in ${ownUsers}`
  const user = table.columns.find((column) => column === 'userId' || column === 'user_id')
  const ofUser = user && `"${user}" in ${ownUsers}`
  const ofTenant = table.columns.includes('tenant_id') ? 'tenant_id = $1' : undefined
  return [ofUser, ofTenant].filter(Boolean).join(' and ')
}

export const keyOf = (table: OwnedTable): string => table.key.map((column) => `"${column}"`).join(', ')

/** Rows as one JSON line each, page by page, from one snapshot; the client stands in a transaction. */
export async function* linesOf(client: pg.ClientBase, table: OwnedTable, tenantId: string): AsyncGenerator<string[]> {
  await client.query(
    `declare owned no scroll cursor for select to_jsonb(t)::text as line from ${table.sql} t where ${ownedRows(table)} order by ${keyOf(table)}`,
    [tenantId],
  )
  for (;;) {
    const { rows } = await client.query<{ line: string }>('fetch 1000 from owned')
    if (rows.length > 0) yield rows.map((row) => row.line)
    if (rows.length < 1000) break
  }
  await client.query('close owned')
}
