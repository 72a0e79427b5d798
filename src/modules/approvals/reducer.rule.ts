// reducer.rule.ts: 审批机. A pure reducer over an approval: (instance, event, flow) → instance and effects. It knows no subject.
import { advance, askNext, closeRest, decide, isLost, no, note, stateOf, type Work, woven } from './advance.rule.ts'
import { readers, resolveApprover, signers } from './approver.rule.ts'
import { changeHands, passTo, putIn, runOut } from './change.rule.ts'
import { type Facts, meets } from './condition.rule.ts'
import {
  type ApproveStep,
  approveSteps,
  type Directory,
  everyStep,
  type Flow,
  filledValue,
  placesOf,
  rowsIn,
  type Step,
  waitsForForm,
} from './flow.rule.ts'
import {
  type ApproveEvent,
  type FlowEvent,
  type FlowInstance,
  type FlowResult,
  type FlowTask,
  type ObjectEvent,
  type StartEvent,
  type StepState,
  taskFor,
} from './instance.rule.ts'

/**
 * What the event makes of the instance, and what must be told to whom. Never changes its arguments.
 * `start` takes null, `comment` any instance, all others a pending one.
 */
export function reduceFlow(instance: FlowInstance | null, event: FlowEvent, flow: Flow): FlowResult {
  if (event.kind === 'start') return instance ? no('approval.already_running') : start(event, flow)
  if (!instance) return no('approval.not_running')
  const one = structuredClone(instance)
  const work: Work = { one, flow: woven(flow, one), event, effects: [] }
  if (event.kind !== 'comment' && one.status !== 'pending') return no('approval.not_running')
  const refused = apply(work, event)
  return refused ?? { ok: true, instance: one, effects: work.effects }
}

function apply(work: Work, event: Exclude<FlowEvent, StartEvent>): FlowResult | null {
  switch (event.kind) {
    case 'approve':
    case 'reject':
    case 'return':
      return answer(work, event)
    case 'transfer':
      return changeHands(work, event)
    case 'add':
      return putIn(work, event)
    case 'pass_on':
      return passTo(work, event)
    case 'timeout':
    case 'nudge':
      return runOut(work, event)
    case 'comment':
      if (!event.note?.trim()) return no('approval.reason_needed')
      note(work, { stepId: work.one.steps.find((step) => step.state === 'open')?.id ?? null, files: event.files })
      return null
    case 'withdraw':
      if (event.memberId !== work.one.requesterId) return no('approval.not_the_requester')
      note(work)
      decide(work, 'withdrawn')
      return null
    case 'void':
      note(work)
      decide(work, 'void')
      return null
  }
}

function start(event: StartEvent, flow: Flow): FlowResult {
  const { memberId: requesterId, directory, facts } = event
  const people = (approvers: ApproveStep['approvers'], among: Directory): string[][] =>
    approvers.map((approver) => resolveApprover(approver, requesterId, among, facts))
  const [asking, copying] = [signers(directory), readers(directory)]
  const possible = stepsPossible(flow, flow.steps, facts)
  const steps: StepState[] = []
  for (const step of approveSteps(flow.steps)) {
    const skipped = !possible.has(step.id)
    const found = skipped ? [] : people(step.approvers, asking)
    const members = [...new Set(found.flat())]
    // 会签 with one approver missing would pass on fewer signatures than the flow asks for.
    const short = step.mode === 'any' ? members.length === 0 : found.length === 0 || found.some((some) => some.length === 0)
    if (!skipped && (short || members.length < (step.votes ?? 0))) return no('approval.no_approver', step.id)
    const { id, name, mode, votes } = step
    const tasks = members.map((memberId): FlowTask => ({ memberId, status: 'waiting', at: null, note: '', auto: false }))
    steps.push({ id, name, mode, votes, state: skipped ? 'skipped' : 'later', pass: 0, tasks, dueAt: null, nudgeAt: null })
  }
  // A copy to oneself is left out, where an approval by oneself goes up.
  const copied = (copies: ApproveStep['approvers']): string[] => [
    ...new Set(
      people(
        copies.filter((copy) => copy.kind !== 'person' || copy.memberId !== requesterId),
        copying,
      ).flat(),
    ),
  ]
  const copies = everyStep(flow.steps).flatMap((step) => (step.kind === 'cc' ? [[step.id, copied(step.copies)] as const] : []))
  const one: FlowInstance = {
    requesterId,
    flowKey: flow.key,
    flowVersion: flow.version,
    facts,
    status: 'pending',
    steps,
    added: [],
    passed: {},
    finished: [],
    cc: copied(flow.cc ?? []),
    copies: Object.fromEntries(copies),
    log: [],
  }
  const work: Work = { one, flow, event, effects: [] }
  note(work)
  advance(work)
  return { ok: true, instance: one, effects: work.effects }
}

