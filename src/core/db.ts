// The one way to the database: a Tx that every store is handed. A read is one statement that sets the tenant and
// reads; a write is a transaction that starts by setting it. Both run under row security. Statements are pipelined:
// "begin" travels with the first statement, and what nobody waits for with the commit.
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type RawBuilder, sql } from 'kysely'
import pg from 'pg'

export { sql }
export type Query<R = unknown> = RawBuilder<R>

/** Runs statements for one tenant. Column names arrive in camelCase (`owner_id` → `ownerId`). */
export interface Tx {
  readonly tenantId: string
  /** False inside a GET: the statement is wrapped, and nothing may be written. */
  readonly writes: boolean
  rows<R>(query: Query<R>): Promise<R[]>
  row<R>(query: Query<R>): Promise<R | undefined>
  /** Number of rows touched. */
  run(query: Query): Promise<number>
  /** A statement whose result nobody needs: it travels with what comes next. If it fails, so does the transaction, with its error. */
  send(query: Query): void
}

const INT8 = 20
const TIMESTAMPTZ = 1184
const DATE = 1082
const NUMERIC = 1700
const types = new Map<number, (text: string) => unknown>([
  [INT8, (text) => safeInteger(text)],
  [TIMESTAMPTZ, (text) => instant(text)],
  [DATE, (text) => text],
  [NUMERIC, (text) => text],
])
const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    types.get(oid) ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer beyond 2^53: ${text}`)
  return value
}

/** PostgreSQL's `2026-11-23 00:30:00+00` as `2026-11-23T00:30:00.000Z` (sessions run in UTC). */
function instant(text: string): string {
  if (!text.endsWith('+00')) return new Date(text).toISOString()
  const dot = text.indexOf('.')
  const ms =
    dot < 0
      ? '000'
      : text
          .slice(dot + 1, -3)
          .padEnd(3, '0')
          .slice(0, 3)
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${ms}Z`
}

/**
 * A pool whose sessions are in UTC. `url` decides the role, and so what row security lets through. A library that compares instants
 * with `new Date()` must get dates: text is never before nor after a date.
 */
export function openPool(url: string, max: number, applicationName: string, instants: 'text' | 'dates' = 'text'): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    // Statements are few and repeat: their plan is made once for any parameters.
    options: '-c timezone=UTC -c jit=off -c plan_cache_mode=force_generic_plan',
    types: instants === 'text' ? parsers : undefined,
    pipeline: true,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 15_000,
  })
  pool.on('error', () => {}) // an idle connection that breaks is replaced at the next checkout
  return pool
}

const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

// Statements are prepared by text. `DB_PREPARE=off` is for poolers that cannot keep them. The cap protects the
// server from texts that vary without end.
const names = new Map<string, string>()
const prepare = process.env.DB_PREPARE !== 'off'
function nameOf(text: string): string | undefined {
  if (!prepare) return undefined
  let name = names.get(text)
  if (!name && names.size < 2000) {
    name = `s${names.size}`
    names.set(text, name)
  }
  return name
}

type RowBuilder = (values: unknown[]) => unknown
const builders = new Map<string, RowBuilder>()
function builderFor(text: string, fields: pg.FieldDef[]): RowBuilder {
  let build = builders.get(text)
  if (!build) {
    const keys = fields.map((field) => field.name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()))
    build = (values) => {
      const row: Record<string, unknown> = {}
      for (let i = 0; i < keys.length; i++) row[keys[i] as string] = values[i]
      return row
    }
    if (builders.size < 4000) builders.set(text, build)
  }
  return build
}

interface Runner {
  query(config: pg.QueryArrayConfig<unknown[]>): Promise<pg.QueryArrayResult<unknown[]>>
}

