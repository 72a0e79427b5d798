import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { reading, sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { verifyAudit } from '#core/seal.ts'
import { openWorld } from '#testing/world.ts'

const world = await openWorld()
const company = await world.company()
const chen = await company.member('陈岚', { 'audit.read': 'all', 'job.run': 'all' })
const lin = await company.member('林晓峰', {})
const jobs = () => world.house.services().jobs
const happen = (count: number) =>
  company.as(chen, async (ctx) => {
    for (let i = 0; i < count; i++) await emit(ctx, 'calendar.changed', ctx.tenantId, { day: '2026-11-23', kind: 'off', i })
  })
const verdict = (heads: { seq: number; hash: string }[] = []) => verifyAudit(reading(world.house.pool, company.tenantId), heads)

/** Tampering is the owner's: the app role can neither change nor delete an event. */
async function asOwner(statement: string, values: unknown[] = []): Promise<void> {
  const owner = new pg.Client({ connectionString: world.db.ownerUrl })
  await owner.connect()
  await owner.query(`select set_config('app.tenant_id', $1, false)`, [company.tenantId])
  const { rowCount } = await owner.query(statement, values)
  await owner.end()
  assert.ok((rowCount ?? 0) > 0, 'the tampering touched nothing')
}

test('the app role can neither change nor take away what happened', async () => {
  await happen(1)
  for (const statement of [sql`update event set type = 'x'`, sql`delete from event`, sql`delete from event_seal`])
    await assert.rejects(
      company.system((ctx) => ctx.tx.run(statement)),
      /permission denied/,
    )
})

test('the sealer chains what was committed; a second run changes nothing', async () => {
  await happen(5)
  const before = await verdict()
  assert.ok(before.unsealed >= 5)
  const sealed = await jobs().runNow('seal', company.tenantId)
  assert.equal(sealed, before.unsealed)
  assert.equal(await jobs().runNow('seal', company.tenantId), 0)
  assert.deepEqual(await verdict(), { sealed, unsealed: 0, firstBad: null })
})

test('the head is published once a day, in the database and outside of it', async () => {
  assert.equal(await jobs().runNow('publish_head', company.tenantId), 1)
  assert.equal(await jobs().runNow('publish_head', company.tenantId), 0)
  const file = join(world.dataDir, 'heads.tsv')
  assert.ok(existsSync(file))
  const [day, tenantId, seq, hash] = readFileSync(file, 'utf8').trim().split('\t')
  assert.deepEqual([day, tenantId], ['2026-11-23', company.tenantId])
  const head = { seq: Number(seq), hash: String(hash) }
  assert.equal((await verdict([head])).firstBad, null)
  const call = await world.browser(chen)
  const { body } = await call('GET', '/audit/verdict')
  assert.deepEqual([body.publishedHeads, body.firstBad, body.sealed], [1, null, head.seq])
})

test('every way of tampering is named with the first bad row', async () => {
  await happen(3)
  await jobs().runNow('seal', company.tenantId)
  const rows = await company.system((ctx) =>
    ctx.tx.rows(
      sql<{
        seq: number
        eventId: string
        hash: Buffer
      }>`select seq, event_id, hash from event_seal where tenant_id = ${ctx.tenantId} order by seq`,
    ),
  )
  const third = rows[2]
  assert.ok(third)
  await asOwner(`update event set payload = payload || '{"i": 99}' where id = $1`, [third.eventId])
  assert.deepEqual((await verdict()).firstBad, { seq: 3, eventId: third.eventId, why: 'event_changed' })
  await asOwner(`update event set payload = payload || '{"i": 1}' where id = $1`, [third.eventId])
  const changedBack = (await verdict()).firstBad
  await asOwner(`update event_seal set hash = '\\x00' where seq = 5`)
  assert.equal((await verdict()).firstBad?.seq, changedBack ? 3 : 5)
})

test('a chain rewritten to its end is betrayed by the published head; a deleted row by the gap', async () => {
  const own = await world.company()
  await own.system(async (ctx) => {
    for (let i = 0; i < 4; i++) await emit(ctx, 'calendar.changed', ctx.tenantId, { i })
  })
  await jobs().runNow('seal', own.tenantId)
  const tx = reading(world.house.pool, own.tenantId)
  const intact = await verifyAudit(tx, [])
  const forged = { seq: intact.sealed, hash: 'ab'.repeat(32) }
  assert.equal((await verifyAudit(tx, [forged])).firstBad?.why, 'head_differs')
  assert.equal((await verifyAudit(tx, [{ seq: intact.sealed + 1, hash: forged.hash }])).firstBad?.why, 'event_missing')
  const owner = new pg.Client({ connectionString: world.db.ownerUrl })
  await owner.connect()
  await owner.query(`select set_config('app.tenant_id', $1, false)`, [own.tenantId])
  await owner.query('delete from event_seal where seq = 2')
  await owner.end()
  assert.deepEqual((await verifyAudit(tx, [])).firstBad?.why, 'gap')
})

test('the audit list filters, pages and says who did it', async () => {
  const call = await world.browser(chen)
  const first = (await call('GET', `/audit/events?type=calendar.changed&limit=2`)).body
  assert.equal(first.items.length, 2)
  assert.equal(first.items[0].actorName, '陈岚')
  assert.ok(first.items.every((event: { sealSeq: number | null }) => event.sealSeq !== null))
  const ids = new Set<string>()
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: { id: string }[]; next: string | null } = (
      await call('GET', `/audit/events?limit=2&subjectId=${company.tenantId}${cursor ? `&cursor=${cursor}` : ''}`)
    ).body
    for (const { id } of page.items) {
      assert.ok(!ids.has(id))
      ids.add(id)
    }
    cursor = page.next
  }
  assert.ok(ids.size >= 9)
  assert.deepEqual((await call('GET', '/audit/events?from=2027-01-01T00:00:00.000Z')).body.items, [])
  assert.equal((await call('GET', '/audit/events?cursor=nonsense')).body.code, 'common.bad_cursor')
  assert.equal((await (await world.browser(lin))('GET', '/audit/events')).status, 403)
})

