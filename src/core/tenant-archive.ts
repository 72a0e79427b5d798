// A tenant's archive: every row it owns as JSON lines, every file, and a manifest with the hash of each part. Table by table by the
// catalogue, so that a new table is part of it without new code.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type pg from 'pg'
import { newestMigration } from './migrate.ts'
import type { Objects } from './objects.ts'
import { type TarWriter, writeTar } from './tar.ts'
import { businessTables, identityTables, linesOf, type OwnedTable } from './tenant-tables.ts'

export const ARCHIVE_VERSION = 1

export interface Manifest {
  format: 'fieldloop-tenant'
  version: number
  /** The newest migration of the database it was taken from. */
  schema: string
  tenant: { id: string; code: string; name: string }
  exportedAt: string
  tables: Record<string, { rows: number; columns: string[] }>
  parts: { path: string; sha256: string; bytes: number }[]
}

export interface ArchiveSource {
  /** Reads the business tables behind the wall. */
  pool: pg.Pool
  /** Reads the identity schema. */
  identityPool: pg.Pool
  objects: Objects
}

/** Where archives for download are made; whatever lies there after a restart is nobody's any more. */
export const archivesIn = (dataDir: string): string => join(dataDir, 'archives')

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** Writes the archive of one tenant to `path`, all tables as of one moment. */
export async function exportTenant(source: ArchiveSource, tenantId: string, path: string, now: Date): Promise<Manifest> {
  const tar = writeTar(path)
  const manifest: Manifest = {
    format: 'fieldloop-tenant',
    version: ARCHIVE_VERSION,
    schema: await newestMigration(),
    tenant: { id: tenantId, code: '', name: '' },
    exportedAt: now.toISOString(),
    tables: {},
    parts: [],
  }
  const add = async (name: string, bytes: Uint8Array): Promise<void> => {
    await tar.add(name, bytes)
    manifest.parts.push({ path: name, sha256: sha256(bytes), bytes: bytes.length })
  }
  await inSnapshot(source.pool, tenantId, undefined, async (client, snapshot) => {
    // Another role reads the identity, as of the same moment.
    await inSnapshot(source.identityPool, tenantId, snapshot, async (identity) => {
      for (const table of await identityTables(identity)) await addTable(add, manifest, identity, table, tenantId)
    })
    const { rows } = await client.query<{ code: string; name: string }>('select code, name from tenant where id = $1', [tenantId])
    Object.assign(manifest.tenant, rows[0])
    for (const table of await businessTables(client)) await addTable(add, manifest, client, table, tenantId)
  })
  for (const key of await source.objects.below(tenantId)) await add(`files/${key}`, await source.objects.get(key))
  await finish(tar, manifest)
  return manifest
}

const finish = async (tar: TarWriter, manifest: Manifest): Promise<void> => {
  await tar.add('manifest.json', Buffer.from(JSON.stringify(manifest, null, 1)))
  await tar.end()
}

async function addTable(
  add: (name: string, bytes: Uint8Array) => Promise<void>,
  manifest: Manifest,
  client: pg.ClientBase,
  table: OwnedTable,
  tenantId: string,
): Promise<void> {
  let rows = 0
  let part = 0
  for await (const lines of linesOf(client, table, tenantId)) {
    rows += lines.length
    part += 1
    await add(`tables/${table.name}/${String(part).padStart(6, '0')}.jsonl`, Buffer.from(`${lines.join('\n')}\n`))
  }
  manifest.tables[table.name] = { rows, columns: table.columns }
}

/** All tables are read as of one moment, whatever is written meanwhile; `of` names the moment of another connection. */
async function inSnapshot(
  pool: pg.Pool,
  tenantId: string,
  of: string | undefined,
  work: (client: pg.PoolClient, snapshot: string) => Promise<void>,
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    if (of) await client.query(`set transaction snapshot '${of}'`)
    const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
    await client.query(`select set_config('app.tenant_id', $1, true)`, [tenantId])
    await work(client, rows[0]?.snapshot as string)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}
