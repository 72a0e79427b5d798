import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { type PolicySpec, setPolicy } from '#core/policies.ts'
import { claimPolicy } from '#modules/pools/index.ts'
import { dice, seedOfRun } from './dice.ts'
import { type Company, openWorld, type Person } from './world.ts'

const long = process.env.FIELDLOOP_LONG === '1'
const pairs = long ? 10_000 : 500
const seed = seedOfRun()
const may = { 'lead.read': 'all', 'lead.claim': 'all', 'lead.create': 'all', 'lead.write': 'own', 'pool.read': 'all' } as const

const world = await openWorld()
type Call = Awaited<ReturnType<typeof world.browser>>
interface Rep extends Person {
  call: Call
}

async function reps(company: Company, count: number): Promise<Rep[]> {
  const list: Rep[] = []
  for (let n = 0; n < count; n += 1) {
    const person = await company.member(`业务员${n}`, may)
    list.push({ ...person, call: await world.browser(person) })
  }
  return list
}

/** Leads that wait in the pool: one by the front door, the others like it. */
async function pooled(company: Company, rep: Rep, count: number): Promise<string[]> {
  const first = await rep.call('POST', '/leads', { company: `太仓抢单建材${count}`, phone: '13912340000', to: 'pool' })
  assert.equal(first.status, 200, first.raw.toString())
  const ids = Array.from({ length: count }, () => uuidv7())
  await company.system((ctx) =>
    ctx.tx.run(sql`insert into lead select (jsonb_populate_record(l, jsonb_build_object('id', new.id, 'number', new.id))).*
      from lead l, unnest(${ids}::uuid[]) as new(id) where l.tenant_id = ${ctx.tenantId} and l.id = ${first.body.leadId}`),
  )
  return ids
}

async function limits(company: Company, value: { dailyClaim: number; holdingCap: number }, basedOn: number): Promise<void> {
  const spec = claimPolicy as PolicySpec<unknown>
  await company.as(company.admin, (ctx) => setPolicy(ctx, spec, { value: { ...value, formerOwnerCooldownDays: 0 }, basedOn }))
}

const claim = async (rep: Rep, id: string): Promise<{ status: number; code: string }> => {
  const { status, body } = await rep.call('POST', `/leads/${id}/claim`)
  return { status, code: body?.code ?? '' }
}

/** What the counters say against what the holdings and the leads themselves say; every line is a difference. */
function drift(company: Company, day: string): Promise<unknown[]> {
  return company.system((ctx) =>
    ctx.tx.rows(sql`with held as (select member_id, count(*)::int as open, count(*) filter (where mode = 'claim' and (since at time zone 'Asia/Shanghai')::date = ${day}::date)::int as claimed_open
        from holding where tenant_id = ${ctx.tenantId} and ended_at is null group by member_id),
      today as (select member_id, count(*)::int as claimed from holding where tenant_id = ${ctx.tenantId} and mode = 'claim' and (since at time zone 'Asia/Shanghai')::date = ${day}::date group by member_id),
      owned as (select owner_id as member_id, count(*)::int as leads from lead where tenant_id = ${ctx.tenantId} and owner_id is not null and state not in ('converted', 'invalid', 'merged') group by owner_id)
    select q.member_id, q.holding, coalesce(h.open, 0) as open, coalesce(o.leads, 0) as leads, q.claimed, coalesce(t.claimed, 0) as counted
    from quota q left join held h using (member_id) left join owned o using (member_id) left join today t using (member_id)
    where q.tenant_id = ${ctx.tenantId} and (q.holding <> coalesce(h.open, 0) or q.holding <> coalesce(o.leads, 0) or (q.day = ${day}::date and q.claimed <> coalesce(t.claimed, 0)))`),
  )
}

/** Leads with more than one open holding, or whose holder is not the owner, or whose claim is told more or less than once. */
function doubles(company: Company): Promise<unknown[]> {
  return company.system((ctx) =>
    ctx.tx.rows(sql`select l.id, l.owner_id, h.holders, e.told from lead l
      left join lateral (select count(*)::int as holders, bool_and(member_id = l.owner_id) as his from holding h
        where h.tenant_id = l.tenant_id and h.subject_id = l.id and h.ended_at is null) h on true
      left join lateral (select count(*)::int as told from event e where e.tenant_id = l.tenant_id and e.subject_id = l.id and e.type = 'lead.claimed') e on true
      where l.tenant_id = ${ctx.tenantId} and ((l.owner_id is null and h.holders > 0) or (l.owner_id is not null and (h.holders <> 1 or not h.his or e.told <> 1)))`),
  )
}

