import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Query, reading, sql, writing } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { asSystem } from '#core/jobs.ts'
import { DEMO_PASSWORD } from '../demo.ts'
import { accessRows } from '../pages/access.ts'
import { rooms } from '../rooms.ts'
import { demoWorld } from './demo-world.ts'
import { type Answer, ask, nameOf, operationOf, readEverything } from './knock.ts'
import { allPermissions } from './world.ts'

const world = await demoWorld()
const { tenantId } = world
const read = reading(world.house.pool, tenantId)
const change = (query: Query): Promise<number> => writing(world.house.pool, tenantId, (tx) => tx.run(query))
const admin = await world.browser({ username: 'admin', password: DEMO_PASSWORD })
const root = (await admin('GET', '/departments')).body.items.find((one: { parentId: string | null }) => one.parentId === null).id

type Call = Awaited<ReturnType<typeof world.browser>>

/** A member who may everything, for the whole company, but lacks `without`. */
async function memberWithout(without: string, code = `blind-${without.split('.')[1]?.replaceAll('_', '-')}`): Promise<Call> {
  const { [without]: _, ...permissions } = allPermissions()
  const role = (await admin('POST', '/roles', { code, name: code, permissions })).body.id
  const made = await admin('POST', '/members', { name: code, username: code, departmentId: root, roleIds: [role] })
  const call = await world.browser({ username: code, password: made.body.password })
  assert.equal((await call('PUT', '/me/password', { next: 'regen-bambus-tor' })).status, 200)
  return call
}

const showing = (answers: Answer[], canary: string): string[] => [
  ...new Set(answers.filter((answer) => answer.text.includes(canary)).map((answer) => answer.route)),
]

/** Keys of an answer that match, however deep. */
function keysIn(node: unknown, pattern: RegExp, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found
  for (const [key, value] of Object.entries(node)) {
    if (pattern.test(key) && !Array.isArray(node)) found.add(key)
    keysIn(value, pattern, found)
  }
  return found
}

/** Lists that can be filtered or sorted by a hidden field: each must refuse whoever lacks it. */
async function steered(call: Call, pattern: RegExp, leaveOut: RegExp): Promise<string[]> {
  const open: string[] = []
  for (const row of accessRows(rooms).filter((one) => one.method === 'GET' && !one.path.includes('{') && !leaveOut.test(one.path))) {
    for (const parameter of operationOf(row).parameters ?? []) {
      const values = ((parameter.schema.enum as string[] | undefined) ?? []).filter((value) => pattern.test(value))
      if (parameter.in !== 'query' || (!pattern.test(parameter.name) && values.length === 0)) continue
      const { status } = await call('GET', `${row.path}?${parameter.name}=${values[0] ?? '1'}`)
      if (status === 200) open.push(`${nameOf(row)} by ${parameter.name}`)
    }
  }
  return open
}

test('cost: neither read nor worked out, neither filtered nor sorted by, nor told in an event', async (t) => {
  const price = '98765.4321'
  const fen = '9876543'
  await change(sql`update product set cost_fen = ${fen}::bigint where tenant_id = ${tenantId}`)
  await change(sql`update price_entry set cost_price = ${price}::numeric where tenant_id = ${tenantId}`)
  await change(sql`update quotation_line set cost_price = ${price}::numeric where tenant_id = ${tenantId}`)
  const product = await read.row(sql<{ id: string }>`select id from product where tenant_id = ${tenantId} order by id limit 1`)
  await asSystem(world.house, tenantId, 'test', (ctx) => emit(ctx, 'product.changed', product?.id as string, { costFen: Number(fen) }))
  const blind = await memberWithout('field.cost')
  const blindly = await readEverything(read, blind, 6)
  assert.ok(blindly.filter((answer) => answer.status === 200).length > 50, 'the blind one reads the rest')
  assert.deepEqual([...showing(blindly, price), ...showing(blindly, fen)], [])
  // What a channel cost is another matter than what a product costs.
  const derived = blindly.filter((answer) => !/campaign|channel|report|thread|board/.test(answer.route))
  const told = derived.flatMap((answer) => [...keysIn(answer.body, /^[a-z]*(cost|margin)[a-z]*$/i)].map((key) => `${answer.route} ${key}`))
  assert.deepEqual([...new Set(told)], [])
  assert.deepEqual(await steered(blind, /cost|margin/i, /campaign|channel|report/), [])
  const openly = await readEverything(read, admin, 6)
  const seen = [...showing(openly, fen), ...showing(openly, price)]
  t.diagnostic(`who may, sees it in: ${seen.join(', ')}`)
  for (const place of ['GET /products', 'GET /audit/events', 'GET /price-books/{id}/entries']) assert.ok(seen.includes(place), place)
})

