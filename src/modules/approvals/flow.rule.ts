// flow.rule.ts: 审批流. A flow is data: a row of steps, some of which hold rows of their own. It knows no subject.
import type { Condition, Fact } from './condition.rule.ts'

/** Names one or more members, found from the organization as it stands at submission. */
export type PlainApprover =
  | { kind: 'person'; memberId: string }
  | { kind: 'role'; role: string }
  /** level 1 is the direct manager. `of` names whose manager, where that is not the requester (the owner of the record). */
  | { kind: 'manager'; level?: number | undefined; of?: string | undefined }
  | { kind: 'department_head'; departmentId?: string | undefined }
  /** 逐级: every manager upward until `level`, or until the first whose limit reaches the fact (`amountFen`). */
  | {
      kind: 'chain'
      of?: string | undefined
      level?: number | undefined
      fact?: string | undefined
      limits?: readonly { role: string; upTo: number }[] | undefined
    }
/** `rule`: the first case that holds names the approver. */
export type Approver =
  | PlainApprover
  | { kind: 'rule'; cases: readonly { when: Condition; approver: PlainApprover }[]; otherwise?: PlainApprover | undefined }

/** `all` 会签, `any` 或签, `votes` 票签 (`votes` of them), `turn` 依次: one after the other. */
export type Mode = 'all' | 'any' | 'votes' | 'turn'
/** What an approver fills in; later conditions see it as the fact `<step>.<key>`. */
export type Field = {
  key: string
  label: string
  type: 'text' | 'number' | 'fen' | 'date' | 'choice' | 'yes_no'
  required: boolean
  options?: readonly string[] | undefined
}
/** After `hours` it goes up to the manager of whom it waits for, or passes by itself. `nudgeHours`: told again before that. */
export type Timeout = { hours: number; does: 'escalate' | 'approve'; nudgeHours?: number | undefined }

export type ApproveStep = {
  kind: 'approve'
  id: string
  name?: string | undefined
  mode: Mode
  votes?: number | undefined
  approvers: readonly Approver[]
  /** Not met: nobody is asked. */
  when?: Condition | undefined
  noteRequired?: boolean | undefined
  fileRequired?: boolean | undefined
  fields?: readonly Field[] | undefined
  timeout?: Timeout | undefined
  /** Put in by an approver while it ran: he is asked whatever he said before. */
  added?: boolean | undefined
}
export type Branch = { id: string; when?: Condition | undefined; steps: readonly Step[] }
export type Step =
  | ApproveStep
  /** 抄送: told when it is reached, asked nothing. */
  | { kind: 'cc'; id: string; name?: string | undefined; copies: readonly Approver[] }
  /** The first branch whose condition is met; one without condition always is; none: it goes on behind. */
  | { kind: 'condition'; id: string; name?: string | undefined; branches: readonly Branch[] }
  /** Every branch at once; it goes on when all are through. */
  | { kind: 'parallel'; id: string; name?: string | undefined; branches: readonly Branch[] }
  | { kind: 'end'; id: string }

/**
 * `same`, who is named again: `skip` takes his earlier yes over, `once` only from the step just before, `each` asks him each time.
 * `clock`: whether time-outs count days off.
 */
export type Flow = {
  key: string
  version: number
  steps: readonly Step[]
  cc?: readonly Approver[] | undefined
  same?: 'skip' | 'once' | 'each' | undefined
  clock?: 'calendar' | 'working' | undefined
}

/** The part of the organization that approvers are found from. Ids are member ids. */
export type Directory = {
  managerOf: Readonly<Record<string, string | null>>
  roles: Readonly<Record<string, readonly string[]>>
  heads: Readonly<Record<string, string>>
  departmentOf: Readonly<Record<string, string>>
  /** Who may decide; left out: everybody. */
  able?: readonly string[] | undefined
}

/** Every step of a flow with those inside its branches, in the order of the page. */
export function everyStep(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...rowsIn(step).flatMap(everyStep)])
}

export const approveSteps = (steps: readonly Step[]): ApproveStep[] =>
  everyStep(steps).filter((step): step is ApproveStep => step.kind === 'approve')

export const rowsIn = (step: Step): (readonly Step[])[] =>
  step.kind === 'condition' || step.kind === 'parallel' ? step.branches.map((branch) => branch.steps) : []

/** Where the step stands: the rows from the top down to its own, and its place (or its parent's) in each. Empty where there is none. */
export function placesOf(steps: readonly Step[], id: string): { row: readonly Step[]; at: number }[] {
  for (const [at, step] of steps.entries()) {
    if (step.id === id) return [{ row: steps, at }]
    for (const row of rowsIn(step)) {
      const inside = placesOf(row, id)
      if (inside.length > 0) return [{ row: steps, at }, ...inside]
    }
  }
  return []
}

/** Whether the condition looks at something that is filled in on the way and so not known at submission. */
export function waitsForForm(condition: Condition | undefined, flow: Flow): boolean {
  if (!condition) return false
  const filled = new Set(approveSteps(flow.steps).flatMap((step) => (step.fields ?? []).map((field) => `${step.id}.${field.key}`)))
  return factsIn(condition).some((fact) => filled.has(fact))
}

export function factsIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(factsIn)
  if ('any' in condition) return condition.any.flatMap(factsIn)
  if ('not' in condition) return factsIn(condition.not)
  return [condition.fact]
}

/** What an approver filled in, as a plain value; undefined where it does not fit the field. */
export function filledValue(field: Field, value: Fact | undefined): Fact | undefined {
  if (value === undefined || value === null || value === '') return field.required ? undefined : null
  if (field.type === 'number' || field.type === 'fen') return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  if (field.type === 'yes_no') return typeof value === 'boolean' ? value : undefined
  if (typeof value !== 'string' || value.length > 400) return undefined
  if (field.type === 'choice') return field.options?.includes(value) ? value : undefined
  if (field.type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined
  return value.trim() === '' ? (field.required ? undefined : null) : value.trim()
}
