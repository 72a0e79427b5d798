import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvRecords } from '#core/csv.ts'
import { reading, sql } from '#core/db.ts'
import { demoWorld } from '#testing/demo-world.ts'
import { DEMO_PASSWORD } from '../../demo.ts'

const world = await demoWorld()
const { tenantId, story } = world
const admin = await world.browser({ username: 'admin', password: DEMO_PASSWORD })
const count = async (table: string): Promise<number> => {
  const row = await reading(world.house.pool, tenantId).row(
    sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where tenant_id = ${tenantId}`,
  )
  return row?.n ?? 0
}

test('usage counts what is there: members, leads, events and bytes, by month', async () => {
  const { body } = await admin('GET', '/usage')
  assert.deepEqual([body.members.active, body.months.length, body.months.at(-1)], [15, 12, '2026-11'])
  const of = (kind: string) => body.kinds.find((one: { kind: string }) => one.kind === kind)
  assert.deepEqual(
    [of('leads').total, of('events').total, of('files').total],
    [await count('lead'), await count('event'), await count('stored_object')],
  )
  assert.ok(of('leads').months.at(-1) > 0 && of('leads').months.at(-1) < of('leads').total)
  const bytes = await reading(world.house.pool, tenantId).row(
    sql<{ n: number }>`select sum(size)::float8 as n from stored_object where tenant_id = ${tenantId} and removed_at is null`,
  )
  assert.equal(of('storage').total, bytes?.n)
})

test('the audit goes out as a file as it is filtered, says so itself, and hides what the list hides', async () => {
  const filter = { actorId: story.id('U07'), type: 'lead', from: '2026-11-01T00:00:00.000Z' }
  const listed = (await admin('GET', `/audit/events?${new URLSearchParams({ ...filter, limit: '200' })}`)).body.items
  const { body } = await admin('POST', '/audit/export', filter)
  const { records } = csvRecords(body.csv)
  assert.equal(body.rows, listed.length)
  assert.ok(body.rows > 3)
  assert.equal(records.length, body.rows + 1)
  assert.ok(records.slice(1).every(({ cells }) => cells[4] === '林晓峰' && cells[2] === 'lead'))
  assert.ok(!body.csv.includes('"box"'))
  const [event] = (await admin('GET', '/audit/events?type=audit.exported')).body.items
  assert.equal(event.payload.count, body.rows)
})
