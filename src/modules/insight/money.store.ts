// What is owed and what came, read for boards and threads. Sums and rules agree by a twin test.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'

/** An instalment that is not settled, with whose it is. */
export interface OpenItem {
  id: string
  contractId: string
  contractNumber: string
  accountId: string
  accountName: string
  ownerId: string
  ownerName: string | null
  no: number
  event: string
  amountFen: number
  receivedFen: number
  dueOn: string | null
  frozen: boolean
  disputed: boolean
  /** The newest promise. */
  promisedOn: string | null
  promisedFen: number | null
  doneSteps: number[]
}

/** Open instalments due by `until` (undated ones too when `until` is null), oldest first. `within` speaks of `i`. */
export async function viewOpenItems(ctx: Ctx, within: Query<boolean>, until: string | null, limit = 500): Promise<OpenItem[]> {
  return await ctx.tx.rows(sql<OpenItem>`
    select i.id, i.contract_id, c.number as contract_number, i.account_id, a.name as account_name, i.owner_id, m.name as owner_name, i.no, i.event,
      i.amount_fen, i.received_fen, i.due_on, a.credit_frozen as frozen, i.dispute is not null as disputed, p.promised_on, p.amount_fen as promised_fen,
      array(select d.step from dunning_step d where d.tenant_id = i.tenant_id and d.item_id = i.id order by d.step) as done_steps
    from receipt_plan_item i
      join contract c on c.tenant_id = i.tenant_id and c.id = i.contract_id
      join account a on a.tenant_id = i.tenant_id and a.id = i.account_id
      left join member m on m.tenant_id = i.tenant_id and m.id = i.owner_id
      left join lateral (select pp.promised_on, pp.amount_fen from payment_promise pp where pp.tenant_id = i.tenant_id and pp.item_id = i.id
        order by pp.created_at desc, pp.id desc limit 1) p on true
    where i.tenant_id = ${ctx.tenantId} and i.settled in ('open', 'partial') and (${until}::date is null or i.due_on <= ${until}) and ${within}
    order by i.due_on nulls last, i.id limit ${limit}`)
}

/** What was due by the day and what came on it by then; the parts of a completion rate. `within` speaks of `i`. */
export async function viewCompletion(ctx: Ctx, within: Query<boolean>, byDay: string): Promise<{ dueFen: number; receivedFen: number }> {
  const row = await ctx.tx.row(sql<{ dueFen: number; receivedFen: number }>`
    select coalesce(sum(i.amount_fen), 0)::bigint as due_fen,
      coalesce(sum((select sum(l.amount_fen) from receipt_allocation l where l.tenant_id = i.tenant_id and l.item_id = i.id and l.on_day <= ${byDay})), 0)::bigint as received_fen
    from receipt_plan_item i where i.tenant_id = ${ctx.tenantId} and i.due_on <= ${byDay} and ${within}`)
  return row ?? { dueFen: 0, receivedFen: 0 }
}

/** Money allocated per owner from `from` to `until`, both days included. `within` speaks of `l`. */
export async function viewArrived(
  ctx: Ctx,
  within: Query<boolean>,
  from: string,
  until: string,
): Promise<{ ownerId: string; amountFen: number; receipts: number }[]> {
  return await ctx.tx.rows(sql<{ ownerId: string; amountFen: number; receipts: number }>`
    select l.owner_id, sum(l.amount_fen)::bigint as amount_fen, count(distinct l.receipt_id)::int as receipts
    from receipt_allocation l where l.tenant_id = ${ctx.tenantId} and l.on_day between ${from} and ${until} and ${within}
    group by l.owner_id`)
}

export interface ThreadItemRow {
  id: string
  contractId: string
  contractNumber: string
  no: number
  event: string
  amountFen: number
  contractFen: number
  receivedFen: number
  dueOn: string | null
  settled: 'open' | 'partial' | 'paid' | 'written_off'
  paidOn: string | null
  ownerId: string
  receivedOn: string[]
}

