import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { reading, sql, writing } from '#core/db.ts'
import { DEMO_PASSWORD } from '../demo.ts'
import { demoWorld } from './demo-world.ts'
import { changed, type Footprint, footprints } from './footprint.ts'
import { realIds } from './real-ids.ts'

const world = await demoWorld()
const { tenantId } = world
const read = reading(world.house.pool, tenantId)
const admin = await world.browser({ username: 'admin', password: DEMO_PASSWORD })
const ids = await realIds(read)
const print = await footprints(world, tenantId)
after(() => print.close())

const idsWhere = async (table: string, condition: string): Promise<string[]> =>
  (
    await read.rows<{ id: string }>(
      sql`select id from ${sql.table(table)} where tenant_id = ${tenantId} and ${sql.raw(condition)} order by id`,
    )
  ).map(({ id }) => id)
const pooledLeads = await idsWhere('lead', `state = 'pooled'`)
// The first claim of all makes the counter that the others count on.
assert.equal((await admin('POST', `/leads/${pooledLeads[7]}/claim`)).status, 200)
const openItems = await idsWhere('receipt_plan_item', `settled = 'open'`)
const openOpportunities = await idsWhere('opportunity', 'closed_at is null')
const effective = await read.row<{ id: string }>(
  sql`select contract_id as id from receipt_plan where tenant_id = ${tenantId} order by amount_fen desc limit 1`,
)

/** One kind of request of each room that people send twice: made anew for each turn `n`, so that every turn is an act of its own. */
interface Act {
  path: (n: number) => string
  body: (n: number) => Record<string, unknown>
  /** A field that makes it another request under the same key. */
  other: Record<string, unknown>
  /** Answer fields that are told once. */
  toldOnce?: string
}
const two = (n: number): string => String(n).padStart(2, '0')
const acts: Record<string, Act> = {
  task: { path: () => '/tasks', body: (n) => ({ title: `打电话 ${n}` }), other: { title: '别的事' } },
  member: {
    path: () => '/members',
    body: (n) => ({ name: `新人${n}`, username: `new-${n}`, departmentId: ids.departmentId, roleIds: [ids.roleIds] }),
    other: { name: '另一个人' },
    toldOnce: 'password',
  },
  department: {
    path: () => '/departments',
    body: (n) => ({ name: `新部门${n}`, parentId: ids.departmentId }),
    other: { name: '另一个部门' },
  },
  pool: { path: () => '/pools', body: (n) => ({ name: `公海${n}` }), other: { name: '另一个公海' } },
  product: {
    path: () => '/products',
    body: (n) => ({ code: `X-${n}`, name: `砂浆${n}`, line: '砂浆', unit: '吨', taxBp: 1300, isService: false }),
    other: { name: '别的' },
  },
  account: {
    path: () => '/accounts',
    body: (n) => ({ name: `太仓幂等建材${two(n)}有限公司`, segment: 'smb' }),
    other: { name: '太仓别家建材有限公司' },
  },
  lead: {
    path: () => '/leads',
    body: (n) => ({ company: `昆山幂等装饰${two(n)}有限公司`, phone: `139123411${two(n)}` }),
    other: { company: '昆山别家' },
  },
  claim: { path: (n) => `/leads/${pooledLeads[n]}/claim`, body: () => ({}), other: {} },
  comment: {
    path: (n) => `/opportunities/${openOpportunities[n % 2]}/comments`,
    body: (n) => ({ text: `先约技术负责人 ${n}` }),
    other: { text: '别的话' },
  },
  promise: {
    path: (n) => `/receivables/items/${openItems[n]}/promise`,
    body: () => ({ amountFen: 100, promisedOn: '2026-12-01', person: '王会计' }),
    other: { amountFen: 200 },
  },
  receipt: {
    path: () => '/receipts',
    body: (n) => ({ payer: `付款人${n}`, amountFen: 12_300 + n, receivedOn: '2026-11-20', method: 'transfer', accountId: ids.accountId }),
    other: { amountFen: 99 },
  },
  invoice: {
    path: () => '/invoices',
    body: (n) => ({
      number: `2612${two(n)}`,
      contractId: effective?.id,
      kind: 'special',
      ratePercent: 13,
      amountFen: 100,
      issuedOn: '2026-11-20',
    }),
    other: { amountFen: 101 },
  },
}

const counts = (print: Footprint): Record<string, number> =>
  Object.fromEntries(Object.entries(print).map(([table, trace]) => [table, Number(trace.split('/')[0])]))
/** Rows that came, table by table. */
function came(before: Footprint, after: Footprint): Record<string, number> {
  const [from, to] = [counts(before), counts(after)]
  return Object.fromEntries(
    Object.keys(to).flatMap((table) => (to[table] === from[table] ? [] : [[table, (to[table] ?? 0) - (from[table] ?? 0)]])),
  )
}

