import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { handOverRooms } from '#modules/organization/index.ts'
import { plainCard } from '#testing/plain-card.ts'
import { openWorld } from '#testing/world.ts'
import { transfer } from './answer.actions.ts'
import { isCondition } from './condition.rule.ts'
import { approvalOf, approvals, registerSubject, requestApproval } from './index.ts'
import type { Outcome } from './subject.actions.ts'

const world = await openWorld()
const company = await world.company()
const decider = { 'approval.decide': 'all' } as const
const boss = await company.member('陈岚', { ...decider, 'approval.flows': 'all', 'approval.read': 'all' }, { head: true, role: 'gm2' })
const manager = await company.member('高志远', { ...decider, 'approval.read': 'subtree' }, { managerId: boss.id })
const rep = await company.member('林晓峰', {}, { managerId: manager.id })
const stranger = await company.member('马骁', {})

// A subject of the test's own: approvals knows none.
const outcomes: { id: string; outcome: Outcome }[] = []
let fails = false
const prints = new Map<string, string>()
registerSubject({
  type: 'trial',
  flow: () => ({
    key: 'trial',
    version: 1,
    steps: [
      { kind: 'approve', id: 'manager', mode: 'any', approvers: [{ kind: 'manager', of: 'owner' }] },
      {
        kind: 'approve',
        id: 'gm',
        mode: 'any',
        approvers: [{ kind: 'person', memberId: boss.id }],
        when: { fact: 'amountFen', op: 'gte', value: 100 },
      },
      { kind: 'end', id: 'end' },
    ],
  }),
  factSpecs: [{ key: 'amountFen', zh: '金额', en: 'Amount', type: 'fen' }],
  print: async (_ctx, id) => prints.get(id) ?? '',
  card: async (ctx, id) => ({
    ...plainCard('T', id, '试一张'),
    facts: [{ key: 'reader', label: words('trial'), title: words(ctx.actor.name), detail: null, tone: 'grey', link: null }],
  }),
  decided: async (_ctx, id, outcome) => {
    if (fails) throw new Error('the subject’s room refuses')
    outcomes.push({ id, outcome })
  },
})
const words = (key: string) => ({ key, params: {} })
after(() => {
  fails = false
})

const ask = (ctx: Ctx, subjectId: string, amountFen: number) =>
  requestApproval(ctx, { subjectType: 'trial', subjectId, reason: words('trial.why'), facts: { amountFen }, ownerId: rep.id, note: '请批' })
const begin = async (amountFen = 100) => {
  const subjectId = uuidv7()
  const { approvalId } = await company.as(rep, (ctx) => ask(ctx, subjectId, amountFen))
  return { subjectId, approvalId }
}
const callers = {
  boss: await world.browser(boss),
  manager: await world.browser(manager),
  rep: await world.browser(rep),
  stranger: await world.browser(stranger),
}
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
const body = (answer: { status: number; body: unknown }, status = 200): any => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}
const told = async (person: { id: string }) => {
  await world.house.relay.drain(company.tenantId)
  const rows = await company.system((ctx) =>
    ctx.tx.rows<{ message: string }>(
      sql`select message from notification where tenant_id = ${ctx.tenantId} and member_id = ${person.id} order by at, id`,
    ),
  )
  return rows.map((row) => row.message)
}

test('manager, then general manager: each is asked and told in turn, the end reaches the subject and the requester', async () => {
  const { approvalId, subjectId } = await begin()
  assert.deepEqual(await told(manager), ['notice.approval.asked'])
  assert.deepEqual(await told(boss), [])
  assert.deepEqual(body(await callers.manager('GET', '/approvals/counts')), { waiting: 1, mine: 0 })
  assert.deepEqual(body(await callers.rep('GET', '/approvals/counts')), { waiting: 0, mine: 1 })
  assert.equal((await approvalOfSubject(subjectId))?.waitingFor[0]?.name, '高志远')
  body(await callers.manager('POST', `/approvals/${approvalId}/decide`, { answer: 'approve' }))
  assert.deepEqual(await told(boss), ['notice.approval.asked'])
  const done = body(await callers.boss('POST', `/approvals/${approvalId}/decide`, { answer: 'approve', note: '好' }))
  assert.deepEqual(
    done.steps.map((step: { id: string; state: string }) => [step.id, step.state]),
    [
      ['manager', 'done'],
      ['gm', 'done'],
    ],
  )
  assert.deepEqual(outcomes.at(-1), { id: subjectId, outcome: { status: 'approved', approvalId, by: boss.id, note: '好' } })
  assert.deepEqual(await told(rep), ['notice.approval.approved'])
  assert.deepEqual(
    done.log.map((entry: { act: string; name: string; note: string }) => [entry.act, entry.name, entry.note]),
    [
      ['start', '林晓峰', '请批'],
      ['approve', '高志远', ''],
      ['approve', '陈岚', '好'],
    ],
  )
})