test('pool contact: neither read nor found by, while the lead waits in a pool', async (t) => {
  const lead = await read.row(
    sql<{
      id: string
      company: string
    }>`select id, company from lead where tenant_id = ${tenantId} and state = 'pooled' order by id limit 1`,
  )
  assert.ok(lead, 'the demo company has a lead in a pool')
  const [name, phone, email] = ['欧阳金丝雀', '+8613987654321', 'canary@pool.example']
  await change(
    sql`update lead set contact_name = ${name}, contact_phone = ${phone}, contact_email = ${email} where tenant_id = ${tenantId} and id = ${lead.id}`,
  )
  const blind = await memberWithout('field.pool_contact')
  const only = { '/leads/{id}': [lead.id] }
  const blindly = await readEverything(read, blind, 2, only)
  const page = blindly.find((answer) => answer.path === `/leads/${lead.id}`)
  assert.deepEqual([page?.status, page?.text.includes(lead.company)], [200, true], 'the blind one sees the lead itself')
  for (const canary of [name, phone, '13987654321', email]) assert.deepEqual(showing(blindly, canary), [], canary)
  const searches = accessRows(rooms).flatMap((row) =>
    row.method === 'GET' && !row.path.includes('{')
      ? (operationOf(row).parameters ?? [])
          .filter((one) => one.in === 'query' && /^(q|search|text)$/.test(one.name))
          .map((one) => `${row.path}?${one.name}=`)
      : [],
  )
  assert.ok(searches.length > 1)
  const finds = async (call: Call, words: string): Promise<string[]> => {
    const found: string[] = []
    for (const search of searches)
      if ((await call('GET', search + encodeURIComponent(words))).raw.toString().includes(lead.id)) found.push(search)
    return found
  }
  for (const words of [name, '金丝雀', '13987654321', '87654321', 'canary@pool'])
    assert.deepEqual(await finds(blind, words), [], `searched for ${words}`)
  assert.ok((await finds(blind, lead.company)).length > 0, 'the company is found')
  const seen = showing(await readEverything(read, admin, 2, only), '13987654321')
  t.diagnostic(`who may, sees it in: ${seen.join(', ')}; finds it by ${(await finds(admin, '13987654321')).join(', ')}`)
  assert.ok(seen.includes('GET /leads/{id}'))
})

test('commission of others: neither read nor told in an event', async (t) => {
  const canary = 76_543_219
  const touched = await change(sql`update commission_entry set amount_fen = ${canary},
    explanation = regexp_replace(explanation::text, '"commissionFen": *[0-9]+', ${`"commissionFen": ${canary}`}, 'g')::jsonb where tenant_id = ${tenantId}`)
  assert.ok(touched > 0, 'the demo company has commission entries')
  const entry = await read.row(sql<{ id: string }>`select id from commission_entry where tenant_id = ${tenantId} order by id limit 1`)
  await asSystem(world.house, tenantId, 'test', (ctx) => emit(ctx, 'commission.accrued', entry?.id as string, { amountFen: canary }))
  const blind = await memberWithout('field.commission')
  const blindly = await readEverything(read, blind, 6)
  assert.deepEqual(showing(blindly, String(canary)), [])
  assert.deepEqual(await steered(blind, /commission/i, /^$/), [])
  const seen = showing(await readEverything(read, admin, 6), String(canary))
  t.diagnostic(`who may, sees it in: ${seen.join(', ')}`)
  assert.ok(seen.some((route) => route.includes('/commissions')))
})

