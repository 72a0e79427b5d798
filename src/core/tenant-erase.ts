// A tenant's end: every row, file, user and job of it is deleted, and what remains is searched before anybody certifies it.
import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Objects } from './objects.ts'
import { refuse } from './refuse.ts'
import { sha256 } from './tenant-archive.ts'
import { businessTables, identityTables, linesOf, type OwnedTable, ownedRows } from './tenant-tables.ts'

export interface Certificate {
  format: 'fieldloop-deletion'
  version: 1
  tenant: { id: string; code: string; name: string }
  deletedAt: string
  /** What was deleted: counts, and one hash over the rows as JSON lines in the order of their keys (as in the archive). */
  tables: Record<string, { rows: number; sha256: string }>
  files: { count: number; sha256: string }
  /** Ids of the tenant, its members and its users looked for in every table that remains. */
  search: { tables: number; needles: number; hits: number; filesLeft: number }
  /** Over everything above, as JSON without spaces. */
  sha256: string
}

/** Refuses `tenant.not_closed`. Throws where the search finds anything: then there is no certificate. */
export async function eraseTenant(
  owner: pg.Client,
  objects: Objects,
  tenant: { id: string; code: string; name: string },
  now: Date,
): Promise<Certificate> {
  const keys = await objects.below(tenant.id)
  const files = createHash('sha256')
  for (const key of keys) files.update(`${key}\t${sha256(await objects.get(key))}\n`)
  const tables: Certificate['tables'] = {}
  const marks = await inTenant(owner, tenant.id, async () => {
    const { rows } = await owner.query<{ state: string }>('select state from tenant where id = $1 for update', [tenant.id])
    if (rows[0]?.state !== 'closed') throw refuse('tenant.not_closed', { code: tenant.code })
    const owned = [...(await identityTables(owner)), ...(await businessTables(owner))]
    for (const table of owned) tables[table.name] = await digestOf(owner, table, tenant.id)
    const found = await marksOf(owner, tenant.id)
    await deleteRows(owner, tenant.id, owned, found)
    return found
  })
  await objects.removeBelow(tenant.id)
  const found = await search(owner, tenant.id, marks)
  const filesLeft = (await objects.below(tenant.id)).length
  const body: Omit<Certificate, 'sha256'> = {
    format: 'fieldloop-deletion',
    version: 1,
    tenant,
    deletedAt: now.toISOString(),
    tables,
    files: { count: keys.length, sha256: files.digest('hex') },
    search: { tables: found.tables, needles: marks.ids.length, hits: found.hits.length, filesLeft },
  }
  if (found.hits.length > 0 || filesLeft > 0)
    throw new Error(
      `Deleted, but not certified: ${filesLeft} files and rows in ${found.hits.join(', ') || 'no table'} still name the tenant.`,
    )
  return { ...body, sha256: sha256(JSON.stringify(body)) }
}

async function inTenant<T>(owner: pg.Client, tenantId: string, work: () => Promise<T>): Promise<T> {
  await owner.query('begin isolation level repeatable read')
  try {
    await owner.query(`select set_config('app.tenant_id', $1, true)`, [tenantId])
    const result = await work()
    await owner.query('commit')
    return result
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    throw error
  }
}

/** One hash over the rows of a tenant in a table: the same hash, the same rows. */
export async function digestOf(client: pg.ClientBase, table: OwnedTable, tenantId: string): Promise<{ rows: number; sha256: string }> {
  const hash = createHash('sha256')
  let rows = 0
  for await (const lines of linesOf(client, table, tenantId)) {
    rows += lines.length
    for (const line of lines) hash.update(line).update('\n')
  }
  return { rows, sha256: hash.digest('hex') }
}

interface Marks {
  ids: string[]
  logins: string[]
}

