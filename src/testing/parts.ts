import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a part of bin/test found. */
export type Tally = { passed: number; failed: number }

export type Part = {
  name: string
  command: string
  args: string[]
  env?: Record<string, string>
  /** Milliseconds after which the part is ended and failed. */
  limit: number
  /** Reads what ran from machine-readable output; without it the part is one check, judged by its exit code. */
  tally?: (folder: string) => Tally
}

const running = new Set<ChildProcess>()

/** Ends everything that still runs, children of children too. */
export function endAll(): void {
  for (const child of running) {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGTERM')
    } catch {
      // Already gone.
    }
  }
}

/**
 * Runs one part with its own log in `logs`, prints a line for it, and the end of the log when it failed. A part that claims success
 * but ran nothing, or that ends badly though all it counted passed, has failed.
 */
export async function runPart(part: Part, root: string, logs: string): Promise<Tally> {
  const folder = join(logs, part.name.replaceAll(' ', '-'))
  mkdirSync(folder, { recursive: true })
  const logFile = join(folder, 'log')
  const started = Date.now()
  const status = await run(part, root, logFile)
  const tally = part.tally ? safely(part.tally, folder) : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 }
  if ((status !== 0 && tally.failed === 0) || tally.passed + tally.failed === 0) tally.failed += 1
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  const figures = part.tally ? `${tally.passed} passed, ${tally.failed} failed, ` : ''
  console.log(`${tally.failed ? 'FAILED' : 'ok    '}  ${part.name}: ${figures}${seconds} s`)
  if (tally.failed) console.log(`${indent(readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-80))}\n        whole log: ${logFile}`)
  return tally
}

function run(part: Part, root: string, logFile: string): Promise<number> {
  return new Promise((done) => {
    const log = createWriteStream(logFile)
    const env = { ...process.env, ...part.env, FORCE_COLOR: '0', NO_COLOR: '1' }
    const child = spawn(part.command, part.args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    child.stdout?.pipe(log, { end: false })
    child.stderr?.pipe(log, { end: false })
    const timer = setTimeout(() => {
      log.write(`\nended: longer than ${part.limit / 1000} s\n`)
      if (child.pid) process.kill(-child.pid, 'SIGTERM')
    }, part.limit)
    const finish = (status: number) => {
      clearTimeout(timer)
      running.delete(child)
      log.end(() => done(status))
    }
    child.once('error', (error) => {
      log.write(`${error.message}\n`)
      finish(127)
    })
    child.once('close', (code) => finish(code ?? 1))
  })
}

function safely(tally: (folder: string) => Tally, folder: string): Tally {
  try {
    return tally(folder)
  } catch {
    // It ended before it could report: runPart makes that one failure.
    return { passed: 0, failed: 0 }
  }
}

function indent(lines: string[]): string {
  return lines.map((line) => `        ${line}`).join('\n')
}
