// carry.rule.ts: 旧单. Flows and approvals written before steps had kinds are read as today's, here and nowhere else.
import { type Approver, approveSteps, type Flow, type Step } from './flow.rule.ts'
import type { FlowInstance, FlowTask, LogEntry, StepState } from './instance.rule.ts'

type OldStep = { id: string; mode: 'all' | 'any'; approvers: Approver[]; when?: never }
type OldState = {
  requesterId: string
  flowKey: string
  flowVersion: number
  facts: FlowInstance['facts']
  status: FlowInstance['status']
  stepIndex: number
  steps: { id: string; mode: 'all' | 'any'; skipped: boolean; tasks: FlowTask[] }[]
  cc: string[]
  log: LogEntry[]
}

/** A row of steps without kinds asked one after the other and ended by itself. */
export function carriedSteps(steps: readonly (Step | OldStep)[]): Step[] {
  if (steps.some((step) => 'kind' in step)) return steps as Step[]
  return [...(steps as OldStep[]).map((step): Step => ({ kind: 'approve', ...step })), { kind: 'end', id: 'end' }]
}

export const carriedFlow = (flow: Flow): Flow => ({ ...flow, steps: carriedSteps(flow.steps) })

export function carriedState(state: FlowInstance | OldState): FlowInstance {
  if (!('stepIndex' in state)) return state
  const { stepIndex, steps, ...rest } = state
  const place = (at: number): StepState['state'] => (at < stepIndex ? 'done' : at === stepIndex ? 'open' : 'later')
  const carried = steps.map(({ skipped, ...step }, at): StepState => {
    const now = skipped ? 'skipped' : place(at)
    return { ...step, state: now, pass: now === 'done' || now === 'open' ? 1 : 0, dueAt: null, nudgeAt: null }
  })
  const finished = carried.filter((step) => step.state === 'done').map((step) => step.id)
  return { ...rest, steps: carried, added: [], passed: {}, finished, copies: {} }
}

/** Labels of steps by id, for those that a company named itself. */
export const namesOf = (flow: Flow): Record<string, string> =>
  Object.fromEntries(approveSteps(flow.steps).flatMap((step) => (step.name ? [[step.id, step.name]] : [])))
