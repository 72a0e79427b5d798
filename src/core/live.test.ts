import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { openWorld, PASSWORD } from '#testing/world.ts'
import { rooms } from '../rooms.ts'
import { emit } from './events.ts'
import { listenLive } from './live.ts'

const world = await openWorld()
const company = await world.company()
const lin = await company.member('林晓峰', {})
const elsewhere = await world.company()
const stranger = await elsewhere.member('外人', {})
const app = world.app()
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/api/v1`
const live = world.house.services().live
const listener = listenLive(
  live,
  () => new pg.Client({ connectionString: world.db.appUrl }),
  () => {},
)
after(() => listener.stop())

async function cookieOf(person: { username: string }): Promise<string> {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { login: person.username, password: PASSWORD } })
  return [answer.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ')
}

/** Opens the stream of a person; `until` reads on to the first message that fits. */
async function streamOf(person: { username: string }) {
  const stop = new AbortController()
  const response = await fetch(`${base}/live`, { headers: { cookie: await cookieOf(person) }, signal: stop.signal })
  assert.equal(response.headers.get('content-type'), 'text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  // A read that was given up on stays under way: the next wait takes it up, so that nothing that comes is lost.
  let reading: ReturnType<NonNullable<typeof reader>['read']> | undefined
  return {
    async until(pattern: RegExp, patienceMs = 5000): Promise<string | null> {
      const late = new Promise<null>((done) => setTimeout(() => done(null), patienceMs).unref())
      while (!pattern.test(text)) {
        reading ??= reader?.read()
        const chunk = await Promise.race([reading, late])
        if (!chunk) return null
        reading = undefined
        text += chunk.value ?? ''
      }
      return text
    },
    close: () => stop.abort(),
  }
}

test('a stranger gets no stream', async () => {
  assert.equal((await fetch(`${base}/live`)).status, 401)
})

test('a change reaches the browsers of its company as a hint, and no other company’s', async () => {
  const mine = await streamOf(lin)
  const theirs = await streamOf(stranger)
  try {
    assert.ok(await mine.until(/event: hello\ndata: \{"now":"2026-11-23T00:30:00.000Z"\}/))
    assert.ok(await theirs.until(/hello/))
    // The channel is listened to a moment after the start: the hint is sent until it comes.
    const hint = { tenantId: company.tenantId, members: [lin.id], topics: ['notifications'] }
    const sending = setInterval(() => void live.publish(world.house.pool, hint), 100)
    try {
      assert.ok(await mine.until(/data: \{"topics":\["notifications"\]/))
      assert.equal(await theirs.until(/topics/, 300), null)
    } finally {
      clearInterval(sending)
    }
  } finally {
    mine.close()
    theirs.close()
  }
})

test('a hint for one member is not sent to his colleague', async () => {
  const sun = await company.member('孙倩', {})
  const hers = await streamOf(sun)
  try {
    assert.ok(await hers.until(/hello/))
    live.deliver({ tenantId: company.tenantId, members: [lin.id], topics: ['tasks'] })
    assert.equal(await hers.until(/tasks/, 200), null)
    live.deliver({ tenantId: company.tenantId, members: [], topics: ['leads'] })
    assert.ok(await hers.until(/data: \{"topics":\["leads"\]/))
  } finally {
    hers.close()
  }
})

test('what happens is carried after the commit to the browser of whom it concerns, and to no other company', async () => {
  const boss = await company.member('陈岚', { 'calendar.manage': 'all' })
  const organization = rooms.find((room) => room.name === 'organization')
  assert.ok(organization)
  organization.notices['calendar.changed'] = async () => ({ to: [lin.id], message: 'task.own', params: { title: '放假' } })
  const mine = await streamOf(lin)
  const bosses = await streamOf(boss)
  const theirs = await streamOf(stranger)
  try {
    for (const one of [mine, bosses, theirs]) assert.ok(await one.until(/hello/))
    await company.system((ctx) => emit(ctx, 'calendar.changed', ctx.tenantId, { day: '2026-11-23', kind: 'off' }))
    assert.equal(await mine.until(/topics/, 200), null, 'nothing goes out before the relay has it')
    await world.house.relay.drain(company.tenantId)
    assert.ok(await mine.until(/"topics":\["notifications"\]/))
    assert.ok(await bosses.until(/"topics":\[/))
    assert.equal(await bosses.until(/notifications/, 200), null)
    assert.equal(await theirs.until(/topics/, 200), null)
  } finally {
    for (const one of [mine, bosses, theirs]) one.close()
  }
})
