// 不确定: what a vendor may have taken without saying so is sent again only while he still knows it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { emit } from '#core/events.ts'
import type { NoticeDraft } from '#core/notices.ts'
import { createOutward, neverLeft } from '#core/outward.ts'
import type { Outgoing } from '#modules/notifications/index.ts'
import { openWorld } from '#testing/world.ts'
import { rooms } from '../../rooms.ts'
import { loopback } from './loopback.fake.ts'
import { fakeMail, readMail } from './mail.fake.ts'
import { adapterOf } from './vendors.actions.ts'
import { fakeWecom } from './wecom.fake.ts'

const wecom = await fakeWecom({
  corpId: 'wwdemo',
  appSecret: 'app-secret',
  agentId: 1,
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  robotKey: 'robot-key',
  users: ['lin'],
  now: () => world.clock.now().getTime(),
})
const mail = await fakeMail({ user: 'u', password: 'p' })
const world = await openWorld('2026-11-23T01:00:00.000Z', undefined, { vendors: { wecom: wecom.url }, allow: [`127.0.0.1:${mail.port}`] })
after(() => Promise.all([wecom.stop(), mail.stop()]))

// A notice of this test's own, told by an event that exists.
const draft: { current: NoticeDraft } = { current: { to: [], message: 'task.own' } }
const organization = rooms.find((room) => room.name === 'organization')
assert.ok(organization)
organization.notices['calendar.changed'] = async () => draft.current

const company = await world.company()
const admin = await world.browser(company.admin)
const lin = await company.member('林晓峰', {})
const his = await world.browser(lin)

async function setUp(channel: string, settings: object, secrets: object, enabled = true) {
  const { items } = (await admin('GET', '/message-channels')).body
  const { version } = items.find((one: { channel: string }) => one.channel === channel)
  assert.equal((await admin('PUT', `/message-channels/${channel}`, { settings, secrets, enabled, version })).status, 200)
}
await setUp('wecom', { corpId: 'wwdemo', agentId: '1' }, { appSecret: 'app-secret' })
await setUp(
  'email',
  { host: '127.0.0.1', port: String(mail.port), encryption: 'none', from: 'a@example.com', user: 'u' },
  { password: 'p' },
)
await admin('PUT', `/channel-addresses/${lin.id}`, { channel: 'wecom', address: 'lin' })
await his('PUT', '/my-email', { email: 'lin@example.com' })
const only = async (channel: 'wecom' | 'email') => {
  for (const one of ['wecom', 'email'])
    await his('PUT', '/message-choices/calendar.changed', { channel: one, mode: one === channel ? 'now' : 'off' })
}

const at = (text: string) => world.clock.set(new Date(`${text}:00+08:00`).toISOString())
const sweep = () => world.house.services().jobs.runNow('message.send', company.tenantId)
async function say(title: string) {
  draft.current = { to: [lin.id], message: 'task.own', params: { title } }
  await company.system((ctx) => emit(ctx, 'calendar.changed', ctx.tenantId, { day: '2026-11-23', kind: 'off' }))
  await world.house.relay.drain(company.tenantId)
  await sweep()
}
/** Sweeps as often as any delay may end, for a day. */
async function waitADay() {
  const start = world.clock.now().getTime()
  for (const minutes of [1, 4, 15, 46, 167, 528, 1440]) {
    world.clock.set(new Date(start + minutes * 60_000).toISOString())
    await sweep()
  }
}
async function fateOf(channel: string) {
  const [last] = (await admin('GET', `/messages?channel=${channel}`)).body.items
  const { attempts } = (await admin('GET', `/messages/${last.id}`)).body
  return { ...last, outcomes: attempts.map((one: { outcome: string }) => one.outcome) }
}
const words: Outgoing = {
  ...{ id: crypto.randomUUID(), key: crypto.randomUUID(), address: 'lin', browsers: [], title: '标题', text: '内容', url: null },
  ...{ buttons: [], update: null, approved: { as: null, facts: {} }, foot: null },
}
const mails = (title: string) => mail.accepted.filter((one) => readMail(one).text.startsWith(title)).length

test('a mail server that took a letter and says nothing, or breaks off, gets it once; a person sees it and may send it again', async () => {
  await only('email')
  at('2026-11-23T10:00')
  mail.beforeAnswer(() => new Promise(() => {}))
  await say('没有回音')
  mail.beforeAnswer(null)
  await waitADay()
  assert.equal(mails('没有回音'), 1)
  const silent = await fateOf('email')
  assert.deepEqual([silent.state, silent.reason, silent.outcomes], ['unclear', 'interrupted', ['interrupted']])

  mail.breakOff(true)
  await say('断开')
  mail.breakOff(false)
  await waitADay()
  assert.equal(mails('断开'), 1)
  const broken = await fateOf('email')
  assert.equal(broken.state, 'unclear')
  assert.equal((await admin('POST', '/messages/replay', { ids: [broken.id] })).body.replayed, 1)
  await sweep()
  assert.equal(mails('断开'), 2)
  assert.equal((await fateOf('email')).state, 'accepted')
})

