// Targets, locked periods, and drafts that wait for the day they mature.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { CountedAllocation } from '#modules/receivables/index.ts'

export async function targetsOf(
  ctx: Ctx,
  keys: readonly { memberId: string; period: string }[],
): Promise<{ memberId: string; period: string; targetFen: number; version: number }[]> {
  if (keys.length === 0) return []
  const rows = JSON.stringify(keys.map(({ memberId, period }) => ({ member_id: memberId, period })))
  return await ctx.tx.rows(sql`select t.member_id, t.period, t.target_fen, t.version from sales_target t
    join jsonb_to_recordset(${rows}::jsonb) as k(member_id uuid, period text) on k.member_id = t.member_id and k.period = t.period
    where t.tenant_id = ${ctx.tenantId}`)
}

/** Writes targets; a version that is not the one read gives 0 rows. Version 0 means there was none. */
export async function saveTarget(
  ctx: Ctx,
  target: { memberId: string; period: string; targetFen: number; version: number },
): Promise<boolean> {
  const { memberId, period, targetFen, version } = target
  const now = ctx.now.toISOString()
  if (version === 0) {
    return (
      (await ctx.tx.run(sql`insert into sales_target (tenant_id, member_id, period, target_fen, set_by, updated_at)
        values (${ctx.tenantId}, ${memberId}, ${period}, ${targetFen}, ${ctx.actor.memberId}, ${now}) on conflict do nothing`)) === 1
    )
  }
  return (
    (await ctx.tx.run(sql`update sales_target set target_fen = ${targetFen}, set_by = ${ctx.actor.memberId}, updated_at = ${now}, version = version + 1
      where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and period = ${period} and version = ${version}`)) === 1
  )
}

export async function lockedPeriods(ctx: Ctx, periods: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.tx.rows<{ period: string; lockedAt: string }>(
    sql`select period, locked_at from payout_period where tenant_id = ${ctx.tenantId} and period = any(${periods}::text[])`,
  )
  return new Map(rows.map((row) => [row.period, row.lockedAt]))
}

/** Locks every entry of a period; returns how many, and their sum. */
export async function lockEntries(ctx: Ctx, period: string): Promise<{ entries: number; amountFen: number }> {
  await ctx.tx.run(
    sql`update commission_entry set state = 'locked' where tenant_id = ${ctx.tenantId} and period = ${period} and state = 'accrued'`,
  )
  const sums = await ctx.tx.row<{
    entries: number
    amountFen: number
  }>(sql`select count(*) as entries, coalesce(sum(amount_fen), 0)::bigint as amount_fen
    from commission_entry where tenant_id = ${ctx.tenantId} and period = ${period}`)
  const { entries, amountFen } = sums as { entries: number; amountFen: number }
  await ctx.tx.run(sql`insert into payout_period (tenant_id, period, locked_at, locked_by, entries, amount_fen)
    values (${ctx.tenantId}, ${period}, ${ctx.now.toISOString()}, ${ctx.actor.memberId}, ${entries}, ${amountFen})`)
  return { entries, amountFen }
}

export async function insertWaiting(ctx: Ctx, waiting: readonly { receipt: CountedAllocation; countsOn: string }[]): Promise<void> {
  if (waiting.length === 0) return
  const rows = waiting.map(({ receipt, countsOn }) => ({ allocation_id: receipt.allocationId, counts_on: countsOn, receipt }))
  await ctx.tx.run(sql`insert into commission_waiting (tenant_id, allocation_id, counts_on, receipt, created_at)
    select ${ctx.tenantId}::uuid, allocation_id, counts_on, receipt, ${ctx.now.toISOString()}::timestamptz
    from jsonb_populate_recordset(null::commission_waiting, ${JSON.stringify(rows)}::jsonb) on conflict do nothing`)
}

/** Takes out what waits for these allocations; returns which did. */
export async function dropWaiting(ctx: Ctx, allocationIds: readonly string[]): Promise<string[]> {
  const rows = await ctx.tx.rows<{ id: string }>(sql`delete from commission_waiting
    where tenant_id = ${ctx.tenantId} and allocation_id = any(${allocationIds}::uuid[]) returning allocation_id as id`)
  return rows.map((row) => row.id)
}

/** Takes out drafts that have matured, at most `limit`. */
export async function takeMatured(ctx: Ctx, today: string, limit: number): Promise<CountedAllocation[]> {
  const rows = await ctx.tx.rows<{ receipt: CountedAllocation }>(sql`delete from commission_waiting w using (
      select allocation_id from commission_waiting where tenant_id = ${ctx.tenantId} and counts_on <= ${today}::date
      order by counts_on, allocation_id limit ${limit} for update skip locked) d
    where w.tenant_id = ${ctx.tenantId} and w.allocation_id = d.allocation_id returning w.receipt`)
  return rows.map((row) => row.receipt)
}

export async function waitingOf(
  ctx: Ctx,
  memberId: string,
  range: { from: string; to: string },
): Promise<{ receiptId: string; amountFen: number; countsOn: string }[]> {
  return await ctx.tx.rows(sql`select receipt->>'receiptId' as receipt_id, (receipt->>'amountFen')::bigint as amount_fen, counts_on from commission_waiting
    where tenant_id = ${ctx.tenantId} and receipt->>'ownerId' = ${memberId} and counts_on between ${range.from}::date and ${range.to}::date order by counts_on`)
}
