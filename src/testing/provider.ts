// A company's provider on loopback: OpenID Connect as its documents say (discovery, code with PKCE, signed ID token, keys), and the
// exchanges of WeCom, DingTalk and Feishu as theirs do. Who is signed in there is set by the test.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'

interface Given {
  clientId: string
  redirectUri: string
  challenge: string | null
  nonce: string | null
  person: string
}

export interface FakeProvider {
  url: string
  /** Who sits before the provider's page. */
  person: string
  /** What the next ID token says instead of the truth. */
  lie: Record<string, unknown>
  /** Requests as `METHOD path`, in order. */
  asked: string[]
  close(): Promise<void>
}

export const CLIENT = { clientId: 'fieldloop', clientSecret: 'provider-secret' }

export async function startProvider(): Promise<FakeProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const codes = new Map<string, Given>()
  const tokens = new Map<string, string>()
  const provider: FakeProvider = { url: '', person: 'p-1', lie: {}, asked: [], close: async () => {} }
  const issue = (given: Given): string => {
    const code = randomBytes(12).toString('hex')
    codes.set(code, given)
    return code
  }
  /** A code is good once, for the client and the page it was given for. */
  const redeem = (code: string | null, clientId: string | null): Given | null => {
    const given = codes.get(code ?? '')
    codes.delete(code ?? '')
    return given && given.clientId === clientId ? given : null
  }
  const idToken = (given: Given): string => {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: provider.url,
      aud: given.clientId,
      sub: given.person,
      iat: now,
      exp: now + 300,
      nonce: given.nonce,
      ...provider.lie,
    }
    const parts = [{ alg: 'RS256', kid: 'k1', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    return `${parts.join('.')}.${sign('RSA-SHA256', Buffer.from(parts.join('.')), privateKey).toString('base64url')}`
  }
  const accessToken = (person: string): string => {
    const token = randomBytes(12).toString('hex')
    tokens.set(token, person)
    return token
  }

  const pages: Record<string, (url: URL, body: string, request: IncomingMessage) => object | string> = {
    '/.well-known/openid-configuration': () => ({
      issuer: provider.url,
      authorization_endpoint: `${provider.url}/authorize`,
      token_endpoint: `${provider.url}/token`,
      jwks_uri: `${provider.url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] }),
    '/authorize': (url) => goBack(url, url.searchParams.get('client_id') ?? ''),
    '/token': (_url, body, request) => {
      const form = new URLSearchParams(body)
      const [id, secret] = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64')
        .toString()
        .split(':')
      if ((form.get('client_secret') ?? secret) !== CLIENT.clientSecret) return { error: 'invalid_client' }
      const given = redeem(form.get('code'), form.get('client_id') ?? id ?? null)
      const proven = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (!given || given.redirectUri !== form.get('redirect_uri') || given.challenge !== proven) return { error: 'invalid_grant' }
      return { access_token: accessToken(given.person), token_type: 'Bearer', expires_in: 300, id_token: idToken(given) }
    },
    // WeCom: the application's token in the query; errors with HTTP 200.
    '/wwlogin/sso/login': (url) => goBack(url, url.searchParams.get('appid') ?? ''),
    '/cgi-bin/gettoken': (url) =>
      url.searchParams.get('corpsecret') === CLIENT.clientSecret
        ? { errcode: 0, errmsg: 'ok', access_token: accessToken('app'), expires_in: 7200 }
        : { errcode: 40001, errmsg: 'invalid credential' },
    '/cgi-bin/auth/getuserinfo': (url) => {
      const given = tokens.has(url.searchParams.get('access_token') ?? '') ? redeem(url.searchParams.get('code'), CLIENT.clientId) : null
      return given ? { errcode: 0, errmsg: 'ok', userid: given.person } : { errcode: 40029, errmsg: 'invalid code' }
    },
    // DingTalk: JSON and a header of its own.
    '/oauth2/auth': (url) => goBack(url, url.searchParams.get('client_id') ?? ''),
    '/v1.0/oauth2/userAccessToken': (_url, body) => {
      const asked = JSON.parse(body) as Record<string, string>
      const given = asked.grantType === 'authorization_code' && asked.clientSecret === CLIENT.clientSecret
      const who = given ? redeem(asked.code ?? null, asked.clientId ?? null) : null
      return who ? { accessToken: accessToken(who.person), expireIn: 7200 } : { code: 'invalidAuthCode', requestid: 'x' }
    },
    '/v1.0/contact/users/me': (_url, _body, request) => {
      const who = tokens.get(String(request.headers['x-acs-dingtalk-access-token']))
      return who ? { nick: '钉钉上的人', unionId: who } : { code: 'InvalidAuthentication' }
    },
    // Feishu: a form, then a bearer token; the person stands below `data`.
    '/open-apis/authen/v1/authorize': (url) => goBack(url, url.searchParams.get('client_id') ?? ''),
    '/oauth/v3/token': (_url, body) => {
      const form = new URLSearchParams(body)
      const given = form.get('client_secret') === CLIENT.clientSecret ? redeem(form.get('code'), form.get('client_id')) : null
      return given && given.redirectUri === form.get('redirect_uri')
        ? { access_token: accessToken(given.person), expires_in: 7200 }
        : { code: 20003, error: 'invalid_grant' }
    },
    '/open-apis/authen/v1/user_info': (_url, _body, request) => {
      const who = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''))
      return who ? { code: 0, data: { open_id: who, name: '飞书上的人' } } : { code: 99991663, msg: 'invalid token' }
    },
  }
  function goBack(url: URL, clientId: string): string {
    const redirectUri = url.searchParams.get('redirect_uri') ?? ''
    const code = issue({
      clientId,
      redirectUri,
      challenge: url.searchParams.get('code_challenge'),
      nonce: url.searchParams.get('nonce'),
      person: provider.person,
    })
    return `${redirectUri}?${new URLSearchParams({ code, state: url.searchParams.get('state') ?? '' })}`
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', provider.url)
    provider.asked.push(`${request.method} ${url.pathname}`)
    let body = ''
    for await (const chunk of request) body += chunk
    const answer = pages[url.pathname]?.(url, body, request)
    if (typeof answer === 'string') response.writeHead(302, { location: answer }).end()
    else if (answer) response.writeHead('error' in answer ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    else response.writeHead(404).end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  provider.url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  provider.close = () => new Promise((done) => server.close(() => done()))
  return provider
}
