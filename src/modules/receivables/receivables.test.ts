// The contracts and cash of the demo company through the room itself: plans, receipts, figures, dunning, credit, the bank line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import type { Refusal } from '#core/refuse.ts'
import { accountById } from '#modules/accounts/index.ts'
import { tellStory } from '#testing/story.ts'
import { openWorld } from '#testing/world.ts'
import { figures, item, items } from './due.actions.ts'
import { sweepCredit, sweepDunning } from './dunning.job.ts'
import { dueStep, dunningDefaults } from './dunning.rule.ts'
import { itemsToDun } from './dunning.store.ts'
import { receipt, recordReceipt, reverseReceipt } from './receipt.actions.ts'
import { bankLines, confirmBankLine, importBankLines } from './statement.actions.ts'

const world = await openWorld()
const told = await tellStory(world, ['accounts', 'contracts', 'receivables'])
const { story } = told
const yuan = (amount: number): number => amount * 100
const CT = ['CT1', 'CT2', 'CT3', 'CT4', 'CT5', 'CT6'].map((key) => story.id(key))
const finance = <T>(work: Parameters<typeof told.as<T>>[1]): Promise<T> => told.as('U14', work)
const code = (error: unknown): string => (error as Refusal).code

test('company: due to date 6,336,000, received 5,616,000, 88.6 %; CT1–CT6: 2,136,000, 1,416,000, 66.3 %', async () => {
  const company = await finance((ctx) => figures(ctx, {}))
  assert.deepEqual([company.dueFen, company.receivedFen], [yuan(6_336_000), yuan(5_616_000)])
  assert.equal(((company.completion ?? 0) * 100).toFixed(1), '88.6')
  assert.deepEqual([company.contracts, company.bankThrough, company.unappliedFen], [48, '2026-11-22', 0])
  const six = await finance((ctx) => figures(ctx, { contractIds: CT }))
  assert.deepEqual([six.dueFen, six.receivedFen], [yuan(2_136_000), yuan(1_416_000)])
  assert.equal(((six.completion ?? 0) * 100).toFixed(1), '66.3')
  for (const one of [company, six]) {
    assert.deepEqual([one.overdueFen, one.overdueItems, one.oldestOverdueDays], [yuan(720_000), 3, 131])
    assert.deepEqual([one.dueSoonFen, one.dueSoonItems], [yuan(636_500), 2])
    assert.deepEqual(
      one.ageing.map((bucket) => [bucket.amountFen, bucket.items]),
      [
        [yuan(128_000), 1],
        [yuan(160_000), 1],
        [0, 0],
        [yuan(432_000), 1],
      ],
    )
  }
})

test('due days, amounts and states of CT1–CT6 as the story tells them', async () => {
  const rows = await finance((ctx) => items(ctx, { contractIds: CT, state: 'all', limit: 100 }))
  const key = (contractId: string) => ['CT1', 'CT2', 'CT3', 'CT4', 'CT5', 'CT6'].find((one) => story.id(one) === contractId)
  const seen = rows.items
    .map((row) => [
      key(row.contractId),
      row.no,
      row.amountFen / 100,
      row.receivedFen / 100,
      row.dueOn,
      row.dueState,
      row.overdueDays,
      row.settled,
    ])
    .sort((a, b) => `${a[0]}${a[1]}`.localeCompare(`${b[0]}${b[1]}`))
  assert.deepEqual(seen, [
    ['CT1', 1, 180_000, 180_000, '2026-07-13', null, 0, 'paid'],
    ['CT1', 2, 360_000, 200_000, '2026-10-10', 'overdue', 44, 'partial'],
    ['CT1', 3, 60_000, 0, '2027-09-10', 'not_due', 0, 'open'],
    ['CT2', 1, 270_000, 270_000, '2026-08-24', null, 0, 'paid'],
    ['CT2', 2, 540_000, 0, '2026-11-26', 'due_soon', 0, 'open'],
    ['CT2', 3, 90_000, 0, '2027-10-27', 'not_due', 0, 'open'],
    ['CT3', 1, 128_000, 0, '2026-10-30', 'overdue', 24, 'open'],
    ['CT3', 2, 96_500, 0, '2026-11-30', 'due_soon', 0, 'open'],
    ['CT4', 1, 34_000, 34_000, '2026-09-01', null, 0, 'paid'],
    ['CT4', 2, 33_000, 33_000, '2026-10-01', null, 0, 'paid'],
    ['CT4', 3, 33_000, 33_000, '2026-10-31', null, 0, 'paid'],
    ['CT5', 1, 216_000, 216_000, '2026-04-20', null, 0, 'paid'],
    ['CT5', 2, 432_000, 0, '2026-07-15', 'overdue', 131, 'open'],
    ['CT5', 3, 72_000, 0, '2027-06-15', 'not_due', 0, 'open'],
    ['CT6', 1, 450_000, 450_000, '2026-11-16', null, 0, 'paid'],
  ])
})

