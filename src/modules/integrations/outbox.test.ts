import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import type { NoticeDraft } from '#core/notices.ts'
import { messageCustomer, optOut, readOptOut } from '#modules/notifications/index.ts'
import { openWorld } from '#testing/world.ts'
import { rooms } from '../../rooms.ts'
import { fakeMail, readMail } from './mail.fake.ts'
import { fakePush } from './push.fake.ts'
import { fakeWecom } from './wecom.fake.ts'

const clockNow = (): number => world.clock.now().getTime()
const wecom = await fakeWecom({
  corpId: 'wwdemo',
  appSecret: 'app-secret',
  agentId: 1000002,
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  robotKey: 'robot-key',
  users: ['lin', 'sun', 'zhou', 'Gao'],
  now: () => clockNow(),
})
const mail = await fakeMail({ user: 'fieldloop', password: 'mail-secret' })
const push = await fakePush()
const world = await openWorld(undefined, undefined, {
  vendors: { wecom: wecom.url, push: push.url },
  allow: [`127.0.0.1:${mail.port}`],
  publicUrl: 'https://sales.example.com',
})
after(() => Promise.all([wecom.stop(), mail.stop(), push.stop()]))

// A notice of this test's own, told by an event that exists.
const draft: { current: NoticeDraft } = { current: { to: [], message: 'task.own' } }
const organization = rooms.find((room) => room.name === 'organization')
assert.ok(organization)
organization.notices['calendar.changed'] = async () => draft.current

const company = await world.company()
const admin = await world.browser(company.admin)
const lin = await company.member('林晓峰', {})
const sun = await company.member('孙倩', {})
const browserOf = new Map([
  [lin.id, await world.browser(lin)],
  [sun.id, await world.browser(sun)],
])

