import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ThreadFacts, threadNodes } from './thread.rule.ts'
import { timeBar, timeVerdict } from './timebar.rule.ts'

const k = 100_000
const nothing: ThreadFacts = {
  today: '2026-11-23',
  lead: null,
  channel: null,
  firstContact: null,
  visits: null,
  opportunity: null,
  quotation: null,
  contract: null,
  items: [],
  receipts: { count: 0, lastOn: null },
  commission: null,
  hidden: [],
}
const lead = { on: '2026-05-11', channel: '招标', costFen: 30_000, contactLimitHours: 24 }
const opportunity = {
  on: '2026-05-23',
  amountFen: 640 * k,
  weight: 100,
  state: 'won' as const,
  endedOn: '2026-07-06',
  decisionMaker: '严总',
}
const contract = {
  number: 'CT1',
  amountFen: 600 * k,
  termCode: '30/60/10',
  signedOn: '2026-07-06',
  waitsFor: 'acceptance' as const,
  happenedOn: '2026-09-10',
  expectedDays: 60,
  approvalHours: 5,
}
const item = (no: number, amount: number, received: number, dueOn: string | null, paidOn: string | null, event = 'acceptance') => ({
  id: `i${no}`,
  no,
  event,
  amountFen: amount * k,
  receivedFen: received * k,
  dueOn,
  paidOn,
})
const ct1: ThreadFacts = {
  ...nothing,
  lead,
  firstContact: { on: '2026-05-11', hours: 3, kind: 'call' },
  visits: { on: '2026-05-14', count: 7, valid: 7, deep: 2 },
  opportunity,
  quotation: { on: '2026-06-12', number: 'BJ-2026-0001', revision: 3, netFen: 600 * k, percentOfList: 0.93, status: 'accepted' },
  contract,
  items: [
    item(1, 180, 180, '2026-07-13', '2026-07-12', 'signing'),
    item(2, 360, 200, '2026-10-10', null),
    item(3, 60, 0, '2027-09-10', null),
  ],
  receipts: { count: 2, lastOn: '2026-10-20' },
  commission: { amountFen: 300_000, ratePercent: 1.5, period: '2026-Q4' },
}

test('one thread of 196 days: 12 to the opportunity, 20, 24, 66 to acceptance, 30 of terms, 44 overdue', () => {
  const bar = timeBar(ct1)
  assert.equal(bar.days, 196)
  assert.deepEqual(
    bar.segments.map((segment) => [segment.kind, segment.days]),
    [
      ['to_opportunity', 12],
      ['to_quotation', 20],
      ['to_signing', 24],
      ['to_acceptance', 66],
      ['terms', 30],
      ['overdue', 44],
    ],
  )
  assert.equal(
    bar.segments.reduce((sum, segment) => sum + segment.days, 0),
    bar.days,
  )
  assert.deepEqual(timeVerdict(bar, ct1), { key: 'thread.verdict.overdue', params: { shareRatio: 44 / 196, waitingFen: 160 * k } })
})

test('R0.1 stations stand in order; money that waits is where the thread stands, and the overdue part is said', () => {
  const nodes = threadNodes(ct1)
  assert.deepEqual(
    nodes.map((node) => [node.kind, node.state, node.figure?.value ?? null]),
    [
      ['lead', 'done', 30_000],
      ['first_contact', 'done', 3],
      ['visits', 'done', 7],
      ['opportunity', 'done', 640 * k],
      ['quotation', 'done', 600 * k],
      ['contract', 'done', 600 * k],
      ['acceptance', 'done', 66],
      ['receipts', 'now', 380 * k],
      ['commission', 'done', 300_000],
    ],
  )
  assert.deepEqual(nodes[7]?.alarm, { key: 'thread.receipts.overdue', params: { lateFen: 160 * k } })
  assert.deepEqual(nodes[6]?.alarm, { key: 'thread.acceptance.late', params: { days: 6 } })
})

