// flow.rule.ts: 审批流. A pure reducer over an approval; it knows no subject. The flow in force at submission binds it.
import { resolveApprover } from './approver.rule.ts'
import { type Condition, type Facts, meets } from './condition.rule.ts'

export type Approver =
  | { kind: 'person'; memberId: string }
  | { kind: 'role'; role: string }
  /** level 1 is the direct manager. `of` names whose manager, where that is not the requester (the owner of the record). */
  | { kind: 'manager'; level?: number; of?: string }
  | { kind: 'department_head'; departmentId?: string }

/** `all` is 会签 (every one must agree), `any` is 或签 (one is enough). A step whose condition is not met is skipped. */
export type FlowStep = { id: string; mode: 'all' | 'any'; approvers: readonly Approver[]; when?: Condition }
export type Flow = { key: string; version: number; steps: readonly FlowStep[]; cc?: readonly Approver[] }

/** The part of the organization that approvers are found from, as it stood at submission. Ids are member ids. */
export type Directory = {
  managerOf: Readonly<Record<string, string | null>>
  roles: Readonly<Record<string, readonly string[]>>
  heads: Readonly<Record<string, string>>
  departmentOf: Readonly<Record<string, string>>
}

export type InstanceStatus = 'pending' | 'approved' | 'rejected' | 'returned' | 'withdrawn'
export type TaskStatus = 'waiting' | 'open' | 'approved' | 'rejected' | 'returned' | 'not_needed'
/** `auto` marks an answer taken over from an earlier step of the same round: nobody is asked the same thing twice. */
export type FlowTask = { memberId: string; status: TaskStatus; at: string | null; note: string; auto: boolean }
export type StepState = { id: string; mode: 'all' | 'any'; skipped: boolean; tasks: FlowTask[] }
export type LogEntry = { at: string; memberId: string; act: FlowEvent['kind']; stepId: string | null; note: string }

/** One approval with the snapshot it is bound to: version of the flow, facts, approvers. `at` values are ISO instants. */
export type FlowInstance = {
  requesterId: string
  flowKey: string
  flowVersion: number
  facts: Facts
  status: InstanceStatus
  round: number
  stepIndex: number
  steps: StepState[]
  cc: string[]
  log: LogEntry[]
}

type StartEvent = { kind: 'start'; memberId: string; at: string; facts: Facts; directory: Directory; note?: string }
type ApproveEvent = { kind: 'approve'; memberId: string; at: string; note?: string }
type WithdrawEvent = { kind: 'withdraw'; memberId: string; at: string; note?: string }
type ObjectEvent = { kind: 'reject' | 'return'; memberId: string; at: string; note: string }
type CommentEvent = { kind: 'comment'; memberId: string; at: string; note: string }
export type FlowEvent = StartEvent | ApproveEvent | WithdrawEvent | ObjectEvent | CommentEvent

export type FlowEffect =
  | { kind: 'ask'; memberId: string; stepId: string }
  | { kind: 'not_needed'; memberId: string; stepId: string }
  | { kind: 'cc'; memberId: string }
  | { kind: 'decided'; status: Exclude<InstanceStatus, 'pending'> }

export type FlowRefusal =
  | 'approval.already_running'
  | 'approval.not_running'
  | 'approval.no_approver'
  | 'approval.not_yours'
  | 'approval.not_the_requester'
  | 'approval.reason_needed'
export type FlowResult =
  | { ok: true; instance: FlowInstance; effects: FlowEffect[] }
  | { ok: false; code: FlowRefusal; stepId: string | null }

/**
 * What the event makes of the instance, and what must be told to whom. Never changes its arguments.
 * `start` takes null, or a returned or withdrawn instance for its next round; all others take a pending one.
 */
export function reduceFlow(instance: FlowInstance | null, event: FlowEvent, flow: Flow): FlowResult {
  if (event.kind === 'start') return start(instance, event, flow)
  if (!instance) return refused('approval.not_running')
  if (event.kind === 'comment') return comment(instance, event)
  if (instance.status !== 'pending') return refused('approval.not_running')
  if (event.kind === 'withdraw') return withdraw(instance, event)
  return answer(instance, event)
}

/** A leaver's open and coming tasks go to his successor, who is asked once where he was asked already. What is answered stays his. */
export function passOn(instance: FlowInstance, from: string, to: string): FlowInstance {
  const pending = (task: FlowTask): boolean => task.memberId === from && (task.status === 'open' || task.status === 'waiting')
  const steps = instance.steps.map((step) => {
    const already = step.tasks.some((task) => task.memberId === to)
    const tasks = step.tasks.flatMap((task) => (pending(task) ? (already ? [] : [{ ...task, memberId: to }]) : [task]))
    return { ...step, tasks }
  })
  return { ...instance, steps }
}

function start(before: FlowInstance | null, event: StartEvent, flow: Flow): FlowResult {
  if (before && before.status !== 'returned' && before.status !== 'withdrawn') return refused('approval.already_running')
  if (before && before.requesterId !== event.memberId) return refused('approval.not_the_requester')
  const steps: StepState[] = []
  for (const step of flow.steps) {
    const skipped = !meets(step.when, event.facts)
    const found = skipped ? [] : step.approvers.map((approver) => resolveApprover(approver, event.memberId, event.directory))
    // 会签 with one approver missing would pass on fewer signatures than the flow asks for.
    const short = step.mode === 'all' ? found.some((members) => members.length === 0) : found.flat().length === 0
    if (!skipped && (found.length === 0 || short)) return refused('approval.no_approver', step.id)
    const tasks = [...new Set(found.flat())].map((memberId): FlowTask => ({ memberId, status: 'waiting', at: null, note: '', auto: false }))
    steps.push({ id: step.id, mode: step.mode, skipped, tasks })
  }
  // A copy to oneself is left out, where an approval by oneself goes up.
  const others = (flow.cc ?? []).filter((copy) => copy.kind !== 'person' || copy.memberId !== event.memberId)
  const cc = [...new Set(others.flatMap((copy) => resolveApprover(copy, event.memberId, event.directory)))]
  const fresh: FlowInstance = {
    requesterId: event.memberId,
    flowKey: flow.key,
    flowVersion: flow.version,
    facts: event.facts,
    status: 'pending',
    round: (before?.round ?? 0) + 1,
    stepIndex: -1,
    steps,
    cc,
    log: [...(before?.log ?? []), entry(event, null)],
  }
  return advance(fresh, event.at, [])
}