const approvalOfSubject = (subjectId: string) => company.system((ctx) => approvalOf(ctx, subjectId))

test('when the subject’s room fails, the answer is not given', async () => {
  const { approvalId } = await begin(1)
  fails = true
  assert.equal((await callers.manager('POST', `/approvals/${approvalId}/decide`, { answer: 'approve' })).status, 500)
  fails = false
  const still = body(await callers.manager('GET', `/approvals/${approvalId}`))
  assert.deepEqual([still.status, still.myAnswer], ['pending', 'open'])
  assert.equal(body(await callers.manager('POST', `/approvals/${approvalId}/decide`, { answer: 'approve' })).status, 'approved')
})

test('a stranger finds nothing; the requester reads, reminds once in four hours, and withdraws; the asked may not withdraw', async () => {
  const { approvalId } = await begin()
  assert.equal((await callers.stranger('GET', `/approvals/${approvalId}`)).status, 404)
  assert.equal((await callers.stranger('POST', `/approvals/${approvalId}/withdraw`, {})).status, 404)
  assert.equal(
    body(await callers.rep('GET', `/approvals/${approvalId}`)).card.facts[0].title.key,
    '林晓峰',
    'the card is made for its reader',
  )
  assert.deepEqual(body(await callers.rep('POST', `/approvals/${approvalId}/remind`)).reminded, ['高志远'])
  const again = body(await callers.rep('POST', `/approvals/${approvalId}/remind`), 409)
  assert.equal(again.code, 'approval.reminded_already')
  assert.match(again.detail, /4\.0 小时/)
  assert.equal(
    body(await callers.manager('POST', `/approvals/${approvalId}/withdraw`, {}), 409).detail,
    '只有提交人能撤回。可以请 林晓峰 撤回。',
  )
  assert.equal(body(await callers.rep('POST', `/approvals/${approvalId}/withdraw`, {})).status, 'withdrawn')
  assert.deepEqual((await told(manager)).slice(-2), ['notice.approval.reminded', 'notice.approval.withdrawn'])
  assert.equal(body(await callers.rep('POST', `/approvals/${approvalId}/remind`), 409).code, 'approval.not_running')
})

test('two answers at once: one is taken, the other is told', async () => {
  const { approvalId } = await begin(1)
  const answers = await Promise.all(
    ['approve', 'reject'].map((answer) => callers.manager('POST', `/approvals/${approvalId}/decide`, { answer, note: '同时' })),
  )
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409])
})

test('a seen version that has moved on is told, not overwritten; the same subject cannot run twice', async () => {
  const { approvalId, subjectId } = await begin()
  const { version } = body(await callers.manager('GET', `/approvals/${approvalId}`))
  body(await callers.rep('POST', `/approvals/${approvalId}/comments`, { note: '客户急' }))
  assert.equal(
    body(await callers.manager('POST', `/approvals/${approvalId}/decide`, { answer: 'approve', version }), 409).code,
    'approval.changed_meanwhile',
  )
  await assert.rejects(
    company.as(rep, (ctx) => ask(ctx, subjectId, 100)),
    { code: 'approval.already_running' },
  )
})

