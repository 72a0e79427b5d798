// An archive into an empty installation: every hash is checked before the first row is written, and all rows come in with one commit.
import type pg from 'pg'
import { newestMigration } from './migrate.ts'
import type { Objects } from './objects.ts'
import { invalid, refuse } from './refuse.ts'
import { readTar } from './tar.ts'
import { ARCHIVE_VERSION, type Manifest, sha256 } from './tenant-archive.ts'
import { businessTables, identityTables, type OwnedTable } from './tenant-tables.ts'

/**
 * Refuses `archive.unreadable`, `archive.newer`, `archive.damaged` (with the part) and `archive.not_empty`; then nothing is written.
 * The owner of the database imports: tables of identity and business come in together.
 */
export async function importTenant(owner: pg.Client, objects: Objects, path: string): Promise<Manifest & { withoutPassword: string[] }> {
  const manifest = await checked(path)
  await mustBeEmpty(owner)
  const tables = [...(await identityTables(owner)), ...(await businessTables(owner))]
  mustKnow(manifest, tables)
  const written: string[] = []
  let withoutPassword: string[] = []
  await owner.query('begin')
  try {
    await owner.query(`select set_config('app.tenant_id', $1, true)`, [manifest.tenant.id])
    await owner.query('create temp table staged (line jsonb not null) on commit drop')
    await stageAndLoad(owner, objects, path, tables, written)
    await mustCount(owner, manifest, tables)
    // What the old installation sealed with its own key opens nothing here: all of it is set up anew.
    await owner.query('update auth."user" set "twoFactorEnabled" = false')
    for (const table of ['company_sign_in', 'channel_setting']) await owner.query(`update ${table} set enabled = false`)
    withoutPassword = await giveLogins(owner, manifest.tenant.id)
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    for (const key of written) await objects.remove(key).catch(() => {})
    throw error
  }
  return { ...manifest, withoutPassword }
}

/** People of several companies keep their login at the others: here they get one of the same name, and an admin gives them a password. */
async function giveLogins(owner: pg.Client, tenantId: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `with missing as (select m.user_id::text as user_id, m.id, m.name, m.username from member m where not exists (select 1 from auth."user" u where u.id = m.user_id::text)),
      made as (insert into auth."user" (id, name, email, "emailVerified", username, "displayUsername")
        select user_id, name, user_id || '@phone.invalid', false, lower(username), username from missing),
      door as (insert into auth.account (id, "accountId", "providerId", "userId") select gen_random_uuid()::text, user_id, 'credential', user_id from missing),
      belongs as (insert into auth.membership (user_id, tenant_id, member_id) select user_id, $1, id from missing)
    select name from missing order by name`,
    [tenantId],
  )
  return rows.map((row) => row.name)
}

/** The manifest, once every part has been read and found to be what it says. */
async function checked(path: string): Promise<Manifest> {
  const found = new Map<string, string>()
  let manifest: Manifest | undefined
  try {
    for await (const { name, bytes } of readTar(path)) {
      if (name === 'manifest.json') manifest = JSON.parse(bytes.toString('utf8')) as Manifest
      else if (found.has(name)) throw new Error(`twice: ${name}`)
      else found.set(name, sha256(bytes))
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') throw error
    throw invalid('archive.unreadable')
  }
  if (manifest?.format !== 'fieldloop-tenant') throw invalid('archive.unreadable')
  if (manifest.version > ARCHIVE_VERSION || manifest.schema > (await newestMigration()))
    throw refuse('archive.newer', { schema: manifest.schema })
  for (const part of manifest.parts) {
    if (found.get(part.path) !== part.sha256) throw invalid('archive.damaged', { part: part.path })
    found.delete(part.path)
  }
  const [stranger] = found.keys()
  if (stranger) throw invalid('archive.damaged', { part: stranger })
  return manifest
}

async function mustBeEmpty(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ full: boolean }>(
    'select exists (select 1 from tenant) or exists (select 1 from auth."user") as full',
  )
  if (rows[0]?.full) throw refuse('archive.not_empty')
}

/** A table or column this program does not have would be lost without a word. */
function mustKnow(manifest: Manifest, tables: OwnedTable[]): void {
  for (const [name, { rows, columns }] of Object.entries(manifest.tables)) {
    const table = tables.find((one) => one.name === name)
    if ((!table && rows > 0) || columns.some((column) => table && !table.columns.includes(column)))
      throw refuse('archive.newer', { schema: manifest.schema })
  }
}

// The parts of a table stand together: they are gathered and written with one statement, since a trigger judges what a statement writes.
async function stageAndLoad(owner: pg.Client, objects: Objects, path: string, tables: OwnedTable[], written: string[]): Promise<void> {
  let staged: OwnedTable | undefined
  const load = async (): Promise<void> => {
    if (staged) await loadStaged(owner, staged)
    staged = undefined
  }
  for await (const { name, bytes } of readTar(path)) {
    const [kind, ...rest] = name.split('/')
    if (kind === 'files') {
      const key = rest.join('/')
      written.push(key)
      await objects.put(key, bytes)
    } else if (kind === 'tables') {
      const table = tables.find((one) => one.name === rest[0])
      if (!table) continue
      if (staged !== table) await load()
      staged = table
      const lines = bytes.toString('utf8').trimEnd().split('\n')
      await owner.query('insert into staged select value from jsonb_array_elements($1::jsonb)', [`[${lines.join(',')}]`])
    }
  }
  await load()
}

async function loadStaged(owner: pg.Client, table: OwnedTable): Promise<void> {
  // Columns that the archive does not have yet keep their default.
  const { rows } = await owner.query<{ column: string }>('select jsonb_object_keys(line) as column from staged limit 1000')
  const present = new Set(rows.map((row) => row.column))
  const columns = table.columns.filter((column) => present.has(column))
  const names = columns.map((column) => `"${column}"`).join(', ')
  const values = columns.map((column) => (table.jsonNotNull.includes(column) ? `coalesce(r."${column}", 'null'::jsonb)` : `r."${column}"`))
  await owner.query(
    `insert into ${table.sql} (${names}) select ${values.join(', ')} from staged s cross join lateral jsonb_populate_record(null::${table.sql}, s.line) r`,
  )
  await owner.query('truncate staged')
}

async function mustCount(owner: pg.Client, manifest: Manifest, tables: OwnedTable[]): Promise<void> {
  for (const table of tables) {
    const { rows } = await owner.query<{ n: number }>(`select count(*)::int as n from ${table.sql}`)
    const told = manifest.tables[table.name]?.rows ?? 0
    if (rows[0]?.n !== told) throw invalid('archive.damaged', { part: table.name })
  }
}
