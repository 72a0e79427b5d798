import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type PricingInput, type PricingLine, price, pricingDefaults } from './pricing.rule.ts'

// The price book of the demo company: list, floor, cost, tax.
const book: Record<string, [string, string, string, string]> = {
  P01: ['260', '208', '165', '13'],
  P02: ['420', '345', '276', '13'],
  P03: ['380', '312', '255', '13'],
  P11: ['45', '36', '28', '9'],
}
function line(id: string, quantity: string, discount?: PricingLine['discount'], rest: Partial<PricingLine> = {}): PricingLine {
  const [listPrice, floorPrice, costPrice, taxRate] = book[id] as [string, string, string, string]
  return { id, quantity, listPrice, floorPrice, costPrice, taxRate, ...(discount ? { discount } : {}), ...rest }
}
const at = (unitPrice: string) => ({ unitPrice })
const run = (lines: PricingLine[], rest: Partial<PricingInput> = {}) =>
  price({ bookFactor: '1', termDays: 98.6, lines, ...rest }, pricingDefaults)
const round2 = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100)

test('R4.1.9 the test quotation: margin 26.65 %, effective 25.03 %, route director as the highest of its lines', () => {
  const result = run([line('P02', '300', at('386.40')), line('P03', '200', at('342.00')), line('P11', '1500', at('36.90'))])
  assert.deepEqual(
    result.lines.map((one) => [one.netFen / 100, one.route.percent, one.route.level]),
    [
      [115_920, 92, 'manager'],
      [68_400, 90, 'manager'],
      [55_350, 82, 'director'],
    ],
  )
  assert.equal(result.netFen, 23_967_000)
  assert.equal(round2(result.marginPercent), 26.65)
  assert.equal(round2(result.effectiveMarginPercent), 25.03)
  assert.deepEqual(result.route, { level: 'director', approvers: ['director'] })
})

test('Q1: a header discount of 5 % brings P02 below its floor, P01 not', () => {
  const result = run([line('P01', '100', at('221.00')), line('P02', '100', at('357.00'))], { headerDiscount: { percentOff: '5' } })
  assert.deepEqual(
    result.lines.map((one) => [one.unitPrice, one.route.belowFloor, one.route.level]),
    [
      ['209.9500', false, 'director'],
      ['339.1500', true, 'special'],
    ],
  )
  assert.equal(result.route.level, 'special')
  assert.deepEqual(result.route.approvers, ['director', 'finance'])
  const without = run([line('P01', '100', at('221.00')), line('P02', '100', at('357.00'))])
  assert.equal(without.route.level, 'director', 'before the header discount no line is below its floor')
})

test('Q2: margin 8.93 % less 1.62 % is 7.31 %: director, finance and GM', () => {
  const result = run([line('P03', '200', at('280.00'))])
  assert.equal(round2(result.marginPercent), 8.93)
  assert.equal(round2((result.termCostFen / result.netFen) * 100), 1.62)
  assert.equal(round2(result.effectiveMarginPercent), 7.31)
  assert.deepEqual(result.route, { level: 'special', approvers: ['director', 'finance', 'gm'] })
})

test('at the price of the book nobody is asked, in any book; 95 % is the rep, just below it the manager', () => {
  for (const bookFactor of ['1', '0.90', '0.86']) {
    assert.equal(run([line('P02', '10')], { bookFactor }).route.level, 'nobody', bookFactor)
  }
  const dealer = run([line('P01', '10', { percentOff: '5' })], { bookFactor: '0.86' })
  assert.equal(dealer.lines[0]?.openUnitPrice, '223.6000')
  assert.equal(dealer.lines[0]?.unitPrice, '212.4200')
  assert.equal(dealer.route.level, 'nobody')
  assert.equal(run([line('P02', '100', at('398.9999'))]).route.level, 'manager')
  assert.equal(run([line('P02', '100', at('378.0000'))]).route.level, 'manager')
  assert.equal(run([line('P02', '100', at('377.9999'))]).route.level, 'director')
  assert.equal(run([line('P02', '100', at('345.0000'))]).route.level, 'director')
  assert.equal(run([line('P02', '100', at('344.9999'))]).route.level, 'special')
})