/** Opens the next step that still needs somebody; after the last one the instance is approved. */
function advance(instance: FlowInstance, at: string, effects: FlowEffect[]): FlowResult {
  const agreed = new Set(
    instance.steps.flatMap((step) => step.tasks.filter((task) => task.status === 'approved').map((task) => task.memberId)),
  )
  let steps = instance.steps
  for (let index = instance.stepIndex + 1; index < steps.length; index++) {
    const step = steps[index] as StepState
    if (step.skipped) continue
    const opened: StepState = { ...step, tasks: step.tasks.map((task) => open(task, agreed, at)) }
    const done = isDone(opened)
    steps = steps.with(index, done ? closeRest(opened, at) : opened)
    if (done) continue
    const asked = opened.tasks.filter((task) => task.status === 'open').map((task) => ask(task, step.id))
    return { ok: true, instance: { ...instance, steps, stepIndex: index }, effects: [...effects, ...asked] }
  }
  return decided({ ...instance, steps, stepIndex: steps.length }, 'approved', effects)
}

function open(task: FlowTask, agreed: Set<string>, at: string): FlowTask {
  return agreed.has(task.memberId) ? { ...task, status: 'approved', at, auto: true } : { ...task, status: 'open' }
}

function answer(instance: FlowInstance, event: ApproveEvent | ObjectEvent): FlowResult {
  const step = instance.steps[instance.stepIndex] as StepState
  const mine = step.tasks.findIndex((task) => task.memberId === event.memberId && task.status === 'open')
  if (mine < 0) return refused('approval.not_yours', step.id)
  const note = event.note?.trim() ?? ''
  if (event.kind !== 'approve' && note === '') return refused('approval.reason_needed', step.id)
  const status = event.kind === 'approve' ? 'approved' : event.kind === 'reject' ? 'rejected' : 'returned'
  const task: FlowTask = { ...(step.tasks[mine] as FlowTask), status, at: event.at, note }
  const answered: StepState = { ...step, tasks: step.tasks.with(mine, task) }
  const logged = { ...instance, log: [...instance.log, entry(event, step.id)] }
  if (status !== 'approved') return close(logged, answered, status, event.at)
  if (!isDone(answered)) return { ok: true, instance: withStep(logged, answered), effects: [] }
  const next = withStep(logged, closeRest(answered, event.at))
  return advance(next, event.at, unneeded(answered))
}

function withdraw(instance: FlowInstance, event: WithdrawEvent): FlowResult {
  if (event.memberId !== instance.requesterId) return refused('approval.not_the_requester')
  const logged = { ...instance, log: [...instance.log, entry(event, null)] }
  return close(logged, instance.steps[instance.stepIndex] as StepState, 'withdrawn', event.at)
}

function comment(instance: FlowInstance, event: CommentEvent): FlowResult {
  if (event.note.trim() === '') return refused('approval.reason_needed')
  const stepId = instance.steps[instance.stepIndex]?.id ?? null
  return { ok: true, instance: { ...instance, log: [...instance.log, entry(event, stepId)] }, effects: [] }
}

function close(instance: FlowInstance, step: StepState, status: 'rejected' | 'returned' | 'withdrawn', at: string): FlowResult {
  return decided(withStep(instance, closeRest(step, at)), status, unneeded(step))
}

function decided(instance: FlowInstance, status: Exclude<InstanceStatus, 'pending'>, effects: FlowEffect[]): FlowResult {
  const copies = status === 'approved' ? instance.cc.map((memberId): FlowEffect => ({ kind: 'cc', memberId })) : []
  return { ok: true, instance: { ...instance, status }, effects: [...effects, { kind: 'decided', status }, ...copies] }
}

function isDone(step: StepState): boolean {
  const agreed = step.tasks.filter((task) => task.status === 'approved').length
  return step.mode === 'any' ? agreed > 0 : agreed === step.tasks.length
}

function closeRest(step: StepState, at: string): StepState {
  return { ...step, tasks: step.tasks.map((task) => (task.status === 'open' ? { ...task, status: 'not_needed', at } : task)) }
}

function unneeded(step: StepState): FlowEffect[] {
  return step.tasks
    .filter((task) => task.status === 'open')
    .map((task): FlowEffect => ({ kind: 'not_needed', memberId: task.memberId, stepId: step.id }))
}

function withStep(instance: FlowInstance, step: StepState): FlowInstance {
  return { ...instance, steps: instance.steps.with(instance.stepIndex, step) }
}

function ask(task: FlowTask, stepId: string): FlowEffect {
  return { kind: 'ask', memberId: task.memberId, stepId }
}

function entry(event: FlowEvent, stepId: string | null): LogEntry {
  return { at: event.at, memberId: event.memberId, act: event.kind, stepId, note: event.note?.trim() ?? '' }
}

function refused(code: FlowRefusal, stepId: string | null = null): FlowResult {
  return { ok: false, code, stepId }
}
