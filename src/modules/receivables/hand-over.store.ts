// A leaver's instalments go to the successor: money never becomes ownerless. Receipts and allocations keep who held them then.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export async function passItems(ctx: Ctx, from: string, to: string): Promise<void> {
  await ctx.tx.run(sql`update receipt_plan set owner_id = ${to} where tenant_id = ${ctx.tenantId} and owner_id = ${from}`)
  await ctx.tx.run(sql`update receipt_plan_item set owner_id = ${to}, version = version + 1
    where tenant_id = ${ctx.tenantId} and owner_id = ${from} and settled in ('open', 'partial')`)
}
