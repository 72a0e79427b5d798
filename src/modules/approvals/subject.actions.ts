// What approvals asks of the room whose record is to be approved. Rooms register here (wired in ports.ts); approvals knows no subject.
import type { Ctx } from '#core/context.ts'
import { refuse } from '#core/refuse.ts'
import type { Card } from './approval.contract.ts'
import { viewFlows } from './approval.store.ts'
import type { Facts } from './condition.rule.ts'
import type { Approver, Flow, FlowInstance } from './flow.rule.ts'

/** The end of an approval, as told to the subject's room. `by` answered last; `note` is what he said. */
export interface Outcome {
  status: Exclude<FlowInstance['status'], 'pending'>
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
  return own ? { key: own.key, version: own.version, steps: own.steps, cc: own.cc } : fallback
}

/** Puts the owner of the record where the flow says `of: 'owner'`. */
export function bindOwner(flow: Flow, ownerId: string): Flow {
  const bind = (approver: Approver): Approver =>
    approver.kind === 'manager' && approver.of === 'owner' ? { ...approver, of: ownerId } : approver
  return {
    ...flow,
    steps: flow.steps.map((step) => ({ ...step, approvers: step.approvers.map(bind) })),
    ...(flow.cc ? { cc: flow.cc.map(bind) } : {}),
  }
}

/** The default flow of that key, of whichever room registered it. Refuses `approval.flow_unknown`. */
export async function defaultFlow(ctx: Ctx, key: string): Promise<Flow> {
  for (const subject of subjects.values()) {
    const flow = await subject.flow(ctx)
    if (flow.key === key) return flow
  }
  throw refuse('approval.flow_unknown', { key }, 404)
}
