// 审批流: flows as data, their check before they are published, and where approvals wait.
import { Fen, Id, Instant, line, optionalLine, route, Version, z } from '#core/contract.ts'
import { Words } from './approval.contract.ts'
import type { Approver as AnyApprover, Step } from './flow.rule.ts'

const word = z.string().trim().min(1).max(60)
/** A condition over facts; looked at by `isCondition`, whose refusal names the step. */
const When = z.unknown().optional()
const plain = [
  z.object({ kind: z.literal('person'), memberId: Id }),
  z.object({ kind: z.literal('role'), role: word }),
  z.object({ kind: z.literal('manager'), level: z.int().min(1).max(10).optional(), of: word.optional() }),
  z.object({ kind: z.literal('department_head'), departmentId: Id.optional() }),
  z.object({
    kind: z.literal('chain'),
    of: word.optional(),
    level: z.int().min(1).max(10).optional(),
    fact: word.optional(),
    limits: z
      .array(z.object({ role: word, upTo: z.number() }))
      .max(20)
      .optional(),
  }),
] as const
const Plain = z.union(plain)
const Approver = z.union([
  ...plain,
  z.object({
    kind: z.literal('rule'),
    cases: z
      .array(z.object({ when: When, approver: Plain }))
      .min(1)
      .max(20),
    otherwise: Plain.optional(),
  }),
])
/** Whom a flow copies: what the list of a draft is read with. */
export const WholeCopies = z.array(Approver).max(20) as unknown as z.ZodType<AnyApprover[]>
const FlowField = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/),
  label: line(40),
  type: z.enum(['text', 'number', 'fen', 'date', 'choice', 'yes_no']),
  required: z.boolean(),
  options: z.array(line(60)).max(30).optional(),
})
const id = z.string().regex(/^[a-z0-9][a-z0-9_+-]{0,39}$/)
const named = { id, name: z.string().trim().max(40).optional() }
const Branches = z.array(z.object({ id, when: When, steps: z.lazy(() => WholeSteps) })).max(10)
const WholeStep: z.ZodType<Step> = z.union([
  z.object({
    kind: z.literal('approve'),
    ...named,
    mode: z.enum(['all', 'any', 'votes', 'turn']),
    votes: z.int().min(1).max(50).optional(),
    approvers: z.array(Approver).max(20),
    when: When,
    noteRequired: z.boolean().optional(),
    fileRequired: z.boolean().optional(),
    fields: z.array(FlowField).max(20).optional(),
    timeout: z
      .object({ hours: z.number().max(2000), does: z.enum(['escalate', 'approve']), nudgeHours: z.number().min(0).max(2000).optional() })
      .optional(),
  }),
  z.object({ kind: z.literal('cc'), ...named, copies: z.array(Approver).min(1).max(20) }),
  z.object({ kind: z.literal('condition'), ...named, branches: Branches }),
  z.object({ kind: z.literal('parallel'), ...named, branches: Branches }),
  z.object({ kind: z.literal('end'), id }),
]) as unknown as z.ZodType<Step>
/** Steps with all that stands in their branches: what a draft is read with. */
export const WholeSteps: z.ZodType<Step[]> = z.array(WholeStep).max(40)

/** One to be copied on the wire; the whole is read by `WholeCopies`. */
const Copy = z.looseObject({
  kind: z.enum(['person', 'role', 'manager', 'department_head', 'chain', 'rule']),
}) as unknown as z.ZodType<AnyApprover>

/**
 * A step on the wire. Conditions and parallels hold rows of steps, as deep as one likes: the whole is read by `WholeSteps`, and the form
 * of each kind stands in docs/how-to/add-an-approval-subject.md.
 */
const FlowStep = z.looseObject({ kind: z.enum(['approve', 'cc', 'condition', 'parallel', 'end']), id }) as unknown as z.ZodType<Step>

