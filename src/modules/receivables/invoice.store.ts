// Invoices that were issued: a record beside the contract.
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'

export interface InvoiceRow {
  id: string
  number: string
  contractId: string
  accountId: string
  ownerId: string
  kind: 'special' | 'ordinary'
  ratePercent: string
  amountFen: number
  issuedOn: string
  itemId: string | null
  note: string | null
  voidedAt: string | null
  voidReason: string | null
}

export interface InvoiceView extends InvoiceRow {
  contractNo: string
  accountName: string
}

export async function insertInvoice(
  ctx: Ctx,
  invoice: Omit<InvoiceRow, 'ratePercent' | 'voidedAt' | 'voidReason'> & { ratePercent: number },
): Promise<void> {
  const i = invoice
  await ctx.tx.run(sql`insert into invoice (tenant_id, id, number, contract_id, account_id, owner_id, kind, rate_percent, amount_fen, issued_on, item_id, note, recorded_by, created_at)
    values (${ctx.tenantId}, ${i.id}, ${i.number}, ${i.contractId}, ${i.accountId}, ${i.ownerId}, ${i.kind}, ${i.ratePercent}, ${i.amountFen}, ${i.issuedOn}, ${i.itemId}, ${i.note},
      ${ctx.actor.memberId}, ${ctx.now.toISOString()})`)
}

/** Invoiced and not voided, in fen. */
export async function invoicedFen(ctx: Ctx, contractId: string): Promise<number> {
  const row = await ctx.tx.row<{ fen: number }>(sql`select coalesce(sum(amount_fen), 0)::bigint as fen from invoice
    where tenant_id = ${ctx.tenantId} and contract_id = ${contractId} and voided_at is null`)
  return row?.fen ?? 0
}

export async function numberTaken(ctx: Ctx, number: string): Promise<boolean> {
  return (await ctx.tx.row(sql`select 1 as one from invoice where tenant_id = ${ctx.tenantId} and number = ${number}`)) !== undefined
}

export async function viewInvoices(
  ctx: Ctx,
  filter: { accountId?: string | undefined; contractId?: string | undefined; after: (string | number | null)[] | null; limit: number },
): Promise<InvoiceView[]> {
  const where: Query[] = [sql`v.tenant_id = ${ctx.tenantId}`, inScope(ctx, 'receivable.read', sql`v.owner_id`, sql`v.account_id`)]
  if (filter.accountId) where.push(sql`v.account_id = ${filter.accountId}`)
  if (filter.contractId) where.push(sql`v.contract_id = ${filter.contractId}`)
  if (filter.after) where.push(sql`(v.issued_on, v.id) < (${filter.after[0]}::date, ${filter.after[1]}::uuid)`)
  return await ctx.tx.rows(sql`select v.id, v.number, v.contract_id, v.account_id, v.owner_id, v.kind, v.rate_percent, v.amount_fen, v.issued_on, v.item_id, v.note, v.voided_at, v.void_reason,
      coalesce(c.number, '') as contract_no, coalesce(a.name, '') as account_name
    from invoice v left join contract c on c.tenant_id = ${ctx.tenantId} and c.id = v.contract_id left join account a on a.tenant_id = ${ctx.tenantId} and a.id = v.account_id
    where ${sql.join(where, sql` and `)} order by v.issued_on desc, v.id desc limit ${filter.limit + 1}`)
}

export async function lockInvoice(ctx: Ctx, id: string): Promise<InvoiceRow | undefined> {
  return await ctx.tx.row(sql`select id, number, contract_id, account_id, owner_id, kind, rate_percent, amount_fen, issued_on, item_id, note, voided_at, void_reason
    from invoice where tenant_id = ${ctx.tenantId} and id = ${id} for update`)
}

export async function markVoided(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx.run(
    sql`update invoice set voided_at = ${ctx.now.toISOString()}, void_reason = ${reason} where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}
