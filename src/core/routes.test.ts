import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import pg from 'pg'
import { sql } from '#core/db.ts'
import { openWorld, PASSWORD } from '#testing/world.ts'

const world = await openWorld()
const company = await world.company()
const lin = await company.member('林晓峰', { 'policy.read': 'own' })

test('a signed-in member learns who he is, what he may, and the server’s time', async () => {
  const call = await world.browser(lin)
  const { status, body, headers } = await call('GET', '/me')
  assert.equal(status, 200)
  assert.equal(body.name, '林晓峰')
  assert.deepEqual(body.permissions, { 'policy.read': 'own' })
  assert.equal(body.now, '2026-11-23T00:30:00.000Z')
  assert.equal(headers['x-server-now'], '2026-11-23T00:30:00.000Z')
})

test('a stranger is refused before his input is looked at, as problem+json in his language', async () => {
  const answer = await world.app().inject({ method: 'GET', url: '/api/v1/me', headers: { 'accept-language': 'en' } })
  assert.equal(answer.statusCode, 401)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  assert.deepEqual(answer.json(), {
    type: '/problems/identity.signed_out',
    title: 'identity.signed_out',
    status: 401,
    detail: 'You are signed out. Sign in again.',
    code: 'identity.signed_out',
    params: {},
  })
})

test('neither a stranger nor a member without the permission learns anything of the input', async () => {
  const stranger = await world.app().inject({ method: 'POST', url: '/api/v1/members', payload: { nonsense: true } })
  assert.deepEqual([stranger.statusCode, stranger.json().code], [401, 'identity.signed_out'])
  const call = await world.browser(lin)
  const member = await call('POST', '/members', { nonsense: true })
  assert.deepEqual([member.status, member.body.code], [403, 'common.forbidden'])
})

test('bad input names the field and the fix', async () => {
  const answer = await world.app().inject({ method: 'POST', url: '/api/v1/session', payload: { login: '', password: PASSWORD } })
  assert.equal(answer.statusCode, 422)
  assert.equal(answer.json().code, 'common.bad_input')
  assert.equal(answer.json().errors[0].path, 'login')
  assert.equal(answer.json().detail, '账号或手机号 填得不对：必填。改好再提交。')
})

test('broken JSON, an unknown route and a foreign origin each get their sentence', async () => {
  const broken = await world
    .app()
    .inject({ method: 'POST', url: '/api/v1/session', headers: { 'content-type': 'application/json' }, payload: '{"login":' })
  assert.equal(broken.statusCode, 400)
  assert.equal(broken.json().code, 'common.unreadable')
  const nowhere = await world.app().inject({ method: 'GET', url: '/api/v1/nowhere' })
  assert.equal(nowhere.json().code, 'common.no_route')
  const foreign = await world.app().inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { origin: 'https://elsewhere.example', host: 'localhost' },
    payload: { login: 'a', password: 'b' },
  })
  assert.equal(foreign.json().code, 'identity.wrong_origin')
})

test('a revoked session is gone at once in this process', async () => {
  const one = await world.browser(lin)
  const two = await world.browser(lin)
  const { body } = await two('GET', '/me/sessions')
  const other = body.items.filter((session: { current: boolean }) => !session.current)
  for (const session of other) assert.equal((await two('DELETE', `/me/sessions/${session.id}`)).status, 200)
  assert.equal((await one('GET', '/me')).status, 401)
  assert.equal((await two('GET', '/me')).status, 200)
})

test('a session ends on its day, wherever it is used, and a day of use moves that day on', async () => {
  const auth = new pg.Client({ connectionString: world.db.authUrl })
  await auth.connect()
  const { identity } = world.house.services()
  const sun = await company.member('孙倩', {})
  const call = await world.browser(sun)
  const expire = async (when: string): Promise<void> => {
    await auth.query(`update auth.session set "expiresAt" = ${when} where "userId" = $1`, [sun.userId])
    identity.forget()
  }
  try {
    await expire(`now() + interval '28 days'`)
    assert.equal((await call('GET', '/me')).status, 200)
    const moved = await auth.query(`select "expiresAt" > now() + interval '29 days' as moved from auth.session where "userId" = $1`, [
      sun.userId,
    ])
    assert.deepEqual(moved.rows, [{ moved: true }])
    await expire(`now() - interval '1 minute'`)
    const { status, body } = await call('GET', '/me')
    assert.deepEqual([status, body.code], [401, 'identity.signed_out'])
  } finally {
    await auth.end()
  }
})

