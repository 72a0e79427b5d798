// Random walks over random valid flows: whatever people, clocks and leavers do, an approval ends once, rightly, by those who may.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dice, seedOfRun } from '#testing/dice.ts'
import type { Approver, ApproveStep, Directory, Flow, Mode, Step } from './flow.rule.ts'
import { approveSteps } from './flow.rule.ts'
import { type Away, counts, type FlowEvent, type FlowInstance, type FlowResult, openTasks, type StepState } from './instance.rule.ts'
import { reduceFlow, returnTargets } from './reducer.rule.ts'
import { faultsOf } from './validity.rule.ts'

const WALKS = process.env.FIELDLOOP_LONG === '1' ? 100_000 : 10_000
const people = Array.from({ length: 9 }, (_, n) => `P${n}`)
const directory: Directory = {
  // P0 leads; P1 and P2 report to him; the rest to them in turn.
  managerOf: Object.fromEntries(people.map((id, n) => [id, n === 0 ? null : n < 3 ? 'P0' : `P${1 + (n % 2)}`])),
  roles: { boss: ['P0'], lead: ['P1', 'P2'], desk: ['P3', 'P4', 'P5', 'P6'] },
  heads: { d1: 'P1', d2: 'P2' },
  departmentOf: Object.fromEntries(people.map((id, n) => [id, n % 2 ? 'd1' : 'd2'])),
}
const START = Date.parse('2026-11-23T00:30:00.000Z')
type Roll = ReturnType<typeof dice>
const pick = <T>(roll: Roll, of: readonly T[]): T => of[roll(of.length)] as T

function anApprover(roll: Roll): Approver {
  const plain = [
    { kind: 'person', memberId: pick(roll, people) },
    { kind: 'role', role: pick(roll, ['boss', 'lead', 'desk']) },
    { kind: 'manager', level: 1 + roll(3) },
    { kind: 'department_head', departmentId: pick(roll, ['d1', 'd2']) },
    { kind: 'chain', fact: 'amount', limits: [{ role: 'lead', upTo: 40 }] },
  ] as const
  if (roll(6) > 0) return pick(roll, plain)
  return {
    kind: 'rule',
    cases: [{ when: { fact: 'amount', op: 'gt', value: roll(80) }, approver: pick(roll, plain) }],
    otherwise: pick(roll, plain),
  }
}

function aFlow(roll: Roll): Flow {
  let n = 0
  const step = (depth: number): Step => {
    const id = `s${n++}`
    const kind = roll(depth > 1 ? 8 : 12)
    if (kind === 7) return { kind: 'cc', id, copies: [anApprover(roll)] }
    if (kind === 8 || kind === 9) {
      const branches = [0, 1].map((at) => ({
        id: `${id}b${at}`,
        steps: row(depth + 1),
        when: { fact: 'amount', op: at ? 'gt' : 'lt', value: roll(80) } as const,
      }))
      const last = { id: `${id}b2`, steps: roll(2) ? row(depth + 1) : [] }
      return { kind: 'condition', id, branches: roll(2) ? branches : [...branches, last] }
    }
    if (kind > 9) return { kind: 'parallel', id, branches: [0, 1].map((at) => ({ id: `${id}b${at}`, steps: row(depth + 1) })) }
    const mode = pick(roll, ['all', 'any', 'votes', 'turn'] as Mode[])
    const approvers =
      mode === 'votes'
        ? [{ kind: 'role' as const, role: 'desk' }, anApprover(roll)]
        : Array.from({ length: 1 + roll(3) }, () => anApprover(roll))
    return {
      kind: 'approve',
      id,
      mode,
      approvers,
      ...(mode === 'votes' ? { votes: 1 + roll(3) } : {}),
      ...(roll(5) === 0 ? { when: { fact: 'amount', op: 'gte', value: roll(80) } as const } : {}),
      ...(roll(4) === 0 ? { timeout: { hours: 24, does: pick(roll, ['escalate', 'approve'] as const), nudgeHours: 4 } } : {}),
      ...(roll(6) === 0 ? { noteRequired: true } : {}),
      ...(roll(6) === 0 ? { fields: [{ key: 'f', label: 'f', type: 'number' as const, required: true }] } : {}),
    }
  }
  const row = (depth: number): Step[] => Array.from({ length: 1 + roll(depth === 0 ? 4 : 2) }, () => step(depth))
  return {
    key: 'walk',
    version: 1,
    steps: [...row(0), { kind: 'end', id: 'end' }],
    cc: [anApprover(roll)],
    same: pick(roll, ['skip', 'once', 'each'] as const),
  }
}

