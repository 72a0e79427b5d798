import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policy } from '#core/policies.ts'
import { openWorld } from '#testing/world.ts'
import { workHoursPolicy } from './calendar.policy.ts'
import { calendarOf } from './index.ts'

const world = await openWorld()
const company = await world.company()
const zhou = await company.member('周启明', { 'policy.read': 'all', 'policy.write': 'all' })
const lin = await company.member('林晓峰', { 'policy.read': 'all' })
const inForce = () => company.system((ctx) => policy(ctx, workHoursPolicy))
const value = { weekdays: [1, 2, 3, 4, 5, 6], workFrom: '08:30', workTo: '17:30' }

test('a rule’s page draws itself: schema, words, defaults, value in force', async () => {
  const call = await world.browser(lin)
  const { items } = (await call('GET', '/policies')).body
  assert.ok(items.some((line: { id: string; version: number }) => line.id === 'calendar.work_hours' && line.version === 0))
  const { body } = await call('GET', '/policies/calendar.work_hours')
  assert.deepEqual(
    body.fields.map((field: { key: string }) => field.key),
    Object.keys(body.schema.properties),
  )
  assert.equal(body.schema.properties.workFrom.type, 'string')
  assert.deepEqual(body.value, body.defaults)
  assert.deepEqual(body.may, { write: false })
  assert.equal((await call('GET', '/policies/no.such')).status, 404)
  assert.equal((await call('PUT', '/policies/calendar.work_hours', { value, basedOn: 0 })).status, 403)
})

test('R0.6 a change holds from its date, keeps its history, and is never overwritten', async () => {
  const call = await world.browser(zhou)
  const set = (body: object) => call('PUT', '/policies/calendar.work_hours', body)
  const { body: first } = await set({ value, basedOn: 0, note: '旺季', effectiveAt: '2026-12-01T00:00:00.000Z' })
  assert.deepEqual([first.version, first.authorName], [1, '周启明'])
  assert.equal((await inForce()).workFrom, '09:00')
  const { body: page } = await call('GET', '/policies/calendar.work_hours')
  assert.deepEqual([page.version, page.newestVersion, page.next.length, page.upcoming], [0, 1, 1, 1])
  assert.equal((await set({ value, basedOn: 0 })).body.code, 'policy.changed_meanwhile')
  assert.equal((await set({ value, basedOn: 1, effectiveAt: '2026-11-22T00:00:00.000Z' })).body.code, 'policy.effective_in_past')
  world.clock.set('2026-12-01T00:00:00.000Z')
  assert.equal((await inForce()).workFrom, '08:30')
  assert.equal((await company.system(calendarOf)).workFrom, '08:30')
  assert.equal((await set({ value: { ...value, workFrom: '08:00' }, basedOn: 1 })).body.version, 2)
  assert.equal((await inForce()).workFrom, '08:00')
  const { body: history } = await call('GET', '/policies/calendar.work_hours/history')
  assert.deepEqual(
    history.items.map((one: { version: number; note: string | null }) => [one.version, one.note]),
    [
      [2, null],
      [1, '旺季'],
    ],
  )
})

test('a value outside its range is refused with the field', async () => {
  const call = await world.browser(zhou)
  const { status, body } = await call('PUT', '/policies/calendar.work_hours', { value: { ...value, workTo: '07:00' }, basedOn: 2 })
  assert.deepEqual([status, body.code, body.params.field], [422, 'policy.value_invalid', 'workTo'])
  const { body: other } = await call('PUT', '/policies/calendar.work_hours', { value: { ...value, weekdays: [8] }, basedOn: 2 })
  assert.deepEqual([other.code, other.params.field], ['policy.value_invalid', 'weekdays.0'])
})
