// Flows as data: the room's default until the tenant writes a version of its own; what runs keeps the version it began with.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { invalid, refuse } from '#core/refuse.ts'
import { viewDirectory, viewPeople } from './approval.store.ts'
import { isCondition } from './condition.rule.ts'
import { type Difference, differenceOf } from './difference.rule.ts'
import { WholeCopies, WholeSteps } from './flow.contract.ts'
import { type Approver, approveSteps, everyStep, type Flow, type Step } from './flow.rule.ts'
import { type FlowRow, insertFlow, type PastCase, viewCases, viewFlows, viewFlowVersions, viewNames, viewRoles } from './flow.store.ts'
import { type Asked, type Preview, previewFlow } from './preview.rule.ts'
import { type ApprovalSubject, bindOwner, defaultFlow, labelOf, nameOfStep, registeredSubjects, worded } from './subject.actions.ts'
import { type Fault, faultsOf } from './validity.rule.ts'

const CASES = 100

type Shown = { flow: Flow; subject: ApprovalSubject; own?: FlowRow | undefined }

function view({ flow, subject, own }: Shown) {
  return {
    key: flow.key,
    label: { key: `approval.flow.${flow.key}`, params: {} },
    version: flow.version,
    source: own ? ('tenant' as const) : ('default' as const),
    steps: [...flow.steps],
    cc: [...(flow.cc ?? [])],
    same: flow.same ?? ('skip' as const),
    clock: flow.clock ?? ('calendar' as const),
    facts: [...(subject.factSpecs ?? [])],
    effectiveAt: own?.effectiveAt ?? null,
    authorName: own?.authorName ?? null,
    note: own?.note ?? null,
  }
}

export async function flows(ctx: Ctx) {
  const own = await viewFlows(ctx)
  const items = new Map<string, ReturnType<typeof view>>()
  for (const subject of registeredSubjects()) {
    const flow = await subject.flow(ctx)
    const mine = own.find((one) => one.key === flow.key)
    if (!items.has(flow.key)) items.set(flow.key, view({ flow: mine ?? flow, subject, own: mine }))
  }
  return { items: [...items.values()], roles: await viewRoles(ctx) }
}

export async function flowVersions(ctx: Ctx, input: { key: string }) {
  const { flow, subject } = await defaultFlow(ctx, input.key)
  const own = await viewFlowVersions(ctx, input.key)
  return { items: [...own.map((row) => view({ flow: row, subject, own: row })), view({ flow, subject })] }
}

interface Draft {
  key: string
  steps: Step[]
  same?: Flow['same']
  clock?: Flow['clock']
  cc?: Flow['cc']
}

/** The conditions by which an approver or a copy is chosen. */
const casesOf = (people: readonly Approver[]): unknown[] =>
  people.flatMap((one) => (one.kind === 'rule' ? one.cases.map((each) => each.when) : []))
const peopleOf = (step: Step): readonly Approver[] => (step.kind === 'approve' ? step.approvers : step.kind === 'cc' ? step.copies : [])

/** A draft as a flow; refuses what cannot be read, by the name of its step. */
function flowOf(ctx: Ctx, draft: Draft, before: Flow): Flow {
  const read = WholeSteps.safeParse(draft.steps)
  if (!read.success) {
    const [at] = read.error.issues[0]?.path ?? []
    const step = draft.steps[Number(at)]
    throw invalid('approval.step_unreadable', { step: step ? nameOfStep(ctx, step) : '' })
  }
  for (const step of everyStep(read.data)) {
    const branches = 'branches' in step ? step.branches.map((branch) => branch.when) : []
    const own = step.kind === 'approve' ? [step.when] : []
    for (const when of [...own, ...branches, ...casesOf(peopleOf(step))])
      if (when !== undefined && when !== null && !isCondition(when))
        throw invalid('approval.condition_wrong', { step: nameOfStep(ctx, step) })
  }
  const settings = worded(ctx, { key: 'approval.flow.settings', params: {} })
  const copies = WholeCopies.safeParse(draft.cc ?? [])
  if (!copies.success) throw invalid('approval.step_unreadable', { step: settings })
  if (casesOf(copies.data).some((when) => when !== undefined && when !== null && !isCondition(when)))
    throw invalid('approval.condition_wrong', { step: settings })
  return {
    key: draft.key,
    version: before.version + 1,
    steps: read.data,
    cc: draft.cc ? copies.data : before.cc,
    same: draft.same ?? before.same,
    clock: draft.clock ?? before.clock,
  }
}

async function inForce(ctx: Ctx, key: string): Promise<{ flow: Flow; subject: ApprovalSubject }> {
  const { flow, subject } = await defaultFlow(ctx, key)
  return { flow: (await viewFlows(ctx)).find((one) => one.key === key) ?? flow, subject }
}