test('a new lead stands at its first contact and the rest lies ahead', () => {
  assert.deepEqual(
    threadNodes({ ...nothing, lead }).map((node) => node.state),
    ['done', 'now', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead'],
  )
})

test('a contact after the limit is an alarm, not a line', () => {
  const late = threadNodes({ ...nothing, lead, firstContact: { on: '2026-05-13', hours: 30, kind: 'call' } })[1]
  assert.deepEqual(late?.alarm, { key: 'thread.contact.late', params: { hours: 24 } })
  assert.equal(late?.lines.length, 1)
})

test('stations passed without a record are told apart from those ahead', () => {
  const nodes = threadNodes({
    ...nothing,
    channel: { kind: 'existing', name: null },
    firstContact: { on: '2026-10-26', hours: null, kind: 'visit' },
    contract,
    items: ct1.items,
  })
  assert.deepEqual(
    nodes.map((node) => node.state),
    ['done', 'none', 'none', 'none', 'none', 'done', 'done', 'now', 'ahead'],
  )
  assert.deepEqual(nodes[0]?.lines, [{ key: 'thread.channel.existing', params: {} }])
})

test('a contract that waits for its delivery says so', () => {
  const nodes = threadNodes({ ...nothing, contract: { ...contract, waitsFor: 'delivery', happenedOn: '2026-07-08', expectedDays: 7 } })
  assert.deepEqual(
    nodes.filter((node) => node.kind === 'acceptance').map((node) => [node.label, node.figure?.value, node.alarm]),
    [['thread.node.delivery', 2, null]],
  )
})

test('prepaid waits for no acceptance: the station is not there', () => {
  const prepaid = { ...contract, waitsFor: null, happenedOn: null, termCode: 'prepaid' }
  const kinds = threadNodes({ ...nothing, contract: prepaid, items: [item(1, 450, 450, '2026-11-16', '2026-11-18', 'signing')] })
  assert.ok(!kinds.some((node) => node.kind === 'acceptance'))
})

test('a lost opportunity ends the thread on the day it was lost; nothing lies ahead', () => {
  const lost: ThreadFacts = { ...nothing, lead, opportunity: { ...opportunity, state: 'lost', endedOn: '2026-06-22' } }
  const bar = timeBar(lost)
  assert.deepEqual([bar.closed, bar.until, bar.days], [true, '2026-06-22', 42])
  assert.deepEqual(
    bar.segments.map((segment) => [segment.kind, segment.days]),
    [
      ['to_opportunity', 12],
      ['open', 30],
    ],
  )
  assert.deepEqual(
    threadNodes(lost).map((node) => node.state),
    ['done', 'none', 'none', 'done', 'none', 'none', 'none', 'none', 'none'],
  )
})

test('a thread that is paid ends with its last money, and days late stay visible', () => {
  const bar = timeBar({
    ...nothing,
    contract: { ...contract, waitsFor: null, happenedOn: null },
    items: [item(1, 600, 600, '2026-07-13', '2026-07-20', 'signing')],
  })
  assert.deepEqual([bar.closed, bar.until, bar.days], [true, '2026-07-20', 14])
  assert.deepEqual(
    bar.segments.map((segment) => [segment.kind, segment.days]),
    [
      ['terms', 7],
      ['overdue', 7],
    ],
  )
})

test('work not accepted yet is what the time goes to', () => {
  const bar = timeBar({ ...nothing, contract: { ...contract, happenedOn: null }, items: [item(2, 600, 0, null, null)] })
  assert.deepEqual(
    bar.segments.map((segment) => [segment.kind, segment.days]),
    [['to_acceptance', 140]],
  )
})

test('somebody else’s commission is hidden, not zero', () => {
  const node = threadNodes({ ...ct1, hidden: ['commission'] }).at(-1)
  assert.deepEqual([node?.state, node?.figure], ['hidden', null])
})
