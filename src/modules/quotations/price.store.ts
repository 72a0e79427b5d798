// Price books and entries, by the day they hold.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface BookRow {
  id: string
  code: string
  name: string
  nameEn: string
  segment: string | null
  factor: string
  effectiveFrom: string
  effectiveTo: string | null
}
const bookColumns = sql`b.id, b.code, b.name, b.name_en, b.segment, b.factor, b.effective_from, b.effective_to`

/** Books in force on a day; project (no segment) first. */
export const booksOn = (ctx: Ctx, day: string): Promise<BookRow[]> =>
  ctx.tx.rows<BookRow>(sql`select ${bookColumns} from price_book b where b.tenant_id = ${ctx.tenantId} and b.effective_from <= ${day} and (b.effective_to is null or b.effective_to >= ${day})
    order by b.segment nulls first, b.code`)

export interface EntryRow {
  productId: string
  code: string
  name: string
  unit: string
  taxBp: number
  listPrice: string
  bookPrice: string | null
  floorPrice: string
  costPrice: string
  tiers: { fromQuantity: string; percentOff: string }[]
}

/** What each product costs in a book on a day: the book's own entry before the general one, the newest in force. */
export const viewEntries = (ctx: Ctx, bookId: string, day: string, productIds: string[] | null = null): Promise<EntryRow[]> =>
  ctx.tx.rows<EntryRow>(sql`select * from (select distinct on (p.id) p.id as product_id, p.code, p.name, p.unit, p.tax_bp, e.list_price, e.book_price, e.floor_price, e.cost_price, e.tiers
      from price_entry e join product p on p.tenant_id = e.tenant_id and p.id = e.product_id
      where e.tenant_id = ${ctx.tenantId} and (e.book_id is null or e.book_id = ${bookId}) and e.effective_from <= ${day} and (e.effective_to is null or e.effective_to >= ${day})
        and p.active and (${productIds}::uuid[] is null or p.id = any(${productIds}::uuid[]))
      order by p.id, e.book_id nulls last, e.effective_from desc) x order by x.code`)

export interface NewBook {
  id: string
  code: string
  name: string
  nameEn: string
  segment: string | null
  factor: string
  effectiveFrom: string
}
export async function insertBooks(ctx: Ctx, books: NewBook[]): Promise<void> {
  const rows = books.map((book) => ({ ...book, name_en: book.nameEn, effective_from: book.effectiveFrom }))
  await ctx.tx.run(sql`insert into price_book (tenant_id, id, code, name, name_en, segment, factor, effective_from, created_at)
    select ${ctx.tenantId}::uuid, r.id, r.code, r.name, r.name_en, r.segment, r.factor, r.effective_from, ${ctx.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, code text, name text, name_en text, segment text, factor numeric, effective_from date)`)
}

export interface NewEntry {
  id: string
  productId: string
  listPrice: string
  floorPrice: string
  costPrice: string
  effectiveFrom: string
}
export async function insertEntries(ctx: Ctx, entries: NewEntry[]): Promise<void> {
  await ctx.tx.run(sql`insert into price_entry (tenant_id, id, product_id, list_price, floor_price, cost_price, effective_from)
    select ${ctx.tenantId}::uuid, r.id, r."productId", r."listPrice", r."floorPrice", r."costPrice", r."effectiveFrom"
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(id uuid, "productId" uuid, "listPrice" numeric, "floorPrice" numeric, "costPrice" numeric, "effectiveFrom" date)`)
}
