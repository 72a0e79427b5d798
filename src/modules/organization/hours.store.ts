// Working hours of departments.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface Hours {
  weekdays: number[]
  workFrom: string
  workTo: string
}

export async function listHours(ctx: Ctx): Promise<(Hours & { departmentId: string })[]> {
  return await ctx.tx.rows(
    sql`select department_id, weekdays, work_from, work_to from department_hours where tenant_id = ${ctx.tenantId} order by department_id`,
  )
}

export async function saveHours(ctx: Ctx, departmentId: string, hours: Hours): Promise<void> {
  await ctx.tx.run(sql`insert into department_hours (tenant_id, department_id, weekdays, work_from, work_to)
    values (${ctx.tenantId}, ${departmentId}, ${hours.weekdays}::int[], ${hours.workFrom}, ${hours.workTo})
    on conflict (tenant_id, department_id) do update set weekdays = excluded.weekdays, work_from = excluded.work_from, work_to = excluded.work_to`)
}

export async function dropHours(ctx: Ctx, departmentId: string): Promise<void> {
  await ctx.tx.run(sql`delete from department_hours where tenant_id = ${ctx.tenantId} and department_id = ${departmentId}`)
}

/** Of each member the hours of the nearest department, own or above, that has some. */
export async function hoursOfMembers(ctx: Pick<Ctx, 'tx' | 'tenantId'>, memberIds: readonly string[]): Promise<Map<string, Hours>> {
  const rows = await ctx.tx.rows<Hours & { memberId: string }>(sql`with recursive up as (
      select m.id as member_id, d.id, d.parent_id, 1 as step from member m join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
        where m.tenant_id = ${ctx.tenantId} and m.id = any(${memberIds}::uuid[]) and exists (select 1 from department_hours x where x.tenant_id = ${ctx.tenantId})
      union all select up.member_id, d.id, d.parent_id, up.step + 1 from up join department d on d.tenant_id = ${ctx.tenantId} and d.id = up.parent_id where up.step < 50)
    select distinct on (up.member_id) up.member_id, h.weekdays, h.work_from, h.work_to
    from up join department_hours h on h.tenant_id = ${ctx.tenantId} and h.department_id = up.id order by up.member_id, up.step`)
  return new Map(rows.map(({ memberId, weekdays, workFrom, workTo }) => [memberId, { weekdays, workFrom, workTo }]))
}
