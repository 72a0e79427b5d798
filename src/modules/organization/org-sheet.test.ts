import assert from 'node:assert/strict'
import { test } from 'node:test'
import writeWorkbook from 'write-excel-file/node'
import { openWorld, type World } from '#testing/world.ts'
import { ringsOf } from './org-sheet.rule.ts'

const world = await openWorld()
type Row = (string | null)[]
const HEAD = ['姓名', '登录名', '手机', '职务', '部门', '上级', '岗位', '角色']
const DEPARTMENTS = ['部门', '上级部门', '负责人']

async function workbook(members: Row[], departments: Row[] = []): Promise<Uint8Array> {
  const cells = (row: Row) => row.map((value) => (value === null ? null : { value, type: String }))
  const sheets = [
    { sheet: '成员', data: [HEAD, ...members].map(cells) },
    { sheet: '部门', data: [DEPARTMENTS, ...departments].map(cells) },
  ]
  return new Uint8Array(await writeWorkbook(sheets as never).toBuffer())
}

/** Sends a file as a form, as the console does. */
async function send(call: Awaited<ReturnType<World['browser']>>, bytes: Uint8Array, commit = false, key?: string) {
  const form = new FormData()
  form.set('file', new File([bytes as BlobPart], 'org.xlsx'))
  form.set('commit', String(commit))
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  const headers = { 'content-type': request.headers.get('content-type') as string, ...(key ? { 'idempotency-key': key } : {}) }
  return await call('POST', '/organization/import', Buffer.from(await request.arrayBuffer()) as never, headers)
}

const company = await world.company()
const admin = await world.browser(company.admin)
const tail = company.tenantId.slice(-6)
const login = (name: string): string => `${name}-${tail}`
const names = async () =>
  Object.fromEntries((await admin('GET', '/members')).body.items.map((one: { username: string }) => [one.username, one]))
const good: [Row[], Row[]] = [
  [
    ['高志远', login('gao'), '', '区域经理', '苏沪', login('zhou'), '', '区域经理'],
    ['周启明', login('zhou'), '', '销售总监', '销售中心', '', '', '销售总监'],
    ['林晓峰', login('lin'), '', '业务员', '销售中心/苏沪', '高志远', '', '业务员、市场'],
  ],
  [
    ['苏沪', '销售中心', login('gao')],
    ['销售中心', '', login('zhou')],
  ],
]

test('a workbook is told first, carried out at a second word, and changes nothing the second time', async () => {
  const bytes = await workbook(...good)
  const preview = await send(admin, bytes)
  assert.equal(preview.status, 200, JSON.stringify(preview.body))
  assert.deepEqual([preview.body.committed, preview.body.faults], [false, []])
  assert.deepEqual(Object.keys(await names()), [company.admin.username], 'the preview wrote nothing')
  const { body } = await send(admin, bytes, true, 'bring-in')
  assert.equal(body.passwords.length, 3)
  const now = await names()
  const lin = now[login('lin')]
  assert.deepEqual([lin.department, lin.managerName, lin.title, lin.roles], ['苏沪', '高志远', '业务员', ['marketing', 'rep']])
  assert.equal(now[login('gao')].managerName, '周启明', 'a manager may stand below in the file')
  const tree = (await admin('GET', '/departments')).body.items
  const of = (name: string) => tree.find((one: { name: string }) => one.name === name)
  assert.deepEqual([of('苏沪').parentId, of('苏沪').headName, of('销售中心').headName], [of('销售中心').id, '高志远', '周启明'])
  const signedIn = await world.browser({ username: login('lin'), password: body.passwords[2].password })
  assert.equal((await signedIn('GET', '/me')).body.name, '林晓峰')
  assert.equal((await send(admin, bytes, true, 'bring-in')).body.passwords, null, 'passwords are told once')
  const again = (await send(admin, bytes, true)).body
  assert.deepEqual([...new Set([...again.members, ...again.departments].map((one: { fate: string }) => one.fate))], ['same'])
  assert.deepEqual(await names(), now)
})

test('what goes out comes in again and changes nothing; a changed cell changes that alone', async () => {
  const { raw, headers } = await admin('GET', '/organization/sheet')
  assert.match(String(headers['content-type']), /spreadsheetml/)
  const same = (await send(admin, new Uint8Array(raw))).body
  assert.deepEqual(same.faults, [])
  assert.deepEqual([...new Set([...same.members, ...same.departments].map((one: { fate: string }) => one.fate))], ['same'])
  assert.equal(same.members.length, 4)
  const moved = (await send(admin, await workbook([['林晓峰', login('lin'), '', '高级业务员', '销售中心', '', '', '']]), true)).body
  assert.deepEqual(moved.members[0].changed, ['title', 'departmentId'])
  const lin = (await names())[login('lin')]
  assert.deepEqual([lin.department, lin.title, lin.managerName, lin.roles], ['销售中心', '高级业务员', '高志远', ['marketing', 'rep']])
})

