// A tenant is deleted: its certificate says what went, and a dump of everything by the superuser holds nothing of it.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { serverForTests } from '#testing/database.ts'
import { demoWorld } from '#testing/demo-world.ts'
import { sha256 } from './tenant-archive.ts'
import { type Certificate, eraseTenant } from './tenant-erase.ts'

const world = await demoWorld()
const { tenantId } = world
const tenant = { id: tenantId, code: 'demo', name: '澄岭建材科技' }
const other = await world.company()
const neighbour = await other.member('邻居', { 'lead.read': 'all' })

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
const erase = (): Promise<Certificate> =>
  connected(world.db.ownerUrl, (owner) => eraseTenant(owner, world.house.services().objects, tenant, world.clock.now()))

/** Everything in the database, past every wall, as text by table. */
async function dump(): Promise<Map<string, string>> {
  const url = new URL(serverForTests().superUrl)
  url.pathname = `/${world.db.name}`
  return await connected(url.href, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`,
    )
    const found = new Map<string, string>()
    for (const { name } of rows) {
      const { rows: lines } = await client.query<{ line: string }>(`select t::text as line from ${name} t`)
      found.set(name, lines.map((row) => row.line).join('\n'))
    }
    return found
  })
}

/** Where one of the needles stands. */
const hits = (dumped: Map<string, string>, needles: string[]): string[] =>
  [...dumped].flatMap(([name, text]) => needles.filter((needle) => text.includes(needle)).map((needle) => `${name}: ${needle}`))

test('a company that is open is not deleted', async () => {
  await assert.rejects(erase(), { code: 'tenant.not_closed' })
})

test('after the deletion a full dump holds no id, name, phone or login of the company, and its files are gone; its neighbour is untouched', async () => {
  const call = await world.browser({ username: 'linxiaofeng', password: 'fieldloop-demo' })
  assert.equal((await call('GET', '/me')).status, 200)
  await assert.rejects(world.browser({ username: 'linxiaofeng', password: 'wrong-once' }))
  const before = await dump()
  const people = await connected(world.db.ownerUrl, async (owner) => {
    await owner.query(`select set_config('app.tenant_id', $1, false)`, [tenantId])
    const rows = async (statement: string): Promise<string[]> => (await owner.query<{ x: string }>(statement)).rows.map((row) => row.x)
    return [
      ...(await rows(`select unnest(array[id::text, user_id::text, name, username, phone]) as x from member where name <> '管理员'`)),
      ...(await rows('select unnest(array[id::text, name, phone]) as x from contact')),
      ...(await rows('select unnest(array[id::text, company, contact_phone]) as x from lead')),
      ...(await rows('select unnest(array[id::text, name]) as x from account')),
    ].filter((text) => text !== null && text !== 'admin' && text.length > 1)
  })
  const needles = [...new Set([tenantId, tenant.name, ...people])]
  assert.ok(needles.length > 2000)
  assert.ok(hits(before, needles.slice(0, 200)).length > 200, 'the search finds what is there')
  assert.ok(readdirSync(join(world.dataDir, 'objects', tenantId), { recursive: true }).length > 0)
  const neighbourRows = [...before].map(([name, text]) => [name, text.split('\n').filter((line) => line.includes(other.tenantId)).length])

  await connected(world.db.ownerUrl, (owner) => owner.query(`update tenant set state = 'closed' where id = $1`, [tenantId]))
  const certificate = await erase()

  const after = await dump()
  assert.deepEqual(hits(after, needles), [])
  assert.throws(() => readdirSync(join(world.dataDir, 'objects', tenantId)), { code: 'ENOENT' })
  assert.deepEqual(
    [...after].map(([name, text]) => [name, text.split('\n').filter((line) => line.includes(other.tenantId)).length]),
    neighbourRows,
  )
  assert.equal((await (await world.browser(neighbour))('GET', '/me')).status, 200)
  assert.deepEqual([certificate.search.hits, certificate.search.filesLeft, certificate.tenant], [0, 0, tenant])
  assert.ok(certificate.search.tables > 60 && certificate.search.needles > 30 && certificate.files.count > 5)
  assert.ok((certificate.tables.lead?.rows ?? 0) > 800)
  const { sha256: seal, ...body } = certificate
  assert.equal(seal, sha256(JSON.stringify(body)))
})
