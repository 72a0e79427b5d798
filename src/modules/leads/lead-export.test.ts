import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvRecords } from '#core/csv.ts'
import { sql } from '#core/db.ts'
import { openWorld } from '#testing/world.ts'
import { channelNamed, receiveSubmission } from './index.ts'
import { exportLeads } from './lead-export.actions.ts'

const world = await openWorld()
const company = await world.company()
const rep = await company.member('林晓峰', { 'lead.read': 'own', 'lead.export': 'own', 'pool.read': 'all' })
const director = await company.member('周启明', {
  'lead.read': 'all',
  'lead.export': 'all',
  'pool.read': 'all',
  'field.pool_contact': 'all',
})
const channel = await company.system((ctx) => channelNamed(ctx, 'api'))
assert.ok(channel)
for (const [name, phone] of [
  ['=HYPERLINK("http://127.0.0.1")建材', '13900310001'],
  ['苏州导出装饰', '13900310002'],
]) {
  const facts = { company: name, phone }
  await company.system((ctx) => receiveSubmission(ctx, { channel, raw: facts, facts } as never, { to: 'pool' }))
}
const table = (csv: string | null) => csvRecords((csv ?? '').slice(1).replaceAll('\r\n', '\n')).records.map((record) => record.cells)
const input = { view: 'reach' as const }

test('the file holds what the list shows, a formula is text, and the audit knows who took how many', async () => {
  const made = await company.as(director, (ctx) => exportLeads(ctx, input))
  assert.equal(made.rows, 2)
  const [head, ...rows] = table(made.csv)
  assert.equal(head?.[1], '公司')
  const names = rows.map((row) => row[1])
  assert.ok(names.includes(`'=HYPERLINK("http://127.0.0.1")建材`), names.join())
  assert.ok(rows.some((row) => row[10]?.includes('13900310002')))
  const event = await company.system((ctx) =>
    ctx.tx.row<{ actorId: string; payload: { count: number } }>(
      sql`select actor_id, payload from event where tenant_id = ${ctx.tenantId} and type = 'lead.exported' order by at desc limit 1`,
    ),
  )
  assert.equal(event?.payload.count, 2)
  assert.equal(event?.actorId, director.id)
})

test('a filter holds for the file too', async () => {
  const made = await company.as(director, (ctx) => exportLeads(ctx, { ...input, q: '导出装饰' }))
  assert.deepEqual(
    table(made.csv).map((row) => row[1]),
    ['公司', '苏州导出装饰'],
  )
})

test('whoever may not read the contacts of the pool does not find them in the file', async () => {
  const made = await company.as(rep, (ctx) => exportLeads(ctx, input))
  assert.doesNotMatch(made.csv ?? '', /1390031000[12]/)
})