test('cost is not told by what a write answers, and is not changed by whoever does not see it', async () => {
  const blind = await memberWithout('field.cost', 'blind-writes')
  const fen = 7_654_312
  await change(sql`update product set cost_fen = ${fen} where tenant_id = ${tenantId}`)
  await change(sql`update price_entry set cost_price = '76543.12' where tenant_id = ${tenantId}`)
  const { body: product } = await admin('GET', '/products').then(({ body }) => admin('GET', `/products/${body.items[0].id}`))
  assert.equal(product.costFen, fen)
  const facts = Object.fromEntries(
    ['name', 'line', 'spec', 'unit', 'taxBp', 'isService', 'status', 'code'].flatMap((key) =>
      product[key] === undefined ? [] : [[key, product[key]]],
    ),
  )
  const changed = await blind('PUT', `/products/${product.id}`, { ...facts, version: product.version })
  const sneaked = await blind('PUT', `/products/${product.id}`, { ...facts, version: product.version + 1, costFen: 1 })
  const made = await blind('POST', '/products', { ...facts, code: 'BLIND-1', costFen: 5 })
  for (const { raw } of [changed, sneaked, made]) assert.ok(!/costFen|margin/i.test(raw.toString()), raw.toString().slice(0, 300))
  assert.equal(changed.status, 200, changed.raw.toString())
  assert.equal((await admin('GET', `/products/${product.id}`)).body.costFen, fen, 'a cost that is not seen stays as it is')
  const quotation = await read.row(sql<{ opportunityId: string; productId: string }>`select q.opportunity_id, l.product_id from quotation q
    join quotation_line l on l.tenant_id = q.tenant_id and l.quotation_id = q.id join opportunity o on o.tenant_id = q.tenant_id and o.id = q.opportunity_id
    where q.tenant_id = ${tenantId} and o.closed_at is null and l.product_id is not null limit 1`)
  const draft = { opportunityId: quotation?.opportunityId, lines: [{ productId: quotation?.productId, quantity: '10' }] }
  for (const call of [blind, admin]) {
    const priced = await call('POST', '/quotations/price', draft)
    assert.equal(priced.status, 200, priced.raw.toString())
    const told = [...keysIn(priced.body, /^[a-z]*(cost|margin)[a-z]*$/i)]
    if (call === admin) assert.ok(told.includes('costFen'), 'who may, is told')
    else assert.deepEqual(told, [])
  }
})

/** Acts after which the lead waits no longer. */
const leavesThePool = /claim|assign|convert|invalid/

test('a waiting lead’s contact is not told by what a write answers or by a refusal, and nothing is listed by it', async () => {
  const blind = await memberWithout('field.pool_contact', 'blind-writes-leads')
  const lead = await read.row(
    sql<{
      id: string
      company: string
    }>`select id, company from lead where tenant_id = ${tenantId} and state = 'pooled' order by id desc limit 1`,
  )
  const [name, phone] = ['上官金丝雀', '+8613987650001']
  await change(
    sql`update lead set contact_name = ${name}, contact_phone = ${phone} where tenant_id = ${tenantId} and id = ${lead?.id as string}`,
  )
  const answers: Answer[] = []
  for (const row of accessRows(rooms).filter(
    (one) => one.method !== 'GET' && one.path.startsWith('/leads/{id}') && !leavesThePool.test(one.path),
  )) {
    const request = await ask(row, lead?.id as string)
    const got = await blind(row.method as 'POST', request.path, request.payload, request.headers)
    answers.push({ route: nameOf(row), path: request.path, status: got.status, text: got.raw.toString(), body: got.body })
  }
  const alike = await blind('POST', '/leads', { company: lead?.company, phone: '13987650001' })
  answers.push({ route: 'POST /leads', path: '/leads', status: alike.status, text: alike.raw.toString(), body: alike.body })
  assert.ok(answers.length > 4)
  for (const canary of [name, phone, '13987650001']) assert.deepEqual(showing(answers, canary), [], canary)
  assert.deepEqual(await steered(blind, /contact|phone|email/i, /^\/leads\/check|^\/contracts|^\/custom-fields|^\/messages/), [])
})

test('the amount of commission is not told by what locking a period answers', async () => {
  const blind = await memberWithout('field.commission', 'blind-locks')
  const told: string[] = []
  for (const period of ['2026-Q3', '2026-Q4']) {
    const got = await blind('POST', `/commissions/periods/${period}/lock`)
    told.push(...[...keysIn(got.body, /amountFen|commission/i)].map((key) => `${period} ${key}`))
  }
  assert.deepEqual(told, [])
})
