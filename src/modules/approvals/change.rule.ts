// change.rule.ts: 转交、加签、超时. Who is asked may change while an approval runs; nobody decides his own on the way.
import { advance, askNext, decide, isDone, isLost, later, no, note, type Work, woven } from './advance.rule.ts'
import { type ApproveStep, approveSteps } from './flow.rule.ts'
import {
  type AddEvent,
  counts,
  type FlowResult,
  type FlowTask,
  type PassOnEvent,
  type StepState,
  type TimeEvent,
  type TransferEvent,
  taskFor,
} from './instance.rule.ts'

const voices = (state: StepState): string[] => state.tasks.filter(counts).map((task) => task.memberId)
const asks = (task: FlowTask): boolean => task.status === 'open' || task.status === 'waiting'

/** 转交: somebody else answers instead. */
export function changeHands(work: Work, event: TransferEvent): FlowResult | null {
  const mine = taskFor(work.one, event.memberId, event.away)
  if (!mine) return no('approval.not_yours')
  const { step: state, task } = mine
  if (event.to === work.one.requesterId) return no('approval.own', state.id)
  if (voices(state).includes(event.to)) return no('approval.already_asked', state.id)
  note(work, { stepId: state.id, toIds: [event.to], forId: task.memberId === event.memberId ? undefined : task.memberId })
  give(work, state, task, event.to)
  return null
}

/** The task goes to another member: it is told to both. */
function give(work: Work, state: StepState, task: FlowTask, to: string): void {
  const { at } = work.event
  state.tasks = state.tasks.filter((other) => counts(other) || other.memberId !== to)
  const anew: FlowTask = { memberId: to, status: 'open', at: null, note: '', auto: false, openedAt: at }
  state.tasks.splice(state.tasks.indexOf(task) + 1, 0, anew)
  Object.assign(task, { status: 'transferred', at } satisfies Partial<FlowTask>)
  work.effects.push({ kind: 'not_needed', memberId: task.memberId, stepId: state.id })
  work.effects.push({ kind: 'ask', memberId: to, stepId: state.id })
}

/** 加签: others are asked before the present step goes on, or after it. */
export function putIn(work: Work, event: AddEvent): FlowResult | null {
  const { one } = work
  const mine = taskFor(one, event.memberId, event.away)
  if (!mine) return no('approval.not_yours')
  const { step: state } = mine
  const members = [...new Set(event.members)]
  if (members.includes(one.requesterId)) return no('approval.own', state.id)
  if (members.length === 0 || members.some((memberId) => voices(state).includes(memberId))) return no('approval.already_asked', state.id)
  const id = `${state.id}+${one.added.length + 1}`
  const approvers = members.map((memberId) => ({ kind: 'person' as const, memberId }))
  const step: ApproveStep = { kind: 'approve', id, mode: event.mode === 'votes' ? 'all' : event.mode, approvers, added: true }
  one.added.push({ step, where: event.where, anchor: state.id })
  const tasks = members.map((memberId): FlowTask => ({ memberId, status: 'waiting', at: null, note: '', auto: false }))
  const fresh: StepState = { id, mode: step.mode, state: 'later', pass: 0, tasks, dueAt: null, nudgeAt: null }
  one.steps.splice(one.steps.indexOf(state) + (event.where === 'before' ? 0 : 1), 0, fresh)
  note(work, { stepId: state.id, toIds: members })
  if (event.where === 'before') {
    park(work, state)
    advance({ ...work, flow: woven(work.flow, { ...one, added: one.added.slice(-1) }) })
  }
  return null
}

/** The step waits for those put before it; what was answered in it stays. */
function park(work: Work, state: StepState): void {
  state.state = 'later'
  state.pass -= 1
  state.dueAt = null
  state.nudgeAt = null
  for (const task of state.tasks) {
    if (task.status !== 'open') continue
    task.status = 'waiting'
    work.effects.push({ kind: 'not_needed', memberId: task.memberId, stepId: state.id })
  }
}

/** 超时: told again, then passed up or through as the step says. Refuses what is not due, so that a second sweep changes nothing. */
export function runOut(work: Work, event: TimeEvent): FlowResult | null {
  const state = work.one.steps.find((step) => step.id === event.stepId && step.state === 'open')
  const due = event.kind === 'nudge' ? state?.nudgeAt : state?.dueAt
  if (!state || !due || due > event.at) return no('approval.not_due', event.stepId)
  const open = state.tasks.filter((task) => task.status === 'open')
  state.nudgeAt = null
  if (event.kind === 'nudge') {
    for (const task of open) work.effects.push({ kind: 'nudge', memberId: task.memberId, stepId: state.id })
    return null
  }
  const timeout = approveSteps(work.flow.steps).find((step) => step.id === state.id)?.timeout
  if (timeout?.does === 'approve') {
    note(work, { stepId: state.id })
    for (const task of state.tasks)
      if (asks(task)) Object.assign(task, { status: 'approved', at: event.at, auto: true } satisfies Partial<FlowTask>)
    for (const task of open) work.effects.push({ kind: 'not_needed', memberId: task.memberId, stepId: state.id })
    advance(work)
    return null
  }
  const given: string[] = []
  for (const task of open) {
    const to = event.up?.[task.memberId]
    if (!to || to === work.one.requesterId || voices(state).includes(to)) continue
    give(work, state, task, to)
    given.push(to)
  }
  // Whoever has nobody above keeps it, and the clock leaves him alone.
  state.dueAt = timeout && given.length > 0 ? later(work, timeout.hours) : null
  note(work, { stepId: state.id, toIds: given })
  return null
}

/** A leaver's open and coming tasks go to the first of `to` who may have them. What is answered stays his. */
export function passTo(work: Work, event: PassOnEvent): FlowResult | null {
  const { one } = work
  const given: string[] = []
  const left: StepState[] = []
  for (const state of one.steps) {
    const task = state.tasks.find((task) => task.memberId === event.memberId && asks(task))
    if (!task) continue
    const heir = event.to.find((memberId) => memberId !== one.requesterId && !voices(state).includes(memberId))
    // Nobody could take it, and nobody else has a voice in it: it stays his.
    if (!heir && voices(state).length === 1) continue
    left.push(state)
    if (task.status === 'open') work.effects.push({ kind: 'not_needed', memberId: event.memberId, stepId: state.id })
    if (heir) {
      inherit(work, state, task, heir)
      given.push(heir)
    } else leaveOut(work, state, task)
  }
  if (left.length > 0) note(work, { stepId: left.length === 1 ? left[0]?.id : undefined, toIds: [...new Set(given)] })
  if (left.some(isLost)) decide(work, 'rejected')
  else advance(work)
  return null
}

function inherit(work: Work, state: StepState, task: FlowTask, heir: string): void {
  state.tasks = state.tasks.filter((other) => other.memberId !== heir)
  task.memberId = heir
  if (task.status === 'open') work.effects.push({ kind: 'ask', memberId: heir, stepId: state.id })
}

/** Everybody who could take it has a voice in the step already: it goes on without his. */
function leaveOut(work: Work, state: StepState, task: FlowTask): void {
  state.tasks = state.tasks.filter((other) => other !== task)
  if (state.votes) state.votes = Math.min(state.votes, voices(state).length)
  if (state.state === 'open' && !isDone(state)) askNext(work, state)
}
