import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUniqueViolation, reading, sql, type Tx, writing } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { openWorld } from '#testing/world.ts'

const world = await openWorld()
const { tenantId } = await world.company()
const pool = world.house.pool

const day = (tx: Tx, on: string) =>
  sql`insert into calendar_day (tenant_id, day, kind, name) values (${tx.tenantId}, ${on}::date, 'off', '厂休')`
const days = async (): Promise<string[]> =>
  (await reading(pool, tenantId).rows<{ day: string }>(sql`select day from calendar_day where tenant_id = ${tenantId} order by day`)).map(
    (row) => row.day,
  )

test('what is sent without waiting is there after the commit, in order', async () => {
  await writing(pool, tenantId, async (tx) => {
    tx.send(day(tx, '2027-03-01'))
    tx.send(sql`update calendar_day set name = '盘点' where tenant_id = ${tenantId} and day = '2027-03-01'`)
  })
  assert.deepEqual(await days(), ['2027-03-01'])
})

test('a failure nobody waits for undoes the transaction and is told as itself, at the commit or at the next statement', async () => {
  const twice = (next: (tx: Tx) => Promise<unknown>) =>
    writing(pool, tenantId, async (tx) => {
      tx.send(day(tx, '2027-03-02'))
      tx.send(day(tx, '2027-03-02'))
      await next(tx)
    })
  await assert.rejects(
    twice(async () => {}),
    (error) => isUniqueViolation(error),
  )
  await assert.rejects(
    twice((tx) => tx.rows(sql`select 1`)),
    (error) => isUniqueViolation(error),
  )
  assert.deepEqual(await days(), ['2027-03-01'])
})

test('an action that swallows a failed statement is not told that it was kept', async () => {
  const swallowed = writing(pool, tenantId, async (tx) => {
    await tx.run(day(tx, '2027-03-03'))
    await tx.run(day(tx, '2027-03-03')).catch(() => {})
  })
  await assert.rejects(swallowed, /nobody noticed/)
  assert.deepEqual(await days(), ['2027-03-01'])
})

test('a transaction that asks nothing takes no connection', async () => {
  const busy = () => pool.totalCount - pool.idleCount
  assert.equal(await writing(pool, tenantId, async () => busy()), 0)
  const counts = await writing(pool, tenantId, async (tx) => {
    const before = busy()
    await tx.run(sql`select 1`)
    return [before, busy()]
  })
  assert.deepEqual([counts, busy()], [[0, 1], 0])
})

test('a read sends nothing, and another tenant sees nothing', async () => {
  assert.throws(() => reading(pool, tenantId).send(sql`select 1`), /sends nothing/)
  assert.deepEqual(await reading(pool, uuidv7()).rows(sql`select day from calendar_day`), [])
})
