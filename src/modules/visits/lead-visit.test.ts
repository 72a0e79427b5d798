import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { distanceM, type Point, pointAt } from '#core/geo.ts'
import { uuidv7 } from '#core/ids.ts'
import { sitesOf } from '#modules/accounts/index.ts'
import { leadById } from '#modules/leads/index.ts'
import { holdUntil } from '#modules/pools/index.ts'
import { type Company, openWorld, type Person } from '#testing/world.ts'
import { standardRoles } from '../../rooms.ts'

// A lead that nobody has located gets its point from the first visit.
const world = await openWorld()
const role = (code: string) => standardRoles().find((one) => one.code === code)?.permissions ?? {}
const door: Point = { lat: 31.299, lng: 120.585 }

async function leadOf(company: Company, rep: Person, more: { state?: string } = {}): Promise<string> {
  return await company.system(async (ctx) => {
    const [id, channelId] = [uuidv7(), uuidv7()]
    const now = ctx.now.toISOString()
    await ctx.tx.run(
      sql`insert into channel (tenant_id, id, kind, name, created_at) values (${ctx.tenantId}, ${channelId}, 'own', ${`自拓 ${id}`}, ${now})`,
    )
    await ctx.tx.run(sql`insert into lead (tenant_id, id, number, company, core, state, owner_id, channel_id, channel_kind, received_at, points, grade, segment, rated_at, held_since,
        hold_mode, contact_name, updated_at)
      values (${ctx.tenantId}, ${id}, ${`XS-${id}`}, '苏州新桥防水', '新桥防水', ${more.state ?? 'assigned'}, ${rep.id}, ${channelId}, 'own', ${now}, 45, 'B', 'smb', ${now}, ${now}, 'own',
        '赵工', ${now})`)
    return id
  })
}

async function people() {
  world.clock.set('2026-11-23T01:00:00.000Z')
  const company = await world.company()
  const rep = await company.member('林晓峰', role('rep'))
  const call = await world.browser(rep)
  await call('POST', '/duty/start', { consent: true })
  return { company, rep, call }
}

const burst = (metres: number, accuracyM: number) => {
  const capturedAt = world.clock.now().toISOString()
  return { capturedAt, fixes: [{ ...pointAt(door, metres, 90), accuracyM, at: capturedAt }] }
}

async function visitLead(call: Awaited<ReturnType<typeof world.browser>>, leadId: string, plannedOn: string, at: ReturnType<typeof burst>) {
  const { body: plan } = await call('POST', '/visits', { subjectType: 'lead', subjectId: leadId, plannedOn })
  const arrived = await call('POST', `/visits/${plan.id}/check-in`, at)
  assert.equal(arrived.status, 200, JSON.stringify(arrived.body))
  return arrived.body
}

async function leave(call: Awaited<ReturnType<typeof world.browser>>, id: string, minutes: number) {
  for (const step of ['storefront', 'shelf', 'stock', 'competitor'])
    await call('POST', `/visits/${id}/steps/${step}/not-possible`, { reason: 'no_such_area' })
  world.clock.set(new Date(world.clock.now().getTime() + minutes * 60_000).toISOString())
  const { body } = await call('POST', `/visits/${id}/check-out`, { outcome: 'done', capturedAt: world.clock.now().toISOString() })
  return body
}

test('the first check-in is unverified and gives the lead its point; the second is held against it and verified', async () => {
  const { company, rep, call } = await people()
  const leadId = await leadOf(company, rep)
  const first = await visitLead(call, leadId, '2026-11-23', burst(0, 12))
  assert.deepEqual(
    [first.checkInVerdict, first.positions[0].reason, first.subjectName, first.level, first.contactName],
    ['unverified', 'site_without_point', '苏州新桥防水', 'B', '赵工'],
  )
  const [site] = await company.system((ctx) => sitesOf(ctx, leadId))
  assert.ok(site && site.lat !== null && site.lng !== null && distanceM({ lat: site.lat, lng: site.lng }, door) < 0.1)
  assert.deepEqual([site.source, site.verified, first.siteId], ['visit', false, site.id])
  assert.equal(await company.system((ctx) => holdUntil(ctx, leadId)), '2026-11-23T12:00:00.000Z', 'no clock takes a lead under visit')
  const left = await leave(call, first.id, 9)
  assert.deepEqual([left.validity, left.reasons], ['valid', ['long_enough', 'check_in_unverified']])
  assert.equal(await company.system((ctx) => holdUntil(ctx, leadId)), null)

  // A valid visit is contact and substance: both clocks of the lead move.
  const lead = await company.system((ctx) => leadById(ctx, leadId))
  assert.deepEqual([lead?.state, lead?.firstContactAt, lead?.lastSubstantiveAt], ['nurturing', left.checkOutAt, left.checkOutAt])

  world.clock.set('2026-11-24T01:00:00.000Z')
  const second = await visitLead(call, leadId, '2026-11-24', burst(80, 15))
  assert.deepEqual([second.checkInVerdict, Math.round(second.positions[0].distanceM)], ['verified', 80])
  assert.equal((await company.system((ctx) => sitesOf(ctx, leadId))).length, 1)
})

test('a fix too inexact to learn from leaves the lead without a point, and the next visit teaches it', async () => {
  const { company, rep, call } = await people()
  const leadId = await leadOf(company, rep)
  const first = await visitLead(call, leadId, '2026-11-23', burst(0, 400))
  assert.equal(first.checkInVerdict, 'unverified')
  const [blank] = await company.system((ctx) => sitesOf(ctx, leadId))
  assert.deepEqual([blank?.lat, blank?.lng], [null, null])
  await leave(call, first.id, 6)
  world.clock.set('2026-11-24T01:00:00.000Z')
  await visitLead(call, leadId, '2026-11-24', burst(0, 10))
  const sites = await company.system((ctx) => sitesOf(ctx, leadId))
  assert.equal(sites.length, 1)
  assert.ok(sites[0]?.lat !== null)
})

test('a converted, invalid or merged lead is not planned any more, and a colleague’s lead is not found', async () => {
  const { company, rep, call } = await people()
  const closed = await leadOf(company, rep, { state: 'invalid' })
  const plan = (leadId: string) => call('POST', '/visits', { subjectType: 'lead', subjectId: leadId, plannedOn: '2026-11-23' })
  assert.equal((await plan(closed)).body.code, 'visit.subject_closed')
  const other = await company.member('孙倩', role('rep'))
  assert.equal((await plan(await leadOf(company, other))).status, 404)
})

test('an invalid visit is contact but no substance, and a manager who judges it valid gives it its due', async () => {
  const { company, rep, call } = await people()
  const leadId = await leadOf(company, rep)
  const visit = await visitLead(call, leadId, '2026-11-23', burst(0, 12))
  const left = await leave(call, visit.id, 2)
  assert.equal(left.validity, 'invalid')
  const clocks = async () => {
    const lead = await company.system((ctx) => leadById(ctx, leadId))
    return [lead?.state, lead?.firstContactAt ?? null, lead?.lastSubstantiveAt ?? null]
  }
  assert.deepEqual(await clocks(), ['contacted', left.checkOutAt, null])
  const boss = await world.browser(await company.member('周启明', role('director')))
  const judged = await boss('POST', `/visits/${visit.id}/review`, {
    version: left.version,
    verdict: 'valid',
    note: '客户电话确认谈了半小时',
  })
  assert.equal(judged.status, 200, JSON.stringify(judged.body))
  assert.deepEqual(await clocks(), ['nurturing', left.checkOutAt, left.checkOutAt])
})
