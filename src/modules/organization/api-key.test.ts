import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeApiKey, readApiKey } from '#core/api-key.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { openWorld } from '#testing/world.ts'

const world = await openWorld()
const company = await world.company()
const admin = await company.member('管理员', {
  'api_key.manage': 'all',
  'policy.read': 'all',
  'audit.read': 'all',
  'leave.manage': 'all',
  'device.manage': 'subtree',
})
const lin = await company.member('林晓峰', { 'policy.read': 'own' })
const call = await world.browser(admin)

const withKey = (key: string, method: 'GET' | 'POST', path: string, payload?: object) =>
  world.app().inject({ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${key}` }, ...(payload ? { payload } : {}) })
async function keyFor(permissions: string[], more: object = {}): Promise<{ id: string; key: string }> {
  const { status, body } = await call('POST', '/api-keys', { name: 'ERP', memberId: lin.id, permissions, ...more })
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

test('a key’s text names its tenant and itself, and is not to be mistaken for another', () => {
  const [tenantId, keyId] = [uuidv7(), uuidv7()]
  const { text } = makeApiKey(tenantId, keyId)
  const read = readApiKey(text)
  assert.deepEqual([read?.tenantId, read?.keyId], [tenantId, keyId])
  assert.equal(readApiKey(`${text}x`), null)
  assert.equal(readApiKey(''), null)
})

test('a program does what the key allows, as its member, and nothing more', async () => {
  const { key } = await keyFor(['policy.read', 'audit.read'])
  assert.equal((await withKey(key, 'GET', '/policies')).statusCode, 200)
  // The member himself may not read the audit trail: the key widens nothing.
  const beyond = await withKey(key, 'GET', '/audit/events')
  assert.deepEqual([beyond.statusCode, beyond.json().code], [403, 'common.forbidden'])
  const narrow = await keyFor(['audit.read'])
  assert.equal((await withKey(narrow.key, 'GET', '/policies')).statusCode, 403, 'what the member may but the key was not given')
  const own = await withKey(key, 'GET', '/me')
  assert.deepEqual([own.statusCode, own.json().code], [403, 'identity.key_not_here'])
})

test('a revoked, expired, forged or foreign key opens nothing, and says what to do', async () => {
  const { id, key } = await keyFor(['policy.read'], { expiresAt: '2026-11-24T00:00:00.000Z' })
  assert.equal((await withKey(key, 'GET', '/policies')).statusCode, 200)
  const forged = `${key.slice(0, -4)}AAAA`
  const elsewhere = makeApiKey(uuidv7(), id).text
  for (const wrong of [forged, elsewhere, 'flk_x', '']) {
    const answer = await withKey(wrong, 'GET', '/policies')
    assert.deepEqual([answer.statusCode, answer.json().code], [401, 'identity.bad_key'], wrong)
  }
  world.clock.set('2026-11-24T00:00:00.000Z')
  assert.equal((await withKey(key, 'GET', '/policies')).statusCode, 401, 'expired')
  world.clock.set('2026-11-23T00:30:00.000Z')
  assert.equal((await call('POST', `/api-keys/${id}/revoke`)).status, 200)
  assert.equal((await withKey(key, 'GET', '/policies')).statusCode, 401, 'revoked')
  assert.equal((await call('POST', `/api-keys/${id}/revoke`)).body.code, 'api_key.revoked_already')
})

test('nobody hands on what he may not do, and a key makes no keys', async () => {
  for (const permission of ['member.manage', 'api_key.manage', 'no.such']) {
    const answer = await call('POST', '/api-keys', { name: 'ERP', memberId: lin.id, permissions: [permission] })
    assert.deepEqual([answer.status, answer.body.code], [403, 'api_key.beyond_yours'], permission)
  }
  const past = await call('POST', '/api-keys', {
    name: 'ERP',
    memberId: lin.id,
    permissions: ['policy.read'],
    expiresAt: '2026-11-01T00:00:00.000Z',
  })
  assert.deepEqual([past.status, past.body.code], [422, 'api_key.in_the_past'])
  const nobody = await call('POST', '/api-keys', { name: 'ERP', memberId: uuidv7(), permissions: ['policy.read'] })
  assert.equal(nobody.body.code, 'member.unknown_place')
})

test('a key for somebody else takes a reach over everybody; with less, one makes it for oneself', async () => {
  const boss = await company.member('总经理', { 'device.manage': 'all' })
  const ask = (memberId: string) => call('POST', '/api-keys', { name: 'ERP', memberId, permissions: ['device.manage'] })
  const refused = await ask(boss.id)
  assert.deepEqual([refused.status, refused.body.code, refused.body.params.name], [403, 'api_key.reach_beyond', '总经理'])
  assert.equal((await ask(admin.id)).status, 200)
})

test('its text is told once and kept nowhere; its use is noted and its deeds are told apart in the audit trail', async () => {
  const { id, key } = await keyFor(['leave.manage', 'policy.read'])
  await withKey(key, 'GET', '/policies')
  const listed = (await call('GET', '/api-keys')).body.items.find((one: { id: string }) => one.id === id)
  assert.deepEqual([listed.hint, listed.memberName, listed.lastUsedAt], [key.slice(-4), '林晓峰', '2026-11-23T00:30:00.000Z'])
  assert.ok(!JSON.stringify(listed).includes(key))
  const kept = await company.system((ctx) =>
    ctx.tx.row<{ text: string }>(sql`select row_to_json(k)::text as text from api_key k where k.id = ${id}`),
  )
  const secret = Buffer.from(key.slice(-43), 'base64url')
  assert.ok(kept && !kept.text.includes(secret.toString('hex')))
  const boss = await keyFor(['leave.manage'], { memberId: admin.id })
  const leave = { memberId: admin.id, fromAt: '2026-12-01T01:00:00.000Z', toAt: '2026-12-02T01:00:00.000Z', reason: '年假' }
  const done = await withKey(boss.key, 'POST', '/leaves', leave)
  assert.equal(done.statusCode, 200, done.body)
  const told = await company.system((ctx) =>
    ctx.tx.row<{ requestId: string; actorId: string }>(sql`select request_id, actor_id from event where type = 'leave.recorded'`),
  )
  assert.ok(told?.requestId.startsWith(`key:${boss.id}/`))
  assert.equal(told?.actorId, admin.id)
})
