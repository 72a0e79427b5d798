// Numbers on records (XS-20261024-0137): one counter per tenant and series. Counted in the transaction that uses the number, so that no
// number is lost to a refusal; writers of one series therefore wait for each other, which only records made by hand can afford.
import { dayOf } from './calendar.ts'
import type { Ctx } from './context.ts'
import { sql } from './db.ts'

/**
 * The next number of a series, starting at 1. A series is any short text; put the period into it where counting starts anew:
 * `nextNumber(ctx, 'XS-202611')`.
 */
export async function nextNumber(ctx: Ctx, series: string): Promise<number> {
  const row = await ctx.tx.row<{ next: number }>(sql`insert into number_series as s (tenant_id, series, next)
    values (${ctx.tenantId}, ${series}, 1) on conflict (tenant_id, series) do update set next = s.next + 1 returning next`)
  if (!row) throw new Error(`the series ${series} gave no number`)
  return row.next
}

/** Takes `count` numbers of a series at once, for bulk work; returns the first. */
export async function takeNumbers(ctx: Ctx, series: string, count: number): Promise<number> {
  const row = await ctx.tx.row<{ next: number }>(sql`insert into number_series as s (tenant_id, series, next)
    values (${ctx.tenantId}, ${series}, ${count}) on conflict (tenant_id, series) do update set next = s.next + ${count} returning next`)
  if (!row) throw new Error(`the series ${series} gave no numbers`)
  return row.next - count + 1
}

/** `XS-20261024-0137`: prefix, day of the tenant, and a count that starts anew each month. */
export async function numberOfDay(ctx: Ctx, prefix: string, day: string = dayOf(ctx.now)): Promise<string> {
  const next = await nextNumber(ctx, `${prefix}-${day.slice(0, 7)}`)
  return `${prefix}-${day.replaceAll('-', '')}-${String(next).padStart(4, '0')}`
}

/** `SJ-2026-0419`: prefix, year, and a count that starts anew each year. */
export async function numberOfYear(ctx: Ctx, prefix: string, day: string = dayOf(ctx.now)): Promise<string> {
  const next = await nextNumber(ctx, `${prefix}-${day.slice(0, 4)}`)
  return `${prefix}-${day.slice(0, 4)}-${String(next).padStart(4, '0')}`
}
