import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { CLIENT, startProvider } from '#testing/provider.ts'
import { openWorld, PASSWORD, type Person } from '#testing/world.ts'

process.env.FIELDLOOP_LOCAL_ISSUERS = '1'
const world = await openWorld()
const provider = await startProvider()
after(() => provider.close())
const company = await world.company('oidc-co')
const boss = await company.member('老板', { 'member.manage': 'all' })
const asBoss = await world.browser(boss)
const auth = new pg.Pool({ connectionString: world.db.authUrl, max: 1 })
auth.on('error', () => {})
after(() => auth.end())
const setting = (more: object = {}) => ({ version: 0, kind: 'oidc', ...CLIENT, issuer: provider.url, enabled: true, ...more })

/** A browser with cookies that follows the way to the provider and back to the page of the app. */
function client() {
  const jar = new Map<string, string>()
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await world.app().inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) })
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(String(line)) ?? []
      if (/Max-Age=0/i.test(String(line))) jar.delete(name as string)
      else jar.set(name as string, value as string)
    }
    return { status: answer.statusCode, body: answer.json() }
  }
  return Object.assign(call, {
    async signIn(person: Person) {
      assert.equal((await call('POST', '/session', { login: person.username, password: PASSWORD })).status, 200)
    },
    /** To the provider and back; what the page then got. */
    async travel(depart: string, body: object, company = 'oidc-co') {
      const gone = await call('POST', depart, body)
      if (gone.status !== 200) return gone
      const back = new URL((await fetch(gone.body.url, { redirect: 'manual' })).headers.get('location') as string)
      assert.equal(back.pathname, `/console/sign-in/${company}`)
      const { code, state } = Object.fromEntries(back.searchParams)
      return await call('POST', '/session/company/return', { company, app: 'console', code, state })
    },
    comeIn(name = 'oidc-co') {
      return this.travel('/session/company', { company: name, app: 'console' }, name)
    },
  })
}

test('set, linked by its owner, and from then on the way in; state, PKCE and the page are checked by the provider', async () => {
  assert.equal((await client().comeIn()).body.code, 'sign_in.no_company_sign_in')
  assert.equal((await asBoss('PUT', '/company-sign-in', setting())).body.version, 1)
  const shown = (await asBoss('GET', '/company-sign-in')).body
  assert.equal(JSON.stringify(shown).includes(CLIENT.clientSecret), false)
  assert.match(shown.redirectUris[0], /\/console\/sign-in\/oidc-co$/)

  const lin = await company.member('林晓峰', {})
  provider.person = 'lin@provider'
  assert.equal((await client().comeIn()).body.code, 'sign_in.company_unknown_account', 'nobody called this account his')
  const mine = client()
  await mine.signIn(lin)
  assert.deepEqual((await mine.travel('/me/company-account', { app: 'console' })).body, { ok: true, linked: true })
  assert.deepEqual((await mine('GET', '/me/security')).body.companyAccount, { kind: 'oidc', linked: true })
  const other = client()
  assert.deepEqual((await other.comeIn()).body, { ok: true, linked: false })
  assert.equal((await other('GET', '/me')).body.name, '林晓峰')
  assert.equal((await other('GET', '/me/sign-ins')).body.items[0].way, 'company')

  assert.equal((await mine('DELETE', '/me/company-account')).status, 200)
  assert.equal((await client().comeIn()).body.code, 'sign_in.company_unknown_account')
})

