// The ask to end the separation of the admins.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface Ending {
  adminId: string
  adminName: string
  askedById: string
  askedByName: string
  askedAt: string
}

/** An ask that is not older than `since`; of members who are still here. */
export async function askedEnding(ctx: Ctx, since: Date): Promise<Ending | undefined> {
  return await ctx.tx.row(sql<Ending>`select e.admin_id, a.name as admin_name, e.asked_by as asked_by_id, b.name as asked_by_name, e.asked_at
    from separation_ending e join member a on a.tenant_id = e.tenant_id and a.id = e.admin_id and a.disabled_at is null
    join member b on b.tenant_id = e.tenant_id and b.id = e.asked_by and b.disabled_at is null
    where e.tenant_id = ${ctx.tenantId} and e.asked_at > ${since.toISOString()}::timestamptz`)
}

/** The newest ask counts. */
export async function askEnding(ctx: Ctx, adminId: string, askedBy: string): Promise<void> {
  await ctx.tx.run(sql`insert into separation_ending (tenant_id, admin_id, asked_by, asked_at)
    values (${ctx.tenantId}, ${adminId}, ${askedBy}, ${ctx.now.toISOString()})
    on conflict (tenant_id) do update set admin_id = excluded.admin_id, asked_by = excluded.asked_by, asked_at = excluded.asked_at`)
}

export async function dropEnding(ctx: Ctx): Promise<void> {
  await ctx.tx.run(sql`delete from separation_ending where tenant_id = ${ctx.tenantId}`)
}
