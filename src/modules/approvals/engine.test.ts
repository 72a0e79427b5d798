// The engine over HTTP: races, stand-ins, the clock, what is filled in, returned, handed over, and changed under it.
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { refuse } from '#core/refuse.ts'
import { plainCard } from '#testing/plain-card.ts'
import { openWorld, STORY_NOW } from '#testing/world.ts'
import type { Flow, Step } from './flow.rule.ts'
import { registerSubject, requestApproval, voidApproval } from './index.ts'
import type { Outcome } from './subject.actions.ts'

const world = await openWorld()
const company = await world.company()
const decider = { 'approval.decide': 'all' } as const
const boss = await company.member(
  '陈岚',
  { ...decider, 'approval.flows': 'all', 'approval.read': 'all', 'leave.manage': 'all' },
  { head: true, role: 'x_gm' },
)
const director = await company.member('周启明', decider, { managerId: boss.id, role: 'x_director' })
const finance = await company.member('郭颖', decider, { managerId: boss.id, role: 'x_finance' })
const presales = await company.member('徐佳', decider, { managerId: director.id })
const rep = await company.member('林晓峰', {}, { managerId: director.id })
const browsers = {
  boss: await world.browser(boss),
  director: await world.browser(director),
  finance: await world.browser(finance),
  presales: await world.browser(presales),
  rep: await world.browser(rep),
}

let flow: Flow
const contents = new Map<string, string>()
const outcomes: Outcome[] = []
const refusing = new Set<string>()
registerSubject({
  type: 'engine',
  flow: () => flow,
  factSpecs: [{ key: 'amountFen', zh: '金额', en: 'Amount', type: 'fen' }],
  print: async (_ctx, id) => contents.get(id) ?? '',
  card: async (_ctx, id) => plainCard('E', id, '机器'),
  decided: async (_ctx, id, outcome) => {
    if (refusing.has(id)) throw refuse('common.stale')
    outcomes.push(outcome)
  },
})
after(() => outcomes.splice(0))
beforeEach(() => world.clock.set(STORY_NOW))

const person = (one: { id: string }) => ({ kind: 'person', memberId: one.id }) as const
const approve = (id: string, who: { id: string }[], more: Partial<Extract<Step, { kind: 'approve' }>> = {}): Step => ({
  kind: 'approve',
  id,
  mode: 'all',
  approvers: who.map(person),
  ...more,
})
const end: Step = { kind: 'end', id: 'end' }
async function begin(steps: Step[], more: Partial<Flow> = {}) {
  flow = { key: 'engine', version: 1, steps: [...steps, end], ...more }
  const subjectId = uuidv7()
  contents.set(subjectId, 'as submitted')
  const ask = (ctx: Ctx) =>
    requestApproval(ctx, { subjectType: 'engine', subjectId, reason: { key: 'x', params: {} }, facts: { amountFen: 100 }, ownerId: rep.id })
  const { approvalId } = await company.as(rep, ask)
  return { id: approvalId, subjectId }
}
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, judged by the assertions
const body = (answer: { status: number; body: unknown }, status = 200): any => {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  return answer.body
}
type Who = keyof typeof browsers
const say = (who: Who, id: string, answer = 'approve', more: object = {}) =>
  browsers[who]('POST', `/approvals/${id}/decide`, { answer, note: '好', ...more })
const seen = async (id: string, who: Who = 'boss') => body(await browsers[who]('GET', `/approvals/${id}`))
const waits = async (who: Who): Promise<string[]> =>
  body(await browsers[who]('GET', '/approvals?limit=200')).items.map((item: { id: string }) => item.id)
const endings = (id: string) => outcomes.filter((outcome) => outcome.approvalId === id).map((outcome) => outcome.status)
const away = async (who: { id: string }, delegate: { id: string } | null, from: string, to: string) =>
  body(await browsers.boss('POST', '/leaves', { memberId: who.id, fromAt: from, toAt: to, delegateId: delegate?.id ?? null })).id as string

