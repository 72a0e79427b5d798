// quotation.rule.ts: 报价单. Which state follows which, what may be sent, and when a quotation expires.
import { addDays, type Day } from '#core/calendar.ts'
import { parseYuan, sumFen } from '#core/money.ts'
import type { RouteLevel } from './discount.rule.ts'
import type { Priced, PricedLine, Tier } from './pricing.rule.ts'

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

/** A line as it is kept: the prices of its day beside what was typed. Yuan and quantities as text. */
export type KeptLine = {
  no: number
  productId: string
  code: string
  name: string
  unit: string
  quantity: string
  listPrice: string
  bookPrice: string | null
  floorPrice: string
  costPrice: string
  taxRate: string
  tiers: readonly Tier[]
  percentOff: string | null
  typedPrice: string | null
}

/** Yuan as text in fen, rounded to the fen: for a gap that people read, not for sums. */
export function fenOf(yuan: string): number {
  return parseYuan(Number(yuan).toFixed(2)) ?? 0
}

/** Lines for a screen: what was kept with what the rule said; cost and margin only where `seesCost`. */
export function shownLines(lines: readonly KeptLine[], priced: Priced, seesCost: boolean) {
  return lines.map((line, index) => {
    const one = priced.lines[index] as PricedLine
    return {
      no: line.no,
      productId: line.productId,
      code: line.code,
      name: line.name,
      unit: line.unit,
      quantity: line.quantity,
      taxRate: line.taxRate,
      percentOff: line.percentOff,
      typedPrice: line.typedPrice,
      listPrice: line.listPrice,
      openUnitPrice: one.openUnitPrice,
      unitPrice: one.unitPrice,
      floorPrice: line.floorPrice,
      floorGapFen: fenOf(one.unitPrice) - fenOf(line.floorPrice),
      percent: one.route.percent,
      netFen: one.netFen,
      taxFen: one.taxFen,
      level: one.route.level,
      belowFloor: one.route.belowFloor,
      ...(seesCost ? { costFen: one.costFen, marginFen: one.marginFen } : {}),
    }
  })
}

/** Sums of a quotation; what is earned is absent for who may not see costs. */
export function totalsOf(priced: Priced, termDays: number, seesCost: boolean) {
  const list = priced.waterfall.find((step) => step.step === 'list')
  const { costFen, marginFen, marginPercent, termCostFen, effectiveMarginFen, effectiveMarginPercent } = priced
  return {
    listFen: list?.amountFen ?? 0,
    netFen: priced.netFen,
    taxFen: priced.taxFen,
    floorFen: sumFen(priced.lines.map((line) => line.route.floorFen)),
    headerDiscountFen: sumFen(priced.lines.map((line) => line.headerDiscountFen)),
    termDays,
    ...(seesCost ? { costFen, marginFen, marginPercent, termCostFen, effectiveMarginFen, effectiveMarginPercent } : {}),
  }
}
