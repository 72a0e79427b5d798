// Products: every SQL.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface ProductRow {
  id: string
  code: string
  name: string
  unit: string
  category: string
  spec: string
  taxBp: number
  costFen: number | null
  isService: boolean
  active: boolean
  version: number
}

const columns = sql.raw('id, code, name, unit, category, spec, tax_bp, cost_fen, is_service, active, version')

/** Products by code, from after `cursor` on. */
export async function readProducts(
  ctx: Ctx,
  filter: { q: string | null; active: boolean | null; after: string | null; limit: number },
): Promise<ProductRow[]> {
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  return await ctx.tx.rows(sql<ProductRow>`select ${columns} from product where tenant_id = ${ctx.tenantId}
      and (${like}::text is null or name ilike ${like} or code ilike ${like})
      and (${filter.active}::boolean is null or active = ${filter.active}) and (${filter.after}::text is null or code > ${filter.after})
    order by code limit ${filter.limit}`)
}

export async function readProductsByIds(ctx: Pick<Ctx, 'tx' | 'tenantId'>, ids: readonly string[]): Promise<ProductRow[]> {
  return await ctx.tx.rows(
    sql<ProductRow>`select ${columns} from product where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[]) order by code`,
  )
}

export async function insertProducts(ctx: Ctx, list: Omit<ProductRow, 'version'>[]): Promise<void> {
  const rows = list.map((p) => ({ ...p, tax_bp: p.taxBp, cost_fen: p.costFen, is_service: p.isService }))
  await ctx.tx.run(sql`insert into product (tenant_id, id, code, name, unit, category, spec, tax_bp, cost_fen, is_service, active, created_at)
    select ${ctx.tenantId}::uuid, id, code, name, unit, category, spec, tax_bp, cost_fen, is_service, active, ${ctx.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, code text, name text, unit text, category text, spec text, tax_bp int, cost_fen bigint, is_service boolean, active boolean)`)
}

/** False when somebody else changed it meanwhile. */
export async function updateProduct(ctx: Ctx, p: ProductRow): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`update product set code = ${p.code}, name = ${p.name}, unit = ${p.unit}, category = ${p.category}, spec = ${p.spec},
      tax_bp = ${p.taxBp}, cost_fen = ${p.costFen}, is_service = ${p.isService}, active = ${p.active}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${p.id} and version = ${p.version}`)
  return count === 1
}
