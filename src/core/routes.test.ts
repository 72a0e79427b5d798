import assert from 'node:assert/strict'
import { test } from 'node:test'
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

test('the wall: a reading statement of another tenant sees nothing', async () => {
  const other = await world.company()
  const { reading } = await import('#core/db.ts')
  const rows = await reading(world.house.pool, other.tenantId).rows(sql`select id from member where id = ${lin.id}`)
  assert.deepEqual(rows, [])
})
