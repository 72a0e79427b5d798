// Identity: global users and their sessions (better-auth in schema auth), one session per device, a 3 s cache in front.
// Membership of tenants is ours: auth.membership says as which member a user acts in which tenant.
import { createHash } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { phoneNumber, username } from 'better-auth/plugins'
import type pg from 'pg'
import type { Actor } from './context.ts'
import { global, openPool, sql } from './db.ts'
import { uuidv7 } from './ids.ts'
import { port } from './port.ts'
import { invalid, refuse } from './refuse.ts'

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

export interface Identity {
  /** Creates a session. Refuses `identity.wrong_login` or `identity.locked`, both without telling whether the account exists. */
  signIn(input: {
    login: string
    password: string
    deviceName?: string | null
    ip: string
    userAgent: string
  }): Promise<{ cookies: string[]; userId: string }>
  signOut(session: Session): Promise<void>
  /** The session of a Cookie header, or null. A revoked one is gone within 3 s in other processes, at once in this one. */
  sessionOf(cookie: string | undefined): Promise<Session | null>
  sessions(userId: string, current: string): Promise<SessionRow[]>
  revoke(userId: string, sessionId: string): Promise<boolean>
  /** From now on the session is this phone's. */
  bindDevice(session: Session, key: string): Promise<void>
  /** Ends the phone's sessions; whoever speaks from it is told to wipe it. */
  revokeDevice(key: string, tenantId: string, reason: string): Promise<void>
  /** The companies that revoked this phone. */
  revokingTenants(key: string): Promise<string[]>
  /** Creates a user who can sign in by username or phone. `passwordHash` skips hashing (tests, demo). */
  createUser(input: { name: string; username: string; phone?: string | null; password?: string; passwordHash?: string }): Promise<string>
  hashPassword(password: string): Promise<string>
  setPassword(userId: string, password: string): Promise<void>
  checkPassword(userId: string, password: string): Promise<boolean>
  /** Signs a user out everywhere, or everywhere but on the device of `keepSessionId`. */
  revokeAll(userId: string, keepSessionId?: string): Promise<void>
  /** Ends every session opened in a tenant. */
  endSessions(tenantId: string): Promise<void>
  /** Takes back a user whose membership could not be made. */
  removeUser(userId: string): Promise<void>
  addMembership(userId: string, tenantId: string, memberId: string): Promise<void>
  /** Ends the membership, and with the last one the user: login, sessions, addresses. */
  leaveCompany(userId: string, tenantId: string): Promise<void>
  endMembership(userId: string, tenantId: string): Promise<void>
  /** Drops cached sessions: after a change of roles or members in a tenant. */
  forget(tenantId?: string): void
  /** Reads and writes the identity schema; for the archive of a tenant. */
  pool: pg.Pool
  close(): Promise<void>
}

/** Loads the acting member with roles and reach; organization plugs it. Null when the member is gone or disabled. */
export const loadActor = port<[tenantId: string, memberId: string, userId: string], Promise<Actor | null>>('identity.loadActor')

/** The state of a member's phone; organization plugs it. Null when it is not known any more. */
export const loadDevice = port<[tenantId: string, memberId: string, key: string], Promise<DeviceState | null>>('identity.loadDevice')

const CACHE_MS = 3000
const MIN_PASSWORD = 8

function makeAuth(pool: pg.Pool, secret: string) {
  return betterAuth({
    database: pool,
    secret,
    baseURL: 'http://127.0.0.1',
    telemetry: { enabled: false },
    logger: { disabled: true }, // it would name phones
    emailAndPassword: { enabled: true, minPasswordLength: MIN_PASSWORD, autoSignIn: false },
    session: {
      expiresIn: 30 * 24 * 3600,
      updateAge: 24 * 3600,
      additionalFields: {
        tenantId: { type: 'string', required: false, input: false },
        deviceName: { type: 'string', required: false, input: false },
        deviceKey: { type: 'string', required: false, input: false },
      },
    },
    advanced: { cookiePrefix: 'fieldloop', useSecureCookies: false, disableOriginCheck: true },
    rateLimit: { enabled: false }, // ours is per login, below
    plugins: [
      username({ minUsernameLength: 2, maxUsernameLength: 40, usernameValidator: (name) => /^[a-z0-9._-]+$/.test(name) }),
      phoneNumber(),
    ],
  })
}

