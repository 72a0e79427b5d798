// What happened around one instalment or one contract: money, steps, promises, receipts, invoices.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'

export interface ItemHistory {
  allocations: {
    id: string
    receiptId: string
    receiptNumber: string
    payer: string
    amountFen: number
    onDay: string
    reversed: boolean
  }[]
  steps: { step: number; stepOn: string; takenOn: string; openFen: number }[]
  promises: { id: string; amountFen: number; promisedOn: string; person: string; recordedOn: string }[]
}

export async function itemHistory(ctx: Ctx, itemId: string): Promise<ItemHistory> {
  const [allocations, steps, promises] = [
    await ctx.tx.rows<
      ItemHistory['allocations'][number]
    >(sql`select x.id, x.receipt_id, r.number as receipt_number, r.payer, x.amount_fen, x.on_day,
        (x.reversal_of is not null or exists (select 1 from receipt_allocation y where y.tenant_id = ${ctx.tenantId} and y.reversal_of = x.id)) as reversed
      from receipt_allocation x join receipt r on r.tenant_id = ${ctx.tenantId} and r.id = x.receipt_id
      where x.tenant_id = ${ctx.tenantId} and x.item_id = ${itemId} order by x.on_day, x.id`),
    await ctx.tx.rows<ItemHistory['steps'][number]>(
      sql`select step, step_on, taken_on, open_fen from dunning_step where tenant_id = ${ctx.tenantId} and item_id = ${itemId} order by step`,
    ),
    await ctx.tx.rows<ItemHistory['promises'][number]>(sql`select id, amount_fen, promised_on, person, recorded_on from payment_promise
      where tenant_id = ${ctx.tenantId} and item_id = ${itemId} order by created_at desc, id desc`),
  ]
  return { allocations, steps, promises }
}

export interface ContractReceipt {
  id: string
  number: string
  payer: string
  amountFen: number
  receivedOn: string
  method: string
}

/** Receipts that paid instalments of the contract, with the part that did. Taken back: not shown. */
export async function receiptsOfContract(ctx: Ctx, contractId: string): Promise<ContractReceipt[]> {
  return await ctx.tx.rows(sql`select r.id, r.number, r.payer, sum(x.amount_fen)::bigint as amount_fen, r.received_on, r.method
    from receipt_allocation x join receipt r on r.tenant_id = ${ctx.tenantId} and r.id = x.receipt_id
    where x.tenant_id = ${ctx.tenantId} and x.contract_id = ${contractId} and r.reversed_at is null
    group by r.id, r.number, r.payer, r.received_on, r.method order by r.received_on, r.id`)
}

export interface ContractInvoice {
  id: string
  number: string
  kind: string
  amountFen: number
  issuedOn: string
  voided: boolean
}

export async function invoicesOfContract(ctx: Ctx, contractId: string): Promise<ContractInvoice[]> {
  return await ctx.tx.rows(sql`select id, number, kind, amount_fen, issued_on, voided_at is not null as voided from invoice
    where tenant_id = ${ctx.tenantId} and contract_id = ${contractId} order by issued_on, id`)
}
