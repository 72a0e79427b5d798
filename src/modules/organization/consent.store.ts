// Consents: one row for each time a person said yes or no; the newest counts.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'

export async function newestConsents(
  ctx: Ctx,
  memberId: string,
): Promise<{ purpose: string; given: boolean; version: number; at: string }[]> {
  return await ctx.tx.rows(sql`select distinct on (purpose) purpose, given, version, at from consent
    where tenant_id = ${ctx.tenantId} and member_id = ${memberId} order by purpose, at desc, id desc`)
}

export async function insertConsent(ctx: Ctx, memberId: string, purpose: string, given: boolean, version: number): Promise<void> {
  await ctx.tx.run(sql`insert into consent (tenant_id, id, member_id, purpose, given, version, at)
    values (${ctx.tenantId}, ${uuidv7()}, ${memberId}, ${purpose}, ${given}, ${version}, ${ctx.now.toISOString()})`)
}
