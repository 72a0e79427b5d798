import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meets } from './condition.rule.ts'
import type { ApproveStep, Directory, Flow, Step } from './flow.rule.ts'
import type { FlowEvent, FlowInstance, FlowResult } from './instance.rule.ts'
import { reduceFlow } from './reducer.rule.ts'

// 高志远 U04 and 郭颖 U14 as in the demo company.
const directory: Directory = {
  managerOf: { U07: 'U04', U04: 'U02', U02: 'U01', U14: 'U01', U13: 'U02', U01: null },
  roles: { finance: ['U14'], director: ['U02'], gm: ['U01'], presales: ['U13'], auditor: [] },
  heads: { suhu: 'U04', sales: 'U02' },
  departmentOf: { U07: 'suhu', U04: 'suhu', U02: 'sales' },
}
const at = '2026-11-23T00:30:00.000Z'
const contract: Flow = {
  key: 'contract',
  version: 3,
  steps: [
    { kind: 'approve', id: 'manager', mode: 'any', approvers: [{ kind: 'manager' }] },
    { kind: 'approve', id: 'finance', mode: 'any', approvers: [{ kind: 'role', role: 'finance' }] },
    {
      kind: 'approve',
      id: 'director',
      mode: 'any',
      approvers: [{ kind: 'role', role: 'director' }],
      when: { fact: 'amountFen', op: 'gte', value: 50_000_000 },
    },
  ],
  cc: [{ kind: 'person', memberId: 'U13' }],
}
const bothSign: Flow = {
  key: 'special',
  version: 1,
  steps: [
    {
      kind: 'approve',
      id: 'special',
      mode: 'all',
      approvers: [
        { kind: 'role', role: 'director' },
        { kind: 'role', role: 'finance' },
      ],
    },
  ],
}

const begin = (memberId: string, facts = {}): FlowEvent => ({ kind: 'start', memberId, at, facts, directory })
const say = (kind: 'approve' | 'withdraw', memberId: string): FlowEvent => ({ kind, memberId, at }) as FlowEvent
const object = (kind: 'reject' | 'return' | 'comment', memberId: string, note = '价格不对'): FlowEvent =>
  ({ kind, memberId, at, note }) as FlowEvent

function run(flow: Flow, ...events: FlowEvent[]): Extract<FlowResult, { ok: true }> {
  let instance: FlowInstance | null = null
  let last: FlowResult | undefined
  for (const event of events) {
    last = reduceFlow(instance, event, flow)
    assert.ok(last.ok, `refused: ${JSON.stringify(last)}`)
    instance = last.instance
  }
  assert.ok(last?.ok)
  return last
}
function refusal(flow: Flow, before: FlowEvent[], event: FlowEvent): string {
  const instance = before.length === 0 ? null : run(flow, ...before).instance
  const result = reduceFlow(instance, event, flow)
  assert.ok(!result.ok, 'was not refused')
  return result.code
}

test('a contract below 500,000 asks manager, then finance, and copies presales at the end', () => {
  const facts = { amountFen: 49_999_999 }
  assert.deepEqual(run(contract, begin('U07', facts)).effects, [{ kind: 'ask', memberId: 'U04', stepId: 'manager' }])
  const second = run(contract, begin('U07', facts), say('approve', 'U04'))
  assert.deepEqual(second.effects, [{ kind: 'ask', memberId: 'U14', stepId: 'finance' }])
  assert.equal(second.instance.status, 'pending')
  const last = run(contract, begin('U07', facts), say('approve', 'U04'), say('approve', 'U14'))
  assert.deepEqual(last.effects, [
    { kind: 'decided', status: 'approved' },
    { kind: 'cc', memberId: 'U13' },
  ])
  assert.equal(last.instance.steps[2]?.state, 'skipped')
})

test('a contract from 500,000 also asks the director', () => {
  const result = run(contract, begin('U07', { amountFen: 50_000_000 }), say('approve', 'U04'), say('approve', 'U14'))
  assert.deepEqual(result.effects, [{ kind: 'ask', memberId: 'U02', stepId: 'director' }])
})

test('会签 needs every one, 或签 one', () => {
  const half = run(bothSign, begin('U07'), say('approve', 'U02'))
  assert.equal(half.instance.status, 'pending')
  assert.deepEqual(half.effects, [])
  assert.equal(run(bothSign, begin('U07'), say('approve', 'U14'), say('approve', 'U02')).instance.status, 'approved')
  const either: Flow = { ...bothSign, steps: [{ ...(bothSign.steps[0] as ApproveStep), mode: 'any' }] }
  const one = run(either, begin('U07'), say('approve', 'U14'))
  assert.equal(one.instance.status, 'approved')
  assert.deepEqual(one.effects[0], { kind: 'not_needed', memberId: 'U02', stepId: 'special' })
})

