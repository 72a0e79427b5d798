import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { PolicySpec } from '#core/policies.ts'
import { setPolicy } from '#core/policies.ts'
import { usciCheckSign } from '#core/text.ts'
import { createAccount, createContact } from '#modules/accounts/index.ts'
import { claimPolicy } from '#modules/pools/index.ts'
import { openWorld } from '#testing/world.ts'
import { channelNamed, receiveSubmission } from './index.ts'

const world = await openWorld()
const REP = {
  'lead.read': 'own',
  'lead.create': 'all',
  'lead.write': 'own',
  'lead.claim': 'all',
  'pool.read': 'all',
  'opportunity.write': 'own',
} as const
const MANAGER = { ...REP, 'lead.read': 'subtree', 'lead.write': 'subtree', 'lead.assign': 'subtree' } as const

async function team() {
  const company = await world.company()
  const departmentId = await company.department('苏沪')
  const gao = await company.member('高志远', MANAGER, { departmentId, head: true })
  const more = { departmentId, managerId: gao.id }
  const lin = await company.member('林晓峰', REP, more)
  const sun = await company.member('孙倩', REP, more)
  return { company, gao, lin, sun }
}

const number = (() => {
  let next = 0
  return () => `1390001${String(next++).padStart(4, '0')}`
})()

test('R1.1.3 a raw lead is kept as received, rated, and goes to the pool with the reason when nobody is able', async () => {
  const { lin } = await team()
  const call = await world.browser(lin)
  const { status, body } = await call('POST', '/leads', {
    company: '江苏澜桥建设集团有限公司',
    contactName: '张建国',
    contactTitle: '总经理',
    phone: '138 1234 2046',
    capitalFen: 5_000_000_000,
    channel: 'tender',
    address: '江苏省南京市建邺区',
  })
  assert.equal(status, 200, JSON.stringify(body))
  assert.equal(body.fate, 'accepted')
  assert.equal(body.points, 100)
  assert.equal(body.segment, 'ka')
  assert.match(body.number, /^XS-20261123-\d{4}$/)
  const seen = (await call('GET', `/leads/${body.leadId}`)).body
  assert.equal(seen.state, 'pooled')
  assert.equal(seen.poolReason, 'unassigned')
  assert.equal(seen.assignment.reason, 'nobody_free')
  assert.equal(seen.assignment.trace[0].ruleId, 'ka_to_senior')
  assert.equal(
    seen.rating.lines.reduce((sum: number, line: { scored: number }) => sum + line.scored, 0),
    100,
  )
  assert.deepEqual([seen.contact.name, seen.contact.phone, seen.contact.masked], ['张**', '138****2046', true])
})

test('R1.2.2 KA goes to the senior of the region, SMB to the newcomer, and the lead says which rule chose whom', async () => {
  const { company, gao, lin, sun } = await team()
  const asGao = await world.browser(gao)
  const profile = { regions: ['江苏'], industries: [], productLines: [], active: true, version: 0 }
  assert.equal(
    (await asGao('PUT', `/capabilities/${lin.id}`, { ...profile, level: 'senior', skills: { ka: 5, dealer: 3, smb: 3 } })).status,
    200,
  )
  assert.equal(
    (await asGao('PUT', `/capabilities/${sun.id}`, { ...profile, level: 'newcomer', skills: { ka: 1, dealer: 1, smb: 2 } })).status,
    200,
  )
  const ka = (await asGao('POST', '/leads', { company: '苏州金阊置业有限公司', capitalFen: 5_000_000_000, phone: number() })).body
  assert.equal(ka.ownerName, '林晓峰')
  const smb = (await asGao('POST', '/leads', { company: '苏州渭塘筑家装饰', phone: number() })).body
  assert.equal(smb.ownerName, '孙倩')
  const seen = (await asGao('GET', `/leads/${smb.leadId}`)).body
  assert.equal(seen.assignment.ruleLabel.zh, 'SMB 给本区新人')
  assert.equal(seen.countdown.reason, 'no_contact')
  assert.equal(seen.countdown.dueAt, '2026-11-24T00:30:00.000Z')
  const kept = await company.system((ctx) =>
    ctx.tx.rows<{ type: string; actorId: string | null }>(
      sql`select type, actor_id from event where tenant_id = ${ctx.tenantId} and subject_id = ${smb.leadId} order by id`,
    ),
  )
  assert.deepEqual(
    kept.map((event) => event.type),
    ['lead.received', 'lead.assigned'],
  )
  assert.equal(kept[1]?.actorId, null, 'the rule gave it, nobody else')
  const away = await company.system((ctx) =>
    ctx.tx.run(
      sql`insert into leave (tenant_id, id, member_id, from_at, to_at, created_at) values (${ctx.tenantId}, ${uuidv7()}, ${sun.id}, '2026-11-22T16:00:00Z', '2026-11-24T16:00:00Z', now())`,
    ),
  )
  assert.equal(away, 1)
  const next = (await asGao('POST', '/leads', { company: '苏州平江小筑装饰', phone: number() })).body
  assert.equal(next.ownerName, '林晓峰', 'the newcomer is on leave: the least loaded of the region')
})

