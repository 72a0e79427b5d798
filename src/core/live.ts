// Live updates: what changed for whom, to the browsers that listen. A message is a hint to refetch, never the data.
import type pg from 'pg'
import type { Client } from 'pg'

export interface LiveMessage {
  tenantId: string
  /** Members it concerns; empty means everybody of the tenant. */
  members: string[]
  /** Query keys to refetch, such as `leads`, `notifications`, `approvals`. */
  topics: string[]
}

export interface Live {
  /** Listens for one member; returns the way to stop. */
  subscribe(tenantId: string, memberId: string, send: (message: LiveMessage) => void): () => void
  /** Tells this process's relay that events wait. */
  nudge(tenantId: string): void
  onNudge(handler: (tenantId: string) => void): void
  /** NOTIFY to every process; the relay calls it after the commit, never inside a transaction. */
  publish(pool: pg.Pool, message: LiveMessage): Promise<void>
  /** Delivers a message that arrived by LISTEN to this process's browsers. */
  deliver(message: LiveMessage): void
  /** Calls back for every message that arrives, whoever it is for. */
  onMessage(handler: (message: LiveMessage) => void): void
}

export const LIVE_CHANNEL = 'fieldloop_live'

export function createLive(): Live {
  const listeners = new Map<string, Set<{ memberId: string; send: (message: LiveMessage) => void }>>()
  let nudged: (tenantId: string) => void = () => {}
  let heard: (message: LiveMessage) => void = () => {}
  return {
    subscribe(tenantId, memberId, send) {
      const entry = { memberId, send }
      const set = listeners.get(tenantId) ?? new Set()
      listeners.set(tenantId, set.add(entry))
      return () => {
        set.delete(entry)
        if (set.size === 0) listeners.delete(tenantId)
      }
    },
    nudge: (tenantId) => nudged(tenantId),
    onNudge(handler) {
      nudged = handler
    },
    async publish(pool, message) {
      await pool.query('select pg_notify($1, $2)', [LIVE_CHANNEL, JSON.stringify(message)])
    },
    onMessage(handler) {
      heard = handler
    },
    deliver(message) {
      heard(message)
      for (const entry of listeners.get(message.tenantId) ?? []) {
        if (message.members.length === 0 || message.members.includes(entry.memberId)) entry.send(message)
      }
    },
  }
}

/** One LISTEN per process on a direct connection; reconnects, and tells everybody to refetch after a gap. */
export function listenLive(live: Live, connect: () => Client, everybody: () => void): { stop(): Promise<void> } {
  let client: Client | undefined
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const open = async (): Promise<void> => {
    const next = connect()
    client = next
    next.on('error', () => again())
    next.on('end', () => again())
    next.on('notification', (note) => {
      if (note.payload) live.deliver(JSON.parse(note.payload) as LiveMessage)
    })
    await next.connect()
    await next.query(`listen ${LIVE_CHANNEL}`)
    everybody()
  }
  const again = (): void => {
    if (stopped || timer) return
    timer = setTimeout(() => {
      timer = undefined
      open().catch(again)
    }, 1000)
    timer.unref()
  }
  open().catch(again)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
