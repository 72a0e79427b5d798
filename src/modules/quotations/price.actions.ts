// From what a rep types to the price, its route and its waterfall: load the book, the terms and the policies, ask the rule.
import { dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { invalid, notFound } from '#core/refuse.ts'
import { accountById, averageTermDays, type PaymentTerm, termCatalogue, termsPolicy } from '#modules/accounts/index.ts'
import { opportunityById } from '#modules/opportunities/index.ts'
import { calendarOf, zone } from '#modules/organization/index.ts'
import { waterfallOf, whyOf } from './card.rule.ts'
import { type BookRow, booksOn, type EntryRow, viewEntries } from './price.store.ts'
import { type Priced, type PricingLine, type PricingPolicy, price as priceOf } from './pricing.rule.ts'
import { maySeeCost } from './quotation.access.ts'
import { capitalPolicy, discountPolicy } from './quotation.policy.ts'
import { type KeptLine, shownLines, totalsOf } from './quotation.rule.ts'

export interface LineInput {
  productId: string
  quantity: string
  percentOff?: string | null
  unitPrice?: string | null
}
export interface DraftInput {
  bookId?: string | null
  termsCode?: string | null
  lines: LineInput[]
  header?: { percentOff?: string | null; amountFen?: number | null } | null
}
export interface PricedDraft {
  book: BookRow
  term: PaymentTerm
  termDays: number
  lines: KeptLine[]
  priced: Priced
  rules: PricingPolicy
}

export async function pricingPolicy(ctx: Ctx): Promise<PricingPolicy> {
  return { ...(await policy(ctx, capitalPolicy)), discount: await policy(ctx, discountPolicy) }
}

export async function priceBooks(ctx: Ctx): Promise<{ items: BookRow[] }> {
  return { items: await booksOn(ctx, dayOf(ctx.now, await zone(ctx))) }
}

/** Products with their prices in a book; costs only for those entitled. */
export async function priceEntries(ctx: Ctx, input: { id: string }) {
  const today = dayOf(ctx.now, await zone(ctx))
  const book = (await booksOn(ctx, today)).find((one) => one.id === input.id)
  if (!book) throw notFound('price book')
  const entries = await viewEntries(ctx, book.id, today)
  const seesCost = maySeeCost(ctx.actor)
  return {
    book,
    items: entries.map(({ taxBp, bookPrice, costPrice, ...entry }) => ({
      ...entry,
      taxRate: rateOf(taxBp),
      bookPrice: bookPrice ?? product(entry.listPrice, book.factor),
      ...(seesCost ? { costPrice } : {}),
    })),
  }
}

const rateOf = (taxBp: number): string => String(taxBp / 100)

/** Two decimals as text multiplied, four decimals: both have at most four, so it is exact in BigInt. */
function product(a: string, b: string): string {
  const units = (text: string): bigint => BigInt(Number(text).toFixed(4).replace('.', ''))
  const scaled = (units(a) * units(b) + 5_000n) / 10_000n
  return `${scaled / 10_000n}.${String(scaled % 10_000n).padStart(4, '0')}`
}

/** Prices a draft for an opportunity's account. Refuses books, terms and products it does not know, and numbers the rule cannot take. */
export async function priceDraft(
  ctx: Ctx,
  account: { id: string; segment: string; termsCode: string },
  signOn: string | null,
  draft: DraftInput,
): Promise<PricedDraft> {
  const today = dayOf(ctx.now, await zone(ctx))
  const books = await booksOn(ctx, today)
  const book = draft.bookId
    ? books.find((one) => one.id === draft.bookId)
    : (books.find((one) => one.segment === account.segment) ?? books[0])
  if (!book) throw invalid('quotation.book_unknown')
  const code = draft.termsCode ?? account.termsCode
  const term = termCatalogue.find((one) => one.code === code)
  if (!term) throw invalid('quotation.terms_unknown', { terms: code })
  const entries = await viewEntries(
    ctx,
    book.id,
    today,
    draft.lines.map((line) => line.productId),
  )
  const lines = draft.lines.map((line, index) => keptLine(line, index + 1, entries))
  const termDays = averageTermDays(term, signOn && signOn > today ? signOn : today, await policy(ctx, termsPolicy), await calendarOf(ctx))
  const rules = await pricingPolicy(ctx)
  const input = { bookFactor: book.factor, lines: lines.map(pricingLine), termDays, ...headerOf(draft.header) }
  try {
    return { book, term, termDays, lines, priced: priceOf(input, rules), rules }
  } catch (error) {
    if (error instanceof RangeError) throw invalid('quotation.price_invalid', { reason: error.message })
    throw error
  }
}

function headerOf(header: DraftInput['header']) {
  if (header?.percentOff) return { headerDiscount: { percentOff: header.percentOff } }
  if (header?.amountFen) return { headerDiscount: { amountFen: header.amountFen } }
  return {}
}

function keptLine(line: LineInput, no: number, entries: EntryRow[]): KeptLine {
  const entry = entries.find((one) => one.productId === line.productId)
  if (!entry) throw invalid('quotation.product_unpriced', { line: no })
  const { productId, code, name, unit, listPrice, bookPrice, floorPrice, costPrice, tiers } = entry
  return {
    no,
    productId,
    code,
    name,
    unit,
    quantity: line.quantity,
    listPrice,
    bookPrice,
    floorPrice,
    costPrice,
    taxRate: rateOf(entry.taxBp),
    tiers,
    percentOff: line.unitPrice ? null : (line.percentOff ?? null),
    typedPrice: line.unitPrice ?? null,
  }
}

function pricingLine(line: KeptLine): PricingLine {
  const { quantity, listPrice, bookPrice, floorPrice, costPrice, taxRate, tiers, percentOff, typedPrice } = line
  return {
    id: String(line.no),
    quantity,
    listPrice,
    ...(bookPrice === null ? {} : { bookPrice }),
    floorPrice,
    costPrice,
    taxRate,
    tiers,
    ...(typedPrice ? { discount: { unitPrice: typedPrice } } : percentOff ? { discount: { percentOff } } : {}),
  }
}

/** The live price of a draft: what it comes to, who must agree and why. Writes nothing. */
export async function price(ctx: Ctx, input: DraftInput & { opportunityId: string }) {
  const one = await opportunityById(ctx, input.opportunityId)
  const account = one ? await accountById(ctx, one.accountId) : undefined
  if (!one || !account) throw notFound('opportunity')
  const { priced, lines, termDays, rules } = await priceDraft(ctx, account, one.expectedSignOn, input)
  const seesCost = maySeeCost(ctx.actor)
  return {
    lines: shownLines(lines, priced, seesCost),
    totals: totalsOf(priced, termDays, seesCost),
    route: { level: priced.route.level, approvers: [...priced.route.approvers] },
    why: whyOf(lines, priced, rules),
    waterfall: waterfallOf(lines, priced, rules, seesCost),
  }
}