/** Instalments of an account, or of some of its contracts, with the days money came for them. */
export async function viewItems(ctx: Ctx, filter: { accountId: string } | { contractIds: string[] }): Promise<ThreadItemRow[]> {
  const within = 'accountId' in filter ? sql`i.account_id = ${filter.accountId}` : sql`i.contract_id = any(${filter.contractIds}::uuid[])`
  return await ctx.tx.rows(sql<ThreadItemRow>`
    select i.id, i.contract_id, c.number as contract_number, i.no, i.event, i.amount_fen, c.amount_fen as contract_fen, i.received_fen, i.due_on, i.settled,
      case when i.settled = 'paid' then coalesce(i.settled_on, (select max(l.on_day) from receipt_allocation l where l.tenant_id = i.tenant_id and l.item_id = i.id)) end as paid_on,
      i.owner_id,
      array(select distinct l.on_day::text from receipt_allocation l where l.tenant_id = i.tenant_id and l.item_id = i.id and l.amount_fen > 0
        and not exists (select 1 from receipt_allocation r where r.tenant_id = l.tenant_id and r.reversal_of = l.id) order by 1) as received_on
    from receipt_plan_item i join contract c on c.tenant_id = i.tenant_id and c.id = i.contract_id
    where i.tenant_id = ${ctx.tenantId} and ${within} order by c.signed_on nulls last, i.contract_id, i.no`)
}

export interface ReceiptRow {
  id: string
  number: string | null
  receivedOn: string
  amountFen: number
  payer: string
  reference: string
  allocatedBy: string | null
}

/** Money that was allocated to these contracts, newest first; a receipt taken back is left out. */
export async function viewReceipts(ctx: Ctx, contractIds: string[]): Promise<ReceiptRow[]> {
  return await ctx.tx.rows(sql<ReceiptRow>`
    select r.id, r.number, r.received_on, sum(l.amount_fen)::bigint as amount_fen, r.payer, coalesce(r.reference, r.note, '') as reference, max(m.name) as allocated_by
    from receipt_allocation l join receipt r on r.tenant_id = l.tenant_id and r.id = l.receipt_id
      left join member m on m.tenant_id = l.tenant_id and m.id = l.allocated_by
    where l.tenant_id = ${ctx.tenantId} and l.contract_id = any(${contractIds}::uuid[])
    group by r.id, r.number, r.received_on, r.payer, r.reference, r.note having sum(l.amount_fen) <> 0
    order by r.received_on desc, r.id desc`)
}

/** Targets and names of everybody who has a target in the period or received money in it. `within` speaks of `m`. */
export async function viewTargets(
  ctx: Ctx,
  within: Query<boolean>,
  period: string,
): Promise<{ memberId: string; name: string; department: string; targetFen: number }[]> {
  return await ctx.tx.rows(sql<{ memberId: string; name: string; department: string; targetFen: number }>`
    select m.id as member_id, m.name, d.name as department, coalesce(t.target_fen, 0)::bigint as target_fen
    from member m join department d on d.tenant_id = m.tenant_id and d.id = m.department_id
      left join sales_target t on t.tenant_id = m.tenant_id and t.member_id = m.id and t.period = ${period}
    where m.tenant_id = ${ctx.tenantId} and m.disabled_at is null and ${within}
    order by m.username`)
}

/** Promises of an account with the money that came for their instalments, to judge whether they were kept. */
export async function viewPromises(
  ctx: Ctx,
  accountId: string,
  since: string,
): Promise<
  { itemId: string; amountFen: number; promisedOn: string; recordedOn: string; received: { amountFen: number; onDay: string }[] }[]
> {
  return await ctx.tx.rows(sql<{
    itemId: string
    amountFen: number
    promisedOn: string
    recordedOn: string
    received: { amountFen: number; onDay: string }[]
  }>`select p.item_id, p.amount_fen, p.promised_on, p.recorded_on,
      coalesce((select jsonb_agg(jsonb_build_object('amountFen', l.amount_fen, 'onDay', l.on_day)) from receipt_allocation l where l.tenant_id = p.tenant_id and l.item_id = p.item_id), '[]') as received
    from payment_promise p where p.tenant_id = ${ctx.tenantId} and p.account_id = ${accountId} and p.promised_on >= ${since}`)
}

/** What a member's period stands on: receipts counted so far, and the target. */
export async function viewPeriod(ctx: Ctx, memberId: string, period: string): Promise<{ receivedFen: number; targetFen: number }> {
  const row = await ctx.tx.row(sql<{ receivedFen: number; targetFen: number }>`select
    coalesce((select sum(e.basis_fen) from commission_entry e where e.tenant_id = ${ctx.tenantId} and e.member_id = ${memberId} and e.period = ${period}), 0)::bigint as received_fen,
    coalesce((select t.target_fen from sales_target t where t.tenant_id = ${ctx.tenantId} and t.member_id = ${memberId} and t.period = ${period}), 0)::bigint as target_fen`)
  return row ?? { receivedFen: 0, targetFen: 0 }
}
