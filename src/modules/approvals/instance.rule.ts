// instance.rule.ts: 审批单. One approval with the snapshot it is bound to: flow, facts, people. `at` values are ISO instants.
import type { Calendar } from '#core/calendar.ts'
import type { Fact, Facts } from './condition.rule.ts'
import type { ApproveStep, Directory, Mode } from './flow.rule.ts'

export type InstanceStatus = 'pending' | 'approved' | 'rejected' | 'returned' | 'withdrawn' | 'void'
export type Ended = Exclude<InstanceStatus, 'pending'>
export type TaskStatus = 'waiting' | 'open' | 'approved' | 'rejected' | 'returned' | 'not_needed' | 'transferred'
/** `auto`: nobody was asked; the yes was taken over from an earlier step, or the time ran out. `by`: who answered in his place. */
export type FlowTask = {
  memberId: string
  status: TaskStatus
  at: string | null
  note: string
  auto: boolean
  openedAt?: string | null | undefined
  by?: string | null | undefined
}
/** `pass` counts how often the step was opened: returning to it opens it again. */
export type StepState = {
  id: string
  name?: string | undefined
  mode: Mode
  votes?: number | undefined
  state: 'later' | 'open' | 'done' | 'skipped'
  pass: number
  tasks: FlowTask[]
  dueAt: string | null
  nudgeAt: string | null
}
export type FileRef = { id: string; name: string }
export type LogEntry = {
  at: string
  /** Null: nobody did it, the time ran out. */
  memberId: string | null
  act: FlowEvent['kind']
  stepId: string | null
  note: string
  /** In whose place, whom it went to, which step it went back to. */
  forId?: string | undefined
  toIds?: string[] | undefined
  toStepId?: string | undefined
  files?: FileRef[] | undefined
  form?: Record<string, Fact> | undefined
}

export type FlowInstance = {
  requesterId: string
  flowKey: string
  flowVersion: number
  facts: Facts
  status: InstanceStatus
  steps: StepState[]
  /** Steps that were put in while it ran, and where. */
  added: { step: ApproveStep; where: 'before' | 'after'; anchor: string }[]
  /** Conditions and copies already reached: which branch was taken. */
  passed: Record<string, string>
  /** Steps in the order in which they were done: `once` looks at the last. */
  finished: string[]
  cc: string[]
  /** Copies by step, as they were found at submission. */
  copies: Record<string, string[]>
  log: LogEntry[]
}

/** Who is away now, and who stands in; null where nobody does. */
export type Away = Readonly<Record<string, string | null>>
type Heard = { at: string; away?: Away | undefined; calendar?: Calendar | undefined }
type Said = Heard & { memberId: string; note?: string | undefined }

export type StartEvent = Said & { kind: 'start'; facts: Facts; directory: Directory }
/** `turns`: the answer was given to a message, and counts only in the steps that the message asked for. */
type Answered = Said & { files?: FileRef[] | undefined; turns?: readonly string[] | undefined }
export type ApproveEvent = Answered & { kind: 'approve'; form?: Record<string, Fact> | undefined }
export type ObjectEvent = Answered & { kind: 'reject' | 'return'; toStepId?: string | undefined }
export type TransferEvent = Said & { kind: 'transfer'; to: string }
export type AddEvent = Said & { kind: 'add'; where: 'before' | 'after'; members: string[]; mode: Mode }
export type CloseEvent = Said & { kind: 'withdraw' | 'comment'; files?: FileRef[] | undefined }
/** The record changed under it. */
export type VoidEvent = Heard & { kind: 'void'; memberId: string | null; note?: string | undefined }
/** `up`: whom it goes to from each of those asked. */
export type TimeEvent = Heard & { kind: 'timeout' | 'nudge'; stepId: string; up?: Readonly<Record<string, string | null>> | undefined }
/** A leaver: the first of `to` who may answer takes over. */
export type PassOnEvent = Heard & { kind: 'pass_on'; memberId: string; to: readonly string[] }
export type FlowEvent =
  | StartEvent
  | ApproveEvent
  | ObjectEvent
  | TransferEvent
  | AddEvent
  | CloseEvent
  | VoidEvent
  | TimeEvent
  | PassOnEvent