test('the same bytes, the same external id and the same phone are one lead; every source is kept', async () => {
  const { company, lin } = await team()
  const call = await world.browser(lin)
  const body = { company: '昆山柏庐防水工程', phone: number(), channel: 'form', externalId: 'W-1' }
  const first = (await call('POST', '/leads', body)).body
  const again = (await call('POST', '/leads', body)).body
  assert.deepEqual([again.fate, again.replay, again.leadId], ['accepted', true, first.leadId])
  const sameId = (await call('POST', '/leads', { ...body, need: '要样品' })).body
  assert.deepEqual([sameId.fate, sameId.reason.code, sameId.leadId], ['merged', 'intake.same_external_id', first.leadId])
  const merged = (
    await call('POST', '/leads', {
      company: '昆山柏庐防水工程有限公司',
      phone: `+86 ${body.phone}`,
      channel: 'hotline',
      contactName: '李工',
    })
  ).body
  assert.deepEqual([merged.fate, merged.leadId], ['merged', first.leadId])
  const story = (await call('GET', `/leads/${first.leadId}/story`)).body
  assert.deepEqual(
    story.sources.map((source: { channelKind: string; state: string }) => [source.channelKind, source.state]),
    [
      ['form', 'accepted'],
      ['form', 'merged'],
      ['hotline', 'merged'],
    ],
  )
  const count = await company.system((ctx) =>
    ctx.tx.row<{ n: number; name: string }>(
      sql`select count(*) as n, max(contact_name) as name from lead where tenant_id = ${ctx.tenantId}`,
    ),
  )
  assert.deepEqual(count, { n: 1, name: '李工' }, 'what was unknown is filled')
})

test('one raw lead sent by many at once makes one lead', async () => {
  const { company, lin } = await team()
  const channel = await company.as(lin, (ctx) => channelNamed(ctx, 'form'))
  assert.ok(channel)
  const raw = (n: number) => ({ company: '太仓浏河新材料有限公司', phone: '13900019999', n })
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      company.as(lin, (ctx) => receiveSubmission(ctx, { channel, raw: raw(n % 4), facts: raw(0) }, { to: 'rules' })),
    ),
  )
  assert.equal(new Set(answers.map((answer) => answer.leadId)).size, 1)
  assert.equal(answers.filter((answer) => answer.fate === 'accepted' && !answer.replay).length, 1)
  assert.equal(answers.filter((answer) => answer.replay).length, 8)
  assert.equal(answers.filter((answer) => answer.fate === 'merged' && !answer.replay).length, 3)
})

test('L5 a known customer by another spelling is told to its owner; L6 the same name with another credit code is another company', async () => {
  const { company, lin, sun } = await team()
  const code = (body: string) => body + usciCheckSign(body)
  const c01 = await company.as(lin, async (ctx) => {
    const facts = { name: '苏州恒筑建材经营部', segment: 'dealer', city: '苏州', usci: code('91320500MA1MABCD1') } as const
    const account = await createAccount(ctx, { ...facts, ownerId: lin.id, channelKind: 'existing' })
    await createContact(ctx, account.id, { name: '王德发', phone: '13812345678', isPrimary: true })
    return account
  })
  const call = await world.browser(sun)
  const l5 = (await call('POST', '/leads', { company: '恒筑建材经营部（苏州）', phone: '138-1234-5678' })).body
  assert.deepEqual([l5.fate, l5.reason.code, l5.accountId, l5.ownerName], ['merged', 'intake.is_account', c01.id, '林晓峰'])
  const check = (await call('GET', '/leads/check?company=恒筑建材经营部（苏州）&phone=13812345678')).body
  assert.deepEqual([check.items[0].decision, check.items[0].ownerName, check.items[0].mine], ['same', '林晓峰', false])
  const l6 = (await call('POST', '/leads', { company: '苏州恒筑建材经营部', usci: code('91320500MA1MABCD2') })).body
  assert.equal(l6.fate, 'accepted')
})