test('a flow gets a new version: what runs keeps its own, what comes later follows the new one', async () => {
  const { approvalId } = await begin()
  const [flow] = body(await callers.boss('GET', '/approval-flows')).items.filter((one: { key: string }) => one.key === 'trial')
  assert.deepEqual([flow.version, flow.source], [1, 'default'])
  const steps = [
    { kind: 'approve', id: 'gm', mode: 'any', approvers: [{ kind: 'person', memberId: boss.id }] },
    { kind: 'end', id: 'end' },
  ]
  const wrong = { basedOn: 1, steps: [{ ...steps[0], when: { fact: 'amountFen', op: 'around', value: 1 } }] }
  assert.equal(body(await callers.boss('POST', '/approval-flows/trial', wrong), 422).code, 'approval.condition_wrong')
  assert.equal(body(await callers.boss('POST', '/approval-flows/trial', { basedOn: 1, steps })).version, 2)
  assert.equal(
    body(await callers.boss('POST', '/approval-flows/trial', { basedOn: 1, steps }), 409).code,
    'approval.flow_changed_meanwhile',
  )
  assert.equal(body(await callers.boss('POST', '/approval-flows/none', { basedOn: 1, steps }), 404).code, 'approval.flow_unknown')
  assert.deepEqual(
    body(await callers.rep('GET', `/approvals/${approvalId}`)).waitingFor.map((person: { name: string }) => person.name),
    ['高志远'],
  )
  const later = await begin()
  const seen = body(await callers.rep('GET', `/approvals/${later.approvalId}`))
  assert.deepEqual([seen.waitingFor[0].name, seen.why.flowVersion], ['陈岚', 2])
})

test('a leaver’s approvals go to his successor, who can answer', async () => {
  const { approvalId } = await begin()
  const heir = await company.member('何雨桐', decider)
  await company.system((ctx) => approvals.handOver?.(ctx, boss.id, heir.id) ?? Promise.resolve())
  const asHeir = await world.browser(heir)
  const waiting = body(await asHeir('GET', '/approvals?limit=200')).items.map((item: { id: string }) => item.id)
  assert.ok(waiting.includes(approvalId))
  assert.deepEqual(body(await callers.boss('GET', '/approvals')).items, [])
  assert.equal(body(await asHeir('POST', `/approvals/${approvalId}/decide`, { answer: 'approve' })).status, 'approved')
})

test('a leaver’s approval that his successor asked for himself goes to who stands above, and leaves the successor nothing to do', async () => {
  const leaver = await company.member('李牧', decider, { managerId: boss.id })
  const { approvalId } = await begin()
  await company.as(boss, (ctx) => transfer(ctx, { id: approvalId, memberId: leaver.id }))
  const admin = await company.member('管理', {})
  await company.as(admin, (ctx) => handOverRooms(ctx, leaver.id, rep.id))
  const todos = async (who: { id: string }): Promise<number> => {
    const { items } = body(await (await world.browser(who as typeof rep))('GET', '/tasks?limit=200'))
    return items.filter((task: { subjectId: string }) => task.subjectId === approvalId).length
  }
  assert.deepEqual([await todos(rep), await todos(boss)], [0, 1])
  const last = body(await callers.rep('GET', `/approvals/${approvalId}`)).log.at(-1)
  assert.deepEqual([last.act, last.name, last.toNames], ['pass_on', '李牧', ['陈岚']])
})

test('boxes page through without losing or repeating one', async () => {
  for (let i = 0; i < 5; i++) await begin()
  const ids: string[] = []
  let cursor = ''
  do {
    const page = body(await callers.rep('GET', `/approvals?box=mine&limit=3${cursor && `&cursor=${cursor}`}`))
    ids.push(...page.items.map((item: { id: string }) => item.id))
    cursor = page.next ?? ''
  } while (cursor)
  const all = await company.system((ctx) =>
    ctx.tx.row<{ n: number }>(
      sql`select count(*)::int as n from approval_instance where tenant_id = ${ctx.tenantId} and requester_id = ${rep.id}`,
    ),
  )
  assert.equal(ids.length, all?.n)
  assert.equal(new Set(ids).size, ids.length)
})

test('conditions from outside are looked at', () => {
  assert.ok(isCondition({ all: [{ fact: 'a', op: 'in', value: [1, 'b'] }, { not: { fact: 'c', op: 'eq', value: null } }] }))
  for (const bad of [null, 1, {}, { fact: 'a', op: 'eq' }, { fact: 'a', op: 'in', value: 1 }, { any: [{ fact: 1, op: 'eq', value: 1 }] }])
    assert.equal(isCondition(bad), false, JSON.stringify(bad))
})
