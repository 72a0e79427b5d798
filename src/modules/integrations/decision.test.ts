import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { uuidv7 } from '#core/ids.ts'
import { registerSubject, requestApproval } from '#modules/approvals/index.ts'
import { totp } from '#testing/authenticator.ts'
import { plainCard } from '#testing/plain-card.ts'
import { openWorld, PASSWORD } from '#testing/world.ts'
import { fakeFeishu } from './feishu.fake.ts'
import { fakeWecom } from './wecom.fake.ts'

const now = (): number => world.clock.now().getTime()
const wecom = await fakeWecom({
  corpId: 'wwdemo',
  appSecret: 'app-secret',
  agentId: 1000002,
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  robotKey: 'robot-key',
  users: ['zhou', 'gao'],
  now: () => now(),
})
const feishu = await fakeFeishu({
  appId: 'cli_a',
  appSecret: 's',
  encryptKey: 'test key',
  hookId: 'h',
  robotSecret: 'r',
  users: ['zhou-f'],
  now: () => now(),
})
const world = await openWorld('2026-11-23T01:00:00.000Z', undefined, {
  vendors: { wecom: wecom.url, feishu: feishu.url },
  publicUrl: 'https://sales.example.com',
})
after(() => Promise.all([wecom.stop(), feishu.stop()]))

const company = await world.company()
const admin = await world.browser(company.admin)
const zhou = await company.member('周启明', { 'approval.decide': 'all' })
const gao = await company.member('高志远', { 'approval.decide': 'all' })
const lin = await company.member('林晓峰', {})
const words = (key: string) => ({ key, params: {} })
const outcomes: string[] = []
registerSubject({
  type: 'trial',
  flow: () => ({
    key: 'trial',
    version: 1,
    steps: [
      { kind: 'approve', id: 'one', mode: 'any', approvers: [zhou, gao].map(({ id }) => ({ kind: 'person' as const, memberId: id })) },
    ],
  }),
  card: async (_ctx, id) => plainCard('T', id, '特价申请'),
  decided: async (_ctx, _id, outcome) => void outcomes.push(outcome.status),
})

const set = async (channel: string, settings: object, secrets: object) =>
  assert.equal((await admin('PUT', `/message-channels/${channel}`, { settings, secrets, enabled: true, version: 0 })).status, 200)
