// Receipts, allocations and the ledger: every SQL on money that came.
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { Ledger, Posting, PostingKind } from './ledger.rule.ts'

export type ReceiptMethod = 'transfer' | 'cash' | 'acceptance_draft'

export interface ReceiptRow {
  id: string
  number: string
  accountId: string | null
  ownerId: string | null
  payer: string
  amountFen: number
  unappliedFen: number
  receivedOn: string
  method: ReceiptMethod
  maturesOn: string | null
  reference: string | null
  note: string | null
  bankLineId: string | null
  recordedBy: string | null
  createdAt: string
}

export interface AllocationRow {
  id: string
  receiptId: string
  itemId: string
  contractId: string
  accountId: string
  ownerId: string
  amountFen: number
  onDay: string
  reversalOf: string | null
}

export async function insertReceipts(ctx: Ctx, receipts: readonly ReceiptRow[]): Promise<void> {
  if (receipts.length === 0) return
  const rows = receipts.map((r) => ({
    id: r.id,
    number: r.number,
    account_id: r.accountId,
    owner_id: r.ownerId,
    payer: r.payer,
    amount_fen: r.amountFen,
    unapplied_fen: r.unappliedFen,
    received_on: r.receivedOn,
    method: r.method,
    matures_on: r.maturesOn,
    reference: r.reference,
    note: r.note,
    bank_line_id: r.bankLineId,
    recorded_by: r.recordedBy,
    created_at: r.createdAt,
  }))
  await ctx.tx.run(sql`insert into receipt (tenant_id, id, number, account_id, owner_id, payer, amount_fen, unapplied_fen, received_on, method, matures_on, reference, note, bank_line_id, recorded_by, created_at)
    select ${ctx.tenantId}::uuid, id, number, account_id, owner_id, payer, amount_fen, unapplied_fen, received_on, method, matures_on, reference, note, bank_line_id, recorded_by, created_at
    from jsonb_populate_recordset(null::receipt, ${JSON.stringify(rows)}::jsonb)`)
}

export async function insertAllocations(ctx: Ctx, parts: readonly (AllocationRow & { createdAt: string })[]): Promise<void> {
  if (parts.length === 0) return
  const rows = parts.map((a) => ({
    id: a.id,
    receipt_id: a.receiptId,
    item_id: a.itemId,
    contract_id: a.contractId,
    account_id: a.accountId,
    owner_id: a.ownerId,
    amount_fen: a.amountFen,
    on_day: a.onDay,
    reversal_of: a.reversalOf,
    created_at: a.createdAt,
  }))
  await ctx.tx.run(sql`insert into receipt_allocation (tenant_id, id, receipt_id, item_id, contract_id, account_id, owner_id, amount_fen, on_day, reversal_of, allocated_by, created_at)
    select ${ctx.tenantId}::uuid, id, receipt_id, item_id, contract_id, account_id, owner_id, amount_fen, on_day, reversal_of, ${ctx.actor.memberId}::uuid, created_at
    from jsonb_populate_recordset(null::receipt_allocation, ${JSON.stringify(rows)}::jsonb)`)
}

/** Writes postings; the database refuses one that does not balance. */
export async function insertPostings(ctx: Ctx, postings: readonly Posting[], createdAt: string = ctx.now.toISOString()): Promise<void> {
  if (postings.length === 0) return
  const rows = postings.flatMap((posting) => {
    const posting_id = uuidv7()
    return posting.lines.map((line) => ({
      id: uuidv7(),
      posting_id,
      kind: posting.kind,
      ledger: line.ledger,
      account_id: line.accountId ?? null,
      contract_id: line.contractId ?? null,
      item_id: line.itemId ?? null,
      receipt_id: line.receiptId ?? null,
      on_day: posting.onDay,
      debit_fen: line.debitFen,
      credit_fen: line.creditFen,
      created_at: createdAt,
    }))
  })
  await ctx.tx.run(sql`insert into ledger_entry (tenant_id, id, posting_id, kind, ledger, account_id, contract_id, item_id, receipt_id, on_day, debit_fen, credit_fen, created_at)
    select ${ctx.tenantId}::uuid, id, posting_id, kind, ledger, account_id, contract_id, item_id, receipt_id, on_day, debit_fen, credit_fen, created_at
    from jsonb_populate_recordset(null::ledger_entry, ${JSON.stringify(rows)}::jsonb)`)
}

export interface ReceiptView extends ReceiptRow {
  accountName: string | null
  ownerName: string | null
  recordedByName: string | null
  reversedAt: string | null
  reverseReason: string | null
}

const receiptColumns =
  sql.raw(`r.id, r.number, r.account_id, r.owner_id, r.payer, r.amount_fen, r.unapplied_fen, r.received_on, r.method, r.matures_on, r.reference, r.note,
  r.bank_line_id, r.recorded_by, r.created_at, r.reversed_at, r.reverse_reason`)

/** A receipt is within reach by the owner of its account, or by the owner of an instalment it paid. */
const within = (ctx: Ctx): Query<boolean> =>
  sql<boolean>`(${inScope(ctx, 'receipt.read', sql`r.owner_id`)} or exists (select 1 from receipt_allocation al
    where al.tenant_id = ${ctx.tenantId} and al.receipt_id = r.id and ${inScope(ctx, 'receipt.read', sql`al.owner_id`)}))`

const receiptNames = (ctx: Ctx): Query => sql`left join account a on a.tenant_id = ${ctx.tenantId} and a.id = r.account_id
  left join member o on o.tenant_id = ${ctx.tenantId} and o.id = r.owner_id left join member b on b.tenant_id = ${ctx.tenantId} and b.id = r.recorded_by`