test('two approvers at once: both yeses count and it ends once', async () => {
  for (let n = 0; n < 5; n++) {
    const { id } = await begin([approve('special', [director, finance])])
    const answers = await Promise.all([say('director', id), say('finance', id)])
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [200, 200],
    )
    assert.equal((await seen(id)).status, 'approved')
    assert.deepEqual(endings(id), ['approved'])
  }
})

test('approve against withdraw: one of them holds, and it ends once', async () => {
  for (let n = 0; n < 8; n++) {
    const { id } = await begin([approve('director', [director])])
    const [yes, back] = await Promise.all([say('director', id), browsers.rep('POST', `/approvals/${id}/withdraw`, {})])
    assert.deepEqual([yes.status, back.status].sort(), [200, 409])
    const { status } = await seen(id)
    assert.equal(status, yes.status === 200 ? 'approved' : 'withdrawn')
    assert.deepEqual(endings(id), [status])
  }
})

test('an edit during the approval voids it: by the room at once, and at the latest when somebody answers', async () => {
  const edited = await begin([approve('director', [director])])
  const edit = (ctx: Ctx) => voidApproval(ctx, edited.subjectId, '改了数量').then(() => void contents.set(edited.subjectId, 'edited'))
  const [, yes] = await Promise.all([company.as(rep, edit), say('director', edited.id)])
  const { status } = await seen(edited.id)
  assert.ok((status === 'void' && (yes.status === 409 || yes.body.status === 'void')) || (status === 'approved' && yes.status === 200))
  assert.equal(endings(edited.id).length, 1)
  // The room forgot to say so: the answer finds another record than the one that was submitted.
  const { id, subjectId } = await begin([approve('director', [director])])
  contents.set(subjectId, 'another price')
  assert.equal(body(await say('director', id)).status, 'void')
  assert.deepEqual(endings(id), ['void'])
  assert.equal(body(await say('director', id), 409).code, 'approval.not_running')
})

test('A1 whoever is away is stood in for: until the last minute of the leave, and not a millisecond longer', async () => {
  await away(director, presales, '2026-11-23T00:00:00.000Z', '2026-11-23T10:00:00.000Z')
  const first = await begin([approve('director', [director])])
  assert.ok((await waits('presales')).includes(first.id), 'the delegate has it in his list')
  assert.ok((await waits('director')).includes(first.id), 'and so has he')
  assert.equal((await seen(first.id)).steps[0].tasks[0].standInName, '徐佳')
  world.clock.set('2026-11-23T09:59:59.999Z')
  const done = body(await say('presales', first.id))
  assert.deepEqual([done.status, done.log.at(-1).name, done.log.at(-1).forName], ['approved', '徐佳', '周启明'])
  world.clock.set('2026-11-23T01:00:00.000Z')
  const second = await begin([approve('director', [director])])
  world.clock.set('2026-11-23T10:00:00.000Z')
  assert.equal((await browsers.presales('GET', `/approvals/${second.id}`)).status, 404, 'the leave is over')
  assert.equal((await say('presales', second.id)).status, 404)
  assert.equal(body(await say('director', second.id)).status, 'approved')
  world.clock.set('2026-11-23T09:00:00.000Z')
  const both = await begin([approve('director', [director])])
  const race = await Promise.all([say('presales', both.id), say('director', both.id)])
  assert.deepEqual(race.map((answer) => answer.status).sort(), [200, 409])
  assert.deepEqual(endings(both.id), ['approved'])
})

test('two signatures stay two people: a delegate with a voice of his own does not give both; the requester is no delegate', async () => {
  await away(finance, director, '2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z')
  world.clock.set('2026-11-24T02:00:00.000Z')
  const { id } = await begin([approve('special', [director, finance])])
  assert.equal(body(await say('director', id)).status, 'pending')
  assert.equal(body(await say('director', id), 409).code, 'approval.not_yours')
  assert.equal((await waits('director')).includes(id), false)
  const own = await company.member('何雨桐', decider, { managerId: boss.id })
  await away(own, rep, '2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z')
  const mine = await begin([approve('x', [own])])
  assert.equal((await browsers.rep('POST', `/approvals/${mine.id}/decide`, { answer: 'approve' })).status, 403)
  assert.equal((await waits('rep')).includes(mine.id), false)
})