export type FlowEffect =
  | { kind: 'ask'; memberId: string; stepId: string }
  | { kind: 'not_needed'; memberId: string; stepId: string }
  | { kind: 'nudge'; memberId: string; stepId: string }
  | { kind: 'cc'; memberId: string }
  | { kind: 'decided'; status: Ended }

export type FlowRefusal =
  | 'approval.already_running'
  | 'approval.not_running'
  | 'approval.no_approver'
  | 'approval.not_yours'
  | 'approval.asked_anew'
  | 'approval.not_the_requester'
  | 'approval.reason_needed'
  | 'approval.note_needed'
  | 'approval.file_needed'
  | 'approval.field_needed'
  | 'approval.own'
  | 'approval.already_asked'
  | 'approval.no_such_step'
  | 'approval.not_due'
export type FlowResult =
  | { ok: true; instance: FlowInstance; effects: FlowEffect[] }
  | { ok: false; code: FlowRefusal; stepId: string | null; field?: string | undefined }

/** Counts for the step: still asked, or answered. Passed on to somebody else does not. */
export const counts = (task: FlowTask): boolean => task.status !== 'transferred'
export const openSteps = (instance: FlowInstance): StepState[] =>
  instance.status === 'pending' ? instance.steps.filter((step) => step.state === 'open') : []
export const openTasks = (instance: FlowInstance): FlowTask[] =>
  openSteps(instance).flatMap((step) => step.tasks.filter((task) => task.status === 'open'))

/**
 * Who answers in the place of one who is away: his delegate, or the delegate's where that one is away too. Never the requester, and
 * nobody who has a voice of his own in the step: two signatures stay two people.
 */
export function standIn(instance: FlowInstance, step: StepState, memberId: string, away: Away): string | null {
  const seen = new Set([memberId])
  let at = away[memberId] ?? null
  while (at !== null && at in away && !seen.has(at)) {
    seen.add(at)
    at = away[at] ?? null
  }
  if (at === null || seen.has(at) || at === instance.requesterId) return null
  return step.tasks.some((task) => counts(task) && task.memberId === at) ? null : at
}

/** One opening of one step: what a message asks for. Returned to, the step opens anew, and is another turn. */
export const turnOf = (step: Pick<StepState, 'id' | 'pass'>): string => `${step.id}#${step.pass}`

/** The open task that this member may answer: his own, or of somebody he stands in for; `turns`: in these only. */
export function taskFor(
  instance: FlowInstance,
  memberId: string,
  away: Away = {},
  turns?: readonly string[],
): { step: StepState; task: FlowTask } | undefined {
  const steps = openSteps(instance).filter((step) => !turns || turns.includes(turnOf(step)))
  const open = steps.flatMap((step) => step.tasks.filter((task) => task.status === 'open').map((task) => ({ step, task })))
  return (
    open.find(({ task }) => task.memberId === memberId) ??
    open.find(({ step, task }) => standIn(instance, step, task.memberId, away) === memberId)
  )
}

/** When the clock has something to do with it next: a nudge or a time-out; null: never. */
export function nextDue(instance: FlowInstance): string | null {
  const instants = openSteps(instance).flatMap((step) => [step.nudgeAt, step.dueAt].filter((at): at is string => at !== null))
  return instants.sort()[0] ?? null
}

/** The same without the times that are past: the clock leaves it alone, and whoever is asked still answers. */
export function stopped(instance: FlowInstance, at: string): FlowInstance {
  const left = (instant: string | null): string | null => (instant !== null && instant > at ? instant : null)
  return { ...instance, steps: instance.steps.map((step) => ({ ...step, dueAt: left(step.dueAt), nudgeAt: left(step.nudgeAt) })) }
}
