// 客户简报: what a rep wants to know before he opens the door.
import { Day, Fen, Id, Instant, MEMBER, route, z } from '#core/contract.ts'
import { Words } from '#modules/approvals/approval.contract.ts'

export const BriefingPerson = z.object({
  id: Id,
  name: z.string(),
  title: z.string(),
  role: z.string().nullable(),
  /** Null when hidden or unknown; `phoneMasked` is always fit to show. */
  phone: z.string().nullable(),
  phoneMasked: z.string().nullable(),
})

export const BriefingOpportunity = z.object({
  id: Id,
  title: z.string(),
  stage: z.string(),
  weight: z.number(),
  amountFen: Fen,
  expectedSignOn: Day.nullable(),
  stalled: z.boolean(),
  missing: z.array(z.object({ fact: z.string(), act: z.string(), why: z.enum(['absent', 'too_old', 'too_small']) })),
})

export const BriefingReceivable = z.object({
  id: Id,
  contractNumber: z.string(),
  no: z.int(),
  openFen: Fen,
  dueOn: Day.nullable(),
  overdueDays: z.int(),
  due: z.enum(['not_due', 'due_soon', 'due_today', 'overdue']),
})

export const Briefing = z.object({
  type: z.enum(['lead', 'account']),
  id: Id,
  name: z.string(),
  segment: z.string().nullable(),
  grade: z.string().nullable(),
  creditGrade: z.string().nullable(),
  frozen: z.boolean(),
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  channelName: z.string().nullable(),
  termCode: z.string().nullable(),
  address: z.string().nullable(),
  people: z.array(BriefingPerson),
  /** Contracts so far and the money they brought. */
  history: z.object({
    contracts: z.int(),
    contractFen: Fen,
    receivedFen: Fen,
    lastContractOn: Day.nullable(),
    lastReceiptOn: Day.nullable(),
  }),
  contracts: z.array(
    z.object({ id: Id, number: z.string(), status: z.string(), amountFen: Fen, receivedFen: Fen, signedOn: Day.nullable() }),
  ),
  opportunities: z.array(BriefingOpportunity),
  receivables: z.array(BriefingReceivable),
  overdueFen: Fen,
  lastVisit: z
    .object({
      id: Id,
      at: Instant,
      purpose: z.string(),
      validity: z.string().nullable(),
      memberName: z.string(),
      minutes: z.int().nullable(),
    })
    .nullable(),
  /** What was left open the last times, newest first. */
  leftOvers: z.array(z.object({ text: z.string(), on: Day, dueOn: Day.nullable(), visitId: Id.nullable() })),
  /** What this visit could reach, most valuable first; decided by the system, so each names its reason. */
  goals: z.array(z.object({ kind: z.string(), words: Words, purpose: z.enum(['deep', 'routine', 'dunning']) })),
  lastContacts: z.array(
    z.object({ at: Instant, kind: z.string(), text: z.string(), memberName: z.string().nullable(), substantive: z.boolean() }),
  ),
})
export type Briefing = z.infer<typeof Briefing>

export const briefingContract = {
  briefing: route('GET', '/briefings/{type}/{id}', MEMBER, 'The briefing card of a lead or an account before a visit')
    .input(z.object({ type: z.enum(['lead', 'account']), id: Id }))
    .output(Briefing),
}
