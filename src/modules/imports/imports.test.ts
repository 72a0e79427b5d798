import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import writeWorkbook from 'write-excel-file/node'
import { reading, sql } from '#core/db.ts'
import { asSystem } from '#core/jobs.ts'
import { openWorld } from '#testing/world.ts'
import { pruneImports } from './import.job.ts'

const world = await openWorld()
const real = readFileSync(new URL('../../testing/data/leads-real-zh.csv', import.meta.url))

type Call = Awaited<ReturnType<typeof world.browser>>

async function office() {
  const company = await world.company()
  const marketing = await company.member('许文静', { 'import.run': 'all', 'lead.create': 'all', 'lead.read': 'all', 'lead.write': 'all' })
  return { company, marketing, call: await world.browser(marketing) }
}

function form(bytes: Uint8Array, name: string, kind = 'lead'): { body: Buffer; headers: Record<string, string> } {
  const part = (head: string, body: Uint8Array | string) =>
    Buffer.concat([Buffer.from(`--frontier\r\n${head}\r\n\r\n`), Buffer.from(body as never), Buffer.from('\r\n')])
  const body = Buffer.concat([
    part(`content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv`, bytes),
    part('content-disposition: form-data; name="kind"', kind),
    Buffer.from('--frontier--\r\n'),
  ])
  return { body, headers: { 'content-type': 'multipart/form-data; boundary=frontier' } }
}
async function bring(call: Call, bytes: Uint8Array, name = 'leads.csv', kind = 'lead') {
  const { body, headers } = form(bytes, name, kind)
  return await call('POST', '/imports', body, headers)
}
const work = (tenantId: string): Promise<number> => world.house.services().jobs.runNow('import.work', tenantId)

/** Steps of a person, each followed by what the worker does with it. */
async function go(call: Call, tenantId: string, id: string, act: 'check' | 'write' | 'undo', more: object = {}) {
  const before = (await call('GET', `/imports/${id}`)).body
  const asked = await call('POST', `/imports/${id}/${act}`, { version: before.version, ...more })
  assert.equal(asked.status, 200, JSON.stringify(asked.body))
  await work(tenantId)
  return (await call('GET', `/imports/${id}`)).body
}
const countIn = async (tenantId: string, table: string): Promise<number> =>
  (
    await reading(world.house.pool, tenantId).row<{ n: number }>(
      sql`select count(*) as n from ${sql.table(table)} where tenant_id = ${tenantId}`,
    )
  )?.n ?? 0

const kept = ['lead', 'submission', 'match_key', 'holding', 'site', 'lead_merge']
const standing = async (tenantId: string): Promise<number[]> => await Promise.all(kept.map((table) => countIn(tenantId, table)))

test('brought, checked, written, undone: each row’s fate is told before anything is written, and all of it can be taken back', async () => {
  const { company, call } = await office()
  const { tenantId } = company
  const brought = (await bring(call, real)).body
  assert.deepEqual([brought.state, brought.total, brought.mapping.company, brought.encoding], ['read', 280, '公司名称', 'utf-8'])
  const checked = await go(call, tenantId, brought.id, 'check', { mapping: brought.mapping })
  assert.deepEqual([checked.state, checked.done], ['checked', 280])
  assert.deepEqual(await standing(tenantId), [0, 0, 0, 0, 0, 0], 'a check writes nothing')
  const written = await go(call, tenantId, brought.id, 'write')
  assert.equal(written.state, 'written')
  assert.deepEqual(written.counts, checked.counts, 'what was foretold has come')
  assert.deepEqual([await countIn(tenantId, 'lead'), written.counts.created], [254, 254])
  const merged = (await call('GET', `/imports/${brought.id}/rows?fate=merged&limit=200`)).body.items
  assert.ok(merged.length > 0 && merged.every((row: { reason: { code: string } }) => row.reason.code.startsWith('intake.')))
  const undone = await go(call, tenantId, brought.id, 'undo')
  assert.equal(undone.state, 'undone')
  assert.equal(undone.counts.kept ?? 0, 0)
  assert.deepEqual(await standing(tenantId), [0, 0, 0, 0, 0, 0], 'nothing is left')
  const again = (await bring(call, real)).body
  const second = await go(call, tenantId, again.id, 'check', { mapping: again.mapping })
  assert.equal(second.counts.created, 254, 'and it can be brought again')
})

