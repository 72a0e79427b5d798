// A change of phone that somebody must agree to first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv7 } from '#core/ids.ts'
import { openWorld, type Person } from '#testing/world.ts'

const world = await openWorld()
const company = await world.company()
const boss = await company.member('高志远', { 'device.manage': 'subtree', 'approval.decide': 'all' }, { head: true })
const writer = await world.browser(await company.member('吴迪', { 'policy.write': 'all', 'policy.read': 'all' }))
const asBoss = await world.browser(boss)
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
const body = (answer: { status: number; body: unknown }, status = 200): any => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}
body(await writer('PUT', '/policies/device.binding', { value: { binding: true, phones: 1 }, basedOn: 0 }))
const control = { roles: false, devices: true, policies: [] }
body(await writer('PUT', '/policies/organization.change_control', { value: control, basedOn: 0 }))

let made = 0
/** Somebody new, whose old phone has not sent all and whose new one waits. */
async function changer() {
  const rep = await company.member(`换机${'甲乙丙丁戊'[made++]}`, { 'visit.do': 'own', 'visit.read': 'own' }, { managerId: boss.id })
  const old = await phone(rep, '旧手机', { photo: 2 })
  const next = await phone(rep, '新手机')
  const rows = body(await asBoss('GET', '/approvals')).items
  const approval = rows.find((row: { subjectId: string }) => row.subjectId === next.said.body.id)
  return { rep, old, next, approval }
}
async function phone(person: Person, name: string, unsent: Record<string, number> = {}) {
  const key = uuidv7()
  const call = await world.browser(person, { 'x-device-key': key })
  return { call, said: await call('PUT', '/me/device', { key, name, platform: 'Android', unsent }) }
}

test('a yes confirms the new phone; what the old one loses stood on the card', async () => {
  const { next, old, approval } = await changer()
  assert.equal(next.said.body.state, 'waiting')
  assert.equal((await next.call('GET', '/visits/today')).body.code, 'device.waiting')
  const detail = body(await asBoss('GET', `/approvals/${approval.id}`))
  assert.deepEqual(detail.card.alarm, { key: 'device.change.loses', params: { n: 2 } })
  assert.deepEqual([detail.why.flowKey, detail.why.facts.unsent, detail.why.facts.others], ['device', 2, 1])
  assert.equal(body(await asBoss('POST', `/approvals/${approval.id}/decide`, { answer: 'approve' })).status, 'approved')
  assert.equal((await next.call('GET', '/visits/today')).status, 200)
  assert.equal((await old.call('GET', '/visits/today')).body.code, 'device.revoked')
  const device = body(await asBoss('GET', '/devices')).items.find((one: { id: string }) => one.id === next.said.body.id)
  assert.deepEqual([device.state, device.confirmedWay], ['active', 'approval'])
})

test('while it is asked, neither the old phone nor the manager goes round it', async () => {
  const { next, old } = await changer()
  const { id } = next.said.body
  assert.equal((await old.call('POST', `/me/devices/${id}/confirm`, { loseUnsent: true })).body.code, 'device.in_approval')
  assert.equal((await asBoss('POST', `/devices/${id}/confirm`, { loseUnsent: true })).body.code, 'device.in_approval')
})

test('a no refuses the phone: it is wiped, the old one goes on', async () => {
  const { next, old, approval } = await changer()
  body(await asBoss('POST', `/approvals/${approval.id}/decide`, { answer: 'reject', note: '没有打招呼' }))
  assert.equal((await next.call('GET', '/visits/today')).body.code, 'device.revoked')
  assert.equal((await old.call('GET', '/visits/today')).status, 200)
})

test('a phone that is revoked meanwhile has nothing to approve', async () => {
  const { next, old, approval } = await changer()
  assert.equal((await old.call('DELETE', `/me/devices/${next.said.body.id}`)).status, 200)
  assert.equal(body(await asBoss('GET', `/approvals/${approval.id}`)).status, 'void')
  assert.equal((await asBoss('POST', `/approvals/${approval.id}/decide`, { answer: 'approve' })).body.code, 'approval.not_running')
})

test('somebody else’s phone cannot be taken out of its approval', async () => {
  const { next, approval } = await changer()
  const stranger = await world.browser(await company.member('外人', {}))
  assert.equal((await stranger('DELETE', `/me/devices/${next.said.body.id}`)).status, 404)
  assert.equal(body(await asBoss('GET', `/approvals/${approval.id}`)).status, 'pending')
})
