import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { diesAt, ended, startWorker } from '#testing/worker.ts'
import { openWorld } from '#testing/world.ts'
import { fakeMail, readMail } from './mail.fake.ts'
import { fakeWecom } from './wecom.fake.ts'

const mail = await fakeMail({ user: 'u', password: 'p' })
const wecom = await fakeWecom({
  corpId: 'wwdemo',
  appSecret: 'app-secret',
  agentId: 1,
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  robotKey: 'k',
  users: ['sun'],
  now: () => world.clock.now().getTime(),
})
const outward = { vendors: { wecom: wecom.url }, allow: [`127.0.0.1:${mail.port}`] }
const world = await openWorld(undefined, undefined, outward)
after(() => Promise.all([mail.stop(), wecom.stop()]))

const company = await world.company()
const admin = await world.browser(company.admin)
const lin = await company.member('林晓峰', {})
const sun = await company.member('孙倩', {})
const setUp = async (channel: string, settings: object, secrets: object) =>
  assert.equal((await admin('PUT', `/message-channels/${channel}`, { settings, secrets, enabled: true, version: 0 })).status, 200)
await setUp(
  'email',
  { host: '127.0.0.1', port: String(mail.port), encryption: 'none', from: 'a@example.com', user: 'u' },
  { password: 'p' },
)
await setUp('wecom', { corpId: 'wwdemo', agentId: '1' }, { appSecret: 'app-secret' })
// By mail the digest is what nobody has to ask for; by WeCom it is asked for.
assert.equal((await (await world.browser(lin))('PUT', '/my-email', { email: 'lin@example.com' })).status, 200)
await admin('PUT', `/channel-addresses/${sun.id}`, { channel: 'wecom', address: 'sun' })
const asked = await (await world.browser(sun))('PUT', '/message-choices/approval.commented', { channel: 'wecom', mode: 'digest' })
assert.equal(asked.status, 200)

const at = (text: string) => world.clock.set(new Date(`${text}:00+08:00`).toISOString())
const say = (title: string, to = lin) =>
  company.system((ctx) =>
    emit(ctx, 'approval.commented', uuidv7(), { number: '', title, requesterId: to.id, others: [to.id], note: '', byName: '周' }),
  )
const sweep = async () => {
  await world.house.relay.drain(company.tenantId)
  await world.house.services().jobs.runNow('message.send', company.tenantId)
}
/** The sweep of every minute, as the timetable has it. */
async function minutes(from: string, to: string) {
  for (let now = new Date(`${from}:00+08:00`).getTime(); now <= new Date(`${to}:00+08:00`).getTime(); now += 60_000) {
    world.clock.set(new Date(now).toISOString())
    await sweep()
  }
}
/** Which items each mail to Lin held, in order. */
const mails = () => mail.accepted.map((one) => [...readMail(one).text.matchAll(/HT-\d+/g)].map(([item]) => item))
/** What became of the digests, newest first. */
const fates = (channel: string) =>
  company.system(async (ctx) => {
    const rows = await ctx.tx.rows(sql<{ state: string }>`select state from message
      where tenant_id = ${ctx.tenantId} and channel = ${channel} and message = 'notification.digest' order by created_at desc`)
    return rows.map((row) => row.state)
  })

test('one mail at 18:00 of a working day, with every item since the last one, none before, none after', async () => {
  at('2026-11-26T18:00')
  await say('HT-1')
  await sweep()
  assert.deepEqual(mails(), [], 'what happens at the very minute goes with the next one')
  at('2026-11-27T09:10')
  await say('HT-2')
  await sweep()
  await minutes('2026-11-27T17:57', '2026-11-27T17:59')
  assert.deepEqual(mails(), [])
  await minutes('2026-11-27T18:00', '2026-11-27T18:05')
  assert.deepEqual(mails(), [['HT-1', 'HT-2']])
  assert.equal(readMail(mail.accepted[0] as (typeof mail.accepted)[0]).subject, '你有 2 条消息')
  assert.deepEqual(mail.accepted[0]?.to, ['lin@example.com'])
})

