import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { type PolicySpec, setPolicy } from '#core/policies.ts'
import { createAccount } from '#modules/accounts/index.ts'
import { claimPolicy } from '#modules/pools/index.ts'
import { openWorld } from '#testing/world.ts'
import { claimLead } from './claim.actions.ts'
import { channelNamed, leads, markConverted, receiveSubmission } from './index.ts'

const PAIRS = process.env.FIELDLOOP_LONG ? 10_000 : 300
const world = await openWorld()
const REP = { 'lead.read': 'own', 'lead.create': 'all', 'lead.write': 'own', 'lead.claim': 'all', 'pool.read': 'all' } as const

async function companyWithPool(count: number) {
  const company = await world.company()
  const reps = [await company.member('林晓峰', REP), await company.member('孙倩', REP)] as const
  const value = { dailyClaim: 200, holdingCap: 2000, formerOwnerCooldownDays: 7 }
  await company.system((ctx) => setPolicy(ctx, claimPolicy as PolicySpec<unknown>, { value, basedOn: 0 }))
  const channel = await company.system((ctx) => channelNamed(ctx, 'api'))
  assert.ok(channel)
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const facts = { company: `苏州争抢第${n}家装饰`, phone: `1390030${String(n).padStart(4, '0')}` }
    const answer = await company.system((ctx) => receiveSubmission(ctx, { channel, raw: facts, facts }, { to: 'pool' }))
    ids.push(answer.leadId as string)
  }
  return { company, reps, ids }
}

test(`R1.2.7 ${PAIRS} contested pairs: each has exactly one winner, and quotas count exactly what was won`, async () => {
  const { company, reps, ids } = await companyWithPool(100)
  const won = new Map<string, number>(reps.map((rep) => [rep.id, 0]))
  for (let pair = 0; pair < PAIRS; pair++) {
    const id = ids[pair % ids.length] as string
    if (pair >= ids.length) await company.system((ctx) => backToPool(ctx, id))
    const results = await Promise.allSettled(reps.map((rep) => company.as(rep, (ctx) => claimLead(ctx, { id }))))
    const winners = results.flatMap((result, n) => (result.status === 'fulfilled' ? [reps[n]?.id as string] : []))
    assert.equal(winners.length, 1, `pair ${pair}`)
    won.set(winners[0] as string, (won.get(winners[0] as string) ?? 0) + 1)
    for (const result of results)
      if (result.status === 'rejected') assert.match(String(result.reason.code), /^lead\.(already_claimed|not_in_pool)$/)
  }
  const claims = await company.system((ctx) =>
    ctx.tx.rows<{ memberId: string; n: number }>(
      sql`select member_id, count(*) as n from holding where tenant_id = ${ctx.tenantId} and mode = 'claim' group by member_id`,
    ),
  )
  assert.deepEqual(new Map(claims.map((one) => [one.memberId, one.n])), new Map([...won].filter(([, n]) => n > 0)))
  const events = await company.system((ctx) =>
    ctx.tx.rows(sql`select 1 from event where tenant_id = ${ctx.tenantId} and type = 'lead.claimed'`),
  )
  assert.equal(events.length, PAIRS)
})

/** As if it had never been held, so that the next pair may try; caps start anew. */
async function backToPool(ctx: Parameters<typeof markConverted>[0], id: string): Promise<void> {
  await ctx.tx.run(
    sql`update holding set ended_at = ${ctx.now.toISOString()}, end_reason = 'merged' where tenant_id = ${ctx.tenantId} and subject_id = ${id} and ended_at is null`,
  )
  await ctx.tx.run(sql`update quota set holding = 0, claimed = 0 where tenant_id = ${ctx.tenantId}`)
  await ctx.tx.run(
    sql`update lead set state = 'pooled', owner_id = null, held_since = null, pooled_at = ${ctx.now.toISOString()}, pool_reason = 'unassigned' where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}

test('a cap holds when one person claims many at once', async () => {
  const { company, reps, ids } = await companyWithPool(12)
  const value = { dailyClaim: 5, holdingCap: 80, formerOwnerCooldownDays: 7 }
  await company.system((ctx) => setPolicy(ctx, claimPolicy as PolicySpec<unknown>, { value, basedOn: 1 }))
  const results = await Promise.allSettled(ids.map((id) => company.as(reps[0], (ctx) => claimLead(ctx, { id }))))
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 5)
  for (const result of results) if (result.status === 'rejected') assert.equal(result.reason.code, 'pool.daily_cap')
})

test('a converted lead ends its clocks and its holding, and its story goes on at the account', async () => {
  const { company, reps, ids } = await companyWithPool(1)
  const [id] = ids as [string]
  await company.as(reps[0], (ctx) => claimLead(ctx, { id }))
  const account = await company.as(reps[0], async (ctx) => {
    const made = await createAccount(ctx, {
      name: '苏州争抢第0家装饰',
      segment: 'smb',
      ownerId: reps[0].id,
      channelKind: 'api',
      leadId: id,
    })
    await markConverted(ctx, id, { accountId: made.id, opportunityId: null })
    return made
  })
  const call = await world.browser(await company.member('经理', { 'lead.read': 'all', 'account.read': 'all' }))
  const lead = (await call('GET', `/leads/${id}`)).body
  assert.deepEqual([lead.state, lead.countdown, lead.accountId, lead.may.followUp], ['converted', null, account.id, false])
  const story = (await call('GET', `/accounts/${account.id}/timeline`)).body.items.map((entry: { type: string }) => entry.type)
  assert.ok(story.includes('lead.converted') && story.includes('lead.claimed') && story.includes('lead.received'))
  const again = await company
    .system((ctx) => markConverted(ctx, id, { accountId: account.id, opportunityId: null }))
    .catch((error) => error.code)
  assert.equal(again, 'lead.closed')
})

test('a leaver’s leads go to the successor with a new clock, whatever the caps say', async () => {
  const { company, reps, ids } = await companyWithPool(3)
  for (const id of ids) await company.as(reps[0], (ctx) => claimLead(ctx, { id }))
  await company.system((ctx) => leads.handOver?.(ctx, reps[0].id, reps[1].id) as Promise<void>)
  const held = await company.system((ctx) =>
    ctx.tx.rows<{ ownerId: string; holdMode: string }>(sql`select owner_id, hold_mode from lead where tenant_id = ${ctx.tenantId}`),
  )
  assert.deepEqual(
    held.map((lead) => [lead.ownerId, lead.holdMode]),
    ids.map(() => [reps[1].id, 'handover']),
  )
  const quotas = await company.system((ctx) =>
    ctx.tx.rows<{ memberId: string; holding: number }>(sql`select member_id, holding from quota where tenant_id = ${ctx.tenantId}`),
  )
  assert.deepEqual(
    new Map(quotas.map((one) => [one.memberId, one.holding])),
    new Map([
      [reps[0].id, 0],
      [reps[1].id, 3],
    ]),
  )
})
