// What the company has stored, month by month.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Usage } from '#core/room.ts'

export async function storedByMonth(ctx: Ctx, timeZone: string): Promise<Usage[]> {
  const rows = await ctx.tx.rows(sql<{
    month: string
    n: number
    bytes: number
  }>`select to_char(created_at at time zone ${timeZone}, 'YYYY-MM') as month,
      count(*)::int as n, coalesce(sum(size), 0)::float8 as bytes
    from stored_object where tenant_id = ${ctx.tenantId} and removed_at is null group by 1`)
  return [
    { kind: 'files', unit: 'count', byMonth: Object.fromEntries(rows.map((row) => [row.month, row.n])) },
    { kind: 'storage', unit: 'bytes', byMonth: Object.fromEntries(rows.map((row) => [row.month, row.bytes])) },
  ]
}
