import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownersInReach } from '#core/access.ts'
import { openWorld, PASSWORD } from '#testing/world.ts'
import { reachOf } from './scope.rule.ts'

const world = await openWorld()
const company = await world.company()
const admin = await world.browser(company.admin)
const sales = await company.department('销售中心')
const north = await company.department('北区', sales)
const farNorth = await company.department('漠河', north)
const south = await company.department('南区', sales)
const people = {
  boss: await company.member('总监', {}, { departmentId: sales }),
  north: await company.member('北', {}, { departmentId: north }),
  far: await company.member('漠', {}, { departmentId: farNorth }),
  south: await company.member('南', {}, { departmentId: south }),
}

test('a permission for chosen departments reaches them and all below, together with what another role adds, as the rule says', async () => {
  const bare = await admin('POST', '/roles', { code: 'watch', name: '巡查', permissions: { 'visit.read': 'custom' } })
  assert.equal(bare.body.code, 'role.departments_needed')
  const foreign = await world.company()
  const strange = { 'visit.read': [foreign.rootDepartmentId] }
  const watch = { code: 'watch', name: '巡查', permissions: { 'visit.read': 'custom' } }
  assert.equal((await admin('POST', '/roles', { ...watch, departments: strange })).body.code, 'member.unknown_place')
  const { body } = await admin('POST', '/roles', { ...watch, departments: { 'visit.read': [north] } })
  const one = await company.member('巡查员', { 'visit.read': 'department', 'lead.read': 'own' }, { departmentId: south })
  const version = (await admin('GET', `/members/${one.id}/roles`)).body
  const given = { version: version.version, roleIds: [...version.roleIds, body.id] }
  assert.equal((await admin('PUT', `/members/${one.id}/roles`, given)).status, 200)
  const actor = await company.actorOf(one)
  const owners = ownersInReach(actor, 'visit.read')?.sort()
  assert.deepEqual(owners, [one.id, people.north.id, people.far.id, people.south.id].sort())
  const organization = {
    departments: (await admin('GET', '/departments')).body.items,
    members: (await admin('GET', '/members')).body.items.map((member: { id: string; departmentId: string }) => ({
      id: member.id,
      departmentIds: [member.departmentId],
    })),
  }
  const grants = [
    { permission: 'visit.read', scope: 'department' as const },
    { permission: 'visit.read', scope: 'custom' as const, departmentIds: [north] },
  ]
  assert.deepEqual(reachOf('visit.read', one.id, grants, organization), { all: false, memberIds: owners })
  assert.deepEqual(ownersInReach(actor, 'lead.read'), [one.id], 'the other permission keeps its own scope')
})

test('a moved department changes what its manager sees at once, and takes all below it along', async () => {
  const manager = await company.member('南区经理', { 'leave.manage': 'subtree' }, { departmentId: south, head: true })
  const call = await world.browser(manager)
  const away = (memberId: string) => ({ memberId, fromAt: '2026-12-01T00:00:00.000Z', toAt: '2026-12-02T00:00:00.000Z' })
  assert.equal((await call('POST', '/leaves', away(people.far.id))).status, 403, 'the north is not the south’s')
  assert.equal((await admin('PATCH', `/departments/${north}`, { parentId: south })).status, 200)
  assert.equal((await call('POST', '/leaves', away(people.far.id))).status, 200, 'no second passed')
  assert.equal((await call('GET', '/leaves')).body.items.length, 1)
  assert.equal((await admin('PATCH', `/departments/${south}`, { parentId: farNorth })).body.code, 'department.circle')
  assert.equal((await admin('PATCH', `/departments/${north}`, { parentId: sales })).status, 200)
  assert.deepEqual((await call('GET', '/leaves')).body.items, [])
})

test('a role made anew holds what its template says; the admin’s holds everything there is', async () => {
  const { items } = (await admin('GET', '/roles/templates')).body
  assert.deepEqual(
    items.map((one: { code: string }) => one.code),
    ['gm', 'director', 'manager', 'rep', 'presales', 'marketing', 'finance', 'system_admin', 'security_admin', 'audit_admin'],
  )
  const rep = items.find((one: { code: string }) => one.code === 'rep')
  assert.equal(rep.permissions['lead.read'], 'own')
  const made = await admin('POST', '/roles', { code: 'rep_two', name: '业务员二', permissions: rep.permissions })
  const roles = (await admin('GET', '/roles')).body.items
  assert.deepEqual(roles.find((one: { id: string }) => one.id === made.body.id).permissions, rep.permissions)
  const all = (await admin('GET', '/permissions')).body.items.map((one: { key: string }) => one.key)
  const held = Object.keys(roles.find((one: { code: string }) => one.code === 'admin').permissions)
  assert.deepEqual(held.sort(), all.sort())
})

test('posts carry roles; a name is there once, and a post in use stays', async () => {
  const roleIds = [(await admin('GET', '/roles')).body.items.find((one: { code: string }) => one.code === 'rep').id]
  const { body } = await admin('POST', '/posts', { name: '业务代表', roleIds })
  assert.equal((await admin('POST', '/posts', { name: '业务代表', roleIds })).body.code, 'post.name_taken')
  const elsewhere = (await (await world.browser((await world.company()).admin))('GET', '/roles')).body.items[0].id
  assert.equal((await admin('POST', '/posts', { name: '别家', roleIds: [elsewhere] })).body.code, 'member.unknown_place')
  const made = await admin('POST', '/members', {
    name: '新人',
    username: `post-${company.tenantId.slice(-8)}`,
    departmentId: south,
    postId: body.id,
    roleIds,
  })
  assert.equal((await admin('GET', `/members/${made.body.id}/roles`)).body.postId, body.id)
  assert.equal((await admin('DELETE', `/posts/${body.id}`)).body.code, 'post.in_use')
  const row = (await admin('GET', `/members/${made.body.id}/roles`)).body
  assert.equal((await admin('PUT', `/members/${made.body.id}/roles`, { version: row.version, roleIds, postId: null })).status, 200)
  assert.equal((await admin('PUT', `/members/${made.body.id}/roles`, { version: row.version, roleIds })).body.code, 'common.stale')
  assert.equal((await admin('DELETE', `/posts/${body.id}`)).status, 200)
  assert.deepEqual((await admin('GET', '/posts')).body.items, [])
})

test('an admin sees where a member is signed in and signs him out there', async () => {
  const { items } = (await admin('GET', `/members/${people.boss.id}/sessions`)).body
  assert.deepEqual(items, [])
  const call = await world.browser({ ...people.boss, password: PASSWORD })
  const [session] = (await admin('GET', `/members/${people.boss.id}/sessions`)).body.items
  assert.equal((await call('GET', '/me')).status, 200)
  assert.equal((await admin('DELETE', `/members/${people.boss.id}/sessions/${session.id}`)).status, 200)
  assert.equal((await call('GET', '/me')).status, 401)
  assert.equal((await admin('DELETE', `/members/${people.north.id}/sessions/${session.id}`)).status, 404)
})
