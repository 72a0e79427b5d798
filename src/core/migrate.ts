// Migrations: plain SQL files, forward only, run by the owner (no superuser, row security forced on it too).
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect, sql as raw } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { siblingUrl } from './postgres.ts'

const folder = new URL('../migrations/', import.meta.url)

export interface RoleUrls {
  app: string
  auth: string
  worker: string
}

/** The other three roles' connection strings: given by the environment, else derived from the owner's. */
export function roleUrls(ownerUrl: string, env: NodeJS.ProcessEnv = {}): RoleUrls {
  return {
    app: env.DATABASE_APP_URL ?? siblingUrl(ownerUrl, 'app'),
    auth: env.DATABASE_AUTH_URL ?? siblingUrl(ownerUrl, 'auth'),
    worker: env.DATABASE_WORKER_URL ?? siblingUrl(ownerUrl, 'worker'),
  }
}

/**
 * Brings the database of `ownerUrl` to the newest schema: roles, SQL files, job queues. Does nothing when it is there.
 * Throws an Error with the SQL to run when the owner may not create roles.
 */
export async function migrate(
  ownerUrl: string,
  options: { urls?: RoleUrls; queues?: string[]; log?: (line: string) => void } = {},
): Promise<void> {
  const urls = options.urls ?? roleUrls(ownerUrl)
  await makeRoles(ownerUrl, urls)
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } })
    const { error, results } = await migrator.migrateToLatest()
    for (const result of results ?? []) if (result.status === 'Success') options.log?.(`migrated ${result.migrationName}`)
    if (error) throw error
    const trigrams = await raw<{ n: number | null }>`select array_length(show_trgm('北京小步'), 1) as n`.execute(db)
    if (!(Number(trigrams.rows[0]?.n) > 0)) {
      throw new Error(
        'This database finds no trigrams in Chinese text (LC_CTYPE C). Create it with lc_ctype C.UTF-8, as docs/how-to/database.md says.',
      )
    }
  } finally {
    await db.destroy()
  }
  await makeQueues(urls.worker, options.queues ?? [])
}

/** Name of the newest migration this program knows. */
export async function newestMigration(): Promise<string> {
  const files = await readdir(folder)
  return (
    files
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .at(-1) ?? ''
  ).slice(0, -4)
}

async function readMigrations(): Promise<Record<string, { up(db: Kysely<unknown>): Promise<void> }>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  const entries = files.map(async (file) => {
    const text = await readFile(fileURLToPath(new URL(file, folder)), 'utf8')
    return [file.slice(0, -4), { up: async (db: Kysely<unknown>) => void (await raw.raw(text).execute(db)) }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

async function makeRoles(ownerUrl: string, urls: RoleUrls): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const statements: string[] = []
  try {
    const { rows } = await client.query(`select rolname from pg_roles where rolname like 'fieldloop\\_%'`)
    const present = new Set(rows.map((row: { rolname: string }) => row.rolname))
    for (const role of ['app', 'auth', 'worker'] as const) {
      if (present.has(`fieldloop_${role}`)) continue
      const password = decodeURIComponent(new URL(urls[role]).password).replaceAll("'", "''")
      statements.push(`create role fieldloop_${role} login nosuperuser nobypassrls password '${password}'`)
    }
    for (const statement of statements) await client.query(statement)
    if (statements.length > 0 || !(await ownerMayAct(client))) {
      await client.query('grant fieldloop_auth, fieldloop_worker to current_user')
    }
  } catch (error) {
    const shown = statements.map((statement) => `${statement.replace(/password '.*'/, "password '…'")};`)
    throw new Error(
      `The owner of the database may not create the roles it needs. Run as an administrator:\n${shown.join('\n')}\ngrant fieldloop_auth, fieldloop_worker to <owner>;\n(${(error as Error).message})`,
    )
  } finally {
    await client.end()
  }
}

async function ownerMayAct(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    `select pg_has_role(current_user, 'fieldloop_auth', 'set') and pg_has_role(current_user, 'fieldloop_worker', 'set') as ok`,
  )
  return rows[0]?.ok === true
}

/** pg-boss lays out its schema and the queues; serving runs with `migrate: false` and never needs to. */
async function makeQueues(workerUrl: string, queues: string[]): Promise<void> {
  const boss = new PgBoss({
    connectionString: workerUrl,
    schema: 'job',
    createSchema: false,
    migrate: true,
    schedule: false,
    supervise: false,
    max: 1,
  })
  boss.on('error', () => {})
  await boss.start()
  const present = new Set((await boss.getQueues()).map((queue) => queue.name))
  for (const queue of queues) {
    if (!present.has(queue)) await boss.createQueue(queue, { retryLimit: 5, retryBackoff: true, retryDelay: 5, expireInSeconds: 600 })
  }
  await boss.stop({ graceful: false })
}