/** What is wrong with a draft, what it changes, and whom it would have asked in the last cases. Writes nothing. */
export async function checkFlow(ctx: Ctx, input: Draft) {
  const { flow: before, subject } = await inForce(ctx, input.key)
  const draft = flowOf(ctx, input, before)
  const directory = await viewDirectory(ctx)
  const faults = faultsOf(
    draft,
    directory,
    (subject.factSpecs ?? []).map((spec) => spec.key),
  )
  const cases = (await viewCases(ctx, input.key, CASES)).map((one) => ({ one, ...tried(one, draft, directory, ctx.now.toISOString()) }))
  const asked = cases.flatMap(({ was, now }) => [...was.asked, ...now.asked].flatMap((step) => step.memberIds))
  const people = await viewPeople(ctx, [...new Set(asked)])
  const counted = (verdict: string): number => cases.filter((one) => one.verdict === verdict).length
  return {
    faults: await namedFaults(ctx, draft, faults),
    differences: differenceOf(before, draft).map((difference) => differenceView(difference)),
    cases: cases.map(({ one, was, now, verdict }) => ({
      approvalId: one.id,
      number: one.number,
      title: one.title,
      amountFen: one.amountFen,
      requesterName: one.requesterName,
      requestedAt: one.requestedAt,
      verdict,
      before: named(one.flow, was.asked, people),
      after: named(draft, now.asked, people),
      stuck: now.stuck
        ? { key: now.stuck.code, params: { step: nameOfStep(ctx, stepIn(draft, now.stuck.stepId ?? '')), waitingFor: '', requester: '' } }
        : null,
    })),
    counts: { same: counted('same'), more: counted('more'), fewer: counted('fewer'), other: counted('other'), stuck: counted('stuck') },
  }
}

const stepIn = (flow: Flow, id: string) => everyStep(flow.steps).find((step) => step.id === id) ?? { id }
const differenceView = ({ name, ...rest }: Difference) => ({
  ...rest,
  label: rest.stepId ? labelOf({ id: rest.stepId, name: name || undefined }) : { key: 'approval.flow.settings', params: {} },
})

/** Both flows over the case as it was submitted, with the people in office today. */
function tried(one: PastCase, draft: Flow, directory: Parameters<typeof previewFlow>[3], at: string) {
  const was = previewFlow(one.flow, one.requesterId, one.facts, directory, at)
  const now = previewFlow(bindOwner(draft, one.ownerId), one.requesterId, one.facts, directory, at)
  return { was, now, verdict: verdictOf(was, now) }
}

function verdictOf(was: Preview, now: Preview): 'same' | 'more' | 'fewer' | 'other' | 'stuck' {
  if (now.stuck) return 'stuck'
  const rows = (preview: Preview) => preview.asked.map((step) => step.memberIds.join()).join(';')
  if (rows(was) === rows(now)) return 'same'
  const people = (preview: Preview) => new Set(preview.asked.flatMap((step) => step.memberIds)).size
  return people(now) > people(was) ? 'more' : people(now) < people(was) ? 'fewer' : 'other'
}

const named = (flow: Flow, asked: Asked[], people: { id: string; name: string }[]) =>
  asked.map(({ stepId, memberIds }) => ({
    label: labelOf(approveSteps(flow.steps).find((step) => step.id === stepId) ?? { id: stepId }),
    names: memberIds.map((id) => people.find((person) => person.id === id)?.name ?? '—'),
  }))

/** Each fault as a sentence that names its step and what it is about. */
async function namedFaults(ctx: Ctx, flow: Flow, faults: Fault[]) {
  const roles = await viewRoles(ctx)
  const ids = faults.map((fault) => fault.what).filter((what) => /^[0-9a-f]{8}-/.test(what))
  const names = await viewNames(ctx, ids)
  return faults.map(({ code, stepId, what }) => ({
    code,
    stepId,
    words: {
      key: `approval.fault.${code}`,
      params: {
        step: stepId ? nameOfStep(ctx, stepIn(flow, stepId)) : '',
        what: names.find((one) => one.id === what)?.name ?? roles.find((role) => role.code === what)?.name ?? what,
      },
    },
  }))
}

/** A new version, in force from now on for what is submitted later. `basedOn` is the version the author read. */
export async function setFlow(ctx: Ctx, input: Draft & { basedOn: number; note?: string | null }) {
  const { flow: before, subject } = await inForce(ctx, input.key)
  if (before.version !== input.basedOn) throw refuse('approval.flow_changed_meanwhile', { key: input.key, version: before.version })
  const flow = flowOf(ctx, input, before)
  const faults = faultsOf(
    flow,
    await viewDirectory(ctx),
    (subject.factSpecs ?? []).map((spec) => spec.key),
  )
  const [first] = await namedFaults(ctx, flow, faults)
  if (first) throw invalid('approval.flow_faulty', { n: faults.length, fault: worded(ctx, first.words) })
  await insertFlow(ctx, flow, input.note ?? null)
  await emit(ctx, 'approval.flow_changed', ctx.tenantId, { key: flow.key, version: flow.version, steps: flow.steps })
  const own = { ...flow, effectiveAt: ctx.now.toISOString(), authorName: ctx.actor.name, note: input.note ?? null }
  return view({ flow, subject, own })
}
