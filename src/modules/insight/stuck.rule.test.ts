import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ranked, type StuckFacts, stuckDefaults, stuckVerdict } from './stuck.rule.ts'

const now = new Date('2026-11-23T00:30:00.000Z')
const calm: StuckFacts = { stageSince: '2026-11-11T00:30:00.000Z', frozen: null, stalled: null, waiting: null, missing: [] }
const why = (facts: Partial<StuckFacts>) => stuckVerdict({ ...calm, ...facts }, stuckDefaults, now)

test('nothing missing, nobody waiting, not silent: not stuck, however long it stands there', () => {
  assert.equal(why({}), null)
})

test('C11: the account is frozen, and that goes before everything else', () => {
  const verdict = why({
    frozen: { overdueDays: 131, lateFen: 43_200_000 },
    stalled: { idleDays: 21, lastVisitOn: null },
    missing: ['quotation_stamped'],
  })
  assert.deepEqual([verdict?.why, verdict?.key, verdict?.params], ['frozen', 'board.stuck.frozen', { days: 131, lateFen: 43_200_000 }])
})

test('C06: silent for 21 days', () => {
  const verdict = why({ stalled: { idleDays: 21, lastVisitOn: '2026-11-02' } })
  assert.deepEqual([verdict?.why, verdict?.key, verdict?.idleDays], ['stalled', 'board.stuck.stalled_since_visit', 21])
})

test('C09: an approval that waits 2 d 14 h holds it, one that waits less than two days does not', () => {
  const waiting = { number: 'BJ-2026-0731', names: '周启明', since: '2026-11-20T10:30:00.000Z' }
  assert.deepEqual(why({ waiting })?.params, { number: 'BJ-2026-0731', names: '周启明', hours: 62 })
  assert.equal(why({ waiting: { ...waiting, since: '2026-11-21T00:31:00.000Z' } }), null)
})

test('C24: the budget is missing for 12 days; nine days are not yet too long', () => {
  assert.deepEqual(why({ missing: ['budget_known'] })?.key, 'board.stuck.missing.budget_known')
  assert.equal(why({ missing: ['budget_known'], stageSince: '2026-11-13T01:00:00.000Z' }), null)
})

test('the ranking is by money that came against the own target: a big signature without cash ranks last', () => {
  const rows = ranked([
    { name: '孙倩', targetFen: 100, receivedFen: 0 },
    { name: '徐佳', targetFen: 0, receivedFen: 900 },
    { name: '林晓峰', targetFen: 250, receivedFen: 200 },
    { name: '马骁', targetFen: 400, receivedFen: 452 },
  ])
  assert.deepEqual(
    rows.map((row) => [row.name, row.attainment]),
    [
      ['马骁', 1.13],
      ['林晓峰', 0.8],
      ['孙倩', 0],
      ['徐佳', null],
    ],
  )
})