test('likely doubles wait for a person, who merges, creates or rejects', async () => {
  const { company, lin } = await team()
  const marketing = await company.member('许文静', {
    'lead.read': 'all',
    'lead.review': 'all',
    'lead.create': 'all',
    'pool.read': 'all',
    'field.pool_contact': 'all',
  })
  const call = await world.browser(marketing)
  const first = (await call('POST', '/leads', { company: '无锡梁溪宏图建材', phone: number() })).body
  const waiting: { fate: string; submissionId: string }[] = []
  for (let n = 0; n < 3; n++) waiting.push((await call('POST', '/leads', { company: '无锡梁溪宏图建材', phone: number() })).body)
  assert.deepEqual(
    waiting.map((one) => one.fate),
    ['in_review', 'in_review', 'in_review'],
  )
  const list = (await call('GET', '/submissions')).body.items
  assert.equal(list.length, 3)
  assert.equal(list[0].candidate.side.name, '无锡梁溪宏图建材')
  assert.ok(list[0].reasons.some((reason: { fact: string; agrees: boolean }) => reason.fact === 'phone' && !reason.agrees))
  const decide = (n: number, decision: string) => call('POST', `/submissions/${waiting[n]?.submissionId}/resolve`, { decision })
  assert.equal((await decide(0, 'merge')).body.leadId, first.leadId)
  const created = (await decide(1, 'create')).body
  assert.equal(created.fate, 'accepted')
  assert.notEqual(created.leadId, first.leadId)
  assert.equal((await decide(2, 'reject')).body.fate, 'rejected')
  assert.equal((await decide(2, 'merge')).body.code, 'submission.resolved')
  assert.equal((await (await world.browser(lin))('GET', '/submissions')).status, 403)
})

test('bad input names field and fix, and nothing is written', async () => {
  const { company, lin } = await team()
  const call = await world.browser(lin)
  const bad = [
    [{ company: '苏州甲乙', phone: '12345' }, 'lead.phone_wrong'],
    [{ company: '苏州甲乙', email: 'not-a-mail' }, 'lead.email_wrong'],
    [{ company: '苏州甲乙', usci: '91320500MA1M12345X' }, 'lead.usci_wrong'],
    [{ company: '苏州甲乙', lat: 31.2 }, 'lead.half_a_point'],
    [{ company: '苏州甲乙', channel: '天上掉下来的' }, 'lead.unknown_channel'],
    [{ company: '  ' }, 'common.bad_input'],
  ] as const
  for (const [input, code] of bad) {
    const answer = await call('POST', '/leads', input)
    assert.equal(answer.status, 422, code)
    assert.equal(answer.body.code, code)
    assert.ok(answer.body.detail.length > 8)
  }
  const rows = await company.system((ctx) =>
    ctx.tx.rows(
      sql`select 1 from lead where tenant_id = ${ctx.tenantId} union all select 1 from submission where tenant_id = ${ctx.tenantId}`,
    ),
  )
  assert.equal(rows.length, 0)
})

test('L7 R1.2.7 two reps claim in the same millisecond: one wins, the other keeps his quota and is told who was faster', async () => {
  const { gao, lin, sun } = await team()
  const [asGao, asLin, asSun] = [await world.browser(gao), await world.browser(lin), await world.browser(sun)]
  const lead = (await asGao('POST', '/leads', { company: '上海申浦总承包工程', phone: '13912347715', contactName: '李雷', to: 'pool' }))
    .body
  const answers = await Promise.all([asLin('POST', `/leads/${lead.leadId}/claim`), asSun('POST', `/leads/${lead.leadId}/claim`)])
  const [won] = answers.filter((answer) => answer.status === 200)
  const [lost] = answers.filter((answer) => answer.status === 409)
  assert.ok(won && lost)
  assert.deepEqual([won.body.contact.name, won.body.contact.phone, won.body.contact.masked], ['李雷', '+8613912347715', false])
  assert.equal(won.body.countdown.reason, 'no_contact')
  assert.equal(lost.body.code, 'lead.already_claimed')
  assert.match(lost.body.detail, new RegExp(won.body.ownerName))
  const loser = won.body.ownerName === '林晓峰' ? asSun : asLin
  assert.deepEqual((await loser('GET', '/pools/quota')).body.claimedToday, 0)
  const winner = won.body.ownerName === '林晓峰' ? asLin : asSun
  assert.deepEqual((await winner('GET', '/pools/quota')).body.holding, 1)
  assert.equal((await loser('GET', `/leads/${lead.leadId}`)).status, 404, 'held by a colleague')
})

