// pricing.rule.ts: 定价. The one way from list price to effective margin; server, console and phone (offline) share it.
import { Decimal } from 'decimal.js'
import { spread, sumFen } from '#core/money.ts'
import { type DiscountPolicy, discountDefaults, type LineRoute, lineRoute, type Route, routeOf } from './discount.rule.ts'

/** `capitalRate` in percent a year over `capitalYearDays`: what it costs to wait for the money. */
export type PricingPolicy = { capitalRate: number; capitalYearDays: number; discount: DiscountPolicy }
export const pricingDefaults: PricingPolicy = { capitalRate: 6, capitalYearDays: 365, discount: discountDefaults }

/** A number in yuan, a quantity or a percent, written out: `386.4000`, `1500`, `0.86`. Never a floating-point number. */
export type Decimals = string
/** A volume tier: from this quantity on, `percentOff` per cent off the book's price. The highest one reached applies. */
export type Tier = { fromQuantity: Decimals; percentOff: Decimals }

/**
 * One line. Prices in yuan per unit, tax included; `taxRate` in percent. The book's price is `bookPrice` where the book
 * states one, else list × the book's factor. The line discount is `percentOff` or a unit price typed by the rep.
 * Without `costPrice` (who may not see costs does not have it, the phone offline too) there is no margin, all else is the same.
 */
export type PricingLine = {
  id: string
  quantity: Decimals
  listPrice: Decimals
  bookPrice?: Decimals
  floorPrice: Decimals
  costPrice?: Decimals
  taxRate: Decimals
  tiers?: readonly Tier[]
  promotionPercentOff?: Decimals
  discount?: { percentOff: Decimals } | { unitPrice: Decimals }
}
/** `headerDiscount` in percent or fen, off the whole. `termDays`: average days from signing to money (accounts' terms rule). */
export type PricingInput = {
  bookFactor: Decimals
  lines: readonly PricingLine[]
  headerDiscount?: { percentOff: Decimals } | { amountFen: number }
  termDays: number
}

export type PriceStepName = 'list' | 'book' | 'tier' | 'promotion' | 'line_discount' | 'header_discount'
/** One step of the waterfall of a line: the unit price (four decimals) and the line in fen after it. */
export type PriceStep = { step: PriceStepName; unitPrice: Decimals; amountFen: number }
/** `unitPrice` is the net one. `openUnitPrice`: what anyone may sell at, the book's price for this quantity in its promotion. */
export type PricedLine = {
  id: string
  steps: PriceStep[]
  openUnitPrice: Decimals
  unitPrice: Decimals
  grossFen: number
  headerDiscountFen: number
  netFen: number
  taxFen: number
  costFen: number | null
  marginFen: number | null
  route: LineRoute
}
export type WaterfallStep = { step: PriceStepName | 'net' | 'cost' | 'margin' | 'term_cost' | 'effective_margin'; amountFen: number }
/** Margins in percent of net, four decimals; null when nothing is sold. All of cost and margin is null where a cost is not known. */
export type Priced = {
  lines: PricedLine[]
  netFen: number
  taxFen: number
  costFen: number | null
  marginFen: number | null
  marginPercent: number | null
  termCostFen: number
  effectiveMarginFen: number | null
  effectiveMarginPercent: number | null
  route: Route
  waterfall: WaterfallStep[]
}

/** Prices a quotation: every step is told, floors and rights are tested on what is left after all discounts. Throws RangeError. */
export function price(input: PricingInput, policy: PricingPolicy): Priced {
  const opened = input.lines.map((line) => ({ line, steps: lineSteps(line, input.bookFactor) }))
  const gross = opened.map(({ steps }) => (steps.at(-1) as PriceStep).amountFen)
  const header = headerShares(gross, input.headerDiscount)
  const net = gross.map((fen, index) => fen - (header[index] as number))
  const tax = taxShares(input.lines, net)
  const lines = opened.map(({ line, steps }, index): PricedLine => {
    const netFen = net[index] as number
    const quantity = amount(line.quantity, 'quantity')
    const unit = quantity.isZero() ? amount((steps.at(-1) as PriceStep).unitPrice, 'price') : new Decimal(netFen).div(100).div(quantity)
    const openStep = steps.findLast((step) => step.step !== 'line_discount') as PriceStep
    const costFen = line.costPrice === undefined ? null : lineFen(amount(line.costPrice, 'cost'), quantity)
    return {
      id: line.id,
      steps: header[index] === 0 ? steps : [...steps, { step: 'header_discount', unitPrice: fourDecimals(unit), amountFen: netFen }],
      openUnitPrice: openStep.unitPrice,
      unitPrice: fourDecimals(unit),
      grossFen: gross[index] as number,
      headerDiscountFen: header[index] as number,
      netFen,
      taxFen: tax[index] as number,
      costFen,
      marginFen: costFen === null ? null : netFen - costFen,
      route: lineRoute(
        { netFen, openFen: openStep.amountFen, floorFen: lineFen(amount(line.floorPrice, 'floor'), quantity) },
        policy.discount,
      ),
    }
  })
  return total(lines, input.termDays, policy)
}