export function openIdentity(options: { authUrl: string; secret: string; max?: number }): Identity {
  const url = `${options.authUrl}${options.authUrl.includes('?') ? '&' : '?'}options=-c%20search_path%3Dauth`
  const pool = openPool(url, options.max ?? 3, 'fieldloop-auth')
  const datedPool = openPool(url, options.max ?? 3, 'fieldloop-auth', 'dates')
  const auth = makeAuth(datedPool, options.secret)
  const db = global(pool)
  const cache = new Map<string, { until: number; session: Session | null }>()
  const revoked = new Map<string, { until: number; tenants: string[] }>()
  const forgetToken = (test: (session: Session) => boolean): void => {
    for (const [key, entry] of cache) if (entry.session && test(entry.session)) cache.delete(key)
  }

  async function load(cookie: string): Promise<Session | null> {
    const found = await auth.api.getSession({ headers: new Headers({ cookie }) })
    if (!found) return null
    const member = await db.row<{ tenantId: string; memberId: string }>(sql`select m.tenant_id, m.member_id from auth.membership m
      where m.user_id = ${found.user.id} and ${notClosed} order by (m.tenant_id::text = ${(found.session as { tenantId?: string | null }).tenantId ?? ''}) desc, m.tenant_id limit 1`)
    if (!member) return null
    const actor = await loadActor(member.tenantId, member.memberId, found.user.id)
    if (!actor) return null
    const key = (found.session as { deviceKey?: string | null }).deviceKey
    const state = key ? await loadDevice(member.tenantId, member.memberId, key) : null
    const device = key && state ? { key, state } : null
    return { sessionId: found.session.id, token: found.session.token, userId: found.user.id, tenantId: member.tenantId, actor, device }
  }

  return {
    async signIn({ login, password, deviceName, ip, userAgent }) {
      const typed = login.trim()
      const hash = createHash('sha256').update(typed.toLowerCase()).digest('hex')
      await refuseIfLocked(db, hash)
      const headers = new Headers({ 'user-agent': userAgent, 'x-forwarded-for': ip })
      const isPhone = /^\+?\d{6,}$/.test(typed.replaceAll(' ', ''))
      const answer = await (isPhone
        ? auth.api.signInPhoneNumber({ body: { phoneNumber: chinese(typed), password, rememberMe: true }, headers, returnHeaders: true })
        : auth.api.signInUsername({ body: { username: typed.toLowerCase(), password, rememberMe: true }, headers, returnHeaders: true })
      ).catch(() => null)
      const response = answer?.response as { token?: string | null; user?: { id: string } } | null | undefined
      if (!answer || !response?.token || !response.user) {
        await countFailure(db, hash)
        throw refuse('identity.wrong_login', {}, 401)
      }
      await db.run(sql`delete from auth.sign_in_failure where login_hash = ${hash}`)
      const tenant = await db.row<{ tenantId: string | null; closed: boolean }>(sql`select
        (select m.tenant_id from auth.membership m where m.user_id = ${response.user.id} and ${notClosed} order by m.tenant_id limit 1) as tenant_id,
        exists (select 1 from auth.membership m where m.user_id = ${response.user.id} and not ${notClosed}) as closed`)
      if (!tenant?.tenantId && tenant?.closed) {
        await db.run(sql`delete from auth.session where token = ${response.token}`)
        throw refuse('identity.tenant_closed', {}, 403)
      }
      await db.run(
        sql`update auth.session set "tenantId" = ${tenant?.tenantId ?? null}, "deviceName" = ${deviceName ?? null}, "ipAddress" = ${ip}, "userAgent" = ${userAgent} where token = ${response.token}`,
      )
      return { cookies: answer.headers.getSetCookie(), userId: response.user.id }
    },
    async signOut(session) {
      await db.run(sql`delete from auth.session where token = ${session.token}`)
      forgetToken((cached) => cached.token === session.token)
    },
    async sessionOf(cookie) {
      if (!cookie?.includes('fieldloop.session_token')) return null
      const hit = cache.get(cookie)
      if (hit && hit.until > performance.now()) return hit.session
      const session = await load(cookie)
      if (cache.size > 10_000) cache.clear()
      cache.set(cookie, { until: performance.now() + CACHE_MS, session })
      return session
    },
    async sessions(userId, current) {
      return await db.rows<SessionRow>(sql`select id, "deviceName", "userAgent", "ipAddress", "createdAt", "updatedAt" as "lastSeenAt", id = ${current} as current
        from auth.session where "userId" = ${userId} and "expiresAt" > now() order by "createdAt" desc`)
    },
    async revoke(userId, sessionId) {
      const count = await db.run(sql`delete from auth.session where "userId" = ${userId} and id = ${sessionId}`)
      forgetToken((cached) => cached.sessionId === sessionId)
      return count > 0
    },
    async bindDevice(session, key) {
      await db.run(sql`update auth.session set "deviceKey" = ${key} where id = ${session.sessionId}`)
    },
    async revokeDevice(key, tenantId, reason) {
      await db.run(sql`with d as (delete from auth.session where "deviceKey" = ${key})
        insert into auth.revoked_device (key, tenant_id, reason) values (${key}, ${tenantId}, ${reason}) on conflict do nothing`)
      revoked.delete(key)
      forgetToken((cached) => cached.device?.key === key)
    },
    async revokingTenants(key) {
      const hit = revoked.get(key)
      if (hit && hit.until > performance.now()) return hit.tenants
      const rows = await db.rows<{ tenantId: string }>(sql`select tenant_id from auth.revoked_device where key = ${key}`)
      if (revoked.size > 10_000) revoked.clear()
      const tenants = rows.map((row) => row.tenantId)
      revoked.set(key, { until: performance.now() + CACHE_MS, tenants })
      return tenants
    },
    async createUser({ name, username: login, phone, password, passwordHash }) {
      if (!passwordHash && (password ?? '').length < MIN_PASSWORD) throw invalid('identity.password_short', { min: MIN_PASSWORD })
      const hash = passwordHash ?? (await (await auth.$context).password.hash(password as string))
      const id = uuidv7()
      const phoneNumber = phone ? chinese(phone) : null
      const taken = await db.row(sql`select 1 from auth."user" where username = ${login.toLowerCase()} or "phoneNumber" = ${phoneNumber}`)
      if (taken) throw refuse('identity.login_taken', { login })
      await db.run(sql`with u as (insert into auth."user" (id, name, email, "emailVerified", username, "displayUsername", "phoneNumber", "phoneNumberVerified")
          values (${id}, ${name}, ${`${id}@phone.invalid`}, false, ${login.toLowerCase()}, ${login}, ${phoneNumber}, ${phoneNumber !== null}) returning id)
        insert into auth.account (id, "accountId", "providerId", "userId", password) select ${uuidv7()}, id, 'credential', id, ${hash} from u`)
      return id
    },
    hashPassword: async (password) => (await auth.$context).password.hash(password),
    async setPassword(userId, password) {
      if (password.length < MIN_PASSWORD) throw invalid('identity.password_short', { min: MIN_PASSWORD })
      const hash = await (await auth.$context).password.hash(password)
      await db.run(
        sql`update auth.account set password = ${hash}, "updatedAt" = now() where "userId" = ${userId} and "providerId" = 'credential'`,
      )
    },
    async checkPassword(userId, password) {
      const row = await db.row<{ password: string | null }>(
        sql`select password from auth.account where "userId" = ${userId} and "providerId" = 'credential'`,
      )
      return row?.password ? (await auth.$context).password.verify({ hash: row.password, password }) : false
    },
    async revokeAll(userId, keepSessionId) {
      await db.run(sql`delete from auth.session where "userId" = ${userId} and id is distinct from ${keepSessionId ?? null}`)
      forgetToken((session) => session.userId === userId && session.sessionId !== keepSessionId)
    },
    async endSessions(tenantId) {
      await db.run(sql`delete from auth.session where "tenantId" = ${tenantId}`)
      forgetToken((session) => session.tenantId === tenantId)
    },
    async removeUser(userId) {
      await db.run(sql`delete from auth."user" where id = ${userId}`)
    },
    async addMembership(userId, tenantId, memberId) {
      await db.run(sql`insert into auth.membership (user_id, tenant_id, member_id) values (${userId}, ${tenantId}, ${memberId})`)
    },
    async leaveCompany(userId, tenantId) {
      await db.run(sql`delete from auth.membership where user_id = ${userId} and tenant_id = ${tenantId}`)
      await db.run(
        sql`delete from auth."user" where id = ${userId} and not exists (select 1 from auth.membership m where m.user_id = ${userId})`,
      )
      forgetToken((session) => session.userId === userId)
    },
    async endMembership(userId, tenantId) {
      await db.run(sql`delete from auth.membership where user_id = ${userId} and tenant_id = ${tenantId}`)
      forgetToken((session) => session.userId === userId && session.tenantId === tenantId)
    },
    forget(tenantId) {
      if (!tenantId) cache.clear()
      else {
        forgetToken((session) => session.tenantId === tenantId)
        // A member who was just given access back may be remembered as nobody.
        for (const [key, entry] of cache) if (!entry.session) cache.delete(key)
      }
    },
    pool,
    async close() {
      await Promise.all([pool.end(), datedPool.end()])
    },
  }
}

