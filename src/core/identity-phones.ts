// Sessions of phones: bound to one, ended with it; whoever goes on speaking from a revoked phone is told to wipe it.
import { sql } from './db.ts'
import type { Db } from './identity-limits.ts'
import { CACHE_MS, type Session, type Sessions } from './identity-sessions.ts'

export function phoneSessions(db: Db, sessions: Sessions) {
  const revoked = new Map<string, { until: number; tenants: string[] }>()
  return {
    /** From now on the session is this phone's. */
    async bindDevice(session: Session, key: string): Promise<void> {
      await db.run(sql`update auth.session set "deviceKey" = ${key} where id = ${session.sessionId}`)
    },
    /** Ends the phone's sessions. */
    async revokeDevice(key: string, tenantId: string, reason: string): Promise<void> {
      await db.run(sql`with d as (delete from auth.session where "deviceKey" = ${key})
        insert into auth.revoked_device (key, tenant_id, reason) values (${key}, ${tenantId}, ${reason}) on conflict do nothing`)
      revoked.delete(key)
      sessions.forgetIf((cached) => cached.device?.key === key)
    },
    /** The companies that revoked this phone. */
    async revokingTenants(key: string): Promise<string[]> {
      const hit = revoked.get(key)
      if (hit && hit.until > performance.now()) return hit.tenants
      const rows = await db.rows<{ tenantId: string }>(sql`select tenant_id from auth.revoked_device where key = ${key}`)
      if (revoked.size > 10_000) revoked.clear()
      const tenants = rows.map((row) => row.tenantId)
      revoked.set(key, { until: performance.now() + CACHE_MS, tenants })
      return tenants
    },
  }
}
