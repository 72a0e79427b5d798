import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { sql } from '#core/db.ts'
import { openWorld, PASSWORD } from '#testing/world.ts'
import { departmentHeadOf, endGrants, grantRecord, isGranted, managerOf, managersAbove, membersWithRole } from './index.ts'

const world = await openWorld()
const company = await world.company()
const admin = await world.browser(company.admin)
const roleIds: Record<string, string> = {}
for (const role of (await admin('GET', '/roles')).body.items) roleIds[role.code] = role.id
const place = { departmentId: company.rootDepartmentId, roleIds: [roleIds.rep as string] }
let serial = 0
const fresh = (more: object = {}) => ({ name: '王磊', username: `wanglei${++serial}${company.tenantId.slice(-6)}`, ...place, ...more })
const signIn = (login: string, password: string) =>
  world.app().inject({ method: 'POST', url: '/api/v1/session', payload: { login, password } })

test('a new member signs in with the password that was shown once and kept nowhere', async () => {
  const input = fresh({ phone: `139${company.tenantId.slice(-8).replace(/\D/g, '7').padEnd(8, '1')}` })
  const { status, body } = await admin('POST', '/members', input, { 'idempotency-key': 'make-wang' })
  assert.equal(status, 200)
  assert.match(body.password, /^[a-z2-9]{12}$/)
  assert.equal((await signIn(input.username, body.password)).statusCode, 200)
  assert.equal((await signIn((input as { phone?: string }).phone ?? '', body.password)).statusCode, 200)
  const again = await admin('POST', '/members', input, { 'idempotency-key': 'make-wang' })
  assert.deepEqual(again.body, { id: body.id, password: null })
  const kept = await company.system((ctx) =>
    ctx.tx.row(sql<{ answer: object }>`select answer from idempotency_key where tenant_id = ${ctx.tenantId} and key = 'make-wang'`),
  )
  assert.ok(!JSON.stringify(kept).includes(body.password))
  const detail = (await admin('GET', `/members/${body.id}`)).body
  assert.deepEqual([detail.roles, detail.may.disable, detail.managerId], [['rep'], true, null])
})

test('a password that somebody else chose opens one page alone: the one on which an own one is chosen', async () => {
  const phone = `137${company.tenantId.slice(-8).replace(/\D/g, '7').padEnd(8, '1')}`
  const input = fresh({ phone })
  const { body } = await admin('POST', '/members', input)
  const given = { username: input.username, password: body.password as string }
  const call = await world.browser(given)
  assert.equal((await call('GET', '/me')).body.passwordDue, true)
  const closed = await call('GET', '/leads')
  assert.deepEqual([closed.status, closed.body.code], [403, 'identity.own_password_due'])
  assert.match(closed.body.detail, /别人定的/)
  const elsewhere = await world.company()
  const host = await world.browser(elsewhere.admin)
  const link = await host('POST', '/invitations', { departmentId: elsewhere.rootDepartmentId, roleIds: [] })
  assert.equal((await call('POST', '/invitations/join', { token: link.body.token })).body.code, 'identity.own_password_due')
  assert.equal((await call('PUT', '/me/password', { next: body.password })).body.code, 'identity.password_same')
  assert.equal((await call('PUT', '/me/password', { next: 'regen-bambus-tor' })).status, 200)
  assert.equal((await call('GET', '/leads')).status, 200)
  assert.equal(
    (await call('PUT', '/me/password', { next: 'regen-bambus-zwei' })).body.code,
    'identity.wrong_password',
    'from now on it is asked',
  )
  // A reset brings it back, also for who comes by a code to his phone; the first code says that the phone is his.
  await admin('POST', `/members/${body.id}/reset-password`, {})
  assert.equal(await verified(body.id), false)
  assert.equal((await world.app().inject({ method: 'POST', url: '/api/v1/session/codes', payload: { phone } })).statusCode, 200)
  for (let i = 0; i < 200 && world.sent.length === 0; i++) await new Promise((next) => setTimeout(next, 10))
  const byCode = await world
    .app()
    .inject({ method: 'POST', url: '/api/v1/session/by-code', payload: { phone, code: world.sent.at(-1)?.params.code } })
  assert.equal(byCode.statusCode, 200)
  assert.equal(await verified(body.id), true)
  const cookie = String([byCode.headers['set-cookie']].flat()[0]).split(';')[0] as string
  const ask = (method: 'GET' | 'PUT', url: string, payload?: object) =>
    world.app().inject({ method, url: `/api/v1${url}`, headers: { cookie }, ...(payload ? { payload } : {}) })
  assert.equal((await ask('GET', '/leads')).json().code, 'identity.own_password_due')
  assert.equal((await ask('PUT', '/me/password', { next: 'regen-bambus-drei' })).statusCode, 200)
  assert.equal((await ask('GET', '/leads')).statusCode, 200)
})

