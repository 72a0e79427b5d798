// bin/fieldloop bench: create, get, list of 50 and claim on 100,000 leads, each beside its limit (the same statement, prepared,
// autocommit, without row security) measured in the same minute on the same machine.
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { roleUrls } from '#core/migrate.ts'
import { bootstrap, type RunningPostgres, startPostgres } from '#core/postgres.ts'
import type { Command } from '../src/cli.ts'
import { migrateAll, openHouse } from '../src/main.ts'
import { limitOf } from './limit.ts'
import { drive, type Measured, once, parentOf, rssMb } from './load.ts'
import { type Company, seedCompany } from './seed.ts'

const LEADS = Number(process.env.FIELDLOOP_BENCH_LEADS ?? 100_000)
const SECONDS = Number(process.env.FIELDLOOP_BENCH_SECONDS ?? 6)
const CONNECTIONS = 16
const CONTESTED = Number(process.env.FIELDLOOP_BENCH_PAIRS ?? 10_000)

/** CPU of node and database per request, milliseconds, on a quiet machine of two cores. */
const BUDGET_MS: Record<string, number> = { get: 0.25, list: 0.55, create: 0.6, claim: 0.65, 'create-once': 0.75, 'claim-once': 0.8 }

export interface Row {
  name: string
  measured: Measured
  limitPerSecond: number | null
  limitBy: string
  ratio: number | null
  cpuMs: number
  budgetMs: number | null
}

export const bench: Command = {
  usage: 'bin/fieldloop bench [get|list|create|claim|create-once|claim-once|contest …] [--json]',
  options: { json: { type: 'boolean' } },
  async run(args, names) {
    const rig = await raise()
    try {
      const rows: Row[] = []
      for (const name of wanted(names, Object.keys(BUDGET_MS))) rows.push(await measure(rig, name))
      const contest = names.length === 0 || names.includes('contest') ? await contested(rig) : null
      const memory = rssMb(rig.server.pid as number)
      const report = {
        machine: `${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}`,
        load: loadavg()[0],
        leads: LEADS,
        startMs: rig.startMs,
        rows,
        contest,
        rssMb: memory,
      }
      process.stdout.write(args.json ? `${JSON.stringify(report)}\n` : table(report))
      return contest && contest.doubleWinners > 0 ? 1 : 0
    } finally {
      await rig.fall()
    }
  },
}

function wanted(names: string[], all: string[]): string[] {
  const unknown = names.find((name) => name !== 'contest' && !all.includes(name))
  if (unknown) throw new Error(`There is no bench ${unknown}. There are: ${all.join(', ')}, contest.`)
  return names.length === 0 ? all : all.filter((name) => names.includes(name))
}

export interface Rig {
  postgres: RunningPostgres
  databasePid: number
  server: ChildProcess
  startMs: number
  port: number
  company: Company
  cookies: string[]
  admin: pg.Client
  fall(): Promise<void>
}

async function raise(): Promise<Rig> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldloop-bench-'))
  chmodSync(dataDir, 0o711)
  const note = (line: string): void => void process.stderr.write(`${line}\n`)
  const postgres = await startPostgres({ dataDir, log: note, settings: { shared_buffers: '512MB', max_wal_size: '4GB' } })
  await bootstrap(postgres.superUrl)
  const urls = roleUrls(postgres.url('owner'))
  await migrateAll(postgres.url('owner'), urls)
  const house = openHouse({ urls, dataDir })
  note(`Loading ${LEADS.toLocaleString('en')} leads …`)
  const company = await seedCompany(house, LEADS)
  await house.close()
  const admin = new pg.Client({ connectionString: superOf(postgres) })
  admin.on('error', () => {})
  await admin.connect()
  // Only what was loaded: a table vacuumed while empty would be planned as empty, which no installation ever does to itself.
  await admin.query('vacuum analyze lead, member, member_role')
  const databasePid = parentOf((await admin.query('select pg_backend_pid() as pid')).rows[0].pid)
  const started = performance.now()
  const command = fileURLToPath(new URL('../bin/fieldloop', import.meta.url)) // as people start it: the shell becomes the server
  const server = spawn(command, ['start', '--port', '0', '--data', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await portOf(server)
  const startMs = performance.now() - started
  const cookies = await Promise.all(company.reps.map((rep) => signIn(port, rep.username, company.password)))
  return {
    postgres,
    databasePid,
    server,
    startMs,
    port,
    company,
    cookies,
    admin,
    async fall() {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await gone
      await admin.end()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The superuser's way into the application's database: it stands for "without row security". */
const superOf = (postgres: RunningPostgres): string => postgres.superUrl.replace(/\/postgres$/, '/fieldloop')

function portOf(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    server.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /127\.0\.0\.1:(\d+)\/m/.exec(text)
      if (found) resolve(Number(found[1]))
    })
  })
}