// A closed company lets nobody in.
const notClosed = sql<boolean>`not exists (select 1 from public.tenant t where t.id = m.tenant_id and t.state = 'closed')`

/** A phone as typed in China, as E.164: `13812342046` → `+8613812342046`. */
function chinese(phone: string): string {
  const digits = phone.replace(/[\s-]/g, '')
  return digits.startsWith('+') ? digits : `+86${digits}`
}

// Back-off: after five failures the login waits 30 s, doubling up to 15 minutes. Real time, not the tenant's clock.
const FREE_TRIES = 5
async function refuseIfLocked(db: ReturnType<typeof global>, hash: string): Promise<void> {
  const row = await db.row<{ seconds: number }>(
    sql`select ceil(extract(epoch from locked_until - now()))::int as seconds from auth.sign_in_failure where login_hash = ${hash} and locked_until > now()`,
  )
  if (row) throw refuse('identity.locked', { seconds: row.seconds }, 429)
}
async function countFailure(db: ReturnType<typeof global>, hash: string): Promise<void> {
  await db.run(sql`insert into auth.sign_in_failure as f (login_hash, failures, last_at) values (${hash}, 1, now())
    on conflict (login_hash) do update set last_at = now(),
      failures = case when f.last_at < now() - interval '1 day' then 1 else f.failures + 1 end,
      locked_until = case when f.last_at >= now() - interval '1 day' and f.failures + 1 >= ${FREE_TRIES}::int
        then now() + make_interval(secs => least(900, 30 * 2 ^ (f.failures + 1 - ${FREE_TRIES}::int))) end`)
}
