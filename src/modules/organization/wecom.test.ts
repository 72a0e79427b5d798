import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { sql } from '#core/db.ts'
import { asSystem } from '#core/jobs.ts'
import { openWorld } from '#testing/world.ts'
import { directorySource, wecomDirectory } from './index.ts'

type User = { userid: string; name: string; position: string; main_department: number; direct_leader?: string[]; status: number }

/** What the vendor's directory answers, in its own words: always 200, an errcode in the body, a token in the query. */
const wecom = {
  corp: 'wwdemo',
  secret: 'correct-horse',
  departments: [
    { id: 1, parentid: 0, name: '总公司', order: 9 },
    { id: 2, parentid: 1, name: '销售中心', order: 8 },
    { id: 3, parentid: 2, name: '苏沪', order: 7 },
  ],
  users: [] as User[],
  tokens: 0,
  /** Codes to answer before anything else, one a call. */
  trouble: [] as number[],
  calls: [] as string[],
}
const user = (userid: string, name: string, position: string, main_department: number, leader: string[] = []): User => ({
  userid,
  name,
  position,
  main_department,
  direct_leader: leader,
  status: 1,
})
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://localhost')
  const ask = url.pathname.replace('/cgi-bin/', '')
  wecom.calls.push(ask)
  const body = ((): object => {
    if (ask === 'gettoken') {
      if (url.searchParams.get('corpid') !== wecom.corp || url.searchParams.get('corpsecret') !== wecom.secret)
        return { errcode: 40001, errmsg: 'invalid credential' }
      wecom.tokens += 1
      return { errcode: 0, errmsg: 'ok', access_token: `token-${wecom.tokens}`, expires_in: 7200 }
    }
    const trouble = wecom.trouble.shift()
    if (trouble) return { errcode: trouble, errmsg: 'trouble' }
    if (url.searchParams.get('access_token') !== `token-${wecom.tokens}`) return { errcode: 40014, errmsg: 'invalid access_token' }
    if (ask === 'department/simplelist') return { errcode: 0, department_id: wecom.departments.map(({ name: _, ...one }) => one) }
    if (ask === 'department/get')
      return { errcode: 0, department: wecom.departments.find((one) => one.id === Number(url.searchParams.get('id'))) }
    return { errcode: 0, userlist: wecom.users.filter((one) => one.main_department === Number(url.searchParams.get('department_id'))) }
  })()
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
after(() => server.close())
const world = await openWorld()
directorySource.plug(wecomDirectory(`http://127.0.0.1:${(server.address() as { port: number }).port}`))

const company = await world.company()
const admin = await world.browser(company.admin)
const rep = (await admin('GET', '/roles')).body.items.find((one: { code: string }) => one.code === 'rep').id
const people = async () => Object.fromEntries((await admin('GET', '/members')).body.items.map((one: { name: string }) => [one.name, one]))
const tail = company.tenantId.slice(-6)

test('a company links its directory, and departments, people and managers come over; the second time nothing changes', async () => {
  assert.equal((await admin('POST', '/directory/sync')).body.code, 'directory.not_linked')
  assert.equal((await admin('PUT', '/directory', { kind: 'wecom', corpId: wecom.corp, version: 0 })).body.code, 'directory.secret_needed')
  const link = { kind: 'wecom', corpId: wecom.corp, secret: wecom.secret, roleId: rep, version: 0 }
  assert.equal((await admin('PUT', '/directory', link)).status, 200)
  assert.equal((await admin('PUT', '/directory', link)).body.code, 'common.stale')
  wecom.users = [
    user(`Zhou${tail}`, '周启明', '销售总监', 2),
    user(`Gao${tail}`, '高志远', '区域经理', 3, [`Zhou${tail}`]),
    user(`Lin${tail}`, '林晓峰', '业务员', 3, [`Gao${tail}`]),
  ]
  const { body } = await admin('POST', '/directory/sync')
  assert.deepEqual(body, { departments: { created: 2, changed: 0 }, members: { created: 3, changed: 2, disabled: 0 }, waiting: [] })
  const lin = (await people()).林晓峰
  assert.deepEqual([lin.department, lin.managerName, lin.roles, lin.username], ['苏沪', '高志远', ['rep'], `lin${tail}`])
  const kept = (await admin('GET', '/directory')).body.link
  assert.deepEqual([kept.people, 'secret' in kept], [3, false])
  const again = (await admin('POST', '/directory/sync')).body
  assert.deepEqual(
    [again.departments, again.members],
    [
      { created: 0, changed: 0 },
      { created: 0, changed: 0, disabled: 0 },
    ],
  )
})

