import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Scope } from '#core/context.ts'
import { MEMBER, PUBLIC } from '#core/contract.ts'
import { reading, sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { StandardRole } from '#core/room.ts'
import { DEMO_PASSWORD } from '../demo.ts'
import { type AccessRow, accessRows, roles } from '../pages/access.ts'
import { rooms } from '../rooms.ts'
import { demoWorld } from './demo-world.ts'
import { type Ask, ask, belowOf, nameOf, operationOf, recordsOf } from './knock.ts'
import { decidedBy, plainParameters, sourceOf } from './records.ts'
import { allPermissions } from './world.ts'

const world = await demoWorld()
const { tenantId, story } = world
const rows = accessRows(rooms).filter((row) => row.permission !== PUBLIC)
const guarded = rows.filter((row) => row.permission !== MEMBER)
const read = reading(world.house.pool, tenantId)

const who: Record<StandardRole, { key: string; username: string }> = {
  gm: { key: 'U01', username: 'chenlan' },
  director: { key: 'U02', username: 'zhouqiming' },
  manager: { key: 'U04', username: 'gaozhiyuan' },
  rep: { key: 'U07', username: 'linxiaofeng' },
  presales: { key: 'U13', username: 'xujia' },
  marketing: { key: 'U03', username: 'xuwenjing' },
  finance: { key: 'U14', username: 'guoying' },
  admin: { key: 'U15', username: 'admin' },
}
// Whom each scope reaches in the demo company, written down by hand: the code under test is not asked.
const teams: Record<string, string[]> = {
  U01: ['U01', 'U15'],
  U02: ['U02', 'U04', 'U05', 'U06', 'U07', 'U08', 'U09', 'U10', 'U11', 'U12', 'U13'],
  U03: ['U03'],
  U04: ['U04', 'U07', 'U08', 'U09'],
  U07: ['U04', 'U07', 'U08', 'U09'],
  U13: ['U13'],
  U14: ['U14'],
}
const calls = Object.fromEntries(
  await Promise.all(
    roles.map(async (role) => [role, await world.browser({ username: who[role].username, password: DEMO_PASSWORD })] as const),
  ),
) as Record<StandardRole, Awaited<ReturnType<typeof world.browser>>>

// The story has nobody away; an absence of U07 gives /leaves/{id} a record.
const away = { memberId: story.id('U07'), fromAt: '2026-12-01T00:00:00.000Z', toAt: '2026-12-02T00:00:00.000Z', reason: '体检' }
assert.equal((await calls.admin('POST', '/leaves', away)).status, 200)

async function knock(call: (typeof calls)[StandardRole], row: AccessRow, request: Ask) {
  return await call(row.method as 'GET', request.path, request.payload, request.headers)
}

test('every path that names a record says whose it is', () => {
  const unknown = rows.filter(
    (row) => row.path.includes('{') && !sourceOf(row.path) && !plainParameters[nameOf(row)] && !/\{type\}\/\{id\}/.test(row.path),
  )
  assert.deepEqual(unknown.map(nameOf), [], 'Add the record to src/testing/records.ts.')
})

test('each route refuses each role that lacks its permission, whatever is asked', async () => {
  const wrong: string[] = []
  let knocks = 0
  for (const row of guarded) {
    const request = await ask(row, uuidv7())
    for (const role of roles) {
      if (row.scopes[role]) continue
      // A good request and a senseless one: whoever lacks the permission learns nothing of what would be right.
      for (const asked of request.payload ? [request, { ...request, headers: {}, payload: { nonsense: true } }] : [request]) {
        const { status, body } = await knock(calls[role], row, asked)
        knocks += 1
        if (status !== 403 || body.code !== 'common.forbidden') wrong.push(`${nameOf(row)} as ${role}: ${status} ${body?.code}`)
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(knocks > 100, `only ${knocks} refusals were tried`)
})

test('a stranger is refused everywhere', async () => {
  const wrong: string[] = []
  for (const row of rows) {
    const request = await ask(row, uuidv7())
    const answer = await world.app().inject({
      method: row.method as 'GET',
      url: `/api/v1${request.path}`,
      headers: request.headers,
      ...(request.payload ? { payload: request.payload } : {}),
    })
    if (answer.statusCode !== 401) wrong.push(`${nameOf(row)}: ${answer.statusCode}`)
  }
  assert.deepEqual(wrong, [])
})

test('each list and page without a record opens for each role that may read it', async () => {
  const wrong: string[] = []
  for (const row of rows) {
    if (row.method !== 'GET' || (row.path.includes('{') && !plainParameters[nameOf(row)])) continue
    // These ask for a record, or for a kind, in their query.
    if (['/files', '/imports/template'].includes(row.path)) continue
    for (const role of roles) {
      if (!row.scopes[role]) continue
      const { status, body } = await knock(calls[role], row, await ask(row, uuidv7()))
      // Some have nothing to show to somebody, and their contract says with which words.
      const nothing = status === 409 && operationOf(row)['x-refusals'].includes(body?.code)
      if (status !== 200 && !nothing) wrong.push(`${nameOf(row)} as ${role}: ${status} ${body?.code} ${body?.detail ?? ''}`)
    }
  }
  assert.deepEqual(wrong, [])
})

/** The scope in which a role holds a permission, by the row of any route that asks for it. */
const scopeIn = (permission: string, role: StandardRole): Scope | null =>
  rows.find((row) => row.permission === permission)?.scopes[role] ?? null

/** Records opened to a member past the scopes: by a grant, or as a member of the opportunity's team. */
const granted = new Set(
  (
    await read.rows(
      sql<{ memberId: string; recordId: string }>`select member_id, record_id from record_grant where tenant_id = ${tenantId}`,
    )
  ).map((grant) => `${grant.memberId} ${grant.recordId}`),
)

const reached = (role: StandardRole, scope: Scope, ownerId: string): boolean => {
  const { key } = who[role]
  if (scope === 'all') return true
  if (scope === 'own') return ownerId === story.id(key)
  return (teams[key] ?? []).some((member) => story.id(member) === ownerId)
}

test('own, team, other: each role reads the records its scope reaches and is told that the others do not exist', async (t) => {
  const wrong: string[] = []
  let [opened, closed] = [0, 0]
  for (const row of guarded) {
    const source = sourceOf(row.path)
    if (source?.belongs !== 'owner') continue
    const records = await recordsOf(read, source)
    for (const role of roles) {
      if (!row.scopes[role]) continue
      const decisive = decidedBy[nameOf(row)]
      const scope = decisive ? scopeIn(decisive, role) : row.scopes[role]
      if (!scope) continue
      const me = story.id(who[role].key)
      const open = (id: string | undefined): boolean => granted.has(`${me} ${id}`)
      const free = records.filter((record) => record.ownerId !== null && !open(record.id) && !open(record.viaId))
      const within = free.filter((record) => reached(role, scope, record.ownerId as string))
      const outside = free.filter((record) => !reached(role, scope, record.ownerId as string))
      const mine = within.find((record) => record.ownerId === me)
      const team = within.find((record) => record.ownerId !== me)
      for (const record of row.method === 'GET' ? [mine, team].filter((one) => one !== undefined) : []) {
        const { status, body } = await knock(calls[role], row, await ask(row, record.id, await belowOf(read, source, record.id)))
        opened += 1
        if (status !== 200) wrong.push(`${nameOf(row)} as ${role} (${scope}) within reach: ${status} ${body?.code} ${body?.detail ?? ''}`)
      }
      const near = outside.find((record) => (teams[who[role].key] ?? []).some((member) => story.id(member) === record.ownerId))
      const far = outside.find((record) => record !== near && record.ownerId !== near?.ownerId)
      for (const record of [near, far].filter((one) => one !== undefined)) {
        const { status, body } = await knock(calls[role], row, await ask(row, record.id, await belowOf(read, source, record.id)))
        closed += 1
        const refused = status === 404 || (row.method !== 'GET' && status === 403)
        if (!refused) wrong.push(`${nameOf(row)} as ${role} (${scope}) out of reach: ${status} ${body?.code} ${body?.detail ?? ''}`)
      }
    }
  }
  t.diagnostic(`${opened} opened, ${closed} refused`)
  assert.deepEqual(wrong, [])
  assert.ok(opened > 20 && closed > 20, `only ${opened} were opened and ${closed} refused`)
})

test('another company’s admin, who may everything, is told of each of our records that there is none', async (t) => {
  const other = await world.company()
  const stranger = await world.browser(await other.member('外人', allPermissions()))
  const wrong: string[] = []
  const without: string[] = []
  let knocks = 0
  for (const row of rows) {
    const source = sourceOf(row.path)
    if (!source || !row.path.includes('{')) continue
    const [record] = await recordsOf(read, source)
    if (!record) {
      without.push(source.path)
      continue
    }
    const { status, body } = await knock(stranger, row, await ask(row, record.id, await belowOf(read, source, record.id)))
    knocks += 1
    if (status !== 404) wrong.push(`${nameOf(row)}: ${status} ${body?.code} ${body?.detail ?? ''}`)
  }
  t.diagnostic(`${knocks} foreign records asked for; the demo company has none of ${[...new Set(without)].join(', ') || 'none'}`)
  assert.deepEqual(wrong, [])
})

test('lists of a rep and of a manager hold records within their reach alone', async () => {
  const wrong: string[] = []
  let items = 0
  for (const row of guarded.filter((one) => one.method === 'GET' && !one.path.includes('{'))) {
    for (const role of ['rep', 'manager'] as const) {
      const scope = row.scopes[role]
      if (!scope || scope === 'all') continue
      const { body } = await knock(calls[role], row, await ask(row, uuidv7()))
      const list = (Array.isArray(body?.items) ? body.items : []) as { id?: string; ownerId?: string | null }[]
      for (const item of list) {
        if (!item.ownerId) continue
        items += 1
        const open = granted.has(`${story.id(who[role].key)} ${item.id}`)
        if (!open && !reached(role, scope, item.ownerId)) wrong.push(`${nameOf(row)} shows ${role} a record of ${item.ownerId}`)
      }
    }
  }
  assert.deepEqual([...new Set(wrong)], [])
  assert.ok(items > 10, `only ${items} items were seen`)
})
