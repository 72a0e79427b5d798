// words.rule.ts: what a contract says of itself in its clauses, in Chinese: the document is Chinese whoever reads it.
import { yuan } from '#core/money.ts'
import type { ClausePlace } from './clause.rule.ts'

export type ContractWords = {
  number: string
  amountFen: number
  /** The amount in capital figures (大写). */
  amountWords: string
  seller: string
  buyer: string
  terms: { zh: string }
  opportunityName: string | null
  quotationNumber: string | null
}

/** Values for the places of the clauses. */
export function placeValues(contract: ContractWords): Record<ClausePlace, string> {
  return {
    number: contract.number,
    amount: yuan(contract.amountFen),
    amountWords: contract.amountWords,
    seller: contract.seller,
    buyer: contract.buyer,
    terms: contract.terms.zh,
    opportunity: contract.opportunityName ?? '—',
    quotation: contract.quotationNumber ?? '—',
  }
}