function total(lines: PricedLine[], termDays: number, policy: PricingPolicy): Priced {
  const netFen = sumFen(lines.map((line) => line.netFen))
  const waiting = new Decimal(termDays).div(policy.capitalYearDays).times(policy.capitalRate).div(100)
  const termCostFen = wholeFen(waiting.times(netFen))
  const costs = lines.flatMap((line) => line.costFen ?? [])
  const costFen = costs.length === lines.length ? sumFen(costs) : null
  const marginFen = costFen === null ? null : netFen - costFen
  const effectiveMarginFen = marginFen === null ? null : marginFen - termCostFen
  const margin = marginFen === null || netFen === 0 ? null : new Decimal(marginFen).div(netFen).times(100)
  // The threshold is tested on the exact rate, not on the rate as it is shown: 7.99996 % is not 8 %.
  const effective = margin?.minus(waiting.times(100)) ?? null
  const routes = lines.map((line) => line.route)
  const discounts = stepNames.map((step): WaterfallStep => ({ step, amountFen: sumFen(lines.map((line) => amountAfter(line, step))) }))
  const earned = [
    ['cost', costFen],
    ['margin', marginFen],
    ['term_cost', termCostFen],
    ['effective_margin', effectiveMarginFen],
  ] as const
  return {
    lines,
    netFen,
    taxFen: sumFen(lines.map((line) => line.taxFen)),
    costFen,
    marginFen,
    marginPercent: margin?.toDecimalPlaces(4).toNumber() ?? null,
    termCostFen,
    effectiveMarginFen,
    effectiveMarginPercent: effective?.toDecimalPlaces(4).toNumber() ?? null,
    route: routeOf(routes, effective, policy.discount),
    waterfall: [
      ...discounts,
      { step: 'net', amountFen: netFen },
      ...earned.flatMap(([step, amountFen]): WaterfallStep[] => (amountFen === null ? [] : [{ step, amountFen }])),
    ],
  }
}

const stepNames: PriceStepName[] = ['list', 'book', 'tier', 'promotion', 'line_discount', 'header_discount']

/** What a line comes to after a step; a step it does not have leaves it where it was. */
function amountAfter(line: PricedLine, step: PriceStepName): number {
  const reached = stepNames.slice(0, stepNames.indexOf(step) + 1)
  return line.steps.findLast((one) => reached.includes(one.step))?.amountFen ?? 0
}

function lineSteps(line: PricingLine, bookFactor: Decimals): PriceStep[] {
  const quantity = amount(line.quantity, 'quantity')
  const list = amount(line.listPrice, 'price')
  const steps: PriceStep[] = []
  let unit = list
  const take = (step: PriceStepName, value: Decimal) => {
    unit = value.toDecimalPlaces(4, Decimal.ROUND_HALF_UP)
    steps.push({ step, unitPrice: fourDecimals(unit), amountFen: lineFen(unit, quantity) })
  }
  take('list', list)
  take('book', line.bookPrice === undefined ? list.times(amount(bookFactor, 'factor')) : amount(line.bookPrice, 'price'))
  const tier = reachedTier(line.tiers ?? [], quantity)
  if (tier) take('tier', off(unit, tier.percentOff))
  if (line.promotionPercentOff !== undefined) take('promotion', off(unit, line.promotionPercentOff))
  if (line.discount)
    take('line_discount', 'unitPrice' in line.discount ? amount(line.discount.unitPrice, 'price') : off(unit, line.discount.percentOff))
  return steps
}

function reachedTier(tiers: readonly Tier[], quantity: Decimal): Tier | undefined {
  const reached = tiers.filter((tier) => quantity.gte(tier.fromQuantity))
  return reached.sort((a, b) => new Decimal(b.fromQuantity).cmp(a.fromQuantity))[0]
}

function headerShares(gross: readonly number[], discount: PricingInput['headerDiscount']): number[] {
  const whole = sumFen(gross)
  if (!discount || whole === 0) return gross.map(() => 0)
  const off = 'amountFen' in discount ? discount.amountFen : wholeFen(percent(discount.percentOff).times(whole))
  if (off < 0 || off > whole) throw new RangeError(`a discount lies between nothing and all: ${off}`)
  return spread(off, gross)
}

/** The tax contained in the net amounts: told once per rate, then spread over its lines, so that the invoice adds up. */
function taxShares(lines: readonly PricingLine[], net: readonly number[]): number[] {
  const shares = net.map(() => 0)
  for (const rate of new Set(lines.map((line) => new Decimal(line.taxRate).toString()))) {
    const own = lines.flatMap((line, index) => (new Decimal(line.taxRate).toString() === rate ? [index] : []))
    const weights = own.map((index) => net[index] as number)
    const whole = sumFen(weights)
    const factor = percent(rate)
    const parts = spread(wholeFen(factor.times(whole).div(factor.plus(1))), weights)
    for (const [at, index] of own.entries()) shares[index] = parts[at] as number
  }
  return shares
}

function off(unit: Decimal, percentOff: Decimals): Decimal {
  const rate = percent(percentOff)
  if (rate.gt(1)) throw new RangeError(`more than 100 % off: ${percentOff}`)
  return unit.times(new Decimal(1).minus(rate))
}

function percent(value: Decimals): Decimal {
  return amount(value, 'percent').div(100)
}

function amount(value: Decimals, what: string): Decimal {
  const parsed = /^\d+(\.\d+)?$/.test(value) ? new Decimal(value) : null
  if (!parsed) throw new RangeError(`not a ${what} of 0 or more: ${value}`)
  return parsed
}

function lineFen(unit: Decimal, quantity: Decimal): number {
  return wholeFen(unit.times(quantity).times(100))
}

function wholeFen(value: Decimal): number {
  return value.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber()
}

function fourDecimals(value: Decimal): Decimals {
  return value.toFixed(4, Decimal.ROUND_HALF_UP)
}
