import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { openWorld, PASSWORD, STORY_NOW } from '#testing/world.ts'

const world = await openWorld()
const company = await world.company()
const boss = await company.member('老板', { 'member.manage': 'all', 'role.manage': 'all', 'lead.read': 'all' })
const asBoss = await world.browser(boss)
const roleId = (await asBoss('GET', '/roles')).body.items.find((role: { code: string }) => role.code === 'rep').id as string
const DAY = 86_400_000

const invite = async (more: object = {}) =>
  (await asBoss('POST', '/invitations', { departmentId: company.rootDepartmentId, roleIds: [roleId], ...more })).body as {
    id: string
    token: string
    expiresAt: string
  }
const post = (path: string, payload: object, cookie = '') =>
  world.app().inject({ method: 'POST', url: `/api/v1${path}`, payload, headers: { cookie } })
const cookieOf = (answer: Awaited<ReturnType<typeof post>>): string =>
  [answer.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ')
let people = 0
const newcomer = (token: string, more: object = {}) => {
  people += 1
  return { token, name: '新同事', username: `newcomer-${people}`, password: 'regen-bambus-tor', ...more }
}

test('a link shows who invites and to where; whoever accepts is in, with the place and the roles of the invitation', async () => {
  const { token } = await invite({ name: '小何', title: '业务员', managerId: boss.id })
  const look = (await post('/invitations/look', { token })).json()
  assert.deepEqual(
    [look.invitedBy, look.name, look.signedInAs, look.expiresAt],
    ['老板', '小何', null, new Date(Date.parse(STORY_NOW) + 7 * DAY).toISOString()],
  )
  const answer = await post('/invitations/accept', newcomer(token))
  assert.equal(answer.statusCode, 200)
  const me = (await world.app().inject({ method: 'GET', url: '/api/v1/me', headers: { cookie: cookieOf(answer) } })).json()
  assert.deepEqual([me.name, me.title, me.roles, me.tenant.id], ['新同事', '业务员', ['rep'], company.tenantId])
  const detail = (await asBoss('GET', `/members/${me.memberId}`)).body
  assert.deepEqual([detail.managerId, detail.departmentId], [boss.id, company.rootDepartmentId])
  await world.browser({ username: me.username ?? `newcomer-${people}`, password: 'regen-bambus-tor' })
  const [listed] = (await asBoss('GET', '/invitations')).body.items
  assert.deepEqual([listed.state, listed.acceptedByName], ['accepted', '新同事'])
})

test('used, expired, revoked, unknown: each refused with its sentence, by looking and by accepting, and nobody is made', async () => {
  const [used, expired, revoked] = [await invite(), await invite(), await invite()]
  assert.equal((await post('/invitations/accept', newcomer(used.token))).statusCode, 200)
  assert.equal((await asBoss('POST', `/invitations/${revoked.id}/revoke`, {})).status, 200)
  assert.equal((await asBoss('POST', `/invitations/${revoked.id}/revoke`, {})).body.code, 'invitation.revoked')
  assert.equal((await asBoss('POST', `/invitations/${used.id}/revoke`, {})).body.code, 'invitation.accepted')
  const count = async () => (await asBoss('GET', '/members')).body.items.length
  const before = await count()
  const unknown = `${company.tenantId.replaceAll('-', '')}.${'x'.repeat(32)}`
  const cases = [
    [used.token, 'invitation.accepted', '邀请已经用过。已加入的话直接登录。'],
    [revoked.token, 'invitation.revoked', '邀请已被撤回。请 老板 重发一个。'],
    [unknown, 'invitation.unknown', '没有这个邀请。核对链接，或请对方重发一个。'],
  ] as const
  for (const [token, code, sentence] of cases)
    for (const answer of [await post('/invitations/look', { token }), await post('/invitations/accept', newcomer(token))])
      assert.deepEqual([answer.json().code, answer.json().detail], [code, sentence])
  world.clock.set(expired.expiresAt)
  for (const answer of [
    await post('/invitations/look', { token: expired.token }),
    await post('/invitations/accept', newcomer(expired.token)),
  ])
    assert.deepEqual([answer.statusCode, answer.json().detail], [410, '邀请已过期。请 老板 重发一个。'])
  world.clock.set(new Date(Date.parse(expired.expiresAt) - 1).toISOString())
  assert.equal((await post('/invitations/look', { token: expired.token })).statusCode, 200, 'a millisecond before it is good')
  world.clock.set(STORY_NOW)
  assert.equal(await count(), before)
})

test('of five who accept the same link at the same moment one is in, and nothing is left of the others', async () => {
  const { token } = await invite()
  const before = (await asBoss('GET', '/members')).body.items.length
  const tries = Array.from({ length: 5 }, () => newcomer(token))
  const answers = await Promise.all(tries.map((one) => post('/invitations/accept', one)))
  assert.deepEqual(answers.map((answer) => answer.json().code ?? 'in').sort(), ['in', ...Array(4).fill('invitation.accepted')])
  assert.equal((await asBoss('GET', '/members')).body.items.length, before + 1)
  const free = tries.filter((_, nth) => answers[nth]?.statusCode !== 200).map((one) => one.username)
  const again = await invite()
  assert.equal((await post('/invitations/accept', newcomer(again.token, { username: free[0] }))).statusCode, 200, 'the login is free again')
})

test('a common password, a taken login and a department that is gone are refused; the link stays good', async () => {
  const { token } = await invite()
  assert.equal((await post('/invitations/accept', newcomer(token, { password: '12345678' }))).json().code, 'identity.password_known')
  assert.equal((await post('/invitations/accept', newcomer(token, { username: boss.username }))).json().code, 'identity.login_taken')
  assert.equal((await asBoss('POST', '/invitations', { departmentId: roleId, roleIds: [roleId] })).body.code, 'member.unknown_place')
  assert.equal((await post('/invitations/accept', newcomer(token))).statusCode, 200)
})

test('who is signed in comes in with the account he has, goes on there, and switches back', async () => {
  const other = await world.company()
  const person = await other.member('两家的人', {})
  const { token } = await invite()
  assert.equal((await post('/invitations/join', { token })).json().code, 'identity.signed_out')
  const login = await post('/session', { login: person.username, password: PASSWORD })
  const look = await post('/invitations/look', { token }, cookieOf(login))
  assert.equal(look.json().signedInAs, '两家的人')
  const joined = await post('/invitations/join', { token }, cookieOf(login))
  assert.equal(joined.statusCode, 200)
  const cookie = cookieOf(joined)
  const get = async (path: string) => (await world.app().inject({ method: 'GET', url: `/api/v1${path}`, headers: { cookie } })).json()
  assert.equal((await get('/me')).tenant.id, company.tenantId)
  assert.equal((await get('/me/companies')).items.length, 2)
  const second = await invite()
  assert.equal((await post('/invitations/join', { token: second.token }, cookie)).json().code, 'invitation.member_already')
})

test('the token is told once and kept nowhere; only who manages members invites', async () => {
  const key = { 'idempotency-key': 'one-invitation' }
  const body = { departmentId: company.rootDepartmentId, roleIds: [roleId] }
  const first = (await asBoss('POST', '/invitations', body, key)).body
  const second = (await asBoss('POST', '/invitations', body, key)).body
  assert.deepEqual([second.id, second.token], [first.id, null])
  const traces = await company.system((ctx) =>
    ctx.tx.rows(sql<{ text: string }>`select to_jsonb(i)::text as text from invitation i where tenant_id = ${ctx.tenantId}
      union all select to_jsonb(e)::text from event e where tenant_id = ${ctx.tenantId} union all select answer::text from idempotency_key where tenant_id = ${ctx.tenantId}`),
  )
  assert.deepEqual(
    traces.filter(({ text }) => text.includes(first.token.split('.')[1])),
    [],
  )
  const rep = await world.browser(await company.member('业务员', {}))
  assert.equal((await rep('POST', '/invitations', body)).status, 403)
})
