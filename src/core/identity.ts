// Identity: global users and their ways in (better-auth in schema auth). Membership of companies is ours: auth.membership says as
// which member a user acts in which tenant. Sessions, ways in, second factor and companies' providers are in identity-*.ts.
import { global, isUniqueViolation, openPool, sql } from './db.ts'
import { makeAuth } from './identity-auth.ts'
import { companySignIn } from './identity-company.ts'
import { beginTry, type Db, hashOf, looking } from './identity-limits.ts'
import { phoneSessions } from './identity-phones.ts'
import { secondFactors } from './identity-second-factor.ts'
import { historyOf, keepSessions, noteTry, type Sessions } from './identity-sessions.ts'
import { chinese, savePassword, waysIn } from './identity-ways.ts'
import { uuidv7 } from './ids.ts'
import { mustBeGoodPassword } from './passwords.ts'
import { port } from './port.ts'
import { refuse } from './refuse.ts'

export { loadActor, loadDevice, type Session, secondFactorDue } from './identity-sessions.ts'

/** Carries a one-time code to a phone; notifications plugs it. */
export const sendCode = port<[phone: string, code: string], Promise<void>>('identity.sendCode')

export type Identity = ReturnType<typeof openIdentity>

export function openIdentity(options: { authUrl: string; secret: string; max?: number; log?: (line: Record<string, unknown>) => void }) {
  const { secret } = options
  const url = `${options.authUrl}${options.authUrl.includes('?') ? '&' : '?'}options=-c%20search_path%3Dauth`
  const own = openPool(url, options.max ?? 3, 'fieldloop-auth')
  const pool = openPool(url, options.max ?? 3, 'fieldloop-auth', 'dates')
  const db = global(own)
  const underWay = new Set<Promise<void>>()
  const auth = makeAuth({
    pool,
    secret,
    sendCode: (phone, code) => {
      const sending = deliver(db, phone, code).catch((error: Error) => {
        options.log?.({ level: 'error', what: 'sms', error: error.message })
      })
      underWay.add(sending)
      void sending.finally(() => underWay.delete(sending))
    },
  })
  const sessions = keepSessions(auth, db, secret)
  return {
    ...sessions,
    ...phoneSessions(db, sessions),
    ...waysIn(auth, db, sessions, secret),
    ...secondFactors(auth, db, sessions),
    ...companySignIn({ pool, db, sessions, secret }),
    ...users(auth, db, sessions),
    history: (userId: string) => historyOf(db, userId),
    noteTry: (...args: Parameters<typeof noteTry> extends [Db, ...infer Rest] ? Rest : never) => noteTry(db, ...args),
    looking: <T>(ip: string, look: () => Promise<T>) => looking(db, ip, look),
    /** Reads and writes the identity schema; for the archive of a tenant. */
    pool: own,
    async close(): Promise<void> {
      await Promise.all(underWay)
      await Promise.all([pool.end(), own.end()])
    },
  }
}

/** A phone that is nobody's gets nothing. */
async function deliver(db: Db, phone: string, code: string): Promise<void> {
  if (await db.row(sql`select 1 from auth."user" where "phoneNumber" = ${phone}`)) await sendCode(phone, code)
}

