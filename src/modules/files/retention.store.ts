// Files that go: marked in the transaction that decides it, their bytes taken away by the sweep afterwards.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { countOut } from './usage.store.ts'

/** Marks files removed; returns how many were there. */
export async function markRemoved(ctx: Ctx, ids: readonly string[], reason: 'retention' | 'erasure'): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await ctx.tx.rows<{
    size: number
  }>(sql`update stored_object set removed_at = ${ctx.now.toISOString()}, removed_reason = ${reason}, name = 'removed'
    where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[]) and removed_at is null returning size`)
  if (rows.length > 0)
    await countOut(
      ctx,
      rows.reduce((sum, row) => sum + row.size, 0),
      rows.length,
    )
  return rows.length
}

export async function olderThan(ctx: Ctx, purpose: string, before: string, limit: number): Promise<string[]> {
  const rows = await ctx.tx.rows<{ id: string }>(sql`select id from stored_object where tenant_id = ${ctx.tenantId} and purpose = ${purpose}
    and removed_at is null and created_at < ${before} order by created_at, id limit ${limit} for update skip locked`)
  return rows.map((row) => row.id)
}

export async function removedWithBytes(ctx: Ctx, limit: number): Promise<{ id: string; key: string }[]> {
  return await ctx.tx.rows(sql`select id, key from stored_object where tenant_id = ${ctx.tenantId} and removed_at is not null and bytes_gone_at is null
    order by removed_at, id limit ${limit} for update skip locked`)
}

export async function markBytesGone(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.tx.run(
    sql`update stored_object set bytes_gone_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`,
  )
}
