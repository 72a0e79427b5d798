import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { bootstrap, rolePassword, siblingUrl, startPostgres } from './postgres.ts'

let folder = ''
const log = () => {}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fieldloop-postgres-'))
  chmodSync(folder, 0o755)
})
after(() => rmSync(folder, { recursive: true, force: true }))

async function rows(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('starts, keeps its data over a restart, and lets a second start join without owning it', async () => {
  const dataDir = join(folder, 'a')
  const first = await startPostgres({ dataDir, throwaway: true, log })
  await bootstrap(first.superUrl)
  await bootstrap(first.superUrl)
  await rows(first.url('owner'), 'create table kept as select 42 as n')
  const second = await startPostgres({ dataDir, throwaway: true, log })
  assert.deepEqual([second.adopted, second.port], [true, first.port])
  await second.stop()
  assert.equal((await rows(first.url('owner'), 'select n from kept'))[0]?.n, 42)
  await first.stop()
  await assert.rejects(rows(first.url('owner'), 'select 1'), /ECONNREFUSED/)
  const again = await startPostgres({ dataDir, throwaway: true, log })
  assert.equal((await rows(again.url('owner'), 'select n from kept'))[0]?.n, 42)
  await again.stop()
})

test('the owner is no superuser and cannot bypass row security; the server hears loopback alone and knows Chinese trigrams', async () => {
  const server = await startPostgres({ dataDir: join(folder, 'b'), throwaway: true, log })
  await bootstrap(server.superUrl)
  const [role] = await rows(
    server.url('owner'),
    'select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user',
  )
  assert.deepEqual(role, { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: true })
  const heard = await rows(
    server.superUrl,
    "select name, setting from pg_settings where name in ('listen_addresses','unix_socket_directories')",
  )
  assert.deepEqual(
    heard.map((row) => row.setting),
    ['127.0.0.1', ''],
  )
  await rows(server.url('owner'), 'create extension pg_trgm')
  const [search] = await rows(server.url('owner'), "select array_length(show_trgm('北京小步'), 1) > 0 as found")
  assert.equal(search?.found, true)
  const wrong = new URL(server.url('owner'))
  wrong.password = 'guess'
  await assert.rejects(rows(wrong.href, 'select 1'), /password authentication failed/)
  await server.stop()
})

test('a password of one role says nothing about another', () => {
  const owner = `postgres://fieldloop_owner:${rolePassword('secret', 'owner')}@127.0.0.1:5432/fieldloop`
  const passwords = [owner, siblingUrl(owner, 'app'), siblingUrl(owner, 'auth'), siblingUrl(owner, 'worker')].map(
    (url) => new URL(url).password,
  )
  assert.equal(new Set(passwords).size, 4)
  assert.match(siblingUrl(owner, 'app'), /^postgres:\/\/fieldloop_app:.+@127\.0\.0\.1:5432\/fieldloop$/)
})

test('when the process that started it is killed, the server ends too and the next start takes over', async () => {
  const dataDir = join(folder, 'c')
  const script = `import { startPostgres } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)}
    const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, throwaway: true, log() {} })
    console.log(server.port)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = Number(
    await new Promise((done, fail) => {
      child.stdout.once('data', done)
      child.once('exit', () => fail(new Error('it ended before it had a server')))
    }),
  )
  child.kill('SIGKILL')
  await new Promise((done) => child.once('exit', done))
  const next = await startPostgres({ dataDir, throwaway: true, log })
  assert.equal(next.adopted, false)
  assert.notEqual(next.port, port)
  assert.equal((await rows(next.superUrl, 'select 1 as one'))[0]?.one, 1)
  await next.stop()
})

test('a lock left by a dead server does not stop a start, even where its number now belongs to another program', async () => {
  const dataDir = join(folder, 'd')
  const server = await startPostgres({ dataDir, throwaway: true, log })
  const lock = join(dataDir, 'postgres', 'postmaster.pid')
  const left = readFileSync(lock, 'utf8')
  await server.stop()
  assert.equal(existsSync(lock), false)
  // A sleeping program of the same user as the server, so that PostgreSQL itself takes the lock for a living one.
  const uid =
    process.getuid?.() === 0 ? Number(readFileSync('/etc/passwd', 'utf8').match(/^(?:postgres|nobody):[^:]*:(\d+)/m)?.[1]) : undefined
  const other = spawn('sleep', ['60'], uid === undefined ? {} : { uid })
  try {
    writeFileSync(lock, left.replace(/^\d+/, String(other.pid)))
    const again = await startPostgres({ dataDir, throwaway: true, log })
    await again.stop()
  } finally {
    other.kill('SIGKILL')
  }
})

test('below a folder closed to the server user, root finds another place and says so', { skip: process.getuid?.() !== 0 }, async () => {
  const closed = join(folder, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const said: string[] = []
  const server = await startPostgres({ dataDir: join(closed, 'data'), throwaway: true, log: (sentence) => said.push(sentence) })
  const [where] = await rows(server.superUrl, 'show data_directory')
  await server.stop()
  const far = String(where?.data_directory)
  assert.match(far, /^\/(var\/lib|tmp)\/fieldloop\/data-[0-9a-f]{16}$/)
  assert.ok(said.some((sentence) => sentence.includes(far)))
  const back = await startPostgres({ dataDir: join(closed, 'data'), throwaway: true, log: (sentence) => said.push(sentence) })
  assert.equal((await rows(back.superUrl, 'show data_directory'))[0]?.data_directory, far)
  await back.stop()
  rmSync(far, { recursive: true })
})

test('a folder of another PostgreSQL version is refused with a sentence', async () => {
  const dataDir = join(folder, 'e')
  const server = await startPostgres({ dataDir, throwaway: true, log })
  await server.stop()
  const started = Date.now()
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await assert.rejects(startPostgres({ dataDir, throwaway: true, log }), /made by PostgreSQL 17, this one is 18/)
  assert.ok(Date.now() - started < 5000)
})
