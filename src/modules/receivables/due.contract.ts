// What is owed: instalments, ageing, the five figures, what is to come.
import { Amount, byId, Day, Fen, Id, Instant, line, May, optionalLine, PageQuery, page, route, z } from '#core/contract.ts'

export const DueState = z.enum(['not_due', 'due_soon', 'due_today', 'overdue'])
export const SettledState = z.enum(['open', 'partial', 'paid', 'written_off'])
export const Ratio = z.number().nullable()

export const PlanItem = z.object({
  id: Id,
  planId: Id,
  contractId: Id,
  contractNo: z.string(),
  accountId: Id,
  accountName: z.string(),
  accountLevel: z.string().nullable(),
  creditGrade: z.string().nullable(),
  frozen: z.boolean(),
  ownerId: Id,
  ownerName: z.string(),
  /** Instalment `no` of `count`. */
  no: z.int(),
  count: z.int(),
  event: z.string(),
  /** Month delivered (`2026-09`) on a frame contract. */
  period: z.string().nullable(),
  amountFen: Fen,
  receivedFen: Fen,
  openFen: Fen,
  dueOn: Day.nullable(),
  dueState: DueState.nullable(),
  overdueDays: z.int(),
  daysToDue: z.int().nullable(),
  settled: SettledState,
  settledOn: Day.nullable(),
  /** The newest promise; `state` says whether it holds. */
  promise: z.object({ amountFen: Fen, promisedOn: Day, person: z.string(), state: z.enum(['waiting', 'kept', 'broken']) }).nullable(),
  dispute: z.string().nullable(),
  lastStep: z.object({ step: z.int(), takenOn: Day }).nullable(),
  nextStep: z.object({ step: z.int(), onDay: Day }).nullable(),
  may: May,
})

export const Bucket = z.object({ from: z.int(), to: z.int().nullable(), amountFen: Fen, items: z.int() })

const Scope = z.object({ ownerId: Id.optional(), accountId: Id.optional(), contractId: Id.optional() })

/** The five figures (到期应收 已收 逾期 7 天内到期 完成率) and the ageing beneath them. */
export const Figures = z.object({
  asOf: Day,
  bankThrough: Day.nullable(),
  dueFen: Fen,
  receivedFen: Fen,
  /** Received on items due by today, by due today; null when nothing was due. */
  completion: Ratio,
  overdueFen: Fen,
  overdueItems: z.int(),
  oldestOverdueDays: z.int(),
  dueSoonFen: Fen,
  dueSoonItems: z.int(),
  dueSoonDays: z.int(),
  contracts: z.int(),
  items: z.int(),
  receivedThisQuarterFen: Fen,
  unappliedFen: Fen,
  ageing: z.array(Bucket),
})

export const dueContract = {
  figures: route('GET', '/receivables/figures', 'receivable.read', 'Due, received, overdue, due soon, completion, and the ageing')
    .input(Scope)
    .output(Figures),
  items: route('GET', '/receivables/items', 'receivable.read', 'Instalments within reach, the one due first on top')
    .input(
      PageQuery.extend({
        ...Scope.shape,
        state: z.enum(['all', 'unpaid', 'overdue', 'due_today', 'due_soon', 'not_due', 'paid', 'disputed']).default('unpaid'),
        /** Days overdue, both ends included: one part of the ageing bar. */
        overdueFrom: z.coerce.number().int().min(1).max(36_500).optional(),
        overdueTo: z.coerce.number().int().min(1).max(36_500).optional(),
        q: optionalLine(60),
      }),
    )
    .output(page(PlanItem)),
  item: route('GET', '/receivables/items/{id}', 'receivable.read', 'One instalment with its money, steps and promises', [
    'common.not_found',
  ])
    .input(byId)
    .output(
      PlanItem.extend({
        allocations: z.array(
          z.object({
            id: Id,
            receiptId: Id,
            receiptNumber: z.string(),
            payer: z.string(),
            amountFen: Fen,
            onDay: Day,
            reversed: z.boolean(),
          }),
        ),
        steps: z.array(z.object({ step: z.int(), stepOn: Day, takenOn: Day, openFen: Fen })),
        promises: z.array(
          z.object({
            id: Id,
            amountFen: Fen,
            promisedOn: Day,
            person: z.string(),
            recordedOn: Day,
            state: z.enum(['waiting', 'kept', 'broken']),
          }),
        ),
      }),
    ),
  groups: route('GET', '/receivables/groups', 'receivable.read', 'The same money by account or by owner, most overdue first')
    .input(z.object({ by: z.enum(['account', 'owner']) }))
    .output(
      z.object({
        items: z.array(
          z.object({
            id: Id,
            name: z.string(),
            creditGrade: z.string().nullable(),
            frozen: z.boolean(),
            dueFen: Fen,
            receivedFen: Fen,
            completion: Ratio,
            overdueFen: Fen,
            oldestOverdueDays: z.int(),
            dueSoonFen: Fen,
            openFen: Fen,
          }),
        ),
      }),
    ),
  expected: route('GET', '/receivables/expected', 'receivable.read', 'What the contracts’ plans bring, week by week, for ten weeks')
    .input(Scope)
    .output(
      z.object({ weeks: z.array(z.object({ from: Day, to: Day, amountFen: Fen, items: z.int() })), overdueFen: Fen, undatedFen: Fen }),
    ),
  ofContract: route('GET', '/contracts/{id}/receivables', 'receivable.read', 'Plan, receipts, invoices and steps of one contract', [
    'common.not_found',
  ])
    .input(byId)
    .output(
      z.object({
        planId: Id.nullable(),
        generatedAt: Instant.nullable(),
        amountFen: Fen,
        receivedFen: Fen,
        openFen: Fen,
        items: z.array(PlanItem),
        receipts: z.array(z.object({ id: Id, number: z.string(), payer: z.string(), amountFen: Fen, receivedOn: Day, method: z.string() })),
        invoices: z.array(z.object({ id: Id, number: z.string(), kind: z.string(), amountFen: Fen, issuedOn: Day, voided: z.boolean() })),
        timeline: z.array(
          z.object({
            id: Id,
            at: Instant,
            type: z.string(),
            actorId: Id.nullable(),
            actorName: z.string().nullable(),
            payload: z.record(z.string(), z.unknown()),
          }),
        ),
      }),
    ),
  promise: route('POST', '/receivables/items/{id}/promise', 'receivable.collect', 'Record what the customer promised', [
    'common.not_found',
    'receivable.nothing_open',
    'receivable.promise_too_much',
    'receivable.promise_in_past',
  ])
    .input(byId.extend({ amountFen: Amount.min(1), promisedOn: Day, person: line(40) }))
    .output(z.object({ id: Id })),
  dispute: route('POST', '/receivables/items/{id}/dispute', 'receivable.collect', 'Mark an instalment as disputed: dunning stops', [
    'common.not_found',
    'receivable.nothing_open',
  ])
    .input(byId.extend({ reason: line(200) }))
    .output(z.object({ ok: z.literal(true) })),
  settleDispute: route('POST', '/receivables/items/{id}/dispute/end', 'receivable.collect', 'End a dispute: dunning goes on', [
    'common.not_found',
    'receivable.no_dispute',
  ])
    .input(byId)
    .output(z.object({ ok: z.literal(true) })),
  releaseCredit: route('POST', '/accounts/{id}/credit-release', 'receivable.release', 'Let a frozen account buy again until a day', [
    'common.not_found',
    'receivable.not_frozen',
    'receivable.release_in_past',
  ])
    .input(byId.extend({ until: Day, reason: line(200) }))
    .output(z.object({ ok: z.literal(true) })),
}