test('a state of another browser, a code twice, a token for another or unsigned in truth: none comes in', async () => {
  const sun = await company.member('孙倩', {})
  provider.person = 'sun@provider'
  const mine = client()
  await mine.signIn(sun)
  await mine.travel('/me/company-account', { app: 'console' })
  const way = { company: 'oidc-co', app: 'console' }
  const back = async (call: ReturnType<typeof client>) => {
    const { url } = (await call('POST', '/session/company', way)).body
    return Object.fromEntries(new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') as string).searchParams)
  }
  const [victim, thief] = [client(), client()]
  const given = await back(thief)
  assert.notEqual((await victim('POST', '/session/company/return', { ...way, ...given })).status, 200, 'sent to another browser')
  const fresh = await back(victim)
  assert.equal((await victim('POST', '/session/company/return', { ...way, ...fresh })).status, 200)
  assert.notEqual((await client()('POST', '/session/company/return', { ...way, ...fresh })).status, 200, 'used')
  for (const lie of [{ aud: 'somebody-else' }, { iss: 'https://elsewhere.example' }, { nonce: 'of-another' }, { exp: 1 }]) {
    provider.lie = lie
    assert.notEqual((await client().comeIn()).status, 200, JSON.stringify(lie))
  }
  provider.lie = {}
  assert.equal((await client().comeIn()).status, 200)
})

test('an e-mail that the provider claims makes nobody of anybody', async () => {
  const victim = await company.member('赵敏', {})
  provider.person = 'thief@provider'
  provider.lie = { email: `${victim.userId}@phone.invalid`, email_verified: true }
  assert.equal((await client().comeIn()).body.code, 'sign_in.company_unknown_account')
  provider.lie = {}
})

test('who comes by one company’s provider acts in that company alone', async () => {
  const person = await company.member('两家的人', {})
  const other = await world.company('other-co')
  const there = await other.member('也是他', {})
  await world.house.services().identity.endMembership(there.userId, other.tenantId)
  await world.house.services().identity.addMembership(person.userId, other.tenantId, there.id)
  provider.person = 'both@provider'
  const mine = client()
  await mine.signIn(person)
  await mine('PUT', '/me/company', { company: 'oidc-co' })
  await mine.travel('/me/company-account', { app: 'console' })
  const call = client()
  await call.comeIn()
  assert.equal((await call('GET', '/me')).body.tenant.id, company.tenantId)
  assert.deepEqual(
    (await call('GET', '/me/companies')).body.items.map((one: { tenantId: string }) => one.tenantId),
    [company.tenantId],
  )
  assert.equal((await call('PUT', '/me/company', { company: 'other-co' })).body.code, 'session.bound_to_company')
})

test('a disabled member does not come in; an account belongs to one person', async () => {
  const [one, two] = [await company.member('甲', {}), await company.member('乙', {})]
  provider.person = 'one@provider'
  const mine = client()
  await mine.signIn(one)
  await mine.travel('/me/company-account', { app: 'console' })
  const second = client()
  await second.signIn(two)
  assert.equal((await second.travel('/me/company-account', { app: 'console' })).body.code, 'sign_in.company_account_taken')
  assert.equal((await asBoss('POST', `/members/${one.id}/disable`, { successorId: boss.id })).status, 200)
  const gone = client()
  await gone.comeIn()
  assert.equal((await gone('GET', '/me')).status, 401)
})

test('WeCom, DingTalk and Feishu by their own exchanges; another provider ends what was linked at the one before', async () => {
  const person = await company.member('三处的人', {})
  for (const kind of ['wecom', 'dingtalk', 'feishu'] as const) {
    const { version } = (await asBoss('GET', '/company-sign-in')).body.current
    assert.equal((await asBoss('PUT', '/company-sign-in', setting({ version, kind, agentId: '1000002' }))).status, 200, kind)
    provider.person = `p-at-${kind}`
    provider.asked.length = 0
    assert.equal((await client().comeIn()).body.code, 'sign_in.company_unknown_account', kind)
    const mine = client()
    await mine.signIn(person)
    assert.deepEqual((await mine.travel('/me/company-account', { app: 'console' })).body, { ok: true, linked: true }, kind)
    const call = client()
    assert.equal((await call.comeIn()).status, 200, kind)
    assert.equal((await call('GET', '/me')).body.name, '三处的人')
    const exchange = {
      wecom: 'GET /cgi-bin/auth/getuserinfo',
      dingtalk: 'GET /v1.0/contact/users/me',
      feishu: 'GET /open-apis/authen/v1/user_info',
    }
    assert.ok(provider.asked.includes(exchange[kind]), kind)
  }
})

test('a new provider wants its own secret, a public address and the newest version', async () => {
  const put = async (more: object) => (await asBoss('PUT', '/company-sign-in', setting(more))).body.code
  const { version } = (await asBoss('GET', '/company-sign-in')).body.current
  assert.equal(await put({ version: version - 1 }), 'common.stale')
  assert.equal(await put({ version, clientSecret: null }), 'company_sign_in.secret_needed')
  assert.equal(await put({ version, kind: 'wecom', agentId: null }), 'company_sign_in.agent_needed')
  process.env.FIELDLOOP_LOCAL_ISSUERS = ''
  for (const issuer of [
    'http://idp.example.com',
    'https://127.0.0.1',
    'https://localhost',
    'https://[::1]',
    'https://10.0.0.8',
    'https://idp.internal',
    'https://a@idp.example.com',
    'nonsense',
    null,
  ])
    assert.equal(await put({ version, issuer }), 'company_sign_in.issuer_not_public', String(issuer))
  process.env.FIELDLOOP_LOCAL_ISSUERS = '1'
  const rep = await world.browser(await company.member('业务员', {}))
  assert.equal((await rep('GET', '/company-sign-in')).status, 403)
})

test('a provider that does not answer is told in words', async () => {
  const { version } = (await asBoss('GET', '/company-sign-in')).body.current
  await asBoss('PUT', '/company-sign-in', setting({ version, issuer: 'http://127.0.0.1:9' }))
  const gone = await client()('POST', '/session/company', { company: 'oidc-co', app: 'console' })
  assert.deepEqual([gone.status, gone.body.code], [502, 'sign_in.company_unreachable'])
})
