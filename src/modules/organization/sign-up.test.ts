// A company signs itself up, takes its first steps, looks at samples and clears them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { openWorld } from '#testing/world.ts'

const world = await openWorld()
const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  world.app().inject({ method: 'POST', url: `/api/v1${path}`, payload, headers })
const codeFor = (phone: string): string => {
  return world.sent.findLast((sms) => sms.phone.endsWith(phone))?.params.code as string
}
async function asAuth(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: world.db.authUrl })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

async function signUp(phone: string, more: object = {}) {
  assert.equal((await post('/sign-up/code', { phone })).statusCode, 200)
  return await post('/sign-up', { phone, code: codeFor(phone), company: '极光建材', name: '沈岚', password: 'first-password', ...more })
}

test('a phone that answers makes a company on the trial plan, whose first admin is signed in and makes the first lead', async () => {
  const answer = await signUp('13900050001')
  assert.equal(answer.statusCode, 200, answer.body)
  assert.match(String(answer.headers['set-cookie']), /fieldloop\.session_token=/)
  const call = await world.browser({ username: '13900050001', password: 'first-password' })
  const me = (await call('GET', '/me')).body
  assert.deepEqual([me.name, me.roles, me.tenant.name, me.tenant.demo], ['沈岚', ['admin'], '极光建材', false])
  assert.equal((await call('GET', '/tenant/plan')).body.plan, 'trial')
  const steps = async () =>
    ((await call('GET', '/tenant/first-steps')).body.items as { step: string; done: boolean }[])
      .filter((one) => one.done)
      .map((one) => one.step)
  assert.deepEqual(await steps(), [])
  assert.equal((await call('PUT', '/tenant', { name: '极光建材有限公司' })).status, 200)
  const [root] = (await call('GET', '/departments')).body.items
  assert.equal(root.name, '极光建材有限公司')
  assert.equal((await call('POST', '/departments', { name: '销售部', parentId: root.id })).status, 200)
  const rep = (await call('GET', '/roles')).body.items.find((role: { code: string }) => role.code === 'rep')
  assert.equal(
    (await call('POST', '/members', { name: '王磊', username: 'aurora-wang', departmentId: root.id, roleIds: [rep.id] })).status,
    200,
  )
  assert.equal((await call('POST', '/leads', { company: '苏州极光装饰', phone: '13900050099', to: 'me' })).status, 200)
  assert.deepEqual(await steps(), ['company', 'departments', 'people', 'lead'])
})

test('a wrong code, an old one, one used twice, a phone that is known or none: each is refused in a sentence, and no company is made', async () => {
  const before = (await world.house.pool.query('select count(*)::int as n from tenant')).rows
  const refusal = async (answer: Promise<{ statusCode: number; body: string }>) => {
    const { statusCode, body } = await answer
    const { code, detail } = JSON.parse(body)
    assert.ok(detail.length > 8)
    return [statusCode, code]
  }
  assert.deepEqual(await refusal(post('/sign-up/code', { phone: '12345678' })), [422, 'sign_up.phone_wrong'])
  const phone = '13900050002'
  assert.equal((await post('/sign-up/code', { phone })).statusCode, 200)
  assert.deepEqual(await refusal(post('/sign-up/code', { phone })), [429, 'sign_in.code_too_often'])
  const right = codeFor(phone)
  const wrong = right === '000000' ? '000001' : '000000'
  const body = { phone, company: '极光', name: '沈岚', password: 'first-password' }
  assert.deepEqual(await refusal(post('/sign-up', { ...body, code: right, password: 'short' })), [422, 'identity.password_short'])
  for (let n = 0; n < 5; n++) assert.deepEqual(await refusal(post('/sign-up', { ...body, code: wrong })), [422, 'sign_up.code_wrong'])
  assert.deepEqual(await refusal(post('/sign-up', { ...body, code: right })), [422, 'sign_up.code_wrong'], 'five tries are all')
  await asAuth(`delete from auth.allowance`)
  assert.equal((await post('/sign-up/code', { phone })).statusCode, 200)
  const late = codeFor(phone)
  await asAuth(`update auth.verification set "expiresAt" = now() - interval '1 second'`)
  assert.deepEqual(await refusal(post('/sign-up', { ...body, code: late })), [422, 'sign_up.code_wrong'])
  assert.equal((await post('/sign-up/code', { phone: '13900050001' })).statusCode, 200, 'the same answer for a phone that is known')
  const known = { ...body, phone: '13900050001', code: codeFor('13900050001') }
  assert.deepEqual(await refusal(post('/sign-up', known)), [409, 'sign_up.phone_known'])
  assert.deepEqual(await refusal(post('/sign-up', known)), [422, 'sign_up.code_wrong'], 'a code serves once')
  assert.deepEqual((await world.house.pool.query('select count(*)::int as n from tenant')).rows, before)
  assert.ok(
    !JSON.stringify(await asAuth('select * from auth.verification')).includes('139000'),
    'neither phone nor code stands in the table',
  )
})

