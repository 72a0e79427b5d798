// Receipt plans and their instalments: every SQL that writes them or reads them for an act.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import type { PaymentTerm } from '#modules/accounts/terms.rule.ts'
import type { SettledState } from './due.rule.ts'

export interface PlanRow {
  id: string
  contractId: string
  contractNo: string
  accountId: string
  ownerId: string
  amountFen: number
  terms: PaymentTerm
  generatedAt: string
}

/** An instalment as it stands in its table. */
export interface ItemRow {
  id: string
  planId: string
  contractId: string
  accountId: string
  ownerId: string
  no: number
  event: string
  line: number
  period: string | null
  deliveryId: string | null
  amountFen: number
  receivedFen: number
  dueOn: string | null
  settled: SettledState
}

export async function insertPlans(ctx: Ctx, plans: readonly PlanRow[]): Promise<void> {
  if (plans.length === 0) return
  const rows = plans.map((p) => ({
    id: p.id,
    contract_id: p.contractId,
    contract_no: p.contractNo,
    account_id: p.accountId,
    owner_id: p.ownerId,
    amount_fen: p.amountFen,
    terms: p.terms,
    generated_at: p.generatedAt,
  }))
  await ctx.tx.run(sql`insert into receipt_plan (tenant_id, id, contract_id, contract_no, account_id, owner_id, amount_fen, terms, generated_at)
    select ${ctx.tenantId}::uuid, id, contract_id, contract_no, account_id, owner_id, amount_fen, terms, generated_at
    from jsonb_populate_recordset(null::receipt_plan, ${JSON.stringify(rows)}::jsonb)`)
}

export async function insertItems(ctx: Ctx, items: readonly (ItemRow & { createdAt: string })[]): Promise<void> {
  if (items.length === 0) return
  const rows = items.map((i) => ({
    id: i.id,
    plan_id: i.planId,
    contract_id: i.contractId,
    account_id: i.accountId,
    owner_id: i.ownerId,
    no: i.no,
    event: i.event,
    line: i.line,
    period: i.period,
    delivery_id: i.deliveryId,
    amount_fen: i.amountFen,
    due_on: i.dueOn,
    created_at: i.createdAt,
  }))
  await ctx.tx.run(sql`insert into receipt_plan_item (tenant_id, id, plan_id, contract_id, account_id, owner_id, no, event, line, period, delivery_id, amount_fen, due_on, created_at)
    select ${ctx.tenantId}::uuid, id, plan_id, contract_id, account_id, owner_id, no, event, line, period, delivery_id, amount_fen, due_on, created_at
    from jsonb_populate_recordset(null::receipt_plan_item, ${JSON.stringify(rows)}::jsonb)`)
}

const columns = sql.raw(
  'id, plan_id, contract_id, account_id, owner_id, no, event, line, period, delivery_id, amount_fen, received_fen, due_on, settled',
)

export async function planOfContract(ctx: Ctx, contractId: string): Promise<PlanRow | undefined> {
  return await ctx.tx.row(sql`select id, contract_id, contract_no, account_id, owner_id, amount_fen, terms, generated_at
    from receipt_plan where tenant_id = ${ctx.tenantId} and contract_id = ${contractId}`)
}

/** Locks a contract's plan: whoever counts what is left of it waits for whoever counted before. */
export async function lockPlan(ctx: Ctx, contractId: string): Promise<Pick<PlanRow, 'id' | 'amountFen'> | undefined> {
  return await ctx.tx.row(sql`select id, amount_fen from receipt_plan
    where tenant_id = ${ctx.tenantId} and contract_id = ${contractId} for update`)
}

export async function itemsOfContract(ctx: Ctx, contractId: string): Promise<ItemRow[]> {
  return await ctx.tx.rows(
    sql`select ${columns} from receipt_plan_item where tenant_id = ${ctx.tenantId} and contract_id = ${contractId} order by no`,
  )
}

/** Locks what is still open of these accounts, and the named items whatever their state, oldest due first. */
export async function lockOpenItems(ctx: Ctx, accountIds: readonly string[], itemIds: readonly string[]): Promise<ItemRow[]> {
  return await ctx.tx.rows(sql`select ${columns} from receipt_plan_item
    where tenant_id = ${ctx.tenantId} and ((account_id = any(${accountIds}::uuid[]) and settled in ('open', 'partial')) or id = any(${itemIds}::uuid[]))
    order by due_on, contract_id, no for update`)
}

export interface ItemState {
  id: string
  receivedFen: number
  settled: SettledState
  settledOn: string | null
}

export async function saveItemStates(ctx: Ctx, states: readonly ItemState[]): Promise<void> {
  if (states.length === 0) return
  const rows = states.map((s) => ({ id: s.id, received_fen: s.receivedFen, settled: s.settled, settled_on: s.settledOn }))
  await ctx.tx.run(sql`update receipt_plan_item i set received_fen = s.received_fen, settled = s.settled, settled_on = s.settled_on, version = version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, received_fen bigint, settled text, settled_on date)
    where i.tenant_id = ${ctx.tenantId} and i.id = s.id`)
}

/** Sets due days by line of the terms on what is not paid yet; returns the items that changed. */
export async function redateItems(
  ctx: Ctx,
  contractId: string,
  days: readonly (string | null)[],
): Promise<{ id: string; no: number; dueOn: string | null }[]> {
  const rows = days.map((due_on, line) => ({ line, due_on }))
  return await ctx.tx.rows(sql`update receipt_plan_item i set due_on = d.due_on, version = version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(line int, due_on date)
    where i.tenant_id = ${ctx.tenantId} and i.contract_id = ${contractId} and i.delivery_id is null and i.line = d.line
      and i.settled in ('open', 'partial') and i.due_on is distinct from d.due_on
    returning i.id, i.no, i.due_on`)
}

/** A delivery on a frame contract makes the plan larger. */
export async function growPlan(ctx: Ctx, planId: string, byFen: number): Promise<void> {
  await ctx.tx.run(sql`update receipt_plan set amount_fen = amount_fen + ${byFen} where tenant_id = ${ctx.tenantId} and id = ${planId}`)
}

export async function saveDispute(ctx: Ctx, id: string, reason: string | null): Promise<void> {
  await ctx.tx.run(sql`update receipt_plan_item set dispute = ${reason}, disputed_at = ${reason === null ? null : ctx.now.toISOString()}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export interface PromiseRow {
  id: string
  itemId: string
  accountId: string
  amountFen: number
  promisedOn: string
  person: string
  recordedOn: string
}

export async function insertPromise(ctx: Ctx, promise: PromiseRow & { visitId: string | null }): Promise<void> {
  await ctx.tx.run(sql`insert into payment_promise (tenant_id, id, item_id, account_id, amount_fen, promised_on, person, visit_id, recorded_by, recorded_on, created_at)
    values (${ctx.tenantId}, ${promise.id}, ${promise.itemId}, ${promise.accountId}, ${promise.amountFen}, ${promise.promisedOn}, ${promise.person}, ${promise.visitId},
      ${ctx.actor.memberId}, ${promise.recordedOn}, ${ctx.now.toISOString()})`)
}
