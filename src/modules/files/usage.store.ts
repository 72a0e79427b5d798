// What a company's files take: one row, counted where files come and go.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface Usage {
  bytes: number
  files: number
}

/** Counts a file in and gives what stands then; uploads of one company wait for each other here, so the quota holds under contention. */
export async function countIn(ctx: Ctx, bytes: number): Promise<Usage> {
  const row = await ctx.tx.row(sql<Usage>`insert into file_usage as u (tenant_id, bytes, files) values (${ctx.tenantId}, ${bytes}, 1)
    on conflict (tenant_id) do update set bytes = u.bytes + excluded.bytes, files = u.files + 1 returning bytes, files`)
  if (!row) throw new Error('a count has one row')
  return row
}

export async function countOut(ctx: Ctx, bytes: number, files: number): Promise<void> {
  await ctx.tx.run(
    sql`update file_usage set bytes = greatest(0, bytes - ${bytes}), files = greatest(0, files - ${files}) where tenant_id = ${ctx.tenantId}`,
  )
}

export async function usageOf(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<Usage> {
  return (await ctx.tx.row(sql<Usage>`select bytes, files from file_usage where tenant_id = ${ctx.tenantId}`)) ?? { bytes: 0, files: 0 }
}

export async function usageByPurpose(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<(Usage & { purpose: string })[]> {
  return await ctx.tx.rows(sql`select purpose, sum(size)::bigint as bytes, count(*) as files from stored_object
    where tenant_id = ${ctx.tenantId} and removed_at is null group by purpose order by 2 desc`)
}
