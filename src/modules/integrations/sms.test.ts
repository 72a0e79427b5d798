import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import type { NoticeDraft } from '#core/notices.ts'
import { SmsRefused } from '#core/sms.ts'
import { messageCustomer } from '#modules/notifications/index.ts'
import { openWorld, type Person } from '#testing/world.ts'
import { rooms } from '../../rooms.ts'

const world = await openWorld(undefined, undefined, { publicUrl: 'https://s.example.com' })
const draft: { current: NoticeDraft } = { current: { to: [], message: 'task.own' } }
const organization = rooms.find((room) => room.name === 'organization')
assert.ok(organization)
organization.notices['calendar.changed'] = async () => draft.current

const company = await world.company()
const admin = await world.browser(company.admin)
const lin = await company.member('林晓峰', {})
const sun = await company.member('孙倩', {})
const wang = await company.member('王磊', {})
const phoneOf = (person: Person, phone: string, proven: boolean) => world.house.services().identity.setPhone(person.userId, phone, proven)
await phoneOf(lin, '+8613900050701', true)
await phoneOf(sun, '+8613900050702', true)
await phoneOf(wang, '+8613900050703', false)

const channel = async () => (await admin('GET', '/message-channels')).body.items.find((one: { channel: string }) => one.channel === 'sms')
const setUp = async (settings: object, enabled = true) =>
  await admin('PUT', '/message-channels/sms', { settings, secrets: {}, enabled, version: (await channel()).version })
const choose = async (person: Person, mode: string) =>
  assert.equal((await (await world.browser(person))('PUT', '/message-choices/calendar.changed', { channel: 'sms', mode })).status, 200)
async function happen(told: Partial<NoticeDraft> & { to: string[] }) {
  draft.current = { message: 'task.own', params: { title: '带样品' }, ...told }
  await company.system((ctx) => emit(ctx, 'calendar.changed', ctx.tenantId, { day: '2026-11-23', kind: 'off' }))
  await world.house.relay.drain(company.tenantId)
}
const sweep = () => world.house.services().jobs.runNow('message.send', company.tenantId)
const at = (text: string) => world.clock.set(new Date(`${text}:00+08:00`).toISOString())
const to = (phone: string) => world.sent.filter((one) => one.phone === phone).map((one) => one.text)
const log = async (query = '') => (await admin('GET', `/messages?channel=sms${query}`)).body.items

test('the channel wants a signature; it tells how many have a phone that answered, and shows none of them', async () => {
  assert.equal((await setUp({})).body.code, 'channel.field_missing')
  assert.equal((await setUp({ sign: '【澄岭】' })).body.code, 'channel.field_wrong')
  assert.equal((await setUp({ sign: '澄岭建材' })).status, 200)
  assert.equal((await channel()).reached, 2)
  const { raw, body } = await admin('GET', '/channel-addresses')
  assert.doesNotMatch(raw.toString(), /139000507/)
  const shown = body.items.map((one: { name: string; addresses: { sms?: string } }) => [one.name, one.addresses.sms ?? null])
  assert.deepEqual(new Map(shown).get('林晓峰'), '139****0701')
  assert.equal(new Map(shown).get('王磊'), null, 'a phone that answered no code is nobody’s to write to')
  const entered = await admin('PUT', `/channel-addresses/${lin.id}`, { channel: 'sms', address: '13800000000' })
  assert.equal(entered.body.code, 'channel.address_wrong', 'a phone is proved, not entered')
})

test('signing in by a code proves the phone', async () => {
  const late = await company.member('赵文博', {})
  await phoneOf(late, '+8613900050704', false)
  const ask = (path: string, payload: object) => world.app().inject({ method: 'POST', url: `/api/v1${path}`, payload })
  await ask('/session/codes', { phone: '13900050704' })
  while (world.sent.length === 0) await new Promise((done) => setImmediate(done))
  const { params } = world.sent.pop() ?? { params: { code: '' } }
  assert.equal((await channel()).reached, 2)
  assert.equal((await ask('/session/by-code', { phone: '13900050704', code: params.code })).statusCode, 200)
  assert.equal((await channel()).reached, 3)
})