for (const [name, act] of Object.entries(acts))
  test(`${name}: sent twice, and ten times at once, under one key is done once, and each is told the same`, async () => {
    const ask = (n: number, key: string, more: object = {}) =>
      admin('POST', act.path(n), { ...act.body(n), ...more }, { 'idempotency-key': key })
    const told = (answer: Awaited<ReturnType<typeof ask>>) => ({ ...answer.body, ...(act.toldOnce && { [act.toldOnce]: null }) })
    const start = await print.take()
    const first = await ask(1, `${name}-1`)
    assert.equal(first.status, 200, first.raw.toString())
    const once = await print.take()
    const again = await ask(1, `${name}-1`)
    assert.equal(again.status, 200, again.raw.toString())
    assert.deepEqual(again.body, told(first))
    if (act.toldOnce) assert.equal(typeof first.body[act.toldOnce], 'string', 'told the first time')
    assert.deepEqual(changed(once, await print.take()), [], 'the second request did nothing')
    if (Object.keys(act.other).length > 0) {
      const { status, body } = await ask(1, `${name}-1`, act.other)
      assert.deepEqual([status, body.code], [422, 'common.idempotency_key_reused'])
      assert.deepEqual(changed(once, await print.take()), [], 'a key used for something else does nothing')
    }
    const ten = await Promise.all(Array.from({ length: 10 }, () => ask(2, `${name}-2`)))
    assert.deepEqual([...new Set(ten.map(({ status, body }) => `${status} ${status === 200 ? '' : body?.code}`))], ['200 '])
    assert.equal(new Set(ten.map((answer) => JSON.stringify(sorted(told(answer))))).size, 1, 'ten times the same answer')
    const after = await print.take()
    assert.deepEqual(came(once, after), came(start, once), 'ten at once leave what one leaves')
  })

/** Keys in one order: an answer kept comes back from the database in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  )
}

test('the same act of two people under the same key is two acts; the same key on another route is refused', async () => {
  const other = await world.browser({ username: 'chenlan', password: DEMO_PASSWORD })
  const key = { 'idempotency-key': 'shared' }
  const [mine, hers] = [
    await admin('POST', '/tasks', { title: '同一件事' }, key),
    await other('POST', '/tasks', { title: '同一件事' }, key),
  ]
  assert.deepEqual([mine.status, hers.status], [200, 200])
  assert.notEqual(mine.body.id, hers.body.id)
  const elsewhere = await admin('POST', '/departments', { name: '同一件事', parentId: ids.departmentId }, key)
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [422, 'common.idempotency_key_reused'])
})

test('a refusal keeps no key: corrected, or when the obstacle is gone, the same key does it', async () => {
  const key = { 'idempotency-key': 'after-refusal' }
  const product = { code: 'TAKEN-1', name: '腻子', line: '砂浆', unit: '吨', taxBp: 1300, isService: false }
  assert.equal((await admin('POST', '/products', product)).status, 200)
  const taken = await admin('POST', '/products', product, key)
  assert.deepEqual([taken.status, taken.body.code], [409, 'product.code_taken'])
  const bad = await admin('POST', '/products', { ...product, code: '' }, key)
  assert.deepEqual([bad.status, bad.body.code], [422, 'common.bad_input'])
  const corrected = await admin('POST', '/products', { ...product, code: 'FREE-1' }, key)
  assert.equal(corrected.status, 200, corrected.raw.toString())
  assert.deepEqual((await admin('POST', '/products', { ...product, code: 'FREE-1' }, key)).body, corrected.body)
  // A lead that somebody else holds, then releases: the claim that was refused goes through under its old key.
  const id = pooledLeads[5] as string
  const rep = await world.browser({ username: 'linxiaofeng', password: DEMO_PASSWORD })
  const mayClaim = (await rep('POST', `/leads/${id}/claim`)).status
  assert.equal(mayClaim, 200)
  const claimKey = { 'idempotency-key': 'claim-after-refusal' }
  assert.equal((await admin('POST', `/leads/${id}/claim`, {}, claimKey)).status, 409)
  assert.equal((await rep('POST', `/leads/${id}/release`, { reason: '不在我的区域' })).status, 200)
  assert.equal((await admin('POST', `/leads/${id}/claim`, {}, claimKey)).status, 200)
})

test('keys are kept 30 days and not a minute less; the job removes older ones', async () => {
  const ages = { young: '29 days 23 hours 59 minutes', old: '30 days 1 minute' }
  for (const [name, age] of Object.entries(ages)) {
    await admin('POST', '/tasks', { title: name }, { 'idempotency-key': `age-${name}` })
    await writing(world.house.pool, tenantId, (tx) =>
      tx.run(
        sql`update idempotency_key set created_at = now() - ${age}::interval where tenant_id = ${tenantId} and key = ${`age-${name}`}`,
      ),
    )
  }
  await world.house.services().jobs.runNow('forget_answers', tenantId)
  const before = await print.take()
  assert.equal((await admin('POST', '/tasks', { title: 'young' }, { 'idempotency-key': 'age-young' })).status, 200)
  assert.deepEqual(changed(before, await print.take()), [], 'the younger key still answers')
  assert.equal(
    (await admin('POST', '/tasks', { title: 'something else' }, { 'idempotency-key': 'age-old' })).status,
    200,
    'the older is free',
  )
})