await set(
  'wecom',
  { corpId: 'wwdemo', agentId: '1000002' },
  { appSecret: 'app-secret', token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' },
)
await set('feishu', { appId: 'cli_a' }, { appSecret: 's', encryptKey: 'test key' })
for (const [member, channel, address] of [
  [zhou, 'wecom', 'zhou'],
  [gao, 'wecom', 'gao'],
  [zhou, 'feishu', 'zhou-f'],
] as const)
  await admin('PUT', `/channel-addresses/${member.id}`, { channel, address })

const sweep = async () => {
  await world.house.relay.drain(company.tenantId)
  await world.house.services().jobs.runNow('message.send', company.tenantId)
}
type Trial = Parameters<typeof requestApproval>[1]['flow']
async function ask(flow?: Trial) {
  world.clock.set(new Date(now() + 60_000).toISOString())
  const asked = await company.as(lin, (ctx) =>
    requestApproval(ctx, {
      subjectType: 'trial',
      subjectId: uuidv7(),
      reason: words('why'),
      facts: {},
      ownerId: lin.id,
      ...(flow && { flow }),
    }),
  )
  await sweep()
  const card = (user: string) => wecom.delivered.filter((one) => one.touser === user && one.template_card).at(-1)?.template_card
  return { id: asked.approvalId, card }
}
const call = (callback: { query: URLSearchParams; body: string }) =>
  world.app().inject({
    method: 'POST',
    url: `/callbacks/wecom/${company.tenantId}?${callback.query}`,
    payload: callback.body,
    headers: { 'content-type': 'text/xml' },
  })
/** What the button of the newest card in Feishu carries. */
function feishuValue(): string {
  const body = feishu.delivered.at(-1)?.card.body as { elements: { behaviors?: { value?: { id: string; act: string } }[] }[] } | undefined
  const button = body?.elements.find((one) => one.behaviors?.[0]?.value?.act === 'agree')
  return button?.behaviors?.[0]?.value?.id ?? ''
}
const tokenIn = (url: string | undefined): string => new URL(url ?? '').pathname.split('/').at(-1) ?? ''
const statusOf = async (id: string) => (await (await world.browser(lin))('GET', `/approvals/${id}`)).body

test('WeCom, the whole way: a card with two buttons, a press, the decision as that member, the card says so', async () => {
  const { id, card } = await ask()
  assert.deepEqual(
    card('zhou')?.button_list.map((button) => [button.key, button.text]),
    [
      ['agree', '同意'],
      ['reject', '驳回'],
    ],
  )
  const pressed = wecom.pressed('zhou', card('zhou')?.task_id ?? '', 'agree')
  const answer = await call(pressed)
  assert.equal(answer.statusCode, 200, answer.body)
  const decided = await statusOf(id)
  assert.equal(decided.status, 'approved')
  assert.equal(decided.log.at(-1).name, '周启明')
  await sweep()
  assert.deepEqual(
    wecom.updates.map((update) => [update.userids, update.button.replace_name]),
    [[['zhou'], '已同意']],
  )

  const before = outcomes.length
  assert.equal((await call(pressed)).statusCode, 200, 'the vendor asks again when it heard no answer')
  await sweep()
  assert.equal(outcomes.length, before)
  assert.equal(wecom.updates.length, 1)
  const { items } = (await admin('GET', '/messages?channel=wecom&state=delivered')).body
  assert.ok(
    items.some((row: { memberName: string }) => row.memberName === '周启明'),
    'who pressed a button has got the card',
  )

  const late = await call(wecom.pressed('gao', card('gao')?.task_id ?? '', 'agree'))
  assert.equal(late.statusCode, 200)
  await sweep()
  assert.match(wecom.updates.at(-1)?.button.replace_name ?? '', /已|审批/)
  assert.equal(outcomes.length, before)
})

test('rejecting by button says where it was done', async () => {
  const { id, card } = await ask()
  await call(wecom.pressed('gao', card('gao')?.task_id ?? '', 'reject'))
  const decided = await statusOf(id)
  assert.deepEqual([decided.status, decided.log.at(-1).note], ['rejected', '在企业微信里驳回'])
})

test('forged, old, foreign and borrowed callbacks are refused and change nothing', async () => {
  const { id, card } = await ask()
  const task = card('zhou')?.task_id ?? ''
  const good = wecom.pressed('zhou', task, 'agree')
  const forged = new URLSearchParams(good.query)
  forged.set('msg_signature', 'f'.repeat(40))
  assert.equal((await call({ ...good, query: forged })).statusCode, 403)
  const bent = good.body.replace(/(Encrypt><!\[CDATA\[)(.)/, (_all, before: string, first: string) => before + (first === 'x' ? 'y' : 'x'))
  assert.equal((await call({ query: good.query, body: bent })).statusCode, 403)
  assert.equal((await call(wecom.pressed('zhou', task, 'agree', { at: now() - 11 * 60_000 }))).statusCode, 403, 'a thief comes later')
  assert.equal((await call(wecom.pressed('zhou', task, 'agree', { receiver: 'wwother' }))).statusCode, 403)
  assert.equal((await call(wecom.pressed('zhou', task, 'agree', { aesKey: 'A'.repeat(43) }))).statusCode, 403)
  assert.equal((await call({ query: new URLSearchParams(), body: '' })).statusCode, 403)
  const elsewhere = await world.app().inject({ method: 'POST', url: `/callbacks/wecom/${uuidv7()}?${good.query}`, payload: good.body })
  assert.equal(elsewhere.statusCode, 404)
  // Signed by the vendor, but by somebody else's hand: his card is not hers, and a stranger is nobody.
  await call(wecom.pressed('gao', task, 'agree'))
  await call(wecom.pressed('stranger', task, 'agree'))
  await call(wecom.pressed('zhou', uuidv7(), 'agree'))
  await call(wecom.pressed('zhou', task, 'delete'))
  assert.equal((await statusOf(id)).status, 'pending')
  assert.equal((await call(good)).statusCode, 200)
  assert.equal((await statusOf(id)).status, 'approved')
})

test('whoever may no longer decide does not decide by an old card', async () => {
  const { id, card } = await ask()
  await company.system(async (ctx) => {
    const { sql } = await import('#core/db.ts')
    await ctx.tx.run(sql`update member set disabled_at = now() where tenant_id = ${ctx.tenantId} and id = ${gao.id}`)
  })
  await call(wecom.pressed('gao', card('gao')?.task_id ?? '', 'agree'))
  assert.equal((await statusOf(id)).status, 'pending')
})

test('an old card or link never answers a later step of the same person, nor the same step asked anew', async () => {
  const person = (one: { id: string }) => [{ kind: 'person' as const, memberId: one.id }]
  const step = (id: string, one: { id: string }) => ({
    kind: 'approve' as const,
    id,
    name: id,
    mode: 'any' as const,
    approvers: person(one),
  })
  const flow: Trial = { key: 'trial', version: 1, same: 'each', steps: [step('价格', zhou), step('账期', zhou), step('收尾', zhou)] }
  const { id, card } = await ask(flow)
  const first = card('zhou') as unknown as { task_id: string; card_action: { url: string } }
  const feishuFirst = feishuValue()
  const own = await world.browser(zhou)
  const link = `/decision-links/${tokenIn(first.card_action.url)}`
  const openStep = async () => (await statusOf(id)).steps.find((one: { state: string }) => one.state === 'now')?.label.params.name
  const lastWords = async () => {
    await sweep()
    return wecom.updates.at(-1)?.button.replace_name ?? ''
  }
  await call(wecom.pressed('zhou', first.task_id, 'agree'))
  assert.equal(await openStep(), '账期')
  assert.equal(await lastWords(), '已同意')
  world.clock.set(new Date(now() + 60_000).toISOString())
  await call(wecom.pressed('zhou', first.task_id, 'agree'))
  assert.match(await lastWords(), /“账期”/)
  await call(wecom.pressed('zhou', first.task_id, 'reject'))
  const feishuPress = feishu.pressed('zhou-f', feishuFirst, 'agree')
  const toast = await world.app().inject({
    method: 'POST',
    url: `/callbacks/feishu/${company.tenantId}`,
    payload: feishuPress.body,
    headers: { 'content-type': 'application/json', ...feishuPress.headers },
  })
  assert.match(toast.json().toast.content, /“账期”/)
  assert.equal((await own('GET', link)).body.state, 'anew')
  const refused = await own('POST', link, { answer: 'approve' })
  assert.deepEqual([refused.status, refused.body.code], [409, 'approval.asked_anew'])
  assert.equal(await openStep(), '账期', 'the old message changed nothing')

  const second = card('zhou')?.task_id ?? ''
  assert.notEqual(second, first.task_id)
  await call(wecom.pressed('zhou', second, 'agree'))
  assert.equal(await openStep(), '收尾')
  const back = await own('POST', `/approvals/${id}/decide`, { answer: 'return', note: '价格再看', toStepId: '价格' })
  assert.equal(back.status, 200, back.raw.toString())
  await sweep()
  assert.equal(await openStep(), '价格')
  await call(wecom.pressed('zhou', first.task_id, 'agree'))
  assert.equal(await openStep(), '价格', 'asked anew, it is another question')
  // A reminder asks for what is open now.
  world.clock.set(new Date(now() + 60_000).toISOString())
  await (await world.browser(lin))('POST', `/approvals/${id}/remind`)
  await sweep()
  await call(wecom.pressed('zhou', card('zhou')?.task_id ?? '', 'agree'))
  assert.equal(await openStep(), '账期')
})

test('WeCom checks the address: the echo comes back decrypted, and only for its own signature', async () => {
  const { query, encrypt } = wecom.signed('5927782180')
  query.set('echostr', encrypt)
  const url = `/callbacks/wecom/${company.tenantId}`
  const answer = await world.app().inject({ method: 'GET', url: `${url}?${query}` })
  assert.deepEqual([answer.statusCode, answer.body], [200, '5927782180'])
  query.set('nonce', 'other')
  assert.equal((await world.app().inject({ method: 'GET', url: `${url}?${query}` })).statusCode, 403)
})

test('Feishu: handshake, button, toast; unsigned, old and repeated ones change nothing', async () => {
  const url = `/callbacks/feishu/${company.tenantId}`
  const post = (body: string, headers: Record<string, string> = {}) =>
    world.app().inject({ method: 'POST', url, payload: body, headers: { 'content-type': 'application/json', ...headers } })
  const hello = await post(feishu.encrypted({ type: 'url_verification', challenge: 'abc', token: 't' }))
  assert.deepEqual(hello.json(), { challenge: 'abc' })
  const { id } = await ask()
  const value = feishuValue()
  const pressed = feishu.pressed('zhou-f', value, 'agree')
  assert.equal((await post(pressed.body)).statusCode, 403)
  const old = feishu.pressed('zhou-f', value, 'agree', now() - 11 * 60_000)
  assert.equal((await post(old.body, old.headers)).statusCode, 403)
  assert.equal((await statusOf(id)).status, 'pending')
  const answer = await post(pressed.body, pressed.headers)
  assert.deepEqual(answer.json(), { toast: { type: 'info', content: '已同意' } })
  assert.equal((await statusOf(id)).status, 'approved')
  const before = outcomes.length
  assert.deepEqual((await post(pressed.body, pressed.headers)).json(), {})
  assert.equal(outcomes.length, before)
})

test('a link decides once, for the person it was sent to, in time; looking at it decides nothing', async () => {
  const { id } = await ask()
  const url = wecom.delivered.filter((one) => one.touser === 'zhou').at(-1)?.template_card as unknown as { card_action: { url: string } }
  const token = tokenIn(url.card_action.url)
  const own = await world.browser(zhou)
  const other = await world.browser(lin)
  const path = `/decision-links/${token}`
  const stranger = await world.app().inject({ method: 'GET', url: `/api/v1${path}` })
  assert.deepEqual([stranger.json().state, stranger.json().title], ['sign_in', null], 'without a session it tells nothing')
  assert.equal((await other('GET', path)).body.state, 'sign_in')
  assert.equal((await other('POST', path, { answer: 'approve' })).body.code, 'decision.sign_in')
  const seen = (await own('GET', path)).body
  assert.deepEqual([seen.state, seen.title, seen.requesterName], ['open', '特价申请', '林晓峰'])
  assert.equal(seen.card.number, `T-${seen.card.link.slice(-4)}`, 'who is here sees the whole card')
  assert.equal((await statusOf(id)).status, 'pending')
  assert.equal((await own('POST', path, { answer: 'reject' })).body.code, 'approval.reason_needed')
  const both = await Promise.all([own('POST', path, { answer: 'approve' }), own('POST', path, { answer: 'approve' })])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  assert.equal((await own('GET', path)).body.state, 'used')
  assert.equal((await own('POST', path, { answer: 'approve' })).body.code, 'decision.used')
  const broken = token.replace(/.$/, token.endsWith('A') ? 'B' : 'A')
  assert.equal((await own('POST', `/decision-links/${broken}`, { answer: 'approve' })).body.code, 'decision.bad_link')
})

test('by the company’s rule a link alone may do, may expire, and may ask for a second factor', async () => {
  const rule = async (value: object) => {
    const { body } = await admin('GET', '/policies/message.decision_link/history')
    const basedOn = body.items[0]?.version ?? 0
    const answer = await admin('PUT', '/policies/message.decision_link', { value, basedOn })
    assert.equal(answer.status, 200, answer.raw.toString())
  }
  const link = async () => {
    await ask()
    const message = wecom.delivered.filter((one) => one.touser === 'zhou').at(-1)?.template_card as unknown as {
      card_action: { url: string }
    }
    return `/api/v1/decision-links/${tokenIn(message.card_action.url)}`
  }
  const post = (url: string) => world.app().inject({ method: 'POST', url, payload: { answer: 'approve' } })
  await rule({ hours: 1, needs: 'link', secondFactor: false })
  const alone = await link()
  const told = (await world.app().inject({ method: 'GET', url: alone })).json()
  assert.deepEqual([told.state, told.title, told.card], ['open', '特价申请', null], 'the link alone tells title and sum, not the card')
  assert.equal((await post(alone)).json().status, 'approved')
  const late = await link()
  world.clock.set(new Date(now() + 3_600_000).toISOString())
  assert.equal((await post(late)).json().code, 'decision.expired')
  await rule({ hours: 1, needs: 'session', secondFactor: true })
  const guarded = (await link()).replace('/api/v1', '')
  const signedIn = await world.browser(zhou)
  assert.equal((await signedIn('GET', guarded)).body.needs, 'authenticator')
  assert.equal((await signedIn('POST', guarded, { answer: 'approve' })).body.code, 'decision.no_second_factor')
  assert.equal((await post(`/api/v1${guarded}`)).json().code, 'decision.sign_in', 'a link alone does not do where a code is asked for')

  const set = await signedIn('POST', '/me/second-factor', { password: PASSWORD })
  assert.equal(set.status, 200, set.raw.toString())
  const confirmed = await signedIn('POST', '/me/second-factor/confirm', { code: totp(set.body.secret) })
  assert.equal(confirmed.status, 200, confirmed.raw.toString())
  // The session's token changed with it.
  const cookie = String([confirmed.headers['set-cookie']].flat().find((line) => String(line).includes('session_token'))).split(';')[0] ?? ''
  const decide = (path: string, more: object = {}) => signedIn('POST', path, { answer: 'approve', ...more }, { cookie })
  assert.equal((await signedIn('GET', guarded, undefined, { cookie })).body.needs, 'code')
  assert.equal((await decide(guarded)).body.code, 'decision.second_factor')
  const wrong = await decide(guarded, { code: '000000' })
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'sign_in.second_factor_wrong'])
  const code = totp(set.body.secret)
  const done = await decide(guarded, { code })
  assert.deepEqual([done.status, done.body.status], [200, 'approved'], done.raw.toString())
  assert.equal((await decide((await link()).replace('/api/v1', ''), { code })).body.code, 'sign_in.code_used')
})