test('a mail server that said no for now, or was not there at all, is asked again', async () => {
  at('2026-11-25T10:00')
  mail.refuse({ code: 432, text: 'mailbox is moving' })
  await say('稍后')
  mail.refuse(null)
  assert.equal((await fateOf('email')).state, 'waiting')
  at('2026-11-25T10:02')
  await sweep()
  assert.equal(mails('稍后'), 1)
  const nobody = await loopback(() => ({}))
  await nobody.stop()
  const way = { services: { outward: createOutward({ allow: [nobody.url.slice('http://'.length)] }) } as never, now: new Date() }
  const settings = { host: '127.0.0.1', port: nobody.url.split(':').at(-1) as string, encryption: 'none', from: 'a@example.com' }
  const sent = await adapterOf('email')?.send(
    way,
    { tenantId: 't', settings, secrets: {}, version: 1 },
    {
      ...words,
      address: 'lin@example.com',
    },
  )
  assert.equal(sent?.ok === false && sent.trouble, 'transient')
})

test('a robot knows no key of ours: what it may have said it is not made to say again', async () => {
  await only('email')
  await setUp('wecom_robot', { kinds: 'calendar.changed' }, { key: 'robot-key' })
  at('2026-11-26T10:00')
  wecom.loseAnswers(true)
  await say('群里一句')
  await waitADay()
  wecom.loseAnswers(false)
  assert.equal(wecom.group.filter((one) => one.content.startsWith('群里一句')).length, 1)
  assert.equal((await fateOf('wecom_robot')).state, 'unclear')
  await setUp('wecom_robot', { kinds: '' }, {}, false)
})

test('a vendor who knows our key is asked again, but not longer than he remembers', async () => {
  await only('wecom')
  at('2026-11-30T09:00')
  wecom.loseAnswers(true)
  await say('记四小时')
  await waitADay()
  wecom.loseAnswers(false)
  const arrived = (title: string) => wecom.delivered.filter((one) => one.markdown?.content.startsWith(title)).length
  assert.equal(arrived('记四小时'), 1)
  const fate = await fateOf('wecom')
  assert.deepEqual([fate.state, fate.outcomes], ['unclear', Array(6).fill('interrupted')])

  // The next try falls into the night; by morning the vendor has forgotten.
  at('2026-12-01T20:59')
  wecom.loseAnswers(true)
  await say('夜里断线')
  wecom.loseAnswers(false)
  assert.equal((await fateOf('wecom')).state, 'waiting')
  for (const time of ['2026-12-01T21:30', '2026-12-02T08:00', '2026-12-02T09:00']) {
    at(time)
    await sweep()
  }
  assert.equal(arrived('夜里断线'), 1)
  assert.equal((await fateOf('wecom')).state, 'unclear')
})

test('until the token is there nothing has left: its trouble is never a doubt', async () => {
  for (const reply of [{ status: 502, text: 'bad gateway' }, { cut: true as const }]) {
    const broken = await loopback(() => reply)
    after(broken.stop)
    const { port } = new URL(broken.url)
    for (const vendor of ['wecom', 'dingtalk', 'feishu'] as const) {
      const outward = createOutward({ vendors: { [vendor]: `http://127.0.0.1:${port}` } })
      const setup = {
        tenantId: crypto.randomUUID(),
        settings: { corpId: 'c', appKey: 'k', appId: 'i' },
        secrets: { appSecret: 's' },
        version: 1,
      }
      const sent = await adapterOf(vendor)?.send({ services: { outward } as never, now: new Date() }, setup, words)
      assert.equal(sent?.ok === false && sent.trouble, 'transient', vendor)
    }
  }
})

test('only who was never found, reached or trusted has certainly nothing', async () => {
  const gone = await loopback(() => ({ cut: true }))
  const outward = createOutward({ vendors: { gone: gone.url } })
  const failure = (url: string) => outward.ask(url, { method: 'POST', body: 'x' }).catch((error: unknown) => error)
  assert.equal(neverLeft(await failure(gone.url)), false)
  await gone.stop()
  assert.equal(neverLeft(await failure(gone.url)), true)
  assert.equal(neverLeft(await failure('https://nobody.invalid')), true)
  assert.equal(neverLeft(Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' })), true)
  assert.equal(neverLeft(Object.assign(new TypeError('fetch failed'), { cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } })), true)
  assert.equal(neverLeft(Object.assign(new TypeError('fetch failed'), { cause: { code: 'UND_ERR_SOCKET' } })), false)
  assert.equal(neverLeft(new Error('no answer in time')), false)
})
