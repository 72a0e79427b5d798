// Commission: targets, what collected money earned, why, and what one more receipt would change.
import { Amount, byId, Day, Fen, Id, Instant, May, PageQuery, page, route, Version, z } from '#core/contract.ts'

export const Period = z.string().regex(/^\d{4}-Q[1-4]$/)
export const CommissionMode = z.enum(['full', 'excess'])
export const Tier = z.object({ fromPercent: z.number(), ratePercent: z.number() })

/** A commission with its working. Amounts are absent for whom they are hidden. */
export const Working = z.object({
  mode: CommissionMode,
  targetFen: Fen,
  receivedFen: Fen,
  completionPercent: z.number().nullable(),
  reached: Tier,
  parts: z.array(
    z.object({
      fromPercent: z.number(),
      toPercent: z.number().nullable(),
      ratePercent: z.number(),
      basisFen: Fen,
      commissionFen: Fen.optional(),
    }),
  ),
  commissionFen: Fen.optional(),
})

export const Entry = z.object({
  id: Id,
  memberId: Id,
  period: Period,
  kind: z.enum(['receipt', 'reversal', 'target_changed', 'plan_changed']),
  countedOn: Day,
  contractId: Id.nullable(),
  contractNo: z.string().nullable(),
  accountId: Id.nullable(),
  accountName: z.string().nullable(),
  /** Instalment that the receipt paid. */
  itemNo: z.int().nullable(),
  itemPeriod: z.string().nullable(),
  receiptId: Id.nullable(),
  receiptNumber: z.string().nullable(),
  basisFen: Fen,
  amountFen: Fen.optional(),
  state: z.enum(['accrued', 'locked', 'paid', 'clawed_back']),
  planVersion: z.int(),
})

export const Statement = z.object({
  memberId: Id,
  memberName: z.string(),
  period: Period,
  from: Day,
  to: Day,
  state: z.enum(['accrued', 'locked']),
  planVersion: z.int(),
  planMode: CommissionMode,
  tiers: z.array(Tier),
  now: Working,
  /** Sum of the entries; it equals the commission. */
  entriesFen: Fen.optional(),
  entries: z.array(Entry),
  /** Drafts that wait for the day they mature. */
  waiting: z.array(z.object({ receiptId: Id, amountFen: Fen, countsOn: Day })),
  hidden: z.boolean(),
})

const WhatIfQuery = z.object({
  memberId: Id.optional(),
  /** One open instalment; left out: the one overdue longest. */
  itemId: Id.optional(),
  by: Day.optional(),
  /** Count under the other mode, to compare. */
  mode: CommissionMode.optional(),
})

export const ScoreRow = z.object({
  memberId: Id,
  memberName: z.string(),
  targetFen: Fen.nullable(),
  receivedFen: Fen,
  /** Receipts of the period by its target, in percent. */
  completionPercent: z.number().nullable(),
  /** 回款完成率: received on items due by the day, by due by the day; 0–1. */
  dueFen: Fen,
  receivedOnDueFen: Fen,
  receiptCompletion: z.number().nullable(),
  overdueFen: Fen,
  commissionFen: Fen.optional(),
})

export const commissionContract = {
  statement: route('GET', '/commissions/statement', 'commission.read', 'A member’s commission of a period, entry by entry', [
    'common.not_found',
    'common.forbidden',
  ])
    .input(z.object({ memberId: Id.optional(), period: Period.optional() }))
    .output(Statement),
  statements: route('GET', '/commissions/statements', 'commission.read', 'All statements of a period within reach')
    .input(z.object({ period: Period.optional() }))
    .output(
      z.object({
        period: Period,
        periods: z.array(Period),
        lockedAt: Instant.nullable(),
        items: z.array(
          z.object({
            memberId: Id,
            memberName: z.string(),
            targetFen: Fen.nullable(),
            receivedFen: Fen,
            completionPercent: z.number().nullable(),
            reachedRatePercent: z.number(),
            commissionFen: Fen.optional(),
            entries: z.int(),
          }),
        ),
        may: May,
      }),
    ),
  entry: route('GET', '/commissions/entries/{id}', 'commission.read', 'One entry explained down to receipt, contract and rule version', [
    'common.not_found',
  ])
    .input(byId)
    .output(
      Entry.extend({
        memberName: z.string(),
        before: Working,
        after: Working,
        /** The tree: each node says what it is (`entry`, `rule`, `receipt`, `allocation`, `contract`) with the figures it adds. */
        why: z.array(
          z.object({ node: z.string(), id: z.string().nullable(), label: z.string(), params: z.record(z.string(), z.unknown()) }),
        ),
      }),
    ),
  /** Null: the member has nothing open. */
  whatIf: route('GET', '/commissions/what-if', 'commission.read', 'What the commission would be if one instalment were paid by a day', [
    'common.not_found',
    'commission.day_in_past',
  ])
    .input(WhatIfQuery)
    .output(
      z
        .object({
          memberId: Id,
          period: Period,
          by: Day,
          itemId: Id,
          contractNo: z.string(),
          accountId: Id,
          accountName: z.string(),
          itemNo: z.int(),
          itemPeriod: z.string().nullable(),
          dueOn: Day.nullable(),
          overdueDays: z.int(),
          amountFen: Fen,
          mode: CommissionMode,
          planVersion: z.int(),
          before: Working,
          after: Working,
          deltaFen: Fen.optional(),
        })
        .nullable(),
    ),
  targets: route('GET', '/commissions/targets', 'commission.read', 'Targets of a period within reach')
    .input(z.object({ period: Period.optional() }))
    .output(
      z.object({
        period: Period,
        items: z.array(z.object({ memberId: Id, memberName: z.string(), targetFen: Fen.nullable(), version: z.int() })),
        may: May,
      }),
    ),
  setTarget: route('PUT', '/commissions/targets', 'commission.plan', 'Set a member’s target; what was accrued is adjusted by an entry', [
    'common.not_found',
    'common.stale',
    'commission.period_locked',
  ])
    .input(z.object({ memberId: Id, period: Period, targetFen: Amount.min(0), version: Version }))
    .output(z.object({ version: z.int() })),
  lock: route('POST', '/commissions/periods/{period}/lock', 'commission.plan', 'Lock a period: its entries change no more', [
    'commission.period_locked',
    'commission.period_running',
  ])
    .input(z.object({ period: Period }))
    .output(z.object({ entries: z.int(), amountFen: Fen.optional() })),
  scorecard: route('GET', '/commissions/scorecard', 'commission.read', 'Per member: target, receipts, receipt completion, overdue')
    .input(z.object({ period: Period.optional() }))
    .output(z.object({ period: Period, asOf: Day, items: z.array(ScoreRow) })),
  entries: route('GET', '/commissions/entries', 'commission.read', 'Entries within reach, newest first')
    .input(PageQuery.extend({ memberId: Id.optional(), contractId: Id.optional(), receiptId: Id.optional(), period: Period.optional() }))
    .output(page(Entry)),
}