test('whoever goes on leave after he was asked: the delegate hears of it once', async () => {
  const { id } = await begin([approve('finance', [finance])])
  await world.house.relay.drain(company.tenantId)
  await away(finance, presales, '2026-11-23T04:00:00.000Z', '2026-11-23T09:00:00.000Z')
  world.clock.set('2026-11-23T04:05:00.000Z')
  const job = () => world.house.services().jobs.runNow('approval_stand_ins', company.tenantId)
  assert.ok((await job()) >= 1)
  assert.equal(await job(), 0, 'a second run changes nothing')
  await world.house.relay.drain(company.tenantId)
  const told = await company.system((ctx) =>
    ctx.tx.rows(
      sql<{
        params: { requester: string }
      }>`select params from notification where tenant_id = ${ctx.tenantId} and member_id = ${presales.id} and link = ${`/approvals/${id}`}`,
    ),
  )
  assert.deepEqual(
    told.map((one) => one.params.requester),
    ['林晓峰'],
  )
})

test('the clock: told again before the time, passed up after it, to whoever stands above; a second sweep changes nothing', async () => {
  const { id } = await begin([approve('director', [director], { timeout: { hours: 24, does: 'escalate', nudgeHours: 4 } })])
  const job = () => world.house.services().jobs.runNow('approval_clock', company.tenantId)
  world.clock.set('2026-11-23T20:29:59.999Z')
  assert.equal(await job(), 0)
  world.clock.set('2026-11-23T20:30:00.000Z')
  assert.deepEqual([await job(), await job()], [1, 0])
  assert.ok((await waits('director')).includes(id))
  world.clock.set('2026-11-24T00:30:00.000Z')
  assert.deepEqual([await job(), await job()], [1, 0])
  assert.equal((await waits('director')).includes(id), false)
  assert.ok((await waits('boss')).includes(id))
  const { steps, log } = await seen(id)
  assert.deepEqual(
    steps[0].tasks.map((task: { name: string; status: string }) => `${task.name} ${task.status}`),
    ['周启明 transferred', '陈岚 open'],
  )
  assert.deepEqual([log.at(-1).act, log.at(-1).memberId, log.at(-1).toNames], ['timeout', null, ['陈岚']])
  world.clock.set('2026-11-25T00:30:00.000Z')
  assert.deepEqual([await job(), await job()], [1, 0], 'nobody stands above: it stays, and the clock stops')
  assert.equal(body(await say('boss', id)).status, 'approved')
})

test('a step may pass by itself when its time is out, and says that nobody did', async () => {
  const { id } = await begin([approve('director', [director], { timeout: { hours: 2, does: 'approve' } }), approve('finance', [finance])])
  world.clock.set('2026-11-23T02:30:00.000Z')
  await world.house.services().jobs.runNow('approval_clock', company.tenantId)
  const one = await seen(id)
  assert.deepEqual([one.steps[0].state, one.steps[0].tasks[0].auto, one.steps[1].state], ['done', true, 'now'])
  assert.equal(body(await say('finance', id)).status, 'approved')
})

test('what the record refuses when its time is out stops its own clock, and no other’s; what changed is void and not approved', async () => {
  const timely = () => begin([approve('director', [director], { timeout: { hours: 2, does: 'approve' } })])
  const [refused, due, changed] = [await timely(), await timely(), await timely()]
  refusing.add(refused.subjectId)
  contents.set(changed.subjectId, 'another price')
  world.clock.set('2026-11-23T02:30:00.000Z')
  const job = () => world.house.services().jobs.runNow('approval_clock', company.tenantId)
  assert.ok((await job()) >= 3)
  assert.equal(await job(), 0, 'it is not tried again and again')
  const states = await Promise.all([refused, due, changed].map(async ({ id }) => (await seen(id)).status))
  assert.deepEqual(states, ['pending', 'approved', 'void'])
  const told = await company.system((ctx) =>
    ctx.tx.rows<{ code: string }>(
      sql`select payload->>'code' as code from event where tenant_id = ${ctx.tenantId} and subject_id = ${refused.id} and type = 'approval.clock_stopped'`,
    ),
  )
  assert.deepEqual(told, [{ code: 'common.stale' }])
  refusing.clear()
  assert.equal(body(await say('director', refused.id)).status, 'approved', 'and it can be answered')
})