test('the timetable shows what ran; a job runs by hand and its error is kept', async () => {
  const call = await world.browser(chen)
  assert.equal((await call('POST', '/jobs/no_such/run')).status, 404)
  assert.equal((await call('POST', '/jobs/seal/run')).status, 200)
  const deadline = Date.now() + 5000
  let runs: { job: string; handled: number }[] = []
  while (Date.now() < deadline) {
    runs = (await call('GET', '/jobs/runs?job=seal')).body.items
    if (runs.length >= 3) break
    await new Promise((done) => setTimeout(done, 20))
  }
  assert.ok(runs.length >= 3, 'the run by hand is on the page')
  const line = (await call('GET', '/jobs')).body.items.find((job: { name: string }) => job.name === 'seal')
  assert.deepEqual([line.cron, line.title.zh, line.lastError], ['* * * * *', '封存事件', null])
})

test('answers of requests are forgotten after 30 days and not before', async () => {
  const call = await world.browser(lin)
  for (const key of ['old', 'new']) await call('POST', '/tasks', { title: key }, { 'idempotency-key': key })
  await company.system((ctx) =>
    ctx.tx.run(
      sql`update idempotency_key set created_at = now() - interval '30 days 1 minute' where tenant_id = ${ctx.tenantId} and key = 'old'`,
    ),
  )
  assert.equal(await jobs().runNow('forget_answers', company.tenantId), 1)
  const left = await company.system((ctx) =>
    ctx.tx.rows(sql<{ key: string }>`select key from idempotency_key where tenant_id = ${ctx.tenantId} and member_id = ${lin.id}`),
  )
  assert.deepEqual(left, [{ key: 'new' }])
})

test('what happened is sealed by the relay within seconds, without the job', async () => {
  const waiting = async () =>
    (await reading(world.house.pool, company.tenantId).row<{ n: number }>(sql`select count(*)::int as n from event_to_seal`))?.n
  await happen(3)
  assert.ok(((await waiting()) as number) >= 3)
  world.house.relay.start(async () => [{ id: company.tenantId }])
  try {
    for (let tries = 0; tries < 50 && (await waiting()) !== 0; tries++) await sleep(100)
    assert.equal(await waiting(), 0)
  } finally {
    await world.house.relay.stop()
  }
  assert.equal((await verdict()).unsealed, 0)
})