test('what somebody has worked on since stays, and says so; the rest goes', async () => {
  const { company, call } = await office()
  const { tenantId } = company
  const text = '公司名称,电话\n苏州甲装饰,13912340001\n苏州乙装饰,13912340002\n'
  const { id, mapping } = (await bring(call, Buffer.from(text))).body
  await go(call, tenantId, id, 'check', { mapping })
  await go(call, tenantId, id, 'write')
  const [first] = (await call('GET', `/imports/${id}/rows`)).body.items
  await company.system((ctx) =>
    ctx.tx.run(sql`update lead set first_contact_at = ${ctx.now.toISOString()} where tenant_id = ${tenantId} and id = ${first.subjectId}`),
  )
  const undone = await go(call, tenantId, id, 'undo')
  assert.deepEqual([undone.counts.undone, undone.counts.kept], [1, 1])
  const faults = await call('GET', `/imports/${id}/faults`)
  assert.match(faults.raw.toString(), /苏州甲装饰/)
  assert.equal(await countIn(tenantId, 'lead'), 1)
})

test('merging and undoing the merge leave the lead as it was', async () => {
  const { company, call } = await office()
  const { tenantId } = company
  const lead = async () =>
    await reading(world.house.pool, tenantId).row(
      sql`select company, core, province, city, address, industry, staff, contact_name, contact_phone, contact_email, need, points, grade, segment, source_count, custom,
        (select array_agg(k.key order by k.key) from match_key k where k.tenant_id = l.tenant_id and k.subject_id = l.id) as keys from lead l where tenant_id = ${tenantId}`,
    )
  await bringAll(call, tenantId, '公司名称,电话\n苏州丙装饰工程有限公司,13912340003\n')
  const before = await lead()
  const id = await bringAll(
    call,
    tenantId,
    '公司名称,电话,联系人,邮箱,地址,人员规模\n（苏州）丙装饰工程有限责任公司,139-1234-0003,钱经理,qian@example.com,苏州市姑苏区干将路1号,500-999人\n',
  )
  const merged = await lead()
  assert.notDeepEqual(merged, before)
  await go(call, tenantId, id, 'undo')
  assert.deepEqual(await lead(), before)
})

async function bringAll(call: Call, tenantId: string, text: string): Promise<string> {
  const { id, mapping } = (await bring(call, Buffer.from(text))).body
  await go(call, tenantId, id, 'check', { mapping })
  const { counts } = await go(call, tenantId, id, 'write')
  assert.ok(counts.created || counts.merged)
  return id
}

test('a worker that dies in the middle leaves a run that the next one goes on with: no row twice, none lost', async () => {
  const { company, call } = await office()
  const { tenantId } = company
  const rows = Array.from({ length: 620 }, (_, n) => `无锡${n}号五金机电有限公司,1391235${String(n).padStart(4, '0')}`)
  const { id, mapping } = (await bring(call, Buffer.from(`公司名称,电话\n${rows.join('\n')}\n`))).body
  const { version } = await go(call, tenantId, id, 'check', { mapping })
  await call('POST', `/imports/${id}/write`, { version })
  const services = world.house.services()
  const { aside } = services
  let chunks = 0
  services.aside = async (tenant, act) => {
    if (++chunks === 3) throw new Error('killed')
    return await aside(tenant, act)
  }
  await assert.rejects(work(tenantId), /killed/)
  services.aside = aside
  const stopped = (await call('GET', `/imports/${id}`)).body
  assert.equal(stopped.state, 'writing')
  assert.ok(stopped.done > 0 && stopped.done < 620)
  assert.equal(await countIn(tenantId, 'lead'), stopped.done)
  await company.system((ctx) =>
    ctx.tx.run(sql`update import_run set taken_until = null, problem = null where tenant_id = ${tenantId} and id = ${id}`),
  )
  await work(tenantId)
  const done = (await call('GET', `/imports/${id}`)).body
  assert.deepEqual([done.state, done.done, done.counts.created], ['written', 620, 620])
  assert.equal(await countIn(tenantId, 'lead'), 620)
})

