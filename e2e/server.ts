import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** Names the folder of a server that was started, told the demo company, and stopped. */
export const TOLD = 'FIELDLOOP_JOURNEYS_TOLD'

/** A whole Fieldloop on a database of its own, whose clock the journey holds. */
export type ServerUnderTest = {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string
  dataDir: string
  /** The end of what the server printed. */
  said(): string
  /** Sets the server's clock to an ISO instant; resolves when it stands. */
  moveClock(instant: string): Promise<void>
  /** Ends the server, waits until it is gone and drops its data. */
  stop(): Promise<void>
  /** The same, but the data stays. */
  halt(): Promise<void>
}

/**
 * Starts the server as a person would, with a fixed clock, and waits until it is ready. Throws with the end of the server's output when
 * it is not ready after `patienceMs`.
 */
export async function startServer(
  clock: string,
  options: { args?: string[]; env?: Record<string, string>; patienceMs?: number } = {},
): Promise<ServerUnderTest> {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldloop-journey-'))
  // As root the database runs as another user, who must pass; else its data would go, and stay, elsewhere.
  chmodSync(dataDir, 0o711)
  // The demo company was told once, before the first journey: each has a copy of it. Owners are kept, for the database runs as another user.
  const told = process.env[TOLD]
  if (told) execFileSync('cp', ['-a', `${told}/.`, dataDir])
  const port = await freePort()
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env, FIELDLOOP_CLOCK: clock }
  for (const name of Object.keys(env)) if (name.startsWith('DATABASE_') || name === 'PORT') delete env[name]
  const args = [join(root, 'src/cli.ts'), 'start', '--port', String(port), '--data', dataDir, ...(options.args ?? [])]
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-8000)
    })
  }
  const server: ServerUnderTest = {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    said: () => said,
    moveClock: (instant) => tell(join(dataDir, 'clock.sock'), instant),
    halt: () => end(child),
    async stop() {
      await end(child)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  const deadline = Date.now() + (options.patienceMs ?? 90_000)
  while (!(await ready(server.url))) {
    if (Date.now() > deadline || child.exitCode !== null || child.signalCode !== null) {
      await server.stop()
      throw new Error(`The server under test did not become ready. It said:\n${said}`)
    }
    await sleep(100)
  }
  return server
}

async function ready(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGINT')
  const patience = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await gone
  clearTimeout(patience)
}

function tell(socketPath: string, instant: string): Promise<void> {
  return new Promise((done, fail) => {
    const socket = createConnection(socketPath, () => socket.write(`${instant}\n`))
    socket.setTimeout(5000, () => socket.destroy(new Error('the clock does not answer')))
    socket.once('error', fail)
    socket.setEncoding('utf8').once('data', (answer: string) => {
      socket.end()
      if (answer.trim() === 'ok') done()
      else fail(new Error(`the clock answered: ${answer.trim()}`))
    })
  })
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
