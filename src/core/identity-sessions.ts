// Sessions: who sends this cookie, as which member of which company; one session per device, a 3 s cache in front.
import { createHmac, randomBytes } from 'node:crypto'
import type { Actor } from './context.ts'
import { sql } from './db.ts'
import type { Auth } from './identity-auth.ts'
import type { Db } from './identity-limits.ts'
import { uuidv7 } from './ids.ts'
import { port } from './port.ts'
import { notFound, refuse } from './refuse.ts'

export interface Session {
  sessionId: string
  token: string
  userId: string
  tenantId: string
  actor: Actor
  /** Set when a program acts by an API key. */
  key?: { id: string; name: string }
  /** The phone the session is bound to; null at the desk. */
  device: { key: string; state: DeviceState } | null
  /** Came by the provider of this company, and so acts in it alone. */
  boundTenantId: string | null
  /** The company asks for a second factor and this person has none: only setting it up is open. */
  secondFactorDue: boolean
}

export type DeviceState = 'waiting' | 'active' | 'revoked'

export interface SessionRow {
  id: string
  deviceName: string | null
  userAgent: string | null
  ipAddress: string | null
  createdAt: string
  lastSeenAt: string
  current: boolean
}

export interface Membership {
  tenantId: string
  code: string
  name: string
  current: boolean
}

/** What HTTP knows of the device that signs in. */
export interface Device {
  ip: string
  userAgent: string
  deviceName?: string | null | undefined
}

/** Loads the acting member with roles and reach; organization plugs it. Null when the member is gone or disabled. */
export const loadActor = port<[tenantId: string, memberId: string, userId: string], Promise<Actor | null>>('identity.loadActor')
/** The state of a member's phone; organization plugs it. Null when it is not known any more. */
export const loadDevice = port<[tenantId: string, memberId: string, key: string], Promise<DeviceState | null>>('identity.loadDevice')
/** Whether the company already insists on a second factor for this member; organization plugs it. */
export const secondFactorDue = port<[tenantId: string, actor: Actor], Promise<boolean>>('identity.secondFactorDue')

export const CACHE_MS = 3000

/** A closed company lets nobody in: a condition on auth.membership m. */
export const notClosed = sql<boolean>`not exists (select 1 from public.tenant t where t.id = m.tenant_id and t.state = 'closed')`

export type Sessions = ReturnType<typeof keepSessions>

