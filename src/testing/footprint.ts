// What refused requests must not leave: how many rows each table of a tenant holds and which transaction wrote to it last.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Query, reading, sql, type Tx } from '#core/db.ts'
import type { World } from './world.ts'

export type Footprint = Record<string, string>

/** Takes footprints of one tenant: all its tables, users and memberships, and the files on disk. */
export async function footprints(world: World, tenantId: string): Promise<{ take: () => Promise<Footprint>; close: () => Promise<void> }> {
  const read = reading(world.house.pool, tenantId)
  const tables = await read.rows(sql<{ name: string }>`select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`)
  const all = sql.join(
    tables.map(({ name }) => sql`select ${sql.lit(name)} as name, ${line(tenantId, name)}`),
    sql` union all `,
  )
  const auth = new pg.Pool({ connectionString: world.db.authUrl, max: 1 })
  auth.on('error', () => {}) // the database goes when its file ends
  return {
    async take() {
      const [rows, users] = await Promise.all([linesOf(read, all), auth.query(usersNow)])
      const files = readdirSync(join(world.dataDir), { recursive: true }).length
      return { ...Object.fromEntries(rows.map((row) => [row.name, row.trace])), users: users.rows[0].trace, files: String(files) }
    },
    close: () => auth.end(),
  }
}

const usersNow = `select concat_ws('/', (select count(*) from auth."user"), (select count(*) from auth.membership), (select count(*) from auth.account)) as trace`
const line = (tenantId: string, name: string): Query =>
  sql`(select concat_ws('/', count(*), max(xmin::text::bigint)) from ${sql.table(name)} where tenant_id = ${sql.lit(tenantId)}) as trace`
const linesOf = (read: Tx, all: Query): Promise<{ name: string; trace: string }[]> =>
  read.rows(all as Query<{ name: string; trace: string }>)

/** Tables (and users, files) in which two footprints differ. */
export function changed(before: Footprint, after: Footprint): string[] {
  return Object.keys(after).filter((name) => before[name] !== after[name])
}
