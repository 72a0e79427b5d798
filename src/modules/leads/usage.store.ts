// How many leads the company has received.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Usage } from '#core/room.ts'

export async function leadUsage(ctx: Ctx, timeZone: string): Promise<Usage[]> {
  const rows = await ctx.tx.rows(sql<{
    month: string
    n: number
  }>`select to_char(received_at at time zone ${timeZone}, 'YYYY-MM') as month, count(*)::int as n
    from lead where tenant_id = ${ctx.tenantId} group by 1`)
  return [{ kind: 'leads', unit: 'count', byMonth: Object.fromEntries(rows.map((row) => [row.month, row.n])) }]
}
