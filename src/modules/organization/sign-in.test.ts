import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { sql } from '#core/db.ts'
import { openWorld, PASSWORD } from '#testing/world.ts'

const world = await openWorld()
const company = await world.company()
const auth = new pg.Pool({ connectionString: world.db.authUrl, max: 1 })
auth.on('error', () => {})
after(() => auth.end())

const post = (path: string, payload: object, cookie = '') =>
  world.app().inject({ method: 'POST', url: `/api/v1${path}`, payload, headers: { cookie } })
const cookieOf = (answer: Awaited<ReturnType<typeof post>>): string =>
  [answer.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ')
const again = () => auth.query('truncate auth.allowance, auth.sign_in_failure')
let phones = 13_800_006_000

async function withPhone(name: string) {
  const person = await company.member(name, {})
  phones += 1
  await auth.query(`update auth."user" set "phoneNumber" = $1 where id = $2`, [`+86${phones}`, person.userId])
  return { ...person, phone: String(phones) }
}
async function codeFor(phone: string): Promise<string> {
  await again()
  const before = world.sent.length
  assert.equal((await post('/session/codes', { phone })).statusCode, 200)
  // The carrier is not waited for.
  for (let i = 0; i < 200 && world.sent.length === before; i++) await new Promise((next) => setImmediate(next))
  for (let i = 0; i < 100 && world.sent.length === before; i++) await new Promise((next) => setTimeout(next, 10))
  const sms = world.sent.at(-1)
  assert.equal(sms?.phone, `+86${phone}`)
  return sms?.params.code as string
}

test('a code by SMS signs in once; the second time it is refused in words', async () => {
  const lin = await withPhone('林晓峰')
  const code = await codeFor(lin.phone)
  assert.match(code, /^\d{6}$/)
  const first = await post('/session/by-code', { phone: lin.phone, code, deviceName: '小米 14' })
  assert.deepEqual([first.statusCode, first.json().next], [200, 'in'])
  const me = await world.app().inject({ method: 'GET', url: '/api/v1/me', headers: { cookie: cookieOf(first) } })
  assert.equal(me.json().name, '林晓峰')
  const second = await post('/session/by-code', { phone: lin.phone, code })
  assert.deepEqual(
    [second.statusCode, second.json().code, second.json().detail],
    [401, 'sign_in.code_used', '这个验证码已用过或已失效。重新获取一个。'],
  )
})

test('a wrong, an expired and a superseded code are refused; three wrong ones spend it', async () => {
  const sun = await withPhone('孙倩')
  const said: string[] = []
  const enter = async (code: string) => void said.push((await post('/session/by-code', { phone: sun.phone, code })).json().code)
  const code = await codeFor(sun.phone)
  const wrong = code === '111111' ? '222222' : '111111'
  for (const one of [wrong, wrong, wrong, code]) await enter(one)
  const old = await codeFor(sun.phone)
  let fresh = await codeFor(sun.phone)
  if (old !== fresh) await enter(old)
  fresh = await codeFor(sun.phone)
  await auth.query(`update auth.verification set "expiresAt" = now() - interval '1 second'`)
  await enter(fresh)
  assert.deepEqual(said, [...Array(3).fill('sign_in.code_wrong'), 'sign_in.code_used', 'sign_in.code_wrong', 'sign_in.code_expired'])
})

test('a phone that is nobody’s gets no message and the same answer', async () => {
  await again()
  const before = world.sent.length
  const answer = await post('/session/codes', { phone: '13100000000' })
  await new Promise((next) => setTimeout(next, 200))
  assert.deepEqual([answer.statusCode, answer.body, world.sent.length], [200, '{"ok":true}', before])
})

test('a code stands in no event, no notice and no answer', async () => {
  const zhao = await withPhone('赵敏')
  const code = await codeFor(zhao.phone)
  const answer = await post('/session/password', { phone: zhao.phone, code, password: 'regen-bambus-tor' })
  assert.equal(answer.statusCode, 200)
  const traces = await company.system((ctx) =>
    ctx.tx.rows(sql<{ text: string }>`select to_jsonb(e)::text as text from event e where tenant_id = ${ctx.tenantId}
      union all select to_jsonb(n)::text from notification n where tenant_id = ${ctx.tenantId} union all select answer::text from idempotency_key where tenant_id = ${ctx.tenantId}`),
  )
  assert.ok(traces.length > 0)
  assert.deepEqual(
    traces.filter(({ text }) => text.includes(`"${code}"`)),
    [],
  )
})

test('a forgotten password is set anew by code: old devices are out, the old password too, a common one is refused first', async () => {
  const ma = await withPhone('马骁')
  const device = await world.browser(ma)
  const code = await codeFor(ma.phone)
  const reset = (password: string) => post('/session/password', { phone: ma.phone, code, password })
  assert.equal((await reset('password')).json().code, 'identity.password_known')
  assert.equal((await reset('regen-bambus-tor')).statusCode, 200, 'the refused one did not spend the code')
  assert.equal((await reset('regen-bambus-zwei')).json().code, 'sign_in.code_used')
  assert.equal((await device('GET', '/me')).status, 401)
  assert.equal((await post('/session', { login: ma.username, password: PASSWORD })).json().code, 'identity.wrong_login')
  await world.browser({ ...ma, password: 'regen-bambus-tor' })
  const types = await company.system((ctx) =>
    ctx.tx.rows(sql<{ type: string }>`select type from event where tenant_id = ${ctx.tenantId} and subject_id = ${ma.id}`),
  )
  assert.deepEqual(types, [{ type: 'member.password_changed' }])
})

test('each person sees his own tries: in, refused, by which way and device', async () => {
  const he = await withPhone('何静')
  await post('/session', { login: he.username, password: 'wrong-one-typed' })
  await post('/session/by-code', { phone: he.phone, code: await codeFor(he.phone), deviceName: '小米 14' })
  const call = await world.browser(he)
  const { items } = (await call('GET', '/me/sign-ins')).body
  assert.deepEqual(
    items.map((one: Record<string, unknown>) => [one.way, one.outcome, one.deviceName]),
    [
      ['password', 'in', null],
      ['code', 'in', '小米 14'],
      ['password', 'refused', null],
    ],
  )
  const other = await world.browser(await company.member('张三', {}))
  assert.equal((await other('GET', '/me/sign-ins')).body.items.length, 1)
})

test('who belongs to two companies switches; each answers for itself at once, and a foreign one is a missing one', async () => {
  const person = await company.member('周启明', { 'lead.read': 'own' })
  const other = await world.company()
  const id = (await other.member('分身', {})).id
  await world.house.services().identity.endMembership((await memberUser(other.tenantId, id)) as string, other.tenantId)
  await auth.query('insert into auth.membership (user_id, tenant_id, member_id) values ($1, $2, $3)', [person.userId, other.tenantId, id])
  const login = await post('/session', { login: person.username, password: PASSWORD })
  let cookie = cookieOf(login)
  const get = async (path: string) => (await world.app().inject({ method: 'GET', url: `/api/v1${path}`, headers: { cookie } })).json()
  const put = (code: string) =>
    world.app().inject({ method: 'PUT', url: '/api/v1/me/company', payload: { company: code }, headers: { cookie } })
  const both = (await get('/me/companies')).items as { tenantId: string; code: string; current: boolean }[]
  assert.deepEqual(both.map((one) => one.tenantId).sort(), [company.tenantId, other.tenantId].sort())
  const from = (await get('/me')).tenant.id
  const to = from === company.tenantId ? other.tenantId : company.tenantId
  await world.company('stranger-co')
  assert.equal((await put('stranger-co')).json().code, 'common.not_found')
  const switched = await put(both.find((one) => one.tenantId === to)?.code ?? '')
  assert.equal(switched.statusCode, 200)
  const old = cookie
  cookie = cookieOf(switched)
  assert.equal((await get('/me')).tenant.id, to)
  cookie = old
  assert.equal((await get('/me')).code, 'identity.signed_out', 'the cookie of the other company is worth nothing')
})

test('an administrator does not reset the account of somebody who belongs to another company too', async () => {
  const boss = await company.member('老板', { 'member.manage': 'all' })
  const shared = await company.member('两头跑', {})
  const other = await world.company()
  const id = (await other.member('也是他', {})).id
  await world.house.services().identity.addMembership(shared.userId, other.tenantId, id)
  const call = await world.browser(boss)
  for (const path of ['reset-password', 'reset-second-factor'])
    assert.equal((await call('POST', `/members/${shared.id}/${path}`, {})).body.code, 'member.shared_account')
})

async function memberUser(tenantId: string, memberId: string): Promise<string | undefined> {
  const { rows } = await auth.query('select user_id from auth.membership where tenant_id = $1 and member_id = $2', [tenantId, memberId])
  return rows[0]?.user_id
}

test('a session that is over is over', async () => {
  const person = await company.member('过客', {})
  const call = await world.browser(person)
  assert.equal((await call('GET', '/me')).status, 200)
  await auth.query(`update auth.session set "expiresAt" = now() - interval '1 second' where "userId" = $1`, [person.userId])
  world.house.services().identity.forget()
  assert.equal((await call('GET', '/me')).body.code, 'identity.signed_out')
})
