// Commission of the demo company: U07's fourth quarter, what one more receipt changes, reversals, drafts, targets, plans, locked periods.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { setPolicy } from '#core/policies.ts'
import type { Refusal } from '#core/refuse.ts'
import { recordReceipt, reverseReceipt } from '#modules/receivables/receipt.actions.ts'
import { tellStory } from '#testing/story.ts'
import { openWorld } from '#testing/world.ts'
import { sweepCommissions } from './accrue.actions.ts'
import { lock, scorecard, setTarget, statements, targets, whatIf } from './commission.actions.ts'
import { commissionPolicy } from './commission.policy.ts'
import { commission } from './commission.rule.ts'
import { entries, entry, statement } from './statement.actions.ts'

const world = await openWorld()
const told = await tellStory(world, ['accounts', 'contracts', 'receivables', 'commissions'])
const { story } = told
const yuan = (amount: number): number => Math.round(amount * 100)
const finance = <T>(work: Parameters<typeof told.as<T>>[1]): Promise<T> => told.as('U14', work)
const own = () => told.as('U07', (ctx) => statement(ctx, {}))
const code = (error: unknown): string => (error as Refusal).code
const itemOf = async (contract: string, no: number): Promise<string> => {
  const row = await told.system((ctx) =>
    ctx.tx.row<{ id: string }>(
      sql`select id from receipt_plan_item where tenant_id = ${ctx.tenantId} and contract_id = ${story.id(contract)} and no = ${no}`,
    ),
  )
  return row?.id as string
}
const receive = (account: string, amount: number, more: Partial<Parameters<typeof recordReceipt>[1]> = {}) =>
  finance((ctx) =>
    recordReceipt(ctx, {
      accountId: story.id(account),
      payer: '付款方',
      amountFen: yuan(amount),
      receivedOn: '2026-11-23',
      method: 'transfer',
      allocate: 'oldest',
      ...more,
    }),
  )

test('U07 received 200,000 of 250,000 in Q4: 80 %, tier 1.5 %, 3,000 in full mode', async () => {
  const one = await own()
  assert.deepEqual([one.period, one.planMode, one.planVersion, one.hidden], ['2026-Q4', 'full', 0, false])
  assert.deepEqual(
    [one.now.receivedFen, one.now.targetFen, one.now.completionPercent, one.now.reached.ratePercent, one.now.commissionFen],
    [yuan(200_000), yuan(250_000), 80, 1.5, yuan(3000)],
  )
  assert.equal(one.entriesFen, yuan(3000))
  assert.deepEqual(
    one.entries.map((row) => [row.countedOn, row.contractId, row.basisFen, row.amountFen, row.itemNo]),
    [['2026-10-20', story.id('CT1'), yuan(200_000), yuan(3000), 2]],
  )
})

test('if CT1’s 160,000 arrives by 11-30: 7,200 or 4,950, that is +4,200 or +2,950', async () => {
  const itemId = await itemOf('CT1', 2)
  const ask = (mode?: 'full' | 'excess') => told.as('U07', (ctx) => whatIf(ctx, { itemId, by: '2026-11-30', ...(mode ? { mode } : {}) }))
  const full = await ask()
  assert.ok(full)
  assert.deepEqual([full.amountFen, full.overdueDays, full.itemNo], [yuan(160_000), 44, 2])
  assert.deepEqual([full.before.commissionFen, full.after.commissionFen, full.deltaFen], [yuan(3000), yuan(7200), yuan(4200)])
  assert.deepEqual([full.after.completionPercent, full.after.reached.ratePercent], [144, 2])
  const excess = await ask('excess')
  assert.ok(excess)
  assert.deepEqual([excess.before.commissionFen, excess.after.commissionFen, excess.deltaFen], [yuan(2000), yuan(4950), yuan(2950)])
  const longest = await told.as('U07', (ctx) => whatIf(ctx, {}))
  assert.deepEqual([longest?.amountFen, longest?.overdueDays], [yuan(432_000), 131], 'without a name: the one overdue longest')
  await assert.rejects(
    told.as('U07', (ctx) => whatIf(ctx, { itemId, by: '2026-11-22' })),
    (error) => code(error) === 'commission.day_in_past',
  )
  assert.equal(await told.as('U12', (ctx) => whatIf(ctx, {})), null, 'nothing open, nothing to imagine')
  const foreign = await itemOf('CT2', 2)
  await assert.rejects(
    told.as('U07', (ctx) => whatIf(ctx, { itemId: foreign })),
    (error) => code(error) === 'common.not_found',
  )
})

