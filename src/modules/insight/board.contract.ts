// 早会看板 and 团队: what a manager looks at before the first talk of the day.
import { Day, Fen, Id, Instant, route, z } from '#core/contract.ts'
import { Words } from '#modules/approvals/approval.contract.ts'

export const BoardItem = z.object({
  itemId: Id,
  accountId: Id,
  accountName: z.string(),
  contractId: Id,
  contractNumber: z.string(),
  no: z.int(),
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  openFen: Fen,
  dueOn: Day,
  /** Positive: days past the day; negative: days ahead. */
  daysLate: z.int(),
  frozen: z.boolean(),
  promisedOn: Day.nullable(),
  /** What happens next or stands in the way, in words. */
  note: Words.nullable(),
})
export type BoardItem = z.infer<typeof BoardItem>

export const StuckOpportunity = z.object({
  id: Id,
  accountId: Id,
  accountName: z.string(),
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  amountFen: Fen,
  stage: z.string(),
  idleDays: z.int(),
  why: z.enum(['stalled', 'frozen', 'approval_waiting', 'gate_missing']),
  words: Words,
})
export type StuckOpportunity = z.infer<typeof StuckOpportunity>

export const RankRow = z.object({
  memberId: Id,
  name: z.string(),
  department: z.string(),
  targetFen: Fen,
  receivedFen: Fen,
  /** Money that arrived against the own target, 0–…; null without a target. */
  attainment: z.number().nullable(),
})
export type RankRow = z.infer<typeof RankRow>

export const VisitDay = z.object({
  day: Day,
  visits: z.int(),
  valid: z.int(),
  invalid: z.int(),
  pending: z.int(),
  attempted: z.int(),
  /** Accounts of class A visited within their cadence / accounts of class A, 0–1; null when there is none. */
  coverageA: z.number().nullable(),
  cases: z.array(
    z.object({ visitId: Id, memberId: Id, memberName: z.string(), subjectName: z.string(), validity: z.string(), words: Words }),
  ),
})

export const MorningBoard = z.object({
  at: Instant,
  day: Day,
  scopeName: z.string(),
  overdue: z.object({ amountFen: Fen, count: z.int(), items: z.array(BoardItem) }),
  dueSoon: z.object({ amountFen: Fen, count: z.int(), todayFen: Fen, items: z.array(BoardItem) }),
  completion: z.object({ dueFen: Fen, receivedFen: Fen, ratio: z.number().nullable(), consequence: Words.nullable() }),
  ranking: z.object({ period: z.string(), rows: z.array(RankRow) }),
  visits: VisitDay,
  stuck: z.object({ count: z.int(), amountFen: Fen, items: z.array(StuckOpportunity) }),
  recycling: z.object({ dueToday: z.int(), firstAt: Instant.nullable() }),
})
export type MorningBoard = z.infer<typeof MorningBoard>

export const TeamRow = z.object({
  memberId: Id,
  name: z.string(),
  department: z.string(),
  visits: z.int(),
  valid: z.int(),
  invalid: z.int(),
  pending: z.int(),
  attempted: z.int(),
  /** Own accounts visited within their cadence / own accounts, 0–1; null without accounts. */
  coverage: z.number().nullable(),
  accounts: z.int(),
  leadsHeld: z.int(),
  leadsBurning: z.int(),
  opportunities: z.int(),
  opportunityFen: Fen,
  receivedFen: Fen,
  overdueFen: Fen,
})
export type TeamRow = z.infer<typeof TeamRow>

export const boardContract = {
  morningBoard: route('GET', '/boards/morning', 'insight.board', 'The morning board: overdue, due, visits, stuck, ranking').output(
    MorningBoard,
  ),
  team: route('GET', '/boards/team', 'insight.board', 'My people in a week: visits, coverage, leads, opportunities, money', [
    'insight.period_reversed',
  ])
    .input(z.object({ from: Day.optional(), until: Day.optional() }))
    .output(z.object({ from: Day, until: Day, rows: z.array(TeamRow) })),
}
