// Money in: receipts, what they pay, the bank's statement, invoices, the ledger.
import { Amount, byId, Day, Fen, Id, Instant, line, May, optionalLine, PageQuery, page, route, z } from '#core/contract.ts'

export const ReceiptMethod = z.enum(['transfer', 'cash', 'acceptance_draft'])

export const Receipt = z.object({
  id: Id,
  number: z.string(),
  accountId: Id.nullable(),
  accountName: z.string().nullable(),
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  payer: z.string(),
  amountFen: Fen,
  unappliedFen: Fen,
  receivedOn: Day,
  method: ReceiptMethod,
  maturesOn: Day.nullable(),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  reversedAt: Instant.nullable(),
  reverseReason: z.string().nullable(),
  createdAt: Instant,
  recordedByName: z.string().nullable(),
  may: May,
})

export const Allocation = z.object({
  id: Id,
  itemId: Id,
  contractId: Id,
  contractNo: z.string(),
  accountName: z.string(),
  no: z.int(),
  period: z.string().nullable(),
  amountFen: Fen,
  onDay: Day,
  reversalOf: Id.nullable(),
})
const Named = z
  .array(z.object({ itemId: Id, amountFen: Amount.min(1) }))
  .min(1)
  .max(200)

export const LedgerEntry = z.object({
  id: Id,
  postingId: Id,
  kind: z.enum(['plan', 'receipt', 'allocation', 'reversal', 'write_off']),
  ledger: z.enum(['bank', 'drafts', 'receivable', 'unapplied', 'contracted', 'written_off']),
  accountId: Id.nullable(),
  contractId: Id.nullable(),
  itemId: Id.nullable(),
  receiptId: Id.nullable(),
  onDay: Day,
  debitFen: Fen,
  creditFen: Fen,
})

export const BankLine = z.object({
  id: Id,
  onDay: Day,
  payer: z.string(),
  amountFen: Fen,
  text: z.string(),
  reference: z.string().nullable(),
  state: z.enum(['open', 'matched', 'ignored']),
  receiptId: Id.nullable(),
  ignoreReason: z.string().nullable(),
  /** Best first; each reason a message key `statement.<code>` with its parameters and points. Only for open lines. */
  proposals: z.array(
    z.object({
      itemId: Id,
      contractId: Id,
      contractNo: z.string(),
      accountId: Id,
      accountName: z.string(),
      no: z.int(),
      period: z.string().nullable(),
      openFen: Fen,
      dueOn: Day.nullable(),
      amountFen: Fen,
      points: z.int(),
      certain: z.boolean(),
      /** Confirming would teach that this payer stands for this account. */
      newAlias: z.boolean(),
      reasons: z.array(z.object({ code: z.string(), points: z.int(), params: z.record(z.string(), z.unknown()) })),
    }),
  ),
  may: May,
})

export const Invoice = z.object({
  id: Id,
  number: z.string(),
  contractId: Id,
  contractNo: z.string(),
  accountId: Id,
  accountName: z.string(),
  kind: z.enum(['special', 'ordinary']),
  ratePercent: z.number(),
  amountFen: Fen,
  taxFen: Fen,
  issuedOn: Day,
  note: z.string().nullable(),
  voidedAt: Instant.nullable(),
  voidReason: z.string().nullable(),
})

const allocationRefusals = [
  'receipt.amount_not_positive',
  'receipt.item_unknown',
  'receipt.item_named_twice',
  'receipt.more_than_open',
  'receipt.more_than_received',
]

