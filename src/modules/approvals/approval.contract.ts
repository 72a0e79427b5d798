// 审批: the lists, the card that carries all that is needed to decide, and the answers.
import { Fen, Id, Instant, line, MEMBER, optionalLine, PageQuery, page, route, Version, z } from '#core/contract.ts'

/**
 * A sentence to be worded by the reader's app. Parameters by name: `…Fen` integer fen, `…At` an instant, `…On` a day,
 * `…Ratio` 0…1; anything else is shown as it is.
 */
export const Words = z.object({ key: z.string(), params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])) })
export type Words = z.infer<typeof Words>

export const Tone = z.enum(['grey', 'warn', 'bad', 'pri', 'ok'])

/** One of the three figures on top: a ratio (0.889), fen or days. */
export const CardFigure = z.object({
  key: z.string(),
  label: Words,
  value: z.number().nullable(),
  unit: z.enum(['ratio', 'fen', 'days']),
  note: Words.nullable(),
  tone: Tone,
})
export const CardBar = z.object({
  key: z.string(),
  label: Words,
  note: Words.nullable(),
  kind: z.enum(['total', 'step', 'rest']),
  fen: Fen,
  tone: Tone,
})
export const CardWaterfall = z.object({
  bars: z.array(CardBar),
  lines: z.array(z.object({ key: z.string(), label: Words, fen: Fen, tone: z.enum(['quiet', 'warn', 'bad']) })),
  fromFen: Fen,
})
/** `percent` of the price anyone may sell at. `level`: who may agree to this line. Prices are yuan per unit as text. */
export const CardLine = z.object({
  no: z.number().int(),
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  quantity: z.string(),
  listPrice: z.string(),
  unitPrice: z.string(),
  percent: z.number(),
  floorPrice: z.string(),
  /** Per unit, in fen; negative below the floor. */
  floorGapFen: Fen,
  netFen: Fen,
  level: z.string(),
  belowFloor: z.boolean(),
})
export const CardFact = z.object({
  key: z.string(),
  label: Words,
  title: Words,
  detail: Words.nullable(),
  tone: Tone,
  link: z.string().nullable(),
})
/** What the subject's room says of it, fields hidden from the reader left out (waterfall without cost and margin). */
export const Card = z.object({
  number: z.string(),
  title: z.string(),
  accountId: Id.nullable(),
  accountLevel: z.string().nullable(),
  amountFen: Fen.nullable(),
  link: z.string(),
  subtitle: Words.nullable(),
  alarm: Words.nullable(),
  figures: z.array(CardFigure),
  waterfall: CardWaterfall.nullable(),
  lines: z.array(CardLine),
  facts: z.array(CardFact),
  /** What an approval sets off, in words, under the button. */
  consequence: Words.nullable(),
})
export type Card = z.infer<typeof Card>

const ApprovalStatus = z.enum(['pending', 'approved', 'rejected', 'returned', 'withdrawn'])
const Person = z.object({ id: Id, name: z.string(), title: z.string() })

export const ApprovalMay = z.object({
  approve: z.boolean(),
  reject: z.boolean(),
  return: z.boolean(),
  comment: z.boolean(),
  withdraw: z.boolean(),
  remind: z.boolean(),
})

export const ApprovalRow = z.object({
  id: Id,
  subjectType: z.string(),
  subjectId: Id,
  number: z.string(),
  title: z.string(),
  amountFen: Fen.nullable(),
  reason: Words,
  status: ApprovalStatus,
  requesterId: Id,
  requesterName: z.string(),
  requestedAt: Instant,
  decidedAt: Instant.nullable(),
  /** Since when the present step waits, and for whom; empty when decided. */
  waitingSince: Instant.nullable(),
  waitingFor: z.array(Person),
  /** The reader's own answer, if he was asked. */
  myAnswer: z.enum(['waiting', 'open', 'approved', 'rejected', 'returned', 'not_needed']).nullable(),
  version: Version,
  may: ApprovalMay,
})