/** Approval steps that these facts can lead to; a condition over something filled in on the way may still turn either way. */
export function stepsPossible(flow: Flow, steps: readonly Step[], facts: Facts): Set<string> {
  const found = new Set<string>()
  const open = (condition: ApproveStep['when']): boolean => waitsForForm(condition, flow) || meets(condition, facts)
  const add = (row: readonly Step[]): void => {
    for (const id of stepsPossible(flow, row, facts)) found.add(id)
  }
  for (const step of steps) {
    if (step.kind === 'end') break
    if (step.kind === 'approve' && open(step.when)) found.add(step.id)
    if (step.kind === 'parallel') rowsIn(step).forEach(add)
    if (step.kind !== 'condition') continue
    for (const branch of step.branches) {
      if (open(branch.when)) add(branch.steps)
      if (!waitsForForm(branch.when, flow) && meets(branch.when, facts)) break
    }
  }
  return found
}

function answer(work: Work, event: ApproveEvent | ObjectEvent): FlowResult | null {
  const { one, flow } = work
  const mine = taskFor(one, event.memberId, event.away, event.turns)
  if (!mine) {
    const now = taskFor(one, event.memberId, event.away)
    if (now) return no('approval.asked_anew', now.step.id)
    return no('approval.not_yours', one.steps.find((step) => step.state === 'open')?.id ?? null)
  }
  const { step: state, task } = mine
  const said = event.note?.trim() ?? ''
  if (event.kind !== 'approve' && said === '') return no('approval.reason_needed', state.id)
  const back = event.kind === 'return' && event.toStepId ? event.toStepId : null
  if (back !== null && !returnTargets(one, flow, state.id).includes(back)) return no('approval.no_such_step', state.id)
  const step = approveSteps(flow.steps).find((one) => one.id === state.id) as ApproveStep
  const form = event.kind === 'approve' ? filledIn(step, event, said) : {}
  if ('refused' in form) return form.refused as FlowResult
  const status = event.kind === 'approve' ? 'approved' : event.kind === 'reject' ? 'rejected' : 'returned'
  const by = task.memberId === event.memberId ? {} : { by: event.memberId }
  Object.assign(task, { status, at: event.at, note: said, ...by } satisfies Partial<FlowTask>)
  const forId = by.by ? task.memberId : undefined
  note(work, {
    stepId: state.id,
    forId,
    toStepId: back ?? undefined,
    files: event.files,
    form: Object.keys(form).length > 0 ? form : undefined,
  })
  const filled = Object.entries(form).map(([key, value]) => [`${state.id}.${key}`, value])
  if (filled.length > 0) one.facts = { ...one.facts, ...Object.fromEntries(filled) }
  if (back !== null) goBack(work, back)
  else if (status === 'returned') decide(work, 'returned')
  else if (isLost(state)) decide(work, 'rejected')
  else {
    askNext(work, state)
    advance(work)
  }
  return null
}

/** What must be said, attached and filled in with a yes; `refused` where something is missing. */
function filledIn(step: ApproveStep, event: ApproveEvent, said: string): Facts | { refused: FlowResult } {
  if (step.noteRequired && said === '') return { refused: no('approval.note_needed', step.id) }
  if (step.fileRequired && !event.files?.length) return { refused: no('approval.file_needed', step.id) }
  const form: Record<string, Facts[string]> = {}
  for (const field of step.fields ?? []) {
    const value = filledValue(field, event.form?.[field.key])
    if (value === undefined) return { refused: { ok: false, code: 'approval.field_needed', stepId: step.id, field: field.label } }
    form[field.key] = value
  }
  return form
}

/** Steps done on the way here, to which it may go back: not those of a branch beside. */
export function returnTargets(one: FlowInstance, flow: Flow, fromId: string): string[] {
  const earlier = placesOf(woven(flow, one).steps, fromId).flatMap(({ row, at }) => row.slice(0, at))
  return approveSteps(earlier).flatMap((step) => (stateOf(one, step.id).state === 'done' ? [step.id] : []))
}

/** The step and all that comes after it is asked anew; branches beside it keep what they have. */
function goBack(work: Work, targetId: string): void {
  const { one, flow } = work
  const places = placesOf(flow.steps, targetId)
  const again = places.flatMap(({ row, at }, depth) => row.slice(depth === places.length - 1 ? at : at + 1))
  for (const step of everyStep(again)) {
    if (step.kind === 'condition') delete one.passed[step.id]
    if (step.kind === 'approve') reset(work, stateOf(one, step.id))
  }
  advance(work)
}

function reset(work: Work, state: StepState): void {
  // What can never be reached has nobody to ask and stays skipped.
  if (state.tasks.length === 0) return
  if (state.state === 'open') closeRest(work, state)
  state.state = 'later'
  state.tasks = state.tasks
    .filter((task) => task.status !== 'transferred')
    .map((task): FlowTask => ({ memberId: task.memberId, status: 'waiting', at: null, note: '', auto: false }))
  work.one.finished = work.one.finished.filter((id) => id !== state.id)
}