test('one click removes the samples; what the company made itself stays, with the samples it stands on', async () => {
  await signUp('13900050003')
  const call = await world.browser({ username: '13900050003', password: 'first-password' })
  assert.deepEqual((await call('DELETE', '/tenant/samples')).body.code, 'sample.none')
  const own = (await call('POST', '/leads', { company: '自己的客户装饰', phone: '13900050098', to: 'me' })).body.leadId
  const added = await call('POST', '/tenant/samples', {})
  assert.equal(added.status, 200, JSON.stringify(added.body))
  assert.equal((await call('POST', '/tenant/samples', {})).body.code, 'sample.there_already')
  const products = (await call('GET', '/products')).body.items as { id: string; code: string }[]
  assert.equal(products.length, 12)
  const accounts = (await call('GET', '/accounts')).body.items as { id: string; name: string }[]
  assert.equal(accounts.length, 2)
  const stood = accounts[0] as { id: string }
  const product = products[2] as { id: string }
  const made = await call('POST', '/opportunities', {
    accountId: stood.id,
    name: '自己的商机',
    amountFen: 100_000_00,
    expectedSignOn: '2026-12-20',
  })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  const quotation = await call('POST', '/quotations', { opportunityId: made.body.id, lines: [{ productId: product.id, quantity: '10' }] })
  assert.equal(quotation.status, 200, JSON.stringify(quotation.body))
  const steps = (await call('GET', '/tenant/first-steps')).body
  assert.ok(steps.samples >= 12 + 2 + 3 && steps.items.find((one: { step: string }) => one.step === 'pack').done)

  const removed = await call('DELETE', '/tenant/samples')
  assert.equal(removed.status, 200, JSON.stringify(removed.body))
  assert.ok(removed.body.removed > 10 && removed.body.kept >= 2, JSON.stringify(removed.body))
  const left = async (path: string, key: string) =>
    ((await call('GET', path)).body.items as Record<string, string>[]).map((row) => row[key])
  assert.deepEqual(await left('/products', 'id'), [product.id])
  assert.deepEqual(await left('/accounts', 'id'), [stood.id])
  assert.equal((await call('GET', `/leads/${own}`)).status, 200)
  assert.equal((await call('GET', `/opportunities/${made.body.id}`)).body.name, '自己的商机')
  const kept = (await call('GET', `/quotations/${quotation.body.id}`)).body
  assert.deepEqual(
    kept.lines.map((line: { productId: string }) => line.productId),
    [product.id],
  )
  assert.ok(!JSON.stringify((await call('GET', '/leads?view=pool')).body).includes('样例'))
  assert.equal((await call('GET', '/tenant/first-steps')).body.samples, 0)
  await world.house.services().jobs.runNow('seal', (await call('GET', '/me')).body.tenant.id)
  assert.equal((await call('GET', '/audit/verdict')).body.firstBad, null)
})