async function verified(memberId: string): Promise<boolean> {
  const auth = new pg.Client({ connectionString: world.db.authUrl })
  await auth.connect()
  try {
    const { rows } = await auth.query(
      'select u."phoneNumberVerified" as yes from auth."user" u join auth.membership m on m.user_id = u.id where m.member_id = $1',
      [memberId],
    )
    return rows[0].yes
  } finally {
    await auth.end()
  }
}

test('a taken login, a foreign department and a foreign role are refused, and leave no user behind', async () => {
  const input = fresh()
  await admin('POST', '/members', input)
  assert.equal((await admin('POST', '/members', input)).body.code, 'identity.login_taken')
  const elsewhere = await world.company()
  const wrong = fresh({ departmentId: elsewhere.rootDepartmentId })
  assert.equal((await admin('POST', '/members', wrong)).body.code, 'member.unknown_place')
  assert.equal((await admin('POST', '/members', { ...wrong, departmentId: company.rootDepartmentId })).status, 200)
  const elsewhereRoles = (await (await world.browser(elsewhere.admin))('GET', '/roles')).body.items
  assert.equal((await admin('POST', '/members', fresh({ roleIds: [elsewhereRoles[0].id] }))).body.code, 'member.unknown_place')
  assert.equal((await admin('GET', `/members/${elsewhere.admin.id}`)).status, 404)
})

test('a change of role is felt at once; a stale change is refused', async () => {
  const { body } = await admin('POST', '/members', fresh())
  const detail = (await admin('GET', `/members/${body.id}`)).body
  const call = await world.browser(await withPassword(body.id, detail.username))
  assert.equal((await call('GET', '/audit/events')).status, 403)
  const changed = await admin('PATCH', `/members/${body.id}`, { version: detail.version, roleIds: [roleIds.gm], title: '副总' })
  assert.deepEqual([changed.status, changed.body.roles, changed.body.title], [200, ['gm'], '副总'])
  assert.equal((await call('GET', '/audit/events')).status, 200)
  assert.equal((await admin('PATCH', `/members/${body.id}`, { version: detail.version, title: 'x' })).body.code, 'common.stale')
})

/** Gives a member of this test the password that `world.browser` signs in with. */
async function withPassword(id: string, username: string): Promise<{ username: string }> {
  const row = await company.system((ctx) =>
    ctx.tx.row(sql<{ userId: string }>`select user_id from member where tenant_id = ${ctx.tenantId} and id = ${id}`),
  )
  await world.house.services().identity.setPassword(row?.userId as string, PASSWORD)
  return { username }
}

