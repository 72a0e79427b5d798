import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A server as its lock file tells; `owner` is the process that started it. */
export type Found = { pid: number; port: number; ready: boolean; owner: string }

/** The live server on this folder, by its own lock file and the process list. */
export function runningServer(cluster: string): Found | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    if (args[args.indexOf('-D') + 1] !== cluster) return null
    const owner = args.find((arg) => arg.startsWith('fieldloop.owner='))?.slice('fieldloop.owner='.length) ?? ''
    return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready', owner }
  } catch {
    return null
  }
}

/** Removes the lock of a server that is dead though its number lives: a zombie nobody reaped, or a number given to another program. */
export function dropDeadLock(cluster: string): void {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file) || runningServer(cluster)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  let args: string[] = []
  try {
    args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    // No such process.
  }
  const otherFolder = args.includes('-D') && args[args.indexOf('-D') + 1]?.startsWith('/')
  if (pid > 0 && (!args[0]?.includes('postgres') || otherFolder)) rmSync(file, { force: true })
}

/** A process's number and start time: a number alone may be given again. */
export function mark(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${pid}.${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return ''
  }
}

/** Does the process that started a server still live? */
export function ownerAlive(owner: string): boolean {
  return owner !== '' && mark(Number.parseInt(owner, 10)) === owner
}

/** Sends a signal to a process that may be gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // Already gone: what we wanted.
  }
}
