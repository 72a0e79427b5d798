import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { type PolicySpec, setPolicy } from '#core/policies.ts'
import { liftHold, placeHold } from '#modules/pools/index.ts'
import { type RecyclePolicy, recycleDefaults, recycleDue } from '#modules/pools/recycle.rule.ts'
import { openWorld, STORY_NOW } from '#testing/world.ts'
import { noteContact } from './index.ts'
import { leadRecyclePolicy } from './lead.policy.ts'
import { leadById } from './lead.store.ts'
import { leadsPastDue } from './recycle.store.ts'

const world = await openWorld()
const REP = { 'lead.read': 'own', 'lead.create': 'all', 'lead.write': 'own', 'lead.claim': 'all', 'pool.read': 'all' } as const
const MANAGER = { ...REP, 'lead.read': 'subtree', 'lead.write': 'subtree', 'lead.assign': 'subtree' } as const

async function team() {
  world.clock.set(STORY_NOW)
  const company = await world.company()
  const departmentId = await company.department('苏沪')
  const gao = await company.member('高志远', MANAGER, { departmentId, head: true })
  const lin = await company.member('林晓峰', REP, { departmentId, managerId: gao.id })
  const sun = await company.member('孙倩', REP, { departmentId, managerId: gao.id })
  const [asGao, asLin, asSun] = [await world.browser(gao), await world.browser(lin), await world.browser(sun)]
  let made = 0
  /** A lead that Lin finds at this time of the story (China time). */
  const leadAt = async (local: string): Promise<string> => {
    world.clock.set(new Date(`${local.replace(' ', 'T')}:00+08:00`).toISOString())
    const body = { company: `苏州回收${'甲乙丙丁戊己庚辛'[made++]}装饰`, phone: `139000200${String(made).padStart(2, '0')}`, to: 'me' }
    const answer = await asLin('POST', '/leads', body)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.leadId
  }
  const sweep = (): Promise<number> => world.house.services().jobs.runNow('lead.recycle', company.tenantId)
  const warn = (): Promise<number> => world.house.services().jobs.runNow('lead.warn', company.tenantId)
  const state = (id: string) => company.system((ctx) => leadById(ctx, id))
  return { company, gao, lin, sun, asGao, asLin, asSun, leadAt, sweep, warn, state }
}
const at = (local: string): void => world.clock.set(new Date(`${local.replace(' ', 'T')}:00+08:00`).toISOString())

test('R1.2.3 R1.2.4 R1.2.5 L1–L4: the sweep takes exactly those whose time is up, with the reason', async () => {
  const { asGao, asLin, leadAt, sweep, state, company } = await team()
  const l3 = await leadAt('2026-10-20 09:00')
  const l2 = await leadAt('2026-11-07 10:00')
  await asLin('POST', `/leads/${l2}/follow-ups`, { kind: 'call', answered: true, durationS: 30 })
  at('2026-11-10 09:00')
  await asLin('POST', `/leads/${l3}/follow-ups`, { kind: 'meeting', text: '看了工地' })
  const l4 = await leadAt('2026-10-01 09:00')
  await asGao('POST', `/leads/${l4}/protect`, { on: true, reason: 'KA 投标中' })
  const l1 = await leadAt('2026-11-22 08:00')
  const fresh = await leadAt('2026-11-23 08:00')
  at('2026-11-23 07:59')
  assert.equal(await sweep(), 2)
  assert.deepEqual([(await state(l2))?.poolReason, (await state(l3))?.poolReason], ['no_follow_up', 'not_converted'])
  at('2026-11-23 08:00')
  assert.equal(await sweep(), 1)
  assert.deepEqual([(await state(l1))?.state, (await state(l1))?.poolReason], ['pooled', 'no_contact'])
  assert.equal(await sweep(), 0, 'a second run changes nothing')
  assert.deepEqual([(await state(l4))?.state, (await state(fresh))?.state], ['assigned', 'assigned'])
  const told = await company.system((ctx) =>
    ctx.tx.rows<{ payload: { reason: string; dueAt: string } }>(
      sql`select payload from event where tenant_id = ${ctx.tenantId} and type = 'lead.recycled' and subject_id = ${l1}`,
    ),
  )
  assert.deepEqual([told[0]?.payload.reason, told[0]?.payload.dueAt], ['no_contact', '2026-11-23T00:00:00.000Z'])
  assert.equal((await asLin('GET', '/pools/quota')).body.holding, 2)
})

