// What approvals asks of the room whose record is to be approved. Rooms register here (wired in ports.ts); approvals knows no subject.
import type { z } from 'zod'
import type { Ctx } from '#core/context.ts'
import { createSay } from '#core/messages.ts'
import { refuse } from '#core/refuse.ts'
import type { Card, Words } from './approval.contract.ts'
import { approvalMessages } from './approval.messages.ts'
import type { Facts } from './condition.rule.ts'
import type { FactSpec } from './flow.contract.ts'
import type { Approver, Branch, Flow, PlainApprover, Step } from './flow.rule.ts'
import { viewFlows } from './flow.store.ts'
import type { Ended } from './instance.rule.ts'

/** The end of an approval, as told to the subject's room. `by` answered last; `note` is what he said. */
export interface Outcome {
  status: Ended
  approvalId: string
  by: string | null
  note: string
}

export interface ApprovalSubject {
  type: string
  /** The flow where the tenant has none of its own. `of: 'owner'` in a manager's entry stands for the owner of the record. */
  flow: (ctx: Ctx) => Flow | Promise<Flow>
  /** Everything to decide by, for this reader: hidden fields left out. Called for whoever takes part: no scope check. */
  card: (ctx: Ctx, subjectId: string) => Promise<Card>
  /** What those facts are called: the designer builds conditions from them. */
  factSpecs?: readonly z.output<typeof FactSpec>[]
  /** What the record says, in short; another one later means it was changed, and voids the approval. */
  print?: (ctx: Ctx, subjectId: string) => Promise<string>
  /** Facts the flow's conditions look at, when the request brings none. */
  facts?: (ctx: Ctx, subjectId: string) => Promise<Facts>
  /** Runs in the deciding transaction, as an action of the subject's room. */
  decided: (ctx: Ctx, subjectId: string, outcome: Outcome) => Promise<void>
}

const subjects = new Map<string, ApprovalSubject>()

/** Called once per subject when the house is wired; a second call for the same type replaces the first. */
export function registerSubject(subject: ApprovalSubject): void {
  subjects.set(subject.type, subject)
}

export function subjectOf(type: string): ApprovalSubject {
  const subject = subjects.get(type)
  if (!subject) throw new Error(`no room registered the approval subject ${type}`)
  return subject
}

export const registeredSubjects = (): ApprovalSubject[] => [...subjects.values()]

/** The flow in force: the tenant's newest version, else the room's default. */
export async function flowInForce(ctx: Ctx, fallback: Flow): Promise<Flow> {
  const own = (await viewFlows(ctx)).find((flow) => flow.key === fallback.key)
  if (!own) return fallback
  const { key, version, steps, cc, same, clock } = own
  return { key, version, steps, cc, same, clock }
}

/** Puts the owner of the record where the flow says `of: 'owner'`. */
export function bindOwner(flow: Flow, ownerId: string): Flow {
  const plain = <T extends PlainApprover>(approver: T): T =>
    'of' in approver && approver.of === 'owner' ? { ...approver, of: ownerId } : approver
  const bind = (approver: Approver): Approver => {
    if (approver.kind !== 'rule') return plain(approver)
    const cases = approver.cases.map((one) => ({ ...one, approver: plain(one.approver) }))
    return { ...approver, cases, ...(approver.otherwise ? { otherwise: plain(approver.otherwise) } : {}) }
  }
  const inBranch = (branch: Branch): Branch => ({ ...branch, steps: branch.steps.map(inStep) })
  const inStep = (step: Step): Step => {
    if (step.kind === 'approve') return { ...step, approvers: step.approvers.map(bind) }
    if (step.kind === 'cc') return { ...step, copies: step.copies.map(bind) }
    return step.kind === 'end' ? step : { ...step, branches: step.branches.map(inBranch) }
  }
  return { ...flow, steps: flow.steps.map(inStep), ...(flow.cc ? { cc: flow.cc.map(bind) } : {}) }
}

/** The default flow of that key with its subject, of whichever room registered it. Refuses `approval.flow_unknown`. */
export async function defaultFlow(ctx: Ctx, key: string): Promise<{ flow: Flow; subject: ApprovalSubject }> {
  for (const subject of subjects.values()) {
    const flow = await subject.flow(ctx)
    if (flow.key === key) return { flow, subject }
  }
  throw refuse('approval.flow_unknown', { key }, 404)
}

/** What a step is called: by the company, by its id, or as one that an approver put in. */
export function labelOf(step: { id: string; name?: string | undefined }): Words {
  if (step.name) return { key: 'approval.step.named', params: { name: step.name } }
  if (`approval.step.${step.id}` in approvalMessages.zh) return { key: `approval.step.${step.id}`, params: {} }
  return step.id.includes('+') ? { key: 'approval.step.added', params: {} } : { key: 'approval.step.named', params: { name: step.id } }
}

const say = createSay([approvalMessages])

/** A sentence of this room in the reader's language, where it is a part of another one. */
export const worded = (ctx: Ctx, { key, params }: Words): string => say(ctx.actor.locale, key, params)
export const nameOfStep = (ctx: Ctx, step: { id: string; name?: string | undefined }): string => worded(ctx, labelOf(step))
