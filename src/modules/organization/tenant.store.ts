// The company's own row.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export async function tenantCode(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<string> {
  const row = await ctx.tx.row(sql<{ code: string }>`select code from tenant where id = ${ctx.tenantId}`)
  return row?.code ?? ''
}
