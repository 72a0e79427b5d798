// A leaver's instalments go to the successor: money never becomes ownerless. Receipts and allocations keep who held them then.

import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'

export async function passItems(ctx: Ctx, from: string, to: string): Promise<void> {
  await ctx.tx.run(sql`update receipt_plan set owner_id = ${to} where tenant_id = ${ctx.tenantId} and owner_id = ${from}`)
  await ctx.tx.run(sql`update receipt_plan_item set owner_id = ${to}, version = version + 1
    where tenant_id = ${ctx.tenantId} and owner_id = ${from} and settled in ('open', 'partial')`)
}

/** Instalments to collect and what customers promised on them; a promise follows its instalment. */
export async function receivableHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(sql<Holding>`select 'receivable' as kind, i.id, c.number || ' / ' || i.no as name
    from receipt_plan_item i join contract c on c.tenant_id = i.tenant_id and c.id = i.contract_id
    where i.tenant_id = ${ctx.tenantId} and i.owner_id = ${memberId} and i.settled in ('open', 'partial')
    union all select 'promise', p.id, to_char(p.promised_on, 'YYYY-MM-DD') from payment_promise p
      join receipt_plan_item i on i.tenant_id = p.tenant_id and i.id = p.item_id
    where p.tenant_id = ${ctx.tenantId} and i.owner_id = ${memberId} and i.settled in ('open', 'partial') order by kind, name`)
}
