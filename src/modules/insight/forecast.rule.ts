// forecast.rule.ts: 回款预测. The cash open opportunities may bring: amount × stage weight, on the days the terms make of it.
import type { Calendar, Day } from '#core/calendar.ts'
import { percentOf, sumFen } from '#core/money.ts'
import { expectedEvents, type PaymentTerm, planItems, type TermPolicy } from '#modules/accounts/terms.rule.ts'

/** An open opportunity: amount in fen, weight of its stage in percent, expected signing day, code of the terms likely to apply. */
export type ForecastInput = { id: string; amountFen: number; weight: number; expectedSignOn: Day | null; termCode: string }
/** How the terms likely to apply cut a sum into days. */
export type PlanOf = (termCode: string, amountFen: number, signOn: Day) => readonly { amountFen: number; dueOn: Day | null }[]
export type ForecastItem = { opportunityId: string; dueOn: Day; amountFen: number }
/** `undated` is the weighted money of opportunities without a signing day: told, never put into a month. */
export type ReceiptForecast = { items: ForecastItem[]; totalFen: number; undatedFen: number }

/** Cuts by the payment terms, where the events fall as many days after signing as the policy expects. Throws for an unknown code. */
export function planByTerms(terms: readonly PaymentTerm[], policy: TermPolicy, calendar: Calendar): PlanOf {
  const byCode = new Map(terms.map((term) => [term.code, term]))
  return (termCode, amountFen, signOn) => {
    const term = byCode.get(termCode)
    if (!term) throw new RangeError(`no such payment term: ${termCode}`)
    return planItems(term, amountFen, expectedEvents(term, signOn, policy), calendar)
  }
}

/** Expected receipts by day, earliest first. The weight applies to the whole before it is cut, so parts add up to the fen. */
export function forecastReceipts(opportunities: readonly ForecastInput[], planOf: PlanOf): ReceiptForecast {
  const items: ForecastItem[] = []
  let undatedFen = 0
  for (const { id, amountFen, weight, expectedSignOn, termCode } of opportunities) {
    const weighted = percentOf(amountFen, weight)
    if (expectedSignOn === null) undatedFen += weighted
    else {
      for (const part of planOf(termCode, weighted, expectedSignOn)) {
        if (part.dueOn === null) undatedFen += part.amountFen
        else if (part.amountFen !== 0) items.push({ opportunityId: id, dueOn: part.dueOn, amountFen: part.amountFen })
      }
    }
  }
  items.sort((a, b) => a.dueOn.localeCompare(b.dueOn) || a.opportunityId.localeCompare(b.opportunityId))
  return { items, totalFen: sumFen(items.map((item) => item.amountFen)), undatedFen }
}

/** What of it is due from `from` to `until`, both days included. */
export function forecastBetween(forecast: ReceiptForecast, from: Day, until: Day): { items: ForecastItem[]; amountFen: number } {
  const items = forecast.items.filter((item) => item.dueOn >= from && item.dueOn <= until)
  return { items, amountFen: sumFen(items.map((item) => item.amountFen)) }
}