test('by SMS nobody is told who did not ask for it; then in short words, signed, with a link', async () => {
  await happen({ to: [lin.id, sun.id, wang.id], urgent: true })
  await sweep()
  assert.deepEqual(world.sent, [])
  for (const person of [lin, sun, wang]) await choose(person, 'now')
  const mine = (await (await world.browser(wang))('GET', '/message-choices')).body
  assert.deepEqual(mine.channels, [{ channel: 'sms', reached: false }])
  await happen({ to: [lin.id, wang.id], link: '/leads' })
  await world.house.relay.drain(company.tenantId)
  await Promise.all([sweep(), sweep()])
  assert.deepEqual(to('+8613900050701'), ['【澄岭建材】带样品 https://s.example.com/m/leads'])
  assert.equal(world.sent.length, 1)
  const [row] = await log()
  assert.deepEqual([row.state, row.memberName], ['accepted', '林晓峰'])
})

test('one a minute, five an hour, ten a day to a number: what is over waits, urgent first, the rest comes in one', async () => {
  at('2026-11-24T09:00')
  const before = to('+8613900050702').length
  const fresh = () => to('+8613900050702').slice(before)
  for (const title of ['一', '二', '三']) await happen({ to: [sun.id], params: { title } })
  await happen({ to: [sun.id], params: { title: '急' }, urgent: true })
  await happen({ to: [lin.id], params: { title: '别人的' } })
  await sweep()
  await sweep()
  assert.deepEqual(fresh(), ['【澄岭建材】急 https://s.example.com/m/notifications'])
  assert.equal(to('+8613900050701').at(-1), '【澄岭建材】别人的 https://s.example.com/m/notifications', 'one’s limit holds up nobody else')
  const [waiting] = await log('&state=waiting')
  assert.equal(waiting.notBefore, '2026-11-24T01:01:00.000Z', 'the log says when')
  at('2026-11-24T09:01')
  await sweep()
  assert.deepEqual(fresh().slice(1), ['【澄岭建材】你有 3 条消息 https://s.example.com/m/notifications'])
  for (let n = 1; n <= 12; n += 1) {
    at(`2026-11-24T09:${String(n * 4).padStart(2, '0')}`)
    await happen({ to: [sun.id], params: { title: `第 ${n} 条` }, urgent: true })
    await sweep()
  }
  assert.equal(fresh().length, 5)
  for (let hour = 10; hour < 21; hour += 1)
    for (const minute of ['02', '20', '40', '50']) {
      at(`2026-11-24T${hour}:${minute}`)
      await sweep()
    }
  assert.equal(fresh().length, 10)
  const held = await log('&state=waiting')
  assert.ok(held.length > 0 && held.every((row: { notBefore: string }) => row.notBefore >= '2026-11-25T01:00:00.000Z'))
  at('2026-11-25T09:02')
  await sweep()
  assert.equal(fresh().length, 11)
  for (let hour = 10; hour < 13; hour += 1) {
    at(`2026-11-25T${hour}:10`)
    await sweep()
  }
  assert.deepEqual(await log('&state=waiting'), [], 'in the end each went')
})