test('the daily cap, the holding cap and a closed pool refuse a claim, and nothing of it stays', async () => {
  const { company, gao, lin } = await team()
  const [asGao, asLin] = [await world.browser(gao), await world.browser(lin)]
  const ids: string[] = []
  for (let n = 0; n < 4; n++)
    ids.push((await asGao('POST', '/leads', { company: `常州试用${'甲乙丙丁'[n]}建材`, phone: number(), to: 'pool' })).body.leadId)
  const set = (value: object) =>
    company.as(company.admin, (ctx) => setPolicy(ctx, claimPolicy as PolicySpec<unknown>, { value, basedOn: version++ }))
  let version = 0
  await set({ dailyClaim: 2, holdingCap: 80, formerOwnerCooldownDays: 7 })
  for (const id of ids.slice(0, 2)) assert.equal((await asLin('POST', `/leads/${id}/claim`)).status, 200)
  const third = await asLin('POST', `/leads/${ids[2]}/claim`)
  assert.equal(third.body.code, 'pool.daily_cap')
  assert.match(third.body.detail, /2/)
  await set({ dailyClaim: 10, holdingCap: 2, formerOwnerCooldownDays: 7 })
  assert.equal((await asLin('POST', `/leads/${ids[2]}/claim`)).body.code, 'pool.holding_cap')
  const pooled = (await asLin('GET', '/leads/pooled')).body.items
  assert.equal(pooled.length, 2)
  assert.deepEqual([pooled[0].claim.ok, pooled[0].claim.reasons[0].code], [false, 'pool.holding_cap'])
  assert.equal((await asLin('GET', '/pools/quota')).body.holding, 2, 'a refused claim counts for nothing')
})

test('contact data of waiting leads is neither shown nor searched by those who may not see it', async () => {
  const { company, lin } = await team()
  const boss = await company.member('周启明', { 'lead.read': 'all', 'pool.read': 'all', 'field.pool_contact': 'all', 'lead.create': 'all' })
  const [asLin, asBoss] = [await world.browser(lin), await world.browser(boss)]
  const lead = (
    await asBoss('POST', '/leads', {
      company: '南通通州海门建工',
      phone: '13977771126',
      contactName: '黄秋生',
      legalPerson: '周海门',
      to: 'pool',
    })
  ).body
  for (const q of ['黄秋生', '13977771126', '1126']) {
    assert.equal((await asLin('GET', `/leads?q=${q}`)).body.items.length, 0, q)
    assert.equal((await asLin('GET', `/leads/pooled?q=${q}`)).body.items.length, 0, q)
    assert.equal((await asBoss('GET', `/leads?q=${q}`)).body.items.length, 1, q)
  }
  assert.equal((await asLin('GET', '/leads/pooled?q=通州')).body.items.length, 1)
  const seen =
    JSON.stringify((await asLin('GET', `/leads/${lead.leadId}`)).body) +
    JSON.stringify((await asLin('GET', `/leads/${lead.leadId}/story`)).body)
  for (const hidden of ['黄秋生', '77771126', '周海门']) assert.ok(!seen.includes(hidden), hidden)
})

test('whoever marks a waiting lead invalid has not claimed it: its contact stays hidden', async () => {
  const { company } = await team()
  const boss = await company.member('周启明', { 'lead.create': 'all', 'lead.read': 'all', 'pool.read': 'all', 'field.pool_contact': 'all' })
  const cleaner = await company.member('许雯静', { 'lead.read': 'all', 'lead.write': 'all', 'lead.assign': 'all', 'pool.read': 'all' })
  const [asBoss, asCleaner] = [await world.browser(boss), await world.browser(cleaner)]
  const { leadId } = (await asBoss('POST', '/leads', { company: '镇江句容建材', phone: '13977771127', contactName: '黄秋实', to: 'pool' }))
    .body
  const { status, body } = await asCleaner('POST', `/leads/${leadId}/invalid`, { reason: 'wrong_contact' })
  assert.equal(status, 200, JSON.stringify(body))
  const seen = JSON.stringify(body) + JSON.stringify((await asCleaner('GET', `/leads/${leadId}`)).body)
  for (const hidden of ['黄秋实', '77771127']) assert.ok(!seen.includes(hidden), hidden)
  assert.equal((await asCleaner('GET', '/leads?q=黄秋实')).body.items.length, 0)
})
