// validity.rule.ts: 能不能发布. What is wrong with a flow, by name, before anybody's record is bound to it.

import { readers, signers } from './approver.rule.ts'
import { type Condition, neverMet } from './condition.rule.ts'
import {
  type Approver,
  type ApproveStep,
  approveSteps,
  type Directory,
  everyStep,
  type Flow,
  factsIn,
  type PlainApprover,
  rowsIn,
  type Step,
} from './flow.rule.ts'

export type FaultCode =
  | 'no_end'
  | 'asks_nobody'
  | 'unreachable'
  | 'branch_unreachable'
  | 'end_inside'
  | 'nobody'
  | 'cannot_decide'
  | 'nobody_copied'
  | 'no_approvers'
  | 'too_many_votes'
  | 'same_id'
  | 'no_branches'
  | 'unknown_fact'
  | 'unknown_fact_copied'
  | 'wrong_time'
  | 'wrong_field'
export type Fault = { code: FaultCode; stepId: string | null; what: string }

/** What keeps a flow from being published; empty: it may be. `facts`: what the subject records; `directory`: who is in office. */
export function faultsOf(flow: Flow, directory: Directory, facts: readonly string[]): Fault[] {
  const every = everyStep(flow.steps)
  const faults: Fault[] = []
  if (flow.steps.at(-1)?.kind !== 'end') faults.push({ code: 'no_end', stepId: null, what: '' })
  if (approveSteps(flow.steps).length === 0) faults.push({ code: 'asks_nobody', stepId: null, what: '' })
  const ids = [...every.map((step) => step.id), ...every.flatMap((step) => ('branches' in step ? step.branches.map((one) => one.id) : []))]
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push({ code: 'same_id', stepId: id, what: id })
  faults.push(...unreachable(flow.steps, []), ...endsInside(flow.steps, false))
  const form = approveSteps(flow.steps).flatMap((step) => (step.fields ?? []).map((field) => `${step.id}.${field.key}`))
  const known = new Set([...facts, ...form])
  for (const step of every) {
    if (step.kind === 'approve') faults.push(...faultsOfStep(step, directory))
    if (step.kind === 'cc') faults.push(...nobodies(step.id, step.copies, readers(directory)))
    if ('branches' in step && step.branches.length === 0) faults.push({ code: 'no_branches', stepId: step.id, what: '' })
    for (const fact of new Set(conditionsOf(step).flatMap(factsIn)))
      if (!known.has(fact)) faults.push({ code: 'unknown_fact', stepId: step.id, what: fact })
  }
  for (const { what } of nobodies('', flow.cc ?? [], readers(directory))) faults.push({ code: 'nobody_copied', stepId: null, what })
  for (const fact of new Set(casesIn(flow.cc ?? []).flatMap(factsIn)))
    if (!known.has(fact)) faults.push({ code: 'unknown_fact_copied', stepId: null, what: fact })
  return faults
}

const casesIn = (people: readonly Approver[]): Condition[] =>
  people.flatMap((one) => (one.kind === 'rule' ? one.cases.flatMap((each) => each.when ?? []) : []))

function conditionsOf(step: Step): Condition[] {
  const own = step.kind === 'approve' ? [step.when] : step.kind === 'condition' ? step.branches.map((branch) => branch.when) : []
  const rules = casesIn(step.kind === 'approve' ? step.approvers : step.kind === 'cc' ? step.copies : [])
  return [...own, ...rules].filter((condition) => condition !== undefined)
}

/** Steps behind an end, branches behind one that always holds, and what only contradicting conditions lead to. */
function unreachable(steps: readonly Step[], given: readonly (Condition | undefined)[]): Fault[] {
  const faults: Fault[] = []
  const gone = (row: readonly Step[]): void => {
    for (const step of row) faults.push({ code: 'unreachable', stepId: step.id, what: '' })
  }
  for (const [at, step] of steps.entries()) {
    if (step.kind === 'approve' && neverMet([...given, step.when])) gone([step])
    let always = false
    for (const [no, row] of rowsIn(step).entries()) {
      const branch = 'branches' in step ? step.branches.find((one) => one.steps === row) : undefined
      const here = step.kind === 'condition' ? [...given, branch?.when] : given
      if (always || (branch?.when && neverMet(here))) {
        if (row.length > 0) gone(row)
        else faults.push({ code: 'branch_unreachable', stepId: step.id, what: String(no + 1) })
      } else faults.push(...unreachable(row, here))
      always ||= step.kind === 'condition' && branch?.when === undefined
    }
    if (alwaysEnds(step)) {
      gone(steps.slice(at + 1).filter((later) => step.kind === 'end' || later.kind !== 'end'))
      break
    }
  }
  return faults
}

