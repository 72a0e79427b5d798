// quotation.rule.ts: 报价单. Which state follows which, what may be sent, and when a quotation expires.
import { addDays, type Day } from '#core/calendar.ts'
import type { RouteLevel } from './discount.rule.ts'

export type QuotationPolicy = { validDays: number }
export const quotationDefaults: QuotationPolicy = { validDays: 15 }

export type QuotationStatus = 'draft' | 'in_approval' | 'approved' | 'sent' | 'accepted' | 'rejected' | 'expired'
export type QuotationAct = 'submit' | 'approve' | 'turn_down' | 'return' | 'withdraw' | 'revise' | 'send' | 'accept' | 'reject' | 'expire'

/** `rejected` is the customer's no; a refused approval makes a draft again. What has left the house is revised as a new version. */
const transitions: Record<QuotationStatus, Partial<Record<QuotationAct, QuotationStatus>>> = {
  draft: { submit: 'in_approval' },
  in_approval: { approve: 'approved', turn_down: 'draft', return: 'draft', withdraw: 'draft' },
  approved: { send: 'sent', revise: 'draft', expire: 'expired' },
  sent: { accept: 'accepted', reject: 'rejected', expire: 'expired' },
  accepted: {},
  rejected: {},
  expired: {},
}

/** The state an act leads to, or null when it is not possible in this state. */
export function nextQuotationStatus(status: QuotationStatus, act: QuotationAct): QuotationStatus | null {
  return transitions[status][act] ?? null
}

/** Where submission leads: a price nobody needs to agree to is approved at once, by the rule. */
export function submittedStatus(level: RouteLevel): 'approved' | 'in_approval' {
  return level === 'nobody' ? 'approved' : 'in_approval'
}

/** The last day a quotation holds, given the day it was made. */
export function validUntil(madeOn: Day, policy: QuotationPolicy): Day {
  return addDays(madeOn, policy.validDays)
}

export type SendBlock = 'quotation.not_approved' | 'quotation.expired' | 'quotation.no_lines'
export type SendVerdict = { allowed: boolean; blocks: SendBlock[] }

/** Whether a quotation may go to the customer: approved, with something in it, and still valid on `today`. */
export function sendVerdict(quotation: { status: QuotationStatus; validUntil: Day; lineCount: number }, today: Day): SendVerdict {
  const blocks: SendBlock[] = []
  if (quotation.status !== 'approved') blocks.push('quotation.not_approved')
  if (quotation.validUntil < today) blocks.push('quotation.expired')
  if (quotation.lineCount === 0) blocks.push('quotation.no_lines')
  return { allowed: blocks.length === 0, blocks }
}

/** Whether the sweep of `today` lets it expire: the day after the last valid one; what is accepted stays accepted. */
export function expires(quotation: { status: QuotationStatus; validUntil: Day }, today: Day): boolean {
  return nextQuotationStatus(quotation.status, 'expire') !== null && quotation.validUntil < today
}