test('an Excel file is read like a CSV file; digits stay whole; a truncated one, one that bursts and one of before 2007 are refused', async () => {
  const { call } = await office()
  const book = await (
    await writeWorkbook([
      {
        sheet: '名单',
        data: [
          [{ value: '公司名称' }, { value: '电话' }, { value: '注册资本' }],
          [{ value: '苏州丁装饰有限公司' }, { value: 13912340004, type: Number }, { value: 5000000, type: Number }],
          [{ value: '=1+1' }, { value: '13912340005' }, { value: '' }],
        ],
      },
    ])
  ).toBuffer()
  const brought = (await bring(call, book, '名单.xlsx')).body
  assert.deepEqual([brought.encoding, brought.total], ['xlsx', 2])
  const { items } = (await call('GET', `/imports/${brought.id}/rows`)).body
  assert.deepEqual(items[0].cells, { 公司名称: '苏州丁装饰有限公司', 电话: '13912340004', 注册资本: '5000000' })
  const refused = async (bytes: Uint8Array) => (await bring(call, bytes, 'x.xlsx')).body.code
  assert.equal(await refused(book.subarray(0, book.length / 2)), 'import.not_a_table')
  assert.equal(await refused(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])), 'import.not_a_table')
  assert.equal(await refused(bursting(book)), 'import.file_too_large')
  assert.equal((await bring(call, Buffer.from(''))).body.code, 'import.empty')
  assert.equal((await bring(call, Buffer.from('公司\n'), 'x.csv', 'nothing')).body.code, 'import.unknown_kind')
})

/** The same file, saying of each part that it unpacks to four gigabytes. */
function bursting(book: Buffer): Buffer {
  const copy = Buffer.from(book)
  for (let at = copy.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0; at = copy.indexOf('PK\u0001\u0002', at + 4, 'latin1'))
    copy.writeUInt32LE(0xfffffff0, at + 24)
  return copy
}

test('what a heading was read as is remembered, steps out of turn are refused, and one only sees kinds one may create', async () => {
  const { company, call } = await office()
  const { tenantId } = company
  const { id, mapping, version } = (await bring(call, Buffer.from('biz,tel\n苏州戊装饰,13912340006\n'))).body
  assert.deepEqual(mapping, { phone: 'tel' })
  const bad = await call('POST', `/imports/${id}/check`, { mapping, version })
  assert.deepEqual([bad.status, bad.body.code], [422, 'import.column_missing'])
  assert.match(bad.body.detail, /公司名称/)
  assert.equal((await call('POST', `/imports/${id}/write`, { version })).body.code, 'import.wrong_state')
  await go(call, tenantId, id, 'check', { mapping: { company: 'biz', phone: 'tel' } })
  assert.equal((await call('POST', `/imports/${id}/write`, { version })).body.code, 'common.stale')
  assert.deepEqual((await bring(call, Buffer.from('biz,tel\n苏州己装饰,13912340007\n'))).body.mapping, { company: 'biz', phone: 'tel' })
  const other = await world.browser(await company.member('孙倩', { 'import.run': 'all' }))
  assert.deepEqual((await other('GET', '/imports')).body.items, [])
  assert.equal((await other('GET', `/imports/${id}`)).status, 404)
  assert.equal((await bring(other, Buffer.from('公司\n甲\n'))).status, 403)
  assert.equal((await call('POST', `/imports/${id}/drop`, {})).status, 200)
  assert.equal(await countIn(tenantId, 'lead'), 0)
})

test('raw rows go when nothing can be undone any more', async () => {
  const { company, call } = await office()
  const { tenantId } = company
  const id = await bringAll(call, tenantId, '公司名称,电话\n苏州庚装饰,13912340008\n')
  const prune = (days: number) =>
    asSystem(world.house, tenantId, 'test', (ctx) => pruneImports({ ...ctx, now: new Date(ctx.now.getTime() + days * 86_400_000) }))
  assert.equal(await prune(30), 0)
  assert.equal(await prune(32), 1)
  assert.equal(await prune(32), 0)
  assert.equal((await call('GET', `/imports/${id}`)).body.state, 'written')
})