test('each step is told: list, book, tier, promotion, line and header discount', () => {
  const tiers = [
    { fromQuantity: '500', percentOff: '4' },
    { fromQuantity: '100', percentOff: '2' },
    { fromQuantity: '1000', percentOff: '6' },
  ]
  const result = run([line('P01', '500', { percentOff: '3' }, { tiers, promotionPercentOff: '1' })], {
    bookFactor: '0.86',
    headerDiscount: { amountFen: 1 },
  })
  assert.deepEqual(
    result.lines[0]?.steps.map((step) => [step.step, step.unitPrice, step.amountFen]),
    [
      ['list', '260.0000', 13_000_000],
      ['book', '223.6000', 11_180_000],
      ['tier', '214.6560', 10_732_800],
      ['promotion', '212.5094', 10_625_470],
      ['line_discount', '206.1341', 10_306_705],
      ['header_discount', '206.1341', 10_306_704],
    ],
  )
  assert.equal(result.lines[0]?.openUnitPrice, '212.5094', 'tier and promotion are the company’s gift, not the rep’s')
  assert.deepEqual(
    result.waterfall.map((step) => step.amountFen),
    [13_000_000, 11_180_000, 10_732_800, 10_625_470, 10_306_705, 10_306_704, 10_306_704, 8_250_000, 2_056_704, 167_053, 1_889_651],
  )
})

test('lines round half up to the fen; a book may state its price', () => {
  assert.equal(run([line('P01', '3', at('0.0050'))]).netFen, 2, '1.5 fen')
  assert.equal(run([line('P01', '1', at('0.0049'))]).netFen, 0)
  assert.equal(run([line('P01', '2.5', undefined, { bookPrice: '250.00' })], { bookFactor: '0.5' }).netFen, 62_500)
})

test('tax of 13, 9 and 6 % is told once per rate and spread over its lines', () => {
  const result = run([
    line('P01', '1', at('0.5')),
    line('P02', '1', at('0.5')),
    line('P03', '1', at('0.5')),
    line('P11', '100', at('10.9')),
  ])
  // 150 × 13/113 = 17.26 → 17 over three lines of 5.75
  assert.deepEqual(
    result.lines.map((one) => one.taxFen),
    [6, 6, 5, 9_000],
  )
  assert.equal(result.taxFen, 9_017)
})

test('without costs (hidden from the rep) prices, floors and routes are the same and no margin is told', () => {
  const hidden = ({ costPrice: _hidden, ...rest }: PricingLine): PricingLine => rest
  const lines = [line('P03', '200', at('280.00')), line('P01', '10')]
  const seen = run(lines)
  const blind = run(lines.map(hidden))
  assert.equal(blind.netFen, seen.netFen)
  assert.equal(blind.route.level, 'special')
  assert.deepEqual(
    blind.lines.map((one) => one.route),
    seen.lines.map((one) => one.route),
  )
  assert.deepEqual([blind.costFen, blind.marginFen, blind.marginPercent, blind.effectiveMarginPercent], [null, null, null, null])
  assert.ok(!blind.waterfall.some((step) => ['cost', 'margin', 'effective_margin'].includes(step.step)))
  assert.equal(run([lines[0] as PricingLine, hidden(lines[1] as PricingLine)]).marginFen, null, 'half a cost is no cost')
})

test('bad numbers are refused', () => {
  for (const bad of ['-1', '', '1e3', 'NaN', '1,5']) assert.throws(() => run([line('P01', bad)]), RangeError, bad)
  assert.throws(() => run([line('P01', '1')], { headerDiscount: { amountFen: 26_001 } }), RangeError)
  assert.throws(() => run([line('P01', '1', { percentOff: '101' })]), RangeError)
})

test('nothing sold has no margin and asks nobody', () => {
  const result = run([])
  assert.equal(result.marginPercent, null)
  assert.equal(result.effectiveMarginPercent, null)
  assert.equal(result.route.level, 'nobody')
})

test('parts always add up to the fen, whatever the discounts', () => {
  const cents = fc.integer({ min: 0, max: 10_000_000 }).map((value) => (value / 10_000).toFixed(4))
  const lines = fc.array(fc.tuple(fc.constantFrom('P01', 'P02', 'P03', 'P11'), fc.integer({ min: 1, max: 5_000 }), cents), {
    minLength: 1,
    maxLength: 12,
  })
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 100 }), (rows, percentOff) => {
      const result = run(
        rows.map(([id, quantity, unitPrice]) => line(id, String(quantity), { unitPrice })),
        { headerDiscount: { percentOff: String(percentOff) } },
      )
      const sum = (of: (one: (typeof result.lines)[0]) => number) => result.lines.reduce((all, one) => all + of(one), 0)
      assert.equal(
        sum((one) => one.netFen),
        result.netFen,
      )
      assert.equal(
        sum((one) => one.grossFen - one.headerDiscountFen),
        result.netFen,
      )
      assert.equal(
        sum((one) => one.marginFen ?? Number.NaN),
        result.netFen - (result.costFen ?? Number.NaN),
      )
      assert.ok(result.lines.every((one) => one.netFen >= 0 && one.taxFen >= 0))
      assert.equal(result.waterfall.find((step) => step.step === 'net')?.amountFen, result.netFen)
    }),
  )
})
