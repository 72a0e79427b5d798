import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createOutward, isInside } from '#core/outward.ts'
import { lock, unlock } from '#core/vault.ts'
import type { Channel, ChannelAdapter, Outgoing, Setup } from '#modules/notifications/index.ts'
import { fakeDingtalk } from './dingtalk.fake.ts'
import { fakeFeishu } from './feishu.fake.ts'
import { loopback } from './loopback.fake.ts'
import { adapterOf } from './vendors.actions.ts'

let now = Date.parse('2026-11-23T01:00:00.000Z')
const clock = (): number => now
const ding = await fakeDingtalk({ appKey: 'dingkey', appSecret: 's', agentId: 7, robotToken: 'T', robotSecret: 'SECdemo', now: clock })
const feishu = await fakeFeishu({
  appId: 'cli_a',
  appSecret: 's',
  encryptKey: 'k',
  hookId: 'h',
  robotSecret: 'demo',
  users: ['ou_zhou', 'sun'],
  now: clock,
})
after(() => Promise.all([ding.stop(), feishu.stop()]))
const outward = createOutward({ vendors: { dingtalk: ding.url, feishu: feishu.url } })

let version = 0
function setup(settings: Record<string, string>, secrets: Record<string, string>): Setup {
  version += 1
  return { tenantId: 't', settings, secrets, version }
}
const message = (more: Partial<Outgoing> = {}): Outgoing => ({
  id: crypto.randomUUID(),
  key: crypto.randomUUID(),
  address: 'zhou',
  browsers: [],
  title: '特价申请',
  text: '林晓峰提交了特价申请',
  url: 'https://sales.example.com/m/decide/x',
  buttons: [],
  update: null,
  approved: { as: null, facts: {} },
  foot: null,
  ...more,
})
const buttons = [
  { key: 'agree' as const, text: '同意' },
  { key: 'reject' as const, text: '驳回' },
]
const send = (channel: Channel, how: Setup, what: Outgoing) =>
  (adapterOf(channel) as ChannelAdapter).send({ services: { outward } as never, now: new Date(now) }, how, what)
const trouble = (sent: Awaited<ReturnType<typeof send>>) => (sent.ok ? 'ok' : sent.trouble)

test('DingTalk work notice: buttons are links, the token is kept and renewed once, the same words count once', async () => {
  const good = setup({ appKey: 'dingkey', agentId: '7' }, { appSecret: 's' })
  const one = message({ buttons })
  assert.equal(trouble(await send('dingtalk', good, one)), 'ok')
  assert.deepEqual(ding.delivered[0]?.card.btn_json_list, [
    { title: '同意', action_url: `${one.url}?answer=agree` },
    { title: '驳回', action_url: `${one.url}?answer=reject` },
  ])
  ding.forgetTokens()
  assert.equal(trouble(await send('dingtalk', good, one)), 'ok')
  assert.equal(ding.delivered.length, 1)
  assert.equal(trouble(await send('dingtalk', setup({ appKey: 'dingkey', agentId: '7' }, { appSecret: 'wrong' }), one)), 'auth')
})

test('DingTalk robot: signed, 20 a minute, then mute for ten minutes, and told so', async () => {
  const good = setup({}, { accessToken: 'T', signSecret: 'SECdemo' })
  const twice = message()
  for (const one of [twice, twice]) assert.equal(trouble(await send('dingtalk_robot', good, one)), 'ok')
  assert.equal(ding.group.length, 1)
  for (let n = 0; n < 19; n += 1) assert.equal(trouble(await send('dingtalk_robot', good, message())), 'ok')
  const over = await send('dingtalk_robot', good, message())
  assert.deepEqual([trouble(over), over.ok ? null : over.notBefore?.toISOString()], ['rate', new Date(now + 600_000).toISOString()])
  now += 601_000
  assert.equal(trouble(await send('dingtalk_robot', good, message())), 'ok')
  assert.equal(trouble(await send('dingtalk_robot', setup({}, { accessToken: 'T', signSecret: 'other' }), message())), 'auth')
  assert.equal(trouble(await send('dingtalk_robot', setup({}, { accessToken: 'X' }), message())), 'auth')
  assert.deepEqual(adapterOf('dingtalk_robot')?.limits.all, [{ ms: 60_000, most: 20 }])
})