test('the sweep for stand-ins and an answer lock in the same order', async () => {
  world.clock.set('2026-11-26T03:00:00.000Z')
  const { id } = await begin([approve('finance', [finance])])
  await away(finance, presales, '2026-11-26T04:00:00.000Z', '2026-11-26T09:00:00.000Z')
  world.clock.set('2026-11-26T04:05:00.000Z')
  const swept = await company.system(async (ctx) => {
    await ctx.tx.row(sql`select 1 from approval_instance where tenant_id = ${ctx.tenantId} and id = ${id} for update`)
    const sweep = world.house.services().jobs.runNow('approval_stand_ins', company.tenantId)
    const waiting = sql<{ n: number }>`select count(*)::int as n from pg_locks where not granted and locktype in ('transactionid', 'tuple')`
    while (((await ctx.tx.row(waiting))?.n ?? 0) === 0) await new Promise((done) => setTimeout(done, 20))
    await ctx.tx.run(sql`set local lock_timeout = '300ms'`)
    await ctx.tx.run(
      sql`update approval_task set status = 'approved' where tenant_id = ${ctx.tenantId} and approval_id = ${id} and member_id = ${finance.id}`,
    )
    return { sweep }
  })
  await swept.sweep
  const told = await company.system((ctx) =>
    ctx.tx.rows(sql`select 1 from event where tenant_id = ${ctx.tenantId} and subject_id = ${id} and type = 'approval.stood_in'`),
  )
  assert.deepEqual(told, [], 'who has answered needs nobody in his place')
})

test('the time of working days stands still on days off', async () => {
  // Saturday morning: 24 hours of working days end when Monday ends.
  world.clock.set('2026-11-28T01:00:00.000Z')
  const { id } = await begin([approve('director', [director], { timeout: { hours: 24, does: 'approve' } })], { clock: 'working' })
  assert.equal((await seen(id)).steps[0].dueAt, '2026-11-30T16:00:00.000Z')
})

test('票签: two of three are enough, and two noes end it', async () => {
  const vote = approve('votes', [director, finance, boss], { mode: 'votes', votes: 2 })
  const won = await begin([vote])
  assert.equal(body(await say('director', won.id, 'reject')).status, 'pending')
  assert.equal(body(await say('finance', won.id)).status, 'pending')
  assert.equal(body(await say('boss', won.id)).status, 'approved')
  const lost = await begin([vote])
  body(await say('director', lost.id, 'reject'))
  assert.equal(body(await say('boss', lost.id, 'reject')).status, 'rejected')
})

test('branches at once, a condition over what was filled in, and back to a step before', async () => {
  const { id } = await begin([
    approve('director', [director], { fields: [{ key: 'risk', label: '风险', type: 'choice', required: true, options: ['低', '高'] }] }),
    {
      kind: 'parallel',
      id: 'both',
      branches: [
        { id: 'a', steps: [approve('finance', [finance])] },
        {
          id: 'b',
          steps: [
            {
              kind: 'condition',
              id: 'if',
              branches: [{ id: 'high', when: { fact: 'director.risk', op: 'eq', value: '高' }, steps: [approve('gm', [boss])] }],
            },
          ],
        },
      ],
    },
    approve('last', [presales]),
  ])
  const missing = body(await say('director', id), 422)
  assert.match(missing.detail, /风险/)
  assert.equal(body(await say('director', id, 'approve', { form: { risk: '没有' } }), 422).code, 'approval.field_needed')
  const open = body(await say('director', id, 'approve', { form: { risk: '高' } }))
  assert.deepEqual(open.waitingFor.map((one: { name: string }) => one.name).sort(), ['郭颖', '陈岚'].sort())
  body(await say('finance', id))
  const needed = (await seen(id)).needed
  assert.deepEqual(
    needed.returnTo.map((one: { stepId: string }) => one.stepId),
    ['director'],
    'not to the branch beside',
  )
  assert.equal(body(await say('boss', id, 'return', { toStepId: 'last' }), 409).code, 'approval.no_such_step')
  const back = body(await say('boss', id, 'return', { toStepId: 'director', note: '风险再看' }))
  assert.deepEqual(
    back.waitingFor.map((one: { name: string }) => one.name),
    ['周启明'],
  )
  const low = body(await say('director', id, 'approve', { form: { risk: '低' } }))
  assert.deepEqual(
    low.waitingFor.map((one: { name: string }) => one.name),
    ['郭颖'],
    'the condition is looked at anew',
  )
  body(await say('finance', id))
  assert.equal(body(await say('presales', id)).status, 'approved')
})