test('who left is disabled and his records pass on; who moved moves; no name stands in an event', async () => {
  wecom.users = [wecom.users[0] as User, { ...(wecom.users[1] as User), main_department: 2, position: '大区经理' }]
  assert.equal(await world.house.services().jobs.runNow('directory_sync', company.tenantId), 2)
  const now = await people()
  assert.ok(now.林晓峰.disabledAt)
  assert.deepEqual([now.高志远.department, now.高志远.title], ['销售中心', '大区经理'])
  assert.equal((await admin('GET', '/hand-overs')).body.items[0].toName, '高志远')
  const { items } = (await admin('GET', '/audit/events?limit=200')).body
  const synced = items
    .filter((one: { type: string }) => /^(member|directory)\./.test(one.type))
    .map((one: { payload: object }) => one.payload)
  assert.ok(synced.length > 8)
  assert.ok(!/林晓峰|高志远|周启明|大区经理/.test(JSON.stringify(synced)))
  assert.equal(await world.house.services().jobs.runNow('directory_sync', company.tenantId), 0, 'a second run changes nothing')
})

test('a login that is taken here waits for a person, who says whose it is', async () => {
  const mine = await company.member('本地', {})
  wecom.users.push(user(mine.username, '外部同名', '', 2))
  const { waiting } = (await admin('POST', '/directory/sync')).body
  assert.deepEqual(waiting, [{ externalId: mine.username, why: 'login_taken', memberId: mine.id }])
  assert.equal((await admin('POST', '/directory/people', { externalId: mine.username, memberId: mine.id })).status, 200)
  const after = (await admin('POST', '/directory/sync')).body
  assert.deepEqual([after.waiting, after.members.changed], [[], 1])
})

test('a dead token is replaced once and a busy answer asked again; a wrong secret and a silent wire are sentences and change nothing', async () => {
  wecom.trouble = [42001]
  const tokens = wecom.tokens
  assert.equal((await admin('POST', '/directory/sync')).status, 200)
  assert.equal(wecom.tokens, tokens + 2)
  wecom.trouble = [-1]
  assert.equal((await admin('POST', '/directory/sync')).status, 200)
  wecom.trouble = [60011]
  const refused = (await admin('POST', '/directory/sync')).body
  assert.deepEqual([refused.code, refused.params.code], ['directory.refused', 60011])
  const before = await people()
  const all = wecom.users
  wecom.users = []
  wecom.departments = wecom.departments.slice(0, 1)
  const few = await admin('POST', '/directory/sync')
  assert.equal(few.status, 200, 'three who leave may be three who left')
  assert.notDeepEqual(await people(), before)
  wecom.users = all
  await admin('PUT', '/directory', { kind: 'wecom', corpId: wecom.corp, secret: 'wrong', version: 1 })
  assert.equal((await admin('POST', '/directory/sync')).body.params.code, 40001)
  const foreign = Buffer.alloc(40, 7)
  await asSystem(world.house, company.tenantId, 'test', (ctx) =>
    ctx.tx.run(sql`update directory_link set secret = ${foreign} where tenant_id = ${ctx.tenantId}`),
  )
  const moved = await admin('POST', '/directory/sync')
  assert.deepEqual([moved.status, moved.body.code], [409, 'directory.secret_needed'], 'a secret of another installation is asked for again')
  assert.equal((await admin('DELETE', '/directory')).status, 200)
  assert.equal((await admin('GET', '/directory')).body.link, null)
})

test('a directory that suddenly knows almost nobody is not believed', async () => {
  const other = await world.company()
  const boss = await world.browser(other.admin)
  const own = other.tenantId.slice(-6)
  wecom.secret = 'correct-horse'
  wecom.users = Array.from({ length: 6 }, (_, n) => user(`p${n}${own}`, `员工${n}`, '', 1))
  await boss('PUT', '/directory', { kind: 'wecom', corpId: wecom.corp, secret: wecom.secret, version: 0 })
  assert.equal((await boss('POST', '/directory/sync')).body.members.created, 6)
  wecom.users = wecom.users.slice(0, 2)
  const { body } = await boss('POST', '/directory/sync')
  assert.deepEqual([body.code, body.params], ['directory.too_many_leavers', { n: 4, of: 6 }])
  const active = (await boss('GET', '/members')).body.items.filter((one: { disabledAt: string | null }) => one.disabledAt === null)
  assert.equal(active.length, 7)
  server.closeAllConnections()
  directorySource.plug(wecomDirectory('http://127.0.0.1:9'))
  assert.equal((await boss('POST', '/directory/sync')).body.code, 'directory.unreachable')
})
