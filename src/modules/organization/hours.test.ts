import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addWorkingTime, HOUR, isWorkingDay } from '#core/calendar.ts'
import { openWorld } from '#testing/world.ts'
import { calendarsOf } from './index.ts'

const world = await openWorld()
const company = await world.company()
const admin = await world.browser(company.admin)
const shops = await company.department('门店')
const north = await company.department('北区门店', shops)
const seller = await company.member('店员', { 'visit.do': 'own', 'visit.read': 'own' }, { departmentId: north })
const clerk = await company.member('文员', { 'visit.do': 'own' })
const weekend = { weekdays: [6, 7, 1, 2, 3], workFrom: '10:00', workTo: '20:00' }

test('a department has hours of its own, all below it too, and the nearest decides; every clock takes them', async () => {
  assert.equal((await admin('PUT', `/departments/${shops}/hours`, { hours: weekend })).status, 200)
  const of = (id: string) => company.system(async (ctx) => (await calendarsOf(ctx, [seller.id, clerk.id]))(id))
  assert.deepEqual([(await of(seller.id)).workFrom, (await of(clerk.id)).workFrom], ['10:00', '09:00'])
  assert.deepEqual([isWorkingDay(await of(seller.id), '2026-11-28'), isWorkingDay(await of(clerk.id), '2026-11-28')], [true, false])
  // From Thursday: the shop rests Thursday and Friday, the office the week-end.
  const from = '2026-11-25T16:00:00.000Z'
  assert.equal(addWorkingTime(from, 24 * HOUR, await of(seller.id)).toISOString(), '2026-11-28T16:00:00.000Z')
  assert.equal(addWorkingTime(from, 24 * HOUR, await of(clerk.id)).toISOString(), '2026-11-26T16:00:00.000Z')
  const duty = (await (await world.browser(seller))('GET', '/duty')).body
  assert.deepEqual([duty.workFrom, duty.workTo], ['10:00', '20:00'])
  const earlier = { ...weekend, workFrom: '08:00' }
  assert.equal((await admin('PUT', `/departments/${north}/hours`, { hours: earlier })).status, 200)
  assert.equal((await of(seller.id)).workFrom, '08:00')
  assert.equal(
    (await admin('PUT', `/departments/${north}/hours`, { hours: { ...weekend, workTo: '07:00' } })).body.code,
    'calendar.hours_backwards',
  )
  assert.equal((await admin('GET', '/departments/hours')).body.items.length, 2)
  for (const id of [north, shops]) assert.equal((await admin('PUT', `/departments/${id}/hours`, { hours: null })).status, 200)
  assert.equal((await of(seller.id)).workFrom, '09:00')
})