test('credit grades: C04 A, C15 B, C05 B, C03 C, C24 A, C11 D and frozen, with the reason kept', async () => {
  const graded = await finance(async (ctx) => {
    const found: [string, string | null, boolean][] = []
    for (const key of ['C04', 'C15', 'C05', 'C03', 'C24', 'C11']) {
      const account = await accountById(ctx, story.id(key))
      found.push([key, account?.creditGrade ?? null, account?.creditFrozen ?? false])
    }
    return found
  })
  assert.deepEqual(graded, [
    ['C04', 'A', false],
    ['C15', 'B', false],
    ['C05', 'B', false],
    ['C03', 'C', false],
    ['C24', 'A', false],
    ['C11', 'D', true],
  ])
  const c11 = await finance((ctx) => accountById(ctx, story.id('C11')))
  assert.deepEqual([c11?.creditReason?.overdueFen, c11?.creditReason?.oldestOverdueDays], [yuan(432_000), 131])
  assert.equal(await told.system(sweepCredit), 0, 'the day itself changes nothing')
})

test('the ladder in SQL takes exactly the items the rule gives a step for', async () => {
  for (const today of ['2026-11-01', '2026-11-23', '2026-11-26', '2026-12-07', '2027-06-30']) {
    const bySql = await told.system((ctx) => itemsToDun(ctx, dunningDefaults.remindDays, today, 1000))
    const rows = await told.system((ctx) =>
      ctx.tx.rows<{ id: string; amountFen: number; receivedFen: number; dueOn: string; doneSteps: number[] }>(sql`
        select i.id, i.amount_fen, i.received_fen, i.due_on, array(select d.step from dunning_step d where d.tenant_id = i.tenant_id and d.item_id = i.id) as done_steps
        from receipt_plan_item i where i.tenant_id = ${ctx.tenantId}`),
    )
    const byRule = rows.filter((row) => dueStep(row, dunningDefaults, today) !== null)
    assert.deepEqual(bySql.map((row) => row.id).sort(), byRule.map((row) => row.id).sort(), today)
  }
})

test('R4.2.3 the dunning sweep of 11-23 makes exactly two tasks, and a second one none', async () => {
  assert.equal(await told.system(sweepDunning), 2)
  assert.equal(await told.system(sweepDunning), 0)
  const tasks = await told.system((ctx) =>
    ctx.tx.rows<{ owner: string; step: number; openFen: number; contractNo: string }>(sql`
      select t.owner_id as owner, (t.params->>'step')::int as step, (t.params->>'openFen')::bigint as open_fen, t.params->>'contractId' as contract_no
      from task t where t.tenant_id = ${ctx.tenantId} and t.kind = 'dunning' order by step desc`),
  )
  assert.deepEqual(tasks, [
    { owner: story.id('U08'), step: -3, openFen: yuan(540_000), contractNo: story.id('CT2') },
    { owner: story.id('U08'), step: -7, openFen: yuan(96_500), contractNo: story.id('CT3') },
  ])
  const events = await told.system((ctx) =>
    ctx.tx.rows<{ type: string }>(
      sql`select type from event where tenant_id = ${ctx.tenantId} and type in ('dunning.task_created', 'receipt_plan.due_soon', 'receipt_plan.overdue')`,
    ),
  )
  assert.deepEqual(events.map((event) => event.type).sort(), [
    'dunning.task_created',
    'dunning.task_created',
    'receipt_plan.due_soon',
    'receipt_plan.due_soon',
  ])
})

test('a rep sees his own instalments and no other, a manager those of his people', async () => {
  const own = await told.as('U07', (ctx) => figures(ctx, {}))
  assert.equal(own.overdueFen, yuan(592_000))
  const team = await told.as('U04', (ctx) => figures(ctx, {}))
  assert.equal(team.overdueFen, yuan(720_000))
  const other = await told.as('U12', (ctx) => items(ctx, { state: 'overdue', limit: 50 }))
  assert.deepEqual(other.items, [])
})