test('R4.2.6 every member’s entries add up to the commission of his receipts, computed anew from the ledger', async () => {
  const rows = await told.system((ctx) =>
    ctx.tx.rows<{ memberId: string; period: string; receivedFen: number; entriesFen: number; targetFen: number }>(sql`
      select e.member_id, e.period, sum(e.basis_fen)::bigint as received_fen, sum(e.amount_fen)::bigint as entries_fen, max(e.target_fen) as target_fen
      from commission_entry e where e.tenant_id = ${ctx.tenantId} group by e.member_id, e.period`),
  )
  assert.ok(rows.length >= 8, `${rows.length} member periods`)
  for (const row of rows) assert.equal(row.entriesFen, commission(row.receivedFen, row.targetFen, commissionPolicy.defaults).commissionFen)
  const [sums] = await told.system((ctx) =>
    ctx.tx.rows<{
      entries: number
      allocations: number
    }>(sql`select (select sum(basis_fen)::bigint from commission_entry where tenant_id = ${ctx.tenantId}) as entries,
      (select sum(amount_fen)::bigint from receipt_allocation where tenant_id = ${ctx.tenantId}) as allocations`),
  )
  assert.equal(sums?.entries, sums?.allocations)
  assert.equal(sums?.entries, yuan(5_616_000))
})

test('amounts are hidden from a manager, members from strangers', async () => {
  const team = await told.as('U04', (ctx) => statement(ctx, { memberId: story.id('U07') }))
  assert.equal(team.hidden, true)
  assert.deepEqual([team.now.receivedFen, 'commissionFen' in team.now, 'entriesFen' in team], [yuan(200_000), false, false])
  assert.equal(JSON.stringify(team).includes('"amountFen"'), false)
  assert.equal(
    team.now.parts.some((part) => 'commissionFen' in part),
    false,
  )
  const list = await told.as('U04', (ctx) => statements(ctx, {}))
  assert.equal(
    list.items.some((row) => 'commissionFen' in row),
    false,
  )
  assert.deepEqual(list.items.map((row) => row.memberName).sort(), ['孙倩', '林晓峰', '王磊'])
  assert.equal(
    (await finance((ctx) => statements(ctx, {}))).items.every((row) => row.commissionFen !== undefined),
    true,
  )
  await assert.rejects(
    told.as('U08', (ctx) => statement(ctx, { memberId: story.id('U07') })),
    (error) => code(error) === 'common.not_found',
  )
  assert.equal((await told.as('U08', (ctx) => entries(ctx, { memberId: story.id('U07'), limit: 10 }))).items.length, 0)
})

test('an entry is explained down to the rule’s version, the target, the receipt, the instalment and the contract', async () => {
  const [row] = (await own()).entries
  const one = await told.as('U07', (ctx) => entry(ctx, { id: row?.id as string }))
  assert.deepEqual(
    one.why.map((node) => node.node),
    ['rule', 'target', 'receipt', 'allocation', 'contract'],
  )
  assert.deepEqual([one.before.commissionFen, one.after.commissionFen], [0, yuan(3000)])
  const receipt = one.why.find((node) => node.node === 'receipt')?.params as Record<string, unknown> | undefined
  assert.equal(receipt?.payer, '昆山玉峰工程建设')
  assert.equal(one.why[4]?.id, story.id('CT1'))
  const seen = await told.as('U04', (ctx) => entry(ctx, { id: row?.id as string }))
  assert.equal('commissionFen' in seen.after || 'amountFen' in seen, false)
})

test('R4.2.7 a receipt lifts the period in its own transaction; taken back, it is a negative entry and the sum is as before', async () => {
  const booked = await receive('C03', 30_000)
  assert.deepEqual([(await own()).now.commissionFen, (await own()).entriesFen], [yuan(3450), yuan(3450)], '230,000')
  await receive('C03', 70_000)
  assert.equal((await own()).entriesFen, yuan(6000), '300,000')
  await finance((ctx) => reverseReceipt(ctx, { id: booked.id, reason: '退回' }))
  const after = await own()
  assert.deepEqual([after.now.receivedFen, after.entriesFen], [yuan(270_000), yuan(5400)])
  const reversal = after.entries.find((row) => row.kind === 'reversal')
  assert.deepEqual([reversal?.basisFen, reversal?.amountFen, reversal?.state], [-yuan(30_000), -yuan(600), 'clawed_back'])
})

test('two receipts at the same moment: both are counted, one after the other', async () => {
  const before = await told.as('U08', (ctx) => statement(ctx, {}))
  await Promise.all([receive('C04', 1000), receive('C05', 2000), receive('C04', 3000)])
  const after = await told.as('U08', (ctx) => statement(ctx, {}))
  assert.equal(after.now.receivedFen - before.now.receivedFen, yuan(6000))
  assert.equal(after.entriesFen, after.now.commissionFen)
})

