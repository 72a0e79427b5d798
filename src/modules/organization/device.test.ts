import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Query, sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { openWorld, type Person } from '#testing/world.ts'

const world = await openWorld()

async function firm(binding: boolean, phones = 1) {
  const company = await world.company()
  const boss = await company.member('高志远', { 'device.manage': 'subtree' }, { head: true })
  const rep = await company.member('林晓峰', { 'visit.do': 'own', 'visit.read': 'own' }, { managerId: boss.id })
  const admin = await world.browser(await company.member('管理员', { 'policy.write': 'all', 'policy.read': 'all' }))
  if (binding) {
    const set = await admin('PUT', '/policies/device.binding', {
      value: { binding, phones },
      effectiveAt: world.clock.now().toISOString(),
      basedOn: 0,
    })
    assert.equal(set.status, 200, JSON.stringify(set.body))
  }
  return { company, boss, rep }
}

/** A phone of this person: signed in, and says that it is there. */
async function phone(person: Person, name: string, unsent: Record<string, number> = {}) {
  const key = uuidv7()
  const call = await world.browser(person, { 'x-device-key': key })
  const speak = (left: Record<string, number> = unsent) => call('PUT', '/me/device', { key, name, platform: 'Android', unsent: left })
  const said = await speak()
  return { key, call, speak, said }
}

test('a second phone waits until the old one confirms it, and sees nothing before; the old one is then wiped', async () => {
  const { rep } = await firm(true)
  const old = await phone(rep, '旧手机')
  assert.deepEqual([old.said.status, old.said.body.state], [200, 'active'])
  const next = await phone(rep, '新手机')
  assert.equal(next.said.body.state, 'waiting')
  const refused = await next.call('GET', '/visits/today')
  assert.deepEqual([refused.status, refused.body.code], [403, 'device.waiting'])
  assert.match(refused.body.detail, /还没有确认/)
  assert.equal((await next.call('GET', '/me')).status, 200)
  assert.equal((await next.call('POST', `/me/devices/${next.said.body.id}/confirm`, {})).status, 403, 'it cannot confirm itself')
  assert.equal((await old.call('POST', `/me/devices/${next.said.body.id}/confirm`, {})).status, 200)
  assert.equal((await next.call('GET', '/visits/today')).status, 200)
  const told = await old.call('GET', '/visits/today')
  assert.deepEqual([told.status, told.body.code], [401, 'device.revoked'])
  assert.equal((await old.call('POST', '/me/devices/x/confirm', {})).status, 401)
})

test('what the old phone has not sent is named, and lost only when somebody says so', async () => {
  const { rep, boss } = await firm(true)
  const old = await phone(rep, '旧手机', { photo: 2, check_in: 1 })
  const next = await phone(rep, '新手机')
  assert.deepEqual(
    next.said.body.others.map((one: { name: string; unsent: object }) => [one.name, one.unsent]),
    [['旧手机', { photo: 2, check_in: 1 }]],
  )
  const manager = await world.browser(boss)
  const list = await manager('GET', '/devices')
  assert.deepEqual(
    list.body.items.map((one: { name: string; state: string }) => [one.name, one.state]),
    [
      ['新手机', 'waiting'],
      ['旧手机', 'active'],
    ],
  )
  const warned = await manager('POST', `/devices/${next.said.body.id}/confirm`, {})
  assert.deepEqual([warned.status, warned.body.code], [409, 'device.unsent'])
  assert.match(warned.body.detail, /“旧手机”上还有 3 条没有发送（照片 2、签到 1|“旧手机”上还有 3 条没有发送（签到 1、照片 2/)
  assert.equal((await old.speak({})).status, 200)
  assert.equal((await manager('POST', `/devices/${next.said.body.id}/confirm`, {})).status, 200)
  assert.equal((await manager('POST', `/devices/${next.said.body.id}/confirm`, {})).body.code, 'device.not_waiting')
})