test('R1.2.6 a recycled lead is open to all but its former owner, who waits; the convert clock goes on from what was used', async () => {
  const { asLin, asSun, asGao, leadAt, sweep, state } = await team()
  const id = await leadAt('2026-11-01 09:00')
  at('2026-11-02 09:00')
  assert.equal(await sweep(), 1)
  const refused = await asLin('POST', `/leads/${id}/claim`)
  assert.equal(refused.body.code, 'pool.cooldown')
  assert.match(refused.body.detail, /11-09 09:00/)
  const waiting = (await asLin('GET', '/leads/pooled')).body.items.find((one: { id: string }) => one.id === id)
  assert.deepEqual([waiting.claim.ok, waiting.claim.from], [false, '2026-11-09T01:00:00.000Z'])
  at('2026-11-09 09:00')
  const back = await asLin('POST', `/leads/${id}/claim`)
  assert.equal(back.status, 200, JSON.stringify(back.body))
  assert.equal((await state(id))?.convertUsedMs, DAY)
  await asGao('POST', `/leads/${id}/release`, { reason: '换人' })
  const other = await asSun('POST', `/leads/${id}/claim`)
  assert.equal(other.status, 200)
  assert.equal((await state(id))?.convertUsedMs, 0, 'another rep has the whole time')
})

test('clock 3: used up is used up, until a manager extends', async () => {
  const { asLin, asGao, leadAt, sweep, state } = await team()
  const id = await leadAt('2026-09-01 09:00')
  at('2026-09-10 09:00')
  await asLin('POST', `/leads/${id}/follow-ups`, { kind: 'meeting' })
  at('2026-09-20 09:00')
  await asLin('POST', `/leads/${id}/follow-ups`, { kind: 'meeting' })
  at('2026-10-01 09:00')
  assert.equal(await sweep(), 1)
  assert.equal((await state(id))?.poolReason, 'not_converted')
  at('2026-10-20 09:00')
  assert.equal((await asLin('POST', `/leads/${id}/claim`)).body.code, 'lead.convert_time_used_up')
  assert.equal((await asGao('POST', `/leads/${id}/extend`, { days: 5, reason: '甲方延期招标' })).status, 200)
  const again = await asLin('POST', `/leads/${id}/claim`)
  assert.equal(again.status, 200, JSON.stringify(again.body))
  await asLin('POST', `/leads/${id}/follow-ups`, { kind: 'meeting' })
  assert.equal((await asLin('GET', `/leads/${id}`)).body.countdown.dueAt, '2026-10-25T01:00:00.000Z')
})

test('a hold defers the recycle to the minute it ends; a manager’s extension to its end', async () => {
  const { company, asGao, leadAt, sweep, state } = await team()
  const held = await leadAt('2026-11-20 09:00')
  const extended = await leadAt('2026-11-20 09:05')
  at('2026-11-21 08:50')
  await company.system((ctx) =>
    placeHold(ctx, { subjectType: 'lead', subjectId: held, until: '2026-11-21T03:00:00.000Z', reason: 'visit' }),
  )
  await asGao('POST', `/leads/${extended}/extend`, { days: 1, reason: '老板出差' })
  at('2026-11-21 10:00')
  assert.equal(await sweep(), 0)
  await company.system((ctx) => liftHold(ctx, { subjectId: held, reason: 'visit' }))
  assert.equal(await sweep(), 1)
  assert.equal((await state(held))?.state, 'pooled')
  at('2026-11-22 08:49')
  assert.equal(await sweep(), 0)
  at('2026-11-22 08:50')
  assert.equal(await sweep(), 1)
  assert.equal((await state(extended))?.state, 'pooled')
})

test('the holder is warned at a quarter, the manager at a tenth, once each; a contact takes the warning back', async () => {
  const { company, lin, gao, asLin, leadAt, warn } = await team()
  const id = await leadAt('2026-11-20 09:00')
  const events = () =>
    company.system((ctx) =>
      ctx.tx.rows<{ level: number }>(
        sql`select (payload->>'level')::int as level from event where tenant_id = ${ctx.tenantId} and type = 'lead.warned' and subject_id = ${id} order by id`,
      ),
    )
  at('2026-11-21 02:59')
  assert.equal(await warn(), 0)
  at('2026-11-21 03:00')
  assert.equal(await warn(), 1)
  assert.equal(await warn(), 0)
  assert.equal((await asLin('GET', '/leads/burning')).body.items[0].countdown.state, 'warn')
  at('2026-11-21 06:36')
  assert.equal(await warn(), 1)
  assert.deepEqual(await events(), [{ level: 1 }, { level: 2 }])
  await world.house.relay.drain(company.tenantId)
  const told = await company.system((ctx) =>
    ctx.tx.rows<{ memberId: string; message: string }>(
      sql`select member_id, message from notification where tenant_id = ${ctx.tenantId} and event_type = 'lead.warned' order by at, id`,
    ),
  )
  assert.deepEqual(told, [
    { memberId: lin.id, message: 'notice.lead.warned.no_contact' },
    { memberId: gao.id, message: 'notice.lead.warned_manager' },
  ])
  await asLin('POST', `/leads/${id}/follow-ups`, { kind: 'wechat', text: '加了微信' })
  const { countdown } = (await asLin('GET', `/leads/${id}`)).body
  assert.deepEqual([countdown.reason, countdown.state], ['no_follow_up', 'calm'])
})

