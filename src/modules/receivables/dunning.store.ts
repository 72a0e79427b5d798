// The dunning ladder in SQL: exactly the items that dunning.rule.ts gives a step for (a twin test holds the two together).
import type { Day } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { ItemRow } from './plan.store.ts'

export interface DunnedRow extends ItemRow {
  contractNo: string
  accountName: string
  dispute: string | null
  promisedOn: Day | null
  doneSteps: number[]
}

/** Open items whose latest passed step is not done: not disputed, and no promise still running. Locked, the one due first on top. */
export async function itemsToDun(ctx: Ctx, remindDays: readonly number[], today: Day, limit: number): Promise<DunnedRow[]> {
  return await ctx.tx.rows(sql`select i.id, i.plan_id, i.contract_id, i.account_id, i.owner_id, i.no, i.event, i.line, i.period, i.delivery_id, i.amount_fen, i.received_fen,
      i.due_on, i.settled, i.dispute, p.contract_no, coalesce((select a.name from account a where a.tenant_id = ${ctx.tenantId} and a.id = i.account_id), '') as account_name,
      (select q.promised_on from payment_promise q where q.tenant_id = ${ctx.tenantId} and q.item_id = i.id order by q.created_at desc, q.id desc limit 1) as promised_on,
      array(select d.step from dunning_step d where d.tenant_id = ${ctx.tenantId} and d.item_id = i.id order by d.step) as done_steps
    from receipt_plan_item i join receipt_plan p on p.tenant_id = ${ctx.tenantId} and p.id = i.plan_id
    where i.tenant_id = ${ctx.tenantId} and i.settled in ('open', 'partial') and i.dispute is null
      and i.due_on <= ${today}::date - ${Math.min(...remindDays)}::int
      and (select max(s.step) from unnest(${remindDays}::int[]) as s(step) where i.due_on + s.step <= ${today}::date)
        > coalesce((select max(d.step) from dunning_step d where d.tenant_id = ${ctx.tenantId} and d.item_id = i.id), -100000)
      and coalesce((select q.promised_on from payment_promise q where q.tenant_id = ${ctx.tenantId} and q.item_id = i.id
        order by q.created_at desc, q.id desc limit 1) < ${today}::date, true)
    order by i.due_on, i.id limit ${limit} for update of i skip locked`)
}

export interface TakenStep {
  itemId: string
  step: number
  stepOn: Day
  takenOn: Day
  openFen: number
  ownerId: string
  taskId: string | null
}

export async function insertSteps(ctx: Ctx, steps: readonly TakenStep[]): Promise<void> {
  if (steps.length === 0) return
  const rows = steps.map((s) => ({
    item_id: s.itemId,
    step: s.step,
    step_on: s.stepOn,
    taken_on: s.takenOn,
    open_fen: s.openFen,
    owner_id: s.ownerId,
    task_id: s.taskId,
  }))
  await ctx.tx.run(sql`insert into dunning_step (tenant_id, item_id, step, step_on, taken_on, open_fen, owner_id, task_id)
    select ${ctx.tenantId}::uuid, item_id, step, step_on, taken_on, open_fen, owner_id, task_id
    from jsonb_populate_recordset(null::dunning_step, ${JSON.stringify(rows)}::jsonb)`)
}