export async function viewReceipt(ctx: Ctx, id: string): Promise<ReceiptView | undefined> {
  return await ctx.tx.row(sql`select ${receiptColumns}, a.name as account_name, o.name as owner_name, b.name as recorded_by_name
    from receipt r ${receiptNames(ctx)} where r.tenant_id = ${ctx.tenantId} and r.id = ${id} and ${within(ctx)}`)
}

export interface ReceiptFilter {
  accountId?: string
  ownerId?: string
  from?: string
  to?: string
  unapplied?: boolean
  q?: string | null
  after: (string | number | null)[] | null
  limit: number
}

export async function viewReceipts(ctx: Ctx, filter: ReceiptFilter): Promise<ReceiptView[]> {
  const where: Query[] = [sql`r.tenant_id = ${ctx.tenantId}`, within(ctx)]
  if (filter.accountId) where.push(sql`r.account_id = ${filter.accountId}`)
  if (filter.ownerId) where.push(sql`r.owner_id = ${filter.ownerId}`)
  if (filter.from) where.push(sql`r.received_on >= ${filter.from}::date`)
  if (filter.to) where.push(sql`r.received_on <= ${filter.to}::date`)
  if (filter.unapplied) where.push(sql`r.unapplied_fen > 0 and r.reversed_at is null`)
  if (filter.q) {
    const like = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`
    where.push(sql`(r.number ilike ${like} or r.payer ilike ${like} or r.reference ilike ${like} or a.name ilike ${like})`)
  }
  if (filter.after) where.push(sql`(r.received_on, r.id) < (${filter.after[0]}::date, ${filter.after[1]}::uuid)`)
  return await ctx.tx.rows(sql`select ${receiptColumns}, a.name as account_name, o.name as owner_name, b.name as recorded_by_name
    from receipt r ${receiptNames(ctx)} where ${sql.join(where, sql` and `)} order by r.received_on desc, r.id desc limit ${filter.limit + 1}`)
}

export async function lockReceipt(ctx: Ctx, id: string): Promise<(ReceiptRow & { reversedAt: string | null }) | undefined> {
  return await ctx.tx.row(sql`select ${receiptColumns} from receipt r where r.tenant_id = ${ctx.tenantId} and r.id = ${id} for update`)
}

/** Allocations that still hold (neither a reversal nor reversed). */
export async function standingAllocations(ctx: Ctx, receiptId: string): Promise<AllocationRow[]> {
  return await ctx.tx.rows(sql`select id, receipt_id, item_id, contract_id, account_id, owner_id, amount_fen, on_day, reversal_of from receipt_allocation x
    where x.tenant_id = ${ctx.tenantId} and x.receipt_id = ${receiptId} and x.reversal_of is null
      and not exists (select 1 from receipt_allocation y where y.tenant_id = ${ctx.tenantId} and y.reversal_of = x.id) order by x.id`)
}

export interface AllocationView extends AllocationRow {
  contractNo: string
  accountName: string
  no: number
  period: string | null
}

export async function viewAllocations(ctx: Ctx, receiptId: string): Promise<AllocationView[]> {
  return await ctx.tx.rows(sql`select x.id, x.receipt_id, x.item_id, x.contract_id, x.account_id, x.owner_id, x.amount_fen, x.on_day, x.reversal_of,
      p.contract_no, coalesce(a.name, '') as account_name, i.no, i.period
    from receipt_allocation x join receipt_plan_item i on i.tenant_id = ${ctx.tenantId} and i.id = x.item_id
    join receipt_plan p on p.tenant_id = ${ctx.tenantId} and p.id = i.plan_id left join account a on a.tenant_id = ${ctx.tenantId} and a.id = x.account_id
    where x.tenant_id = ${ctx.tenantId} and x.receipt_id = ${receiptId} order by x.created_at, x.id`)
}

export async function saveUnapplied(
  ctx: Ctx,
  id: string,
  change: { unappliedFen: number; accountId: string | null; ownerId: string | null },
): Promise<void> {
  await ctx.tx.run(sql`update receipt set unapplied_fen = ${change.unappliedFen}, account_id = ${change.accountId}, owner_id = ${change.ownerId}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function markReversed(ctx: Ctx, id: string, onDay: string, reason: string): Promise<void> {
  await ctx.tx.run(sql`update receipt set reversed_at = ${ctx.now.toISOString()}, reversed_on = ${onDay}, reverse_reason = ${reason}, unapplied_fen = 0, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export interface LedgerRow {
  id: string
  postingId: string
  kind: PostingKind
  ledger: Ledger
  accountId: string | null
  contractId: string | null
  itemId: string | null
  receiptId: string | null
  onDay: string
  debitFen: number
  creditFen: number
}

export async function ledgerRows(
  ctx: Ctx,
  filter: { receiptId?: string; accountId?: string; contractId?: string; after: (string | number | null)[] | null; limit: number },
): Promise<LedgerRow[]> {
  const where: Query[] = [sql`tenant_id = ${ctx.tenantId}`]
  if (filter.receiptId) where.push(sql`receipt_id = ${filter.receiptId}`)
  if (filter.accountId) where.push(sql`account_id = ${filter.accountId}`)
  if (filter.contractId) where.push(sql`contract_id = ${filter.contractId}`)
  if (filter.after) where.push(sql`id < ${filter.after[0]}::uuid`)
  return await ctx.tx.rows(sql`select id, posting_id, kind, ledger, account_id, contract_id, item_id, receipt_id, on_day, debit_fen, credit_fen
    from ledger_entry where ${sql.join(where, sql` and `)} order by id desc limit ${filter.limit + 1}`)
}
