// advance.rule.ts: 往下走. From where an approval stands to whom it asks next. Works on a draft that the reducer made.
import { addWorkingTime, HOUR, msOf } from '#core/calendar.ts'
import { meets } from './condition.rule.ts'
import { type ApproveStep, approveSteps, type Flow, rowsIn, type Step } from './flow.rule.ts'
import {
  counts,
  type Ended,
  type FlowEffect,
  type FlowEvent,
  type FlowInstance,
  type FlowRefusal,
  type FlowResult,
  type FlowTask,
  type LogEntry,
  type StepState,
} from './instance.rule.ts'

/** What the reducer works on: the draft, the flow with what was added to it, and what must be told. */
export type Work = { one: FlowInstance; flow: Flow; event: FlowEvent; effects: FlowEffect[] }

export function stateOf(one: FlowInstance, id: string): StepState {
  const found = one.steps.find((step) => step.id === id)
  if (!found) throw new Error(`the approval has no step ${id}`)
  return found
}

/** The flow of this approval: as submitted, with the steps that approvers added. */
export function woven(flow: Flow, one: FlowInstance): Flow {
  if (one.added.length === 0) return flow
  return { ...flow, steps: one.added.reduce<readonly Step[]>((steps, extra) => insert(steps, extra), flow.steps) }
}

function insert(steps: readonly Step[], extra: FlowInstance['added'][number]): Step[] {
  return steps.flatMap((step): Step[] => {
    const whole =
      step.kind === 'condition' || step.kind === 'parallel'
        ? { ...step, branches: step.branches.map((branch) => ({ ...branch, steps: insert(branch.steps, extra) })) }
        : step
    if (step.id !== extra.anchor) return [whole]
    return extra.where === 'before' ? [extra.step, whole] : [whole, extra.step]
  })
}

/** Opens whatever can be opened; after the last step the approval is approved. */
export function advance(work: Work): void {
  const { through } = walk(work, work.flow.steps)
  if (through) decide(work, 'approved')
}

/** `ended`: an end inside was reached, nothing behind it counts. */
function walk(work: Work, steps: readonly Step[]): { through: boolean; ended: boolean } {
  for (const step of steps) {
    if (step.kind === 'end') return { through: true, ended: true }
    if (step.kind === 'approve' && !passes(work, step)) return { through: false, ended: false }
    if (step.kind === 'cc') copy(work, step.id)
    if (step.kind === 'parallel') {
      // All branches are walked, so that every one of them asks at once.
      const branches = step.branches.map((branch) => walk(work, branch.steps).through)
      if (branches.includes(false)) return { through: false, ended: false }
    }
    if (step.kind === 'condition') {
      const taken = walk(work, branchTaken(work, step))
      if (!taken.through || taken.ended) return taken
    }
  }
  return { through: true, ended: false }
}

function copy(work: Work, stepId: string): void {
  const { one } = work
  if (stepId in one.passed) return
  one.passed[stepId] = ''
  for (const memberId of one.copies[stepId] ?? []) {
    if (!one.cc.includes(memberId)) one.cc.push(memberId)
    work.effects.push({ kind: 'cc', memberId })
  }
}

/** Chosen once, with the facts known when it is reached; the branches not taken are shown as skipped. */
function branchTaken(work: Work, step: Extract<Step, { kind: 'condition' }>): readonly Step[] {
  const { one } = work
  const known = one.passed[step.id]
  if (known !== undefined) return step.branches.find((branch) => branch.id === known)?.steps ?? []
  const taken = step.branches.find((branch) => meets(branch.when, one.facts))
  one.passed[step.id] = taken?.id ?? ''
  for (const row of rowsIn(step)) if (row !== taken?.steps) for (const other of approveSteps(row)) stateOf(one, other.id).state = 'skipped'
  return taken?.steps ?? []
}

/** Whether the step is behind us; opens it where its turn has come. */
function passes(work: Work, step: ApproveStep): boolean {
  const state = stateOf(work.one, step.id)
  if (state.state === 'later') {
    if (meets(step.when, work.one.facts)) open(work, step, state)
    else state.state = 'skipped'
  }
  if (state.state === 'open' && isDone(state)) finish(work, state)
  return state.state !== 'open'
}