export const receiptContract = {
  receipts: route('GET', '/receipts', 'receipt.read', 'Receipts within reach, newest first')
    .input(
      PageQuery.extend({
        accountId: Id.optional(),
        ownerId: Id.optional(),
        from: Day.optional(),
        to: Day.optional(),
        unapplied: z.enum(['true', 'false']).optional(),
        q: optionalLine(60),
      }),
    )
    .output(page(Receipt)),
  receipt: route('GET', '/receipts/{id}', 'receipt.read', 'One receipt, what it paid, and its ledger entries', ['common.not_found'])
    .input(byId)
    .output(Receipt.extend({ allocations: z.array(Allocation), ledger: z.array(LedgerEntry) })),
  recordReceipt: route('POST', '/receipts', 'receipt.record', 'Record money that came; it pays what is due first, or what is named', [
    'common.not_found',
    'receipt.draft_needs_maturity',
    'receipt.day_in_future',
    'receipt.account_needed',
    ...allocationRefusals,
  ])
    .input(
      z.object({
        accountId: Id.nullish(),
        payer: line(80),
        amountFen: Amount.min(1),
        receivedOn: Day,
        method: ReceiptMethod.default('transfer'),
        maturesOn: Day.nullish(),
        reference: optionalLine(80),
        note: optionalLine(200),
        /** `oldest`: oldest due first. `none`: keep it unapplied. Or the items by name. */
        allocate: z.union([z.enum(['oldest', 'none']), Named]).default('oldest'),
      }),
    )
    .output(z.object({ id: Id, number: z.string(), unappliedFen: Fen, allocations: z.array(z.object({ itemId: Id, amountFen: Fen })) })),
  allocateReceipt: route('POST', '/receipts/{id}/allocate', 'receipt.record', 'Allocate what is still unapplied', [
    'common.not_found',
    'receipt.reversed',
    'receipt.nothing_unapplied',
    'receipt.account_needed',
    ...allocationRefusals,
  ])
    .input(byId.extend({ accountId: Id.nullish(), allocate: z.union([z.literal('oldest'), Named]).default('oldest') }))
    .output(z.object({ unappliedFen: Fen, allocations: z.array(z.object({ itemId: Id, amountFen: Fen })) })),
  reverseReceipt: route('POST', '/receipts/{id}/reverse', 'receipt.reverse', 'Take a receipt back: entries with the opposite amount', [
    'common.not_found',
    'receipt.reversed',
  ])
    .input(byId.extend({ reason: line(200) }))
    .output(z.object({ ok: z.literal(true) })),
  ledger: route('GET', '/ledger', 'receipt.record', 'Ledger entries, newest first')
    .input(PageQuery.extend({ accountId: Id.optional(), contractId: Id.optional() }))
    .output(page(LedgerEntry)),
  bankLines: route('GET', '/bank-lines', 'receipt.record', 'Lines of the bank’s statement with what they most likely pay')
    .input(PageQuery.extend({ state: z.enum(['open', 'matched', 'ignored']).default('open') }))
    .output(page(BankLine)),
  importBankLines: route('POST', '/bank-lines', 'receipt.record', 'Take lines of a bank statement in; the same line twice is one')
    .input(
      z.object({
        lines: z
          .array(
            z.object({
              onDay: Day,
              payer: line(80),
              amountFen: Amount.min(1),
              text: z.string().trim().max(200).default(''),
              reference: optionalLine(80),
            }),
          )
          .min(1)
          .max(5000),
      }),
    )
    .output(z.object({ added: z.int(), known: z.int() })),
  confirmBankLine: route(
    'POST',
    '/bank-lines/{id}/confirm',
    'receipt.record',
    'Book a bank line on instalments, and remember the payer’s name',
    ['common.not_found', 'bank_line.decided', ...allocationRefusals],
  )
    .input(byId.extend({ allocations: Named, learnAlias: z.boolean().default(true) }))
    .output(z.object({ receiptId: Id, number: z.string(), unappliedFen: Fen })),
  ignoreBankLine: route('POST', '/bank-lines/{id}/ignore', 'receipt.record', 'Say that a bank line is no receipt', [
    'common.not_found',
    'bank_line.decided',
  ])
    .input(byId.extend({ reason: line(200) }))
    .output(z.object({ ok: z.literal(true) })),
  invoices: route('GET', '/invoices', 'receivable.read', 'Invoices within reach, newest first')
    .input(PageQuery.extend({ accountId: Id.optional(), contractId: Id.optional() }))
    .output(page(Invoice)),
  recordInvoice: route('POST', '/invoices', 'receipt.record', 'Record an invoice that was issued', [
    'common.not_found',
    'invoice.number_taken',
    'invoice.more_than_contract',
    'invoice.contract_not_effective',
  ])
    .input(
      z.object({
        number: line(40),
        contractId: Id,
        itemId: Id.nullish(),
        kind: z.enum(['special', 'ordinary']),
        ratePercent: z.number().min(0).max(100),
        amountFen: Amount.min(1),
        issuedOn: Day,
        note: optionalLine(200),
      }),
    )
    .output(z.object({ id: Id })),
  voidInvoice: route('POST', '/invoices/{id}/void', 'receipt.record', 'Void an invoice', ['common.not_found', 'invoice.voided'])
    .input(byId.extend({ reason: line(200) }))
    .output(z.object({ ok: z.literal(true) })),
}
