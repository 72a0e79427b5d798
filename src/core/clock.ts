// The clock of the server. Real time by default; FIELDLOOP_CLOCK fixes it for tests, and then (and only then) a
// local socket moves it. Sessions, codes, job leases and back-off run on real time and never ask this clock.
import { rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'

export interface Clock {
  now(): Date
  /** True when set at start: the apps show the server's time, not the device's. */
  fixed: boolean
}

export const systemClock: Clock = { now: () => new Date(), fixed: false }

/** A clock that stands still until `set`. */
export function fixedClock(start: string): Clock & { set(iso: string): void } {
  let current = parse(start)
  return {
    now: () => new Date(current),
    fixed: true,
    set(iso) {
      current = parse(iso)
    },
  }
}

function parse(iso: string): number {
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) throw new Error(`not an instant: ${iso}`)
  return ms
}

/** Lets the test process move a fixed clock: it sends one ISO instant per line and reads `ok` or the error. */
export function serveClock(clock: { set(iso: string): void }, socketPath: string): Server {
  rmSync(socketPath, { force: true })
  const server = createServer((socket) => {
    let buffer = ''
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      buffer += chunk.toString()
      for (let end = buffer.indexOf('\n'); end >= 0; end = buffer.indexOf('\n')) {
        const wanted = buffer.slice(0, end).trim()
        buffer = buffer.slice(end + 1)
        try {
          clock.set(wanted)
          socket.write('ok\n')
        } catch (error) {
          socket.write(`${(error as Error).message}\n`)
        }
      }
    })
  })
  server.listen(socketPath)
  server.unref()
  return server
}
