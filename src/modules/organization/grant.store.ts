// Record grants: access that a later room gives one member on one earlier record. `givenBy` names the giver's record, so that it can end
// what it gave and nothing else.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export async function grantRecord(
  ctx: Ctx,
  grant: { memberId: string; recordType: string; recordId: string; reason: string; givenBy: string },
): Promise<void> {
  await ctx.tx.run(sql`insert into record_grant (tenant_id, member_id, record_type, record_id, reason, given_by, given_at)
    values (${ctx.tenantId}, ${grant.memberId}, ${grant.recordType}, ${grant.recordId}, ${grant.reason}, ${grant.givenBy}, ${ctx.now.toISOString()})
    on conflict do nothing`)
}

/** Ends what `givenBy` gave: to one member, or to all. */
export async function endGrants(ctx: Ctx, ended: { givenBy: string; memberId?: string }): Promise<number> {
  return await ctx.tx.run(sql`delete from record_grant where tenant_id = ${ctx.tenantId} and given_by = ${ended.givenBy}
    and (${ended.memberId ?? null}::uuid is null or member_id = ${ended.memberId ?? null})`)
}

/** Does a grant open this record to the member? */
export async function isGranted(ctx: Ctx, memberId: string, recordId: string): Promise<boolean> {
  const row = await ctx.tx.row(
    sql`select 1 as ok from record_grant where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and record_id = ${recordId} limit 1`,
  )
  return row !== undefined
}