async function setUp(channel: string, settings: object, secrets: object, enabled = true) {
  const { body } = await admin('GET', '/message-channels')
  const version = body.items.find((one: { channel: string }) => one.channel === channel).version
  const answer = await admin('PUT', `/message-channels/${channel}`, { settings, secrets, enabled, version })
  assert.equal(answer.status, 200, answer.raw.toString())
  return answer.body
}
const mailSettings = {
  host: '127.0.0.1',
  port: String(mail.port),
  encryption: 'none',
  from: '外勤闭环 <no-reply@example.com>',
  user: 'fieldloop',
}
await setUp(
  'wecom',
  { corpId: 'wwdemo', agentId: '1000002' },
  { appSecret: 'app-secret', token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' },
)
await setUp('email', mailSettings, { password: 'mail-secret' })
await admin('PUT', `/channel-addresses/${lin.id}`, { channel: 'wecom', address: 'lin' })
await admin('PUT', `/channel-addresses/${sun.id}`, { channel: 'wecom', address: 'sun' })
assert.equal((await browserOf.get(lin.id)?.('PUT', '/my-email', { email: 'lin@example.com' }))?.status, 200)

async function happen(told: Partial<NoticeDraft> & { to: string[] }) {
  draft.current = { message: 'task.own', params: { title: '带样品' }, link: '/leads', ...told }
  await company.system((ctx) => emit(ctx, 'calendar.changed', ctx.tenantId, { day: '2026-11-23', kind: 'off' }))
  await world.house.relay.drain(company.tenantId)
}
const sweep = () => world.house.services().jobs.runNow('message.send', company.tenantId)
const log = async (query = '') => {
  const { status, body } = await admin('GET', `/messages${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body.items
}
const inWecom = (user: string) => wecom.delivered.filter((one) => one.touser === user).map((one) => one.markdown?.content ?? '')
const at = (text: string) => world.clock.set(new Date(`${text}:00+08:00`).toISOString())

test('one event goes to each by his own channels, once, however often relay and sweep run', async () => {
  at('2026-11-23T08:30')
  await happen({ to: [lin.id, sun.id, lin.id] })
  await world.house.relay.drain(company.tenantId)
  await Promise.all([sweep(), sweep(), sweep()])
  await sweep()
  assert.equal(inWecom('lin').length, 1)
  assert.equal(inWecom('sun').length, 1)
  assert.match(inWecom('lin')[0] as string, /^带样品\n\[打开\]\(https:\/\/sales\.example\.com\/m\/leads\?m=/)
  const rows = (await log()).map((row: { channel: string; memberName: string; state: string }) => [row.channel, row.memberName, row.state])
  assert.deepEqual(rows.sort(), [
    ['email', '林晓峰', 'digest'],
    ['wecom', '孙倩', 'accepted'],
    ['wecom', '林晓峰', 'accepted'],
  ])
})

test('the digest at 18:00 holds what the day brought, in one mail; a minute before there is none', async () => {
  await happen({ to: [lin.id], params: { title: '回电话' } })
  at('2026-11-23T17:59')
  await sweep()
  assert.equal(mail.accepted.length, 0)
  at('2026-11-23T18:00')
  await sweep()
  await sweep()
  assert.equal(mail.accepted.length, 1)
  const [first] = mail.accepted
  assert.ok(first)
  assert.deepEqual(first.to, ['lin@example.com'])
  const { subject, text } = readMail(first)
  assert.equal(subject, '你有 2 条消息')
  assert.match(text, /· 带样品\n· 回电话/)
  const merged = await log('?state=merged&channel=email')
  assert.equal(merged.length, 2)
})

test('at night nothing leaves; in the morning it does', async () => {
  at('2026-11-23T22:10')
  const before = inWecom('lin').length
  await happen({ to: [lin.id], params: { title: '夜里的事' } })
  await sweep()
  assert.equal(inWecom('lin').length, before)
  at('2026-11-24T07:59')
  await sweep()
  assert.equal(inWecom('lin').length, before)
  at('2026-11-24T08:00')
  await sweep()
  assert.equal(inWecom('lin').length, before + 1)
})

test('my choices count by kind and channel; whoever left hears nothing', async () => {
  const call = browserOf.get(sun.id)
  assert.ok(call)
  assert.equal((await call('PUT', '/message-choices/calendar.changed', { channel: 'wecom', mode: 'off' })).status, 200)
  assert.equal((await call('PUT', '/message-choices/no.such', { channel: 'wecom', mode: 'off' })).body.code, 'notification.unknown_kind')
  const shown = (await call('GET', '/message-choices')).body
  assert.equal(shown.kinds.find((kind: { eventType: string }) => kind.eventType === 'calendar.changed').modes.wecom, 'off')
  const before = inWecom('sun').length
  await happen({ to: [sun.id] })
  await sweep()
  assert.equal(inWecom('sun').length, before)
  assert.equal((await call('PUT', '/message-choices/calendar.changed', { channel: 'wecom', mode: 'now' })).status, 200)
  const gone = await company.member('离职', {})
  await admin('PUT', `/channel-addresses/${gone.id}`, { channel: 'wecom', address: 'zhou' })
  await company.system((ctx) =>
    ctx.tx.run(sql`update member set disabled_at = now() where tenant_id = ${ctx.tenantId} and id = ${gone.id}`),
  )
  await happen({ to: [gone.id] })
  await sweep()
  assert.equal(inWecom('zhou').length, 0)
})

test('the limit of a member holds: 30 in a minute, the rest in the next; the vendor drops none', async () => {
  at('2026-11-24T10:00')
  const before = inWecom('sun').length
  for (let n = 0; n < 33; n += 1) await happen({ to: [sun.id], params: { title: `第 ${n} 条` } })
  await sweep()
  assert.equal(inWecom('sun').length - before, 30)
  await sweep()
  assert.equal(inWecom('sun').length - before, 30)
  at('2026-11-24T10:02')
  await sweep()
  assert.equal(inWecom('sun').length - before, 33)
  assert.equal(wecom.dropped.length, 0)
})

test('a group robot takes 20 a minute: over it the rest comes in one', async () => {
  at('2026-11-24T11:00')
  await setUp('wecom_robot', { kinds: 'calendar.changed' }, { key: 'robot-key' })
  for (let n = 0; n < 25; n += 1) await happen({ to: [], params: { title: `群消息 ${n}` } })
  // The notice is for nobody, so the event tells no one: a group hears what people hear.
  await sweep()
  assert.equal(wecom.group.length, 0)
  for (let n = 0; n < 25; n += 1) await happen({ to: [lin.id], params: { title: `群消息 ${n}` } })
  await sweep()
  assert.equal(wecom.group.length, 20)
  const last = wecom.group.at(-1)?.content ?? ''
  assert.match(last, /^你有 6 条消息\n· 群消息 19/)
  await setUp('wecom_robot', { kinds: '' }, {}, false)
})

test('a stale token is fetched anew once; a vendor that is down is tried again with back-off; dead letters are replayed', async () => {
  at('2026-11-24T13:00')
  wecom.forgetTokens()
  const before = inWecom('lin').length
  await happen({ to: [lin.id], params: { title: '旧令牌' } })
  await sweep()
  assert.equal(inWecom('lin').length, before + 1)

  wecom.fail({ status: 503, text: '<html>service unavailable</html>' })
  await happen({ to: [lin.id], params: { title: '供应商停机' } })
  // The seventh falls into the night and waits for the morning.
  const minutes = [0, 1, 4, 15, 46, 167, 528, 1138, 1139]
  for (const minute of minutes) {
    world.clock.set(new Date(Date.parse('2026-11-24T05:01:00.000Z') + minute * 60_000).toISOString())
    await sweep()
    await sweep()
  }
  const [dead] = await log('?state=failed&channel=wecom')
  assert.equal(dead.attempts, 7)
  assert.equal(dead.may.replay, true)
  const { attempts } = (await admin('GET', `/messages/${dead.id}`)).body
  assert.deepEqual(
    attempts.map((one: { outcome: string }) => one.outcome),
    Array(7).fill('transient'),
  )
  assert.match(attempts[0].detail, /^503/)
  wecom.fail(null)
  at('2026-11-25T10:00')
  await sweep()
  assert.equal((await log('?state=failed&channel=wecom')).length, 1, 'nobody replays it but a person')
  assert.equal((await admin('POST', '/messages/replay', { ids: [dead.id] })).body.replayed, 1)
  assert.equal((await admin('POST', '/messages/replay', { ids: [dead.id] })).body.code, 'message.nothing_to_replay')
  await sweep()
  assert.equal(inWecom('lin').filter((text) => text.startsWith('供应商停机')).length, 1)
})

test('a wrong secret and an unknown user are no reason to try again', async () => {
  at('2026-11-25T11:00')
  await setUp('wecom', { corpId: 'wwdemo', agentId: '1000002' }, { appSecret: 'wrong' })
  await happen({ to: [lin.id], params: { title: '错误的密钥' } })
  await sweep()
  const [wrong] = await log('?state=failed&channel=wecom')
  assert.match(wrong.reason, /40001/)
  await setUp('wecom', { corpId: 'wwdemo', agentId: '1000002' }, { appSecret: 'app-secret' })
  await admin('PUT', `/channel-addresses/${lin.id}`, { channel: 'wecom', address: 'nobody' })
  await happen({ to: [lin.id], params: { title: '查无此人' } })
  await sweep()
  assert.match((await log('?state=failed&channel=wecom'))[0].reason, /invaliduser/)
  await admin('PUT', `/channel-addresses/${lin.id}`, { channel: 'wecom', address: 'lin' })
})

test('secrets never come out, not in the page, the log or the events; strange fields and half a set-up are refused in words', async () => {
  const shown = (await admin('GET', '/message-channels')).raw.toString()
  assert.ok(shown.includes('appSecret'))
  for (const secret of ['app-secret', 'mail-secret', 'QDG6eK']) assert.ok(!shown.includes(secret))
  const kept = await company.system((ctx) =>
    ctx.tx.rows<{ text: string }>(sql`select row_to_json(c)::text as text from channel_setting c where tenant_id = ${ctx.tenantId}
      union all select payload::text from event where tenant_id = ${ctx.tenantId} and type like 'channel.%'`),
  )
  for (const { text } of kept) assert.ok(!text.includes('app-secret') && !text.includes('mail-secret'))
  const { version: inForce } = (await admin('GET', '/message-channels')).body.items.find(
    (one: { channel: string }) => one.channel === 'email',
  )
  const put = (channel: string, settings: object, secrets: object, version = 0) =>
    admin('PUT', `/message-channels/${channel}`, { settings, secrets, enabled: true, version })
  assert.equal((await put('feishu', { appId: 'a' }, {})).body.code, 'channel.field_missing')
  assert.equal((await put('email', { ...mailSettings, port: '70000' }, {}, inForce)).body.code, 'channel.field_wrong')
  assert.equal((await put('feishu', { appId: 'a', speed: '9' }, {})).body.code, 'channel.field_unknown')
  assert.equal((await put('email', mailSettings, {})).body.code, 'channel.changed_meanwhile')
  const address = (memberId: string, channel: string, text: string) =>
    admin('PUT', `/channel-addresses/${memberId}`, { channel, address: text })
  assert.equal((await address(sun.id, 'wecom', 'LIN')).body.code, 'channel.address_taken')
  assert.equal((await address(sun.id, 'email', 'sun at example')).body.code, 'channel.address_wrong')
})

test('a mail server inside the house is not reached unless the operator allows it', async () => {
  at('2026-11-25T14:00')
  await setUp('email', { ...mailSettings, port: '2525' }, {})
  assert.equal((await browserOf.get(lin.id)?.('PUT', '/message-choices/calendar.changed', { channel: 'email', mode: 'now' }))?.status, 200)
  await happen({ to: [lin.id], params: { title: '内网' } })
  await sweep()
  assert.match((await log('?state=failed&channel=email'))[0].reason, /inside the house/)
  await setUp('email', mailSettings, {})
})

test('a mailbox that does not exist fails at once, a full server is tried again', async () => {
  at('2026-11-25T15:00')
  mail.refuse({ code: 550, text: 'no such user' })
  await happen({ to: [lin.id], params: { title: '邮箱不存在' } })
  await sweep()
  assert.match((await log('?state=failed&channel=email'))[0].reason, /550/)
  mail.refuse({ code: 452, text: 'try later' })
  await happen({ to: [lin.id], params: { title: '稍后再试' } })
  await sweep()
  mail.refuse(null)
  at('2026-11-25T15:02')
  await sweep()
  assert.equal(mail.accepted.filter((one) => readMail(one).text.startsWith('稍后再试')).length, 1)
})

test('web push reaches each browser, encrypted for it; a browser that is gone is forgotten', async () => {
  at('2026-11-25T16:00')
  await setUp('push', { contact: 'it@example.com' }, {})
  const call = browserOf.get(lin.id)
  assert.ok(call)
  const [one, two] = [push.subscribe(), push.subscribe()]
  for (const { endpoint, p256dh, auth } of [one, two, one])
    assert.equal((await call('POST', '/push-browsers', { endpoint, p256dh, auth, device: 'Chrome' })).status, 200)
  assert.equal((await call('POST', '/push-browsers', { endpoint: 'ftp://x', p256dh: 'a', auth: 'b' })).body.code, 'push.endpoint_wrong')
  await happen({ to: [lin.id], params: { title: '推送' }, link: '/leads' })
  await sweep()
  assert.deepEqual(push.shown.map(({ payload }) => [payload.text, payload.url]).sort(), [
    ['推送', 'https://sales.example.com/m/leads'],
    ['推送', 'https://sales.example.com/m/leads'],
  ])
  one.unsubscribe()
  await happen({ to: [lin.id], params: { title: '又一条' } })
  await sweep()
  assert.equal(push.shown.filter(({ payload }) => payload.text === '又一条').length, 1)
  assert.equal((await call('GET', '/message-choices')).body.push.browsers.length, 1)
})

test('a company words a message itself, in both languages; a place the message does not know is named', async () => {
  at('2026-11-26T09:00')
  const draftOf = (more: object) => ({
    channel: 'all',
    locale: 'zh-CN',
    subject: '请审批 {number}',
    body: '{requester} 提交了 {title}',
    ...more,
  })
  const path = '/message-templates/notice.approval.asked'
  const preview = (await admin('POST', `${path}/preview`, draftOf({}))).body
  assert.deepEqual(preview, { subject: '请审批 BJ-202611-0018', body: '林晓峰 提交了 苏州恒筑 外墙保温砂浆', sms: null })
  const strange = await admin('PUT', path, { ...draftOf({ body: '{profit}' }), version: 0 })
  assert.equal(strange.body.code, 'template.unknown_place')
  assert.match(JSON.stringify(strange.body), /profit/)
  assert.equal((await admin('PUT', path, { ...draftOf({}), version: 0 })).status, 200)
  assert.equal((await admin('PUT', path, { ...draftOf({}), version: 0 })).body.code, 'template.changed_meanwhile')
  assert.equal((await admin('PUT', '/message-templates/notice.none', { ...draftOf({}), version: 0 })).body.code, 'template.unknown_message')
  await happen({
    to: [sun.id],
    message: 'notice.approval.asked',
    params: { requester: '林晓峰', title: '特价', number: 'B1', by: '', note: '' },
  })
  await sweep()
  assert.match(inWecom('sun').at(-1) ?? '', /^林晓峰 提交了 特价/)
  assert.equal((await admin('DELETE', path, { channel: 'all', locale: 'zh-CN' })).status, 200)
})

test('a callback address is shown only for vendors whose callbacks are taken', async () => {
  for (const { channel, callbackUrl } of (await admin('GET', '/message-channels')).body.items) {
    const taken = ['wecom', 'feishu'].includes(channel)
    assert.equal(callbackUrl, taken ? `https://sales.example.com/callbacks/${channel}/${company.tenantId}` : null, channel)
  }
})

