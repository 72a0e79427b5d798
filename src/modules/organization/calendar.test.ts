import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addWorkingTime, HOUR, isWorkingDay } from '#core/calendar.ts'
import { openWorld } from '#testing/world.ts'
import { awayAt, calendarOf, hasConsent, leavesOf } from './index.ts'

const world = await openWorld()
const company = await world.company()
const admin = await world.browser(company.admin)
const team = await company.department('苏沪')
const gao = await company.member('高志远', { 'leave.manage': 'subtree' }, { departmentId: team, head: true })
const lin = await company.member('林晓峰', {}, { departmentId: team })
const sun = await company.member('孙倩', {}, { departmentId: team })
const far = await company.member('刘洋', {})

test('public holidays and make-up days count, and the company may differ from them', async () => {
  const { body } = await admin('GET', '/calendar?from=2026-10-01&to=2026-10-12')
  const kinds = Object.fromEntries(body.days.map((day: { day: string; kind: string }) => [day.day, day.kind]))
  assert.equal(kinds['2026-10-01'], 'off')
  assert.equal(body.days.find((day: { day: string }) => day.day === '2026-10-01').name.zh, '国庆节')
  assert.equal(body.knownThrough.slice(5), '12-31')
  assert.equal(isWorkingDay(await company.system(calendarOf), '2026-11-24'), true)
  assert.equal((await admin('PUT', '/calendar/days/2026-11-24', { kind: 'off', name: '司庆' })).status, 200)
  assert.equal(isWorkingDay(await company.system(calendarOf), '2026-11-24'), false)
  const own = (await admin('GET', '/calendar?from=2026-11-24&to=2026-11-24')).body.days
  assert.deepEqual(own, [{ day: '2026-11-24', kind: 'off', name: { zh: '司庆', en: '司庆' }, own: true }])
  assert.equal((await admin('PUT', '/calendar/days/2026-11-24', { kind: 'public' })).status, 200)
  assert.equal(isWorkingDay(await company.system(calendarOf), '2026-11-24'), true)
  assert.equal((await admin('GET', '/calendar?from=2026-11-24&to=2026-11-23')).body.code, 'calendar.range')
})

test('an absence is recorded within reach, stops the working clock, names the delegate, and cannot overlap', async () => {
  const call = await world.browser(gao)
  const leave = {
    memberId: lin.id,
    fromAt: '2026-11-23T16:00:00.000Z',
    toAt: '2026-11-25T16:00:00.000Z',
    delegateId: sun.id,
    reason: '婚假',
  }
  assert.equal((await call('POST', '/leaves', { ...leave, memberId: far.id })).status, 403)
  assert.equal((await call('POST', '/leaves', { ...leave, toAt: leave.fromAt })).body.code, 'leave.backwards')
  assert.equal((await call('POST', '/leaves', { ...leave, delegateId: lin.id })).body.code, 'leave.delegate_self')
  const { body } = await call('POST', '/leaves', leave)
  assert.equal(
    (await call('POST', '/leaves', { ...leave, fromAt: '2026-11-25T00:00:00.000Z', toAt: '2026-11-27T00:00:00.000Z' })).body.code,
    'leave.overlaps',
  )
  await company.system(async (ctx) => {
    const due = addWorkingTime('2026-11-23T00:00:00.000Z', 24 * HOUR, await calendarOf(ctx), await leavesOf(ctx, lin.id))
    assert.equal(due.toISOString(), '2026-11-26T00:00:00.000Z', '16 h on Monday, none on leave, 8 h on Thursday')
    const away = await awayAt(ctx, [lin.id, sun.id], new Date('2026-11-24T02:00:00.000Z'))
    assert.deepEqual([...away], [[lin.id, { delegateId: sun.id }]])
    assert.equal((await awayAt(ctx, [lin.id], new Date(leave.toAt))).size, 0, 'the end is no longer away')
  })
  const mine = (await (await world.browser(lin))('GET', '/leaves')).body
  assert.deepEqual([mine.items.length, mine.items[0].may.cancel, mine.items[0].delegateName], [1, false, '孙倩'])
  assert.deepEqual((await (await world.browser(sun))('GET', '/leaves')).body.items, [])
  assert.equal((await call('DELETE', `/leaves/${body.id}`)).status, 200)
  assert.deepEqual(await company.system((ctx) => leavesOf(ctx, lin.id)), [])
})

test('a consent counts until it is taken back, and nobody asked means no', async () => {
  const call = await world.browser(lin)
  const has = () => company.system((ctx) => hasConsent(ctx, lin.id, 'track'))
  assert.equal(await has(), false)
  await call('PUT', '/me/consents/track', { given: true })
  assert.equal(await has(), true)
  world.clock.set('2026-11-23T01:00:00.000Z')
  await call('PUT', '/me/consents/track', { given: false })
  assert.equal(await has(), false)
  const { items } = (await call('GET', '/me/consents')).body
  const { text: _, ...track } = items.find((one: { purpose: string }) => one.purpose === 'track')
  assert.deepEqual(track, { purpose: 'track', given: false, ask: false, at: '2026-11-23T01:00:00.000Z' })
  assert.equal((await call('PUT', '/me/consents/marketing', { given: true })).status, 422)
})