async function execute<R>(runner: Runner, text: string, values: unknown[]): Promise<{ rows: R[]; count: number }> {
  const name = nameOf(text)
  const result = await runner.query(name ? { name, text, values, rowMode: 'array' } : { text, values, rowMode: 'array' })
  const build = builderFor(text, result.fields)
  const rows = result.rows
  for (let i = 0; i < rows.length; i++) rows[i] = build(rows[i] as unknown[]) as unknown[]
  return { rows: rows as unknown as R[], count: result.rowCount ?? 0 }
}

function txOver(runner: Runner, tenantId: string, writes: boolean, sent: (result: Promise<unknown>) => void): Tx {
  const ask = <R>(query: Query<R>) => {
    const { sql: text, parameters } = query.compile(compiler)
    if (writes) return execute<R>(runner, text, parameters as unknown[])
    return execute<R>(runner, asRead(text, parameters.length + 1), [...parameters, tenantId])
  }
  return {
    tenantId,
    writes,
    rows: async (query) => (await ask(query)).rows,
    row: async (query) => (await ask(query)).rows[0],
    run: async (query) => (await ask(query)).count,
    send: (query) => sent(ask(query)),
  }
}

// The reading part depends on the setting part laterally, so the tenant is set before a row is looked at;
// were it ever otherwise, row security would show nothing rather than too much.
const wrapped = new Map<string, string>()
function asRead(text: string, n: number): string {
  let read = wrapped.get(text)
  if (!read) {
    read = `select l.* from (select set_config('app.tenant_id', $${n}, true) as t offset 0) s cross join lateral (select q.* from (${text}) q where s.t is not null offset 0) l`
    if (wrapped.size < 2000) wrapped.set(text, read)
  }
  return read
}

/** A Tx for reading: every statement stands alone, needs no transaction and sees only this tenant. */
export function reading(pool: pg.Pool, tenantId: string): Tx {
  return txOver(pool as unknown as Runner, tenantId, false, () => {
    throw new Error('a read sends nothing')
  })
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** One transaction of one tenant; rolls back on whatever `work` throws. */
export async function writing<T>(pool: pg.Pool, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!UUID.test(tenantId)) throw new Error('a tenant id is a UUID')
  const client = await pool.connect()
  let broken: Error | undefined
  // The first failure of a statement nobody waits for; whatever follows it in the transaction only fails because of it.
  let first: { error: unknown } | undefined
  const sent = (result: Promise<unknown>): void =>
    void result.catch((error: unknown) => {
      first ??= { error }
    })
  try {
    sent(client.query(`begin; select set_config('app.tenant_id', '${tenantId}', true)`))
    const result = await work(txOver(client as unknown as Runner, tenantId, true, sent))
    // Where a statement failed, PostgreSQL answers the commit with a rollback.
    const { command } = await client.query('commit')
    if (command !== 'COMMIT') throw new Error('a statement of this transaction failed and nobody noticed')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw first ? first.error : error
  } finally {
    client.release(broken)
  }
}

/** Statements on tables that belong to no tenant (the tenant list, the auth schema). */
export function global(pool: pg.Pool): Pick<Tx, 'rows' | 'row' | 'run'> {
  const ask = <R>(query: Query<R>) => {
    const { sql: text, parameters } = query.compile(compiler)
    return execute<R>(pool as unknown as Runner, text, parameters as unknown[])
  }
  return {
    rows: async (query) => (await ask(query)).rows,
    row: async (query) => (await ask(query)).rows[0],
    run: async (query) => (await ask(query)).count,
  }
}

/** True when `error` is PostgreSQL refusing a second row with the same key (optionally: of that constraint). */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const e = error as { code?: string; constraint?: string }
  return e?.code === '23505' && (!constraint || e.constraint === constraint)
}

/** True when a transaction lost to another and may win or be told why when it runs again: same key, deadlock, serialisation. */
export const isLostRace = (error: unknown): boolean => /^(23505|40P01|40001)$/.test((error as { code?: string })?.code ?? '')

/** True when PostgreSQL could not make a value of what it was given: no such day, no id, a number too large. */
export const isDataException = (error: unknown): boolean => /^22/.test((error as { code?: string })?.code ?? '')