test('a test message goes to me alone, and says what is missing', async () => {
  assert.equal((await admin('POST', '/message-channels/wecom/test')).body.code, 'channel.no_address')
  assert.equal((await admin('POST', '/message-channels/feishu/test')).body.code, 'channel.not_ready')
  await admin('PUT', `/channel-addresses/${company.admin.id}`, { channel: 'wecom', address: 'Gao' })
  assert.equal((await admin('POST', '/message-channels/wecom/test')).status, 200)
  await sweep()
  assert.match(inWecom('Gao').at(-1) ?? '', /测试消息/)
})

test('a customer gets one letter for several items, no second one that day, none after opting out', async () => {
  at('2026-11-26T10:00')
  const wish = (cause: string, title: string) =>
    company.system((ctx) =>
      messageCustomer(ctx, { channel: 'email', address: 'Buyer@customer.example', cause, message: 'task.own', params: { title } }),
    )
  const letters = () => mail.accepted.filter((one) => one.to.includes('Buyer@customer.example')).map(readMail)
  assert.deepEqual(
    [await wish('due:1', '第一期款 12 月 1 日到期'), await wish('due:2', '第二期款 12 月 8 日到期'), await wish('due:1', '第一期款')],
    ['waiting', 'waiting', 'known'],
  )
  await sweep()
  assert.equal(letters().length, 0)
  at('2026-11-26T10:10')
  await sweep()
  assert.equal(letters().length, 1)
  assert.match(letters()[0]?.text ?? '', /· 第一期款 12 月 1 日到期\n· 第二期款 12 月 8 日到期/)
  assert.equal(await wish('due:3', '第三期款'), 'waiting')
  at('2026-11-26T19:00')
  await sweep()
  assert.equal(letters().length, 1, 'one a day')
  at('2026-11-27T08:59')
  await sweep()
  assert.equal(letters().length, 1, 'not before the customer’s hours')
  at('2026-11-27T09:00')
  await sweep()
  assert.equal(letters().length, 2)

  const token = /opt-out\/(\S+)/.exec(letters()[1]?.text ?? '')?.[1] ?? ''
  const { secret } = world.house.services()
  const said = readOptOut(secret, token)
  assert.equal(said?.tenantId, company.tenantId)
  assert.equal(readOptOut(secret, token.replace(/.$/, token.endsWith('A') ? 'B' : 'A')), null)
  assert.equal(await wish('due:4', '第四期款'), 'waiting')
  await company.system((ctx) => optOut(ctx, 'email', said?.recipient ?? ''))
  at('2026-11-28T12:00')
  await sweep()
  assert.equal(letters().length, 2)
  assert.equal(await wish('due:5', '第五期款'), 'opted_out')

  // A letter that was gathered before he said so, and is on its second way.
  const other = (cause: string) =>
    company.system((ctx) =>
      messageCustomer(ctx, { channel: 'email', address: 'second@customer.example', cause, message: 'task.own', params: { title: cause } }),
    )
  // within the admin's seven days of grace for a second factor
  at('2026-11-29T10:00')
  mail.refuse({ code: 452, text: '<second@customer.example>: try later' })
  assert.equal(await other('due:6'), 'waiting')
  at('2026-11-29T10:10')
  await sweep()
  mail.refuse(null)
  const [refused] = (await log('?state=waiting&channel=email')).filter((row: { memberId: string | null }) => row.memberId === null)
  const { attempts } = (await admin('GET', `/messages/${refused.id}`)).body
  assert.deepEqual([refused.reason, attempts[0].detail], ['452 452 …: try later', '452 452 …: try later'], 'no address is kept')
  assert.equal((await admin('POST', `/messages/${refused.id}/stop`)).status, 200)
  at('2026-11-29T10:20')
  await sweep()
  assert.equal(mail.accepted.filter((one) => one.to.includes('second@customer.example')).length, 0)
  const [kept] = (await log('?state=withheld&channel=email')).filter((row: { id: string }) => row.id === refused.id)
  assert.equal(kept?.reason, 'opted_out')
  assert.equal(
    await company.system((ctx) => messageCustomer(ctx, { channel: 'email', address: 'nobody', cause: 'x', message: 'task.own' })),
    'wrong_address',
  )
  assert.equal(
    await company.system((ctx) => messageCustomer(ctx, { channel: 'sms', address: '13800000000', cause: 'x', message: 'task.own' })),
    'no_channel',
  )
})
