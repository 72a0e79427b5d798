import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv7 } from '#core/ids.ts'
import { handOverRooms } from '#modules/organization/index.ts'
import { openWorld } from '#testing/world.ts'
import { closeTasks, createTask, type NewTask } from './index.ts'

const world = await openWorld()
const company = await world.company()
const lin = await company.member('林晓峰', {})
const sun = await company.member('孙倩', {})
const subjectId = uuidv7()
const make = (task: Partial<NewTask>): Promise<string> =>
  company.system((ctx) =>
    createTask(ctx, { ownerId: lin.id, kind: 'sample.step', titleKey: 'task.own', subjectType: 'lead', subjectId, ...task }),
  )

test('open tasks stand by due date, with bounds of the company’s day; a colleague sees none of them', async () => {
  await make({ params: { title: 'late' }, dueAt: '2026-11-22T01:00:00.000Z' })
  await make({ params: { title: 'tonight' }, dueAt: '2026-11-23T15:59:00.000Z' })
  await make({ params: { title: 'tomorrow' }, dueAt: '2026-11-23T16:00:00.000Z' })
  await make({ params: { title: 'some day' } })
  const call = await world.browser(lin)
  const titles = async (query: string) =>
    (await call('GET', `/tasks${query}`)).body.items.map((task: { params: { title: string } }) => task.params.title)
  assert.deepEqual(await titles(''), ['late', 'tonight', 'tomorrow', 'some day'])
  assert.deepEqual(await titles('?due=overdue'), ['late'])
  assert.deepEqual(await titles('?due=today'), ['tonight'])
  assert.deepEqual(await titles('?due=later'), ['tomorrow', 'some day'])
  assert.deepEqual((await call('GET', '/tasks/counts')).body, { open: 4, overdue: 1, today: 1 })
  const first = await call('GET', '/tasks?limit=3')
  const second = await call('GET', `/tasks?limit=3&cursor=${first.body.next}`)
  assert.deepEqual([first.body.items.length, second.body.items[0].params.title, second.body.next], [3, 'some day', null])
  assert.deepEqual((await (await world.browser(sun))('GET', '/tasks')).body.items, [])
})

test('one’s own note is ticked off once; a room’s task ends with what it asks for', async () => {
  const call = await world.browser(sun)
  const { body: own } = await call('POST', '/tasks', { title: '带样品', dueAt: '2026-11-24T01:00:00.000Z' })
  assert.equal(own.may.finish, true)
  assert.equal((await call('POST', `/tasks/${own.id}/done`)).body.state, 'done')
  assert.equal((await call('POST', `/tasks/${own.id}/done`)).body.code, 'task.ended_already')
  const id = await make({ ownerId: sun.id, kind: 'dunning.step' })
  assert.equal((await call('POST', `/tasks/${id}/done`)).body.code, 'task.ends_by_itself')
  assert.equal((await (await world.browser(lin))('POST', `/tasks/${id}/done`)).status, 404)
  assert.equal(await company.system((ctx) => closeTasks(ctx, { subjectId, kind: 'dunning.step', state: 'done' })), 1)
  const ended = await call('GET', '/tasks?state=ended')
  assert.deepEqual(
    ended.body.items.map((task: { id: string; state: string }) => [task.id, task.state]).sort(),
    [
      [own.id, 'done'],
      [id, 'done'],
    ].sort(),
  )
})

test('open tasks of a leaver go to the successor', async () => {
  const leaver = await company.member('离职', {})
  const id = await make({ ownerId: leaver.id, subjectId: uuidv7() })
  await company.system((ctx) => handOverRooms(ctx, leaver.id, sun.id))
  const { body } = await (await world.browser(sun))('GET', '/tasks')
  assert.ok(body.items.some((task: { id: string }) => task.id === id))
})

test('what two rooms ask of a person stands in one list with owner, due, subject and the rule it came of; each ends with its outcome; both stand in his calendar', async () => {
  const both = await company.member('周启明', {})
  const call = await world.browser(both)
  const [leadId, contractId] = [uuidv7(), uuidv7()]
  const first = { ownerId: both.id, params: { title: '首次联系' }, kind: 'lead.first_contact', dueAt: '2026-11-24T02:00:00.000Z' }
  const second = { ownerId: both.id, params: { title: '催收第一期' }, kind: 'dunning.todo', dueAt: '2026-11-25T02:00:00.000Z' }
  await make({ ...second, subjectType: 'contract', subjectId: contractId })
  await make({ ...first, subjectType: 'lead', subjectId: leadId, sourceRule: 'leads.first_contact' })
  const { items } = (await call('GET', '/tasks')).body
  const shape = (task: Record<string, unknown>) => [task.ownerId, task.dueAt, task.subjectType, task.subjectId, task.sourceRule]
  assert.deepEqual(items.map(shape), [
    [both.id, first.dueAt, 'lead', leadId, 'leads.first_contact'],
    [both.id, second.dueAt, 'contract', contractId, 'dunning'],
  ])
  const { url } = (await call('POST', '/calendar-feed')).body
  const feed = await world.app().inject({ method: 'GET', url: new URL(url).pathname })
  assert.deepEqual(feed.body.match(/SUMMARY:.*(?=\r)/g), ['SUMMARY:首次联系', 'SUMMARY:催收第一期'])
  assert.equal((await call('POST', `/tasks/${items[1].id}/done`, { outcome: '答应周五付' })).body.outcome, '答应周五付')
  await company.system((ctx) => closeTasks(ctx, { subjectId: leadId, kind: 'lead.first_contact', state: 'done' }))
  const ended = (await call('GET', '/tasks?state=ended')).body.items
  assert.deepEqual(
    ended.map((task: { state: string }) => task.state),
    ['done', 'done'],
  )
})
