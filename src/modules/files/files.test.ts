import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { putOnPlan } from '#modules/organization/index.ts'
import { openWorld } from '#testing/world.ts'
import { chainEvidence, fileById, readFile, registerFileSubject, storeFile, verifyEvidence } from './index.ts'

const world = await openWorld()
const company = await world.company()
const lin = await company.member('林晓峰', {})
const sun = await company.member('孙倩', {})
const subjectId = uuidv7()
// A subject of this test: lin's alone.
registerFileSubject({
  type: 'sample',
  mayRead: async (ctx, id) => id === subjectId && ctx.actor.memberId === lin.id,
  mayAttach: async (_ctx, _id, purpose) => purpose !== 'contract_scan',
})

const picture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#4a7' } })
    .png()
    .toBuffer()

async function upload(who: { username: string }, bytes: Uint8Array, name: string, purpose = 'picture', locale = 'zh-CN') {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(bytes)], name, { type: 'application/octet-stream' }))
  form.set('purpose', purpose)
  form.set('subjectType', 'sample')
  form.set('subjectId', subjectId)
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  const call = await world.browser(who, { 'accept-language': locale })
  return await call('POST', '/files', Buffer.from(await request.arrayBuffer()), {
    'content-type': request.headers.get('content-type') as string,
  })
}

test('a picture goes in, is listed, comes out byte for byte, and only where its record is seen', async () => {
  const bytes = await picture(40, 30)
  const { status, body } = await upload(lin, bytes, 'C:\\桌面\\门头照.jpeg')
  assert.equal(status, 200)
  assert.deepEqual([body.name, body.mime, body.width, body.height, body.size], ['门头照.png', 'image/png', 40, 30, bytes.length])
  const call = await world.browser(lin)
  const list = await call('GET', `/files?subjectType=sample&subjectId=${subjectId}`)
  assert.deepEqual(list.body.items, [body])
  const content = await call('GET', `/files/${body.id}/content`)
  assert.equal(content.status, 200)
  assert.equal(content.headers['content-type'], 'image/png')
  assert.deepEqual(Buffer.from(content.raw), bytes)
  const other = await world.browser(sun)
  assert.equal((await other('GET', `/files/${body.id}/content`)).status, 404)
  assert.equal((await other('GET', `/files?subjectType=sample&subjectId=${subjectId}`)).status, 404)
  assert.equal((await upload(sun, bytes, 'a.png')).status, 404)
})

test('a file of another company is not found', async () => {
  const { body } = await upload(lin, await picture(4, 4), 'a.png')
  const elsewhere = await world.company()
  const stranger = await elsewhere.member('外人', {})
  assert.equal((await (await world.browser(stranger))('GET', `/files/${body.id}/content`)).status, 404)
})

test('an empty file, a wrong type, 50 megapixels, a torn picture and a foreign purpose are refused in words, with nothing kept', async () => {
  const count = async () =>
    (
      await company.system((ctx) =>
        ctx.tx.row(sql<{ n: number }>`select count(*)::int as n from stored_object where tenant_id = ${ctx.tenantId}`),
      )
    )?.n
  const before = await count()
  const told = async (bytes: Uint8Array, purpose?: string, locale?: string) => {
    const { status, body } = await upload(lin, bytes, '照片.png', purpose, locale)
    return [status, body.code, body.detail]
  }
  assert.deepEqual(await told(new Uint8Array()), [422, 'file.empty', '照片.png 是空文件，没有内容。重新导出或重拍后再传。'])
  assert.deepEqual(await told(Buffer.from('MZ not a picture')), [
    422,
    'file.wrong_type',
    '照片.png 的内容不是这里要的类型。请传 jpg / png / webp。',
  ])
  assert.deepEqual(await told(await picture(10_000, 5000)), [422, 'file.too_many_pixels', '照片.png 有 50 百万像素，最多 24。缩小后再传。'])
  assert.deepEqual(await told(await picture(10_000, 5000), 'picture', 'en'), [
    422,
    'file.too_many_pixels',
    '照片.png has 50 megapixels; at most 24. Make it smaller.',
  ])
  assert.equal((await told(Buffer.from('\x89PNG\r\n\x1a\nnothing more', 'latin1')))[1], 'file.unreadable_image')
  assert.equal((await told(await picture(4, 4), 'contract_scan'))[1], 'common.forbidden')
  assert.equal((await told(await picture(4, 4), 'visit_photo'))[1], 'common.bad_input')
  assert.equal(await count(), before)
})

