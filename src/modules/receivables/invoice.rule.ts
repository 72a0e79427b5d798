// invoice.rule.ts: 发票. The tax inside an amount that includes it.
import { Decimal } from 'decimal.js'
import { assertFen } from '#core/money.ts'

/** Tax in fen inside `amountFen` at `ratePercent`: amount × rate / (100 + rate), half up. */
export function taxIncluded(amountFen: number, ratePercent: number): number {
  return new Decimal(assertFen(amountFen))
    .times(ratePercent)
    .div(new Decimal(100).plus(ratePercent))
    .toDecimalPlaces(0, Decimal.ROUND_HALF_UP)
    .toNumber()
}
