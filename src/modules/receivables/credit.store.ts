// What an account's credit is judged by: its instalments with the days money came, its promises, its releases.
import type { Day } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { CreditGrade } from './credit.rule.ts'
import type { SettledState } from './due.rule.ts'

export interface CreditRow {
  accountId: string
  creditGrade: CreditGrade | null
  creditFrozen: boolean
  releasedUntil: Day | null
  items: {
    id: string
    amountFen: number
    receivedFen: number
    dueOn: Day | null
    settled: SettledState
    received: { amountFen: number; onDay: Day }[]
  }[]
  promises: { itemId: string; amountFen: number; promisedOn: Day; recordedOn: Day }[]
}

/** Accounts with a plan among the given ones; items that are open or were paid since `since`. Money taken back is left out. */
export async function viewCredit(ctx: Ctx, accountIds: readonly string[], since: Day, today: Day): Promise<CreditRow[]> {
  return await ctx.tx.rows(sql`select a.id as account_id, a.credit_grade, a.credit_frozen,
      (select to_char(max(r.until), 'YYYY-MM-DD') from credit_release r where r.tenant_id = ${ctx.tenantId} and r.account_id = a.id and r.until >= ${today}::date) as released_until,
      coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'amountFen', i.amount_fen, 'receivedFen', i.received_fen, 'dueOn', i.due_on, 'settled', i.settled,
          'received', coalesce((select jsonb_agg(jsonb_build_object('amountFen', x.amount_fen, 'onDay', x.on_day)) from receipt_allocation x
            where x.tenant_id = ${ctx.tenantId} and x.item_id = i.id and x.reversal_of is null
              and not exists (select 1 from receipt_allocation y where y.tenant_id = ${ctx.tenantId} and y.reversal_of = x.id)), '[]')))
        from receipt_plan_item i where i.tenant_id = ${ctx.tenantId} and i.account_id = a.id
          and (i.settled in ('open', 'partial') or i.settled_on >= ${since}::date)), '[]') as items,
      coalesce((select jsonb_agg(jsonb_build_object('itemId', p.item_id, 'amountFen', p.amount_fen, 'promisedOn', p.promised_on, 'recordedOn', p.recorded_on))
        from payment_promise p where p.tenant_id = ${ctx.tenantId} and p.account_id = a.id and p.promised_on >= ${since}::date), '[]') as promises
    from account a where a.tenant_id = ${ctx.tenantId} and a.id = any(${accountIds}::uuid[])
      and exists (select 1 from receipt_plan_item i where i.tenant_id = ${ctx.tenantId} and i.account_id = a.id) order by a.id`)
}

export async function insertRelease(ctx: Ctx, release: { id: string; accountId: string; until: Day; reason: string }): Promise<void> {
  await ctx.tx.run(sql`insert into credit_release (tenant_id, id, account_id, until, reason, released_by, created_at)
    values (${ctx.tenantId}, ${release.id}, ${release.accountId}, ${release.until}, ${release.reason}, ${memberOf(ctx)}, ${ctx.now.toISOString()})`)
}

/** Accounts whose credit the passing of a day may change: something is overdue, or a promise or a release ended. */
export async function accountsToJudge(ctx: Ctx, today: Day, after: string | null, limit: number): Promise<string[]> {
  const rows = await ctx.tx.rows<{ id: string }>(sql`select distinct account_id as id from (
      select account_id from receipt_plan_item where tenant_id = ${ctx.tenantId} and settled in ('open', 'partial') and due_on < ${today}::date
      union select account_id from payment_promise where tenant_id = ${ctx.tenantId} and promised_on < ${today}::date
      union select id from account where tenant_id = ${ctx.tenantId} and credit_grade in ('B', 'C', 'D')) x
    where ${after}::uuid is null or account_id > ${after}::uuid order by id limit ${limit}`)
  return rows.map((row) => row.id)
}