test('five wrong passwords lock the login, existing or not, with the same words', async () => {
  for (const login of [lin.username, 'nobody-at-all']) {
    const codes: string[] = []
    for (let i = 0; i < 6; i++)
      codes.push(
        (await world.app().inject({ method: 'POST', url: '/api/v1/session', payload: { login, password: 'wrong-password' } })).json().code,
      )
    assert.deepEqual(codes, [...Array(5).fill('identity.wrong_login'), 'identity.locked'])
  }
})

test('the wait doubles from 30 s to 15 minutes; a right password within it is refused, after it ends the count', async () => {
  const sun = await company.member('孙倩', {})
  const auth = new pg.Client({ connectionString: world.db.authUrl })
  await auth.connect()
  after(() => auth.end().catch(() => {}))
  auth.on('error', () => {})
  const login = (password: string) =>
    world.app().inject({ method: 'POST', url: '/api/v1/session', payload: { login: sun.username, password } })
  const key = createHash('sha256').update(sun.username).digest('hex')
  // What is waited for in the company of real time passes here by hand.
  const passed = () => auth.query(`update auth.sign_in_failure set locked_until = now() where login_hash = $1`, [key])
  const waits: number[] = []
  for (let failure = 1; failure <= 11; failure++) {
    assert.equal((await login('wrong-password')).json().code, 'identity.wrong_login')
    if (failure < 5) continue
    const locked = await login(PASSWORD)
    assert.deepEqual([locked.statusCode, locked.json().code], [429, 'identity.locked'])
    waits.push(locked.json().params.seconds)
    await passed()
  }
  assert.ok(
    waits.every((seconds, index) => Math.abs(seconds - Math.min(900, 30 * 2 ** index)) <= 5),
    waits.join(', '),
  )
  assert.equal((await login(PASSWORD)).statusCode, 200)
  for (let failure = 1; failure <= 4; failure++) assert.equal((await login('wrong-password')).statusCode, 401)
  assert.equal((await login(PASSWORD)).statusCode, 200, 'four wrong ones lock nothing')
})

test('each device is listed with its name and browser, the own one marked; nobody ends the session of another', async () => {
  const ma = await company.member('马骁', {})
  for (const deviceName of ['小米 14', '办公电脑'])
    await world.app().inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'user-agent': `agent of ${encodeURIComponent(deviceName)}` },
      payload: { login: ma.username, password: PASSWORD, deviceName },
    })
  const call = await world.browser(ma)
  const { items } = (await call('GET', '/me/sessions')).body
  assert.deepEqual(
    items.map((one: { deviceName: string | null; current: boolean }) => [one.deviceName, one.current]).sort(),
    [
      ['办公电脑', false],
      ['小米 14', false],
      [null, true],
    ].sort(),
  )
  const phone = items.find((one: { deviceName: string | null }) => one.deviceName === '小米 14')
  assert.equal(phone.userAgent, `agent of ${encodeURIComponent('小米 14')}`)
  assert.ok(phone.createdAt.endsWith('Z') && phone.lastSeenAt.endsWith('Z'))
  const stranger = await world.browser(await company.member('马超', {}))
  assert.equal((await stranger('DELETE', `/me/sessions/${phone.id}`)).status, 404)
})

test('the wall: a reading statement of another tenant sees nothing', async () => {
  const other = await world.company()
  const { reading } = await import('#core/db.ts')
  const rows = await reading(world.house.pool, other.tenantId).rows(sql`select id from member where id = ${lin.id}`)
  assert.deepEqual(rows, [])
})