const settings = { same: z.enum(['skip', 'once', 'each']), clock: z.enum(['calendar', 'working']) }
/** A fact that conditions may look at, with its words. `options`: what a choice may be. */
export const FactSpec = z.object({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  type: z.enum(['fen', 'number', 'choice', 'yes_no', 'text']),
  options: z.array(z.object({ value: z.string(), zh: z.string(), en: z.string() })).optional(),
})
export const FlowView = z.object({
  key: z.string(),
  label: Words,
  version: z.int(),
  source: z.enum(['default', 'tenant']),
  steps: z.array(FlowStep),
  cc: z.array(z.unknown()),
  ...settings,
  facts: z.array(FactSpec),
  effectiveAt: Instant.nullable(),
  authorName: z.string().nullable(),
  note: z.string().nullable(),
})
const Draft = z.object({
  key: z.string().max(60),
  steps: z.array(FlowStep).max(40),
  same: settings.same.optional(),
  clock: settings.clock.optional(),
  /** Told when it is approved; without it those of the version before. */
  cc: z.array(Copy).max(20).optional(),
})
export const Fault = z.object({
  code: z.string(),
  stepId: z.string().nullable(),
  /** Names the step and says what to do. */
  words: Words,
})
const Asked = z.array(z.object({ label: Words, names: z.array(z.string()) }))
export const FlowCheck = z.object({
  faults: z.array(Fault),
  differences: z.array(
    z.object({ kind: z.enum(['added', 'removed', 'changed', 'moved']), stepId: z.string(), label: Words, what: z.array(z.string()) }),
  ),
  /** The last cases as the draft would have asked, newest first. */
  cases: z.array(
    z.object({
      approvalId: Id,
      number: z.string(),
      title: z.string(),
      amountFen: Fen.nullable(),
      requesterName: z.string(),
      requestedAt: Instant,
      verdict: z.enum(['same', 'more', 'fewer', 'other', 'stuck']),
      before: Asked,
      after: Asked,
      stuck: Words.nullable(),
    }),
  ),
  counts: z.object({ same: z.int(), more: z.int(), fewer: z.int(), other: z.int(), stuck: z.int() }),
})
export const WaitRow = z.object({
  flowKey: z.string(),
  label: Words,
  /** Null in the rows of a whole step. */
  memberId: Id.nullable(),
  name: z.string(),
  answered: z.int(),
  medianMinutes: z.number().nullable(),
  slowestMinutes: z.number().nullable(),
  /** Waiting now, and the longest of them. */
  open: z.int(),
  longestOpenMinutes: z.number().nullable(),
})

export const flowContract = {
  flows: route('GET', '/approval-flows', 'approval.flows', 'The flows in force, and the roles approvers come from').output(
    z.object({ items: z.array(FlowView), roles: z.array(z.object({ code: z.string(), name: z.string(), holders: z.int() })) }),
  ),
  flowVersions: route('GET', '/approval-flows/{key}/versions', 'approval.flows', 'Every version of a flow, newest first', [
    'approval.flow_unknown',
  ])
    .input(z.object({ key: z.string().max(60) }))
    .output(z.object({ items: z.array(FlowView) })),
  checkFlow: route(
    'POST',
    '/approval-flows/{key}/check',
    'approval.flows',
    'What is wrong with a draft, what it changes, and whom it would have asked in the last 100 cases',
    ['approval.flow_unknown', 'approval.condition_wrong', 'approval.step_unreadable'],
  )
    .input(Draft)
    .output(FlowCheck),
  setFlow: route('POST', '/approval-flows/{key}', 'approval.flows', 'A new version of a flow; running approvals keep theirs', [
    'approval.flow_unknown',
    'approval.flow_changed_meanwhile',
    'approval.condition_wrong',
    'approval.step_unreadable',
    'approval.flow_faulty',
  ])
    .input(Draft.extend({ basedOn: Version, note: optionalLine(300) }))
    .output(FlowView),
  waits: route('GET', '/approvals/waits', 'approval.read', 'Where approvals waited: by step and by person, with medians')
    .input(z.object({ days: z.coerce.number().int().min(1).max(730).default(90) }))
    .output(z.object({ steps: z.array(WaitRow), people: z.array(WaitRow) })),
}
