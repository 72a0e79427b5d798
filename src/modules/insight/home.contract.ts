// 今日: the phone's first screen in one request, and the counts beside the navigation.
import { Day, Fen, Id, Instant, MEMBER, route, z } from '#core/contract.ts'
import { Today as VisitsToday } from '#modules/visits/visit.contract.ts'

export const Today = z.object({
  now: Instant,
  day: Day,
  name: z.string(),
  /** Null for who does no visits: the next stop, the others in order, what was left over, how far. */
  visits: VisitsToday.nullable(),
  /** My leads by their recycle clock: how many are in the warning, and the one that goes first. */
  countdown: z.object({
    held: z.int(),
    burning: z.int(),
    first: z
      .object({ leadId: Id, name: z.string(), dueAt: Instant, warnAt: Instant, reason: z.string(), shareLeft: z.number() })
      .nullable(),
  }),
  /** Overdue money of my accounts. */
  overdue: z.object({
    count: z.int(),
    amountFen: Fen,
    worst: z
      .object({ itemId: Id, accountId: Id, accountName: z.string(), contractNumber: z.string(), openFen: Fen, overdueDays: z.int() })
      .nullable(),
    dueSoonFen: Fen,
    dueSoonCount: z.int(),
  }),
  approvals: z.object({ waiting: z.int(), oldestSince: Instant.nullable() }),
  pool: z.object({ leads: z.int(), gradeA: z.int(), claimsLeft: z.int().nullable() }),
  tasks: z.object({ open: z.int(), dueToday: z.int() }),
  notices: z.object({ unread: z.int(), urgent: z.int() }),
  /** Money that arrived since the last working day on my contracts: the moment of joy. */
  arrived: z.object({ amountFen: Fen, count: z.int() }),
})
export type Today = z.infer<typeof Today>

/** Grey counts beside the navigation; `act` are the red pills: only where I must act. Null: not mine to see. */
export const Counts = z.object({
  leads: z.int().nullable(),
  pool: z.int().nullable(),
  accounts: z.int().nullable(),
  visitsToday: z.int().nullable(),
  opportunities: z.int().nullable(),
  act: z.object({
    leadsBurning: z.int(),
    visitsToReview: z.int(),
    approvals: z.int(),
    receiptsToConfirm: z.int(),
    overdue: z.int(),
    tasks: z.int(),
    unread: z.int(),
  }),
})
export type Counts = z.infer<typeof Counts>

export const homeContract = {
  today: route('GET', '/home/today', MEMBER, 'The phone’s first screen: next stop, countdowns, overdue money, approvals, pool')
    .input(z.object({ lat: z.coerce.number().min(-90).max(90).optional(), lng: z.coerce.number().min(-180).max(180).optional() }))
    .output(Today),
  counts: route('GET', '/home/counts', MEMBER, 'Counts beside the navigation').output(Counts),
}