test('only what passes by itself is tried again; a number’s own limit holds up no other; half a sending is unclear', async () => {
  at('2026-11-26T10:00')
  await choose(sun, 'off')
  const say = async (title: string) => {
    await happen({ to: [lin.id], params: { title } })
    await sweep()
    return (await log())[0]
  }
  const fate = async (trouble: Error, title: string) => {
    world.carrier.trouble = trouble
    const { state, attempts, reason } = await say(title)
    world.carrier.trouble = null
    world.clock.set(new Date(world.clock.now().getTime() + 13 * 60_000).toISOString())
    return [state, attempts, reason]
  }
  assert.deepEqual(await fate(new SmsRefused('isv.AMOUNT_NOT_ENOUGH', 200), '欠费'), ['failed', 1, 'isv.AMOUNT_NOT_ENOUGH'])
  assert.deepEqual(await fate(new SmsRefused('isv.MOBILE_NUMBER_ILLEGAL', 200), '空号'), ['failed', 1, 'isv.MOBILE_NUMBER_ILLEGAL'])
  assert.deepEqual(await fate(new SmsRefused('no_template', 0), '没有模板'), ['failed', 1, 'no_template'])
  assert.deepEqual(await fate(new Error('aborted after ten seconds'), '没有回音'), ['unclear', 1, 'interrupted'])
  const before = to('+8613900050701').length
  await sweep()
  assert.equal(to('+8613900050701').length, before, 'nothing of it goes again by itself')
  assert.equal((await log('&state=stuck')).length, 4)

  at('2026-11-27T10:00')
  const refused = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
  assert.deepEqual(await fate(refused, '断线'), ['waiting', 1, 'ECONNREFUSED'])
  await sweep()
  assert.match(to('+8613900050701').at(-1) ?? '', /断线/)
  at('2026-11-27T12:00')
  await choose(sun, 'now')
  world.carrier.trouble = new SmsRefused('isv.BUSINESS_LIMIT_CONTROL', 200)
  await say('太快')
  world.carrier.trouble = null
  await happen({ to: [sun.id], params: { title: '不受影响' } })
  await sweep()
  assert.match(to('+8613900050702').at(-1) ?? '', /不受影响/)
  assert.doesNotMatch(to('+8613900050701').at(-1) ?? '', /太快/)
  at('2026-11-27T12:02')
  await sweep()
  assert.match(to('+8613900050701').at(-1) ?? '', /太快/)

  const dead = (await log('&state=stuck')).find((row: { state: string }) => row.state === 'unclear')
  assert.equal((await admin('POST', '/messages/replay', { ids: [dead.id] })).body.replayed, 1)
  at('2026-11-28T12:00')
  await sweep()
  assert.doesNotMatch(to('+8613900050701').at(-1) ?? '', /没有回音/, 'not on a Saturday')
  at('2026-11-30T08:00')
  await sweep()
  assert.match(to('+8613900050701').at(-1) ?? '', /没有回音/)
})

test('at night no phone rings, not even for a second attempt', async () => {
  at('2026-11-30T20:59')
  world.carrier.trouble = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ENOTFOUND' } })
  await happen({ to: [lin.id], params: { title: '夜里' } })
  await sweep()
  world.carrier.trouble = null
  const before = world.sent.length
  at('2026-11-30T21:10')
  await sweep()
  at('2026-12-01T07:59')
  await sweep()
  assert.equal(world.sent.length, before)
  at('2026-12-01T08:00')
  await sweep()
  assert.equal(world.sent.length, before + 1)
})

