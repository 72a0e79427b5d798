// What stands around a contract: names, clauses with every place filled, the instalments its terms will make.
import nzh from 'nzh/cn'
import { type Calendar, dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { policy } from '#core/policies.ts'
import { expectedEvents, planItems, termsPolicy } from '#modules/accounts/index.ts'
import type { EventDays } from '#modules/accounts/terms.rule.ts'
import { opportunityById } from '#modules/opportunities/index.ts'
import { quotationById } from '#modules/quotations/index.ts'
import { fillClauses } from './clause.rule.ts'
import type { ContractRecord, ContractView } from './contract.store.ts'
import { placeValues } from './words.rule.ts'

/** 贰拾叁万玖仟陆佰柒拾元整. */
export const capitals = (fen: number): string => nzh.toMoney((fen / 100).toFixed(2), { outSymbol: false, forceZheng: true })

/** The seller's name in contracts: the company. */
export async function sellerName(ctx: Ctx): Promise<string> {
  const tenant = await ctx.tx.row<{ name: string }>(sql`select t.name from tenant t where t.id = ${ctx.tenantId}`)
  return tenant?.name ?? ''
}

export interface Surroundings {
  opportunityName: string | null
  quotationNumber: string | null
  seller: string
  clauses: { title: string; text: string }[]
}

/** Names around a contract and its clauses with every place filled. */
export async function surroundings(ctx: Ctx, contract: ContractView): Promise<Surroundings> {
  const opportunity = contract.opportunityId ? await opportunityById(ctx, contract.opportunityId) : undefined
  const quotation = contract.quotationId ? await quotationById(ctx, contract.quotationId) : undefined
  const seller = await sellerName(ctx)
  const names = { opportunityName: opportunity?.name ?? null, quotationNumber: quotation?.number ?? null }
  const values = placeValues({ ...contract, ...names, seller, buyer: contract.accountName, amountWords: capitals(contract.amountFen) })
  return { ...names, seller, clauses: fillClauses(contract.clauses, values) }
}

/** The instalments as the terms make them; undated ones with the day that is expected for them. */
export async function plannedItems(ctx: Ctx, contract: ContractRecord, calendar: Calendar) {
  const signOn = contract.signedOn ?? dayOf(ctx.now, calendar.zone)
  const known: EventDays = {
    ...contract.milestones,
    ...(contract.signedOn ? { signing: contract.signedOn } : {}),
    ...(contract.deliveredOn ? { delivery: contract.deliveredOn } : {}),
    ...(contract.acceptedOn ? { acceptance: contract.acceptedOn } : {}),
  }
  const expected = expectedEvents(contract.terms, signOn, await policy(ctx, termsPolicy), known)
  const later = planItems(contract.terms, contract.amountFen, expected, calendar)
  return planItems(contract.terms, contract.amountFen, known, calendar).map((item, index) => ({
    ...item,
    expectedOn: item.dueOn ?? (later[index]?.dueOn as string),
  }))
}
