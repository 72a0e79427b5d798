// 报价: price books, the live price, quotations from draft to the customer's yes.
import { Amount, byId, Day, Fen, Id, Instant, line, May, optionalLine, PageQuery, page, route, Version, z } from '#core/contract.ts'
import { CardFact, CardWaterfall, Words } from '#modules/approvals/approval.contract.ts'

/** Yuan, a quantity or a percent, written out with a point: `386.4000`. */
export const Decimals = z
  .string()
  .trim()
  .regex(/^\d{1,12}(\.\d{1,4})?$/)

export const PriceBook = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  segment: z.string().nullable(),
  factor: z.string(),
  effectiveFrom: Day,
  effectiveTo: Day.nullable(),
})
/** A product in a book. `costPrice` is absent without `field.cost`. What the pricing rule takes, so that a phone can price offline. */
export const PriceEntry = z.object({
  productId: Id,
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  taxRate: z.string(),
  listPrice: z.string(),
  bookPrice: z.string(),
  floorPrice: z.string(),
  costPrice: z.string().optional(),
  tiers: z.array(z.object({ fromQuantity: z.string(), percentOff: z.string() })),
})

export const LineInput = z.object({
  productId: Id,
  quantity: Decimals,
  percentOff: Decimals.nullish(),
  unitPrice: Decimals.nullish(),
})
const Lines = z.array(LineInput).max(200)
export const HeaderDiscount = z.object({ percentOff: Decimals.nullish(), amountFen: Amount.min(0).nullish() })

export const Level = z.enum(['nobody', 'manager', 'director', 'special'])
export const Route = z.object({ level: Level, approvers: z.array(z.enum(['manager', 'director', 'finance', 'gm'])) })
export const PricedLine = z.object({
  no: z.number().int(),
  productId: Id,
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  quantity: z.string(),
  taxRate: z.string(),
  percentOff: z.string().nullable(),
  typedPrice: z.string().nullable(),
  listPrice: z.string(),
  openUnitPrice: z.string(),
  unitPrice: z.string(),
  floorPrice: z.string(),
  /** Unit price less floor, in fen; negative is below. */
  floorGapFen: Fen,
  percent: z.number(),
  netFen: Fen,
  taxFen: Fen,
  /** Absent without `field.cost`. */
  costFen: Fen.nullable().optional(),
  marginFen: Fen.nullable().optional(),
  level: Level,
  belowFloor: z.boolean(),
})
/** From `costFen` on absent without `field.cost`. */
export const Totals = z.object({
  listFen: Fen,
  netFen: Fen,
  taxFen: Fen,
  floorFen: Fen,
  headerDiscountFen: Fen,
  termDays: z.number(),
  costFen: Fen.nullable().optional(),
  marginFen: Fen.nullable().optional(),
  marginPercent: z.number().nullable().optional(),
  termCostFen: Fen.optional(),
  effectiveMarginFen: Fen.nullable().optional(),
  effectiveMarginPercent: z.number().nullable().optional(),
})
export const PricePreview = z.object({
  lines: z.array(PricedLine),
  totals: Totals,
  route: Route,
  /** Why these people: `第 3 行 82%，超出经理权限`. */
  why: z.array(Words),
  waterfall: CardWaterfall.nullable(),
})

export const QuotationStatus = z.enum(['draft', 'in_approval', 'approved', 'sent', 'accepted', 'rejected', 'expired'])
export const QuotationRow = z.object({
  id: Id,
  number: z.string(),
  revision: z.number().int(),
  status: QuotationStatus,
  opportunityId: Id,
  opportunityName: z.string(),
  accountId: Id,
  accountName: z.string(),
  ownerId: Id,
  ownerName: z.string(),
  netFen: Fen,
  listFen: Fen,
  level: Level,
  lineCount: z.number().int(),
  madeOn: Day,
  validUntil: Day,
  approvalId: Id.nullable(),
  sentOn: Day.nullable(),
  stampedAt: Instant.nullable(),
  acceptedOn: Day.nullable(),
  createdAt: Instant,
  version: Version,
  may: May,
})
export const QuotationDetail = QuotationRow.extend({
  bookId: Id,
  bookCode: z.string(),
  bookName: z.string(),
  termsCode: z.string(),
  header: HeaderDiscount.nullable(),
  note: z.string().nullable(),
  lines: z.array(PricedLine),
  totals: Totals,
  route: Route,
  why: z.array(Words),
  waterfall: CardWaterfall.nullable(),
  facts: z.array(CardFact),
  submittedAt: Instant.nullable(),
  approvedAt: Instant.nullable(),
  sentAt: Instant.nullable(),
  stampedFileId: Id.nullable(),
  /** In approval: whom it waits for, and since when. */
  waiting: z.object({ names: z.array(z.string()), since: Instant }).nullable(),
  closedReason: z.string().nullable(),
  revisesId: Id.nullable(),
  revisions: z.array(z.object({ id: Id, revision: z.number().int(), status: QuotationStatus, netFen: Fen, createdAt: Instant })),
})

