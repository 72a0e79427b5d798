import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readers, resolveApprover, signers } from './approver.rule.ts'
import { carriedState, carriedSteps } from './carry.rule.ts'
import { neverMet } from './condition.rule.ts'
import { differenceOf } from './difference.rule.ts'
import type { Approver, ApproveStep, Directory, Flow, Step } from './flow.rule.ts'
import type { FlowInstance } from './instance.rule.ts'
import { reduceFlow } from './reducer.rule.ts'
import { faultsOf } from './validity.rule.ts'

const directory: Directory = { managerOf: { A: 'B', B: null }, roles: { gm: ['B'], empty: [] }, heads: {}, departmentOf: {} }
const ask = (id: string, more: Partial<ApproveStep> = {}): Step => ({
  kind: 'approve',
  id,
  mode: 'any',
  approvers: [{ kind: 'role', role: 'gm' }],
  ...more,
})
const end: Step = { kind: 'end', id: 'end' }
const over = (value: number) => ({ fact: 'amountFen', op: 'gte', value }) as const
const under = (value: number) => ({ fact: 'amountFen', op: 'lt', value }) as const
const flow = (...steps: Step[]): Flow => ({ key: 'x', version: 1, steps })
const faults = (...steps: Step[]) =>
  faultsOf(flow(...steps), directory, ['amountFen']).map((fault) => `${fault.code} ${fault.stepId ?? ''} ${fault.what}`.trim())
const either = (
  id: string,
  ...branches: { id: string; when?: ReturnType<typeof over> | ReturnType<typeof under>; steps: Step[] }[]
): Step => ({ kind: 'condition', id, branches })

test('a flow that may be published has no fault', () => {
  assert.deepEqual(faults(ask('a'), either('c', { id: 'c1', when: over(100), steps: [ask('b')] }, { id: 'c2', steps: [] }), end), [])
})

test('without an end, with nobody to ask, with steps that share an id', () => {
  assert.deepEqual(faults(ask('a')), ['no_end'])
  assert.deepEqual(faults(end), ['asks_nobody'])
  assert.deepEqual(faults(ask('a'), ask('a'), end), ['same_id a a'])
})

test('an unreachable step is named: behind an end, behind a branch that always holds, under conditions that contradict', () => {
  assert.deepEqual(faults(ask('a'), end, ask('b'), { kind: 'end', id: 'end2' }), ['unreachable b', 'unreachable end2'])
  assert.deepEqual(faults(either('c', { id: 'c1', steps: [ask('a')] }, { id: 'c2', when: over(1), steps: [ask('b')] }), end), [
    'unreachable b',
  ])
  const inner = either('d', { id: 'd1', when: under(50), steps: [ask('b')] })
  assert.deepEqual(faults(ask('z'), either('c', { id: 'c1', when: over(100), steps: [inner] }), end), ['unreachable b'])
  assert.deepEqual(
    faults(
      either(
        'c',
        { id: 'c1', when: over(1), steps: [ask('a'), { kind: 'end', id: 'e1' }] },
        { id: 'c2', steps: [ask('b'), { kind: 'end', id: 'e2' }] },
      ),
      ask('w'),
      end,
    ),
    ['unreachable w'],
  )
})

test('an approver nobody is: a role nobody holds, a person who left, a department without head', () => {
  assert.deepEqual(faults(ask('a', { approvers: [{ kind: 'role', role: 'empty' }] }), end), ['nobody a empty'])
  assert.deepEqual(faults(ask('a', { approvers: [{ kind: 'person', memberId: 'gone' }] }), end), ['nobody a gone'])
  assert.deepEqual(faults(ask('a', { approvers: [{ kind: 'department_head', departmentId: 'd' }] }), end), ['nobody a d'])
  assert.deepEqual(faults(ask('a', { approvers: [] }), end), ['no_approvers a'])
})

test('votes that cannot be reached, a fact nobody records, an end in a branch of several at once, a wrong time', () => {
  assert.deepEqual(faults(ask('a', { mode: 'votes', votes: 2 }), end), ['too_many_votes a 2'])
  assert.deepEqual(faults(ask('a', { when: { fact: 'colour', op: 'eq', value: 1 } }), end), ['unknown_fact a colour'])
  assert.deepEqual(faults({ kind: 'parallel', id: 'p', branches: [{ id: 'p1', steps: [ask('a'), { kind: 'end', id: 'e' }] }] }, end), [
    'end_inside e',
  ])
  assert.deepEqual(faults(ask('a', { timeout: { hours: 4, does: 'approve', nudgeHours: 4 } }), end), ['wrong_time a'])
})