test('转交 and 加签: to whom may decide, never to the requester; those added answer first', async () => {
  const { id } = await begin([approve('director', [director])])
  const hand = (to: { id: string }) => browsers.director('POST', `/approvals/${id}/transfer`, { memberId: to.id, note: '你更熟' })
  assert.equal(body(await hand(rep), 409).code, 'approval.cannot_decide')
  const stale = { version: (await seen(id)).version - 1 }
  const early = [
    { path: 'transfer', payload: { memberId: finance.id } },
    { path: 'signers', payload: { where: 'before', memberIds: [presales.id] } },
  ]
  for (const { path, payload } of early)
    assert.equal(
      body(await browsers.director('POST', `/approvals/${id}/${path}`, { ...payload, ...stale }), 409).code,
      'approval.changed_meanwhile',
      'said on another state than the one that is there',
    )
  body(await hand(finance))
  assert.equal(body(await say('director', id), 409).code, 'approval.not_yours')
  const added = body(
    await browsers.finance('POST', `/approvals/${id}/signers`, { where: 'before', memberIds: [presales.id], note: '技术先看' }),
  )
  assert.deepEqual(
    added.waitingFor.map((one: { name: string }) => one.name),
    ['徐佳'],
  )
  assert.equal(body(await say('finance', id), 409).code, 'approval.not_yours')
  body(await say('presales', id))
  const after = body(await browsers.finance('POST', `/approvals/${id}/signers`, { where: 'after', memberIds: [boss.id] }))
  assert.deepEqual(
    after.next.map((one: { names: string[] }) => one.names),
    [['陈岚']],
    'what happens next is told',
  )
  body(await say('finance', id))
  assert.equal(body(await say('boss', id)).status, 'approved')
})

test('the same person asked again: skipped, asked once more, or each time', async () => {
  const steps = [approve('a', [director]), approve('b', [finance]), approve('c', [director])]
  const asks = async (same: 'skip' | 'once' | 'each', row: Step[]) => {
    const { id } = await begin(row, { same })
    body(await say('director', id))
    const then = await seen(id)
    if (then.status !== 'pending' || then.waitingFor[0].name === '周启明') return then
    return body(await say('finance', id))
  }
  assert.equal((await asks('skip', steps)).status, 'approved')
  assert.equal((await asks('once', steps)).waitingFor[0].name, '周启明', 'somebody else decided in between')
  assert.equal((await asks('each', steps)).waitingFor[0].name, '周启明')
  const next = [approve('a', [director]), approve('b', [director])]
  assert.equal((await asks('once', next)).status, 'approved')
  assert.equal((await asks('each', next)).waitingFor[0].name, '周启明')
})

test('a comment and a file where the step asks for them; only a file of this approval counts', async () => {
  const { id } = await begin([approve('director', [director], { noteRequired: true, fileRequired: true })])
  assert.equal(body(await say('director', id, 'approve', { note: ' ' }), 422).code, 'approval.note_needed')
  assert.equal(body(await say('director', id), 422).code, 'approval.file_needed')
  assert.equal(body(await say('director', id, 'approve', { fileIds: [uuidv7()] }), 422).code, 'approval.file_unknown')
})