export function keepSessions(auth: Auth, db: Db, secret: string) {
  const cache = new Map<string, { until: number; session: Session | null }>()
  const forgetIf = (test: (session: Session) => boolean): void => {
    for (const [key, entry] of cache) if (entry.session && test(entry.session)) cache.delete(key)
  }

  async function load(cookie: string): Promise<Session | null> {
    const found = await auth.api.getSession({ headers: new Headers({ cookie }) })
    if (!found) return null
    const { tenantId, boundTenantId, deviceKey } = found.session as {
      tenantId?: string | null
      boundTenantId?: string | null
      deviceKey?: string | null
    }
    const members = await db.rows<{ tenantId: string; memberId: string }>(sql`select m.tenant_id, m.member_id from auth.membership m
      where m.user_id = ${found.user.id} and ${notClosed} and (${boundTenantId ?? null}::text is null or m.tenant_id::text = ${boundTenantId ?? null})
      order by (m.tenant_id::text = ${tenantId ?? ''}) desc, m.tenant_id`)
    for (const member of members) {
      const actor = await loadActor(member.tenantId, member.memberId, found.user.id)
      if (!actor) continue // gone or disabled there; the person may still belong elsewhere
      const state = deviceKey ? await loadDevice(member.tenantId, member.memberId, deviceKey) : null
      const has = (found.user as { twoFactorEnabled?: boolean | null }).twoFactorEnabled === true
      return {
        sessionId: found.session.id,
        token: found.session.token,
        userId: found.user.id,
        tenantId: member.tenantId,
        actor,
        device: deviceKey && state ? { key: deviceKey, state } : null,
        boundTenantId: boundTenantId ?? null,
        secondFactorDue: !has && !boundTenantId && (await secondFactorDue(member.tenantId, actor)),
      }
    }
    return null
  }

  /** The cookie as better-auth signs it. */
  async function cookieOf(token: string): Promise<string> {
    const { sessionToken } = (await auth.$context).authCookies
    return signedCookie(sessionToken.name, token, secret, 30 * 24 * 3600)
  }

  return {
    forgetIf,
    /** A new session of this user on this device. */
    async open(userId: string, device: Device, tenantId?: string | null): Promise<{ cookie: string; token: string }> {
      const context = await auth.$context
      const session = await context.internalAdapter.createSession(userId, false)
      await this.dress(session.token, userId, device, tenantId)
      return { cookie: await cookieOf(session.token), token: session.token }
    },
    /** What better-auth does not know of a session it made. */
    async dress(token: string, userId: string, device: Device, tenantId?: string | null): Promise<void> {
      await db.run(sql`update auth.session set "deviceName" = ${device.deviceName ?? null}, "ipAddress" = ${device.ip}, "userAgent" = ${device.userAgent},
        "tenantId" = coalesce(${tenantId ?? null}, (select m.tenant_id::text from auth.membership m where m.user_id = ${userId} and ${notClosed} order by m.tenant_id limit 1))
        where token = ${token}`)
    },
    async bind(token: string, tenantId: string): Promise<void> {
      await db.run(sql`update auth.session set "tenantId" = ${tenantId}, "boundTenantId" = ${tenantId} where token = ${token}`)
    },
    async sessionOf(cookie: string | undefined): Promise<Session | null> {
      if (!cookie?.includes('fieldloop.session_token')) return null
      const hit = cache.get(cookie)
      if (hit && hit.until > performance.now()) return hit.session
      const session = await load(cookie)
      if (cache.size > 10_000) cache.clear()
      cache.set(cookie, { until: performance.now() + CACHE_MS, session })
      return session
    },
    async signOut(session: Session): Promise<void> {
      await db.run(sql`delete from auth.session where token = ${session.token}`)
      forgetIf((cached) => cached.token === session.token)
    },
    async sessions(userId: string, current: string): Promise<SessionRow[]> {
      return await db.rows<SessionRow>(sql`select id, "deviceName", "userAgent", "ipAddress", "createdAt", "updatedAt" as "lastSeenAt", id = ${current} as current
        from auth.session where "userId" = ${userId} and "expiresAt" > now() order by "createdAt" desc`)
    },
    async revoke(userId: string, sessionId: string): Promise<boolean> {
      const count = await db.run(sql`delete from auth.session where "userId" = ${userId} and id = ${sessionId}`)
      forgetIf((cached) => cached.sessionId === sessionId)
      return count > 0
    },
    async revokeAll(userId: string, keepSessionId?: string): Promise<void> {
      await db.run(sql`delete from auth.session where "userId" = ${userId} and id is distinct from ${keepSessionId ?? null}`)
      forgetIf((session) => session.userId === userId && session.sessionId !== keepSessionId)
    },
    /** Ends every session opened in a tenant. */
    async endSessions(tenantId: string): Promise<void> {
      await db.run(sql`delete from auth.session where "tenantId" = ${tenantId}`)
      forgetIf((session) => session.tenantId === tenantId)
    },
    /** Whoever belongs to closed companies alone is told so. Refuses `identity.tenant_closed`. */
    async mustBeOpen(userId: string): Promise<void> {
      const only = await db.row(sql`select 1 from auth.membership m where m.user_id = ${userId} having bool_and(not ${notClosed})`)
      if (only) throw refuse('identity.tenant_closed', {}, 403)
    },
    async memberships(session: Session): Promise<Membership[]> {
      return await db.rows(sql<Membership>`select m.tenant_id, t.code, t.name, m.tenant_id::text = ${session.tenantId} as current
        from auth.membership m join public.tenant t on t.id = m.tenant_id
        where m.user_id = ${session.userId} and t.state <> 'closed' and (${session.boundTenantId}::text is null or m.tenant_id::text = ${session.boundTenantId}) order by t.name, t.id`)
    },
    /** Goes on as a member of another company. The token changes, so that no process goes on answering for the old one out of its cache. */
    async switchTenant(session: Session, tenantId: string): Promise<{ cookie: string }> {
      if (session.boundTenantId && session.boundTenantId !== tenantId) throw refuse('session.bound_to_company')
      const member = await db.row<{ memberId: string }>(
        sql`select m.member_id from auth.membership m where m.user_id = ${session.userId} and m.tenant_id = ${tenantId} and ${notClosed}`,
      )
      if (!member || !(await loadActor(tenantId, member.memberId, session.userId))) throw notFound('company')
      const token = randomBytes(24).toString('base64url')
      await db.run(sql`update auth.session set token = ${token}, "tenantId" = ${tenantId} where token = ${session.token}`)
      forgetIf((cached) => cached.token === session.token)
      return { cookie: await cookieOf(token) }
    },
    /** Of one user in one company only; null when the user belongs elsewhere too. */
    async onlyIn(userId: string, tenantId: string): Promise<boolean> {
      return !(await db.row(sql`select 1 from auth.membership where user_id = ${userId} and tenant_id <> ${tenantId}`))
    },
    forget(tenantId?: string): void {
      if (!tenantId) cache.clear()
      else {
        forgetIf((session) => session.tenantId === tenantId)
        // A member who was just given access back may be remembered as nobody.
        for (const [key, entry] of cache) if (!entry.session) cache.delete(key)
      }
    },
  }
}

export function signedCookie(name: string, value: string, secret: string, seconds: number): string {
  const signature = createHmac('sha256', secret).update(value).digest('base64')
  return `${name}=${encodeURIComponent(`${value}.${signature}`)}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax`
}

export type Way = 'password' | 'code' | 'company' | 'second_factor' | 'recovery' | 'invitation'
export type Outcome = 'in' | 'half' | 'refused'

export interface HistoryRow {
  id: string
  at: string
  way: Way
  outcome: Outcome
  ip: string | null
  userAgent: string | null
  deviceName: string | null
}

const HISTORY_DAYS = 180

/** What a person is shown of tries to sign in as him. A login that is nobody's leaves nothing, by the same statement. */
export async function noteTry(db: Db, userId: string | null, way: Way, outcome: Outcome, device: Device): Promise<void> {
  await db.run(sql`with old as (delete from auth.sign_in_log where user_id = ${userId ?? ''} and at < now() - make_interval(days => ${HISTORY_DAYS}::int))
    insert into auth.sign_in_log (id, user_id, way, outcome, ip, user_agent, device_name)
    select ${uuidv7()}::uuid, id, ${way}, ${outcome}, ${device.ip}, ${device.userAgent}, ${device.deviceName ?? null} from auth."user" where id = ${userId ?? ''}`)
}

export const historyOf = (db: Db, userId: string): Promise<HistoryRow[]> =>
  db.rows(sql<HistoryRow>`select id, at, way, outcome, ip, user_agent, device_name from auth.sign_in_log
    where user_id = ${userId} order by at desc, id desc limit 50`)
