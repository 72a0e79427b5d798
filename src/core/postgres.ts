import { spawn, spawnSync } from 'node:child_process'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Account, binaries, giveTo, mayPass, serverAccount, shelf } from './postgres-binaries.ts'
import { dropDeadLock, mark, ownerAlive, runningServer, signal } from './postgres-process.ts'

/** The login roles; the owner is made here, the other three by `migrate`. */
export type DatabaseRole = 'owner' | 'app' | 'auth' | 'worker'

export type PostgresOptions = {
  /** The installation's data folder; the cluster lives in its `postgres` folder unless the server's user cannot reach it. */
  dataDir: string
  /** Default: a free port, another one at each start. */
  port?: number
  /** Without fsync: for tests, whose data may be lost. */
  throwaway?: boolean
  /** Further settings of the server, `name: value`. */
  settings?: Record<string, string>
  log: (sentence: string) => void
}

export type RunningPostgres = {
  /** Connection string of one of the four roles (`fieldloop_<role>`), default database `fieldloop`. */
  url(role: DatabaseRole, database?: string): string
  /** The superuser's connection string, database `postgres`. For bootstrap and backup only: serving never opens it. */
  superUrl: string
  port: number
  /** Shuts the server down and waits until it is gone; nothing when another process of ours owns it (`adopted`). */
  stop(): Promise<void>
  /** True when the server belongs to another live Fieldloop process on the same folder. */
  adopted: boolean
}

const patienceMs = 30_000
const encodingFlags = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--lc-ctype=C.UTF-8']
const cleanEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Starts the PostgreSQL that comes with the installation, or joins the one that another process of ours runs on the same folder.
 * Throws an Error whose message is a sentence for the person at the terminal.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = serverAccount()
  const native = binaries(account, options.log)
  const cluster = clusterFolder(options, account)
  const deadline = Date.now() + patienceMs
  let lastWord = ''
  while (Date.now() < deadline) {
    const found = runningServer(cluster)
    if (found && ownerAlive(found.owner)) {
      if (found.ready) return connections(cluster, found.port, true, async () => {})
      await sleep(50)
      continue
    }
    if (found) {
      // Its owner died; its watcher is shutting it down. Help after a while.
      lastWord = 'a server that was left running does not end'
      if (Date.now() > deadline - patienceMs + 3000) signal(found.pid, 'SIGINT')
      await sleep(100)
      continue
    }
    if (!existsSync(join(cluster, 'PG_VERSION'))) await createCluster(cluster, native, account, options)
    refuseForeign(cluster, account)
    const launched = await launch(cluster, native, account, options)
    if ('pid' in launched) return connections(cluster, launched.port, false, launched.stop)
    lastWord = launched.failed
    // These pass by themselves: a dead server's lock, its last processes, a port taken in between, a second start at the same moment.
    if (!/lock file|shared memory block|Address already in use|could not bind/i.test(lastWord)) break
    dropDeadLock(cluster)
    await sleep(200)
  }
  throw new Error(`The embedded PostgreSQL did not start: ${lastWord.trim() || 'no answer in 30 s'} (folder ${cluster}).`)
}

/**
 * Makes the owner role and the database `fieldloop` it owns; does nothing where they are. The owner may create roles and nothing more:
 * no superuser, no bypass of row security.
 */
export async function bootstrap(superUrl: string, database = 'fieldloop'): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  try {
    const password = rolePassword(decodeURIComponent(new URL(superUrl).password), 'owner')
    const role = await client.query(`select 1 from pg_roles where rolname = 'fieldloop_owner'`)
    if (!role.rowCount) {
      await client.query(`create role fieldloop_owner login createrole nosuperuser nobypassrls nocreatedb password '${password}'`)
    }
    const found = await client.query('select 1 from pg_database where datname = $1', [database])
    if (!found.rowCount) await client.query(`create database "${database}" owner fieldloop_owner`)
  } finally {
    await client.end()
  }
}

/**
 * The password of a role in the embedded server. The owner's is derived from the superuser's, the other three from the owner's, one way,
 * so that `migrate` can set them knowing only the owner's connection string, and no role can work out another's.
 */
export function rolePassword(from: string, role: DatabaseRole): string {
  return createHmac('sha256', from).update(`fieldloop_${role}`).digest('base64url')
}

/** The connection string of `role` beside the owner's `ownerUrl` of the embedded server. */
export function siblingUrl(ownerUrl: string, role: Exclude<DatabaseRole, 'owner'>): string {
  const url = new URL(ownerUrl)
  url.password = rolePassword(decodeURIComponent(url.password), role)
  url.username = `fieldloop_${role}`
  return url.href
}

function connections(cluster: string, port: number, adopted: boolean, stop: () => Promise<void>): RunningPostgres {
  const secret = readFileSync(join(cluster, 'fieldloop.secret'), 'utf8').trim()
  const owner = (database: string) => `postgres://fieldloop_owner:${rolePassword(secret, 'owner')}@127.0.0.1:${port}/${database}`
  return {
    url: (role, database = 'fieldloop') => (role === 'owner' ? owner(database) : siblingUrl(owner(database), role)),
    superUrl: `postgres://postgres:${secret}@127.0.0.1:${port}/postgres`,
    port,
    stop,
    adopted,
  }
}