function users(auth: ReturnType<typeof makeAuth>, db: Db, sessions: Sessions) {
  const hashPassword = async (password: string): Promise<string> => (await auth.$context).password.hash(password)
  return {
    hashPassword,
    /** Creates a user who can sign in by username or phone. `passwordHash` skips hashing (tests, demo). */
    async createUser({
      name,
      username: login,
      phone,
      phoneVerified = false,
      password,
      passwordHash,
      given = false,
    }: {
      name: string
      username: string
      phone?: string | null
      /** A code went there and came back; else the first code that is typed says so. */
      phoneVerified?: boolean
      password?: string
      passwordHash?: string
      /** Somebody else chose the password: an own one comes first. */
      given?: boolean
    }): Promise<string> {
      if (!passwordHash) mustBeGoodPassword(password ?? '', [login, phone])
      const hash = passwordHash ?? (await hashPassword(password as string))
      const id = uuidv7()
      const phoneNumber = phone ? chinese(phone) : null
      const taken = await db.row(sql`select 1 from auth."user" where username = ${login.toLowerCase()} or "phoneNumber" = ${phoneNumber}`)
      if (taken) throw refuse('identity.login_taken', { login })
      await db.run(sql`with u as (insert into auth."user" (id, name, email, "emailVerified", username, "displayUsername", "phoneNumber", "phoneNumberVerified", "passwordGiven")
          values (${id}, ${name}, ${`${id}@phone.invalid`}, false, ${login.toLowerCase()}, ${login}, ${phoneNumber}, ${phoneNumber !== null && phoneVerified}, ${given}) returning id)
        insert into auth.account (id, "accountId", "providerId", "userId", password) select ${uuidv7()}, id, 'credential', id, ${hash} from u`)
      return id
    },
    /** `given`: by somebody else, so that an own one comes first. */
    async setPassword(userId: string, password: string, given = false): Promise<void> {
      const own = await db.row<{ username: string; phone: string | null }>(
        sql`select username, "phoneNumber" as phone from auth."user" where id = ${userId}`,
      )
      mustBeGoodPassword(password, [own?.username, own?.phone])
      const hash = await hashPassword(password)
      await savePassword(db, userId, hash, given)
      sessions.forgetIf((session) => session.userId === userId)
    },
    /** Of who is signed in: counted under a key of the user's own, so that a stolen session guesses no more than a stranger. Refuses `identity.locked`. */
    async provePassword(userId: string, password: string, ip: string): Promise<boolean> {
      const attempt = await beginTry(db, hashOf(`password of ${userId}`), ip)
      const right = await this.checkPassword(userId, password)
      if (right) await attempt.succeeded()
      return right
    },
    async checkPassword(userId: string, password: string): Promise<boolean> {
      const row = await db.row<{ password: string | null }>(
        sql`select password from auth.account where "userId" = ${userId} and "providerId" = 'credential'`,
      )
      return row?.password ? (await auth.$context).password.verify({ hash: row.password, password }) : false
    },
    /** A way in; `verified` when a code came back from it. Refuses `member.phone_taken`. */
    async setPhone(userId: string, phone: string | null, verified: boolean): Promise<void> {
      await db
        .run(sql`update auth."user" set "phoneNumber" = ${phone}, "phoneNumberVerified" = ${verified} where id = ${userId}`)
        .catch((error: unknown) => {
          throw isUniqueViolation(error, 'user_phoneNumber_key') ? refuse('member.phone_taken') : error
        })
    },
    async phoneOf(userId: string): Promise<string | null> {
      return (
        (await db.row<{ phone: string | null }>(sql`select "phoneNumber" as phone from auth."user" where id = ${userId}`))?.phone ?? null
      )
    },
    /** Phones that answered a code, by user. */
    async provenPhones(userIds: readonly string[]): Promise<Map<string, string>> {
      const rows = await db.rows<{ id: string; phone: string }>(
        sql`select id, "phoneNumber" as phone from auth."user" where id = any(${userIds}) and "phoneNumber" is not null and "phoneNumberVerified"`,
      )
      return new Map(rows.map(({ id, phone }) => [id, phone]))
    },
    /** Takes back a user whose membership could not be made. */
    async removeUser(userId: string): Promise<void> {
      await db.run(sql`delete from auth."user" where id = ${userId}`)
    },
    /** As whom a user acts, company by company. */
    membersOf: (userId: string): Promise<{ tenantId: string; memberId: string }[]> =>
      db.rows(
        sql<{
          tenantId: string
          memberId: string
        }>`select tenant_id, member_id from auth.membership where user_id = ${userId} order by tenant_id`,
      ),
    async userOf(userId: string): Promise<{ id: string; name: string; username: string }> {
      const row = await db.row<{ id: string; name: string; username: string }>(
        sql`select id, name, username from auth."user" where id = ${userId}`,
      )
      if (!row) throw new Error('a session has a user')
      return row
    },
    async addMembership(userId: string, tenantId: string, memberId: string): Promise<void> {
      await db.run(sql`insert into auth.membership (user_id, tenant_id, member_id) values (${userId}, ${tenantId}, ${memberId})`)
    },
    /** Ends the membership, and with the last one the user: login, sessions, addresses. */
    async leaveCompany(userId: string, tenantId: string): Promise<void> {
      await db.run(sql`delete from auth.membership where user_id = ${userId} and tenant_id = ${tenantId}`)
      await db.run(
        sql`delete from auth."user" where id = ${userId} and not exists (select 1 from auth.membership m where m.user_id = ${userId})`,
      )
      sessions.forgetIf((session) => session.userId === userId)
    },
    async endMembership(userId: string, tenantId: string): Promise<void> {
      await db.run(sql`delete from auth.membership where user_id = ${userId} and tenant_id = ${tenantId}`)
      sessions.forgetIf((session) => session.userId === userId && session.tenantId === tenantId)
    },
  }
}
