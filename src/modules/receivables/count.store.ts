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

export interface OpenItem {
  id: string
  contractId: string
  contractNo: string
  accountId: string
  accountName: string
  no: number
  period: string | null
  dueOn: Day | null
  openFen: number
}

/** The open instalment of this owner that is due first, or the named one; undefined when it is not open or not his. */
export async function openOfOwner(ctx: Ctx, ownerId: string, itemId?: string): Promise<OpenItem | undefined> {
  const named = itemId ?? null
  return await ctx.tx.row(sql`select i.id, i.contract_id, p.contract_no, i.account_id, coalesce(a.name, '') as account_name, i.no, i.period, i.due_on,
      i.amount_fen - i.received_fen as open_fen
    from receipt_plan_item i join receipt_plan p on p.tenant_id = ${ctx.tenantId} and p.id = i.plan_id
    left join account a on a.tenant_id = ${ctx.tenantId} and a.id = i.account_id
    where i.tenant_id = ${ctx.tenantId} and i.owner_id = ${ownerId} and i.settled in ('open', 'partial') and (${named}::uuid is null or i.id = ${named}::uuid)
    order by i.due_on, i.id limit 1`)
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
