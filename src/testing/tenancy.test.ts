import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reading, sql, writing } from '#core/db.ts'
import { openWorld } from './world.ts'

const requests = 10_000
const atOnce = 40

const world = await openWorld()
const tenants = await Promise.all(
  ['甲', '乙', '丙'].map(async (mark, index) => {
    const company = await world.company()
    const canary = `canary-${mark}-${company.tenantId.slice(-12)}`
    const person = await company.member(canary, { 'audit.read': 'all' })
    return { index, company, canary, call: await world.browser(person) }
  }),
)

/** A small generator with a printed seed, so that a failure can be played again. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test(`${requests} interleaved requests of three tenants over one pool: no answer carries another’s canary`, async (t) => {
  const seed = Number(process.env.FIELDLOOP_SEED ?? Date.now() % 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  const roll = dice(seed)
  let answered = 0
  const wrong: string[] = []
  async function one(n: number): Promise<void> {
    const tenant = tenants[roll(tenants.length)] as (typeof tenants)[number]
    const kind = roll(5)
    const asks = [
      () => tenant.call('GET', '/members'),
      () => tenant.call('GET', '/me'),
      () => tenant.call('GET', '/tasks?limit=20'),
      () => tenant.call('GET', '/audit/events?limit=20'),
      () => tenant.call('POST', '/tasks', { title: `${tenant.canary} ${n}` }),
    ]
    const answer = await (asks[kind] as () => ReturnType<typeof tenant.call>)()
    const text = answer.raw.toString()
    if (answer.status !== 200) wrong.push(`request ${n} answered ${answer.status}: ${text.slice(0, 200)}`)
    for (const other of tenants)
      if (other !== tenant && text.includes(other.canary)) wrong.push(`request ${n} of ${tenant.canary} saw ${other.canary}`)
    if ([0, 1, 4].includes(kind) && !text.includes(tenant.canary)) wrong.push(`request ${n} of ${tenant.canary} does not even see its own`)
    answered += 1
  }
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < requests) await one(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  assert.deepEqual(wrong.slice(0, 10), [])
  assert.equal(answered, requests)
})

test('a statement that forgets its tenant still sees one tenant alone, reading or writing', async () => {
  const { pool } = world.house
  await Promise.all(
    Array.from({ length: 300 }, async (_, n) => {
      const tenant = tenants[n % 3] as (typeof tenants)[number]
      const { tenantId } = tenant.company
      const read = await reading(pool, tenantId).rows(sql<{ tenantId: string }>`select distinct tenant_id from member`)
      assert.deepEqual(read, [{ tenantId }])
      const written = await writing(pool, tenantId, (tx) =>
        tx.rows(sql<{ tenantId: string }>`update member set title = title where username like 'admin%' returning tenant_id`),
      )
      assert.deepEqual([...new Set(written.map((row) => row.tenantId))], [tenantId])
    }),
  )
})

test('a row cannot be written into another tenant, and a connection without a tenant sees and writes nothing', async () => {
  const [a, b] = tenants as [(typeof tenants)[number], (typeof tenants)[number]]
  const { pool } = world.house
  const smuggle = writing(pool, a.company.tenantId, (tx) =>
    tx.run(sql`insert into number_series (tenant_id, series, next) values (${b.company.tenantId}, 'smuggled', 1)`),
  )
  await assert.rejects(smuggle, /row-level security/)
  const moved = writing(pool, a.company.tenantId, (tx) => tx.run(sql`update member set tenant_id = ${b.company.tenantId}`))
  await assert.rejects(moved, /row-level security/)
  const clients = await Promise.all(Array.from({ length: 6 }, () => pool.connect()))
  try {
    for (const client of clients) {
      assert.deepEqual((await client.query('select count(*)::int as n from member')).rows[0], { n: 0 })
      await assert.rejects(
        client.query(`insert into number_series (tenant_id, series, next) values ($1, 'x', 1)`, [a.company.tenantId]),
        /row-level security/,
      )
    }
  } finally {
    for (const client of clients) client.release()
  }
})
