import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { asSystem } from '#core/jobs.ts'
import { sourceTable } from '#modules/accounts/source.demo.ts'
import { demoWorld } from '#testing/demo-world.ts'
import { burningLeads, leadById } from './index.ts'
import { ratingFixtures } from './story.demo.ts'

const world = await demoWorld()
const { tenantId, story } = world
const inDemo = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => asSystem(world.house, tenantId, 'test', work)

test('R1.3.5 the source table: leads, valid, opportunities and spend per source, exactly', async () => {
  const rows = await inDemo((ctx) =>
    ctx.tx.rows<{ kind: string; leads: number; valid: number; opportunities: number; spent: number }>(sql`select c.kind,
        count(*) filter (where l.received_at >= ${story.at('2026-08-25 00:00')}) as leads,
        count(*) filter (where l.received_at >= ${story.at('2026-08-25 00:00')} and l.state not in ('invalid', 'merged')) as valid,
        count(*) filter (where l.received_at >= ${story.at('2026-08-25 00:00')} and l.state = 'converted') as opportunities,
        (select coalesce(sum(x.amount_fen), 0) from campaign_cost x where x.tenant_id = ${ctx.tenantId} and x.channel_id = c.id)::bigint as spent
      from channel c left join lead l on l.tenant_id = ${ctx.tenantId} and l.channel_id = c.id where c.tenant_id = ${ctx.tenantId} group by c.id, c.kind`),
  )
  for (const source of sourceTable) {
    const row = rows.find((one) => one.kind === source.channelKind)
    assert.deepEqual(
      row,
      {
        kind: source.channelKind,
        leads: source.leads,
        valid: source.valid,
        opportunities: source.opportunities,
        spent: source.spendYuan * 100,
      },
      source.name,
    )
  }
  const sums = (field: 'leads' | 'valid' | 'opportunities'): number => sourceTable.reduce((sum, one) => sum + one[field], 0)
  assert.deepEqual([sums('leads'), sums('valid'), sums('opportunities')], [840, 408, 135])
})

test('twelve rating fixtures stand in the story with the points of the table', async () => {
  for (const fixture of ratingFixtures) {
    const lead = await inDemo((ctx) => leadById(ctx, story.id(fixture.key)))
    assert.equal(lead?.points, fixture.points, fixture.company)
  }
})

test('at 08:30 two leads burn in 林晓峰’s hands, and nobody else’s but the fixtures’', async () => {
  const burning = await inDemo((ctx) => burningLeads({ ...ctx, actor: { ...ctx.actor, memberId: story.id('U07') } }, { mine: 'true' }))
  assert.deepEqual(
    burning.items.map((lead) => [lead.company, lead.countdown?.dueAt]),
    [
      ['昆山柏庐防水工程', story.at('2026-11-23 10:12')],
      ['苏州渭塘筑家建材', story.at('2026-11-23 14:20')],
    ],
  )
  const all = await inDemo((ctx) => burningLeads(ctx, { mine: 'false' }))
  assert.deepEqual(
    all.items.map((lead) => lead.company),
    ['南京浦口桥北建工', '合肥蜀山康居装饰', '温州鹿城海螺装饰', '昆山柏庐防水工程', '苏州渭塘筑家建材'],
  )
})

test('the pools hold some two hundred and fifty; every rep holds leads; quotas count what is held', async () => {
  const [pooled] = await inDemo((ctx) =>
    ctx.tx.rows<{ n: number }>(sql`select count(*) as n from lead where tenant_id = ${ctx.tenantId} and state = 'pooled'`),
  )
  assert.ok(pooled && pooled.n >= 240 && pooled.n <= 260, String(pooled?.n))
  const wrong = await inDemo((ctx) =>
    ctx.tx.rows(sql`select q.member_id, q.holding, l.n from quota q join (select owner_id, count(*) as n from lead where tenant_id = ${ctx.tenantId}
      and state in ('assigned', 'contacted', 'nurturing') group by owner_id) l on l.owner_id = q.member_id where q.tenant_id = ${ctx.tenantId} and q.holding <> l.n`),
  )
  assert.deepEqual(wrong, [])
  const held = await inDemo((ctx) =>
    ctx.tx.rows<{ n: number }>(
      sql`select count(*) as n from lead where tenant_id = ${ctx.tenantId} and state in ('assigned', 'contacted', 'nurturing') group by owner_id`,
    ),
  )
  assert.equal(held.length, 6)
})

test('L1–L4: the first sweep of the morning takes exactly three', async () => {
  const taken = await world.house.services().jobs.runNow('lead.recycle', tenantId)
  assert.equal(taken, 3)
  const states = await inDemo(async (ctx) => {
    const reasons: (string | null | undefined)[] = []
    for (const key of ['L1', 'L2', 'L3', 'L4']) reasons.push((await leadById(ctx, story.id(key)))?.poolReason)
    return reasons
  })
  assert.deepEqual(states, ['no_contact', 'no_follow_up', 'not_converted', null])
  assert.equal(await world.house.services().jobs.runNow('lead.warn', tenantId), 0, 'who burns has been warned already')
})

test('L5 is the customer C01 by another spelling, L6 its namesake', async () => {
  const rows = await inDemo((ctx) =>
    ctx.tx.rows<{ key: string; state: string; accountId: string | null }>(
      sql`select raw->>'key' as key, state, account_id from submission where tenant_id = ${ctx.tenantId} and raw->>'key' in ('L5', 'L6') order by 1`,
    ),
  )
  assert.deepEqual(rows, [
    { key: 'L5', state: 'merged', accountId: story.id('C01') },
    { key: 'L6', state: 'accepted', accountId: null },
  ])
})

test('a number that the story has used is never given again', async () => {
  const twice = await inDemo((ctx) =>
    ctx.tx.rows(sql`select number from lead where tenant_id = ${ctx.tenantId} group by number having count(*) > 1`),
  )
  assert.deepEqual(twice, [])
})
