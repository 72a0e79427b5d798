// A tenant leaves and arrives: the archive of the demo company in an empty installation, and what an archive must not be.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { demoWorld } from '#testing/demo-world.ts'
import { openWorld, type World } from '#testing/world.ts'
import { reading, sql } from './db.ts'
import { asSystem } from './jobs.ts'
import { verifyAudit } from './seal.ts'
import { readTar, writeTar } from './tar.ts'
import { exportTenant, type Manifest, sha256 } from './tenant-archive.ts'
import { digestOf } from './tenant-erase.ts'
import { importTenant } from './tenant-import.ts'
import { businessTables, identityTables } from './tenant-tables.ts'

const old = await demoWorld()
const fresh = await openWorld()
const folder = mkdtempSync(join(tmpdir(), 'fieldloop-archive-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const archive = join(folder, 'demo.tar.gz')

async function asOwner<T>(world: Pick<World, 'db'>, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: world.db.ownerUrl })
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

/** Rows and one hash for every table of the tenant, and for every file; `asIf` a statement had run before. */
async function everything(world: Pick<World, 'db' | 'house'>, asIf?: string) {
  const tables = await asOwner(world, async (owner) => {
    await owner.query('begin')
    await owner.query(`select set_config('app.tenant_id', $1, true)`, [old.tenantId])
    if (asIf) await owner.query(asIf)
    const found: Record<string, { rows: number; sha256: string }> = {}
    for (const table of [...(await identityTables(owner)), ...(await businessTables(owner))])
      found[table.name] = await digestOf(owner, table, old.tenantId)
    return found
  })
  const { objects } = world.house.services()
  const files = await Promise.all((await objects.below(old.tenantId)).map(async (key) => [key, sha256(await objects.get(key))]))
  return { tables, files }
}

const source = () => {
  const { identity, objects } = old.house.services()
  return { pool: old.house.pool, identityPool: identity.pool, objects }
}
const bring = (path: string): Promise<Manifest> => asOwner(fresh, (owner) => importTenant(owner, fresh.house.services().objects, path))
// what the old installation sealed opens nothing in another: channels arrive switched off
const before = await everything(old, 'update channel_setting set enabled = false')
await exportTenant(source(), old.tenantId, archive, old.clock.now())

/** The archive again, with each part as `change` wants it; null leaves it out. */
async function rewritten(name: string, change: (path: string, bytes: Buffer) => Buffer | null): Promise<string> {
  const path = join(folder, name)
  const tar = writeTar(path)
  for await (const part of readTar(archive)) {
    const bytes = change(part.name, part.bytes)
    if (bytes) await tar.add(part.name, bytes)
  }
  await tar.end()
  return path
}
const withManifest = (edit: (manifest: Manifest) => void) => (path: string, bytes: Buffer) => {
  if (path !== 'manifest.json') return bytes
  const manifest = JSON.parse(bytes.toString()) as Manifest
  edit(manifest)
  return Buffer.from(JSON.stringify(manifest))
}

test('an archive that is damaged, newer, cut off or none is refused in a sentence, and nothing is written', async () => {
  const empty = await everything(fresh)
  assert.equal(
    Object.values(empty.tables).reduce((sum, table) => sum + table.rows, 0),
    0,
  )
  const oneLetter = await rewritten('letter', (path, bytes) =>
    path.startsWith('tables/lead/') ? Buffer.from(bytes.toString().replace('"company"', '"compani"')) : bytes,
  )
  const oneFile = await rewritten('file', (path, bytes) => (path.startsWith('files/') ? Buffer.concat([bytes, Buffer.from('x')]) : bytes))
  const without = await rewritten('without', (path, bytes) => (path.startsWith('tables/contract/') ? null : bytes))
  const more = await rewritten('more', (path, bytes) => (path === 'manifest.json' ? bytes : bytes))
  const stranger = await rewritten(
    'stranger',
    withManifest((manifest) => void manifest.parts.splice(3, 1)),
  )
  const newer = await rewritten(
    'newer',
    withManifest((manifest) => void Object.assign(manifest, { schema: '9999_tomorrow' })),
  )
  const newerForm = await rewritten(
    'form',
    withManifest((manifest) => void Object.assign(manifest, { version: 2 })),
  )
  const column = await rewritten(
    'column',
    withManifest((manifest) => void manifest.tables.lead?.columns.push('mood')),
  )
  const count = await rewritten(
    'count',
    withManifest((manifest) => void Object.assign(manifest.tables.lead ?? {}, { rows: 1 })),
  )
  const none = await rewritten('none', (path, bytes) => (path === 'manifest.json' ? null : bytes))
  const text = new URL(import.meta.url).pathname
  assert.equal((await everythingIn(more)).length, (await everythingIn(archive)).length, 'rewriting alone changes nothing')
  const cases: [path: string, code: string, part?: RegExp][] = [
    [oneLetter, 'archive.damaged', /^tables\/lead\//],
    [oneFile, 'archive.damaged', /^files\//],
    [without, 'archive.damaged', /^tables\/contract\//],
    [stranger, 'archive.damaged', /^tables\//],
    [count, 'archive.damaged', /^lead$/],
    [newer, 'archive.newer'],
    [newerForm, 'archive.newer'],
    [column, 'archive.newer'],
    [none, 'archive.unreadable'],
    [text, 'archive.unreadable'],
  ]
  for (const [path, code, part] of cases) {
    await assert.rejects(bring(path), (error: { code: string; data: Record<string, unknown> }) => {
      assert.equal(error.code, code, path)
      if (part) assert.match(String(error.data.part), part)
      for (const locale of ['zh-CN', 'en'] as const) assert.ok(fresh.house.say(locale, code, error.data).length > 12)
      return true
    })
    assert.deepEqual(await everything(fresh), empty, `${path} left something`)
  }
})

const everythingIn = async (path: string): Promise<string[]> => {
  const names: string[] = []
  for await (const { name } of readTar(path)) names.push(name)
  return names
}

test('the demo company arrives whole: every count, every hash, every file, the sealed chain, the passwords', async () => {
  const manifest = await bring(archive)
  assert.ok(Object.keys(manifest.tables).length > 60, 'tables of the archive')
  assert.ok(before.files.length > 5 && (before.tables.lead?.rows ?? 0) > 800)
  assert.notDeepEqual((await everything(old)).tables.channel_setting, before.tables.channel_setting, 'a channel was on')
  assert.deepEqual(await everything(fresh), before)
  for (const [name, { rows }] of Object.entries(before.tables)) assert.equal(manifest.tables[name]?.rows, rows, name)
  const { jobs } = fresh.house.services()
  await jobs.runNow('seal', old.tenantId)
  const verdict = await verifyAudit(reading(fresh.house.pool, old.tenantId), [])
  assert.deepEqual([verdict.firstBad, verdict.unsealed], [null, 0])
  assert.ok(verdict.sealed > 1000, `${verdict.sealed} sealed`)
  const call = await fresh.browser({ username: 'linxiaofeng', password: 'fieldloop-demo' })
  assert.equal((await call('GET', '/me')).body.tenant.code, 'demo')
})

test('an archive goes into an empty installation only', async () => {
  const full = await everything(fresh)
  await assert.rejects(bring(archive), { code: 'archive.not_empty' })
  assert.deepEqual(await everything(fresh), full)
})

test('who belongs to other companies too arrives without a password, and an admin of the new place gives one', async () => {
  const elsewhere = await old.company()
  const both = await elsewhere.member('两家都在', {})
  await asSystem(old.house, old.tenantId, 'test', async ({ tx }) => {
    await tx.run(sql`insert into member (tenant_id, id, user_id, name, username, department_id, title, created_at)
      select ${old.tenantId}, ${both.id}, ${both.userId}, '两家都在', 'liangjia', department_id, '', now() from member where tenant_id = ${old.tenantId} limit 1`)
  })
  await old.house.services().identity.addMembership(both.userId, old.tenantId, both.id)
  const path = join(folder, 'both.tar.gz')
  await exportTenant(source(), old.tenantId, path, old.clock.now())
  const third = await openWorld()
  const { withoutPassword } = await asOwner(third, (owner) => importTenant(owner, third.house.services().objects, path))
  assert.deepEqual(withoutPassword, ['两家都在'])
  const admin = await third.browser({ username: 'admin', password: 'fieldloop-demo' })
  const given = await admin('POST', `/members/${both.id}/reset-password`, {})
  assert.equal(given.status, 200, JSON.stringify(given.body))
  const call = await third.browser({ username: 'liangjia', password: given.body.password })
  assert.equal((await call('GET', '/me')).body.name, '两家都在')
})

test('no session, and nobody of another company, travels with it', async () => {
  const names = await everythingIn(archive)
  assert.ok(names.some((name) => name.startsWith('tables/auth.user/')) && !names.some((name) => name.includes('session')))
  const other = await old.company()
  const guest = await other.member('Guest', {})
  await old.house.services().identity.addMembership(guest.userId, old.tenantId, guest.id)
  const again = join(folder, 'again.tar.gz')
  await exportTenant(source(), old.tenantId, again, old.clock.now())
  for await (const { name, bytes } of readTar(again)) {
    const text = bytes.toString()
    assert.ok(!text.includes(other.tenantId) && !text.includes(guest.username), name)
  }
})
