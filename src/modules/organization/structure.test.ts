// What would break the shape of a company is refused with its sentence, in both languages, and nothing is half written.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from '#testing/world.ts'

const world = await openWorld()
const company = await world.company()
const admin = await world.browser(company.admin)
const shape = async () => [
  (await admin('GET', '/departments')).body,
  (await admin('GET', '/members')).body,
  (await admin('GET', '/roles')).body,
]
const roles: Record<string, string> = Object.fromEntries(
  (await admin('GET', '/roles')).body.items.map((one: { code: string; id: string }) => [one.code, one.id]),
)
const upper = (await admin('POST', '/departments', { name: '华东', parentId: company.rootDepartmentId })).body.id
const middle = (await admin('POST', '/departments', { name: '苏沪', parentId: upper })).body.id
const lower = (await admin('POST', '/departments', { name: '苏州', parentId: middle })).body.id
const clerk = await company.member('人事', { 'member.manage': 'all', 'role.manage': 'all' })
const second = await company.member('第二位', {})
const own = await world.browser(clerk)

/** Asks in both languages: the same refusal, each with its own sentence; afterwards everything is as it was. */
async function refused(call: typeof admin, method: 'PATCH' | 'POST' | 'PUT', path: string, body: object) {
  const before = await shape()
  const [zh, en] = [
    await call(method, path, body, { 'accept-language': 'zh-CN' }),
    await call(method, path, body, { 'accept-language': 'en' }),
  ]
  assert.deepEqual(await shape(), before, `${method} ${path} left something behind`)
  assert.equal(zh.body.code, en.body.code)
  return { code: zh.body.code, zh: zh.body.detail, en: en.body.detail }
}

const circle = {
  code: 'department.circle',
  zh: '部门不能移到自己下面，公司本身也不能移动。换一个上级部门。',
  en: 'A department cannot stand below itself, and the company cannot move. Choose another parent.',
}
const lastAdmin = {
  code: 'member.last_admin',
  zh: '这是最后一位管理员。先把管理员角色给另一个人。',
  en: 'This is the last admin. Give the admin role to somebody else first.',
}

test('a department below itself, at any distance, and a company below anything are refused', async () => {
  for (const [id, parentId] of [
    [upper, upper],
    [upper, middle],
    [upper, lower],
    [middle, lower],
    [company.rootDepartmentId, upper],
  ])
    assert.deepEqual(await refused(admin, 'PATCH', `/departments/${id}`, { parentId }), circle)
  assert.equal((await admin('PATCH', `/departments/${lower}`, { parentId: upper })).status, 200, 'a move that is no circle passes')
})

test('the last admin is neither disabled nor left without the role, by whatever way; with two, one may go', async () => {
  const { id } = company.admin
  const version = async (one: string) => (await admin('GET', `/members/${one}`)).body.version
  assert.deepEqual(await refused(own, 'POST', `/members/${id}/disable`, { successorId: second.id }), lastAdmin)
  assert.deepEqual(
    await refused(admin, 'PUT', `/members/${id}/roles`, { version: await version(id), roleIds: [roles.rep], postId: null }),
    lastAdmin,
  )
  assert.deepEqual(await refused(admin, 'PATCH', `/members/${id}`, { version: await version(id), roleIds: [] }), lastAdmin)
  const given = await admin('PUT', `/members/${second.id}/roles`, {
    version: await version(second.id),
    roleIds: [roles.admin],
    postId: null,
  })
  assert.equal(given.status, 200, JSON.stringify(given.body))
  assert.equal((await own('POST', `/members/${id}/disable`, { successorId: second.id })).status, 200)
})

test('two changes at once that are right alone make no ring and do not leave the company without an admin', async () => {
  const place = async (name: string): Promise<string> =>
    (await own('POST', '/departments', { name, parentId: company.rootDepartmentId })).body.id
  for (let round = 1; round <= 8; round++) {
    const [a, b] = [await place(`东${round}`), await place(`西${round}`)]
    const moves = await Promise.all([
      own('PATCH', `/departments/${a}`, { parentId: b }),
      own('PATCH', `/departments/${b}`, { parentId: a }),
    ])
    assert.deepEqual(moves.map(({ body }) => body.code ?? 'moved').sort(), ['department.circle', 'moved'], `round ${round}`)
  }
  const version = async (id: string): Promise<number> => (await own('GET', `/members/${id}`)).body.version
  let admins = [second.id, (await company.member('第三位', {})).id]
  for (let round = 1; round <= 8; round++) {
    const spare = admins[1] as string
    await own('PUT', `/members/${spare}/roles`, { version: await version(spare), roleIds: [roles.admin], postId: null })
    const asked = await Promise.all(admins.map(async (id) => ({ id, version: await version(id) })))
    const gone = await Promise.all(
      asked.map((one) => own('PUT', `/members/${one.id}/roles`, { version: one.version, roleIds: [roles.rep], postId: null })),
    )
    assert.deepEqual(gone.map(({ body }) => body.code ?? 'gone').sort(), ['gone', 'member.last_admin'], `round ${round}`)
    if (gone[0]?.status === 200) admins = admins.reverse()
  }
})