export const ApprovalTask = z.object({
  memberId: Id,
  name: z.string(),
  title: z.string(),
  status: z.enum(['waiting', 'open', 'approved', 'rejected', 'returned', 'not_needed']),
  openedAt: Instant.nullable(),
  at: Instant.nullable(),
  note: z.string(),
  /** Taken over from an earlier step: nobody is asked the same thing twice. */
  auto: z.boolean(),
})
export const ApprovalStep = z.object({
  id: z.string(),
  label: Words,
  mode: z.enum(['all', 'any']),
  /** Its condition was not met: nobody is asked. */
  skipped: z.boolean(),
  state: z.enum(['done', 'now', 'later', 'skipped', 'stopped']),
  tasks: z.array(ApprovalTask),
})
export const ApprovalLog = z.object({
  at: Instant,
  memberId: Id,
  name: z.string(),
  title: z.string(),
  act: z.enum(['start', 'approve', 'reject', 'return', 'comment', 'withdraw', 'remind']),
  stepId: z.string().nullable(),
  note: z.string(),
})

export const ApprovalDetail = ApprovalRow.extend({
  round: z.number().int(),
  card: Card,
  steps: z.array(ApprovalStep),
  copied: z.array(Person),
  log: z.array(ApprovalLog),
  /** Why this approval, and why these people: the rule's sentence, the flow and its version. */
  why: z.object({ reason: Words, flowKey: z.string(), flowVersion: z.number().int(), facts: z.record(z.string(), z.unknown()) }),
})

export const FlowStep = z.object({
  id: line(40),
  mode: z.enum(['all', 'any']),
  approvers: z
    .array(
      z.union([
        z.object({ kind: z.literal('person'), memberId: Id }),
        z.object({ kind: z.literal('role'), role: z.string().max(60) }),
        z.object({ kind: z.literal('manager'), level: z.number().int().min(1).max(5).optional(), of: z.string().max(60).optional() }),
        z.object({ kind: z.literal('department_head'), departmentId: Id.optional() }),
      ]),
    )
    .min(1)
    .max(20),
  when: z.unknown().optional(),
})
export const FlowView = z.object({
  key: z.string(),
  label: Words,
  version: z.number().int(),
  source: z.enum(['default', 'tenant']),
  steps: z.array(FlowStep),
  cc: z.array(z.unknown()),
  effectiveAt: Instant.nullable(),
  authorName: z.string().nullable(),
})

const answers = [
  'approval.not_running',
  'approval.not_yours',
  'approval.reason_needed',
  'approval.changed_meanwhile',
  'approval.no_approver',
] as const
const one = z.object({ id: Id })

export const approvalContract = {
  list: route('GET', '/approvals', MEMBER, 'Approvals waiting for me, answered by me, started by me')
    .input(PageQuery.extend({ box: z.enum(['waiting', 'done', 'mine']).default('waiting') }))
    .output(page(ApprovalRow)),
  counts: route('GET', '/approvals/counts', MEMBER, 'How many wait for me and how many of mine run').output(
    z.object({ waiting: z.number().int(), mine: z.number().int() }),
  ),
  get: route('GET', '/approvals/{id}', MEMBER, 'One approval with everything to decide it').input(one).output(ApprovalDetail),
  decide: route('POST', '/approvals/{id}/decide', 'approval.decide', 'Approve, reject or return', answers)
    .input(one.extend({ answer: z.enum(['approve', 'reject', 'return']), note: optionalLine(1000), version: Version.optional() }))
    .output(ApprovalDetail),
  comment: route('POST', '/approvals/{id}/comments', MEMBER, 'Say something without deciding', ['approval.reason_needed'])
    .input(one.extend({ note: z.string().trim().max(1000) }))
    .output(ApprovalDetail),
  withdraw: route('POST', '/approvals/{id}/withdraw', MEMBER, 'Take back what I submitted', [
    'approval.not_running',
    'approval.not_the_requester',
  ])
    .input(one.extend({ note: optionalLine(1000) }))
    .output(ApprovalDetail),
  remind: route('POST', '/approvals/{id}/remind', MEMBER, 'Remind whom it waits for: once every four hours', [
    'approval.not_running',
    'approval.reminded_already',
  ])
    .input(one)
    .output(z.object({ reminded: z.array(z.string()) })),
  flows: route('GET', '/approval-flows', 'approval.flows', 'The flows in force').output(z.object({ items: z.array(FlowView) })),
  setFlow: route('POST', '/approval-flows/{key}', 'approval.flows', 'A new version of a flow; running approvals keep theirs', [
    'approval.flow_unknown',
    'approval.flow_changed_meanwhile',
    'approval.condition_wrong',
  ])
    .input(z.object({ key: z.string().max(60), basedOn: Version, steps: z.array(FlowStep).min(1).max(12), note: optionalLine(300) }))
    .output(FlowView),
}