test('what the weekend brought comes on Monday; a working day that brought nothing has no mail', async () => {
  at('2026-11-28T11:00')
  await say('HT-3')
  await minutes('2026-11-28T17:59', '2026-11-28T18:01')
  at('2026-11-29T20:00')
  await say('HT-4')
  await minutes('2026-11-29T20:00', '2026-11-29T20:01')
  at('2026-11-30T09:00')
  await sweep()
  assert.equal(mails().length, 1)
  await minutes('2026-11-30T17:59', '2026-11-30T18:01')
  assert.deepEqual(mails().slice(1), [['HT-3', 'HT-4']])
  await minutes('2026-12-01T17:59', '2026-12-01T18:02')
  await minutes('2026-12-02T17:59', '2026-12-02T18:02')
  assert.equal(mails().length, 2, 'nothing happened on these days')
})

test('18:00 is the company’s: another zone, another instant', async () => {
  const far = await world.company()
  const boss = await world.browser(far.admin)
  await far.system(async (ctx) => {
    await ctx.tx.run(sql`update tenant set time_zone = 'Asia/Tokyo' where id = ${ctx.tenantId}`)
  })
  const settings = { host: '127.0.0.1', port: String(mail.port), encryption: 'none', from: 'a@example.com', user: 'u' }
  await boss('PUT', '/message-channels/email', { settings, secrets: { password: 'p' }, enabled: true, version: 0 })
  const mine = await far.member('佐藤', {})
  await (await world.browser(mine))('PUT', '/my-email', { email: 'sato@example.com' })
  at('2026-12-02T10:00')
  const payload = { number: 'JP-1', title: 'JP-1', requesterId: mine.id, others: [mine.id], note: '', byName: '周' }
  await far.system((ctx) => emit(ctx, 'approval.commented', uuidv7(), payload))
  const there = () => mail.accepted.filter((one) => one.to.includes('sato@example.com')).length
  const sweepThere = async (time: string) => {
    at(time)
    await world.house.relay.drain(far.tenantId)
    await world.house.services().jobs.runNow('message.send', far.tenantId)
  }
  await sweepThere('2026-12-02T16:59')
  assert.equal(there(), 0)
  await sweepThere('2026-12-02T17:00')
  assert.equal(there(), 1)
})

test('killed after the mail server took it and before that was written down: the digest came once, and a person sees the doubt', async () => {
  const before = mails().length
  at('2026-12-03T09:00')
  await say('HT-5')
  await say('HT-6')
  await sweep()
  at('2026-12-03T18:00')
  const child = startWorker(world, company.tenantId, outward)
  mail.beforeAnswer(async () => {
    mail.beforeAnswer(null)
    child.kill('SIGKILL')
    await ended(child)
  })
  await ended(child)
  assert.equal(child.signalCode, 'SIGKILL')
  await minutes('2026-12-03T18:01', '2026-12-03T18:20')
  await minutes('2026-12-04T17:59', '2026-12-04T18:01')
  assert.deepEqual(mails().slice(before), [['HT-5', 'HT-6']])
  assert.equal((await fates('email'))[0], 'unclear')
})

test('killed after the claim and before anything was handed over: where the vendor knows our key the digest still comes, and once', async () => {
  at('2026-12-04T09:00')
  await say('HT-7', sun)
  await say('HT-8', sun)
  await sweep()
  at('2026-12-04T18:00')
  for (const die of ['gettoken', 'send']) {
    await diesAt(wecom, die, startWorker(world, company.tenantId, outward))
    // What it held is nobody's for a quarter of an hour.
    world.clock.set(new Date(world.clock.now().getTime() + 16 * 60_000).toISOString())
  }
  await sweep()
  await sweep()
  const came = wecom.delivered.map((one) => one.markdown?.content ?? '')
  assert.equal(came.length, 1)
  assert.match(came[0] ?? '', /你有 2 条消息[\s\S]*HT-7[\s\S]*HT-8/)
  assert.deepEqual(await fates('wecom'), ['accepted'])
})
