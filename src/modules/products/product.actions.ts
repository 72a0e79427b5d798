// What people do with products, and what later rooms ask of them.
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { isUniqueViolation } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { maySeeCost, shownProduct } from './product.access.ts'
import { insertProducts, type ProductRow, readProducts, readProductsByIds, updateProduct } from './product.store.ts'

export async function products(ctx: Ctx, input: { q?: string | null; active?: boolean; cursor?: string; limit: number }) {
  const [after = null] = fromCursor(input.cursor, 1) ?? []
  const rows = await readProducts(ctx, {
    q: input.q || null,
    active: input.active ?? null,
    after: after as string | null,
    limit: input.limit + 1,
  })
  const { items, next } = toPage(rows, input.limit, (row) => [row.code])
  return { items: items.map((row) => shownProduct(ctx.actor, row)), next }
}

export async function product(ctx: Ctx, input: { id: string }) {
  const [row] = await readProductsByIds(ctx, [input.id])
  if (!row) throw notFound('product')
  return shownProduct(ctx.actor, row)
}

type ProductInput = Omit<ProductRow, 'id' | 'version' | 'costFen'> & { costFen?: number | null }

/** Refuses a cost from somebody who may not see it: what cannot be read cannot be overwritten. */
function mayWriteCost(ctx: Ctx, input: { costFen?: number | null }): void {
  if (input.costFen !== undefined && !maySeeCost(ctx.actor)) throw refuse('product.cost_hidden')
}

const taken = (error: unknown, code: string): unknown =>
  isUniqueViolation(error, 'product_code') ? refuse('product.code_taken', { code }) : error

export async function createProduct(ctx: Ctx, input: ProductInput) {
  mayWriteCost(ctx, input)
  const row: ProductRow = { ...input, costFen: input.costFen ?? null, id: uuidv7(), version: 1 }
  await insertProducts(ctx, [row]).catch((error) => {
    throw taken(error, input.code)
  })
  await emit(ctx, 'product.created', row.id, { code: row.code, name: row.name, costFen: row.costFen })
  return shownProduct(ctx.actor, row)
}

export async function changeProduct(ctx: Ctx, input: ProductInput & { id: string; version: number }) {
  mayWriteCost(ctx, input)
  const [before] = await readProductsByIds(ctx, [input.id])
  if (!before) throw notFound('product')
  const row: ProductRow = { ...input, costFen: input.costFen === undefined ? before.costFen : input.costFen }
  const saved = await updateProduct(ctx, row).catch((error) => {
    throw taken(error, input.code)
  })
  if (!saved) throw refuse('common.stale')
  await emit(ctx, 'product.changed', row.id, {
    code: row.code,
    name: row.name,
    ...(row.costFen !== before.costFen ? { costFen: row.costFen } : {}),
  })
  return shownProduct(ctx.actor, { ...row, version: row.version + 1 })
}

/** For later rooms: products by id, costs included; they decide whom they show them to. */
export async function productsByIds(ctx: Pick<Ctx, 'tx' | 'tenantId'>, ids: readonly string[]): Promise<Map<string, ProductRow>> {
  return new Map((await readProductsByIds(ctx, ids)).map((row) => [row.id, row]))
}

/** For later rooms: every product that is sold, by code. */
export async function listProducts(ctx: Ctx): Promise<ProductRow[]> {
  return await readProducts(ctx, { q: null, active: true, after: null, limit: 2000 })
}
