// The company's own fields on a contract and on a visit, over the demo company.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, writing } from '#core/db.ts'
import { demoPassword } from '#modules/organization/organization.demo.ts'
import { demoWorld } from '#testing/demo-world.ts'

const world = await demoWorld()
const { tenantId, story } = world
const sign = (username: string) => world.browser({ username, password: demoPassword })
const [admin, rep] = [await sign('admin'), await sign('linxiaofeng')]
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
const body = (answer: { status: number; body: any }, status = 200): any => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}
const add = async (subjectType: string, key: string, more: object) =>
  body(await admin('POST', '/custom-fields', { subjectType, key, type: 'text', zh: `字段${key}`, en: `Field ${key}`, ...more }))

test('a contract of a kind that asks for a field is not submitted without it, and is found by it', async () => {
  await add('contract', 'archive', { requiredIn: ['single'] })
  const quotations = body(await admin('GET', '/quotations?status=accepted&limit=200')).items
  const made = []
  for (const { id: quotationId } of quotations) {
    const answer = await admin('POST', '/contracts', { quotationId, kind: 'single' })
    if (answer.status === 200) made.push(answer.body)
  }
  const [first] = made
  assert.ok(first, 'the story has an accepted quotation without a contract')
  const path = `/contracts/${first.id}`
  const draft = body(await admin('GET', path))
  const block = draft.blocks.find((one: { code: string }) => one.code === 'contract.fields_missing')
  assert.deepEqual([block.params.fields, block.act], ['字段archive', 'fill_custom_field'])
  const stopped = await admin('POST', `${path}/submit`)
  assert.ok([409, 422].includes(stopped.status))
  assert.ok([stopped.body.code, ...stopped.body.params.others.map((one: { code: string }) => one.code)].includes('contract.fields_missing'))
  body(await admin('PATCH', path, { version: draft.version, custom: { archive: 'A-2026-7' } }))
  const filled = body(await admin('GET', path))
  assert.equal(filled.custom.archive, 'A-2026-7')
  assert.equal(
    filled.blocks.some((one: { code: string }) => one.code === 'contract.fields_missing'),
    false,
  )
  assert.deepEqual(filled.timeline.find((one: { type: string }) => one.type === 'contract.changed').payload.changed, ['custom.archive'])
  assert.deepEqual(
    body(await admin('GET', '/contracts?custom.archive=a-2026')).items.map((one: { id: string }) => one.id),
    [first.id],
  )
})

test('a visit is planned with a field and filled in later; done without one its purpose asks for it is not checked out', async () => {
  await add('visit', 'booth', {})
  await add('visit', 'mood', { type: 'option', options: [{ key: 'warm', zh: '热情', en: 'Warm' }], requiredIn: ['deep'] })
  const accountId = story.id('C01')
  const day = { plannedOn: '2026-11-27', subjectType: 'account', subjectId: accountId }
  const planned = body(await rep('POST', '/visits', { ...day, purpose: 'deep', custom: { booth: '3 号门' } }))
  assert.deepEqual(planned.custom, { booth: '3 号门' })
  assert.equal(
    (await rep('POST', '/visits', { ...day, plannedOn: '2026-11-28', custom: { mood: 'cold' } })).body.code,
    'custom_field.not_option',
  )
  assert.deepEqual(
    body(await rep('GET', '/visits?custom.booth=3')).items.map((one: { id: string }) => one.id),
    [planned.id],
  )
  const path = `/visits/${planned.id}`
  assert.deepEqual(body(await rep('PUT', `${path}/custom`, { custom: { booth: '4 号门' } })).custom, { booth: '4 号门' })
  body(await (await sign('gaozhiyuan'))('PUT', `${path}/custom`, { custom: { booth: '5' } }), 404)
  // Under way with every step done, as the day would make it: what is left is the check-out.
  await writing(world.house.pool, tenantId, (tx) =>
    tx.run(sql`update visit set status = 'in_progress', steps = '[]', check_in_at = ${world.clock.now().toISOString()}, check_in_verdict = 'verified'
      where tenant_id = ${tenantId} and id = ${planned.id}`),
  )
  const leave = { outcome: 'done', capturedAt: world.clock.now().toISOString() }
  const stopped = await rep('POST', `${path}/check-out`, leave)
  assert.deepEqual([stopped.status, stopped.body.code], [422, 'custom_field.required'])
  assert.match(stopped.body.detail, /字段mood/)
  assert.equal(body(await rep('GET', path)).status, 'in_progress')
  const done = body(await rep('POST', `${path}/check-out`, { ...leave, custom: { mood: 'warm' } }))
  assert.deepEqual([done.status, done.custom], ['completed', { booth: '4 号门', mood: 'warm' }])
  assert.ok(
    done.timeline.some(
      (one: { type: string; payload: { custom?: string[] } }) => one.type === 'visit.filled' && one.payload.custom?.includes('mood'),
    ),
  )
})