async function signIn(port: number, login: string, password: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Error(`sign-in failed: ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function measure(rig: Rig, name: string): Promise<Row> {
  const call = callsOf(rig, name)
  const common = {
    port: rig.port,
    cookies: rig.cookies,
    connections: CONNECTIONS,
    next: call,
    serverPid: rig.server.pid as number,
    databasePid: rig.databasePid,
  }
  await drive({ ...common, seconds: Math.min(2, SECONDS) })
  const measured = await drive({ ...common, seconds: SECONDS })
  const odd = Object.keys(measured.statuses).filter((status) => status !== '200')
  if (odd.length > 0) throw new Error(`bench ${name}: answers ${JSON.stringify(measured.statuses)}`)
  const limit = await limitOf(name, {
    url: superOf(rig.postgres),
    company: rig.company,
    clients: CONNECTIONS,
    seconds: Math.min(4, SECONDS),
    admin: rig.admin,
  })
  return {
    name,
    measured,
    limitPerSecond: limit?.perSecond ?? null,
    limitBy: limit?.by ?? '',
    ratio: limit ? measured.perSecond / limit.perSecond : null,
    cpuMs: measured.serverMs + measured.databaseMs,
    budgetMs: BUDGET_MS[name] ?? null,
  }
}

let serial = 0
function callsOf(
  rig: Rig,
  name: string,
): (i: number) => { method: 'GET' | 'POST'; path: string; body?: unknown; headers?: Record<string, string> } | null {
  const { held, pooled } = rig.company
  const onceHeader = (): Record<string, string> => ({ 'idempotency-key': `bench-${process.pid}-${serial++}` })
  if (name === 'get') return (i) => ({ method: 'GET', path: `/leads/${held[(i * 7919) % held.length]}` })
  if (name === 'list') return () => ({ method: 'GET', path: '/leads?limit=50' })
  if (name.startsWith('create')) {
    return () => {
      const n = serial++
      return {
        method: 'POST',
        path: '/leads',
        body: {
          company: `测速第${n}号工程有限公司`,
          contactName: '张工',
          phone: `1${(3_000_000_000 + n).toString().slice(0, 10)}`,
          province: '江苏省',
          city: '苏州市',
          industry: 'contractor',
          to: 'rules',
          channel: 'api',
        },
        headers: name.endsWith('once') ? onceHeader() : {},
      }
    }
  }
  return () => {
    const id = pooled[rig.company.nextPooled++]
    return id ? { method: 'POST', path: `/leads/${id}/claim`, headers: name.endsWith('once') ? onceHeader() : {} } : null
  }
}

/** Two reps claim the same lead at once, again and again. */
async function contested(rig: Rig): Promise<{ pairs: number; winners: number; doubleWinners: number; noWinner: number }> {
  const { Agent } = await import('node:http')
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const result = { pairs: 0, winners: 0, doubleWinners: 0, noWinner: 0 }
  const pair = async (): Promise<void> => {
    for (;;) {
      const id = rig.company.pooled[rig.company.nextPooled++]
      if (!id || result.pairs >= CONTESTED) return
      const i = result.pairs++
      const cookies = [rig.cookies[i % rig.cookies.length], rig.cookies[(i + 1) % rig.cookies.length]] as string[]
      const statuses = await Promise.all(
        cookies.map((cookie) => once(agent, rig.port, cookie, { method: 'POST', path: `/leads/${id}/claim` })),
      )
      const won = statuses.filter((status) => status === 200).length
      if (statuses.some((status) => status !== 200 && status !== 409)) throw new Error(`contest: answers ${statuses.join(', ')}`)
      if (won === 1) result.winners += 1
      else if (won === 0) result.noWinner += 1
      else result.doubleWinners += 1
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS / 2 }, pair))
  agent.destroy()
  return result
}

function table(report: {
  machine: string
  load: number | undefined
  leads: number
  startMs: number
  rows: Row[]
  contest: Awaited<ReturnType<typeof contested>> | null
  rssMb: number
}): string {
  const cell = (text: string | number, width: number): string => String(text).padStart(width)
  const head = `${'route'.padEnd(12)}${cell('req/s', 9)}${cell('p95 ms', 9)}${cell('node ms', 9)}${cell('db ms', 9)}${cell('sum ms', 9)}${cell('budget', 9)}${cell('limit/s', 10)}${cell('ratio', 8)}  by`
  const lines = report.rows.map(
    ({ name, measured, cpuMs, budgetMs, limitPerSecond, ratio, limitBy }) =>
      `${name.padEnd(12)}${cell(Math.round(measured.perSecond), 9)}${cell(measured.p95Ms.toFixed(1), 9)}${cell(measured.serverMs.toFixed(3), 9)}${cell(measured.databaseMs.toFixed(3), 9)}${cell(cpuMs.toFixed(3), 9)}${cell(budgetMs?.toFixed(2) ?? '', 9)}${cell(limitPerSecond ? Math.round(limitPerSecond) : '', 10)}${cell(ratio ? ratio.toFixed(2) : '', 8)}  ${limitBy}`,
  )
  const contest = report.contest
    ? `${report.contest.pairs} contested pairs: ${report.contest.winners} winners, ${report.contest.doubleWinners} double winners, ${report.contest.noWinner} without a winner\n`
    : ''
  return `${report.machine}, load ${report.load?.toFixed(2)}, ${report.leads} leads, server up in ${Math.round(report.startMs)} ms\n${head}\n${lines.join('\n')}\n${contest}server memory ${Math.round(report.rssMb)} MB\n`
}