/** A random event of a random person; half of them ask for something that is not theirs. */
function anEvent(roll: Roll, one: FlowInstance, flow: Flow, at: string, away: Away): FlowEvent {
  const open = openTasks(one)
  const asked = open.length > 0 && roll(3) > 0 ? pick(roll, open).memberId : pick(roll, people)
  const memberId = away[asked] && roll(2) ? (away[asked] as string) : asked
  const said = { at, away, memberId, note: roll(5) ? '好' : '' }
  const inStep = one.steps.find((state) => state.state === 'open')
  switch (roll(24)) {
    case 0:
      return { ...said, kind: 'reject' }
    case 1:
      return { ...said, kind: 'return' }
    case 2:
    case 3:
    case 4: {
      const targets = inStep ? returnTargets(one, flow, inStep.id) : []
      return { ...said, kind: 'return', toStepId: targets.length > 0 && roll(4) > 0 ? pick(roll, targets) : 's0' }
    }
    case 5:
    case 6:
      return { ...said, kind: 'transfer', to: pick(roll, people) }
    case 7:
    case 8:
      return {
        ...said,
        kind: 'add',
        where: pick(roll, ['before', 'after'] as const),
        members: [pick(roll, people), pick(roll, people)],
        mode: pick(roll, ['all', 'any'] as const),
      }
    case 9:
      return { ...said, kind: 'withdraw', memberId: roll(20) ? memberId : one.requesterId }
    case 10:
    case 11:
      return { kind: roll(2) ? 'timeout' : 'nudge', at, stepId: inStep?.id ?? 's0', up: directory.managerOf }
    case 12:
      // Sometimes there are but one or two who could take it, and they have a voice already.
      return { kind: 'pass_on', at, memberId: asked, to: [pick(roll, people), ...(roll(2) ? people : [pick(roll, people)])] }
    case 13:
      return { ...said, kind: 'comment' }
    case 14:
      return roll(10) ? { ...said, kind: 'comment' } : { kind: 'void', at, memberId: null, note: '' }
    default:
      return { ...said, kind: 'approve', form: { f: roll(4) ? 7 : 'x' } }
  }
}

/** Told by the state before, without the reducer: whether this member may answer. */
function mayAnswer(one: FlowInstance, memberId: string, away: Away): boolean {
  if (memberId === one.requesterId || one.status !== 'pending') return false
  return one.steps.some(
    (step) =>
      step.state === 'open' &&
      step.tasks.some((task) => {
        if (task.status !== 'open') return false
        if (task.memberId === memberId) return true
        const voices = step.tasks.filter((other) => other.status !== 'transferred').map((other) => other.memberId)
        return task.memberId in away && away[task.memberId] === memberId && !(memberId in away) && !voices.includes(memberId)
      }),
  )
}

const enough = (step: StepState): boolean => {
  const tasks = step.tasks.filter(counts)
  const yes = tasks.filter((task) => task.status === 'approved').length
  if (tasks.length === 0) return false
  return step.mode === 'any' ? yes >= 1 : step.mode === 'votes' ? yes >= (step.votes ?? 99) : yes === tasks.length
}

/** What must hold after every event, whatever it was. */
function mustHold(before: FlowInstance | null, one: FlowInstance, event: FlowEvent, flow: Flow, yeses: Set<string>): void {
  const acts = ['approve', 'reject', 'return', 'transfer', 'add']
  if (before && acts.includes(event.kind) && 'memberId' in event)
    assert.ok(mayAnswer(before, event.memberId as string, event.away ?? {}), `${event.memberId} acted without being asked`)
  for (const step of one.steps) {
    const voices = step.tasks.filter(counts).map((task) => task.memberId)
    assert.equal(new Set(voices).size, voices.length, 'one person has two voices in a step')
    assert.ok(!voices.includes(one.requesterId), 'the requester is asked about his own')
    if (step.state === 'done') assert.ok(enough(step), `${step.id} is done without its votes`)
    for (const task of step.tasks)
      if (task.status === 'approved' && !task.auto)
        assert.ok(yeses.has(`${step.id}/${task.by ?? task.memberId}`), `${step.id} counts a yes nobody gave`)
  }
  if (one.status === 'pending') assert.ok(openTasks(one).length > 0, 'it waits for nobody')
  else assert.equal(openTasks(one).length, 0)
  if (one.status !== 'approved') return
  assert.ok(one.steps.every((step) => step.state === 'done' || step.state === 'skipped'))
  for (const step of flow.steps) {
    if (step.kind !== 'approve' || step.when) continue
    assert.equal(one.steps.find((state) => state.id === step.id)?.state, 'done', `${step.id} was passed over`)
  }
  for (const { step } of one.added) assert.notEqual(one.steps.find((state) => state.id === step.id)?.state, 'later')
}

