import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import type { NoticeDraft } from '#core/notices.ts'
import { deadLetters } from '#core/relay.ts'
import { openWorld } from '#testing/world.ts'
import { rooms } from '../../rooms.ts'

// A notice of this test's own, told by an event that exists: what follows is the relay's and this room's work.
const draft: { current: NoticeDraft | Error } = { current: { to: [], message: 'task.own' } }
const organization = rooms.find((room) => room.name === 'organization')
assert.ok(organization)
organization.notices['calendar.changed'] = async () => {
  if (draft.current instanceof Error) throw draft.current
  return draft.current
}

const world = await openWorld()
const company = await world.company()
const lin = await company.member('林晓峰', { 'audit.read': 'all', 'job.run': 'all' })
const sun = await company.member('孙倩', {})
const happen = () => company.system((ctx) => emit(ctx, 'calendar.changed', ctx.tenantId, { day: '2026-11-23', kind: 'off' }))
const drain = () => world.house.relay.drain(company.tenantId)
const inbox = async (who: typeof lin, query = '') => (await (await world.browser(who))('GET', `/notifications${query}`)).body.items

test('an event tells whom its notice names, once, after the commit; reading counts down', async () => {
  draft.current = { to: [lin.id, lin.id, sun.id], message: 'task.own', params: { title: '放假' }, link: '/calendar', urgent: true }
  await happen()
  assert.deepEqual(await inbox(lin), [])
  await drain()
  await drain()
  const [told, ...more] = await inbox(lin)
  assert.deepEqual(more, [])
  assert.deepEqual(
    [told.message, told.params, told.link, told.urgent, told.readAt, told.eventType],
    ['task.own', { title: '放假' }, '/calendar', true, null, 'calendar.changed'],
  )
  const call = await world.browser(lin)
  assert.deepEqual((await call('GET', '/notifications/count')).body, { unread: 1, urgent: 1 })
  const foreign = (await inbox(sun))[0].id
  assert.deepEqual((await call('POST', '/notifications/read', { ids: [foreign] })).body, { read: 0 })
  assert.deepEqual((await call('POST', '/notifications/read', { ids: [told.id] })).body, { read: 1 })
  assert.deepEqual((await call('GET', '/notifications/count')).body, { unread: 0, urgent: 0 })
  assert.deepEqual(await inbox(lin, '?unread=true'), [])
  assert.equal((await inbox(sun, '?unread=true')).length, 1)
})

test('every kind of notice is called something in both languages', async () => {
  const kinds = (await (await world.browser(lin))('GET', '/notification-preferences')).body.items
  // The test's own kind has no name; those of the rooms do.
  const nameless = kinds.filter((kind: { eventType: string; title: { zh: string; en: string } }) =>
    [kind.title.zh, kind.title.en].includes(kind.eventType),
  )
  assert.deepEqual(
    nameless.map((kind: { eventType: string }) => kind.eventType),
    ['calendar.changed'],
  )
})

test('a kind that is turned off stays silent, unless it is urgent', async () => {
  const own = await company.member('安静', {})
  const call = await world.browser(own)
  const kinds = (await call('GET', '/notification-preferences')).body.items
  assert.ok(kinds.some((kind: { eventType: string; inApp: boolean }) => kind.eventType === 'calendar.changed' && kind.inApp))
  assert.equal((await call('PUT', '/notification-preferences/calendar.changed', { inApp: false })).status, 200)
  assert.equal((await call('PUT', '/notification-preferences/no.such', { inApp: false })).body.code, 'notification.unknown_kind')
  draft.current = { to: [own.id], message: 'task.own', params: { title: 'quiet' } }
  await happen()
  draft.current = { to: [own.id], message: 'task.own', params: { title: 'quiet' } }
  await drain()
  assert.deepEqual(await inbox(own), [])
  draft.current = { to: [own.id], message: 'task.own', params: { title: 'burning' }, urgent: true }
  await happen()
  await drain()
  assert.equal((await inbox(own)).length, 1)
})

test('what is urgent for somebody on leave reaches the delegate too, and says for whom; what is not waits', async () => {
  const [absent, delegate] = [await company.member('马骁', {}), await company.member('邵军', {})]
  const boss = await world.browser(company.admin)
  const leave = {
    memberId: absent.id,
    delegateId: delegate.id,
    fromAt: new Date(world.clock.now().getTime() - 3_600_000).toISOString(),
    toAt: new Date(world.clock.now().getTime() + 86_400_000).toISOString(),
  }
  const tell = async (to: string[], title: string, urgent: boolean) => {
    draft.current = { to, message: 'task.own', params: { title }, urgent }
    await happen()
    await drain()
  }
  const titles = async (who: typeof lin) =>
    (await inbox(who)).map((one: { params: { title: string; standsInFor?: string } }) => [one.params.title, one.params.standsInFor ?? null])
  await tell([absent.id], 'before', true)
  const { status, body } = await boss('POST', '/leaves', leave)
  assert.equal(status, 200, JSON.stringify(body))
  await tell([absent.id], 'burning', true)
  await tell([absent.id], 'quiet', false)
  await tell([absent.id, delegate.id], 'both', true)
  assert.deepEqual(await titles(delegate), [
    ['both', null],
    ['burning', '马骁'],
  ])
  assert.deepEqual((await titles(absent)).length, 4, 'who is away is told all the same')
  assert.equal((await boss('DELETE', `/leaves/${body.id}`)).status, 200)
  await tell([absent.id], 'after', true)
  assert.equal((await titles(delegate)).length, 2)
})

test('a notice that fails is tried again, becomes a dead letter, is shown and replayed', async () => {
  await drain()
  draft.current = new Error('no such channel')
  const event = await happen()
  const passTime = () =>
    company.system((ctx) => ctx.tx.run(sql`update event_to_relay set not_before = now() where tenant_id = ${ctx.tenantId} and not dead`))
  const letters = () => company.system(deadLetters)
  for (let attempt = 1; attempt <= 8; attempt++) {
    assert.deepEqual(await letters(), [], `dead before attempt ${attempt}`)
    assert.equal(await drain(), 1)
    assert.equal(await drain(), 0, 'the next attempt waits its time')
    await passTime()
  }
  const [letter] = await letters()
  assert.deepEqual([letter?.eventId, letter?.attempts, letter?.lastError], [event.id, 8, 'no such channel'])
  const call = await world.browser(lin)
  const shown = (await call('GET', '/audit/dead-letters')).body.items
  assert.deepEqual(
    shown.map((one: { eventId: string; type: string }) => [one.eventId, one.type]),
    [[event.id, 'calendar.changed']],
  )
  assert.equal((await (await world.browser(sun))('GET', '/audit/dead-letters')).status, 403)
  draft.current = { to: [sun.id], message: 'task.own', params: { title: 'at last' } }
  assert.deepEqual((await call('POST', '/audit/dead-letters/replay', { eventIds: [event.id] })).body, { replayed: 1 })
  await drain()
  assert.deepEqual((await inbox(sun, '?unread=true'))[0].params, { title: 'at last' })
  assert.deepEqual(await letters(), [])
})
