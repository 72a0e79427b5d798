import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from '#testing/world.ts'
import { knownPermissions } from './separation.actions.ts'
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

test('with separation on the admin’s powers lie with three people, nobody can hold two, and two of them may join them again', async () => {
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

  const plain = await company.member('普通', { 'policy.read': 'all' })
  for (const path of ['reset-password', 'reset-second-factor'])
    for (const one of [security, audit]) {
      const answer = await call('POST', `/members/${one.id}/${path}`, {})
      assert.deepEqual([answer.status, answer.body.code], [403, 'member.other_power'])
    }
  assert.equal((await call('POST', `/members/${plain.id}/reset-password`, {})).status, 200, 'everybody else is the system admin’s to help')

  const end = { on: false, adminId: plain.id }
  const confirm = (who: typeof call, adminId = plain.id) => who('POST', '/separation/ending', { adminId })
  assert.equal((await confirm(watch)).body.code, 'separation.not_asked')
  assert.equal((await secure('POST', '/separation', { on: false, adminId: security.id })).body.code, 'separation.not_yourself')
  assert.deepEqual(
    [(await secure('POST', '/separation', end)).body.on, await open(call)],
    [true, [true, false, false]],
    'one alone only asks',
  )
  assert.deepEqual([(await confirm(secure)).status, (await confirm(secure)).body.code], [403, 'separation.second_needed'])
  assert.equal((await confirm(watch, company.admin.id)).body.code, 'separation.not_asked', 'nobody confirms what was not asked')
  const bystander = await world.browser(await company.member('旁人', {}))
  assert.deepEqual(
    [(await bystander('GET', '/separation/ending')).body.ending, (await confirm(bystander)).body.code],
    [null, 'separation.not_asked'],
  )
  const seen = async (who: typeof call) => {
    const { ending } = (await who('GET', '/separation/ending')).body
    return ending && [ending.adminName, ending.askedByName, ending.may.confirm]
  }
  assert.deepEqual(
    [await seen(secure), await seen(watch)],
    [
      ['普通', '安', false],
      ['普通', '安', true],
    ],
  )
  const start = world.clock.now()
  world.clock.set(new Date(start.getTime() + 7 * 86_400_000).toISOString())
  assert.equal((await confirm(watch)).body.code, 'separation.not_asked', 'an ask lapses')
  world.clock.set(start.toISOString())
  // Who asked is one of the three no more.
  const stand = await company.member('替补', {})
  const roleOf = async (id: string) => (await secure('GET', `/members/${id}/roles`)).body.roleIds as string[]
  assert.equal(await setRoles(stand.id, [...(await roleOf(stand.id)), roles.security_admin as string]), undefined)
  const heir = await world.browser(stand)
  assert.equal((await heir('POST', '/separation', end)).body.on, true)
  assert.equal(await setRoles(stand.id, []), undefined)
  assert.equal((await confirm(watch)).body.code, 'separation.not_asked')

  assert.equal((await secure('POST', '/separation', { on: false, adminId: company.admin.id })).status, 200)
  assert.equal((await confirm(call, company.admin.id)).body.code, 'separation.not_yourself')
  assert.equal((await confirm(watch, company.admin.id)).status, 200)
  assert.deepEqual(await open(call), [true, true, true])
  assert.deepEqual(await open(watch), [false, false, false])
  assert.equal((await call('POST', '/separation', { on: false, adminId: company.admin.id })).body.code, 'separation.already')
})

test('every permission that is the admin’s alone belongs to one of the three, and nobody gives himself more of another’s', () => {
  for (const { key, everyday } of knownPermissions())
    if (!everyday && !key.startsWith('field.')) assert.equal(powersOf([key]).length, 1, key)
  assert.deepEqual(powersOf(['role.manage', 'tenant.manage']), ['system_admin', 'security_admin'])
})