test('what people say is told, and kept where it can be erased: never in an event', async () => {
  const { id } = await begin([approve('director', [director])])
  body(await browsers.rep('POST', `/approvals/${id}/comments`, { note: '急：张三 13800001111' }))
  body(await say('director', id, 'reject', { note: '李四 13900002222 不同意' }))
  body(await browsers.rep('POST', `/approvals/${id}/comments`, { note: '知道了' }))
  await world.house.relay.drain(company.tenantId)
  const { events, notices } = await company.system(async (ctx) => ({
    events: await ctx.tx.rows<{ payload: object }>(sql`select payload from event where tenant_id = ${ctx.tenantId} and subject_id = ${id}`),
    notices: await ctx.tx.rows<{ note: string }>(sql`select params->>'note' as note from notification
      where tenant_id = ${ctx.tenantId} and link = ${`/approvals/${id}`} and params->>'note' <> ''`),
  }))
  assert.equal(events.length >= 5, true)
  assert.doesNotMatch(JSON.stringify(events), /1380000|1390000|知道了/)
  assert.deepEqual(notices.map(({ note }) => note).sort(), ['急：张三 13800001111', '李四 13900002222 不同意', '知道了'].sort())
})

test('copies are told on the way and kept in their box', async () => {
  const { id } = await begin([{ kind: 'cc', id: 'tell', copies: [person(finance)] }, approve('director', [director])])
  const copied = body(await browsers.finance('GET', '/approvals?box=copied')).items.map((item: { id: string }) => item.id)
  assert.ok(copied.includes(id))
  assert.equal((await seen(id, 'finance')).may.approve, false)
})

test('several at once: each gets its own answer, one that moved on does not hold up the rest', async () => {
  const [one, two, three] = [
    await begin([approve('director', [director])]),
    await begin([approve('director', [director])]),
    await begin([approve('finance', [finance])]),
  ]
  const items = [one, two, three].map(({ id }) => ({ approvalId: id, version: 1 }))
  body(await browsers.rep('POST', `/approvals/${two.id}/comments`, { note: '等等' }))
  const verdicts = body(await browsers.director('POST', '/approvals/decide', { items, answer: 'approve' })).items
  const codeOf = (id: string) => verdicts.find((verdict: { id: string }) => verdict.id === id).code
  assert.deepEqual([codeOf(one.id), codeOf(two.id), codeOf(three.id)], [null, 'approval.changed_meanwhile', 'common.not_found'])
  assert.deepEqual([(await seen(one.id)).status, (await seen(two.id)).status], ['approved', 'pending'])
  assert.equal(body(await browsers.director('POST', '/approvals/decide', { items, answer: 'reject' }), 422).code, 'approval.reason_needed')
})

test('逐级 goes up to the first whose limit covers the amount, one after the other', async () => {
  const chain = (upTo: number): Step => ({
    kind: 'approve',
    id: 'chain',
    mode: 'turn',
    approvers: [
      {
        kind: 'chain',
        fact: 'amountFen',
        limits: [
          { role: 'x_director', upTo },
          { role: 'x_gm', upTo: 1_000_000 },
        ],
      },
    ],
  })
  const small = await begin([chain(100)])
  assert.equal(body(await say('director', small.id)).status, 'approved')
  const large = await begin([chain(99)])
  assert.deepEqual(
    body(await say('director', large.id)).waitingFor.map((one: { name: string }) => one.name),
    ['陈岚'],
  )
  assert.equal(body(await say('boss', large.id)).status, 'approved')
})

test('what the minute-meter says: who waited how long, in the middle; nobody is charged for what he was not asked', async () => {
  const before = body(await browsers.boss('GET', '/approvals/waits?days=1'))
  const { id } = await begin([approve('meter', [director])])
  world.clock.set('2026-11-23T01:15:00.000Z')
  body(await say('director', id))
  const after = body(await browsers.boss('GET', '/approvals/waits?days=1'))
  const step = after.steps.find((row: { flowKey: string; label: { params: { name: string } } }) => row.label.params.name === 'meter')
  assert.deepEqual([step.flowKey, step.answered, step.medianMinutes, step.open], ['engine', 1, 45, 0])
  const mine = (rows: { people: { memberId: string; answered: number }[] }) =>
    rows.people.find((row) => row.memberId === director.id)?.answered ?? 0
  assert.equal(mine(after), mine(before) + 1)
  assert.equal((await browsers.rep('GET', '/approvals/waits')).status, 403)
})
