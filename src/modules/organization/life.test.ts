// A company is suspended, closed and opened again; its plan says how much fits.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { sql } from '#core/db.ts'
import { readTar } from '#core/tar.ts'
import { type Manifest, sha256 } from '#core/tenant-archive.ts'
import { digestOf } from '#core/tenant-erase.ts'
import { businessTables } from '#core/tenant-tables.ts'
import { allPermissions, openWorld } from '#testing/world.ts'
import { putOnPlan, turnTenant } from './index.ts'
import { fits, limitOf, plans } from './plan.rule.ts'

const world = await openWorld()

/** One hash per table of a tenant. */
async function rowsOf(tenantId: string) {
  const owner = new pg.Client({ connectionString: world.db.ownerUrl })
  await owner.connect()
  try {
    await owner.query('begin')
    await owner.query(`select set_config('app.tenant_id', $1, true)`, [tenantId])
    const found: Record<string, unknown> = {}
    for (const table of await businessTables(owner)) found[table.name] = await digestOf(owner, table, tenantId)
    return found
  } finally {
    await owner.end()
  }
}

test('a suspended company reads and writes nothing, whoever tries; resumed, it works again', async () => {
  const company = await world.company('paused')
  const boss = await company.member('老板', allPermissions())
  const call = await world.browser(boss)
  const open = await call('POST', '/tasks', { title: '还开着' })
  assert.equal(open.status, 200)
  await turnTenant(world.house, 'paused', 'suspend')
  const before = await rowsOf(company.tenantId)
  for (const path of ['/me', '/members', '/tasks', '/leads', '/audit/events', '/policies'])
    assert.equal((await call('GET', path)).status, 200, path)
  assert.equal((await call('GET', '/me')).body.tenant.state, 'read_only')
  const writes: [Parameters<typeof call>[0], string, object?][] = [
    ['POST', '/tasks', { title: '不行' }],
    ['POST', '/leads', { company: '不行建材' }],
    ['PUT', '/me/locale', { locale: 'en' }],
    ['POST', '/departments', { name: '不行', parentId: company.rootDepartmentId }],
    ['PUT', '/me/consents/track', { given: true }],
    ['POST', '/jobs/seal/run', {}],
  ]
  for (const [method, path, body] of writes) {
    const answer = await call(method, path, body)
    assert.deepEqual([answer.status, answer.body.code], [403, 'common.read_only'], path)
    assert.match(answer.body.detail, /只读/)
  }
  assert.deepEqual(await rowsOf(company.tenantId), before)
  assert.equal((await (await world.browser(boss))('DELETE', '/session')).status, 200, 'leaving is possible')
  await turnTenant(world.house, 'paused', 'resume')
  assert.equal((await call('POST', '/tasks', { title: '又行了' })).status, 200)
})

test('nobody of a closed company can sign in, and who was signed in is out at once', async () => {
  const company = await world.company('shut')
  const person = await company.member('人', allPermissions())
  const call = await world.browser(person)
  assert.equal((await call('GET', '/me')).status, 200)
  await turnTenant(world.house, 'shut', 'close')
  assert.equal((await call('GET', '/me')).status, 401)
  assert.equal((await call('POST', '/tasks', { title: '不行' })).status, 401)
  await assert.rejects(world.browser(person), /identity\.tenant_closed/)
  await assert.rejects(
    world.browser({ ...person, password: 'not-mine' }),
    /identity\.wrong_login/,
    'a stranger is not told that it is closed',
  )
  await assert.rejects(turnTenant(world.house, 'shut', 'suspend'), { code: 'tenant.stands_already' })
  await turnTenant(world.house, 'shut', 'resume')
  assert.equal((await (await world.browser(person))('GET', '/me')).status, 200)
})

test('who belongs to another company too goes on working there', async () => {
  const [first, second] = [await world.company('first'), await world.company('second')]
  const person = await first.member('兼职', allPermissions())
  const there = await second.member('兼职', allPermissions())
  const { identity } = world.house.services()
  await identity.addMembership(person.userId, second.tenantId, there.id)
  await turnTenant(world.house, 'first', 'close')
  const me = await (await world.browser(person))('GET', '/me')
  assert.equal(me.body.tenant.code, 'second')
})

