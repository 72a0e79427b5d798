import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ctx } from '#core/context.ts'
import { reading, sql } from '#core/db.ts'
import { asSystem } from '#core/jobs.ts'
import { approvalDetail, listApprovals } from '#modules/approvals/approval-view.actions.ts'
import { board, counts, opportunityDetail } from '#modules/opportunities/opportunity-view.actions.ts'
import { loadMember } from '#modules/organization/index.ts'
import { demoWorld } from '#testing/demo-world.ts'
import { quotationDetail } from './quotation-view.actions.ts'

const world = await demoWorld()
const { tenantId, story } = world

/** Reads as this member of the story, by statements that only read. */
async function as<T>(key: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const tx = reading(world.house.pool, tenantId)
  const actor = await loadMember(tx, story.id(key), null)
  assert.ok(actor, key)
  return await work({
    tx,
    tenantId,
    actor,
    now: world.clock.now(),
    requestId: 'test',
    afterCommit: () => {},
    services: world.house.services(),
  })
}

test('the funnel: 7,410 k open, 4,010 weighted, 2,588 to sign in December', async () => {
  const seen = await as('U01', (ctx) => board(ctx, {}))
  assert.deepEqual(seen.total, { count: 10, amountFen: 741_000_000, weightedFen: 401_000_000 })
  assert.deepEqual(
    seen.columns.map(({ key, weight, count, amountFen, weightedFen }) => [key, weight, count, amountFen / 100_000, weightedFen / 100_000]),
    [
      ['contact', 20, 2, 1170, 234],
      ['needs', 40, 2, 1860, 744],
      ['quotation', 60, 3, 2360, 1416],
      ['negotiation', 80, 3, 2020, 1616],
    ],
  )
  assert.deepEqual(
    [seen.signing.from, seen.signing.until, seen.signing.count, seen.signing.weightedFen],
    ['2026-12-01', '2026-12-31', 6, 258_800_000],
  )
})

test('each reads his own part: rep, manager, director', async () => {
  const owners = async (key: string) =>
    (await as(key, (ctx) => board(ctx, {}))).columns.flatMap((column) => column.cards.map((card) => card.ownerName))
  assert.deepEqual([...new Set(await owners('U09'))], ['王磊'])
  assert.deepEqual([...new Set(await owners('U04'))].sort(), ['孙倩', '林晓峰', '王磊'].sort())
  assert.equal((await owners('U02')).length, 10)
  // Presales holds no opportunity: he sees the three whose team he is in.
  assert.equal((await owners('U13')).length, 3)
})

test('gates read as the story tells: C09 2 of 4, C20 ready with 2 of 2, C06 alone stalled for 21 days', async () => {
  const cards = (await as('U01', (ctx) => board(ctx, {}))).columns.flatMap((column) => column.cards)
  const gates = Object.fromEntries(cards.map((card) => [card.accountName.slice(0, 4), `${card.gate.done}/${card.gate.of}`]))
  assert.deepEqual(gates, {
    杭州萧然: '1/2',
    青岛胶岸: '1/2',
    合肥庐阳: '1/2',
    绍兴鉴湖: '2/2',
    南京河西: '2/4',
    南通江海: '2/4',
    上海嘉北: '2/4',
    上海衡越: '1/2',
    昆山玉峰: '1/2',
    宁波三江: '1/2',
  })
  assert.deepEqual(
    cards.filter((card) => card.gate.ready).map((card) => card.accountName),
    ['绍兴鉴湖建设'],
  )
  assert.deepEqual(
    cards.flatMap((card) => (card.stalled ? [[card.accountName, card.stalled.idleDays, card.stalled.limitDays]] : [])),
    [['上海嘉北物流园建设', 21, 14]],
  )
  assert.deepEqual((({ open, ready, stalled, won, lost }) => ({ open, ready, stalled, won, lost }))(await as('U01', counts)), {
    open: 10,
    ready: 1,
    stalled: 1,
    won: 42,
    lost: 93,
  })
})

