// The department tree.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface DepartmentRow {
  id: string
  parentId: string | null
  name: string
  headId: string | null
  headName: string | null
  members: number
}

export async function listDepartments(ctx: Ctx): Promise<DepartmentRow[]> {
  return await ctx.tx.rows(sql<DepartmentRow>`select d.id, d.parent_id, d.name, d.head_id, h.name as head_name,
      (select count(*)::int from member m where m.tenant_id = d.tenant_id and m.department_id = d.id and m.disabled_at is null) as members
    from department d left join member h on h.tenant_id = d.tenant_id and h.id = d.head_id
    where d.tenant_id = ${ctx.tenantId} order by d.sort, d.name`)
}

export async function departmentExists(ctx: Ctx, id: string): Promise<boolean> {
  return (await ctx.tx.row(sql`select 1 as ok from department where tenant_id = ${ctx.tenantId} and id = ${id}`)) !== undefined
}

/** Whether every one of these departments is the company's. */
export async function departmentsExist(ctx: Ctx, ids: readonly string[]): Promise<boolean> {
  const row = await ctx.tx.row(
    sql<{
      n: number
    }>`select count(*)::int as n from department where tenant_id = ${ctx.tenantId} and id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return row?.n === new Set(ids).size
}

export async function insertDepartment(
  ctx: Ctx,
  department: { id: string; parentId: string | null; name: string; sort: number; headId?: string | null },
): Promise<void> {
  await ctx.tx.run(sql`insert into department (tenant_id, id, parent_id, name, sort, head_id)
    values (${ctx.tenantId}, ${department.id}, ${department.parentId}, ${department.name}, ${department.sort}, ${department.headId ?? null})`)
}

export async function setDepartmentHead(ctx: Ctx, departmentId: string, headId: string | null): Promise<void> {
  await ctx.tx.run(sql`update department set head_id = ${headId} where tenant_id = ${ctx.tenantId} and id = ${departmentId}`)
}

/** Undefined fields stay as they are; a null head means none. */
export async function updateDepartment(
  ctx: Ctx,
  id: string,
  change: { name?: string | undefined; parentId?: string | undefined; headId?: string | null | undefined },
): Promise<void> {
  await ctx.tx.run(sql`update department set name = coalesce(${change.name ?? null}, name), parent_id = coalesce(${change.parentId ?? null}::uuid, parent_id),
      head_id = case when ${change.headId !== undefined}::boolean then ${change.headId ?? null}::uuid else head_id end
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** The successor heads what the leaver headed. */
export async function passHeads(ctx: Ctx, from: string, to: string): Promise<void> {
  await ctx.tx.run(sql`update department set head_id = ${to} where tenant_id = ${ctx.tenantId} and head_id = ${from}`)
}

/** Held to the end of the transaction: two changes that are right alone may together make a ring, or leave nobody who runs the company. */
export async function lockShape(ctx: Ctx): Promise<void> {
  await ctx.tx.run(sql`select 1 from department where tenant_id = ${ctx.tenantId} and parent_id is null for no key update`)
}