test('an empty department is removed, its former members go to the one above; one that is used or named stays', async () => {
  const company = await world.company()
  const admin = await world.browser(company.admin)
  const remove = (id: string) => admin('DELETE', `/departments/${id}`)
  const make = async (name: string, parentId = company.rootDepartmentId) =>
    (await admin('POST', '/departments', { name, parentId })).body.id as string
  const [gone, full] = [await make('撤销'), await make('有人')]
  const [former, present] = [
    await company.member('前员工', {}, { departmentId: gone }),
    await company.member('在岗', { 'approval.decide': 'all' }, { departmentId: full }),
  ]
  assert.deepEqual((await remove(gone)).body.params, { name: '撤销', members: 1, below: 0 })
  assert.equal((await admin('POST', `/members/${former.id}/disable`, { successorId: present.id })).status, 200)
  await make('下级', full)
  for (const id of [full, company.rootDepartmentId]) assert.equal((await remove(id)).body.code, 'department.not_empty')
  assert.equal((await remove(gone)).status, 200)
  assert.equal((await remove(gone)).status, 404)
  const row = (await admin('GET', '/members')).body.items.find((one: { id: string }) => one.id === former.id)
  assert.equal(row.departmentId, company.rootDepartmentId)

  const ask = async (name: string, use: (id: string) => Promise<{ status: number }>) => {
    const id = await make(name)
    assert.equal((await use(id)).status, 200, name)
    assert.equal((await remove(id)).body.code, 'department.in_use', name)
  }
  const role = { code: 'chosen', name: '选定', permissions: { 'lead.read': 'custom' } }
  await ask('角色范围', (id) => admin('POST', '/roles', { ...role, departments: { 'lead.read': [id] } }))
  await ask('邀请', (departmentId) => admin('POST', '/invitations', { departmentId, roleIds: [] }))
  await ask('公海', (id) =>
    admin('POST', '/pools', { subjectType: 'lead', name: '片区', open: true, departmentIds: [id], takes: {}, sort: 5 }),
  )
  const { key, version } = (await admin('GET', '/approval-flows')).body.items[0]
  await ask('审批', async (departmentId) => {
    assert.equal((await admin('PATCH', `/departments/${departmentId}`, { headId: present.id })).status, 200)
    return await admin('POST', `/approval-flows/${key}`, {
      basedOn: version,
      steps: [
        { kind: 'approve', id: 'head', mode: 'any', approvers: [{ kind: 'department_head', departmentId }] },
        { kind: 'end', id: 'end' },
      ],
    })
  })
})

test('a role that nobody has and nothing gives is removed; the admin’s and one in use stay', async () => {
  const company = await world.company()
  const admin = await world.browser(company.admin)
  const make = async (code: string) => (await admin('POST', '/roles', { code, name: code, permissions: {} })).body.id as string
  const remove = (id: string) => admin('DELETE', `/roles/${id}`)
  const adminRole = (await admin('GET', '/roles')).body.items.find((one: { code: string }) => one.code === 'admin').id
  const [free, given, held] = [await make('free'), await make('given'), await make('held')]
  const may = async (id: string) => (await admin('GET', '/roles')).body.items.find((one: { id: string }) => one.id === id)?.may.remove
  assert.equal((await admin('POST', '/posts', { name: '岗', roleIds: [given] })).status, 200)
  const person = await company.member('持有', {})
  const { version } = (await admin('GET', `/members/${person.id}/roles`)).body
  assert.equal((await admin('PUT', `/members/${person.id}/roles`, { version, roleIds: [held] })).status, 200)
  assert.deepEqual([await may(free), await may(held), await may(adminRole)], [true, false, false])
  assert.equal((await remove(given)).body.code, 'role.in_use')
  assert.deepEqual((await remove(held)).body.params, { name: 'held', members: 1 })
  assert.equal((await remove(adminRole)).body.code, 'role.admin_fixed')
  assert.deepEqual([(await remove(free)).status, await may(free), (await remove(free)).status], [200, undefined, 404])
  assert.equal((await admin('POST', `/members/${person.id}/disable`, { successorId: company.admin.id })).status, 200)
  assert.equal((await remove(held)).status, 200, 'a former member does not hold it')
})
