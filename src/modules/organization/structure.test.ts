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