test('conditions that can never hold together', () => {
  assert.ok(neverMet([over(100), under(100)]))
  assert.ok(!neverMet([over(100), { fact: 'amountFen', op: 'lte', value: 100 }]))
  assert.ok(
    neverMet([
      { fact: 'level', op: 'eq', value: 'a' },
      { fact: 'level', op: 'in', value: ['b', 'c'] },
    ]),
  )
  assert.ok(
    !neverMet([
      { fact: 'level', op: 'in', value: ['a', 'b'] },
      { fact: 'level', op: 'ne', value: 'a' },
    ]),
  )
  assert.ok(!neverMet([undefined]))
})

test('the difference of two versions: added, removed, changed with what, moved', () => {
  const before = flow(ask('a'), ask('b'), ask('c'), end)
  const after = flow(ask('c'), ask('a', { mode: 'all', name: '经理' }), ask('n'), end)
  assert.deepEqual(
    differenceOf(before, after).map(({ kind, stepId, what }) => [kind, stepId, what]),
    [
      ['moved', 'a', []],
      ['changed', 'a', ['mode', 'name']],
      ['added', 'n', []],
      ['removed', 'b', []],
    ],
  )
  assert.deepEqual(differenceOf(before, flow(ask('a'), ask('b'), ask('c'), end)), [])
})

test('a flow and an approval written before steps had kinds are read as today’s, and go on', () => {
  const old = [
    { id: 'manager', mode: 'any' as const, approvers: [{ kind: 'role' as const, role: 'gm' }] },
    { id: 'finance', mode: 'all' as const, approvers: [{ kind: 'role' as const, role: 'gm' }] },
  ]
  const steps = carriedSteps(old)
  assert.deepEqual(
    steps.map((step) => [step.kind, step.id]),
    [
      ['approve', 'manager'],
      ['approve', 'finance'],
      ['end', 'end'],
    ],
  )
  assert.equal(carriedSteps(steps), steps)
  const task = (memberId: string, status: 'approved' | 'open') => ({ memberId, status, at: null, note: '', auto: false })
  const kept = {
    requesterId: 'A',
    flowKey: 'x',
    flowVersion: 1,
    facts: {},
    status: 'pending' as const,
    round: 1,
    stepIndex: 1,
    cc: [],
    log: [],
    steps: [
      { id: 'manager', mode: 'any' as const, skipped: false, tasks: [task('C', 'approved')] },
      { id: 'finance', mode: 'all' as const, skipped: false, tasks: [task('B', 'open')] },
    ],
  }
  const one: FlowInstance = carriedState(kept)
  assert.deepEqual(
    one.steps.map((step) => step.state),
    ['done', 'open'],
  )
  const done = reduceFlow(one, { kind: 'approve', memberId: 'B', at: '2026-11-23T00:30:00.000Z' }, { key: 'x', version: 1, steps })
  assert.ok(done.ok && done.instance.status === 'approved')
})

test('whoever may not decide is no signer, by name, role or as a manager; a copy may go to him', () => {
  const company: Directory = {
    managerOf: { rep: 'boss', boss: 'top', top: null, clerk: 'boss' },
    roles: { sales: ['rep'], gm: ['top'] },
    heads: { d1: 'boss' },
    departmentOf: { rep: 'd1' },
    able: ['top'],
  }
  const asks = (approver: Approver): Flow => ({
    key: 'k',
    version: 1,
    steps: [
      { kind: 'approve', id: 'a', mode: 'any', approvers: [approver] },
      { kind: 'cc', id: 'c', copies: [{ kind: 'role', role: 'sales' }] },
      { kind: 'end', id: 'end' },
    ],
  })
  const codes = (approver: Approver) => faultsOf(asks(approver), company, []).map(({ code, what }) => [code, what])
  assert.deepEqual(codes({ kind: 'person', memberId: 'rep' }), [['cannot_decide', 'rep']])
  assert.deepEqual(codes({ kind: 'role', role: 'sales' }), [['cannot_decide', 'sales']])
  assert.deepEqual(codes({ kind: 'department_head', departmentId: 'd1' }), [['cannot_decide', 'd1']])
  assert.deepEqual(codes({ kind: 'role', role: 'gm' }), [])
  const signersOf = (approver: Approver) => resolveApprover(approver, 'rep', signers(company))
  assert.deepEqual(signersOf({ kind: 'manager', level: 1 }), ['top'], 'the next one up who may')
  assert.deepEqual(signersOf({ kind: 'chain' }), ['top'])
  assert.deepEqual(signersOf({ kind: 'person', memberId: 'clerk' }), [])
  assert.deepEqual(resolveApprover({ kind: 'role', role: 'sales' }, 'boss', readers(company)), ['rep'])
})
