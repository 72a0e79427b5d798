// Pools: every SQL on which there are.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'

export type PoolSubject = 'lead' | 'account'
export type PoolTakes = { channelKind?: string[]; segment?: ('ka' | 'dealer' | 'smb')[]; province?: string[] }
export interface PoolRow {
  id: string
  subjectType: PoolSubject
  name: string
  isDefault: boolean
  open: boolean
  departmentIds: string[] | null
  takes: PoolTakes
  sort: number
  version: number
}

/** All pools of the tenant, in the order in which a record is offered to them; the default one last. */
export async function readPools(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<PoolRow[]> {
  return await ctx.tx.rows(sql<PoolRow>`select id, subject_type, name, is_default, open, department_ids, takes, sort, version
    from pool where tenant_id = ${ctx.tenantId} order by is_default, sort, name`)
}

export async function insertPool(ctx: Ctx, pool: Omit<PoolRow, 'version'>): Promise<void> {
  await ctx.tx.run(sql`insert into pool (tenant_id, id, subject_type, name, is_default, open, department_ids, takes, sort, created_at)
    values (${ctx.tenantId}, ${pool.id}, ${pool.subjectType}, ${pool.name}, ${pool.isDefault}, ${pool.open}, ${pool.departmentIds}::uuid[],
      ${JSON.stringify(pool.takes)}::jsonb, ${pool.sort}, ${ctx.now.toISOString()})
    on conflict (tenant_id, subject_type) where is_default do nothing`)
}

/** False when somebody else changed it meanwhile. */
export async function updatePool(
  ctx: Ctx,
  pool: Pick<PoolRow, 'id' | 'name' | 'open' | 'departmentIds' | 'takes' | 'sort' | 'version'>,
): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`update pool set name = ${pool.name}, open = ${pool.open}, department_ids = ${pool.departmentIds}::uuid[],
      takes = ${JSON.stringify(pool.takes)}::jsonb, sort = ${pool.sort}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${pool.id} and version = ${pool.version}`)
  return count === 1
}

export const newDefaultPool = (subjectType: PoolSubject): Omit<PoolRow, 'version'> => ({
  id: uuidv7(),
  subjectType,
  name: subjectType === 'lead' ? '公海' : '客户公海',
  isDefault: true,
  open: true,
  departmentIds: null,
  takes: {},
  sort: 999,
})

/** Whether the doors of a pool are open to this department by name. */
export async function namesDepartment(ctx: Ctx, departmentId: string): Promise<boolean> {
  return (
    (await ctx.tx.row(sql`select 1 as ok from pool where tenant_id = ${ctx.tenantId} and ${departmentId}::uuid = any(department_ids)`)) !==
    undefined
  )
}