test('nobody approves his own: a manager asks the one above, and finance passes its own to its manager', () => {
  assert.deepEqual(run(contract, begin('U04')).effects, [{ kind: 'ask', memberId: 'U02', stepId: 'manager' }])
  const special = run(bothSign, begin('U14'))
  assert.deepEqual(
    special.instance.steps[0]?.tasks.map((task) => task.memberId),
    ['U02', 'U01'],
  )
  const named: Flow = {
    key: 'own',
    version: 1,
    steps: [{ kind: 'approve', id: 'own', mode: 'any', approvers: [{ kind: 'person', memberId: 'U07' }] }],
  }
  assert.deepEqual(run(named, begin('U07')).effects, [{ kind: 'ask', memberId: 'U04', stepId: 'own' }])
  const head: Flow = {
    key: 'head',
    version: 1,
    steps: [{ kind: 'approve', id: 'head', mode: 'any', approvers: [{ kind: 'department_head' }] }],
  }
  assert.deepEqual(run(head, begin('U04')).effects, [{ kind: 'ask', memberId: 'U02', stepId: 'head' }])
  assert.deepEqual(run(head, begin('U07')).effects, [{ kind: 'ask', memberId: 'U04', stepId: 'head' }])
})

test('the manager of the owner is asked, and the requester in that chain is passed over', () => {
  const owner: Flow = {
    key: 'owner',
    version: 1,
    steps: [{ kind: 'approve', id: 'm', mode: 'any', approvers: [{ kind: 'manager', of: 'U07' }] }],
  }
  assert.deepEqual(run(owner, begin('U13')).effects, [{ kind: 'ask', memberId: 'U04', stepId: 'm' }])
  assert.deepEqual(run(owner, begin('U04')).effects, [{ kind: 'ask', memberId: 'U02', stepId: 'm' }])
})

test('the head of the company has nobody above: the submission is refused, not approved by itself', () => {
  assert.equal(refusal(contract, [], begin('U01')), 'approval.no_approver')
  const empty: Flow = {
    key: 'x',
    version: 1,
    steps: [{ kind: 'approve', id: 's', mode: 'any', approvers: [{ kind: 'role', role: 'auditor' }] }],
  }
  assert.equal(refusal(empty, [], begin('U07')), 'approval.no_approver')
  const short: Flow = {
    key: 'x',
    version: 1,
    steps: [
      {
        kind: 'approve',
        id: 's',
        mode: 'all',
        approvers: [
          { kind: 'role', role: 'auditor' },
          { kind: 'role', role: 'finance' },
        ],
      },
    ],
  }
  assert.equal(refusal(short, [], begin('U07')), 'approval.no_approver')
})

test('who agreed in an earlier step is not asked again', () => {
  const facts = { amountFen: 60_000_000 }
  const result = run(contract, begin('U04', facts), say('approve', 'U02'), say('approve', 'U14'))
  assert.equal(result.instance.status, 'approved')
  assert.deepEqual(result.instance.steps[2]?.tasks[0], { memberId: 'U02', status: 'approved', at, note: '', auto: true, openedAt: at })
})

test('reject and return end it and need a reason; what has ended does not start again', () => {
  assert.equal(refusal(contract, [begin('U07')], object('reject', 'U04', '  ')), 'approval.reason_needed')
  assert.equal(run(contract, begin('U07'), object('reject', 'U04')).instance.status, 'rejected')
  assert.equal(refusal(contract, [begin('U07'), object('reject', 'U04')], begin('U07')), 'approval.already_running')
  const returned = run(contract, begin('U07'), object('return', 'U04')).instance
  assert.equal(returned.status, 'returned')
  assert.equal(returned.log[1]?.note, '价格不对')
})

test('only the asked may answer, only the requester may withdraw, and nothing moves after the end', () => {
  assert.equal(refusal(contract, [begin('U07')], say('approve', 'U14')), 'approval.not_yours')
  assert.equal(refusal(contract, [begin('U07')], say('approve', 'U07')), 'approval.not_yours')
  assert.equal(refusal(contract, [begin('U07')], say('withdraw', 'U04')), 'approval.not_the_requester')
  const gone = run(contract, begin('U07'), say('withdraw', 'U07'))
  assert.deepEqual(gone.effects, [
    { kind: 'not_needed', memberId: 'U04', stepId: 'manager' },
    { kind: 'decided', status: 'withdrawn' },
  ])
  assert.equal(refusal(contract, [begin('U07'), say('withdraw', 'U07')], say('approve', 'U04')), 'approval.not_running')
  assert.equal(refusal(bothSign, [begin('U07'), say('approve', 'U02')], say('approve', 'U02')), 'approval.not_yours')
})

