// Providers a company may sign in by: any OpenID Connect provider by its discovery document, and WeCom, DingTalk and Feishu, whose
// exchanges differ from the standard and are told here as their documents tell them. Not checked against the vendors' live systems.
import type { GenericOAuthConfig } from 'better-auth/plugins/generic-oauth'
import { type Asking, askOutward as ask } from './outward.ts'
import { isPublicPlace, isPublicUrl, type Resolve } from './public-place.ts'

export type ProviderKind = 'oidc' | 'wecom' | 'dingtalk' | 'feishu'

export interface CompanyProvider {
  id: string
  tenantId: string
  kind: ProviderKind
  clientId: string
  clientSecret: string
  /** Of OpenID Connect: the issuer. Of the others only where their servers stand elsewhere (own cloud, tests). */
  issuer: string | null
  /** WeCom: the application's number. */
  agentId: string | null
}

type Told = Record<string, unknown>
const json = (body: unknown): Asking => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

// These vendors answer errors with HTTP 200: what counts is that the field is there.
const field = (told: Told, ...names: string[]): string => {
  const value = names.map((name) => told[name]).find((one) => typeof one === 'string' && one.length > 0)
  if (!value) throw new Error(`the provider gave no ${names[0]} (${String(told.errcode ?? told.code ?? '')})`)
  return value as string
}
const person = (id: string) => ({ id, name: '', email: undefined, emailVerified: false })

/** The configuration of better-auth's generic provider; `redirectURI` is the app's page that the provider sends people back to. */
export function configOf(provider: CompanyProvider, redirectURI: string, tokenUrl: string | null): GenericOAuthConfig {
  const { clientId, clientSecret } = provider
  return {
    providerId: provider.id,
    clientId,
    clientSecret,
    redirectURI,
    disableSignUp: true,
    // Never by e-mail: an address that the company's provider claims says nothing of users here.
    mapProfileToUser: (profile) => ({ email: `${String(profile.id ?? profile.sub)}@${provider.id}.invalid`, emailVerified: false }),
    ...shapes[provider.kind](provider, redirectURI, tokenUrl),
  }
}

type Shape = Partial<GenericOAuthConfig>
const shapes: Record<ProviderKind, (provider: CompanyProvider, redirectURI: string, tokenUrl: string | null) => Shape> = {
  oidc: ({ issuer, clientId, clientSecret }, redirectURI, tokenUrl) => ({
    discoveryUrl: discoveryOf(issuer),
    // With a header of ours the library follows redirects within the issuer's own origin alone.
    discoveryHeaders: { accept: 'application/json' },
    getToken: async ({ code, codeVerifier }) => {
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectURI, client_id: clientId, client_secret: clientSecret }
      const body = new URLSearchParams({ ...form, ...(codeVerifier ? { code_verifier: codeVerifier } : {}) })
      const told = await ask(tokenUrl ?? '', { method: 'POST', body })
      return { accessToken: String(told.access_token ?? ''), idToken: field(told, 'id_token') }
    },
    requireIdTokenVerification: true,
    scopes: ['openid'],
    pkce: true,
    // Who it is stands in the ID token, which the library has verified by then; nothing else is asked for.
    getUserInfo: async ({ idToken }) => {
      const { sub } = JSON.parse(Buffer.from(idToken?.split('.')[1] ?? '', 'base64url').toString() || '{}') as { sub?: string }
      return sub ? { ...person(sub), sub } : null
    },
  }),
  wecom: ({ clientId, clientSecret, agentId, issuer }) => {
    const api = issuer ?? 'https://qyapi.weixin.qq.com'
    return {
      authorizationUrl: `${issuer ?? 'https://login.work.weixin.qq.com'}/wwlogin/sso/login`,
      authorizationUrlParams: { login_type: 'CorpApp', appid: clientId, agentid: agentId ?? '' },
      getToken: async ({ code }) => {
        const query = new URLSearchParams({ corpid: clientId, corpsecret: clientSecret })
        const accessToken = field(await ask(`${api}/cgi-bin/gettoken?${query}`), 'access_token')
        const who = await ask(`${api}/cgi-bin/auth/getuserinfo?${new URLSearchParams({ access_token: accessToken, code })}`)
        // The application's token is not the person's: only who came is passed on.
        return { accessToken: field(who, 'userid', 'UserId') }
      },
      getUserInfo: async ({ accessToken }) => person(accessToken ?? ''),
    }
  },
  dingtalk: ({ clientId, clientSecret, issuer }) => {
    const api = issuer ?? 'https://api.dingtalk.com'
    return {
      authorizationUrl: `${issuer ?? 'https://login.dingtalk.com'}/oauth2/auth`,
      scopes: ['openid'],
      prompt: 'consent',
      getToken: async ({ code }) => {
        const body = { clientId, clientSecret, code, grantType: 'authorization_code' }
        return { accessToken: field(await ask(`${api}/v1.0/oauth2/userAccessToken`, json(body)), 'accessToken') }
      },
      getUserInfo: async ({ accessToken }) => {
        const headers = { 'x-acs-dingtalk-access-token': accessToken ?? '' }
        return person(field(await ask(`${api}/v1.0/contact/users/me`, { headers }), 'unionId'))
      },
    }
  },
  feishu: ({ clientId, clientSecret, issuer }, redirectURI) => {
    const accounts = issuer ?? 'https://accounts.feishu.cn'
    return {
      authorizationUrl: `${accounts}/open-apis/authen/v1/authorize`,
      getToken: async ({ code }) => {
        const form = new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: clientId,
          client_secret: clientSecret,
          code,
          redirect_uri: redirectURI,
        })
        return { accessToken: field(await ask(`${accounts}/oauth/v3/token`, { method: 'POST', body: form }), 'access_token') }
      },
      getUserInfo: async ({ accessToken }) => {
        const headers = { authorization: `Bearer ${accessToken ?? ''}` }
        const told = await ask(`${issuer ?? 'https://open.feishu.cn'}/open-apis/authen/v1/user_info`, { headers })
        return person(field((told.data as Told | undefined) ?? told, 'open_id'))
      },
    }
  },
}

const discoveryOf = (issuer: string | null): string => `${(issuer ?? '').replace(/\/$/, '')}/.well-known/openid-configuration`

/** The server itself asks this address: it must be a public name over https, by its spelling. */
export const isPublicIssuer = (issuer: string): boolean => isPublicUrl(issuer) && !new URL(issuer).search

/** Every endpoint that the server will ask passes the test of the issuer. Throws when one leads inside. */
export async function checkedDiscovery(told: Told, resolve?: Resolve): Promise<{ tokenUrl: string }> {
  for (const key of ['token_endpoint', 'jwks_uri', 'userinfo_endpoint']) {
    const url = told[key]
    if (url !== undefined && !(await isPublicPlace(String(url), resolve))) throw new Error(`${key} leads inside`)
  }
  if (typeof told.token_endpoint !== 'string') throw new Error('no token endpoint')
  return { tokenUrl: told.token_endpoint }
}

/** Looks before the library does; throws when the provider leads inside or does not answer. Gives the token endpoint of OpenID Connect. */
export async function lookAtProvider({ kind, issuer }: CompanyProvider): Promise<string | null> {
  if (kind === 'oidc') return (await checkedDiscovery(await ask(discoveryOf(issuer)))).tokenUrl
  if (issuer !== null && !(await isPublicPlace(issuer))) throw new Error('the address leads inside')
  return null
}
