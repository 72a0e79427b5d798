// Drives a server with a fixed number of connections and measures what it costs: rate, p95, and the CPU of the server's and
// the database's processes per request. Only loopback addresses; bounded in count and time.
import { readdirSync, readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'

const TICK_MS = 10 // clock ticks of /proc are 1/100 s on Linux

/** CPU milliseconds (user + system) that a process and all its living and reaped children have used. */
export function cpuMsOf(pid: number): number {
  const stat = statOf(pid)
  return stat ? (stat.user + stat.system + stat.childUser + stat.childSystem) * TICK_MS : 0
}

/** CPU of a process tree: the living children counted one by one. */
export function treeCpuMs(root: number): number {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    const stat = Number.isInteger(pid) ? statOf(pid) : null
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), pid])
  }
  const sum = (pid: number): number => cpuMsOf(pid) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0)
  return sum(root)
}

function statOf(pid: number): { parent: number; user: number; system: number; childUser: number; childSystem: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    return {
      parent: fields[1] as number,
      user: fields[11] as number,
      system: fields[12] as number,
      childUser: fields[13] as number,
      childSystem: fields[14] as number,
    }
  } catch {
    return null
  }
}

/** The server process of PostgreSQL, found as the parent of one of its backends. */
export function parentOf(pid: number): number {
  return statOf(pid)?.parent ?? 0
}

/** Resident memory of a process in MB. */
export function rssMb(pid: number): number {
  const kb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  return kb / 1024
}

export interface Call {
  method: 'GET' | 'POST'
  path: string
  body?: unknown
  headers?: Record<string, string>
}

export interface Measured {
  requests: number
  perSecond: number
  p95Ms: number
  serverMs: number
  databaseMs: number
  /** Answers by status. */
  statuses: Record<number, number>
}

/** Sends calls made by `next` over `connections` kept-alive sockets for `seconds`, or until `next` returns null. */
export async function drive(options: {
  port: number
  cookies: string[]
  connections: number
  seconds: number
  next: (i: number) => Call | null
  serverPid: number
  databasePid: number
}): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections })
  const times: number[] = []
  const statuses: Record<number, number> = {}
  let issued = 0
  const before = { server: cpuMsOf(options.serverPid), database: treeCpuMs(options.databasePid) }
  const started = performance.now()
  const until = started + options.seconds * 1000
  const connection = async (n: number): Promise<void> => {
    while (performance.now() < until) {
      const call = options.next(issued++)
      if (!call) return
      const sent = performance.now()
      const status = await once(agent, options.port, options.cookies[n % options.cookies.length] as string, call)
      times.push(performance.now() - sent)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: options.connections }, (_, n) => connection(n)))
  const seconds = (performance.now() - started) / 1000
  const after = { server: cpuMsOf(options.serverPid), database: treeCpuMs(options.databasePid) }
  agent.destroy()
  times.sort((a, b) => a - b)
  const requests = times.length
  return {
    requests,
    perSecond: requests / seconds,
    p95Ms: times[Math.floor(requests * 0.95)] ?? 0,
    serverMs: (after.server - before.server) / requests,
    databaseMs: (after.database - before.database) / requests,
    statuses,
  }
}

/** One request; resolves with the status when the body has arrived. */
export function once(agent: Agent, port: number, cookie: string, call: Call): Promise<number> {
  return new Promise((resolve, reject) => {
    const payload = call.body === undefined ? undefined : JSON.stringify(call.body)
    const outgoing = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method: call.method,
        path: `/api/v1${call.path}`,
        headers: {
          cookie,
          ...(payload ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } : {}),
          ...call.headers,
        },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
        answer.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}
