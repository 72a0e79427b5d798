// Where bytes go: past the API by a signed address, to the disk or a bucket; looked at by a scanner; counted; taken away when their days are over.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import S3rver from 's3rver'
import sharp from 'sharp'
import { DAY } from '#core/calendar.ts'
import { askClamd } from '#core/clamd.ts'
import { fakeClamd } from '#core/clamd-fake.ts'
import { reading, sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { openObjects } from '#core/objects.ts'
import { openWorld } from '#testing/world.ts'
import { chainEvidence, noScanner, registerFileSubject, scanner, storeFile, verifyEvidence } from './index.ts'

const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'}!$H+H*`
const world = await openWorld()
const services = world.house.services()
const onDisk = services.objects
registerFileSubject({ type: 'sample', mayRead: async () => true, mayAttach: async () => true })
const picture = (width: number): Promise<Buffer> =>
  sharp({ create: { width, height: 20, channels: 3, background: '#4a7' } })
    .png()
    .toBuffer()

async function rep() {
  const company = await world.company()
  const lin = await company.member('林晓峰', {})
  return { company, lin, call: await world.browser(lin), read: reading(world.house.pool, company.tenantId) }
}
type Call = Awaited<ReturnType<typeof rep>>['call']
const announce = (bytes: Uint8Array, purpose = 'picture') => ({
  name: '门头照.png',
  size: bytes.length,
  mime: 'image/png',
  purpose,
  subjectType: 'sample',
  subjectId: uuidv7(),
})

/** Sends bytes to a signed address of this server. */
async function putHere(url: string, bytes: Uint8Array, headers: Record<string, string>) {
  const answer = await world.app().inject({ method: 'PUT', url, payload: Buffer.from(bytes), headers })
  return answer.statusCode
}

async function send(call: Call, bytes: Uint8Array, purpose = 'picture', locale = 'zh-CN') {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(bytes)], '合同.pdf'))
  for (const [name, value] of Object.entries({ purpose, subjectType: 'sample', subjectId: uuidv7() })) form.set(name, value)
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  return await call('POST', '/files', Buffer.from(await request.arrayBuffer()), {
    'content-type': request.headers.get('content-type') as string,
    'accept-language': locale,
  })
}

// The upload route of the real server, on the app of this world.
const { serveUploads } = await import('../../uploads.ts')
serveUploads(world.app(), world.house)

test('on the disk: a signed address takes exactly what was announced, for a quarter of an hour, and becomes a file once', async () => {
  const { call } = await rep()
  const bytes = await picture(30)
  const { status, body } = await call('POST', '/files/uploads', announce(bytes))
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal(body.method, 'PUT')
  const early = await call('POST', `/files/uploads/${body.id}/finish`)
  assert.deepEqual([early.status, early.body.code], [409, 'file.not_arrived'])
  assert.equal(await putHere(body.url.replace(/size=\d+/, 'size=1'), bytes, body.headers), 403)
  assert.equal(await putHere(body.url.replace('/incoming/', '/other/'), bytes, body.headers), 403)
  assert.equal(await putHere(body.url, bytes, { 'content-type': 'text/html' }), 403)
  assert.equal(await putHere(body.url, bytes.subarray(1), body.headers), 400)
  assert.equal(await putHere(body.url, bytes, body.headers), 200)
  const done = await call('POST', `/files/uploads/${body.id}/finish`)
  assert.deepEqual([done.status, done.body.name, done.body.width, done.body.size], [200, '门头照.png', 30, bytes.length])
  assert.equal((await call('POST', `/files/uploads/${body.id}/finish`)).body.id, done.body.id)
  assert.deepEqual(Buffer.from((await call('GET', `/files/${done.body.id}/content`)).raw), bytes)
  const late = (await call('POST', '/files/uploads', announce(bytes))).body
  world.clock.set(new Date(world.clock.now().getTime() + 15 * 60_000).toISOString())
  assert.equal(await putHere(late.url, bytes, late.headers), 403)
})

test('bytes that are not what they were called are refused at the finish, another person cannot finish, and late ones are forgotten', async () => {
  const { company, call, read } = await rep()
  const bytes = Buffer.from('MZ this is a program, not a picture')
  const { body } = await call('POST', '/files/uploads', announce(bytes))
  await putHere(body.url, bytes, body.headers)
  const refused = await call('POST', `/files/uploads/${body.id}/finish`)
  assert.deepEqual([refused.status, refused.body.code], [422, 'file.wrong_type'])
  const other = await world.browser(await company.member('孙倩', {}))
  assert.equal((await other('POST', `/files/uploads/${body.id}/finish`)).status, 404)
  const key = (await read.row<{ key: string }>(sql`select key from file_upload where tenant_id = ${company.tenantId}`))?.key as string
  assert.equal(await onDisk.sizeOf(key), bytes.length)
  world.clock.set(new Date(world.clock.now().getTime() + DAY).toISOString())
  assert.equal(await services.jobs.runNow('files.late-uploads', company.tenantId), 1)
  assert.equal(await services.jobs.runNow('files.late-uploads', company.tenantId), 0)
  assert.equal(await onDisk.sizeOf(key), null)
})