test('who is disabled is out at once, and his reports, departments and records go to the successor', async () => {
  const boss = await company.member('经理', {})
  const departmentId = await company.department('二部')
  const leaver = await company.member('离职', { 'policy.read': 'all' }, { departmentId, managerId: boss.id, head: true })
  const report = await company.member('下属', {}, { departmentId, managerId: leaver.id })
  const call = await world.browser(leaver)
  assert.equal((await call('GET', '/policies')).status, 200)
  assert.equal((await admin('POST', `/members/${leaver.id}/disable`, {})).status, 200)
  assert.equal((await call('GET', '/policies')).status, 401)
  assert.equal((await signIn(leaver.username, PASSWORD)).statusCode, 200, 'the password is still right …')
  await company.system(async (ctx) => {
    assert.equal(await managerOf(ctx, report.id), boss.id)
    assert.equal(await departmentHeadOf(ctx, report.id), boss.id)
  })
  assert.equal((await admin('POST', `/members/${leaver.id}/disable`, {})).body.code, 'member.disabled_already')
  assert.equal((await admin('POST', `/members/${leaver.id}/enable`, {})).status, 200)
  assert.equal((await call('GET', '/policies')).status, 401, 'given back, he signs in anew …')
  assert.equal((await (await world.browser(leaver))('GET', '/policies')).status, 200, '… and is in')
  const lone = await company.member('无上级', {})
  assert.equal((await admin('POST', `/members/${lone.id}/disable`, {})).body.code, 'member.successor_needed')
  assert.equal((await admin('POST', `/members/${lone.id}/disable`, { successorId: boss.id })).status, 200)
})

test('nobody locks the company out: not himself, not the last admin', async () => {
  assert.equal((await admin('POST', `/members/${company.admin.id}/disable`, {})).body.code, 'member.yourself')
  const me = (await admin('GET', `/members/${company.admin.id}`)).body
  const demoted = await admin('PATCH', `/members/${company.admin.id}`, { version: me.version, roleIds: [roleIds.rep] })
  assert.equal(demoted.body.code, 'member.last_admin')
  assert.equal(
    (await admin('PUT', `/roles/${roleIds.admin}`, { version: 1, name: '管理员', permissions: {} })).body.code,
    'role.admin_fixed',
  )
})

test('a reset password ends all sessions; a changed one ends the others', async () => {
  const person = await company.member('改密', {})
  const [one, two] = [await world.browser(person), await world.browser(person)]
  assert.equal((await one('PUT', '/me/password', { current: 'wrong-one', next: 'a-new-password' })).body.code, 'identity.wrong_password')
  assert.equal((await one('PUT', '/me/password', { current: PASSWORD, next: 'short' })).body.code, 'identity.password_short')
  assert.equal((await one('PUT', '/me/password', { current: PASSWORD, next: 'a-new-password' })).status, 200)
  assert.deepEqual([(await one('GET', '/me')).status, (await two('GET', '/me')).status], [200, 401])
  const { body } = await admin('POST', `/members/${person.id}/reset-password`, {})
  assert.equal((await one('GET', '/me')).status, 401)
  assert.equal((await signIn(person.username, 'a-new-password')).statusCode, 401)
  assert.equal((await signIn(person.username, body.password)).statusCode, 200)
})

test('roles are taken as they are given: by whoever manages roles', async () => {
  const call = await world.browser(await company.member('人事', { 'member.manage': 'all' }))
  const { id, version, roles } = (await admin('GET', `/members/${(await admin('POST', '/members', fresh())).body.id}`)).body
  const refused = await call('PATCH', `/members/${id}`, { version, roleIds: [] })
  assert.deepEqual([refused.status, refused.body.code], [403, 'common.forbidden'])
  assert.equal((await call('PATCH', `/members/${id}`, { version, title: '业务员' })).status, 200)
  assert.deepEqual([(await admin('GET', `/members/${id}`)).body.roles, roles], [['rep'], ['rep']])
})