test('B1 is proposed for CT3-Sep with its reasons; confirming it makes overdue 592,000 and 72.3 %, and teaches the name', async () => {
  const [line] = (await finance((ctx) => bankLines(ctx, { state: 'open', limit: 10 }))).items
  assert.ok(line)
  const [best, ...others] = line.proposals
  assert.deepEqual(
    [others.length, best?.certain, best?.period, best?.accountName, best?.newAlias],
    [0, true, '2026-09', '上海浦江同盛建材', true],
  )
  assert.deepEqual(
    best?.reasons.map((reason) => reason.code),
    ['amount_equal', 'payer_like', 'reference_period', 'near_due_day'],
  )
  const done = await finance((ctx) =>
    confirmBankLine(ctx, { id: line.id, allocations: [{ itemId: best?.itemId as string, amountFen: yuan(128_000) }], learnAlias: true }),
  )
  assert.equal(done.unappliedFen, 0)
  const six = await finance((ctx) => figures(ctx, { contractIds: CT }))
  assert.equal(six.overdueFen, yuan(592_000))
  assert.equal(((six.completion ?? 0) * 100).toFixed(1), '72.3')
  const aliases = await finance((ctx) =>
    ctx.tx.rows<{ alias: string }>(sql`select alias from payer_alias where tenant_id = ${ctx.tenantId} order by alias`),
  )
  assert.deepEqual(
    aliases.map((row) => row.alias),
    ['合肥庐阳科技产业发展', '同盛商贸'],
  )
  await assert.rejects(
    finance((ctx) =>
      confirmBankLine(ctx, { id: line.id, allocations: [{ itemId: best?.itemId as string, amountFen: 1 }], learnAlias: true }),
    ),
    (error) => code(error) === 'bank_line.decided',
  )
  const again = await finance((ctx) =>
    importBankLines(ctx, { lines: [{ onDay: '2026-11-23', payer: '同盛商贸', amountFen: yuan(96_500), text: '10月货款' }] }),
  )
  assert.deepEqual(again, { added: 1, known: 0 })
  const [second] = (await finance((ctx) => bankLines(ctx, { state: 'open', limit: 10 }))).items
  assert.deepEqual(second?.proposals[0]?.reasons.map((reason) => reason.code).includes('payer_alias'), true, 'the name is known now')
  const twice = await finance((ctx) =>
    importBankLines(ctx, { lines: [{ onDay: '2026-11-23', payer: '同盛商贸', amountFen: yuan(96_500), text: '10月货款' }] }),
  )
  assert.deepEqual(twice, { added: 0, known: 1 })
})

test('too much stays unapplied; a reversal puts everything back, and every posting balances', async () => {
  const before = await finance((ctx) => figures(ctx, { accountId: story.id('C11') }))
  const booked = await finance((ctx) =>
    recordReceipt(ctx, {
      accountId: story.id('C11'),
      payer: '南通江海建设',
      amountFen: yuan(600_000),
      receivedOn: '2026-11-23',
      method: 'transfer',
      allocate: 'oldest',
    }),
  )
  assert.equal(booked.unappliedFen, yuan(96_000), '432,000 overdue, 72,000 not yet due, the rest stays')
  assert.match(booked.number, /^HK-2026-\d{4}$/)
  assert.equal((await finance((ctx) => accountById(ctx, story.id('C11'))))?.creditFrozen, false, 'paid: no longer frozen')
  await finance((ctx) => reverseReceipt(ctx, { id: booked.id, reason: '银行退回' }))
  assert.deepEqual(await finance((ctx) => figures(ctx, { accountId: story.id('C11') })), before)
  assert.equal((await finance((ctx) => accountById(ctx, story.id('C11'))))?.creditFrozen, true)
  const shown = await finance((ctx) => receipt(ctx, { id: booked.id }))
  assert.equal(shown.unappliedFen, 0)
  assert.equal(
    shown.allocations.reduce((sum, part) => sum + part.amountFen, 0),
    0,
  )
  const sums = await finance((ctx) =>
    ctx.tx.rows<{ off: number }>(sql`select count(*) as off from (select posting_id from ledger_entry where tenant_id = ${ctx.tenantId}
      group by posting_id having sum(debit_fen) <> sum(credit_fen)) x`),
  )
  assert.deepEqual(sums, [{ off: 0 }])
  await assert.rejects(
    finance((ctx) => reverseReceipt(ctx, { id: booked.id, reason: '再来' })),
    (error) => code(error) === 'receipt.reversed',
  )
})