test('C09: the check-list says what is missing, where it is held up, and what proves the rest', async () => {
  const one = await as('U09', (ctx) => opportunityDetail(ctx, { id: story.id('O-C09') }))
  assert.equal(one.number, 'SJ-2026-0419')
  assert.deepEqual(
    one.checklist.items.map((item) => [item.fact, item.state, item.act, item.underWay?.key ?? null]),
    [
      ['quotation_approved', 'missing', 'remind_approver', 'quotation.progress.waiting'],
      ['quotation_stamped', 'missing', 'attach_stamped_copy', 'quotation.progress.made'],
      ['valid_deep_visit', 'met', null, null],
      ['budget_known', 'met', null, null],
    ],
  )
  assert.deepEqual(one.checklist.items[0]?.underWay?.params, {
    number: 'BJ-2026-0731',
    names: '周启明',
    sinceAt: '2026-11-20T09:42:00.000Z',
  })
  assert.match(one.checklist.items[2]?.link ?? '', /^\/visits\//)
  assert.equal(one.checklist.items[3]?.value, 90_000_000)
  assert.deepEqual(one.team.map((member) => member.name).sort(), ['周启明', '徐佳', '高志远'])
  assert.equal(one.comments[0]?.pinned, true)
})

test('the test quotation waits for 周启明 since 2 d 14 h, 高志远 agreed; margin 26.65 %, effective 25.03 %', async () => {
  const [item, ...more] = (await as('U02', (ctx) => listApprovals(ctx, { box: 'waiting', limit: 50 }))).items.filter(
    (one) => one.subjectType === 'quotation',
  )
  assert.equal(more.length, 0)
  assert.equal(item?.number, 'BJ-2026-0731')
  const waitedMs = world.clock.now().getTime() - Date.parse(item?.waitingSince ?? '')
  assert.equal(Math.floor(waitedMs / 3_600_000), 2 * 24 + 14)
  const seen = await as('U02', (ctx) => approvalDetail(ctx, { id: item?.id as string }))
  assert.deepEqual(
    seen.steps.map((step) => [step.id, step.state, step.tasks.map((task) => `${task.name} ${task.status}`)]),
    [
      ['manager', 'done', ['高志远 approved']],
      ['director', 'now', ['周启明 open']],
      ['finance', 'skipped', []],
      ['gm', 'skipped', []],
    ],
  )
  assert.deepEqual(seen.why.reason.key, 'quotation.why.director')
  assert.equal(seen.why.flowVersion, 2)
  const ratio = (key: string) => seen.card.figures.find((figure) => figure.key === key)?.value?.toFixed(4)
  assert.deepEqual([ratio('share'), ratio('margin'), ratio('floor')], ['0.8893', '0.2665', '0.0899'])
  assert.deepEqual(
    seen.card.waterfall?.bars.map((bar) => [bar.key, bar.fen / 100, bar.tone]),
    [
      ['list', 269_500, 'grey'],
      ['line-1', -10_080, 'warn'],
      ['line-2', -7_600, 'warn'],
      ['line-3', -12_150, 'bad'],
      ['net', 239_670, 'pri'],
      ['cost', 175_800, 'grey'],
      ['margin', 63_870, 'ok'],
    ],
  )
  assert.equal(seen.card.waterfall?.lines.find((line) => line.key === 'floor')?.fen, 21_990_000)
  const full = await as('U02', (ctx) => quotationDetail(ctx, { id: item?.subjectId as string }))
  assert.equal(full.totals.effectiveMarginPercent?.toFixed(2), '25.03')
  const mine = await as('U09', (ctx) => quotationDetail(ctx, { id: item?.subjectId as string }))
  assert.ok(!('marginPercent' in mine.totals || 'effectiveMarginPercent' in mine.totals || 'costFen' in mine.totals))
})

test('won and lost of the source table: amounts by source, every lost one with a reason, most with the quotation on the table', async () => {
  const rows = await asSystem(world.house, tenantId, 'test', (ctx) =>
    ctx.tx.rows<{ stage: string; lostFrom: string | null; count: number; amountFen: number; reasoned: boolean }>(
      sql`select stage, lost_from, count(*)::int as count, sum(amount_fen)::bigint as amount_fen, bool_and(lost_reason is not null) as reasoned
        from opportunity where tenant_id = ${ctx.tenantId} and closed_at is not null group by stage, lost_from order by count(*) desc`,
    ),
  )
  const won = rows.find((row) => row.stage === 'won')
  assert.deepEqual([won?.count, won?.amountFen], [42, 420_000_000])
  const lost = rows.filter((row) => row.stage === 'lost')
  assert.ok(lost.every((row) => row.reasoned))
  assert.equal(
    lost.reduce((sum, row) => sum + row.count, 0),
    93,
  )
  assert.equal(lost[0]?.lostFrom, 'quotation')
})