test('a plan is data: no number means no limit, and exactly the limit still fits', () => {
  assert.equal(limitOf('trial', 'members'), plans.trial.members)
  assert.equal(limitOf('unlimited', 'leads'), null)
  assert.equal(limitOf('no-longer-sold', 'leads'), null)
  assert.deepEqual([fits(5, 4, 1), fits(5, 4, 2), fits(null, 10 ** 9, 1)], [true, false, true])
})

test('the member and the lead beyond the plan are refused with the limit, and a larger plan takes them', async () => {
  const company = await world.company('small')
  const call = await world.browser(company.admin)
  await putOnPlan(world.house, 'small', 'trial')
  const rep = (await call('GET', '/roles')).body.items.find((role: { code: string }) => role.code === 'rep')
  const add = (n: number) =>
    call('POST', '/members', { name: `员工${n}`, username: `small-${n}`, departmentId: company.rootDepartmentId, roleIds: [rep.id] })
  for (let n = 2; n <= plans.trial.members; n++) assert.equal((await add(n)).status, 200)
  const refused = await add(99)
  assert.deepEqual([refused.status, refused.body.code, refused.body.params.limit], [409, 'plan.full_members', 5])
  assert.match(refused.body.detail, /最多 5 位成员/)
  await company.system((ctx) =>
    ctx.tx.run(sql`insert into lead (tenant_id, id, number, company, core, state, owner_id, held_since, channel_id, channel_kind, received_at, points, grade, segment, rated_at, updated_at)
      select ${ctx.tenantId}::uuid, gen_random_uuid(), 'XS' || n, '甲' || n, '甲', 'assigned', ${company.admin.id}::uuid, now(), ${company.rootDepartmentId}::uuid, 'own', now(), 0, 'C', 'smb', now(), now()
      from generate_series(1, ${plans.trial.leads}::int) n`),
  )
  const lead = await call('POST', '/leads', { company: '苏州超额装饰', phone: '13900020077' })
  assert.deepEqual([lead.status, lead.body.code, lead.body.params.limit], [409, 'plan.full_leads', 500])
  assert.match(lead.body.detail, /最多 500 条线索/)
  const usage = (await call('GET', '/tenant/plan')).body
  assert.deepEqual([usage.plan, ...usage.items.map((item: { used: number }) => item.used)], ['trial', 5, 500, 0])
  await assert.rejects(putOnPlan(world.house, 'small', 'gold'), { code: 'tenant.plan_unknown' })
  await putOnPlan(world.house, 'small', 'team')
  assert.equal((await add(99)).status, 200)
})

test('an admin downloads everything the company owns as one archive, and nobody else does; the download is told', async () => {
  const company = await world.company('taken-along')
  const admin = await world.browser(await company.member('管理员', allPermissions()))
  const rep = await world.browser(await company.member('业务员', { 'lead.read': 'own' }))
  assert.equal((await rep('GET', '/tenant/archive')).status, 403)
  const answer = await admin('GET', '/tenant/archive')
  assert.equal(answer.status, 200)
  assert.match(String(answer.headers['content-disposition']), /taken-along\.fieldloop\.tar\.gz/)
  const path = join(world.dataDir, 'downloaded.tar.gz')
  await writeFile(path, answer.raw)
  const parts = new Map<string, Buffer>()
  for await (const { name, bytes } of readTar(path)) parts.set(name, bytes)
  const manifest = JSON.parse(String(parts.get('manifest.json'))) as Manifest
  assert.equal(manifest.tenant.code, 'taken-along')
  assert.equal(manifest.tables.member?.rows, (await admin('GET', '/members')).body.items.length)
  for (const part of manifest.parts) assert.equal(sha256(parts.get(part.path) as Buffer), part.sha256, part.path)
  const told = (await admin('GET', '/audit/events?type=tenant.exported')).body.items
  assert.equal(told.length, 1)
})
