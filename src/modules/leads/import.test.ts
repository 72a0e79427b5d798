import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { reading, sql } from '#core/db.ts'
import { importFromFile } from '#modules/imports/index.ts'
import { openWorld } from '#testing/world.ts'

const world = await openWorld()
const data = (name: string): Buffer => readFileSync(new URL(`../../testing/data/${name}`, import.meta.url))
const real = data('leads-real-zh.csv')

async function countIn(tenantId: string, what: 'lead' | 'submission'): Promise<number> {
  const row = await reading(world.house.pool, tenantId).row<{ n: number }>(
    sql`select count(*) as n from ${sql.table(what)} where tenant_id = ${tenantId}`,
  )
  return row?.n ?? 0
}
const importLeads = async (tenantId: string, bytes: Uint8Array, options: { commit: boolean; mapping?: Record<string, string> }) => {
  const rows = await importFromFile(world.house, tenantId, { kind: 'lead', fileName: 'leads.csv', bytes, ...options })
  return rows.map(({ reason, ...row }) => ({ ...row, reason: reason && world.house.say('zh-CN', reason.code, reason.params) }))
}
const fates = (rows: { fate: string }[]): Record<string, number> => {
  const sum: Record<string, number> = {}
  for (const { fate } of rows) sum[fate] = (sum[fate] ?? 0) + 1
  return sum
}

test('real rows go in with their fates told; the same file, and its GB18030 twin, create nothing', async () => {
  const { tenantId } = await world.company()
  const dry = await importLeads(tenantId, real, { commit: false })
  assert.equal(await countIn(tenantId, 'lead'), 0, 'a dry run leaves nothing')
  assert.equal(await countIn(tenantId, 'submission'), 0)
  const rows = await importLeads(tenantId, real, { commit: true })
  assert.deepEqual(
    rows.map(({ line, fate }) => [line, fate]),
    dry.map(({ line, fate }) => [line, fate]),
    'a dry run tells what would be',
  )
  assert.equal(rows.length, 280)
  const told = fates(rows)
  // 30 of the 280 repeat an earlier row in a messy way; branches among them are companies of their own
  assert.deepEqual(told, { created: 254, merged: 20, duplicate: 6 })
  assert.ok(rows.every((row) => row.fate === 'created' || (row.reason ?? '').length > 4))
  assert.equal(await countIn(tenantId, 'lead'), told.created)
  assert.equal(await countIn(tenantId, 'submission'), 280 - (told.duplicate ?? 0), 'every row is kept as received, the same one once')
  for (const again of [real, data('leads-real-zh.gbk.csv'), Buffer.from(`\ufeff${real.toString()}`, 'utf16le')]) {
    const repeated = await importLeads(tenantId, again, { commit: true })
    assert.equal(fates(repeated).created ?? 0, 0)
    assert.equal(repeated.length, 280)
  }
  assert.equal(await countIn(tenantId, 'lead'), told.created)
})

test('a branch is never merged with its head office; a double in messy spelling is', async () => {
  const { tenantId } = await world.company()
  const text = [
    '公司名称,联系人,电话',
    '武汉博雅轩文化科技有限公司,张三,19900000142',
    '武汉博雅轩文化科技有限公司分公司,李四,19900000142',
    '（武汉）博雅轩文化科技有限责任公司,,+86 199-0000-0142',
  ].join('\n')
  const rows = await importLeads(tenantId, Buffer.from(text), { commit: true })
  assert.deepEqual(
    rows.map((row) => row.fate),
    ['created', 'created', 'merged'],
  )
})

test('a malformed row is told with its line and the rest goes in', async () => {
  const { tenantId } = await world.company()
  const text = [
    '公司名称,电话,备注',
    '苏州甲装饰,13912340001,"两行',
    '的备注"',
    '苏州乙装饰,13912340002,"没有关上的引号',
    '苏州丙装饰,13912340003,好的',
    '苏州丁装饰,1391234,号码少了',
    ',13912340004,没有公司',
    '苏州戊装饰,13912340005,多,一格',
    '苏州己装饰,13912340006,好的',
    '',
  ].join('\r\n')
  const rows = await importLeads(tenantId, Buffer.from(text), { commit: true })
  assert.deepEqual(
    rows.map(({ line, fate }) => [line, fate]),
    [
      [2, 'created'],
      [4, 'rejected'],
      [5, 'created'],
      [6, 'rejected'],
      [7, 'rejected'],
      [8, 'rejected'],
      [9, 'created'],
    ],
  )
  assert.match(rows[1]?.reason ?? '', /4/)
  assert.match(rows[3]?.reason ?? '', /1391234/)
})

test('a mapping names the columns; lat, lng and datum give the lead a place in WGS-84', async () => {
  const { tenantId, system } = await world.company()
  const text = 'biz;tel;x;y;d;src\n苏州庚建材;13912340007;31.299;120.585;gcj02;招标网站'
  const mapping = { name: 'biz', phone: 'tel', lat: 'x', lng: 'y', datum: 'd', source: 'src' }
  const rows = await importLeads(tenantId, Buffer.from(text), { commit: true, mapping })
  assert.deepEqual(fates(rows), { created: 1 })
  const lead = await system((ctx) =>
    ctx.tx.row<{ lat: number; lng: number; channelKind: string; siteLat: number; datumIn: string }>(
      sql`select l.lat, l.lng, l.channel_kind, s.lat as site_lat, s.datum_in from lead l join site s on s.tenant_id = l.tenant_id and s.id = l.site_id where l.tenant_id = ${ctx.tenantId}`,
    ),
  )
  assert.ok(lead && Math.abs(lead.lat - 31.299) > 0.001 && Math.abs(lead.lat - 31.299) < 0.01)
  assert.deepEqual([lead.siteLat, lead.datumIn, lead.channelKind], [lead.lat, 'gcj02', 'tender'])
  await assert.rejects(importLeads(tenantId, Buffer.from(text), { commit: true, mapping: { name: 'nope' } }), {
    code: 'import.unknown_column',
  })
  await assert.rejects(importLeads(tenantId, Buffer.from('a,b\n1,2'), { commit: true }), { code: 'import.column_missing' })
  await assert.rejects(importLeads(tenantId, Buffer.from(''), { commit: true }), /import.empty/)
})
