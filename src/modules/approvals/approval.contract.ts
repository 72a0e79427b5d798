// 审批: the lists, the card that carries all that is needed to decide, and the answers.
import { Fen, Id, Instant, MEMBER, optionalLine, PageQuery, page, route, Version, z } from '#core/contract.ts'

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

const FieldType = z.enum(['text', 'number', 'fen', 'date', 'choice', 'yes_no'])
const ApprovalStatus = z.enum(['pending', 'approved', 'rejected', 'returned', 'withdrawn', 'void'])
const TaskStatus = z.enum(['waiting', 'open', 'approved', 'rejected', 'returned', 'not_needed', 'transferred'])
const Person = z.object({ id: Id, name: z.string(), title: z.string() })

export const ApprovalMay = z.object({
  approve: z.boolean(),
  reject: z.boolean(),
  return: z.boolean(),
  comment: z.boolean(),
  withdraw: z.boolean(),
  remind: z.boolean(),
  transfer: z.boolean(),
  addSigners: z.boolean(),
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
  myAnswer: TaskStatus.nullable(),
  /** Nothing must be filled in or attached: it can be decided in the list. */
  plain: z.boolean(),
  version: Version,
  may: ApprovalMay,
})

export const ApprovalTask = z.object({
  memberId: Id,
  name: z.string(),
  title: z.string(),
  status: TaskStatus,
  openedAt: Instant.nullable(),
  at: Instant.nullable(),
  note: z.string(),
  /** Taken over from an earlier step: nobody is asked the same thing twice. */
  auto: z.boolean(),
  /** Who answers, or answered, in the place of one who is away. */
  standInName: z.string().nullable(),
})
export const ApprovalStep = z.object({
  id: z.string(),
  label: Words,
  mode: z.enum(['all', 'any', 'votes', 'turn']),
  votes: z.int().nullable(),
  /** When it is passed on by itself. */
  dueAt: Instant.nullable(),
  /** Its condition was not met: nobody is asked. */
  skipped: z.boolean(),
  state: z.enum(['done', 'now', 'later', 'skipped', 'stopped']),
  tasks: z.array(ApprovalTask),
})
export const ApprovalLog = z.object({
  at: Instant,
  /** Null: nobody did it, the time ran out or the record changed. */
  memberId: Id.nullable(),
  name: z.string(),
  title: z.string(),
  act: z.enum([
    'start',
    'approve',
    'reject',
    'return',
    'comment',
    'withdraw',
    'remind',
    'transfer',
    'add',
    'timeout',
    'nudge',
    'void',
    'pass_on',
  ]),
  stepId: z.string().nullable(),
  note: z.string(),
  /** In whose place, to whom, back to which step. */
  forName: z.string().nullable(),
  toNames: z.array(z.string()),
  toStep: Words.nullable(),
  files: z.array(z.object({ id: Id, name: z.string() })),
  form: z.array(z.object({ label: z.string(), type: FieldType, value: z.union([z.string(), z.number(), z.boolean(), z.null()]) })),
})

/** A decided approval of the same kind that resembles this one. */
export const SimilarCase = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  amountFen: Fen.nullable(),
  status: ApprovalStatus,
  requesterName: z.string(),
  decidedAt: Instant,
  hours: z.number(),
})
/** What the reader's own answer needs. */
export const Needed = z.object({
  note: z.boolean(),
  file: z.boolean(),
  fields: z.array(z.object({ key: z.string(), label: z.string(), type: FieldType, required: z.boolean(), options: z.array(z.string()) })),
  /** Steps it may be returned to, beside the requester. */
  returnTo: z.array(z.object({ stepId: z.string(), label: Words })),
})

export const ApprovalDetail = ApprovalRow.extend({
  card: Card,
  /** What comes after this step if everybody agrees. */
  next: z.array(z.object({ label: Words, names: z.array(z.string()) })),
  similar: z.array(SimilarCase),
  needed: Needed.nullable(),
  steps: z.array(ApprovalStep),
  copied: z.array(Person),
  log: z.array(ApprovalLog),
  /** Why this approval, and why these people: the rule's sentence, the flow and its version. */
  why: z.object({ reason: Words, flowKey: z.string(), flowVersion: z.number().int(), facts: z.record(z.string(), z.unknown()) }),
})

const answers = [
  'approval.not_running',
  'approval.not_yours',
  'approval.reason_needed',
  'approval.changed_meanwhile',
  'approval.no_approver',
  'approval.note_needed',
  'approval.file_needed',
  'approval.field_needed',
  'approval.no_such_step',
  'approval.file_unknown',
] as const
const handing = [
  'approval.changed_meanwhile',
  'approval.not_running',
  'approval.not_yours',
  'approval.own',
  'approval.already_asked',
  'approval.cannot_decide',
] as const
const one = z.object({ id: Id })

export const approvalContract = {
  list: route('GET', '/approvals', MEMBER, 'Approvals waiting for me, answered by me, started by me')
    .input(PageQuery.extend({ box: z.enum(['waiting', 'done', 'mine', 'copied']).default('waiting') }))
    .output(page(ApprovalRow)),
  counts: route('GET', '/approvals/counts', MEMBER, 'How many wait for me and how many of mine run').output(
    z.object({ waiting: z.number().int(), mine: z.number().int() }),
  ),
  get: route('GET', '/approvals/{id}', MEMBER, 'One approval with everything to decide it').input(one).output(ApprovalDetail),
  decide: route('POST', '/approvals/{id}/decide', 'approval.decide', 'Approve, reject or return', answers)
    .input(
      one.extend({
        answer: z.enum(['approve', 'reject', 'return']),
        note: optionalLine(1000),
        version: Version.optional(),
        /** Of a return: the step it goes back to; without it, to the requester. */
        toStepId: z.string().max(60).nullish(),
        form: z.record(z.string().max(40), z.union([z.string().max(400), z.number(), z.boolean(), z.null()])).optional(),
        /** Files already attached to this approval. */
        fileIds: z.array(Id).max(10).optional(),
      }),
    )
    .output(ApprovalDetail),
  decideMany: route('POST', '/approvals/decide', 'approval.decide', 'Approve or reject several; each gets its own answer', [
    'approval.reason_needed',
  ])
    .input(
      z.object({
        items: z
          .array(z.object({ approvalId: Id, version: Version }))
          .min(1)
          .max(50),
        answer: z.enum(['approve', 'reject']),
        note: optionalLine(1000),
      }),
    )
    .output(z.object({ items: z.array(z.object({ id: Id, code: z.string().nullable(), params: z.record(z.string(), z.unknown()) })) })),
  transfer: route('POST', '/approvals/{id}/transfer', 'approval.decide', 'Somebody else answers instead of me', handing)
    /** `version`: what the reader saw; an answer in between is told. */
    .input(one.extend({ memberId: Id, note: optionalLine(1000), version: Version.optional() }))
    .output(ApprovalDetail),
  addSigners: route('POST', '/approvals/{id}/signers', 'approval.decide', 'Others are asked before my step goes on, or after it', handing)
    .input(
      one.extend({
        where: z.enum(['before', 'after']),
        memberIds: z.array(Id).min(1).max(10),
        mode: z.enum(['all', 'any', 'turn']).default('all'),
        note: optionalLine(1000),
        version: Version.optional(),
      }),
    )
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
}
