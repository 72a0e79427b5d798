// How a tenant stands: active, read-only or closed, and on which plan. Asked at every write, so it is remembered for a moment;
// a change by command is told to every process at once.
import type pg from 'pg'
import { global, sql, type Tx } from './db.ts'
import { refuse } from './refuse.ts'

export interface Standing {
  state: 'active' | 'read_only' | 'closed'
  plan: string
}

export interface Standings {
  /** Null where there is no such tenant. Within a transaction ask `by` it: a second connection might never come. */
  of(tenantId: string, by?: Pick<Tx, 'row'>): Promise<Standing | null>
  forget(tenantId: string): void
}

/** A live message with this topic tells every process that a tenant stands differently. */
export const STANDING_TOPIC = 'standing'
const CACHE_MS = 3000

export function createStandings(pool: pg.Pool): Standings {
  const cache = new Map<string, { until: number; standing: Standing }>()
  return {
    async of(tenantId, by = global(pool)) {
      const hit = cache.get(tenantId)
      if (hit && hit.until > performance.now()) return hit.standing
      const standing = await by.row(sql<Standing>`select state, plan from tenant where id = ${tenantId}`)
      if (!standing) return null
      if (cache.size > 10_000) cache.clear()
      cache.set(tenantId, { until: performance.now() + CACHE_MS, standing })
      return standing
    },
    forget: (tenantId) => void cache.delete(tenantId),
  }
}

/** Refuses whatever a closed tenant wants, and every write of a read-only one. */
export function mayAct(standing: Standing | null, writes: boolean): void {
  if (standing?.state === 'closed') throw refuse('identity.tenant_closed', {}, 401)
  if (writes && standing?.state === 'read_only') throw refuse('common.read_only', {}, 403)
}