test('words approved by the carrier go under their name with their facts alone; the preview counts the parts that are paid', async () => {
  at('2026-12-02T10:00')
  const path = '/message-templates/notice.approval.asked'
  const words = { channel: 'sms', locale: 'zh-CN', subject: '审批', body: '{requester}等你审批{title}', approvedAs: 'SMS_207001' }
  const { sms } = (await admin('POST', `${path}/preview`, words)).body
  assert.equal(sms.text, '【澄岭建材】林晓峰等你审批苏州恒筑 外墙保温砂浆 https://s.example.com/m/notifications')
  assert.deepEqual([sms.letters, sms.parts], [sms.text.length, 1])
  const long = (await admin('POST', `${path}/preview`, { ...words, body: `{requester}${'请尽快审批'.repeat(20)}` })).body.sms
  assert.equal(long.parts, Math.ceil(long.letters / 67))
  const letter = { ...words, body: '{count} 条' }
  const toCustomer = (await admin('POST', '/message-templates/notification.letter/preview', letter)).body.sms
  assert.equal(toCustomer.text, '【澄岭建材】3 条 退订回T')
  const english = (await admin('POST', '/message-templates/notification.letter/preview', { ...letter, locale: 'en' })).body.sms
  assert.match(english.text, /Reply T to stop$/)
  assert.equal((await admin('PUT', path, { ...words, version: 0 })).status, 200)
  await happen({
    to: [lin.id],
    message: 'notice.approval.asked',
    params: { requester: '孙倩', title: '特价', number: 'B1', by: '', note: '私下说' },
  })
  await sweep()
  const last = world.sent.at(-1)
  assert.deepEqual(
    [last?.template, last?.approvedAs, last?.params, last?.sign],
    ['notice', 'SMS_207001', { requester: '孙倩', title: '特价' }, '澄岭建材'],
  )
})

test('a test goes to my own phone, once it answered a code', async () => {
  at('2026-12-03T10:00')
  assert.equal((await admin('POST', '/message-channels/sms/test')).body.code, 'channel.no_address')
  const userId = await company.system(async (ctx) => {
    const row = await ctx.tx.row(
      sql<{ userId: string }>`select user_id from member where tenant_id = ${ctx.tenantId} and id = ${company.admin.id}`,
    )
    return row?.userId ?? ''
  })
  await world.house.services().identity.setPhone(userId, '+8613900050700', true)
  assert.equal((await admin('POST', '/message-channels/sms/test')).status, 200)
  await sweep()
  assert.match(to('+8613900050700')[0] ?? '', /^【澄岭建材】这是 管理员 发出的一条测试消息/)
})

test('a customer reads his items in one message a day, with the way out; whoever answers T hears no more', async () => {
  at('2026-12-03T10:00')
  const wish = (cause: string, title: string, address = '138 0005 0711') =>
    company.system((ctx) => messageCustomer(ctx, { channel: 'sms', address, cause, message: 'task.own', params: { title } }))
  const letters = () => to('+8613800050711')
  assert.deepEqual([await wish('due:1', '第一期款到期'), await wish('due:2', '第二期款到期', '+8613800050711')], ['waiting', 'waiting'])
  assert.equal(await wish('x', 'x', '12345'), 'wrong_address')
  at('2026-12-03T10:10')
  await sweep()
  assert.deepEqual(letters(), ['【澄岭建材】第一期款到期；第二期款到期 退订回T'])
  assert.equal(world.sent.at(-1)?.template, 'letter')
  await wish('due:3', '第三期款到期')
  at('2026-12-03T19:00')
  await sweep()
  assert.equal(letters().length, 1, 'one a day')
  at('2026-12-04T09:00')
  await sweep()
  assert.equal(letters().at(-1), '【澄岭建材】第三期款到期 退订回T')

  const sent = (await log()).filter((row: { may: { stop: boolean } }) => row.may.stop)
  assert.ok(sent.length > 0)
  const [mine] = (await log()).filter((row: { memberName: string | null }) => row.memberName !== null)
  assert.equal((await admin('POST', `/messages/${mine.id}/stop`)).body.code, 'message.not_to_customer')
  assert.equal((await admin('POST', `/messages/${sent[0].id}/stop`)).status, 200)
  assert.equal(await wish('due:4', '第四期款到期'), 'opted_out')
})

test('no phone, no words to a customer and no code stand in an event or in the log', async () => {
  const told = await company.system((ctx) =>
    ctx.tx.rows(sql<{ text: string }>`select payload::text as text from event where tenant_id = ${ctx.tenantId}`),
  )
  for (const { text } of told) assert.doesNotMatch(text, /1390005|1380005|期款/)
  assert.doesNotMatch((await admin('GET', '/messages?limit=200')).raw.toString(), /1390005|1380005/)
})
