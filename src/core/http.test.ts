import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTrustedProxy } from '#core/config.ts'
import { openHttp } from '#core/http.ts'
import { routerOf } from '#core/routes.ts'
import { openWorld, PASSWORD } from '#testing/world.ts'
import { rooms } from '../rooms.ts'

const world = await openWorld()
const company = await world.company()
const lin = await company.member('林晓峰', {})

test('health, readiness and metrics answer without a session', async () => {
  assert.deepEqual((await world.app().inject('/healthz')).json(), { ok: true })
  assert.deepEqual((await world.app().inject('/readyz')).json(), { ok: true })
  for (let i = 0; i < 2; i++) await world.app().inject('/api/v1/me') // the first one is counted once its answer has left
  const metrics = await world.app().inject('/metrics')
  assert.match(metrics.body, /http_request_seconds_count/)
})

test('not ready while the database does not answer', async () => {
  const app = openHttp({
    router: {},
    identity: world.house.services().identity,
    live: world.house.services().live,
    say: world.house.say,
    now: () => new Date(),
    log: () => {},
    ready: () => Promise.reject(new Error('away')),
  })
  const answer = await app.inject('/readyz')
  assert.equal(answer.statusCode, 503)
  await app.close()
})

test('a log line names the request, the route’s shape and ids, and nothing personal', async () => {
  const lines: Record<string, unknown>[] = []
  const app = openHttp({
    router: routerOf(world.house, rooms),
    identity: world.house.services().identity,
    live: world.house.services().live,
    say: world.house.say,
    now: () => world.clock.now(),
    log: (line) => lines.push(line),
    ready: async () => true,
  })
  await app.inject({ method: 'POST', url: '/api/v1/session?phone=13812342046', payload: { login: lin.username, password: PASSWORD } })
  await app.inject({ method: 'DELETE', url: '/api/v1/me/sessions/0190a000-0000-7000-8000-000000000000?name=林晓峰' })
  await app.close()
  assert.equal(lines.length, 2)
  assert.equal(lines[0]?.route, '/api/v1/session')
  assert.equal(lines[1]?.route, '/api/v1/me/sessions/:id')
  assert.match(String(lines[0]?.requestId), /^[0-9a-f-]{36}$/)
  const text = JSON.stringify(lines)
  for (const secret of [lin.username, PASSWORD, '13812342046', '林晓峰']) assert.ok(!text.includes(secret), `${secret} stands in the log`)
})

test('a body over the limit is refused with the limit', async () => {
  const answer = await world.app().inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { 'content-type': 'application/json', 'content-length': String(30 * 1024 * 1024) },
    payload: '{}',
  })
  assert.equal(answer.statusCode, 413)
  assert.equal(answer.json().code, 'common.too_large')
})

test('behind https the session cookie is Secure; it is HttpOnly and SameSite always', async () => {
  const sign = (headers: Record<string, string>) =>
    world.app().inject({ method: 'POST', url: '/api/v1/session', headers, payload: { login: lin.username, password: PASSWORD } })
  const secure = String((await sign({ 'x-forwarded-proto': 'https' })).headers['set-cookie'])
  assert.match(secure, /HttpOnly/)
  assert.match(secure, /SameSite=Lax/)
  assert.match(secure, /Secure/)
  assert.doesNotMatch(String((await sign({})).headers['set-cookie']), /Secure/)
})

test('where a request comes from is told by the proxies that are named, and by nobody else', async () => {
  const app = openHttp({
    router: {},
    identity: world.house.services().identity,
    live: world.house.services().live,
    say: world.house.say,
    now: () => world.house.clock.now(),
    log: () => {},
    ready: async () => true,
    trustedProxy: readTrustedProxy({ FIELDLOOP_TRUSTED_PROXY: '10.1.0.0/16, 192.0.2.7' }),
  })
  const seen = async (remoteAddress: string) =>
    (await app.inject({ url: '/metrics', remoteAddress, headers: { 'x-forwarded-for': '127.0.0.1' } })).statusCode
  // The figures are for the machine itself: so it shows whom the server takes the caller for.
  assert.deepEqual([await seen('10.1.2.3'), await seen('192.0.2.7'), await seen('10.2.2.3')], [200, 200, 404])
  await app.close()
  assert.equal(readTrustedProxy({}), 'loopback')
  for (const wrong of ['proxy.example.com', '10.0.0.0/33', '10.0.0.1,,10.0.0.2', 'loopback'])
    assert.throws(() => readTrustedProxy({ FIELDLOOP_TRUSTED_PROXY: wrong }), /FIELDLOOP_TRUSTED_PROXY takes/)
})

test('metrics are for the machine itself', async () => {
  assert.equal((await world.app().inject({ url: '/metrics', remoteAddress: '203.0.113.9' })).statusCode, 404)
})

test('no answer lets the browser guess what it is', async () => {
  assert.equal((await world.app().inject('/api/v1/me')).headers['x-content-type-options'], 'nosniff')
})