const Draft = z.object({
  bookId: Id.nullish(),
  termsCode: optionalLine(20),
  lines: Lines,
  header: HeaderDiscount.nullish(),
  note: optionalLine(1000),
})
const bad = ['quotation.product_unpriced', 'quotation.price_invalid', 'quotation.book_unknown', 'quotation.terms_unknown'] as const
const wrongState = 'quotation.not_possible'
const changed = 'common.stale'

export const quotationContract = {
  priceBooks: route('GET', '/price-books', 'quotation.read', 'Price books in force').output(z.object({ items: z.array(PriceBook) })),
  priceEntries: route('GET', '/price-books/{id}/entries', 'quotation.read', 'Products with their prices in a book', [
    'quotation.book_unknown',
  ])
    .input(byId)
    .output(z.object({ book: PriceBook, items: z.array(PriceEntry) })),
  price: route('POST', '/quotations/price', 'quotation.write', 'The live price of a draft; writes nothing', bad)
    .input(Draft.extend({ opportunityId: Id }))
    .output(PricePreview),
  list: route('GET', '/quotations', 'quotation.read', 'Quotations in reach')
    .input(
      PageQuery.extend({
        status: QuotationStatus.optional(),
        opportunityId: Id.optional(),
        accountId: Id.optional(),
        search: z.string().trim().max(80).optional(),
      }),
    )
    .output(page(QuotationRow)),
  counts: route('GET', '/quotations/counts', 'quotation.read', 'Numbers for the tabs').output(
    z.object({
      draft: z.number().int(),
      in_approval: z.number().int(),
      approved: z.number().int(),
      sent: z.number().int(),
      accepted: z.number().int(),
      rejected: z.number().int(),
      expired: z.number().int(),
    }),
  ),
  get: route('GET', '/quotations/{id}', 'quotation.read', 'One quotation').input(byId).output(QuotationDetail),
  create: route('POST', '/quotations', 'quotation.write', 'A draft for an opportunity', [...bad, 'opportunity.closed'])
    .input(Draft.extend({ opportunityId: Id }))
    .output(QuotationDetail),
  edit: route('PUT', '/quotations/{id}', 'quotation.write', 'The draft as it stands now', [...bad, wrongState, changed])
    .input(Draft.extend({ id: Id, version: Version }))
    .output(QuotationDetail),
  submit: route('POST', '/quotations/{id}/submit', 'quotation.write', 'For approval; nobody to ask means approved', [
    wrongState,
    'quotation.no_lines',
    'quotation.expired',
    'approval.no_approver',
    'approval.already_running',
  ])
    .input(byId.extend({ note: optionalLine(1000) }))
    .output(QuotationDetail),
  withdraw: route('POST', '/quotations/{id}/withdraw', 'quotation.write', 'Back from approval to the draft', [
    wrongState,
    'approval.not_the_requester',
  ])
    .input(byId.extend({ note: optionalLine(1000) }))
    .output(QuotationDetail),
  send: route('POST', '/quotations/{id}/send', 'quotation.write', 'Mark as sent to the customer', [
    'quotation.not_approved',
    'quotation.expired',
    'quotation.no_lines',
  ])
    .input(byId.extend({ sentOn: Day.nullish(), by: z.enum(['email', 'wechat', 'paper', 'other']).default('email') }))
    .output(QuotationDetail),
  stamp: route('POST', '/quotations/{id}/stamped-copy', 'quotation.write', 'Attach the stamped copy (photo or PDF)', [
    'quotation.not_approved',
    'file.empty',
    'file.wrong_type',
    'file.too_large',
  ])
    .input(byId.extend({ file: z.file() }))
    .output(QuotationDetail),
  accept: route('POST', '/quotations/{id}/accept', 'quotation.write', 'The customer agrees', [wrongState])
    .input(byId.extend({ acceptedOn: Day.nullish() }))
    .output(QuotationDetail),
  reject: route('POST', '/quotations/{id}/reject', 'quotation.write', 'The customer declines', [wrongState])
    .input(byId.extend({ reason: line(500) }))
    .output(QuotationDetail),
  revise: route('POST', '/quotations/{id}/revise', 'quotation.write', 'A new version to change', [wrongState])
    .input(byId)
    .output(QuotationDetail),
  pdf: route('GET', '/quotations/{id}/pdf', 'quotation.read', 'The quotation as a PDF').input(byId).output(z.file()),
}
