// An act from outside that loses to another in the database is done again instead of failing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from '#testing/world.ts'
import { inTenant } from './member-act.actions.ts'

const world = await openWorld()
const company = await world.company()
const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' })

test('who lost to another runs again, and only what was done at last is told', async () => {
  let runs = 0
  const told: number[] = []
  const work = (losses: number) =>
    inTenant(world.house, company.tenantId, 'test', async (ctx) => {
      const run = ++runs
      ctx.afterCommit(() => void told.push(run))
      if (run <= losses) throw deadlock
      return run
    })
  assert.equal(await work(1), 2)
  assert.deepEqual(told, [2])
  runs = 0
  await assert.rejects(work(9), { code: 'common.raced' })
  assert.equal(runs, 3)
})