async function marksOf(owner: pg.Client, tenantId: string): Promise<Marks> {
  const users = { columns: ['id'], name: 'auth.user' } as OwnedTable
  const own = await owner.query<{ id: string; username: string | null; phone: string | null }>(
    `select id, username, "phoneNumber" as phone from auth."user" where ${ownedRows(users)}`,
    [tenantId],
  )
  const members = await owner.query<{ id: string }>('select id from member where tenant_id = $1', [tenantId])
  return {
    ids: [tenantId, ...own.rows.map((row) => row.id), ...members.rows.map((row) => row.id)],
    logins: own.rows.flatMap((row) => [row.username, row.phone]).filter((login) => login !== null),
  }
}

async function deleteRows(owner: pg.Client, tenantId: string, owned: OwnedTable[], { ids, logins }: Marks): Promise<void> {
  await owner.query('delete from auth.session where "tenantId" = $1', [tenantId])
  const hashes = logins.map((login) => createHash('sha256').update(login.toLowerCase()).digest('hex'))
  await owner.query('delete from auth.sign_in_failure where login_hash = any($1)', [hashes])
  const codes = logins.map((login) => `phone-number-otp-${login}`)
  await owner.query('delete from auth.verification where identifier = any($1) or value = any($2)', [[...logins, ...hashes, ...codes], ids])
  // What the company's own sign-in says of people who belong elsewhere too.
  await owner.query('delete from auth.account where "providerId" in (select id::text from company_sign_in where tenant_id = $1)', [
    tenantId,
  ])
  // What refers to others goes first, memberships last of all: by them we know whose a user is.
  const last = owned.filter((table) => table.name === 'auth.membership' || table.name === 'auth.user')
  for (const table of owned.filter((one) => !last.includes(one)).reverse())
    await owner.query(`delete from ${table.sql} where ${ownedRows(table)}`, [tenantId])
  await owner.query(`delete from auth."user" where ${ownedRows({ name: 'auth.user' } as OwnedTable)}`, [tenantId])
  await owner.query('delete from auth.membership where tenant_id = $1', [tenantId])
  const queues = await owner.query<{
    sql: string
  }>(`select format('%I.%I', 'job', c.relname) as sql from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'job'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'data' and a.atttypid = 'jsonb'::regtype`)
  for (const { sql } of queues.rows) await owner.query(`delete from ${sql} where data ->> 'tenantId' = $1`, [tenantId])
}

/** Every row of every table that remains, of all tenants, as text. */
async function search(owner: pg.Client, erased: string, { ids, logins }: Marks): Promise<{ tables: number; hits: string[] }> {
  const { rows } = await owner.query<{ name: string; sql: string; walled: boolean }>(
    `select n.nspname || '.' || c.relname as name, format('%I.%I', n.nspname, c.relname) as sql, c.relforcerowsecurity as walled
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'auth', 'job') and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  const tenants = (await owner.query<{ id: string }>('select id from tenant')).rows.map((row) => row.id)
  const hits = new Set<string>()
  const needles = ids.map((id) => `%${id}%`)
  for (const table of rows) {
    for (const tenantId of table.walled ? [erased, ...tenants] : [erased]) {
      await owner.query(`select set_config('app.tenant_id', $1, false)`, [tenantId])
      const { rows: found } = await owner.query<{ hit: boolean }>(
        `select exists (select 1 from ${table.sql} t where t::text like any($1::text[])) as hit`,
        [needles],
      )
      if (found[0]?.hit) hits.add(table.name)
    }
  }
  // Logins are words that others may have within their own: they are compared whole.
  const users = await owner.query('select 1 from auth."user" where username = any($1) or "phoneNumber" = any($1)', [logins])
  if (users.rows.length > 0) hits.add('auth.user')
  const codes = await owner.query('select 1 from auth.verification where identifier = any($1)', [
    logins.map((one) => `phone-number-otp-${one}`),
  ])
  if (codes.rows.length > 0) hits.add('auth.verification')
  return { tables: rows.length, hits: [...hits] }
}