test('an acceptance draft counts for the customer at once, for commission on the day it matures', async () => {
  const before = await told.as('U08', (ctx) => statement(ctx, {}))
  await receive('C04', 50_000, { method: 'acceptance_draft', maturesOn: '2026-12-10' })
  const waiting = await told.as('U08', (ctx) => statement(ctx, {}))
  assert.equal(waiting.now.receivedFen, before.now.receivedFen)
  assert.deepEqual(
    waiting.waiting.map((one) => [one.amountFen, one.countsOn]),
    [[yuan(50_000), '2026-12-10']],
  )
  assert.equal(await told.system(sweepCommissions), 0, 'not yet')
  world.clock.set('2026-12-10T01:00:00.000Z')
  assert.equal(await told.system(sweepCommissions), 1)
  assert.equal(await told.system(sweepCommissions), 0)
  const matured = await told.as('U08', (ctx) => statement(ctx, {}))
  assert.equal(matured.now.receivedFen - before.now.receivedFen, yuan(50_000))
  assert.equal(matured.entries[0]?.countedOn, '2026-12-10')
  assert.equal(matured.entriesFen, matured.now.commissionFen)
  world.clock.set('2026-11-23T00:30:00.000Z')
})

test('a draft taken back before it matures leaves nothing behind', async () => {
  const before = await told.as('U08', (ctx) => statement(ctx, {}))
  const booked = await receive('C04', 10_000, { method: 'acceptance_draft', maturesOn: '2026-12-20' })
  await finance((ctx) => reverseReceipt(ctx, { id: booked.id, reason: '拒付' }))
  const after = await told.as('U08', (ctx) => statement(ctx, {}))
  assert.deepEqual([after.now.receivedFen, after.entries.length, after.waiting.length], [before.now.receivedFen, before.entries.length, 0])
})

test('a changed target adjusts by an entry, and only on the version that was read', async () => {
  const row = (await finance((ctx) => targets(ctx, {}))).items.find((one) => one.memberId === story.id('U07'))
  assert.deepEqual([row?.targetFen, row?.version], [yuan(250_000), 1])
  const change = { memberId: story.id('U07'), period: '2026-Q4', targetFen: yuan(400_000), version: 1 }
  await finance((ctx) => setTarget(ctx, change))
  const after = await own()
  assert.deepEqual(
    [after.now.reached.ratePercent, after.now.commissionFen, after.entriesFen],
    [1, yuan(2700), yuan(2700)],
    '67.5 %: the first tier',
  )
  assert.equal(after.entries.filter((one) => one.kind === 'target_changed')[0]?.amountFen, yuan(2700 - 5400))
  await assert.rejects(
    finance((ctx) => setTarget(ctx, change)),
    (error) => code(error) === 'common.stale',
  )
  await finance((ctx) => setTarget(ctx, { ...change, targetFen: yuan(250_000), version: 2 }))
  assert.equal((await own()).entriesFen, yuan(5400))
})

test('a plan in excess mode, in force from now, adjusts the running quarter and is told with its version', async () => {
  await told.as('U15', (ctx) =>
    setPolicy(ctx, commissionPolicy as never, { value: { ...commissionPolicy.defaults, mode: 'excess' }, basedOn: 0 }),
  )
  const after = await own()
  // 200,000 at 1 %, 50,000 at 1.5 %, 20,000 at 2 %.
  assert.deepEqual([after.planMode, after.planVersion, after.now.commissionFen, after.entriesFen], ['excess', 1, yuan(3150), yuan(3150)])
  const last = await told.as('U07', (ctx) => statement(ctx, { period: '2026-Q3' }))
  assert.deepEqual([last.planMode, last.planVersion], ['full', 0], 'a quarter that is over keeps its plan')
})

test('a period is locked when it is over; what comes late for it counts in the running one', async () => {
  await assert.rejects(
    finance((ctx) => lock(ctx, { period: '2026-Q4' })),
    (error) => code(error) === 'commission.period_running',
  )
  const locked = await finance((ctx) => lock(ctx, { period: '2026-Q3' }))
  assert.ok(locked.entries > 0)
  await assert.rejects(
    finance((ctx) => lock(ctx, { period: '2026-Q3' })),
    (error) => code(error) === 'commission.period_locked',
  )
  const before = await own()
  await receive('C11', 1000, { receivedOn: '2026-09-29' })
  const after = await own()
  assert.equal(after.now.receivedFen - before.now.receivedFen, yuan(1000))
  await assert.rejects(
    finance((ctx) => setTarget(ctx, { memberId: story.id('U07'), period: '2026-Q3', targetFen: 1, version: 1 })),
    (error) => code(error) === 'commission.period_locked',
  )
})

test('the scorecard holds target, receipts and receipt completion side by side', async () => {
  const card = await told.as('U02', (ctx) => scorecard(ctx, {}))
  const lin = card.items.find((row) => row.memberId === story.id('U07'))
  assert.ok(lin)
  // CT1 and CT5 by 11-23: 180,000 + 360,000 + 216,000 + 432,000 due.
  assert.equal(lin.dueFen, yuan(1_188_000))
  assert.equal(lin.receiptCompletion, lin.receivedOnDueFen / lin.dueFen)
  assert.equal(lin.commissionFen, (await own()).entriesFen)
  const rep = await told.as('U12', (ctx) => scorecard(ctx, {}))
  assert.deepEqual(
    rep.items.map((row) => row.memberName),
    ['马骁'],
  )
})
