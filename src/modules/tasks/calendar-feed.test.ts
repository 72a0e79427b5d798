import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from '#testing/world.ts'
import { createTask } from './index.ts'

const world = await openWorld(undefined, undefined, { publicUrl: 'https://sales.example.com' })
const company = await world.company()
const lin = await company.member('林晓峰', {})
const sun = await company.member('孙倩', {})
const read = async (url: string) => await world.app().inject({ method: 'GET', url: new URL(url).pathname })

test('my open tasks with a date stand in my calendar, nobody else’s, at an address that can be taken back', async () => {
  const call = await world.browser(lin)
  await company.system((ctx) =>
    createTask(ctx, {
      ownerId: lin.id,
      kind: 'dunning.step',
      titleKey: 'task.own',
      params: { title: '催收，苏州恒筑;第一期' },
      dueAt: '2026-11-24T02:00:00.000Z',
      subjectType: 'lead',
      subjectId: lin.id,
      link: '/leads',
    }),
  )
  await call('POST', '/tasks', { title: '不带日期' })
  await (await world.browser(sun))('POST', '/tasks', { title: '孙倩的事', dueAt: '2026-11-24T02:00:00.000Z' })
  assert.deepEqual((await call('GET', '/calendar-feed')).body, { active: false, createdAt: null, readAt: null })
  const { url } = (await call('POST', '/calendar-feed')).body
  assert.match(url, /^https:\/\/sales\.example\.com\/calendar\/[\w.-]+\.ics$/)
  const feed = await read(url)
  assert.equal(feed.headers['content-type'], 'text/calendar; charset=utf-8')
  assert.match(feed.body, /^BEGIN:VCALENDAR\r\n/)
  assert.equal(feed.body.split('BEGIN:VEVENT').length, 2)
  assert.match(feed.body, /SUMMARY:催收，苏州恒筑\\;第一期\r\n/)
  assert.match(feed.body, /DTSTART:20261124T020000Z\r\n/)
  assert.ok((await call('GET', '/calendar-feed')).body.readAt)
  assert.equal((await read(url.replace(/.\.ics$/, '_.ics'))).statusCode, 404)
  assert.equal((await read('https://sales.example.com/calendar/none.ics')).statusCode, 404)
  const anew = (await call('POST', '/calendar-feed')).body.url
  assert.equal((await read(url)).statusCode, 404)
  assert.equal((await read(anew)).statusCode, 200)
  await call('DELETE', '/calendar-feed')
  assert.equal((await read(anew)).statusCode, 404)
})

test('a task says which rule made it, and what it came to', async () => {
  const call = await world.browser(lin)
  const made = (await call('GET', '/tasks')).body.items.find((task: { kind: string }) => task.kind === 'dunning.step')
  assert.equal(made.sourceRule, 'dunning')
  const { body: own } = await call('POST', '/tasks', { title: '打电话' })
  assert.equal(own.sourceRule, null)
  const { body: done } = await call('POST', `/tasks/${own.id}/done`, { outcome: '约了周四上午' })
  assert.deepEqual([done.state, done.outcome], ['done', '约了周四上午'])
})
