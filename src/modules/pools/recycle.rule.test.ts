import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DAY, HOUR } from '#core/calendar.ts'
import { chinaCalendar } from '#core/holidays.ts'
import { convertTimeUsed, countdown, type Held, recycleDefaults, recycleDue } from './recycle.rule.ts'

const at = (text: string) => new Date(`${text}+08:00`)
const working = { ...recycleDefaults, mode: 'working' } as const
const calendar = chinaCalendar()
const held = (since: string, more: Partial<Held> = {}): Held => ({
  heldSince: at(since),
  firstContactAt: null,
  lastSubstantiveAt: null,
  ...more,
})

test('R1.2.3 R1.2.4 R1.2.5 the three clocks: the fixtures of the demo company', () => {
  const l1 = held('2026-11-22T08:00')
  const l2 = held('2026-11-07T10:00', { firstContactAt: at('2026-11-07T10:30') })
  const l3 = held('2026-10-20T09:00', { firstContactAt: at('2026-10-20T10:00'), lastSubstantiveAt: at('2026-11-16T10:00') })
  const cases: [Held, string, string][] = [
    [l1, '2026-11-23T08:00', 'no_contact'],
    [l2, '2026-11-22T10:00', 'no_follow_up'],
    [l3, '2026-11-19T09:00', 'not_converted'],
  ]
  for (const [lead, due, reason] of cases) {
    const verdict = recycleDue(lead, recycleDefaults)
    assert.equal(verdict?.at.toISOString(), at(due).toISOString())
    assert.equal(verdict?.reason, reason)
    assert.equal(verdict?.deferredBy, null)
  }
})

test('L1 in working mode: the Sunday does not pass, the hours of Monday do', () => {
  assert.equal(recycleDue(held('2026-11-22T08:00'), working, { calendar })?.at.toISOString(), at('2026-11-24T00:00').toISOString())
})

test('L4 a protected lead is not recycled', () => {
  assert.equal(recycleDue(held('2026-01-01T08:00', { protected: true }), recycleDefaults), null)
  assert.equal(countdown(held('2026-01-01T08:00', { protected: true }), recycleDefaults, at('2026-11-23T08:30')), null)
})

test('leave stops the clock in working mode only', () => {
  const away = [{ from: at('2026-11-23T00:00'), to: at('2026-11-25T00:00') }]
  const lead = held('2026-11-22T08:00')
  assert.equal(recycleDue(lead, working, { calendar, away })?.at.toISOString(), at('2026-11-26T00:00').toISOString())
  assert.equal(recycleDue(lead, recycleDefaults, { calendar, away })?.at.toISOString(), at('2026-11-23T08:00').toISOString())
})

test('R1.2.5 a re-claim by the same rep goes on with the convert time that is left', () => {
  const used = convertTimeUsed({ from: at('2026-10-01T08:00'), to: at('2026-10-21T08:00') }, recycleDefaults)
  assert.equal(used, 20 * DAY)
  const again = held('2026-11-01T08:00', { firstContactAt: at('2026-11-01T09:00'), convertUsedMs: used })
  assert.deepEqual(
    [recycleDue(again, recycleDefaults)?.at, recycleDue(again, recycleDefaults)?.reason],
    [at('2026-11-11T08:00'), 'not_converted'],
  )
  const workingUse = convertTimeUsed({ from: at('2026-10-01T08:00'), to: at('2026-10-09T08:00') }, working, { calendar })
  assert.equal(workingUse, DAY + 8 * HOUR)
})

test('a visit or an approval under way defers the recycle to the minute it ends', () => {
  const verdict = recycleDue(held('2026-11-22T08:00', { holdUntil: at('2026-11-23T09:10') }), recycleDefaults)
  assert.deepEqual([verdict?.at, verdict?.deferredBy, verdict?.reason], [at('2026-11-23T09:10'), 'hold', 'no_contact'])
  const past = recycleDue(held('2026-11-22T08:00', { holdUntil: at('2026-11-22T09:10') }), recycleDefaults)
  assert.deepEqual([past?.at, past?.deferredBy], [at('2026-11-23T08:00'), null])
})

test('a changed limit recycles nothing already held in its first 24 hours', () => {
  const shorter = { ...recycleDefaults, substantiveDays: 7 }
  const lead = held('2026-11-01T08:00', { firstContactAt: at('2026-11-01T09:00') })
  const verdict = recycleDue(lead, shorter, { policySince: at('2026-11-10T00:00') })
  assert.deepEqual([verdict?.at, verdict?.deferredBy], [at('2026-11-11T00:00'), 'policy_change'])
  const later = recycleDue(held('2026-11-10T08:00'), { ...shorter, firstContactHours: 1 }, { policySince: at('2026-11-10T00:00') })
  assert.deepEqual([later?.at, later?.deferredBy], [at('2026-11-10T09:00'), null])
})

test('the holder is warned at a quarter, the manager at a tenth, and the countdown ends at 0', () => {
  const lead = held('2026-11-22T08:00')
  const seen = (time: string) => countdown(lead, recycleDefaults, at(time))
  assert.equal(seen('2026-11-23T01:59')?.state, 'calm')
  assert.equal(seen('2026-11-23T02:00')?.state, 'warn')
  assert.equal(seen('2026-11-23T02:00')?.leftMs, 6 * HOUR)
  assert.equal(seen('2026-11-23T05:36')?.state, 'warn_manager')
  assert.equal(seen('2026-11-23T08:00')?.state, 'due')
  assert.equal(seen('2026-11-24T08:00')?.leftMs, 0)
})

test('more time never makes it due earlier, and following up never does either', () => {
  const hours = fc.integer({ min: 1, max: 240 })
  const days = fc.integer({ min: 1, max: 180 })
  const offset = fc.integer({ min: 0, max: 40 * 24 })
  fc.assert(
    fc.property(hours, days, days, hours, offset, fc.boolean(), (h, s, c, more, later, byWorkingDays) => {
      const policy = {
        ...recycleDefaults,
        firstContactHours: h,
        substantiveDays: s,
        convertDays: c,
        mode: byWorkingDays ? 'working' : 'calendar',
      } as const
      const lead = held('2026-03-01T08:00', { firstContactAt: at('2026-03-01T09:00'), lastSubstantiveAt: at('2026-03-02T09:00') })
      const due = recycleDue(lead, policy, { calendar })?.at ?? at('1970-01-01T00:00')
      const longer = recycleDue(lead, { ...policy, substantiveDays: s + more, convertDays: c + more }, { calendar })?.at
      assert.ok(longer && longer >= due)
      const followed = { ...lead, lastSubstantiveAt: new Date(at('2026-03-02T09:00').getTime() + later * HOUR) }
      const moved = recycleDue(followed, policy, { calendar })?.at
      assert.ok(moved && moved >= due)
      const uncontacted = recycleDue({ ...lead, firstContactAt: null }, policy, { calendar })?.at
      assert.ok(uncontacted && uncontacted <= due)
    }),
  )
})
