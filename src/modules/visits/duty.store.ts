import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'

export async function openDuty(ctx: Ctx, memberId: string): Promise<{ id: string; startedAt: string } | undefined> {
  return await ctx.tx.row(
    sql<{
      id: string
      startedAt: string
    }>`select id, started_at from duty where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and ended_at is null`,
  )
}

/** Opens a duty; undefined when one is open already. */
export async function insertDuty(ctx: Ctx, memberId: string, at: string): Promise<string | undefined> {
  const id = uuidv7()
  const count = await ctx.tx.run(
    sql`insert into duty (tenant_id, id, member_id, started_at) values (${ctx.tenantId}, ${id}, ${memberId}, ${at}) on conflict do nothing`,
  )
  return count === 1 ? id : undefined
}

export async function closeDuty(ctx: Ctx, id: string, at: string, by: 'rep' | 'auto'): Promise<void> {
  await ctx.tx.run(sql`update duty set ended_at = ${at}, ended_by = ${by} where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Duties begun before `since` that nobody ended and whose member has no visit under way. */
export async function dutiesLeftOpen(
  ctx: Ctx,
  since: string,
  limit: number,
): Promise<{ id: string; memberId: string; startedAt: string }[]> {
  return await ctx.tx.rows(sql<{
    id: string
    memberId: string
    startedAt: string
  }>`select d.id, d.member_id, d.started_at from duty d where d.tenant_id = ${ctx.tenantId} and d.ended_at is null and d.started_at < ${since}
    and not exists (select 1 from visit v where v.tenant_id = d.tenant_id and v.owner_id = d.member_id and v.status = 'in_progress')
    order by d.started_at limit ${limit} for update of d skip locked`)
}
