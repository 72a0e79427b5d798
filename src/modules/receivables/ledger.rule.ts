// ledger.rule.ts: 分录. Every movement of money as a posting with two sides that are equal. Nothing is edited: it is reversed.
import type { Day } from '#core/calendar.ts'
import { assertFen, sumFen } from '#core/money.ts'

export type Ledger = 'bank' | 'drafts' | 'receivable' | 'unapplied' | 'contracted' | 'written_off'
export type PostingKind = 'plan' | 'receipt' | 'allocation' | 'reversal' | 'write_off'
export type Subject = { accountId?: string | null; contractId?: string; itemId?: string; receiptId?: string }
export type PostingLine = Subject & { ledger: Ledger; debitFen: number; creditFen: number }
export type Posting = { kind: PostingKind; onDay: Day; lines: PostingLine[] }

/** An instalment that the contract makes: owed by the customer. */
export function planPosting(item: { id: string; contractId: string; accountId: string; amountFen: number }, onDay: Day): Posting {
  const subject = { accountId: item.accountId, contractId: item.contractId, itemId: item.id }
  return posting('plan', onDay, item.amountFen, { ...subject, ledger: 'receivable' }, { ...subject, ledger: 'contracted' })
}

/** Money that came: in the bank or as a draft, and not yet anybody's instalment. */
export function receiptPosting(receipt: { id: string; accountId: string | null; amountFen: number; method: string }, onDay: Day): Posting {
  const subject = { accountId: receipt.accountId, receiptId: receipt.id }
  const ledger = receipt.method === 'acceptance_draft' ? 'drafts' : 'bank'
  return posting('receipt', onDay, receipt.amountFen, { ...subject, ledger }, { ...subject, ledger: 'unapplied' })
}

type Allocated = {
  receiptId: string
  receiptAccountId: string | null
  itemId: string
  contractId: string
  accountId: string
  amountFen: number
}

/** Money of a receipt that pays an instalment. */
export function allocationPosting(part: Allocated, onDay: Day): Posting {
  const unapplied = { ledger: 'unapplied' as const, accountId: part.receiptAccountId, receiptId: part.receiptId }
  const receivable = {
    ledger: 'receivable' as const,
    accountId: part.accountId,
    contractId: part.contractId,
    itemId: part.itemId,
    receiptId: part.receiptId,
  }
  return posting('allocation', onDay, part.amountFen, unapplied, receivable)
}

/** The same posting with its sides exchanged. */
export function reversed(original: Posting, onDay: Day): Posting {
  const lines = original.lines.map((line) => ({ ...line, debitFen: line.creditFen, creditFen: line.debitFen }))
  return { kind: 'reversal', onDay, lines }
}

export function balances(posting: Posting): boolean {
  return sumFen(posting.lines.map((line) => line.debitFen)) === sumFen(posting.lines.map((line) => line.creditFen))
}

type Side = Subject & { ledger: Ledger }
function posting(kind: PostingKind, onDay: Day, amountFen: number, debit: Side, credit: Side): Posting {
  if (assertFen(amountFen) <= 0) throw new RangeError(`a posting moves more than nothing: ${amountFen}`)
  const lines = [
    { ...debit, debitFen: amountFen, creditFen: 0 },
    { ...credit, debitFen: 0, creditFen: amountFen },
  ]
  return { kind, onDay, lines }
}
