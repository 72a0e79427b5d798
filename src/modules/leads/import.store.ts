// A dry run over the API goes through the same writes as a real one and is undone within the request's transaction.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export async function savepoint(ctx: Ctx): Promise<void> {
  await ctx.tx.run(sql`savepoint dry_run`)
}
export async function backToSavepoint(ctx: Ctx): Promise<void> {
  await ctx.tx.run(sql`rollback to savepoint dry_run`)
}