test('giving up what was not sent is possible, two phones where two are allowed, and a field act wants a phone', async () => {
  const { rep, boss } = await firm(true, 2)
  const first = await phone(rep, '一', { photo: 1 })
  const second = await phone(rep, '二')
  assert.equal(second.said.body.state, 'waiting')
  const manager = await world.browser(boss)
  assert.equal((await manager('POST', `/devices/${second.said.body.id}/confirm`, {})).status, 200)
  assert.equal((await first.call('GET', '/visits/today')).status, 200, 'both work')
  const third = await phone(rep, '三')
  assert.equal((await manager('POST', `/devices/${third.said.body.id}/confirm`, {})).body.code, 'device.unsent')
  assert.equal((await manager('POST', `/devices/${third.said.body.id}/confirm`, { loseUnsent: true })).status, 200)
  assert.equal((await first.call('GET', '/visits/today')).body.code, 'device.revoked')
  assert.equal((await second.call('GET', '/visits/today')).status, 200)
  const desk = await world.browser(rep)
  const duty = await desk('POST', '/duty/start', { consent: true })
  assert.deepEqual([duty.status, duty.body.code], [403, 'device.needed'])
  assert.equal((await third.call('POST', '/duty/start', { consent: true })).status, 200)
})

test('a lost phone hears that it is revoked whoever speaks from it, also long after; it says once that it is wiped', async () => {
  const { rep, boss, company } = await firm(false)
  const lost = await phone(rep, '丢了的')
  const other = await phone(rep, '另一台')
  assert.equal(other.said.body.state, 'active', 'without binding nobody waits')
  const manager = await world.browser(boss)
  const id = lost.said.body.id
  assert.equal((await manager('POST', `/devices/${id}/revoke`)).status, 200)
  assert.equal((await lost.call('GET', '/me')).body.code, 'device.revoked')
  const nobody = await world.app().inject({ method: 'GET', url: '/api/v1/me', headers: { 'x-device-key': lost.key } })
  assert.deepEqual([nobody.statusCode, nobody.json().code], [401, 'device.revoked'])
  const again = await world.app().inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { 'x-device-key': lost.key },
    payload: { login: rep.username, password: 'fieldloop-test' },
  })
  assert.equal(again.statusCode, 401, 'nor does a thief sign in from it before it is wiped')
  const wiped = () => world.app().inject({ method: 'POST', url: '/api/v1/device-wipes', payload: { key: lost.key } })
  assert.deepEqual([(await wiped()).statusCode, (await wiped()).statusCode], [200, 200])
  const { items } = (await manager('GET', '/devices')).body
  const row = items.find((one: { id: string }) => one.id === id)
  assert.deepEqual([row.state, row.revokeReason, row.wipedAt !== null], ['revoked', 'lost', true])
  const events = await company.system((ctx) => ctx.tx.rows(sqlEvents(ctx.tenantId)))
  assert.equal(events.length, 1, 'told once')
  assert.equal((await other.call('GET', '/me')).status, 200)
})

test('a manager reaches the phones of his own people alone; a leaver’s phones are revoked with him', async () => {
  const { rep, company } = await firm(false)
  const lin = await phone(rep, '林的手机')
  const elsewhere = await company.department('无锡')
  const stranger = await world.browser(
    await company.member('外区经理', { 'device.manage': 'subtree' }, { departmentId: elsewhere, head: true }),
  )
  assert.deepEqual((await stranger('GET', '/devices')).body.items, [])
  assert.equal((await stranger('POST', `/devices/${lin.said.body.id}/revoke`)).status, 404)
  const admin = await world.browser(company.admin)
  assert.equal((await admin('POST', `/members/${rep.id}/disable`, { successorId: company.admin.id })).status, 200)
  assert.equal((await lin.call('GET', '/me')).body.code, 'device.revoked')
})

const sqlEvents = (tenantId: string): Query => sql`select id from event where tenant_id = ${tenantId} and type = 'device.wiped'`

test('whoever revokes the own phone at the desk does not confirm the next one by that', async () => {
  const { rep, boss } = await firm(true)
  const old = await phone(rep, '旧手机')
  const desk = await world.browser(rep)
  assert.equal((await desk('DELETE', `/me/devices/${old.said.body.id}`)).status, 200)
  const next = await phone(rep, '新手机')
  assert.equal(next.said.body.state, 'waiting')
  const manager = await world.browser(boss)
  assert.equal((await manager('POST', `/devices/${next.said.body.id}/confirm`, {})).status, 200)
  assert.equal((await next.call('GET', '/visits/today')).status, 200)
})