type Tally = Record<string, number>

function walk(seed: number, tally: Tally): void {
  const roll = dice(seed)
  const flow = aFlow(roll)
  if (faultsOf(flow, directory, ['amount']).some((fault) => fault.code !== 'unreachable')) {
    tally.invalid = (tally.invalid ?? 0) + 1
    return
  }
  let ms = START
  const now = () => new Date(ms).toISOString()
  const requester = pick(roll, people)
  const begun = reduceFlow(null, { kind: 'start', memberId: requester, at: now(), facts: { amount: roll(100) }, directory }, flow)
  if (!begun.ok) {
    assert.equal(begun.code, 'approval.no_approver')
    tally.nobody = (tally.nobody ?? 0) + 1
    return
  }
  let one = begun.instance
  let ends = begun.effects.filter((effect) => effect.kind === 'decided').length
  const yeses = new Set<string>()
  mustHold(null, one, { kind: 'start', memberId: requester, at: now(), facts: {}, directory }, flow, yeses)
  const step = (event: FlowEvent): FlowResult => {
    const copy = JSON.stringify(one)
    const result = reduceFlow(one, event, flow)
    assert.equal(JSON.stringify(one), copy, 'the reducer changed its argument')
    if (!result.ok) return result
    tally[event.kind] = (tally[event.kind] ?? 0) + 1
    if (event.kind === 'approve') for (const state of one.steps) if (state.state === 'open') yeses.add(`${state.id}/${event.memberId}`)
    mustHold(one, result.instance, event, flow, yeses)
    if (one.status !== 'pending') assert.equal(event.kind, 'comment', 'something moved after the end')
    ends += result.effects.filter((effect) => effect.kind === 'decided').length
    one = result.instance
    return result
  }
  for (let n = 0; n < 25; n++) {
    ms += roll(10) * 3_600_000
    const away: Away = roll(3) ? {} : { [pick(roll, people)]: pick(roll, people), [pick(roll, people)]: null }
    step(anEvent(roll, one, flow, now(), away))
  }
  // From wherever it stands, a yes of everybody who is asked brings it to its end.
  for (let n = 0; one.status === 'pending'; n++) {
    assert.ok(n < 200, 'it does not come to an end')
    const [task] = openTasks(one)
    assert.ok(task)
    const said = step({ kind: 'approve', memberId: task.memberId, at: now(), note: '好', form: { f: 1 } })
    assert.ok(said.ok, JSON.stringify(said))
  }
  assert.equal(ends, 1, 'it ended once')
  tally[one.status] = (tally[one.status] ?? 0) + 1
}

test(`${WALKS} random walks: none sticks, ends twice, passes without its votes or lets anybody act who may not`, (t) => {
  const seed = seedOfRun()
  t.diagnostic(`seed ${seed}`)
  const tally: Tally = {}
  for (let n = 0; n < WALKS; n++) {
    try {
      walk(seed + n, tally)
    } catch (error) {
      throw new Error(`FIELDLOOP_SEED=${seed + n}: ${(error as Error).message}`, { cause: error })
    }
  }
  t.diagnostic(JSON.stringify(tally))
  // A generator that stopped making one of these would prove nothing about it.
  for (const kind of [
    'approve',
    'reject',
    'return',
    'transfer',
    'add',
    'timeout',
    'nudge',
    'pass_on',
    'withdraw',
    'void',
    'approved',
    'rejected',
  ])
    assert.ok((tally[kind] ?? 0) > WALKS / 500, `${kind} hardly happened: ${tally[kind] ?? 0}`)
  assert.ok((tally.invalid ?? 0) + (tally.nobody ?? 0) < WALKS / 2)
})

const usedSteps = (flow: Flow): ApproveStep[] => approveSteps(flow.steps)
test('the walks cover every kind of step and mode', () => {
  const modes = new Set(Array.from({ length: 300 }, (_, n) => usedSteps(aFlow(dice(n)))).flatMap((steps) => steps.map((step) => step.mode)))
  assert.deepEqual([...modes].sort(), ['all', 'any', 'turn', 'votes'])
})