test('whoever manages members takes over nobody who may do more: neither by the password nor by the second factor', async () => {
  const hr = await company.member('人事', { 'member.manage': 'all', 'policy.read': 'own' })
  const call = await world.browser(hr)
  const lower = await company.member('不多', {})
  const other = await company.member('各自', { 'policy.read': 'own' })
  for (const path of ['reset-password', 'reset-second-factor']) {
    for (const target of [company.admin, other]) {
      const { status, body } = await call('POST', `/members/${target.id}/${path}`, {})
      assert.deepEqual([status, body.code], [403, 'member.beyond_yours'], path)
    }
    assert.notEqual((await call('POST', `/members/${lower.id}/${path}`, {})).status, 403)
  }
  assert.equal((await signIn(company.admin.username, PASSWORD)).statusCode, 200)
  const mayReset = async (who: typeof call, id: string) => (await who('GET', `/members/${id}`)).body.may.resetPassword
  assert.deepEqual([await mayReset(call, company.admin.id), await mayReset(call, lower.id)], [false, true])
  assert.equal(await mayReset(admin, other.id), true)
  // Disabled first, reset, given back: the same door by a detour.
  const second = await company.member('副管理员', { 'role.manage': 'all' })
  assert.equal((await call('POST', `/members/${second.id}/disable`, { successorId: lower.id })).status, 200)
  assert.equal((await call('POST', `/members/${second.id}/reset-password`, {})).body.code, 'member.disabled_already')
})

test('managers do not stand above each other in a circle, nor departments', async () => {
  const a = await company.member('甲', {})
  const b = await company.member('乙', {}, { managerId: a.id })
  const version = (await admin('GET', `/members/${a.id}`)).body.version
  assert.equal((await admin('PATCH', `/members/${a.id}`, { version, managerId: b.id })).body.code, 'member.manager_circle')
  const upper = (await admin('POST', '/departments', { name: '上', parentId: company.rootDepartmentId })).body.id
  const lower = (await admin('POST', '/departments', { name: '下', parentId: upper })).body.id
  assert.equal((await admin('PATCH', `/departments/${upper}`, { parentId: lower })).body.code, 'department.circle')
  assert.equal((await admin('PATCH', `/departments/${company.rootDepartmentId}`, { parentId: lower })).body.code, 'department.circle')
  await company.system(async (ctx) => assert.deepEqual(await managersAbove(ctx, b.id), [a.id]))
})

test('a role knows only permissions that exist, and answers in what it allows', async () => {
  const bad = await admin('POST', '/roles', { code: 'helper', name: '助理', permissions: { 'no.such': 'own' } })
  assert.equal(bad.body.code, 'role.unknown_permission')
  const { body } = await admin('POST', '/roles', { code: 'helper', name: '助理', permissions: { 'audit.read': 'all' } })
  assert.equal((await admin('POST', '/roles', { code: 'helper', name: '助理', permissions: {} })).body.code, 'role.code_taken')
  const changed = await admin('PUT', `/roles/${body.id}`, { version: 1, name: '助理', permissions: { 'policy.read': 'all' } })
  assert.deepEqual([changed.body.permissions, changed.body.version], [{ 'policy.read': 'all' }, 2])
  const stale = await admin('PUT', `/roles/${body.id}`, { version: 1, name: '助理', permissions: {} })
  assert.equal(stale.body.code, 'common.stale')
  await company.system(async (ctx) => assert.deepEqual(await membersWithRole(ctx, 'admin'), [company.admin.id]))
})

test('a grant opens one record and ends with its giver, and with nothing else', async () => {
  const person = await company.member('成员', {})
  const recordId = company.rootDepartmentId
  await company.system(async (ctx) => {
    const grant = { memberId: person.id, recordType: 'account', recordId, reason: 'team' }
    await grantRecord(ctx, { ...grant, givenBy: 'opportunity:1' })
    await grantRecord(ctx, { ...grant, givenBy: 'opportunity:2' })
    assert.equal(await endGrants(ctx, { givenBy: 'opportunity:1' }), 1)
    assert.equal(await isGranted(ctx, person.id, recordId), true)
    assert.equal(await endGrants(ctx, { givenBy: 'opportunity:2', memberId: person.id }), 1)
    assert.equal(await isGranted(ctx, person.id, recordId), false)
  })
})
