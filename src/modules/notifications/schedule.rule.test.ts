import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainCalendar } from '#core/calendar.ts'
import { defaultMode } from './channel.rule.ts'
import { longestWindow, roomAt, roomNow, type Trouble, tryAgainAt } from './limiter.rule.ts'
import { hoursDefaults, whenToSend } from './schedule.rule.ts'

const calendar = { ...plainCalendar, exceptions: { '2026-11-25': 'off' as const, '2026-11-28': 'work' as const } }
const at = (text: string) => new Date(`${text}:00+08:00`)
const local = (date: Date) => new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16)
const hours = { quietFrom: '21:00', quietTo: '08:00', workingDays: true, digestAt: '18:00' }

const cases: [name: string, mode: 'now' | 'digest', moment: string, expected: string, own?: Partial<typeof hours>][] = [
  ['in the day it goes at once', 'now', '2026-11-23T08:30', '2026-11-23T08:30'],
  ['the last quiet minute waits', 'now', '2026-11-23T07:59', '2026-11-23T08:00'],
  ['at the end of quiet it goes', 'now', '2026-11-23T08:00', '2026-11-23T08:00'],
  ['the minute before quiet goes', 'now', '2026-11-23T20:59', '2026-11-23T20:59'],
  ['at the start of quiet it waits for the morning', 'now', '2026-11-23T21:00', '2026-11-24T08:00'],
  ['before a day off it waits for the day after', 'now', '2026-11-24T22:00', '2026-11-26T08:00'],
  ['on Friday night it waits for Saturday that is worked', 'now', '2026-11-27T22:00', '2026-11-28T08:00'],
  ['on a Sunday it waits for Monday', 'now', '2026-11-29T10:00', '2026-11-30T08:00'],
  ['who wants days off too gets it on Sunday', 'now', '2026-11-29T10:00', '2026-11-29T10:00', { workingDays: false }],
  ['quiet by day', 'now', '2026-11-23T12:30', '2026-11-23T14:00', { quietFrom: '12:00', quietTo: '14:00' }],
  ['equal ends: never quiet', 'now', '2026-11-23T03:00', '2026-11-23T03:00', { quietFrom: '08:00', quietTo: '08:00' }],
  ['the digest of the day', 'digest', '2026-11-23T08:30', '2026-11-23T18:00'],
  ['a minute before the digest', 'digest', '2026-11-23T17:59', '2026-11-23T18:00'],
  ['at the digest it goes with the next', 'digest', '2026-11-23T18:00', '2026-11-24T18:00'],
  ['over a day off', 'digest', '2026-11-24T18:30', '2026-11-26T18:00'],
  ['a digest inside quiet hours waits for their end', 'digest', '2026-11-23T10:00', '2026-11-24T08:00', { digestAt: '22:00' }],
]
for (const [name, mode, moment, expected, own] of cases)
  test(`${mode}: ${name}`, () => {
    const when = whenToSend(mode, { ...hours, ...own }, at(moment), calendar)
    assert.equal(local(when?.at as Date), expected)
    assert.equal(when?.state, mode === 'now' ? 'waiting' : 'digest')
  })

test('off is silence, and a year without a working day does not hang', () => {
  assert.equal(whenToSend('off', hoursDefaults, at('2026-11-23T08:30'), calendar), null)
  const never = { ...calendar, weekdays: [], exceptions: {} }
  assert.ok(whenToSend('digest', hoursDefaults, at('2026-11-23T08:30'), never))
  assert.deepEqual(
    [defaultMode('email', false), defaultMode('email', true), defaultMode('wecom', false), defaultMode('sms', true)],
    ['digest', 'now', 'now', 'off'],
  )
})

test('a window counts what lies inside it, the narrowest decides', () => {
  const minute = { ms: 60_000, most: 3 }
  const now = 1_000_000
  assert.equal(roomNow([], [minute], now), 3)
  assert.equal(roomNow([now - 60_000, now - 59_999, now], [minute], now), 1)
  assert.equal(roomNow([now - 500, now - 400], [minute, { ms: 1000, most: 2 }], now), 0)
  assert.equal(roomNow([], [], now), Number.POSITIVE_INFINITY)
  assert.equal(longestWindow([minute, { ms: 1000, most: 2 }]), 60_000)
})

test('room comes back when enough has left every window', () => {
  const now = 10_000_000
  const windows = [
    { ms: 60_000, most: 1 },
    { ms: 3_600_000, most: 3 },
  ]
  assert.equal(roomAt([], windows, now), now)
  assert.equal(roomAt([now - 20_000], windows, now), now + 40_000)
  assert.equal(roomAt([now - 60_000, now - 3_000_000], windows, now), now, 'a window is open at its start')
  const full = [now - 3_500_000, now - 90_000, now - 3_000_000]
  assert.equal(roomAt(full, windows, now), now + 100_000)
  assert.equal(roomNow(full, windows, now + 100_000), 1)
  assert.equal(roomNow(full, windows, now + 99_999), 0)
})

test('only what passes by itself is tried again, ever more slowly, six times', () => {
  const now = at('2026-11-23T08:30')
  const delays = [1, 2, 3, 4, 5, 6, 7].map((n) => ((tryAgainAt(n, 'transient', now)?.getTime() ?? Number.NaN) - now.getTime()) / 1000)
  assert.deepEqual(delays, [30, 120, 600, 1800, 7200, 21_600, Number.NaN])
  for (const trouble of ['auth', 'quota', 'notFound', 'badRequest', 'rejectedByPolicy', 'interrupted'] as Trouble[])
    assert.equal(tryAgainAt(1, trouble, now), null)
  const until = new Date(now.getTime() + 600_000)
  assert.equal(tryAgainAt(1, 'rate', now, until), until, 'the vendor’s own time, where it is later')
  const doubt = { knownUntil: new Date(now.getTime() + 121_000) }
  assert.ok(tryAgainAt(2, 'interrupted', now, undefined, doubt), 'the vendor still drops a second one')
  for (const trouble of ['interrupted', 'transient', 'rate'] as Trouble[])
    assert.equal(tryAgainAt(3, trouble, now, undefined, doubt), null, 'he would take it for a new one')
  assert.equal(tryAgainAt(1, 'rate', now, until, doubt), null)
})