test('a comment changes nothing but the log, and the reducer leaves its argument alone', () => {
  const before = run(contract, begin('U07')).instance
  const copy = structuredClone(before)
  const after = reduceFlow(before, object('comment', 'U13', '客户急'), contract)
  assert.ok(after.ok)
  assert.deepEqual({ ...after.instance, log: before.log }, before)
  assert.equal(after.instance.log.at(-1)?.note, '客户急')
  reduceFlow(before, say('approve', 'U04'), contract)
  assert.deepEqual(before, copy)
})

test('conditions: all, any, not, in; an unknown fact meets only ne', () => {
  const facts = { amountFen: 100, region: '华东', frozen: false }
  const cases: [Parameters<typeof meets>[0], boolean][] = [
    [undefined, true],
    [{ fact: 'amountFen', op: 'gte', value: 100 }, true],
    [{ fact: 'amountFen', op: 'gt', value: 100 }, false],
    [{ fact: 'amountFen', op: 'lte', value: 100 }, true],
    [{ fact: 'amountFen', op: 'lt', value: 100 }, false],
    [{ fact: 'region', op: 'in', value: ['华东', '华北'] }, true],
    [{ fact: 'region', op: 'gt', value: 3 }, false],
    [{ fact: 'absent', op: 'lt', value: 3 }, false],
    [{ fact: 'absent', op: 'ne', value: 3 }, true],
    [{ not: { fact: 'frozen', op: 'eq', value: true } }, true],
    [{ any: [{ fact: 'frozen', op: 'eq', value: true }, { all: [] }] }, true],
    [{ all: [{ fact: 'region', op: 'eq', value: '华东' }, { any: [] }] }, false],
  ]
  for (const [condition, expected] of cases) assert.equal(meets(condition, facts), expected, JSON.stringify(condition))
})

test('a copy to the requester himself is left out', () => {
  assert.deepEqual(run(contract, begin('U13')).instance.cc, [])
  assert.deepEqual(run(contract, begin('U07')).instance.cc, ['U13'])
})

const leaves = (memberId: string, ...to: string[]): FlowEvent => ({ kind: 'pass_on', memberId, to, at })

test('a leaver’s tasks pass to his successor, once; what he answered stays his', () => {
  const later = run(contract, begin('U07', { amountFen: 60_000_000 }), say('approve', 'U04'), leaves('U14', 'U13')).instance
  assert.deepEqual(
    later.steps.map((step) => step.tasks.map((task) => `${task.memberId} ${task.status}`)),
    [['U04 approved'], ['U13 open'], ['U02 waiting']],
  )
  const both = run(bothSign, begin('U07'), leaves('U14', 'U02')).instance
  assert.deepEqual(
    both.steps[0]?.tasks.map((task) => task.memberId),
    ['U02'],
  )
  const answered = run(contract, begin('U07'), say('approve', 'U04')).instance
  const after = run(contract, begin('U07'), say('approve', 'U04'), leaves('U04', 'U13')).instance
  assert.deepEqual(after, answered)
})

test('a leaver whose successor has agreed already does not leave the step waiting for nobody', () => {
  const done = run(bothSign, begin('U07'), say('approve', 'U02'), leaves('U14', 'U02')).instance
  assert.equal(done.status, 'approved')
  assert.equal(
    run(bothSign, begin('U07'), say('approve', 'U02'), leaves('U14', 'U07', 'U01')).instance.steps[0]?.tasks[1]?.memberId,
    'U01',
    'never to the requester',
  )
})

test('a leaver nobody can take over from: in turn the next is asked, and votes that cannot be reached any more end it', () => {
  const signers = ['U14', 'U02', 'U01'].map((memberId) => ({ kind: 'person' as const, memberId }))
  const end: Step = { kind: 'end', id: 'end' }
  const asking = (more: Pick<ApproveStep, 'mode' | 'votes'>): Flow => ({
    key: 'x',
    version: 1,
    steps: [{ kind: 'approve', id: 'a', approvers: signers, ...more }, end],
  })
  const turn = run(asking({ mode: 'turn' }), begin('U07'), leaves('U14', 'U02'))
  assert.deepEqual(
    turn.instance.steps[0]?.tasks.map((task) => `${task.memberId} ${task.status}`),
    ['U02 open', 'U01 waiting'],
  )
  assert.deepEqual(turn.effects, [
    { kind: 'not_needed', memberId: 'U14', stepId: 'a' },
    { kind: 'ask', memberId: 'U02', stepId: 'a' },
  ])
  const votes = asking({ mode: 'votes', votes: 2 })
  const lost = run(votes, begin('U07'), say('approve', 'U01'), object('reject', 'U02'), leaves('U14', 'U02')).instance
  assert.equal(lost.status, 'rejected', 'one yes and one no are left of three')
})