test('the evidence chain names the first bad link, and the first bad byte', async () => {
  const own = await world.company()
  const ids: string[] = []
  for (let i = 0; i < 4; i++) {
    const bytes = await picture(10 + i, 10)
    await own.system(async (ctx) => {
      const file = await storeFile(ctx, { bytes, name: `${i}.png`, purpose: 'visit_photo', subjectType: 'visit', subjectId })
      const link = await chainEvidence(ctx, file.id, { step: i })
      assert.equal(link.seq, i + 1)
      ids.push(file.id)
    })
  }
  const verify = () => own.system((ctx) => verifyEvidence(ctx, { bytes: true }))
  assert.deepEqual(await verify(), { links: 4, firstBad: null })
  const second = await own.system((ctx) =>
    ctx.tx.row(sql<{ key: string }>`select key from stored_object where tenant_id = ${ctx.tenantId} and id = ${ids[1]}`),
  )
  const true2 = await own.system((ctx) => readFile(ctx, ids[1] as string))
  await world.house.services().objects.put(second?.key as string, await picture(11, 11))
  assert.deepEqual(await verify(), { links: 1, firstBad: { seq: 2, fileId: ids[1], why: 'file_changed' } })
  await world.house.services().objects.put(second?.key as string, true2)
  assert.equal((await verify()).firstBad, null)
  // The app role may not touch the log, so the tampering here is the owner's.
  const pg = await import('pg')
  const owner = new pg.default.Client({ connectionString: world.db.ownerUrl })
  await owner.connect()
  await owner.query(`select set_config('app.tenant_id', $1, false)`, [own.tenantId])
  await owner.query(`update evidence_link set facts = '{"step":9}' where seq = 3`)
  await owner.end()
  assert.deepEqual((await verify()).firstBad, { seq: 3, fileId: ids[2], why: 'link_changed' })
})

test('two proofs at the same moment stand one behind the other', async () => {
  const own = await world.company()
  const bytes = await picture(8, 8)
  await Promise.all(
    Array.from({ length: 4 }, () =>
      own.system(async (ctx) => {
        const file = await storeFile(ctx, { bytes, name: 'a.png', purpose: 'visit_photo', subjectType: 'visit', subjectId })
        await chainEvidence(ctx, file.id, {})
        assert.equal((await fileById(ctx, file.id))?.sha256, file.sha256)
      }),
    ),
  )
  assert.deepEqual(await own.system((ctx) => verifyEvidence(ctx, { bytes: false })), { links: 4, firstBad: null })
})

test('the file beyond the storage of the plan is refused with the limit, and nothing is stored', async () => {
  const company = await world.company('full-shelf')
  await putOnPlan(world.house, 'full-shelf', 'trial')
  const file = {
    purpose: 'document',
    subjectType: 'lead',
    subjectId: company.rootDepartmentId,
    name: 'a.pdf',
    bytes: Buffer.from('%PDF-1.4\n%EOF'),
  }
  await company.system(async (ctx) => {
    const stored = await storeFile(ctx, file)
    assert.ok(stored.id)
    await ctx.tx.run(sql`update file_usage set bytes = 500000000 where tenant_id = ${ctx.tenantId}`)
    await assert.rejects(storeFile(ctx, file), { code: 'plan.full_storage', data: { limit: 500, used: 500 } })
  })
  assert.match(world.house.say('zh-CN', 'plan.full_storage', { limit: 500, used: 500 }), /最多存 500 MB/)
  assert.equal((await world.house.services().objects.below(company.tenantId)).length, 1)
})
