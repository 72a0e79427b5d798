import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from '#testing/world.ts'
import { permissionsOfAdmin, powersOf } from './separation.rule.ts'

const world = await openWorld()

test('the powers are three, and each admin’s role holds one of them', () => {
  assert.deepEqual(powersOf(['lead.read', 'leave.manage']), [])
  assert.deepEqual(powersOf(['audit.read', 'member.manage']), ['system_admin', 'audit_admin'])
  const known = ['member.manage', 'role.manage', 'policy.write', 'audit.read', 'job.run', 'approval.flows', 'field.cost'].map((key) => ({
    key,
    everyday: false,
  }))
  const withLeads = [...known, { key: 'lead.read', everyday: true }]
  assert.deepEqual(Object.keys(permissionsOfAdmin('system_admin', withLeads)), ['member.manage', 'job.run', 'approval.flows'])
  assert.deepEqual(Object.keys(permissionsOfAdmin('security_admin', withLeads)), ['role.manage', 'policy.write'])
  assert.deepEqual(Object.keys(permissionsOfAdmin('audit_admin', withLeads)), ['audit.read'])
})

test('with separation on the admin’s powers lie with three people, nobody can hold two, and one of them may join them again', async () => {
  const company = await world.company()
  const call = await world.browser(company.admin)
  const [security, audit] = [await company.member('安', {}), await company.member('审', {})]
  const three = { on: true, systemAdminId: company.admin.id, securityAdminId: security.id, auditAdminId: audit.id }
  assert.equal((await call('POST', '/separation', { ...three, auditAdminId: security.id })).body.code, 'separation.same_person')
  const two = await company.member('两权', { 'audit.read': 'all', 'role.manage': 'all' })
  const refused = await call('POST', '/separation', three)
  assert.deepEqual([refused.body.code, refused.body.params.name], ['separation.two_powers', '两权'])
  assert.equal((await call('GET', '/separation')).body.on, false, 'nothing half done')
  assert.equal((await call('POST', `/members/${two.id}/disable`, { successorId: audit.id })).status, 200)
  assert.equal((await call('POST', '/separation', three)).status, 200)

  const [secure, watch] = [await world.browser(security), await world.browser(audit)]
  const doors = ['/members/{id}/holdings', '/roles', '/audit/events'].map((path) => path.replace('{id}', audit.id))
  const open = async (who: typeof call) => await Promise.all(doors.map(async (path) => (await who('GET', path)).status === 200))
  assert.deepEqual(await open(call), [true, false, false], 'the plain admin runs the house and no more')
  assert.deepEqual(await open(secure), [false, true, false])
  assert.deepEqual(await open(watch), [false, false, true])

  const roles = Object.fromEntries(
    (await secure('GET', '/roles')).body.items.map((one: { code: string; id: string }) => [one.code, one.id]),
  )
  const setRoles = async (id: string, ids: string[]) => {
    const { version } = (await secure('GET', `/members/${id}/roles`)).body
    return (await secure('PUT', `/members/${id}/roles`, { version, roleIds: ids })).body.code
  }
  assert.equal(await setRoles(audit.id, [roles.audit_admin, roles.system_admin]), 'separation.two_powers')
  assert.equal(await setRoles(audit.id, [roles.rep]), 'member.last_admin')
  assert.equal(await setRoles(two.id, [roles.admin]), undefined, 'a disabled member harms nobody …')
  assert.equal((await call('POST', `/members/${two.id}/enable`)).body.code, 'separation.two_powers', '… until he is given back')
  const widened = { code: 'both', name: '都有', permissions: { 'audit.read': 'all', 'member.manage': 'all' } }
  const both = (await secure('POST', '/roles', widened)).body.id
  assert.equal(await setRoles(security.id, [roles.security_admin, both]), 'separation.two_powers')
  assert.equal(
    (await secure('PUT', `/roles/${roles.audit_admin}`, { version: 1, name: 'x', permissions: {} })).body.code,
    'role.admin_fixed',
  )
  const created = { name: '新人', username: `new-${company.tenantId.slice(-8)}`, departmentId: company.rootDepartmentId }
  assert.equal((await call('POST', '/members', { ...created, roleIds: [roles.rep] })).status, 403, 'roles are the security admin’s to give')
  assert.equal((await call('POST', '/members', created)).status, 200)
  const flip = { value: { on: false }, basedOn: 1 }
  assert.equal((await secure('PUT', '/policies/organization.separation', flip)).body.code, 'separation.own_page')

  assert.equal((await secure('POST', '/separation', { on: false, adminId: company.admin.id })).status, 200)
  assert.deepEqual(await open(call), [true, true, true])
  assert.deepEqual(await open(watch), [false, false, false])
  assert.equal((await call('POST', '/separation', { on: false, adminId: company.admin.id })).body.code, 'separation.already')
})
