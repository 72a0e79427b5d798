// A visit with the acts that wait on this phone laid over it: what a person did shows at once, also without a network.
import type { z } from 'zod'
import type { VisitDetail as DetailShape, VisitStep as StepShape } from '#modules/visits/visit.contract.ts'
import type { QueuedAct } from '../offline/queue.ts'

export type VisitDetail = z.output<typeof DetailShape>
export type VisitStep = z.output<typeof StepShape>
/** `pending`: done on this phone, not yet at the server. */
export type ShownStep = VisitStep & { pending: boolean }
export type ShownVisit = Omit<VisitDetail, 'steps'> & { steps: ShownStep[]; waiting: number }

/** @param kept acts of this visit's chain, oldest first */
export function withKept(visit: VisitDetail, kept: readonly QueuedAct[]): ShownVisit {
  const shown: ShownVisit = { ...visit, steps: visit.steps.map((step) => ({ ...step, pending: false })), waiting: kept.length }
  for (const act of kept) if (act.state === 'waiting') lay(shown, act)
  unlock(shown)
  return shown
}

function lay(visit: ShownVisit, act: QueuedAct): void {
  const at = typeof act.body.capturedAt === 'string' ? act.body.capturedAt : act.doneAt
  const [, step, tail] = /\/steps\/([^/]+)(\/photos|\/not-possible)?$/.exec(act.path) ?? []
  if (act.path.endsWith('/check-in')) {
    if (visit.status === 'planned') Object.assign(visit, { status: 'in_progress', checkInAt: at })
    mark(visit, 'check_in', 'done')
  } else if (act.path.endsWith('/check-out')) {
    Object.assign(visit, { status: 'completed', checkOutAt: at, outcome: act.body.outcome, validity: 'pending' })
    mark(visit, 'check_out', 'done')
  } else if (step && tail === '/not-possible') mark(visit, step, 'not_possible')
  else if (step && tail === '/photos') {
    const one = visit.steps.find(({ key }) => key === step)
    if (one) {
      one.have += 1
      one.pending = true
      if (one.have >= one.min) one.state = 'done'
    }
  } else if (step) mark(visit, step, 'done')
}

function mark(visit: ShownVisit, key: string, state: VisitStep['state']): void {
  const step = visit.steps.find((one) => one.key === key)
  if (step) Object.assign(step, { state, pending: true })
}

/** The same opening of steps as the server's: everything after check-in, check-out once nothing required is missing. */
function unlock(visit: ShownVisit): void {
  if (visit.status !== 'in_progress') return
  for (const step of visit.steps) if (step.state === 'locked' && step.type !== 'check_out') step.state = 'open'
  const leave = visit.steps.find((step) => step.type === 'check_out')
  if (leave && leave.state === 'locked' && missingOf(visit).length === 0) leave.state = 'open'
}

/** Required steps that are still to do. */
export function missingOf(visit: ShownVisit): ShownStep[] {
  return visit.steps.filter(
    (step) => step.required && step.type !== 'check_in' && step.type !== 'check_out' && (step.state === 'open' || step.state === 'locked'),
  )
}

/** What the dock does next: the first required step that is open, and check-out after them. */
export function nextStepOf(visit: ShownVisit): ShownStep | null {
  const open = visit.steps.filter((step) => step.state === 'open')
  return open.find((step) => step.required) ?? null
}