test('Feishu: a card by open_id or user_id, one per uuid, rate by its header, a token renewed once', async () => {
  const good = setup({ appId: 'cli_a' }, { appSecret: 's', encryptKey: 'k' })
  const one = message({ address: 'ou_zhou', buttons })
  for (const again of [one, one]) assert.equal(trouble(await send('feishu', good, again)), 'ok')
  assert.equal(feishu.delivered.length, 1)
  feishu.forgetTokens()
  assert.equal(trouble(await send('feishu', good, message({ address: 'sun' }))), 'ok')
  for (let n = 0; n < 4; n += 1) await send('feishu', good, message({ address: 'sun' }))
  const over = await send('feishu', good, message({ address: 'sun' }))
  assert.deepEqual([trouble(over), over.ok ? null : over.notBefore?.getTime()], ['rate', now + 2000])
  assert.equal(trouble(await send('feishu', good, message({ address: 'nobody' }))), 'notFound')
  assert.equal(trouble(await send('feishu', setup({ appId: 'cli_a' }, { appSecret: 'wrong' }), one)), 'auth')
  // Without the callback's key a button cannot answer: it leads to the page.
  const plain = setup({ appId: 'cli_a' }, { appSecret: 's' })
  now += 5000
  assert.equal(trouble(await send('feishu', plain, message({ address: 'ou_zhou', buttons }))), 'ok')
  assert.match(JSON.stringify(feishu.delivered.at(-1)?.card), /open_url/)
})

test('Feishu robot: signed in seconds, a wrong hook and a wrong signature are told apart from a busy hour', async () => {
  const good = setup({}, { hookId: 'h', signSecret: 'demo' })
  for (let n = 0; n < 5; n += 1) assert.equal(trouble(await send('feishu_robot', good, message())), 'ok')
  assert.equal(trouble(await send('feishu_robot', good, message())), 'rate')
  now += 2000
  assert.equal(trouble(await send('feishu_robot', setup({}, { hookId: 'h', signSecret: 'x' }), message())), 'auth')
  assert.equal(trouble(await send('feishu_robot', setup({}, { hookId: 'other' }), message())), 'auth')
})

test('an answer that is no JSON is judged by its status', async () => {
  const odd = await loopback(() => ({ status: 200, text: '<html>blocked</html>' }))
  const gone = await loopback(() => ({ status: 404, text: '404 page not found' }))
  after(() => Promise.all([odd.stop(), gone.stop()]))
  for (const [server, expected] of [
    [odd, 'interrupted'],
    [gone, 'badRequest'],
  ] as const) {
    const way = createOutward({ vendors: { feishu: server.url } })
    const sent = await (adapterOf('feishu_robot') as ChannelAdapter).send(
      { services: { outward: way } as never, now: new Date(now) },
      setup({}, { hookId: 'h' }),
      message(),
    )
    assert.equal(trouble(sent), expected)
  }
})

test('nothing inside the house is reached, by number, by name, or wrapped in IPv6', async () => {
  const plain = createOutward()
  for (const address of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
  ])
    assert.equal(isInside(address), true, address)
  for (const address of ['1.1.1.1', '172.32.0.1', '2400:3200::1']) assert.equal(isInside(address), false, address)
  for (const host of ['127.0.0.1', 'localhost', '[::1]'])
    await assert.rejects(plain.ask(`http://${host}:${new URL(ding.url).port}/gettoken`, { method: 'GET' }), /inside the house/, host)
  await assert.rejects(plain.addressOf('localhost', 25), /inside the house/)
})

test('a sealed secret opens in its own place only, and not when it was touched', () => {
  const box = lock('installation', 'channel:a:wecom', 'app-secret')
  assert.equal(unlock('installation', 'channel:a:wecom', box), 'app-secret')
  assert.throws(() => unlock('installation', 'channel:b:wecom', box))
  assert.throws(() => unlock('other', 'channel:a:wecom', box))
  box[20] = (box[20] ?? 0) ^ 1
  assert.throws(() => unlock('installation', 'channel:a:wecom', box))
})