/** Nothing behind it is reached: an end, or a condition whose every branch ends and one of which always holds. */
function alwaysEnds(step: Step): boolean {
  if (step.kind === 'end') return true
  if (step.kind !== 'condition' || !step.branches.some((branch) => branch.when === undefined)) return false
  return step.branches.every((branch) => branch.steps.some(alwaysEnds))
}

/** An end in one of several branches at once would leave the others hanging. */
function endsInside(steps: readonly Step[], parallel: boolean): Fault[] {
  return steps.flatMap((step): Fault[] => {
    if (step.kind === 'end') return parallel ? [{ code: 'end_inside', stepId: step.id, what: '' }] : []
    return rowsIn(step).flatMap((row) => endsInside(row, parallel || step.kind === 'parallel'))
  })
}

function faultsOfStep(step: ApproveStep, directory: Directory): Fault[] {
  const faults = nobodies(step.id, step.approvers, directory)
  const stepId = step.id
  if (step.approvers.length === 0) faults.push({ code: 'no_approvers', stepId, what: '' })
  if (step.mode === 'votes' && (step.votes ?? 0) > mostVoices(step.approvers, signers(directory)))
    faults.push({ code: 'too_many_votes', stepId, what: String(step.votes) })
  if (step.mode === 'votes' && !step.votes) faults.push({ code: 'too_many_votes', stepId, what: '0' })
  const { timeout } = step
  if (timeout && (timeout.hours <= 0 || (timeout.nudgeHours ?? 0) >= timeout.hours)) faults.push({ code: 'wrong_time', stepId, what: '' })
  const keys = (step.fields ?? []).map((field) => field.key)
  for (const field of step.fields ?? [])
    if (keys.filter((key) => key === field.key).length > 1 || (field.type === 'choice' && !field.options?.length))
      faults.push({ code: 'wrong_field', stepId, what: field.label })
  return faults
}

/** As many people as could be asked at most: a manager or a head is one. */
function mostVoices(approvers: readonly Approver[], directory: Directory): number {
  return approvers.reduce((sum, approver) => {
    if (approver.kind === 'role') return sum + (directory.roles[approver.role]?.length ?? 0)
    return sum + (approver.kind === 'chain' ? (approver.level ?? 10) : 1)
  }, 0)
}

/** Entries that name nobody in office (a person who left, a role nobody holds, a department without head), or nobody who may decide. */
function nobodies(stepId: string, approvers: readonly Approver[], directory: Directory): Fault[] {
  const plain = approvers.flatMap((one): readonly PlainApprover[] =>
    one.kind === 'rule' ? [...one.cases.map((each) => each.approver), ...(one.otherwise ? [one.otherwise] : [])] : [one],
  )
  return plain.flatMap((one): Fault[] => {
    const [what, people] = named(one, directory)
    if (what === null) return []
    if (people.length === 0) return [{ code: 'nobody', stepId, what }]
    return directory.able && !people.some((id) => directory.able?.includes(id)) ? [{ code: 'cannot_decide', stepId, what }] : []
  })
}

/** Whom an entry names by itself, and as what; null where that depends on who asks. */
function named(one: PlainApprover, { managerOf, roles, heads }: Directory): [what: string | null, people: readonly string[]] {
  if (one.kind === 'person') return [one.memberId, one.memberId in managerOf ? [one.memberId] : []]
  if (one.kind === 'role') return [one.role, roles[one.role] ?? []]
  if (one.kind !== 'department_head' || !one.departmentId) return [null, []]
  const head = heads[one.departmentId]
  return [one.departmentId, head === undefined ? [] : [head]]
}
