// Lines of the bank's statement, what they could pay, and the names accounts pay under.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { tidy } from '#core/text.ts'
import type { ItemRow } from './plan.store.ts'

export interface BankLineRow {
  id: string
  onDay: string
  payer: string
  amountFen: number
  text: string
  reference: string | null
  state: 'open' | 'matched' | 'ignored'
  receiptId: string | null
  ignoreReason: string | null
}

const columns = sql.raw('id, on_day, payer, amount_fen, text, reference, state, receipt_id, ignore_reason')

/** Takes lines in; a line that is known already (same key) is left alone. Returns how many were new. */
export async function insertBankLines(
  ctx: Ctx,
  lines: readonly {
    id: string
    onDay: string
    payer: string
    amountFen: number
    text: string
    reference: string | null
    dedupKey: string
  }[],
  createdAt: string = ctx.now.toISOString(),
): Promise<number> {
  if (lines.length === 0) return 0
  const rows = lines.map((l) => ({
    id: l.id,
    on_day: l.onDay,
    payer: l.payer,
    amount_fen: l.amountFen,
    text: l.text,
    reference: l.reference,
    dedup_key: l.dedupKey,
  }))
  return await ctx.tx.run(sql`insert into bank_line (tenant_id, id, on_day, payer, amount_fen, text, reference, dedup_key, imported_by, created_at)
    select ${ctx.tenantId}::uuid, id, on_day, payer, amount_fen, text, reference, dedup_key, ${ctx.actor.memberId}::uuid, ${createdAt}::timestamptz
    from jsonb_populate_recordset(null::bank_line, ${JSON.stringify(rows)}::jsonb) on conflict (tenant_id, dedup_key) do nothing`)
}

export async function bankLineRows(
  ctx: Ctx,
  filter: { state: string; after: (string | number | null)[] | null; limit: number },
): Promise<BankLineRow[]> {
  const after = filter.after ? sql`and (on_day, id) < (${filter.after[0]}::date, ${filter.after[1]}::uuid)` : sql``
  return await ctx.tx.rows(sql`select ${columns} from bank_line where tenant_id = ${ctx.tenantId} and state = ${filter.state} ${after}
    order by on_day desc, id desc limit ${filter.limit + 1}`)
}

export async function lockBankLine(ctx: Ctx, id: string): Promise<BankLineRow | undefined> {
  return await ctx.tx.row(sql`select ${columns} from bank_line where tenant_id = ${ctx.tenantId} and id = ${id} for update`)
}

export async function decideBankLine(
  ctx: Ctx,
  id: string,
  decision: { state: 'matched' | 'ignored'; receiptId: string | null; reason: string | null },
): Promise<void> {
  await ctx.tx.run(sql`update bank_line set state = ${decision.state}, receipt_id = ${decision.receiptId}, ignore_reason = ${decision.reason},
      decided_at = ${ctx.now.toISOString()}, decided_by = ${ctx.actor.memberId} where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function learnAlias(ctx: Ctx, alias: string, accountId: string): Promise<void> {
  await ctx.tx.run(sql`insert into payer_alias (tenant_id, alias_key, account_id, alias, learned_by, created_at)
    values (${ctx.tenantId}, ${tidy(alias)}, ${accountId}, ${alias}, ${ctx.actor.memberId}, ${ctx.now.toISOString()}) on conflict do nothing`)
}

export interface CandidateRow extends ItemRow {
  contractNo: string
  accountName: string
  aliases: string[]
}

/** Open instalments that lines of these amounts could pay: equal or larger, or of an account that is known to pay under the name. */
export async function viewCandidates(ctx: Ctx, smallestFen: number, payers: readonly string[]): Promise<CandidateRow[]> {
  const keys = payers.map(tidy)
  return await ctx.tx.rows(sql`select i.id, i.plan_id, i.contract_id, i.account_id, i.owner_id, i.no, i.event, i.line, i.period, i.delivery_id, i.amount_fen, i.received_fen,
      i.due_on, i.settled, p.contract_no, coalesce(a.name, '') as account_name,
      array(select q.alias from payer_alias q where q.tenant_id = ${ctx.tenantId} and q.account_id = i.account_id order by q.alias) as aliases
    from receipt_plan_item i join receipt_plan p on p.tenant_id = ${ctx.tenantId} and p.id = i.plan_id
    left join account a on a.tenant_id = ${ctx.tenantId} and a.id = i.account_id
    where i.tenant_id = ${ctx.tenantId} and i.settled in ('open', 'partial')
      and (i.amount_fen - i.received_fen >= ${smallestFen} or a.name = any(${payers}::text[]) or exists (select 1 from payer_alias k
        where k.tenant_id = ${ctx.tenantId} and k.account_id = i.account_id and k.alias_key = any(${keys}::text[])))
    order by i.due_on, i.id limit 2000`)
}

/** The names an account is known to pay under, its own first. */
export async function namesOf(ctx: Ctx, accountId: string): Promise<string[]> {
  const rows = await ctx.tx.rows<{ name: string }>(sql`select name from account where tenant_id = ${ctx.tenantId} and id = ${accountId}
    union all select alias as name from payer_alias where tenant_id = ${ctx.tenantId} and account_id = ${accountId}`)
  return rows.map((row) => row.name)
}
