// A flow being drawn: steps are added, moved and changed without touching the version in force.
import type { Condition, Fact, Operator } from '#modules/approvals/condition.rule.ts'
import { type Approver, everyStep, type PlainApprover, type Step } from '#modules/approvals/flow.rule.ts'

/** `[2]` is the place of the third step; `[2, 1, 0]` that of the first step in the second branch of the third. */
export type Place = readonly number[]

/** Applies a change to the row that holds the place. */
function inRow(steps: readonly Step[], place: Place, change: (row: Step[], at: number) => Step[]): Step[] {
  const [at = 0, branchAt, ...rest] = place
  if (branchAt === undefined) return change([...steps], at)
  return steps.map((step, index) => {
    if (index !== at || !('branches' in step)) return step
    const branches = step.branches.map((branch, no) => (no === branchAt ? { ...branch, steps: inRow(branch.steps, rest, change) } : branch))
    return { ...step, branches }
  })
}

export const inserted = (steps: readonly Step[], place: Place, step: Step): Step[] =>
  inRow(steps, place, (row, at) => row.toSpliced(at, 0, step))

const removedAt = (steps: readonly Step[], place: Place): Step[] => inRow(steps, place, (row, at) => row.toSpliced(at, 1))

/** Where the step stands; undefined where there is none of that id. */
export function placeOf(steps: readonly Step[], id: string, above: Place = []): Place | undefined {
  for (const [at, step] of steps.entries()) {
    if (step.id === id) return [...above, at]
    if (!('branches' in step)) continue
    for (const [no, branch] of step.branches.entries()) {
      const inside = placeOf(branch.steps, id, [...above, at, no])
      if (inside) return inside
    }
  }
  return undefined
}

export function removed(steps: readonly Step[], id: string): Step[] {
  const place = placeOf(steps, id)
  return place ? removedAt(steps, place) : [...steps]
}

/** The same steps with this one in the place of the one with its id. */
export function withStep(steps: readonly Step[], next: Step): Step[] {
  const place = placeOf(steps, next.id)
  return place ? inRow(steps, place, (row, at) => row.with(at, next)) : [...steps]
}

/** Every place a step could be put, in the order of the page. */
function places(steps: readonly Step[], above: Place = []): Place[] {
  const inside = steps.flatMap((step, at) => {
    const rows = 'branches' in step ? step.branches : []
    return [[...above, at], ...rows.flatMap((branch, no) => places(branch.steps, [...above, at, no]))]
  })
  return [...inside, [...above, steps.length]]
}

/** Puts a step before what stands at the place now; nothing happens where the place lies within the step itself. */
export function movedTo(steps: readonly Step[], id: string, place: Place): Step[] {
  const from = placeOf(steps, id)
  const step = everyStep(steps).find((one) => one.id === id)
  if (!from || !step || from.every((part, at) => part === place[at])) return [...steps]
  // A gap holds the old place, so that the new one means the same before and after.
  const gap: Step = { kind: 'end', id: ' ' }
  return removed(inserted(withGap(steps, from, gap), place, step), gap.id)
}

const withGap = (steps: readonly Step[], from: Place, gap: Step): Step[] => inRow(steps, from, (row, at) => row.with(at, gap))

/** One place up or down the page: past a step, into a branch or out of it. */
export function movedBy(steps: readonly Step[], id: string, by: -1 | 1): Step[] {
  const from = placeOf(steps, id)
  const step = everyStep(steps).find((one) => one.id === id)
  if (!from || !step) return [...steps]
  const rest = removedAt(steps, from)
  const all = places(rest)
  const next = all[all.findIndex((place) => place.join() === from.join()) + by]
  return next ? inserted(rest, next, step) : [...steps]
}

/** `s1`, `s2` …: one that no step or branch has, neither in the draft nor in the version in force. */
export function freshId(...flows: (readonly Step[])[]): string {
  const used = new Set(flows.flatMap((steps) => everyStep(steps).map((step) => step.id)))
  for (let n = 1; ; n++) if (!used.has(`s${n}`)) return `s${n}`
}

/** A new step of a kind; a condition begins with one branch that asks `first`, and one for all else. */
export function blank(kind: Step['kind'], id: string, name: string, first?: Condition): Step {
  if (kind === 'approve') return { kind, id, name, mode: 'any', approvers: [] }
  if (kind === 'cc') return { kind, id, name, copies: [{ kind: 'manager' }] }
  if (kind === 'end') return { kind, id }
  const branches = [
    { id: `${id}-1`, ...(kind === 'condition' && first ? { when: first } : {}), steps: [] },
    { id: `${id}-2`, steps: [] },
  ]
  return { kind, id, name, branches }
}

/** One more branch at the end of a step that has some. */
export function withBranch(step: Extract<Step, { kind: 'condition' | 'parallel' }>): Step {
  const used = new Set(step.branches.map((branch) => branch.id))
  let no = step.branches.length + 1
  while (used.has(`${step.id}-${no}`)) no++
  return { ...step, branches: [...step.branches, { id: `${step.id}-${no}`, steps: [] }] }
}

/** What a condition may look at. */
type Spec = { key: string; type: 'fen' | 'number' | 'choice' | 'yes_no' | 'text'; options?: readonly { value: string }[] | undefined }

export const operatorsOf = (spec: Spec | undefined): Operator[] =>
  spec?.type === 'fen' || spec?.type === 'number'
    ? ['gte', 'gt', 'lte', 'lt', 'eq', 'ne']
    : spec?.type === 'yes_no'
      ? ['eq']
      : ['eq', 'ne', 'in']

/** A first comparison of a fact, to be changed. */
export function begunComparison(spec: Spec): Extract<Condition, { fact: string }> {
  const value: Fact = spec.type === 'yes_no' ? true : spec.type === 'fen' || spec.type === 'number' ? 0 : (spec.options?.[0]?.value ?? '')
  return { fact: spec.key, op: operatorsOf(spec)[0] as Operator, value }
}

const picked = (one: PlainApprover): boolean => (one.kind === 'role' ? one.role !== '' : one.kind === 'person' ? one.memberId !== '' : true)

/** Entries begun and not chosen yet say nothing: what is left is read, tried and published. */
export const chosen = (all: readonly Approver[]): Approver[] =>
  all.flatMap((one): Approver[] => {
    if (one.kind === 'chain') return [{ ...one, limits: one.limits?.filter((limit) => limit.role !== '') }]
    if (one.kind !== 'rule') return picked(one) ? [one] : []
    const cases = one.cases.filter((each) => picked(each.approver))
    return cases.length > 0 ? [{ ...one, cases, otherwise: one.otherwise && picked(one.otherwise) ? one.otherwise : undefined }] : []
  })

export function finished(steps: readonly Step[]): Step[] {
  return steps.map((step): Step => {
    if (step.kind === 'approve') return { ...step, approvers: chosen(step.approvers) }
    if (step.kind === 'cc') return { ...step, copies: chosen(step.copies) }
    return step.kind === 'end' ? step : { ...step, branches: step.branches.map((branch) => ({ ...branch, steps: finished(branch.steps) })) }
  })
}