async function inLanes<T>(list: readonly T[], lanes: number, work: (one: T, at: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let at = next++; at < list.length; at = next++) await work(list[at] as T, at)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

test(`${pairs} pairs of reps claim the same lead at once: one winner each, the other is told, counters are true`, async (t) => {
  t.diagnostic(`seed ${seed}`)
  const roll = dice(seed)
  const company = await world.company()
  const people = await reps(company, 20)
  await limits(company, { dailyClaim: 200, holdingCap: 2000 }, 0)
  const leads = await pooled(company, people[0] as Rep, pairs)
  const duels = leads.map((id) => {
    const one = roll(people.length)
    return { id, one: people[one] as Rep, other: people[(one + 1 + roll(people.length - 1)) % people.length] as Rep }
  })
  const wrong: string[] = []
  const codes = new Map<string, number>()
  // A new day every thousand pairs, so that nobody comes to his cap.
  for (let from = 0; from < duels.length; from += 1000) {
    world.clock.set(new Date(Date.parse('2026-11-23T00:30:00.000Z') + (from / 1000) * 86_400_000).toISOString())
    await inLanes(duels.slice(from, from + 1000), 4, async ({ id, one, other }) => {
      const answers = await Promise.all([claim(one, id), claim(other, id)])
      const won = answers.filter(({ status }) => status === 200).length
      const lost = answers.find(({ status }) => status !== 200)
      codes.set(`${lost?.status} ${lost?.code}`, (codes.get(`${lost?.status} ${lost?.code}`) ?? 0) + 1)
      if (won !== 1) wrong.push(`${id}: ${won} winners, ${answers.map(({ status, code }) => `${status} ${code}`).join(' and ')}`)
    })
  }
  t.diagnostic([...codes].map(([code, times]) => `${times} lost with ${code}`).join(', '))
  assert.deepEqual(wrong, [])
  assert.deepEqual(
    [...codes.keys()].filter((code) => !/^409 lead\.(already_claimed|not_in_pool)$/.test(code)),
    [],
  )
  assert.deepEqual(await doubles(company), [])
  const day = new Date(Date.parse(world.clock.now().toISOString()) + 8 * 3_600_000).toISOString().slice(0, 10)
  assert.deepEqual(await drift(company, day), [])
})

test('caps hold although everything is claimed at once, and what was refused counts for nothing', async () => {
  const company = await world.company()
  const people = await reps(company, 3)
  const leads = await pooled(company, people[0] as Rep, 90)
  const day = new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const rush = (ids: string[]) => Promise.all(ids.flatMap((id) => people.map(async (rep) => ({ rep, ...(await claim(rep, id)) }))))
  const wins = (answers: Awaited<ReturnType<typeof rush>>) =>
    people.map((rep) => answers.filter((one) => one.rep === rep && one.status === 200).length)
  await limits(company, { dailyClaim: 7, holdingCap: 80 }, 0)
  const first = await rush(leads.slice(0, 45))
  assert.deepEqual(wins(first), [7, 7, 7], 'the daily cap')
  assert.ok(first.some(({ code }) => code === 'pool.daily_cap'))
  assert.deepEqual(await drift(company, day), [])
  await limits(company, { dailyClaim: 200, holdingCap: 12 }, 1)
  const second = await rush(leads.slice(45))
  assert.deepEqual(wins(second), [5, 5, 5], 'the holding cap')
  assert.ok(second.some(({ code }) => code === 'pool.holding_cap'))
  assert.deepEqual(
    [...first, ...second].filter(({ status }) => status !== 200 && status !== 409),
    [],
  )
  assert.deepEqual(await doubles(company), [])
  assert.deepEqual(await drift(company, day), [])
})

test('claims, releases and false claims all at once leave the counters true', async (t) => {
  t.diagnostic(`seed ${seed}`)
  const roll = dice(seed + 1)
  const company = await world.company()
  const people = await reps(company, 5)
  await limits(company, { dailyClaim: 200, holdingCap: 20 }, 0)
  const leads = await pooled(company, people[0] as Rep, 40)
  const steps = Array.from({ length: long ? 4000 : 300 }, () => ({
    rep: people[roll(5)] as Rep,
    id: leads[roll(leads.length)] as string,
    release: roll(3) === 0,
  }))
  const statuses = new Set<number>()
  let released = 0
  await inLanes(steps, 10, async ({ rep, id, release }) => {
    const { status } = release ? await rep.call('POST', `/leads/${id}/release`, { reason: '换个人跟进更合适' }) : await claim(rep, id)
    if (release && status === 200) released += 1
    statuses.add(status)
  })
  assert.deepEqual(
    [...statuses].filter((status) => ![200, 403, 404, 409].includes(status)),
    [],
  )
  assert.ok(released > 10, `only ${released} were released`)
  const day = new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  assert.deepEqual(await drift(company, day), [])
})
