import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { registerSubject, requestApproval } from '#modules/approvals/index.ts'
import { trialSubject } from '#testing/plain-card.ts'
import { ended, startAside, startWorker } from '#testing/worker.ts'
import { openWorld } from '#testing/world.ts'
import { fakeMail, readMail } from './mail.fake.ts'
import { fakeWecom } from './wecom.fake.ts'

const wecom = await fakeWecom({
  corpId: 'wwdemo',
  appSecret: 'app-secret',
  agentId: 1,
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  robotKey: 'k',
  users: ['lin', 'zhou'],
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

const worker = () => startWorker(world, company.tenantId, outward)
const root = fileURLToPath(new URL('../../../', import.meta.url))
const aside = (work: string) => startAside(world, outward, work)
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

test('a vendor’s memory is not for ever: what may have reached him longer ago than he remembers is not sent again by itself', async () => {
  await (await world.browser(lin))('PUT', '/message-choices/approval.commented', { channel: 'wecom', mode: 'now' })
  await say('XS-9')
  const child = worker()
  wecom.beforeAnswer(async (path) => {
    if (path !== 'send') return
    wecom.beforeAnswer(null)
    child.kill('SIGKILL')
    await ended(child)
  })
  await ended(child)
  assert.equal(child.signalCode, 'SIGKILL')
  pass(5 * 60)
  await ended(worker())
  assert.equal(wecom.delivered.filter((one) => one.markdown?.content.includes('XS-9')).length, 1)
  assert.equal((await log('wecom'))[0], 'unclear')
})

/** A server that takes one callback of the vendor and dies: while it decides, or when it has decided and nothing went out yet. */
const takesAndDies = (callback: { query: URLSearchParams; body: string }, when: 'deciding' | 'decided') =>
  aside(`const { registerSubject } = await import(${JSON.stringify(`${root}src/modules/approvals/index.ts`)})
    const { receiveCallback } = await import(${JSON.stringify(`${root}src/modules/integrations/index.ts`)})
    const die = () => process.kill(process.pid, 'SIGKILL')
    const { trialSubject } = await import(${JSON.stringify(`${root}src/testing/plain-card.ts`)})
    registerSubject(trialSubject(async () => { if (${JSON.stringify(when)} === 'deciding') { die(); await new Promise(() => {}) } }))
    const request = { method: 'POST', query: ${JSON.stringify(Object.fromEntries(callback.query))}, headers: {}, body: ${JSON.stringify(callback.body)}, requestId: 'kill' }
    const answer = await receiveCallback(house, 'wecom', ${JSON.stringify(company.tenantId)}, request)
    if (answer.status !== 200) throw new Error(answer.body)
    die()`)

test('a pressed button, killed -9 while it decides, when it has decided, and while it tells: decided once, told once', async () => {
  const zhou = await company.member('周启明', { 'approval.decide': 'all' })
  await admin('PUT', `/channel-addresses/${zhou.id}`, { channel: 'wecom', address: 'zhou' })
  const { body: channel } = await admin('GET', '/message-channels')
  const { version } = channel.items.find((one: { channel: string }) => one.channel === 'wecom')
  const secrets = { appSecret: 'app-secret', token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' }
  const settings = { corpId: 'wwdemo', agentId: '1' }
  assert.equal((await admin('PUT', '/message-channels/wecom', { settings, secrets, enabled: true, version })).status, 200)
  await (await world.browser(lin))('PUT', '/message-choices/approval.decided', { channel: 'wecom', mode: 'now' })
  registerSubject(trialSubject(async () => {}))
  const approvers = [{ kind: 'person' as const, memberId: zhou.id }]
  const flow = { key: 'trial', version: 1, steps: [{ kind: 'approve' as const, id: 'one', mode: 'any' as const, approvers }] }
  const { approvalId } = await company.as(lin, (ctx) =>
    requestApproval(ctx, {
      subjectType: 'trial',
      subjectId: uuidv7(),
      reason: { key: 'why', params: {} },
      facts: {},
      ownerId: lin.id,
      flow,
    }),
  )
  await ended(worker())
  const card = wecom.delivered.find((one) => one.touser === 'zhou' && one.template_card)?.template_card
  assert.ok(card)
  // The vendor sends the same callback again as long as nobody answered.
  const callback = wecom.pressed('zhou', card.task_id, 'agree')
  const story = async () => (await (await world.browser(lin))('GET', `/approvals/${approvalId}`)).body
  for (const when of ['deciding', 'decided'] as const) {
    const child = takesAndDies(callback, when)
    await ended(child)
    assert.equal(child.signalCode, 'SIGKILL')
    assert.equal((await story()).status, when === 'deciding' ? 'pending' : 'approved')
  }
  const again = await world.app().inject({
    method: 'POST',
    url: `/callbacks/wecom/${company.tenantId}?${callback.query}`,
    payload: callback.body,
    headers: { 'content-type': 'text/xml' },
  })
  assert.equal(again.statusCode, 200)
  // Dies after the first thing it handed over, and again after the first that the next one hands over.
  for (let n = 0; n < 2; n += 1) {
    const child = worker()
    wecom.beforeAnswer(async (path) => {
      if (path === 'gettoken') return
      wecom.beforeAnswer(null)
      child.kill('SIGKILL')
      await ended(child)
    })
    await ended(child)
    assert.equal(child.signalCode, 'SIGKILL')
    pass(16)
  }
  wecom.beforeAnswer(null)
  await ended(worker())
  assert.deepEqual(
    (await story()).log.map((entry: { act: string }) => entry.act),
    ['start', 'approve'],
  )
  assert.deepEqual(
    wecom.updates.map((update) => update.button.replace_name),
    ['已同意'],
  )
  const told = wecom.delivered.filter((one) => one.touser === 'lin' && one.markdown?.content.includes('特价申请'))
  assert.equal(told.length, 1)
})
