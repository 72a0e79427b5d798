// Sign-in by a company's own provider. The library keeps state, PKCE and nonce and checks the ID token; which accounts belong to whom
// was said by their owners while signed in. Who comes this way acts in that company alone.
import type pg from 'pg'
import { sql } from './db.ts'
import { type Auth, makeAuth } from './identity-auth.ts'
import type { Db } from './identity-limits.ts'
import { type CompanyProvider, configOf } from './identity-presets.ts'
import { type Device, notClosed, noteTry, type Session, type Sessions } from './identity-sessions.ts'
import { refuse } from './refuse.ts'

interface Parts {
  pool: pg.Pool
  db: Db
  sessions: Sessions
  secret: string
}

export interface Departure {
  url: string
  cookies: string[]
}

const KEEP = 200

export function companySignIn({ pool, db, sessions, secret }: Parts) {
  // One instance of the library for each provider and address of the app; a changed provider has another key.
  const instances = new Map<string, Auth>()
  function instanceOf(provider: CompanyProvider, redirectURI: string): Auth {
    const key = JSON.stringify([provider, redirectURI])
    const kept = instances.get(key)
    if (kept) return kept
    if (instances.size >= KEEP) instances.clear()
    const auth = makeAuth({ pool, secret, provider: configOf(provider, redirectURI) })
    instances.set(key, auth)
    return auth
  }

  const departure = (answer: { response: unknown; headers: Headers }): Departure => {
    const { url } = answer.response as { url?: string }
    if (!url) throw refuse('sign_in.company_unreachable', {}, 502)
    return { url, cookies: answer.headers.getSetCookie() }
  }
  // The library answers an unreachable provider as a missing one, and a broken one by throwing.
  const unreachable = (): never => {
    throw refuse('sign_in.company_unreachable', {}, 502)
  }

  return {
    /** Where to send the person; the cookies keep the state until he is back. */
    async departToCompany(provider: CompanyProvider, redirectURI: string): Promise<Departure> {
      const auth = instanceOf(provider, redirectURI)
      const body = { provider: provider.id, callbackURL: '/in', errorCallbackURL: '/refused', disableRedirect: true }
      const answer = await auth.api.signInSocial({ body, headers: new Headers(), returnHeaders: true }).catch(unreachable)
      return departure(answer)
    },
    /** The same for a signed-in person who wants his account there to lead here. */
    async departToLink(provider: CompanyProvider, redirectURI: string, cookie: string): Promise<Departure> {
      const auth = instanceOf(provider, redirectURI)
      const body = { provider: provider.id, callbackURL: '/linked', errorCallbackURL: '/refused', disableRedirect: true }
      const answer = await auth.api.linkSocialAccount({ body, headers: new Headers({ cookie }), returnHeaders: true }).catch(unreachable)
      return departure(answer)
    },
    /** Back from the provider: signed in, or linked. Refuses an account that nobody here called his. */
    async returnFromCompany(
      provider: CompanyProvider,
      redirectURI: string,
      { code, state, cookie, session, ...device }: Device & { code: string; state: string; cookie: string; session: Session | null },
    ): Promise<{ cookies: string[]; linked: boolean; userId: string | null }> {
      const auth = instanceOf(provider, redirectURI)
      const query = new URLSearchParams({ code, state })
      const answer = await auth.handler(
        new Request(`http://127.0.0.1/api/auth/callback/${provider.id}?${query}`, { headers: { cookie, 'user-agent': device.userAgent } }),
      )
      const cookies = answer.headers.getSetCookie()
      const location = answer.headers.get('location') ?? ''
      // Who it is was all we wanted to know.
      await db.run(sql`update auth.account set "accessToken" = null, "refreshToken" = null, "idToken" = null
        where "providerId" = ${provider.id} and coalesce("accessToken", "refreshToken", "idToken") is not null`)
      if (location.startsWith('/linked')) return { cookies, linked: true, userId: session?.userId ?? null }
      const token = decodeURIComponent(/session_token=([^;]+)/.exec(cookies.join())?.[1] ?? '').split('.')[0]
      if (!location.startsWith('/in') || !token) throw refusalOf(location)
      const user = await db.row<{ userId: string }>(sql`select s."userId" as user_id from auth.session s
        join auth.membership m on m.user_id = s."userId" and m.tenant_id = ${provider.tenantId} and ${notClosed} where s.token = ${token}`)
      if (!user) {
        await db.run(sql`delete from auth.session where token = ${token}`)
        throw refuse('sign_in.company_unknown_account', {}, 401)
      }
      await sessions.dress(token, user.userId, device, provider.tenantId)
      await sessions.bind(token, provider.tenantId)
      await noteTry(db, user.userId, 'company', 'in', device)
      return { cookies, linked: false, userId: user.userId }
    },
    async companyAccountOf(userId: string, providerId: string): Promise<boolean> {
      return Boolean(await db.row(sql`select 1 from auth.account where "userId" = ${userId} and "providerId" = ${providerId}`))
    },
    async unlinkCompany(userId: string, providerId: string): Promise<boolean> {
      return (await db.run(sql`delete from auth.account where "userId" = ${userId} and "providerId" = ${providerId}`)) > 0
    },
  }
}

function refusalOf(location: string) {
  const error = /[?&]error=([^&]+)/.exec(location)?.[1] ?? ''
  if (/signup.disabled|account.not.linked|unable.to.link/i.test(error)) return refuse('sign_in.company_unknown_account', {}, 401)
  if (/already.linked|different.user/i.test(error)) return refuse('sign_in.company_account_taken')
  if (/state|access_denied|cancel/i.test(error)) return refuse('sign_in.company_again', {}, 401)
  return refuse('sign_in.company_unreachable', {}, 502)
}
