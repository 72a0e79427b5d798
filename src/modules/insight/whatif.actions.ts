// 如果这笔到账: what the rules say if the money of one instalment came today. Reads only.
import { inScope, scopeOf } from '#core/access.ts'
import { addMonths, type Day, quarterOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { policy } from '#core/policies.ts'
import { commission, planOfPeriod } from '#modules/commissions/index.ts'
import { creditPolicy, overdueDays, promiseState } from '#modules/receivables/index.ts'
import { maySeeCommission } from './commission.access.ts'
import { type ThreadItemRow, viewCompletion, viewItems, viewPeriod, viewPromises } from './money.store.ts'
import type { WhatIf } from './thread.contract.ts'
import type { ContractPart } from './thread.store.ts'
import { commissionIf, completionIf, creditIf, freezeInDays, itemToAsk } from './whatif.rule.ts'

/** Null when nothing of the contract is open. */
export async function whatIfOf(ctx: Ctx, contract: ContractPart, items: ThreadItemRow[], today: Day): Promise<WhatIf | null> {
  const item = itemToAsk(items.map(asItem), today)
  if (!item) return null
  const arrivedFen = item.amountFen - item.receivedFen
  const everybody = scopeOf(ctx.actor, 'receivable.read') === 'all'
  const company = everybody ? await viewCompletion(ctx, sql<boolean>`true`, today) : null
  const owner = await viewCompletion(
    ctx,
    sql<boolean>`i.owner_id = ${contract.ownerId} and ${inScope(ctx, 'receivable.read', sql`i.owner_id`)}`,
    today,
  )
  return {
    itemId: item.id,
    contractNumber: contract.number,
    no: item.no,
    amountFen: arrivedFen,
    on: today,
    overdueDays: overdueDays(item, today),
    companyCompletion: company ? completionIf(company, arrivedFen, item.dueOn, today) : { before: null, after: null },
    ownerCompletion: completionIf(owner, arrivedFen, item.dueOn, today),
    commission: await commissionPart(ctx, contract.ownerId, arrivedFen, today),
    credit: await creditPart(ctx, contract.accountId, item.id, today),
    freezeInDays: freezeInDays(item, await policy(ctx, creditPolicy), today),
  }
}

const asItem = (item: ThreadItemRow) => ({ ...item, writtenOff: item.settled === 'written_off' })

async function commissionPart(ctx: Ctx, ownerId: string, arrivedFen: number, today: Day): Promise<WhatIf['commission']> {
  if (!maySeeCommission(ctx, ownerId)) return null
  const period = quarterOf(today).name
  const plan = (await planOfPeriod(ctx, period)).value
  const { receivedFen, targetFen } = await viewPeriod(ctx, ownerId, period)
  const { before, after } = commissionIf(receivedFen, arrivedFen, targetFen, plan)
  const attained = (received: number) => (targetFen > 0 ? received / targetFen : null)
  return {
    period,
    targetFen,
    received: { before: before.receivedFen, after: after.receivedFen },
    attainment: { before: attained(before.receivedFen), after: attained(after.receivedFen) },
    ratePercent: { before: before.reached.ratePercent, after: after.reached.ratePercent },
    amountFen: { before: before.commissionFen, after: after.commissionFen },
    mode: plan.mode,
  }
}

async function creditPart(ctx: Ctx, accountId: string, itemId: string, today: Day): Promise<WhatIf['credit']> {
  const rules = await policy(ctx, creditPolicy)
  const items = await viewItems(ctx, { accountId })
  const promises = await viewPromises(ctx, accountId, addMonths(today, -rules.months))
  const broken = promises.filter((promise) => promiseState(promise, promise.received, today) === 'broken').length
  const { before, after } = creditIf(items.map(asItem), itemId, today, broken, rules)
  return { before: before.grade, after: after.grade, frozenBefore: before.frozen, frozenAfter: after.frozen }
}

/** What a contract earned in all, with the rate its owner has reached in the newest period it counted in. */
export async function periodOf(ctx: Ctx, memberId: string, period: string, amountFen: number) {
  const { receivedFen, targetFen } = await viewPeriod(ctx, memberId, period)
  const { reached } = commission(receivedFen, targetFen, (await planOfPeriod(ctx, period)).value)
  return { amountFen, ratePercent: reached.ratePercent, period }
}