test('in a bucket: stored, read, uploaded directly by its signed address, removed; a foreign key is refused by the bucket', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'fieldloop-bucket-'))
  const bucket = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'fieldloop', configs: [] }],
  })
  const { port } = await bucket.run()
  const s3 = { bucket: 'fieldloop', region: 'us-east-1', endpoint: `http://127.0.0.1:${port}`, key: 'S3RVER', secret: 'S3RVER' }
  services.objects = openObjects({ s3 })
  try {
    const { company, call, read } = await rep()
    const bytes = await picture(50)
    const stored = await send(call, bytes)
    assert.equal(stored.status, 200, JSON.stringify(stored.body))
    assert.deepEqual(Buffer.from((await call('GET', `/files/${stored.body.id}/content`)).raw), bytes)
    const { body } = await call('POST', '/files/uploads', announce(bytes))
    assert.ok(body.url.startsWith(`http://127.0.0.1:${port}/fieldloop/${company.tenantId}/incoming/`), body.url)
    const put = (url: string) => fetch(url, { method: body.method, headers: body.headers, body: new Uint8Array(bytes) })
    const signed = new URL(body.url).searchParams
    assert.deepEqual([signed.get('X-Amz-Expires'), signed.get('X-Amz-SignedHeaders')], ['900', 'host'])
    assert.ok(![...signed.keys()].some((name) => /checksum/.test(name)), 'the checksum of an empty body would spoil a real one')
    // This bucket of tests knows its keys but does not recompute a signature of version 4; real ones do.
    assert.equal((await put(body.url.replace('S3RVER%2F', 'STRANGER%2F'))).status, 403)
    assert.equal((await call('POST', `/files/uploads/${body.id}/finish`)).body.code, 'file.not_arrived')
    assert.equal((await put(body.url)).status, 200)
    const done = await call('POST', `/files/uploads/${body.id}/finish`)
    assert.equal(done.status, 200, JSON.stringify(done.body))
    assert.deepEqual(Buffer.from((await call('GET', `/files/${done.body.id}/content`)).raw), bytes)
    assert.equal((await call('POST', '/files/uploads', announce(bytes))).status, 200)
    const { removeFiles } = await import('./index.ts')
    await company.system((ctx) => removeFiles(ctx, [done.body.id], 'erasure'))
    const key = (
      await read.row<{ key: string }>(sql`select key from stored_object where tenant_id = ${company.tenantId} and id = ${done.body.id}`)
    )?.key as string
    assert.equal(await services.objects.sizeOf(key), bytes.length)
    assert.equal(await services.jobs.runNow('files.sweep', company.tenantId), 1)
    assert.equal(await services.objects.sizeOf(key), null)
    assert.equal((await call('GET', `/files/${done.body.id}/content`)).status, 404)
  } finally {
    services.objects = onDisk
    await bucket.close()
    rmSync(directory, { recursive: true, force: true })
  }
})

test('the EICAR file is refused in a sentence of either language, kept apart and told; a clean one passes; without a daemon nothing comes in', async () => {
  const clamd = await fakeClamd()
  after(() => clamd.stop())
  const at = { host: '127.0.0.1', port: clamd.port }
  scanner.plug(() => ({ name: 'clamd', look: (bytes) => askClamd(at, bytes) }))
  try {
    const { company, call, read } = await rep()
    const infected = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(200_000, 32), Buffer.from(EICAR)])
    const zh = await send(call, infected, 'document')
    assert.deepEqual(
      [zh.status, zh.body.code, zh.body.detail],
      [422, 'file.infected', '合同.pdf 里有病毒（Eicar-Test-Signature），已隔离，没有保存。请先杀毒，再传干净的文件。'],
    )
    assert.match((await send(call, infected, 'document', 'en')).body.detail, /carries a virus \(Eicar-Test-Signature\)/)
    const kept = await read.rows<{ key: string; virus: string }>(
      sql`select key, virus from quarantined_file where tenant_id = ${company.tenantId}`,
    )
    assert.deepEqual(
      kept.map((row) => row.virus),
      ['Eicar-Test-Signature', 'Eicar-Test-Signature'],
    )
    assert.equal(await onDisk.sizeOf(kept[0]?.key as string), infected.length)
    const rows = await read.row<{
      files: number
      told: number
    }>(sql`select (select count(*)::int from stored_object where tenant_id = ${company.tenantId}) as files,
      (select count(*)::int from event where tenant_id = ${company.tenantId} and type = 'file.quarantined') as told`)
    assert.deepEqual(rows, { files: 0, told: 2 })
    assert.equal((await send(call, Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(100_000, 32)]), 'document')).status, 200)
    assert.equal(clamd.asked(), 3)
    await clamd.stop()
    const away = await send(call, Buffer.from('%PDF-1.4\nclean'), 'document')
    assert.deepEqual([away.status, away.body.code], [503, 'file.scan_unavailable'])
  } finally {
    scanner.plug(() => noScanner)
  }
})

