import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { registerSubject, requestApproval } from '#modules/approvals/index.ts'
import { plainCard } from '#testing/plain-card.ts'
import { diesAt, startWorker } from '#testing/worker.ts'
import { openWorld, type Person } from '#testing/world.ts'
import { fakeWecom } from './wecom.fake.ts'

const now = (): number => world.clock.now().getTime()
const wecom = await fakeWecom({
  corpId: 'wwdemo',
  appSecret: 'app-secret',
  agentId: 1,
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  robotKey: 'k',
  users: ['zhou', 'gao', 'ma', 'sun'],
  now: () => now(),
})
const outward = { vendors: { wecom: wecom.url }, publicUrl: 'https://sales.example.com' }
const world = await openWorld('2026-11-23T01:00:00.000Z', undefined, outward)
after(() => wecom.stop())

const company = await world.company()
const admin = await world.browser(company.admin)
const zhou = await company.member('周启明', { 'approval.decide': 'all' })
const gao = await company.member('高志远', { 'approval.decide': 'all' })
const ma = await company.member('马骁', {})
const sun = await company.member('孙倩', {})
const lin = await company.member('林晓峰', {})
const secrets = { appSecret: 'app-secret', token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' }
const settings = { corpId: 'wwdemo', agentId: '1' }
assert.equal((await admin('PUT', '/message-channels/wecom', { settings, secrets, enabled: true, version: 0 })).status, 200)
for (const [member, address] of [
  [zhou, 'zhou'],
  [gao, 'gao'],
  [ma, 'ma'],
  [sun, 'sun'],
] as const)
  await admin('PUT', `/channel-addresses/${member.id}`, { channel: 'wecom', address })

async function leave(absent: Person, delegate: Person, days = 1): Promise<string> {
  const span = { fromAt: new Date(now() - 3_600_000).toISOString(), toAt: new Date(now() + days * 86_400_000).toISOString() }
  const { status, body, raw } = await admin('POST', '/leaves', { memberId: absent.id, delegateId: delegate.id, ...span })
  assert.equal(status, 200, raw.toString())
  return body.id
}
const sweep = async () => {
  await world.house.relay.drain(company.tenantId)
  await world.house.services().jobs.runNow('message.send', company.tenantId)
}
const pass = (minutes: number): void => world.clock.set(new Date(now() + minutes * 60_000).toISOString())
const came = (user: string) =>
  wecom.delivered.filter((one) => one.touser === user).map((one) => one.markdown?.content ?? one.template_card?.main_title.title ?? '')
/** Urgent, and of a kind nobody stands in for by itself. */
const burn = (title: string, requester: Person) =>
  company.system((ctx) =>
    emit(ctx, 'approval.decided', uuidv7(), {
      number: title,
      title,
      requesterId: requester.id,
      status: 'rejected',
      note: '',
      byName: '周',
    }),
  )

test('what is urgent for somebody on leave reaches the delegate by the delegate’s own channels, marked, once; what is not waits', async () => {
  const id = await leave(ma, sun)
  await burn('XS-1', ma)
  await company.system((ctx) =>
    emit(ctx, 'approval.commented', uuidv7(), {
      number: 'XS-2',
      title: 'XS-2',
      requesterId: ma.id,
      others: [ma.id],
      note: '',
      byName: '周',
    }),
  )
  await Promise.all([sweep(), sweep()])
  await sweep()
  assert.deepEqual([came('ma').length, came('sun').length], [2, 1])
  assert.match(came('sun')[0] ?? '', /XS-1.*（代 马骁）/)
  assert.doesNotMatch(came('ma').join(), /代 马骁/)

  // The delegate's choices count, not those of the one who is away.
  const call = await world.browser(sun)
  const choose = (who: typeof call, mode: string) => who('PUT', '/message-choices/approval.decided', { channel: 'wecom', mode })
  assert.equal((await choose(call, 'off')).status, 200)
  await burn('XS-3', ma)
  await sweep()
  assert.deepEqual([came('ma').length, came('sun').length], [3, 1])
  assert.equal((await choose(call, 'now')).status, 200)
  assert.equal((await choose(await world.browser(ma), 'off')).status, 200)
  await burn('XS-4', ma)
  await sweep()
  assert.deepEqual([came('ma').length, came('sun').length], [3, 2])
  assert.equal((await admin('DELETE', `/leaves/${id}`)).status, 200)
  await burn('XS-5', ma)
  await sweep()
  assert.equal(came('sun').length, 2, 'back from leave')
  assert.equal((await choose(await world.browser(ma), 'now')).status, 200)
})

test('a sweep that is killed on the way tells the delegate once', async () => {
  const before = came('sun').length
  const id = await leave(ma, sun)
  await burn('XS-6', ma)
  for (const die of ['gettoken', 'send', 'send']) {
    await diesAt(wecom, die, startWorker(world, company.tenantId, outward))
    pass(16)
  }
  await sweep()
  await sweep()
  assert.deepEqual(
    came('sun')
      .slice(before)
      .map((text) => /XS-6.*（代 马骁）/.test(text)),
    [true],
  )
  assert.equal(came('ma').filter((text) => text.includes('XS-6')).length, 1)
  assert.equal((await admin('DELETE', `/leaves/${id}`)).status, 200)
})

const words = (key: string) => ({ key, params: {} })
registerSubject({
  type: 'trial',
  flow: () => ({
    key: 'trial',
    version: 1,
    steps: [{ kind: 'approve', id: 'one', mode: 'any', approvers: [{ kind: 'person' as const, memberId: zhou.id }] }],
  }),
  card: async (_ctx, id) => plainCard('T', id, '特价申请'),
  decided: async () => {},
})
async function ask(): Promise<string> {
  pass(1)
  const { approvalId } = await company.as(lin, (ctx) =>
    requestApproval(ctx, { subjectType: 'trial', subjectId: uuidv7(), reason: words('why'), facts: {}, ownerId: lin.id }),
  )
  await sweep()
  return approvalId
}
const cardOf = (user: string) => wecom.delivered.filter((one) => one.touser === user && one.template_card).at(-1)?.template_card
const press = (user: string, task: string, button: string) => {
  const { query, body } = wecom.pressed(user, task, button)
  const url = `/callbacks/wecom/${company.tenantId}?${query}`
  return world.app().inject({ method: 'POST', url, payload: body, headers: { 'content-type': 'text/xml' } })
}
const statusOf = async (id: string) => (await (await world.browser(lin))('GET', `/approvals/${id}`)).body
const tokenIn = (card: unknown): string =>
  new URL((card as { card_action: { url: string } }).card_action.url).pathname.split('/').at(-1) ?? ''

test('an approval asked of somebody on leave: the delegate’s card says for whom, and his press decides as himself', async () => {
  await leave(zhou, gao, 3)
  const id = await ask()
  assert.equal(came('gao').filter((text) => text.includes('特价申请')).length, 1, 'told once, although asked and standing in')
  assert.match(came('gao').at(-1) ?? '', /代 周启明/)
  assert.doesNotMatch(came('zhou').at(-1) ?? '', /代 周启明/)
  const task = cardOf('gao')?.task_id ?? ''
  assert.notEqual(task, cardOf('zhou')?.task_id)
  await press('zhou', task, 'agree')
  assert.equal((await statusOf(id)).status, 'pending', 'the card is the delegate’s, not the absent one’s')
  await press('gao', task, 'agree')
  const decided = await statusOf(id)
  assert.deepEqual([decided.status, decided.log.at(-1).name, decided.log.at(-1).forName], ['approved', '高志远', '周启明'])
})

test('the delegate’s link is the delegate’s: no session but his, his rights of now, and none once the leave is over', async () => {
  const id = await ask()
  const path = `/decision-links/${tokenIn(cardOf('gao'))}`
  assert.equal((await (await world.browser(zhou))('POST', path, { answer: 'approve' })).body.code, 'decision.sign_in')
  const own = await world.browser(gao)
  assert.equal((await own('GET', path)).body.state, 'open')
  const { body } = await admin('GET', `/leaves?memberId=${zhou.id}`)
  const [current] = body.items.filter((one: { memberId: string }) => one.memberId === zhou.id)
  assert.equal((await admin('DELETE', `/leaves/${current.id}`)).status, 200)
  assert.notEqual((await own('POST', path, { answer: 'approve' })).status, 200)
  assert.equal((await statusOf(id)).status, 'pending')
  await press('gao', cardOf('gao')?.task_id ?? '', 'agree')
  assert.equal((await statusOf(id)).status, 'pending')
  await leave(zhou, gao)
  assert.equal((await own('POST', path, { answer: 'approve' })).body.status, 'approved')
  const decided = await statusOf(id)
  assert.deepEqual([decided.log.at(-1).name, decided.log.at(-1).forName], ['高志远', '周启明'])
})

test('a delegate who may not decide is told, and decides nothing', async () => {
  const { body } = await admin('GET', `/leaves?memberId=${zhou.id}`)
  for (const one of body.items.filter((each: { memberId: string }) => each.memberId === zhou.id)) await admin('DELETE', `/leaves/${one.id}`)
  await leave(zhou, ma)
  const id = await ask()
  assert.match(came('ma').at(-1) ?? '', /特价申请.*代 周启明/)
  await press('ma', cardOf('ma')?.task_id ?? '', 'agree')
  assert.equal((await statusOf(id)).status, 'pending')
  const answer = await (await world.browser(ma))('POST', `/decision-links/${tokenIn(cardOf('ma'))}`, { answer: 'approve' })
  assert.equal(answer.body.code, 'decision.not_yours')
})
