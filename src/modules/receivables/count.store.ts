// What commission and scorecards count: allocations as they came, open instalments of a member, sums by owner.
import { inScope } from '#core/access.ts'
import type { Day } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { ReceiptMethod } from './receipt.store.ts'

/** An allocation with what decides when it counts. Negative when taken back. */
export interface CountedAllocation {
  allocationId: string
  receiptId: string
  contractId: string
  accountId: string
  ownerId: string
  amountFen: number
  receivedOn: Day
  method: ReceiptMethod
  maturesOn: Day | null
  reversalOf: string | null
}

/** Every allocation from a day on, in the order it came. */
export async function countedAllocations(ctx: Ctx, from: Day): Promise<CountedAllocation[]> {
  return await ctx.tx.rows(sql`select x.id as allocation_id, x.receipt_id, x.contract_id, x.account_id, x.owner_id, x.amount_fen, x.on_day as received_on,
      r.method, r.matures_on, x.reversal_of
    from receipt_allocation x join receipt r on r.tenant_id = ${ctx.tenantId} and r.id = x.receipt_id
    where x.tenant_id = ${ctx.tenantId} and x.on_day >= ${from}::date order by x.on_day, x.created_at, x.id`)
}

/** The open instalment of this owner that is due first, or the named one; undefined when nothing is open. */
export async function openOfOwner(ctx: Ctx, ownerId: string, itemId?: string): Promise<{ id: string } | undefined> {
  return await ctx.tx.row(sql`select id from receipt_plan_item where tenant_id = ${ctx.tenantId} and owner_id = ${ownerId}
    and settled in ('open', 'partial') and (${itemId ?? null}::uuid is null or id = ${itemId ?? null}::uuid)
    order by due_on, id limit 1`)
}

export interface OwnerSums {
  ownerId: string
  dueFen: number
  receivedOnDueFen: number
  overdueFen: number
}

/** Per owner whom `permission` reaches: due by the day, received on it by the day, and what is overdue. */
export async function sumsByOwner(ctx: Ctx, permission: string, today: Day): Promise<OwnerSums[]> {
  return await ctx.tx.rows(sql`select i.owner_id, coalesce(sum(i.amount_fen) filter (where i.due_on <= ${today}::date), 0)::bigint as due_fen,
      coalesce(sum((select coalesce(sum(x.amount_fen), 0) from receipt_allocation x where x.tenant_id = ${ctx.tenantId} and x.item_id = i.id and x.on_day <= ${today}::date))
        filter (where i.due_on <= ${today}::date), 0)::bigint as received_on_due_fen,
      coalesce(sum(i.amount_fen - i.received_fen) filter (where i.settled in ('open', 'partial') and i.due_on < ${today}::date), 0)::bigint as overdue_fen
    from receipt_plan_item i where i.tenant_id = ${ctx.tenantId} and ${inScope(ctx, permission, sql`i.owner_id`)} group by i.owner_id`)
}