test('a daemon that says its limit is exceeded has not said that the file is clean', async () => {
  const clamd = await fakeClamd(1000)
  await assert.rejects(askClamd({ host: '127.0.0.1', port: clamd.port }, Buffer.alloc(2000)), /size limit exceeded/)
  assert.equal(await askClamd({ host: '127.0.0.1', port: clamd.port }, Buffer.alloc(0)), null)
  await clamd.stop()
})

test('the quota holds to the byte, also for many at once, frees what is removed, and is shown', async () => {
  const { company, call } = await rep()
  const admin = await world.browser(await company.member('管理员', { 'file.usage': 'all', 'policy.write': 'all', 'policy.read': 'all' }))
  const pdf = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(399_991, 32)])
  const now = world.clock.now().toISOString()
  const set = await admin('PUT', '/policies/files.quota', { value: { gigabytes: 0.001 }, effectiveAt: now, basedOn: 0 })
  assert.equal(set.status, 200, JSON.stringify(set.body))
  const answers = await Promise.all([1, 2, 3, 4].map(() => send(call, pdf, 'document')))
  assert.deepEqual(answers.map((one) => one.status).sort(), [200, 200, 409, 409])
  const refused = answers.find((one) => one.status === 409)
  assert.equal(refused?.body.detail, '公司的文件空间（0.001 GB）满了。请管理员清理或在规则里加大空间后再传。')
  assert.equal((await call('POST', '/files/uploads', { ...announce(pdf, 'document'), size: 200_001 })).body.code, 'file.over_quota')
  const { body: usage } = await admin('GET', '/files/usage')
  assert.deepEqual(
    [usage.bytes, usage.files, usage.limit, usage.store, usage.scanner, usage.purposes],
    [800_000, 2, 1_000_000, 'disk', 'none', [{ purpose: 'document', bytes: 800_000, files: 2 }]],
  )
  const { removeFiles } = await import('./index.ts')
  const kept = answers.find((one) => one.status === 200)?.body.id as string
  await company.system((ctx) => removeFiles(ctx, [kept, kept], 'erasure'))
  assert.equal((await admin('GET', '/files/usage')).body.bytes, 400_000)
  assert.equal((await send(call, pdf, 'document')).status, 200)
  assert.equal((await call('GET', '/files/usage')).status, 403)
})

test('photos and recordings past their days go in batches, a second run changes nothing, and the evidence chain still holds', async () => {
  const { company } = await rep()
  const keep = (purpose: string, bytes: Uint8Array) =>
    company.system(async (ctx) => {
      const file = await storeFile(ctx, { bytes, name: 'x', purpose, subjectType: 'visit', subjectId: uuidv7() })
      await chainEvidence(ctx, file.id, { step: 'x' })
      return file.id
    })
  const ogg = Buffer.from('OggS-something')
  await keep('visit_photo', await picture(10))
  await keep('visit_recording', ogg)
  world.clock.set(new Date(world.clock.now().getTime() + 200 * DAY).toISOString())
  await keep('visit_photo', await picture(11))
  const run = (name: string) => services.jobs.runNow(name, company.tenantId)
  assert.deepEqual([await run('files.retention'), await run('files.retention')], [1, 0], 'only the recording is older than 180 days')
  world.clock.set(new Date(world.clock.now().getTime() + 900 * DAY).toISOString())
  assert.deepEqual([await run('files.retention'), await run('files.retention')], [1, 0])
  assert.deepEqual([await run('files.sweep'), await run('files.sweep')], [2, 0])
  const left = await company.system((ctx) =>
    ctx.tx.rows(sql`select purpose, removed_reason from stored_object where tenant_id = ${ctx.tenantId} order by created_at, id`),
  )
  assert.deepEqual(left, [
    { purpose: 'visit_photo', removedReason: 'retention' },
    { purpose: 'visit_recording', removedReason: 'retention' },
    { purpose: 'visit_photo', removedReason: null },
  ])
  assert.deepEqual(await company.system((ctx) => verifyEvidence(ctx, { bytes: true })), { links: 3, firstBad: null })
})
