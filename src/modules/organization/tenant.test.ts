import assert from 'node:assert/strict'
import { test } from 'node:test'
import { global, sql } from '#core/db.ts'
import { openWorld, PASSWORD } from '#testing/world.ts'
import { standardRoles } from '../../rooms.ts'
import { createTenant } from './index.ts'

const world = await openWorld()
const born = (code: string, admin: { username: string; phone?: string; password?: string }) =>
  createTenant(world.house, { code, name: '极光建材', admin: { name: '管理员', password: PASSWORD, ...admin }, roles: standardRoles() })

test('a tenant is born with its first admin, who signs in by login or phone, is head of the company, and may make the next member', async () => {
  const { tenantId, adminId, rootDepartmentId } = await born('aurora', { username: 'aurora-admin', phone: '13900001234' })
  for (const username of ['aurora-admin', '13900001234', '+86 139 0000 1234']) {
    const call = await world.browser({ username })
    const me = (await call('GET', '/me')).body
    assert.deepEqual([me.memberId, me.roles], [adminId, ['admin']])
  }
  const call = await world.browser({ username: 'aurora-admin' })
  const roles = (await call('GET', '/roles')).body.items as { id: string; code: string }[]
  assert.deepEqual(
    roles.map((role) => role.code).sort(),
    standardRoles()
      .map((role) => role.code)
      .sort(),
  )
  const rep = {
    name: '王磊',
    username: 'aurora-wang',
    departmentId: rootDepartmentId,
    roleIds: [roles.find((role) => role.code === 'rep')?.id],
  }
  assert.equal((await call('POST', '/members', rep)).status, 200)
  const { items } = (await call('GET', '/departments')).body
  assert.deepEqual(
    items.map((one: { id: string; name: string; headId: string }) => [one.id, one.name, one.headId]),
    [[rootDepartmentId, '极光建材', adminId]],
  )
  const other = await world.company()
  assert.notEqual(other.tenantId, tenantId)
})

test('what cannot be a tenant or sign in is refused with its code, and leaves neither tenant nor user', async () => {
  const before = await counts()
  const cases: [code: string, admin: Parameters<typeof born>[1], refusal: string][] = [
    ['aurora', { username: 'another' }, 'tenant.code_taken'],
    ['Bad Code', { username: 'another' }, 'tenant.code_invalid'],
    ['other', { username: 'A B' }, 'tenant.login_invalid'],
    ['other', { username: '123456' }, 'tenant.login_invalid'],
    ['other', { username: 'another', phone: 'abc' }, 'tenant.phone_invalid'],
    ['other', { username: 'another', password: 'short' }, 'identity.password_short'],
    ['other', { username: 'aurora-admin' }, 'identity.login_taken'],
    ['other', { username: 'another', phone: '139-0000-1234' }, 'identity.login_taken'],
  ]
  for (const [code, admin, refusal] of cases) {
    await assert.rejects(born(code, admin), (error: { code: string; data: object }) => {
      assert.equal(error.code, refusal)
      assert.ok(world.house.say('en', refusal, error.data as Record<string, unknown>).length > 10)
      return true
    })
  }
  assert.deepEqual(await counts(), before)
})

async function counts() {
  const tenants = await global(world.house.pool).row(sql`select count(*)::int as n from tenant`)
  const call = await world.browser({ username: 'aurora-admin' })
  return [tenants, (await call('GET', '/members')).body.items.length]
}