/** Where the cluster lives: `<dataDir>/postgres`, or below /var/lib when the server's user could not pass to it. */
function clusterFolder(options: PostgresOptions, account: Account | null): string {
  mkdirSync(resolve(options.dataDir), { recursive: true, mode: 0o700 })
  const dataDir = realpathSync(options.dataDir)
  const near = join(dataDir, 'postgres')
  if (!account || existsSync(join(near, 'PG_VERSION'))) return near
  // An id kept in the data folder names the far one, so that a new installation at the same path never finds an old database.
  const idFile = join(dataDir, 'postgres.id')
  if (!existsSync(idFile)) {
    // The data folder itself is ours to open: the server's user may walk through it, though not list it.
    if (mayPass(dirname(dataDir), account)) chmodSync(dataDir, statSync(dataDir).mode | 0o011)
    if (mayPass(dataDir, account)) return near
    writeFileSync(idFile, randomBytes(8).toString('hex'), { mode: 0o600 })
  }
  const id = createHash('sha256').update(readFileSync(idFile)).digest('hex').slice(0, 16)
  const far = join(shelf(), `data-${id}`)
  if (!existsSync(far)) options.log(`The database lives in ${far}: its user (${account.name}) may not enter ${dataDir}.`)
  return far
}

async function createCluster(cluster: string, native: string, account: Account | null, options: PostgresOptions): Promise<void> {
  options.log('Creating the database …')
  const draft = `${cluster}.new-${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  const secret = randomBytes(24).toString('base64url')
  const secretFile = `${draft}.secret`
  writeFileSync(secretFile, secret, { mode: 0o600 })
  giveTo(account, draft, secretFile)
  try {
    const args = ['-D', draft, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secretFile}`, '--no-instructions', ...encodingFlags]
    if (options.throwaway) args.push('--no-sync')
    const made = spawnSync(join(native, 'bin/initdb'), args, { ...as(account), cwd: '/', env: cleanEnv, encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr.trim()}`)
    renameSync(secretFile, join(draft, 'fieldloop.secret'))
    renameSync(draft, cluster)
  } catch (error) {
    // A second start at the same moment may have been quicker: then its cluster stands and ours goes.
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
    rmSync(secretFile, { force: true })
  }
}

function refuseForeign(cluster: string, account: Account | null): void {
  const uid = account?.uid ?? process.getuid?.()
  const holder = statSync(cluster).uid
  if (uid !== undefined && holder !== uid) {
    throw new Error(`The database folder ${cluster} belongs to the user with id ${holder}. Start as that user, or choose another --data.`)
  }
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (version !== '18')
    throw new Error(`The database folder ${cluster} was made by PostgreSQL ${version}, this one is 18. Dump and restore it.`)
}

type Launched = { pid: number; port: number; stop: () => Promise<void> } | { failed: string }

async function launch(cluster: string, native: string, account: Account | null, options: PostgresOptions): Promise<Launched> {
  const port = options.port ?? (await freePort())
  const logFile = join(cluster, 'server.log')
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    log_checkpoints: 'off',
    // The detail of an error is the row it met: names and phones do not belong in a log.
    log_error_verbosity: 'terse',
    ...(options.throwaway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' } : {}),
    ...options.settings,
    // Read back from the process list by a second start: who may stop this server.
    'fieldloop.owner': mark(process.pid),
  }
  const args = ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const logTo = openSync(logFile, 'w', 0o600)
  giveTo(account, logFile)
  // A process group of its own: the terminal's Ctrl-C reaches us alone, and we shut it down in order.
  const child = spawn(join(native, 'bin/postgres'), args, {
    ...as(account),
    cwd: '/',
    env: cleanEnv,
    detached: true,
    stdio: ['ignore', logTo, logTo],
  })
  closeSync(logTo)
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', () => done(readFileSync(logFile, 'utf8').slice(-2000)))
  })
  const ready = readyWithin(cluster, child.pid, ended)
  const failed = await Promise.race([ended, ready])
  if (failed !== null || !child.pid) return { failed: failed ?? '' }
  return { pid: child.pid, port, stop: guarded(child.pid, child, ended, account) }
}

/** Null when the server `pid` takes connections, or a sentence when it does not in time. */
async function readyWithin(cluster: string, pid: number | undefined, ended: Promise<unknown>): Promise<string | null> {
  let over = false
  void ended.then(() => {
    over = true
  })
  const deadline = Date.now() + patienceMs
  while (!over && Date.now() < deadline) {
    const found = runningServer(cluster)
    if (found?.pid === pid && found?.ready) return null
    await sleep(10)
  }
  if (pid && !over) signal(pid, 'SIGQUIT')
  return 'it takes no connections after 30 s'
}

/** A shell that waits on a pipe of ours: when this process dies in any way, even by SIGKILL, the pipe closes and the server goes too. */
function guarded(pid: number, child: ReturnType<typeof spawn>, ended: Promise<unknown>, account: Account | null): () => Promise<void> {
  const watcher = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0" 2>/dev/null', String(pid)], {
    ...as(account),
    cwd: '/',
    env: cleanEnv,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.on('error', () => {})
  // Neither holds up the end of a script that forgot to stop: then the closing pipe stops the server.
  for (const handle of [child, watcher, watcher.stdin as unknown as { unref(): void }]) handle.unref()
  return async () => {
    child.ref()
    const patience = setTimeout(() => signal(pid, 'SIGQUIT'), 15_000)
    signal(pid, 'SIGINT')
    await ended
    clearTimeout(patience)
    watcher.kill('SIGKILL')
  }
}

function as(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {}
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