test('the ledger agrees with the instalments: what is receivable is what is open', async () => {
  const [row] = await finance((ctx) =>
    ctx.tx.rows<{ ledger: number; open: number; bank: number; receipts: number }>(sql`select
      (select sum(debit_fen - credit_fen)::bigint from ledger_entry where tenant_id = ${ctx.tenantId} and ledger = 'receivable') as ledger,
      (select sum(amount_fen - received_fen)::bigint from receipt_plan_item where tenant_id = ${ctx.tenantId}) as open,
      (select sum(debit_fen - credit_fen)::bigint from ledger_entry where tenant_id = ${ctx.tenantId} and ledger = 'bank') as bank,
      (select sum(amount_fen)::bigint from receipt where tenant_id = ${ctx.tenantId} and reversed_at is null) as receipts`),
  )
  assert.ok(row)
  assert.equal(row.ledger, row.open)
  assert.equal(row.bank, row.receipts)
})

test('the database refuses a posting that does not balance, and a change to the ledger', async () => {
  const lopsided = (ctx: Parameters<Parameters<typeof told.system>[0]>[0]) =>
    ctx.tx.run(sql`insert into ledger_entry (tenant_id, id, posting_id, kind, ledger, on_day, debit_fen, credit_fen, created_at)
      values (${ctx.tenantId}, gen_random_uuid(), gen_random_uuid(), 'receipt', 'bank', '2026-11-23', 1, 0, now())`)
  await assert.rejects(told.system(lopsided), /does not balance/)
  await assert.rejects(
    told.system((ctx) => ctx.tx.run(sql`update ledger_entry set debit_fen = 1 where tenant_id = ${ctx.tenantId}`)),
    /permission denied/,
  )
  await assert.rejects(
    told.system((ctx) => ctx.tx.run(sql`delete from receipt_allocation where tenant_id = ${ctx.tenantId}`)),
    /permission denied/,
  )
})

test('bad input is refused with its code and writes nothing', async () => {
  const base = { payer: '某公司', amountFen: yuan(100), receivedOn: '2026-11-23', method: 'transfer' as const, allocate: 'oldest' as const }
  const refusal = async (more: Partial<Parameters<typeof recordReceipt>[1]>) => {
    try {
      await finance((ctx) => recordReceipt(ctx, { ...base, accountId: story.id('C03'), ...more }))
      return 'allowed'
    } catch (error) {
      return code(error)
    }
  }
  const rows = () => finance((ctx) => ctx.tx.row<{ n: number }>(sql`select count(*) as n from receipt where tenant_id = ${ctx.tenantId}`))
  const before = await rows()
  assert.equal(await refusal({ accountId: null }), 'receipt.account_needed')
  assert.equal(await refusal({ accountId: '00000000-0000-7000-8000-000000000000' }), 'common.not_found')
  assert.equal(await refusal({ receivedOn: '2026-11-24' }), 'receipt.day_in_future')
  assert.equal(await refusal({ method: 'acceptance_draft' }), 'receipt.draft_needs_maturity')
  assert.equal(await refusal({ maturesOn: '2026-12-24' }), 'receipt.draft_needs_maturity')
  const ct1 = (await finance((ctx) => items(ctx, { contractId: story.id('CT1'), state: 'overdue', limit: 5 }))).items[0]
  assert.equal(
    await refusal({ amountFen: yuan(200_000), allocate: [{ itemId: ct1?.id as string, amountFen: yuan(160_001) }] }),
    'receipt.more_than_open',
  )
  assert.deepEqual(await rows(), before)
})

test('an instalment tells its money, its steps and what comes next', async () => {
  const [row] = (await finance((ctx) => items(ctx, { contractId: story.id('CT1'), state: 'overdue', limit: 5 }))).items
  const one = await finance((ctx) => item(ctx, { id: row?.id as string }))
  assert.deepEqual(
    one.allocations.map((part) => [part.amountFen, part.onDay, part.reversed]),
    [[yuan(200_000), '2026-10-20', false]],
  )
  assert.deepEqual(
    one.steps.map((step) => step.step),
    [-7, -3, 0, 3, 7, 15, 30],
  )
  assert.deepEqual(one.nextStep, { step: 60, onDay: '2026-12-09' })
  assert.equal(one.creditGrade, 'C')
})
