import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from '#testing/world.ts'
import { waitsForApproval } from './change.rule.ts'

const world = await openWorld()
const company = await world.company()
const gm = await company.member('陈岚', { 'approval.decide': 'all' }, { head: true, role: 'boss' })
const director = await company.member(
  '周启明',
  { 'policy.write': 'all', 'policy.read': 'all', 'role.manage': 'all', 'member.manage': 'all', 'approval.flows': 'all' },
  { managerId: gm.id },
)
const asGm = await world.browser(gm)
const asDirector = await world.browser(director)
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
const body = (answer: { status: number; body: unknown }, status = 200): any => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}
const flowTo = async (key: string) => {
  const steps = [
    { kind: 'approve', id: 'gm', mode: 'any', approvers: [{ kind: 'person', memberId: gm.id }] },
    { kind: 'end', id: 'end' },
  ]
  body(await asDirector('POST', `/approval-flows/${key}`, { basedOn: 1, steps }))
}
await flowTo('role')
await flowTo('policy')
const hours = (workFrom: string) => ({ weekdays: [1, 2, 3, 4, 5], workFrom, workTo: '18:00' })
const setHours = (workFrom: string, basedOn: number) =>
  asDirector('PUT', '/policies/calendar.work_hours', { value: hours(workFrom), basedOn })
const inForce = async () => body(await asDirector('GET', '/policies/calendar.work_hours'))
const decide = async (id: string, answer: string) => body(await asGm('POST', `/approvals/${id}/decide`, { answer, note: '看过' }))

test('without the setting a change takes effect at once', async () => {
  assert.equal(body(await setHours('08:30', 0)).approvalId, null)
  assert.equal((await inForce()).value.workFrom, '08:30')
})

test('a rule that needs an approval is not changed before it, and then by the words of who proposed it', async () => {
  const on = { value: { roles: true, devices: false, policies: ['calendar.work_hours'] }, basedOn: 0 }
  assert.equal(body(await asDirector('PUT', '/policies/organization.change_control', on)).approvalId, null)
  const { approvalId } = body(await setHours('10:00', 1))
  assert.ok(approvalId)
  const waiting = await inForce()
  assert.deepEqual([waiting.value.workFrom, waiting.waitingApprovalId], ['08:30', approvalId])
  assert.match(body(await setHours('11:00', 1), 409).detail, /周启明/)
  const { card } = body(await asGm('GET', `/approvals/${approvalId}`))
  assert.deepEqual(
    card.facts.map((fact: { key: string }) => fact.key),
    ['workFrom'],
  )
  assert.equal((await decide(approvalId, 'approve')).status, 'approved')
  const now = await inForce()
  assert.deepEqual([now.value.workFrom, now.version, now.authorName, now.waitingApprovalId], ['10:00', 2, '周启明', null])
})

test('turned down: nothing changes, and it may be proposed again; a wrong value is refused before anybody is asked', async () => {
  const { approvalId } = body(await setHours('07:00', 2))
  await decide(approvalId, 'reject')
  assert.deepEqual([(await inForce()).value.workFrom, (await inForce()).waitingApprovalId], ['10:00', null])
  assert.equal(body(await setHours('19:00', 2), 422).code, 'policy.value_invalid')
})

test('the rule that asks for approvals cannot be turned off without one', async () => {
  const off = await asDirector('PUT', '/policies/organization.change_control', {
    value: { roles: false, devices: false, policies: [] },
    basedOn: 1,
  })
  assert.ok(body(off).approvalId)
  assert.ok(waitsForApproval({ kind: 'policy', id: 'c' }, { roles: true, devices: false, policies: [] }, 'c'))
  assert.ok(!waitsForApproval({ kind: 'policy', id: 'c' }, { roles: false, devices: false, policies: [] }, 'c'))
})

test('a role: new rights and a new role wait; what changed meanwhile voids the approval', async () => {
  const roles = async () => body(await asDirector('GET', '/roles')).items
  const rep = (await roles()).find((role: { code: string }) => role.code === 'rep')
  const wider = { version: rep.version, name: rep.name, permissions: { ...rep.permissions, 'member.manage': 'all' } }
  const changed = body(await asDirector('PUT', `/roles/${rep.id}`, wider))
  assert.equal(changed.permissions['member.manage'], undefined, 'what is in force is answered')
  assert.equal((await decide(changed.waitingApprovalId, 'approve')).status, 'approved')
  const after = (await roles()).find((role: { code: string }) => role.code === 'rep')
  assert.deepEqual([after.permissions['member.manage'], after.version], ['all', rep.version + 1])
  const made = body(await asDirector('POST', '/roles', { code: 'guest', name: '访客', permissions: {} }))
  assert.equal(made.id, null)
  assert.equal(
    (await roles()).some((role: { code: string }) => role.code === 'guest'),
    false,
  )
  await decide(made.approvalId, 'approve')
  assert.ok((await roles()).some((role: { code: string }) => role.code === 'guest'))
  const again = body(await asDirector('PUT', `/roles/${rep.id}`, { ...wider, version: after.version, name: '业务' }))
  await company.system(async (ctx) => (await import('./role.store.ts')).updateRole(ctx, { ...after, name: '销售' }))
  assert.equal((await decide(again.waitingApprovalId, 'approve')).status, 'void')
  assert.equal((await roles()).find((role: { code: string }) => role.code === 'rep').name, '销售')
})