function open(work: Work, step: ApproveStep, state: StepState): void {
  const { one, event } = work
  state.state = 'open'
  state.pass += 1
  const taken = takenOver(work, step)
  for (const task of state.tasks) {
    if (task.status !== 'waiting' || !taken.has(task.memberId)) continue
    Object.assign(task, { status: 'approved', at: event.at, auto: true, openedAt: event.at } satisfies Partial<FlowTask>)
  }
  const { timeout } = step
  state.dueAt = timeout ? later(work, timeout.hours) : null
  state.nudgeAt = timeout?.nudgeHours ? later(work, timeout.hours - timeout.nudgeHours) : null
  if (!isDone(state)) askNext(work, state)
  one.finished = one.finished.filter((id) => id !== state.id)
}

/** Opens those whose turn it is: all at once, or the next one where they are asked in turn. */
export function askNext(work: Work, state: StepState): void {
  const waiting = state.tasks.filter((task) => task.status === 'waiting')
  const turn = state.mode === 'turn'
  if (turn && state.tasks.some((task) => task.status === 'open')) return
  for (const task of turn ? waiting.slice(0, 1) : waiting) {
    task.status = 'open'
    task.openedAt = work.event.at
    work.effects.push({ kind: 'ask', memberId: task.memberId, stepId: state.id })
  }
}

/** Whose yes of an earlier step counts here. Where something must be filled in or said, everybody is asked. */
function takenOver({ one, flow }: Work, step: ApproveStep): Set<string> {
  const same = flow.same ?? 'skip'
  const mustAnswer = step.added || step.noteRequired || step.fileRequired || step.fields?.some((field) => field.required)
  if (same === 'each' || mustAnswer) return new Set()
  const from = same === 'once' ? one.finished.slice(-1) : one.finished
  const agreed = one.steps
    .filter((state) => from.includes(state.id))
    .flatMap((state) => state.tasks.filter((task) => task.status === 'approved'))
  return new Set(agreed.map((task) => task.memberId))
}

export function later({ flow, event }: Work, hours: number): string {
  if (flow.clock === 'working' && event.calendar) return addWorkingTime(event.at, hours * HOUR, event.calendar).toISOString()
  return new Date(msOf(event.at) + hours * HOUR).toISOString()
}

export function isDone(state: StepState): boolean {
  const tasks = state.tasks.filter(counts)
  const agreed = tasks.filter((task) => task.status === 'approved').length
  if (state.mode === 'any') return agreed > 0
  return state.mode === 'votes' ? agreed >= (state.votes ?? tasks.length) : agreed === tasks.length
}

/** Whether a no ends it: in 票签 only when the votes cannot be reached any more. */
export function isLost(state: StepState): boolean {
  if (state.mode !== 'votes') return state.tasks.some((task) => task.status === 'rejected')
  const possible = state.tasks.filter((task) => task.status === 'approved' || task.status === 'open' || task.status === 'waiting').length
  return possible < (state.votes ?? state.tasks.filter(counts).length)
}

function finish(work: Work, state: StepState): void {
  closeRest(work, state)
  state.state = 'done'
  work.one.finished.push(state.id)
}

/** Those still asked in the step need not answer any more. */
export function closeRest(work: Work, state: StepState): void {
  for (const task of state.tasks) {
    if (task.status !== 'open' && task.status !== 'waiting') continue
    if (task.status === 'open') work.effects.push({ kind: 'not_needed', memberId: task.memberId, stepId: state.id })
    Object.assign(task, { status: 'not_needed', at: work.event.at } satisfies Partial<FlowTask>)
  }
  state.dueAt = null
  state.nudgeAt = null
}

/** The end. Copies go out only with a yes. */
export function decide(work: Work, status: Ended): void {
  const { one, effects } = work
  for (const state of one.steps) {
    if (state.state === 'open') closeRest(work, state)
    if (status === 'approved' && state.state === 'later') state.state = 'skipped'
  }
  one.status = status
  effects.push({ kind: 'decided', status })
  if (status === 'approved') for (const memberId of one.cc) effects.push({ kind: 'cc', memberId })
}

export function note({ one, event }: Work, more: Partial<LogEntry> = {}): void {
  const said = 'note' in event ? (event.note?.trim() ?? '') : ''
  const memberId = 'memberId' in event ? event.memberId : null
  const known = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined))
  one.log.push({ at: event.at, memberId, act: event.kind, stepId: null, note: said, ...known })
}

export function no(code: FlowRefusal, stepId: string | null = null): FlowResult {
  return { ok: false, code, stepId }
}