test('R1.3.2 what is logged moves the clocks as the rule says: contact, substance, notes in a row, a call a manager accepts', async () => {
  const { asLin, asGao, leadAt } = await team()
  const id = await leadAt('2026-11-02 09:00')
  const log = async (local: string, body: object) => {
    at(local)
    const answer = await asLin('POST', `/leads/${id}/follow-ups`, body)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }
  const note = { kind: 'note', text: '和采购谈了十二月的用量，他们要样品和报价单', nextStep: '送样品', nextOn: '2026-11-30' }
  const call = await log('2026-11-02 10:00', { kind: 'call', answered: true, durationS: 300 })
  assert.deepEqual([call.activity.substantive, call.activity.reason, call.lead.state], [false, 'call_self_declared', 'contacted'])
  assert.equal(call.lead.countdown.dueAt, '2026-11-17T01:00:00.000Z', '15 days from the assignment')
  const accepted = await asGao('POST', `/leads/${id}/follow-ups/${call.activity.id}/accept`)
  assert.deepEqual([accepted.body.activity.reason, accepted.body.lead.state], ['call_accepted', 'nurturing'])
  assert.equal(accepted.body.lead.countdown.dueAt, '2026-11-17T02:00:00.000Z', '15 days from the call')
  assert.equal((await log('2026-11-03 09:00', note)).activity.reason, 'note_complete')
  assert.equal((await log('2026-11-04 09:00', note)).activity.reason, 'note_complete')
  const third = await log('2026-11-05 09:00', note)
  assert.deepEqual([third.activity.substantive, third.activity.reason], [false, 'notes_in_a_row'])
  assert.equal(third.lead.countdown.dueAt, '2026-11-19T01:00:00.000Z')
  assert.equal((await log('2026-11-06 09:00', { kind: 'meeting' })).lead.countdown.dueAt, '2026-11-21T01:00:00.000Z')
})

test('a valid visit is substance, an invalid one contact at most', async () => {
  const { company, leadAt, state } = await team()
  const id = await leadAt('2026-11-20 09:00')
  at('2026-11-20 11:00')
  const invalid = await company.system((ctx) => noteContact(ctx, id, { kind: 'visit', validVisit: false, visitId: uuidv7() }))
  assert.deepEqual([invalid.contact, invalid.substantive, (await state(id))?.state], [true, false, 'contacted'])
  const valid = await company.system((ctx) => noteContact(ctx, id, { kind: 'visit', validVisit: true, visitId: uuidv7() }))
  assert.deepEqual([valid.substantive, (await state(id))?.state], [true, 'nurturing'])
})

test('a changed limit recycles nothing already held in its first 24 hours', async () => {
  const { company, leadAt, sweep } = await team()
  const id = await leadAt('2026-11-20 09:00')
  at('2026-11-20 15:00')
  const value = { ...recycleDefaults, firstContactHours: 2 }
  await company.as(company.admin, (ctx) => setPolicy(ctx, leadRecyclePolicy as PolicySpec<unknown>, { value, basedOn: 0 }))
  assert.equal(await sweep(), 0)
  at('2026-11-21 14:59')
  assert.equal(await sweep(), 0)
  at('2026-11-21 15:00')
  assert.equal(await sweep(), 1)
  assert.ok(id)
})

test('working days: what the weekend stops is not taken, and what stands behind it in the line still is', async () => {
  const { company, asLin, leadAt, sweep, state } = await team()
  const sunday = await leadAt('2026-11-22 08:00')
  const friday = await leadAt('2026-11-20 08:00')
  at('2026-11-20 08:01')
  const value = { ...recycleDefaults, mode: 'working' }
  await company.as(company.admin, (ctx) => setPolicy(ctx, leadRecyclePolicy as PolicySpec<unknown>, { value, basedOn: 0 }))
  at('2026-11-23 08:30')
  assert.equal((await asLin('GET', `/leads/${sunday}`)).body.countdown.dueAt, '2026-11-23T16:00:00.000Z', 'L1 in working mode')
  assert.equal(await sweep(), 1)
  assert.deepEqual([(await state(friday))?.state, (await state(sunday))?.state], ['pooled', 'assigned'])
})

