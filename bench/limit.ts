// The limit beside each route: the same row work as one statement, prepared, autocommit, without row security (as superuser),
// by pgbench with 16 clients, or by a bare loop where pgbench is missing.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Company } from './seed.ts'

export interface LimitOptions {
  url: string
  company: Company
  clients: number
  seconds: number
  admin: pg.Client
}

/** pgbench script (variables with colons) and the same statement for the bare loop. */
interface Statement {
  script: string
  text: string
  values: () => unknown[]
}

const COLUMNS = `l.id, l.number, l.company, l.grade, l.points, l.segment, l.state, l.channel_kind, l.province, l.city, l.industry, l.contact_name, l.contact_phone, l.owner_id, m.name as owner_name,
  l.pool_id, l.received_at, l.held_since, l.version`

function statementOf(name: string, { tenantId, poolId, channelId, reps }: Company, total: number): Statement {
  const anyN = (): number => 2 * Math.floor(Math.random() * (total / 2)) + 2
  if (name === 'get') {
    const text = (n: string): string =>
      `select ${COLUMNS} from lead l left join member m on m.tenant_id = l.tenant_id and m.id = l.owner_id where l.tenant_id = '${tenantId}' and l.id = (select id from bench_id where n = ${n})`
    return { script: `\\set n random(1, ${total})\n${text(':n')};\n`, text: text('$1'), values: () => [anyN()] }
  }
  if (name === 'list') {
    const text = `select ${COLUMNS} from lead l left join member m on m.tenant_id = l.tenant_id and m.id = l.owner_id where l.tenant_id = '${tenantId}' order by l.received_at desc, l.id desc limit 50`
    return { script: `${text};\n`, text, values: () => [] }
  }
  if (name.startsWith('create')) {
    const text = (
      n: string,
    ): string => `insert into bench_lead (tenant_id, id, number, company, core, state, pool_id, pooled_at, pool_reason, channel_id, channel_kind, received_at, points, grade, segment, rated_at, updated_at)
      values ('${tenantId}', gen_random_uuid(), 'L-' || ${n}, '上限' || ${n}, '上限' || ${n}, 'pooled', '${poolId}', now(), 'unassigned', '${channelId}', 'api', now(), 40, 'B', 'smb', now(), now())`
    return {
      script: `\\set n random(1, 2000000000)\n${text(':n')};\n`,
      text: text('$1::int'),
      values: () => [Math.floor(Math.random() * 2e9)],
    }
  }
  const text = (
    n: string,
  ): string => `update bench_lead set state = 'assigned', owner_id = '${reps[0]?.id}', held_since = now(), pool_id = null, pooled_at = null, pool_reason = null, version = version + 1
    where tenant_id = '${tenantId}' and id = (select id from bench_id where n = ${n}) returning id`
  return { script: `\\set n random(1, ${total})\n${text(':n')};\n`, text: text('$1'), values: () => [anyN()] }
}

/** Statements per second of the limit; null where there is nothing to compare with. */
export async function limitOf(name: string, options: LimitOptions): Promise<{ perSecond: number; by: string } | null> {
  const { company, admin } = options
  const total = await numberIds(admin, company.tenantId)
  const statement = statementOf(name, company, total)
  return pgbench(statement, options) ?? (await bareLoop(statement, options))
}

// Writes of the limit go into a copy: what they leave behind must not be swept up at the cost of the product's requests.
async function numberIds(admin: pg.Client, tenantId: string): Promise<number> {
  const there = await admin.query(`select to_regclass('bench_id') is not null as ok`)
  if (!there.rows[0].ok) {
    await admin.query(
      `create table bench_id as select row_number() over ()::int as n, id from lead where tenant_id = '${tenantId}' and owner_id is not null`,
    )
    await admin.query('create unique index on bench_id (n)')
    await admin.query('create table bench_lead (like lead including all)')
    await admin.query('insert into bench_lead overriding system value select * from lead')
    await admin.query('vacuum analyze bench_id, bench_lead')
  }
  return Number((await admin.query('select max(n) as n from bench_id')).rows[0].n)
}

function pgbench(statement: Statement, { url, clients, seconds }: LimitOptions): { perSecond: number; by: string } | null {
  if (spawnSync('pgbench', ['--version']).status !== 0) return null
  const folder = mkdtempSync(join(tmpdir(), 'fieldloop-limit-'))
  try {
    const file = join(folder, 'limit.sql')
    writeFileSync(file, statement.script)
    const { hostname, port, username, password, pathname } = new URL(url)
    const run = spawnSync(
      'pgbench',
      [
        '-n',
        '-M',
        'prepared',
        '-c',
        String(clients),
        '-j',
        '2',
        '-T',
        String(seconds),
        '-f',
        file,
        '-h',
        hostname,
        '-p',
        port,
        '-U',
        username,
        pathname.slice(1),
      ],
      { encoding: 'utf8', env: { ...process.env, PGPASSWORD: decodeURIComponent(password) } },
    )
    const found = /tps = ([\d.]+) \(without initial/.exec(run.stdout) ?? /tps = ([\d.]+)/.exec(run.stdout)
    if (!found) throw new Error(`pgbench: ${run.stderr || run.stdout}`)
    return { perSecond: Number(found[1]), by: 'pgbench' }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function bareLoop(statement: Statement, { url, clients, seconds }: LimitOptions): Promise<{ perSecond: number; by: string }> {
  const pool = new pg.Pool({ connectionString: url, max: clients })
  let count = 0
  const started = performance.now()
  const until = started + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        await pool.query({ name: 'limit', text: statement.text, values: statement.values() })
        count += 1
      }
    }),
  )
  const perSecond = count / ((performance.now() - started) / 1000)
  await pool.end()
  return { perSecond, by: 'bare loop' }
}
