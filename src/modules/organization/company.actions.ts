import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'

export async function renameCompany(ctx: Ctx, input: { name: string }): Promise<{ ok: true }> {
  await ctx.tx.run(sql`update tenant set name = ${input.name} where id = ${ctx.tenantId}`)
  await ctx.tx.run(sql`update department set name = ${input.name} where tenant_id = ${ctx.tenantId} and parent_id is null`)
  await emit(ctx, 'tenant.renamed', ctx.tenantId)
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return { ok: true }
}
