import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { openWorld } from '#testing/world.ts'
import { fakeMail, readMail } from './mail.fake.ts'
import { fakeWecom } from './wecom.fake.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const wecom = await fakeWecom({
  corpId: 'wwdemo',
  appSecret: 'app-secret',
  agentId: 1,
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  robotKey: 'k',
  users: ['lin'],
  now: () => world.clock.now().getTime(),
})
const mail = await fakeMail({ user: 'u', password: 'p' })
const outward = { vendors: { wecom: wecom.url }, allow: [`127.0.0.1:${mail.port}`] }
const world = await openWorld('2026-11-23T01:00:00.000Z', undefined, outward)
after(() => Promise.all([wecom.stop(), mail.stop()]))
const company = await world.company()
const lin = await company.member('林晓峰', {})
const admin = await world.browser(company.admin)
const setUp = async (channel: string, settings: object, secrets: object) =>
  assert.equal((await admin('PUT', `/message-channels/${channel}`, { settings, secrets, enabled: true, version: 0 })).status, 200)

/** A worker of its own that relays and sweeps once, to be killed on the way. */
function worker(): ChildProcess {
  const { appUrl: app, authUrl: auth, workerUrl: work } = world.db
  const options = { urls: { app, auth, worker: work }, dataDir: world.dataDir, outward }
  const code = `
    const { openHouse } = await import(${JSON.stringify(`${root}src/main.ts`)})
    const { fixedClock } = await import(${JSON.stringify(`${root}src/core/clock.ts`)})
    const house = openHouse({ ...${JSON.stringify(options)}, clock: fixedClock(${JSON.stringify(world.clock.now().toISOString())}) })
    await house.relay.drain(${JSON.stringify(company.tenantId)})
    await house.services().jobs.runNow('message.send', ${JSON.stringify(company.tenantId)})
    await house.close()`
  return spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

const ended = async (child: ChildProcess): Promise<void> =>
  void (child.exitCode === null && child.signalCode === null && (await once(child, 'exit')))
const pass = (minutes: number): void => world.clock.set(new Date(world.clock.now().getTime() + minutes * 60_000).toISOString())
const say = (title: string) =>
  company.system((ctx) =>
    emit(ctx, 'approval.commented', uuidv7(), { number: title, title, requesterId: lin.id, others: [lin.id], note: '', byName: '周' }),
  )
const log = async (channel: string) =>
  (await admin('GET', `/messages?channel=${channel}`)).body.items.map((row: { state: string }) => row.state)

test('killed -9 between decision and effect, after the effect, and in between: each message arrives once', async () => {
  await setUp('wecom', { corpId: 'wwdemo', agentId: '1' }, { appSecret: 'app-secret' })
  await admin('PUT', `/channel-addresses/${lin.id}`, { channel: 'wecom', address: 'lin' })
  for (let n = 0; n < 6; n += 1) await say(`XS-${n}`)
  // Dies once before anything was handed over, then right after the first, the second … message was taken.
  for (const die of ['gettoken', 'send', 'send', 'send']) {
    const child = worker()
    let asked = 0
    wecom.beforeAnswer(async (path) => {
      asked += 1
      if (path !== die || (die === 'send' && asked < 3)) return
      wecom.beforeAnswer(null)
      child.kill('SIGKILL')
      await ended(child)
    })
    await ended(child)
    assert.equal(child.signalCode, 'SIGKILL', `it should have died at ${die}`)
    // What it held is nobody's for a quarter of an hour; another sweep in between takes only what is free.
    pass(16)
  }
  await ended(worker())
  pass(16)
  await ended(worker())
  const arrived = wecom.delivered.map((one) => /XS-\d/.exec(one.markdown?.content ?? '')?.[0]).sort()
  assert.deepEqual(arrived, ['XS-0', 'XS-1', 'XS-2', 'XS-3', 'XS-4', 'XS-5'])
  assert.deepEqual(new Set(await log('wecom')), new Set(['accepted']))
})

test('a mail server knows no key of ours: what was in its hands at the kill is never sent twice, and a person sees it', async () => {
  await setUp(
    'email',
    { host: '127.0.0.1', port: String(mail.port), encryption: 'none', from: 'a@example.com', user: 'u' },
    { password: 'p' },
  )
  const call = await world.browser(lin)
  await call('PUT', '/my-email', { email: 'lin@example.com' })
  await call('PUT', '/message-choices/approval.commented', { channel: 'email', mode: 'now' })
  await call('PUT', '/message-choices/approval.commented', { channel: 'wecom', mode: 'off' })
  await say('HT-1')
  await say('HT-2')
  const child = worker()
  mail.beforeAnswer(async () => {
    mail.beforeAnswer(null)
    child.kill('SIGKILL')
    await ended(child)
  })
  await ended(child)
  assert.equal(child.signalCode, 'SIGKILL')
  for (let n = 0; n < 3; n += 1) {
    pass(16)
    await ended(worker())
  }
  assert.deepEqual(mail.accepted.map((one) => /HT-\d/.exec(readMail(one).text)?.[0]).sort(), ['HT-1', 'HT-2'])
  assert.deepEqual((await log('email')).sort(), ['accepted', 'unclear'])
})
