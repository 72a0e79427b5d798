import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

/** All leads of the company: what a plan counts. */
export async function leadsKept(ctx: Ctx): Promise<number> {
  return (await ctx.tx.row(sql<{ n: number }>`select count(*)::int as n from lead where tenant_id = ${ctx.tenantId}`))?.n ?? 0
}
