// 用量: each room counts its own; here they are put side by side.
import { addMonths, dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { Usage } from '#core/room.ts'
import { zone } from './calendar.store.ts'
import { street } from './street.actions.ts'

const MONTHS = 12

export async function usage(ctx: Ctx) {
  const timeZone = await zone(ctx)
  const today = dayOf(ctx.now, timeZone)
  const months = Array.from({ length: MONTHS }, (_, index) => addMonths(`${today.slice(0, 7)}-01`, index - MONTHS + 1).slice(0, 7))
  const found: Usage[] = [await eventUsage(ctx, timeZone)]
  for (const room of street()) found.push(...((await room.usageByMonth?.(ctx, timeZone)) ?? []))
  const members = await ctx.tx.row(sql<{
    active: number
    disabled: number
  }>`select count(*) filter (where disabled_at is null)::int as active,
      count(*) filter (where disabled_at is not null)::int as disabled from member where tenant_id = ${ctx.tenantId}`)
  const kinds = found.map(({ kind, unit, byMonth }) => ({
    kind,
    unit,
    total: Object.values(byMonth).reduce((sum, n) => sum + n, 0),
    months: months.map((month) => byMonth[month] ?? 0),
  }))
  return {
    members: members ?? { active: 0, disabled: 0 },
    events: kinds.find((one) => one.kind === 'events')?.total ?? 0,
    kinds,
    months,
    measuredOn: today,
  }
}

async function eventUsage(ctx: Ctx, timeZone: string): Promise<Usage> {
  const rows = await ctx.tx.rows(sql<{
    month: string
    n: number
  }>`select to_char(at at time zone ${timeZone}, 'YYYY-MM') as month, count(*)::int as n
    from event where tenant_id = ${ctx.tenantId} group by 1`)
  return { kind: 'events', unit: 'count', byMonth: Object.fromEntries(rows.map((row) => [row.month, row.n])) }
}
