// 全程一线: the one thread of an opportunity, an account or a contract, from the cost of its channel to the commission.
import { Day, Fen, Id, Instant, MEMBER, PageQuery, page, route, z } from '#core/contract.ts'
import { Words } from '#modules/approvals/approval.contract.ts'

export const ThreadSubject = z.enum(['lead', 'account', 'opportunity', 'contract'])
export type ThreadSubject = z.infer<typeof ThreadSubject>
export const NodeKind = z.enum([
  'lead',
  'first_contact',
  'visits',
  'opportunity',
  'quotation',
  'contract',
  'acceptance',
  'receipts',
  'commission',
])
export type NodeKind = z.infer<typeof NodeKind>

/**
 * One station of the thread. `done` has happened, `now` is where it stands, `ahead` is still to come (dashed), `none` was
 * passed without a record, `hidden` holds something this person may not see. `figure` is the one number under the name; its words come with a unit.
 */
export const ThreadNode = z.object({
  kind: NodeKind,
  /** Message key of its name. */
  label: z.string(),
  state: z.enum(['done', 'now', 'ahead', 'none', 'hidden']),
  figure: z.object({ value: z.number(), unit: z.enum(['fen', 'hours', 'days', 'times']) }).nullable(),
  /** Up to three lines below the figure; the last alarming one is `alarm`. */
  lines: z.array(Words),
  alarm: Words.nullable(),
  on: Day.nullable(),
  link: z.string().nullable(),
})
export type ThreadNode = z.infer<typeof ThreadNode>

/** A stretch of the time bar. `share` is its part of the whole, 0–1. */
export const ThreadSegment = z.object({
  kind: z.enum(['to_opportunity', 'to_quotation', 'to_signing', 'to_acceptance', 'terms', 'overdue', 'open']),
  from: Day,
  until: Day,
  days: z.int(),
  share: z.number(),
})
export type ThreadSegment = z.infer<typeof ThreadSegment>

export const ThreadInstalment = z.object({
  id: Id,
  contractId: Id,
  contractNumber: z.string(),
  no: z.int(),
  event: z.string(),
  /** Part of the contract, 0–1. */
  share: z.number(),
  amountFen: Fen,
  receivedFen: Fen,
  openFen: Fen,
  dueOn: Day.nullable(),
  settled: z.enum(['open', 'partial', 'paid', 'written_off']),
  due: z.enum(['not_due', 'due_soon', 'due_today', 'overdue']).nullable(),
  /** Days past the day while open; 0 otherwise. */
  overdueDays: z.int(),
  /** Days until the day; null when past, paid or without a day. */
  daysLeft: z.int().nullable(),
  paidOn: Day.nullable(),
})
export type ThreadInstalment = z.infer<typeof ThreadInstalment>

export const ThreadReceipt = z.object({
  id: Id,
  number: z.string().nullable(),
  receivedOn: Day,
  amountFen: Fen,
  payer: z.string(),
  reference: z.string(),
  allocatedBy: z.string().nullable(),
})
export type ThreadReceipt = z.infer<typeof ThreadReceipt>

const BeforeAfter = z.object({ before: z.number().nullable(), after: z.number().nullable() })

/** What would change for everybody if the oldest open instalment arrived today. Computed by today's rules; nothing is stored. */
export const WhatIf = z.object({
  itemId: Id,
  contractNumber: z.string(),
  no: z.int(),
  amountFen: Fen,
  /** The day the money is imagined to arrive. */
  on: Day,
  overdueDays: z.int(),
  /** Receipt completion of the company and of this thread's owner, 0–1. */
  companyCompletion: BeforeAfter,
  ownerCompletion: BeforeAfter,
  /** Null for people who may not see the owner's commission. */
  commission: z
    .object({
      period: z.string(),
      targetFen: Fen,
      received: BeforeAfter,
      /** Receipts / target, 0–1. */
      attainment: BeforeAfter,
      ratePercent: BeforeAfter,
      amountFen: BeforeAfter,
      mode: z.enum(['full', 'excess']),
    })
    .nullable(),
  credit: z.object({ before: z.string(), after: z.string(), frozenBefore: z.boolean(), frozenAfter: z.boolean() }),
  /** Days until this item freezes the account; null when it is frozen already or nothing is overdue. */
  freezeInDays: z.int().nullable(),
})
export type WhatIf = z.infer<typeof WhatIf>

export const ThreadEvent = z.object({
  id: z.string(),
  at: Instant,
  type: z.string(),
  /** Message `event.<type>` with the payload as parameters. */
  payload: z.record(z.string(), z.unknown()),
  subjectType: z.string(),
  subjectId: Id,
  actorId: Id.nullable(),
  /** Null: the system. */
  actorName: z.string().nullable(),
  group: z.enum(['money', 'visit', 'system', 'work']),
})
export type ThreadEvent = z.infer<typeof ThreadEvent>

const ThreadHead = z.object({
  type: ThreadSubject,
  id: Id,
  name: z.string(),
  accountId: Id.nullable(),
  opportunityId: Id.nullable(),
  contractId: Id.nullable(),
  leadId: Id.nullable(),
  grade: z.string().nullable(),
  segment: z.string().nullable(),
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  creditGrade: z.string().nullable(),
  frozen: z.boolean(),
  channelCode: z.string().nullable(),
  channelName: z.string().nullable(),
  /** The whole of it: from the first touch to the last money, or to today. */
  from: Day,
  until: Day,
  days: z.int(),
  closed: z.boolean(),
  overdueFen: Fen,
  overdueDays: z.int(),
})

export const Thread = z.object({
  head: ThreadHead,
  nodes: z.array(ThreadNode),
  segments: z.array(ThreadSegment),
  /** A sentence on the segment that one act could end. */
  verdict: Words.nullable(),
  instalments: z.array(ThreadInstalment),
  receipts: z.array(ThreadReceipt),
  totals: z.object({
    /** This thread's share of what its channel cost; null when no lead is known. */
    channelCostFen: Fen.nullable(),
    contractFen: Fen,
    receivedFen: Fen,
    openFen: Fen,
    /** Received / cost; null when nothing was spent. */
    perYuan: z.number().nullable(),
    channelPerYuan: z.number().nullable(),
  }),
  whatIf: WhatIf.nullable(),
  /** Other opportunities and contracts of the same account, to change the view. */
  siblings: z.array(z.object({ type: ThreadSubject, id: Id, title: z.string(), amountFen: Fen.nullable(), status: z.string() })),
  may: z.record(z.string(), z.boolean()),
})
export type Thread = z.infer<typeof Thread>

const subject = z.object({ type: ThreadSubject, id: Id })

export const threadContract = {
  thread: route('GET', '/threads/{type}/{id}', MEMBER, 'One thread from channel cost to commission').input(subject).output(Thread),
  threadEvents: route('GET', '/threads/{type}/{id}/events', MEMBER, 'What happened on the thread, newest first')
    .input(subject.extend(PageQuery.shape).extend({ group: z.enum(['money', 'visit', 'system', 'work']).optional() }))
    .output(page(ThreadEvent)),
}