test('loops of managers and of departments are refused with every row named, in both languages, and nothing is written', async () => {
  const before = [await names(), (await admin('GET', '/departments')).body]
  const loop = await workbook(
    [
      ['甲', login('a'), '', '', '销售中心', login('c'), '', ''],
      ['乙', login('b'), '', '', '销售中心', login('a'), '', ''],
      ['丙', login('c'), '', '', '销售中心', login('b'), '', ''],
      ['丁', login('d'), '', '', '销售中心', login('a'), '', ''],
      ['周启明', login('zhou'), '', '', '销售中心', login('lin'), '', ''],
    ],
    [
      ['东', '西', ''],
      ['西', '东', ''],
    ],
  )
  const { faults } = (await send(admin, loop)).body
  const told = faults.map((one: { sheet: string; row: number; code: string; params: { rows: string } }) => [
    one.sheet,
    one.row,
    one.code,
    one.params.rows,
  ])
  assert.deepEqual(told, [
    ['departments', 2, 'sheet.department_ring', '2、3'],
    ['departments', 3, 'sheet.department_ring', '2、3'],
    ['members', 2, 'sheet.manager_ring', '2、3、4'],
    ['members', 3, 'sheet.manager_ring', '2、3、4'],
    ['members', 4, 'sheet.manager_ring', '2、3、4'],
    ['members', 6, 'sheet.manager_ring', '6'],
  ])
  const refused = await send(admin, loop, true)
  assert.deepEqual([refused.status, refused.body.code], [422, 'sheet.faults'])
  assert.match(refused.body.detail, /第 2、3、4、6 行/)
  const worded = (locale: 'zh-CN' | 'en') =>
    faults.map((one: { code: string; params: Record<string, unknown> }) => world.house.say(locale, one.code, one.params))
  assert.equal(worded('zh-CN')[0], '第 2、3 行的部门互为上级：东 → 西。改其中一行的上级部门。')
  assert.equal(worded('zh-CN')[2], '第 2、3、4 行的成员互为上级：甲 → 乙 → 丙。改其中一行的上级。')
  assert.match(world.house.say('en', 'sheet.manager_ring', { rows: '2、3', names: '甲 → 乙' }), /rows 2、3 stand above each other/)
  assert.deepEqual([await names(), (await admin('GET', '/departments')).body], before)
})

test('every row that cannot be is named with its reason', async () => {
  const bad = await workbook(
    [
      ['', login('x'), '', '', '销售中心', '', '', ''],
      ['数字', '12345', '', '', '销售中心', '', '', ''],
      ['无部门', login('y'), '', '', '火星', '', '', ''],
      ['无上级', login('z'), '', '', '销售中心', '谁', '', ''],
      ['无角色', login('w'), '', '', '销售中心', '', '', '皇帝'],
      ['无岗位', login('v'), '', '', '销售中心', '', '皇帝', ''],
      ['坏手机', login('u'), '一二三', '', '销售中心', '', '', ''],
      ['两次', login('t'), '', '', '销售中心', '', '', ''],
      ['两次', login('t'), '', '', '销售中心', '', '', ''],
    ],
    [
      ['新部门', '火星', ''],
      ['别/名', '', ''],
    ],
  )
  const { body } = await send(admin, bad)
  assert.deepEqual(
    body.faults.map((one: { row: number; code: string }) => `${one.row} ${one.code.slice(6)}`),
    [
      '2 department_none',
      '3 department_name',
      '2 name_missing',
      '3 login_invalid',
      '4 department_none',
      '5 no_such_person',
      '6 no_such_role',
      '7 no_such_post',
      '8 phone_invalid',
      '10 twice',
    ],
  )
  for (const fault of body.faults)
    for (const language of ['zh-CN', 'en'] as const) assert.ok(world.house.say(language, fault.code, fault.params).length > 8)
  const notOne = await send(admin, new TextEncoder().encode('姓名,登录名,部门'))
  assert.equal(notOne.body.code, 'sheet.not_a_workbook')
  assert.equal((await send(admin, new Uint8Array([0x50, 0x4b, 3, 4, 9, 9, 9]))).body.code, 'sheet.not_a_workbook')
  const empty = new Uint8Array(await writeWorkbook([{ sheet: 'x', data: [[{ value: '商品', type: String }]] }] as never).toBuffer())
  assert.equal((await send(admin, empty)).body.code, 'sheet.no_table')
})

test('a file that fails half way leaves no user behind: its logins are free again', async () => {
  const other = await world.company()
  const theirs = await other.member('别家', {})
  const rows: Row[] = [
    ['新', login('fresh'), '', '', '销售中心', '', '', ''],
    ['撞', theirs.username, '', '', '销售中心', '', '', ''],
  ]
  const refused = await send(admin, await workbook(rows), true)
  assert.equal(refused.body.code, 'identity.login_taken')
  assert.equal((await send(admin, await workbook(rows.slice(0, 1)), true)).status, 200)
})

test('who may not give roles brings people in without them', async () => {
  const clerk = await world.browser(await company.member('人事', { 'member.manage': 'all' }))
  const withRole = await workbook([['带', login('hr1'), '', '', '销售中心', '', '', '业务员']])
  assert.equal((await send(clerk, withRole, true)).status, 403)
  assert.equal((await send(clerk, await workbook([['不带', login('hr2'), '', '', '销售中心', '', '', '']]), true)).status, 200)
})

test('rings are found wherever one begins to look, and each once', () => {
  const above = new Map(Object.entries({ a: 'b', b: 'c', c: 'a', d: 'a', e: 'e', f: null, g: 'f' }))
  const rings = ringsOf(['d', 'g', 'a', 'b', 'e'], above).map((ring) => ring.sort().join(''))
  assert.deepEqual(rings.sort(), ['abc', 'e'])
})