// The twin: for random leads under random policies the SQL takes exactly those the rule calls due, whatever zone the session is in.
for (const zone of ['UTC', 'America/New_York']) {
  test(`the sweep’s SQL and the rule agree, session in ${zone}`, async () => {
    const { company, lin } = await team()
    world.clock.set('2026-11-23T00:30:00.000Z')
    let seed = zone.length
    const random = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed / 2147483648
    }
    const now = Date.parse('2026-11-23T00:30:00.000Z')
    // whole hours, so that many leads stand exactly on the edge; over the night in which summer time ends in New York
    const ago = (days: number): string => new Date(now - Math.floor(random() * days * 24) * HOUR).toISOString()
    const policies: RecyclePolicy[] = [
      recycleDefaults,
      { ...recycleDefaults, firstContactHours: 100, substantiveDays: 20, convertDays: 21 },
      { ...recycleDefaults, substantiveDays: 3, convertDays: 200 },
    ]
    await company.system(async (ctx) => {
      await ctx.tx.run(sql`select set_config('timezone', ${zone}, true)`)
      await insertRandom(ctx, lin.id, random, ago)
      for (const policy of policies) {
        for (const changedHoursAgo of [null, 12, 30]) {
          const policySince = changedHoursAgo === null ? null : new Date(now - changedHoursAgo * HOUR).toISOString()
          const taken = await leadsPastDue(ctx, { policy, policySince, after: null, limit: 1000 })
          const all = await ctx.tx.rows<
            Parameters<typeof recycleDue>[0] & { id: string }
          >(sql`select l.id, l.held_since, l.first_contact_at, l.last_substantive_at, l.convert_used_ms,
            l.protected, l.extended_until, (select max(until) from hold where tenant_id = ${ctx.tenantId} and subject_id = l.id and lifted_at is null) as hold_until
            from lead l where l.tenant_id = ${ctx.tenantId} and l.owner_id is not null`)
          const due = all.filter((lead) => {
            const verdict = recycleDue(lead, policy, { policySince })
            return verdict !== null && verdict.at.getTime() <= now
          })
          const some = due.length > 5 && due.length < all.length
          assert.ok(changedHoursAgo === 12 ? due.length < 10 : some, `${due.length} of ${all.length}`)
          assert.deepEqual(taken.map((lead) => lead.id).sort(), due.map((lead) => lead.id).sort())
        }
      }
    })
  })
}

async function insertRandom(ctx: Ctx, ownerId: string, random: () => number, ago: (days: number) => string): Promise<void> {
  const channelId = uuidv7()
  const rows = Array.from({ length: 400 }, () => {
    const heldSince = ago(40)
    const later = (): string =>
      new Date(Math.min(ctx.now.getTime(), Date.parse(heldSince) + Math.floor(random() * 600) * HOUR)).toISOString()
    return {
      id: uuidv7(),
      held_since: heldSince,
      first_contact_at: random() < 0.5 ? later() : null,
      last_substantive_at: random() < 0.4 ? later() : null,
      convert_used_ms: random() < 0.3 ? Math.floor(random() * 40 * 24) * HOUR - 5 * DAY : 0,
      extended_until: random() < 0.15 ? new Date(ctx.now.getTime() + Math.floor(random() * 96 - 48) * HOUR).toISOString() : null,
      protected: random() < 0.1,
      hold: random() < 0.15 ? new Date(ctx.now.getTime() + Math.floor(random() * 48 - 24) * HOUR).toISOString() : null,
    }
  })
  await ctx.tx.run(sql`insert into lead (tenant_id, id, number, company, core, state, owner_id, channel_id, channel_kind, received_at, points, grade, segment, rated_at, updated_at,
      held_since, first_contact_at, last_substantive_at, convert_used_ms, extended_until, protected)
    select ${ctx.tenantId}::uuid, id, 'XS', '甲', '甲', 'assigned', ${ownerId}::uuid, ${channelId}::uuid, 'own', held_since, 0, 'C', 'smb', held_since, held_since,
      held_since, first_contact_at, last_substantive_at, convert_used_ms, extended_until, protected
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, held_since timestamptz, first_contact_at timestamptz, last_substantive_at timestamptz, convert_used_ms bigint,
      extended_until timestamptz, protected boolean)`)
  await ctx.tx.run(sql`insert into hold (tenant_id, id, subject_type, subject_id, until, reason, placed_at)
    select ${ctx.tenantId}::uuid, gen_random_uuid(), 'lead', id, hold, 'visit', now() from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, hold timestamptz) where hold is not null`)
}
