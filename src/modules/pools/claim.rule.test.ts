import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR } from '#core/calendar.ts'
import { type ClaimFacts, claimDefaults, mayClaim } from './claim.rule.ts'

const now = new Date('2026-11-23T00:30:00.000Z')
const free: ClaimFacts = { poolOpen: true, mayUsePool: true, claimedToday: 0, holding: 0, lostAt: null, convertLeftMs: null }
const codes = (facts: Partial<ClaimFacts>) => mayClaim({ ...free, ...facts }, claimDefaults, now).reasons.map((reason) => reason.code)

test('R1.2.6 R1.2.7 anyone may claim until a cap is reached: the tenth claim and the eightieth record are the last', () => {
  assert.deepEqual(mayClaim(free, claimDefaults, now), { ok: true, reasons: [], leftToday: 10, leftToHold: 80 })
  assert.deepEqual(codes({ claimedToday: 9, holding: 79 }), [])
  assert.deepEqual(codes({ claimedToday: 10 }), ['pool.daily_cap'])
  assert.deepEqual(codes({ holding: 80 }), ['pool.holding_cap'])
  assert.deepEqual(codes({ poolOpen: false }), ['pool.closed'])
  assert.deepEqual(codes({ mayUsePool: false }), ['pool.not_a_member'])
})

test('what was taken from a rep can be claimed back after seven times 24 hours, to the minute', () => {
  assert.deepEqual(codes({ lostAt: new Date(now.getTime() - 7 * DAY) }), [])
  const [reason] = mayClaim({ ...free, lostAt: new Date(now.getTime() - 7 * DAY + 62 * HOUR).toISOString() }, claimDefaults, now).reasons
  assert.equal(reason?.code, 'pool.cooldown')
  assert.ok(reason?.code === 'pool.cooldown' && reason.leftMs === 62 * HOUR)
})

test('used-up convert time refuses until a manager gives more; every reason is told', () => {
  assert.deepEqual(codes({ convertLeftMs: 0 }), ['lead.convert_time_used_up'])
  assert.deepEqual(codes({ convertLeftMs: 1 }), [])
  assert.deepEqual(codes({ convertLeftMs: -5, lostAt: now, holding: 90, claimedToday: 12 }), [
    'lead.convert_time_used_up',
    'pool.cooldown',
    'pool.holding_cap',
    'pool.daily_cap',
  ])
})
