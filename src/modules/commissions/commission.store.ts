// Commission: every SQL on entries, standings, targets, locked periods and drafts that wait.
import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { Commission } from './commission.rule.ts'

export type EntryKind = 'receipt' | 'reversal' | 'target_changed' | 'plan_changed'

export interface Standing {
  memberId: string
  period: string
  receivedFen: number
  amountFen: number
  seq: number
  planVersion: number
}

/** Locks the standings of these members and periods, made where they are missing. */
export async function lockStandings(ctx: Ctx, keys: readonly { memberId: string; period: string }[]): Promise<Standing[]> {
  if (keys.length === 0) return []
  const rows = JSON.stringify(keys.map(({ memberId, period }) => ({ member_id: memberId, period })))
  await ctx.tx.run(sql`insert into commission_standing (tenant_id, member_id, period)
    select ${ctx.tenantId}::uuid, member_id, period from jsonb_to_recordset(${rows}::jsonb) as k(member_id uuid, period text)
    order by member_id, period on conflict do nothing`)
  return await ctx.tx.rows(sql`select s.member_id, s.period, s.received_fen, s.amount_fen, s.seq, s.plan_version from commission_standing s
    join jsonb_to_recordset(${rows}::jsonb) as k(member_id uuid, period text) on k.member_id = s.member_id and k.period = s.period
    where s.tenant_id = ${ctx.tenantId} order by s.member_id, s.period for update of s`)
}

export async function saveStandings(ctx: Ctx, standings: readonly Standing[]): Promise<void> {
  if (standings.length === 0) return
  const rows = standings.map((s) => ({
    member_id: s.memberId,
    period: s.period,
    received_fen: s.receivedFen,
    amount_fen: s.amountFen,
    seq: s.seq,
    plan_version: s.planVersion,
  }))
  await ctx.tx.run(sql`update commission_standing s set received_fen = r.received_fen, amount_fen = r.amount_fen, seq = r.seq, plan_version = r.plan_version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(member_id uuid, period text, received_fen bigint, amount_fen bigint, seq int, plan_version int)
    where s.tenant_id = ${ctx.tenantId} and s.member_id = r.member_id and s.period = r.period`)
}

export async function standingOf(ctx: Ctx, memberId: string, period: string): Promise<Standing | undefined> {
  return await ctx.tx.row(sql`select member_id, period, received_fen, amount_fen, seq, plan_version from commission_standing
    where tenant_id = ${ctx.tenantId} and member_id = ${memberId} and period = ${period}`)
}

/** Members whose entries of the period were made under another version than `planVersion`. */
export async function staleMembers(ctx: Ctx, period: string, planVersion: number): Promise<string[]> {
  const rows = await ctx.tx.rows<{ id: string }>(sql`select member_id as id from commission_standing
    where tenant_id = ${ctx.tenantId} and period = ${period} and plan_version not in (${planVersion}::int, -1) order by member_id limit 5000`)
  return rows.map((row) => row.id)
}

export interface NewEntry {
  id: string
  memberId: string
  period: string
  seq: number
  countedOn: string
  allocationId: string | null
  receiptId: string | null
  contractId: string | null
  accountId: string | null
  basisFen: number
  amountFen: number
  targetFen: number
  planVersion: number
  kind: EntryKind
  explanation: { before: Commission; after: Commission }
}

export async function insertEntries(ctx: Ctx, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((e) => ({
    id: e.id,
    member_id: e.memberId,
    period: e.period,
    seq: e.seq,
    counted_on: e.countedOn,
    allocation_id: e.allocationId,
    receipt_id: e.receiptId,
    contract_id: e.contractId,
    account_id: e.accountId,
    basis_fen: e.basisFen,
    amount_fen: e.amountFen,
    target_fen: e.targetFen,
    plan_version: e.planVersion,
    kind: e.kind,
    explanation: e.explanation,
    state: e.kind === 'reversal' ? 'clawed_back' : 'accrued',
  }))
  await ctx.tx.run(sql`insert into commission_entry (tenant_id, id, member_id, period, seq, counted_on, allocation_id, receipt_id, contract_id, account_id, basis_fen, amount_fen,
      target_fen, plan_version, kind, explanation, state, created_at)
    select ${ctx.tenantId}::uuid, id, member_id, period, seq, counted_on, allocation_id, receipt_id, contract_id, account_id, basis_fen, amount_fen,
      target_fen, plan_version, kind, explanation, state, ${ctx.now.toISOString()}::timestamptz
    from jsonb_populate_recordset(null::commission_entry, ${JSON.stringify(rows)}::jsonb)`)
}

export interface EntryView extends NewEntry {
  memberName: string
  contractNo: string | null
  accountName: string | null
  itemNo: number | null
  itemPeriod: string | null
  receiptNumber: string | null
  state: 'accrued' | 'locked' | 'paid' | 'clawed_back'
  payer: string | null
  receivedOn: string | null
  method: string | null
  contractFen: number | null
  signedOn: string | null
  allocatedFen: number | null
}

const selectEntries = (
  ctx: Ctx,
): Query => sql`select e.id, e.member_id, e.period, e.seq, e.counted_on, e.allocation_id, e.receipt_id, e.contract_id, e.account_id, e.basis_fen,
    e.amount_fen, e.target_fen, e.plan_version, e.kind, e.explanation, e.state, coalesce(m.name, '') as member_name, c.number as contract_no, a.name as account_name,
    i.no as item_no, i.period as item_period, r.number as receipt_number, r.payer, r.received_on, r.method, c.amount_fen as contract_fen, c.signed_on, x.amount_fen as allocated_fen
  from commission_entry e left join member m on m.tenant_id = ${ctx.tenantId} and m.id = e.member_id
  left join contract c on c.tenant_id = ${ctx.tenantId} and c.id = e.contract_id
  left join account a on a.tenant_id = ${ctx.tenantId} and a.id = e.account_id
  left join receipt r on r.tenant_id = ${ctx.tenantId} and r.id = e.receipt_id
  left join receipt_allocation x on x.tenant_id = ${ctx.tenantId} and x.id = e.allocation_id
  left join receipt_plan_item i on i.tenant_id = ${ctx.tenantId} and i.id = x.item_id`

const mine = (ctx: Ctx, owner: Query): Query<boolean> =>
  sql<boolean>`(${owner} = ${ctx.actor.memberId}::uuid or ${inScope(ctx, 'commission.read', owner)})`

export async function viewEntry(ctx: Ctx, id: string): Promise<EntryView | undefined> {
  return await ctx.tx.row(
    sql`${selectEntries(ctx)} where e.tenant_id = ${ctx.tenantId} and e.id = ${id} and ${mine(ctx, sql`e.member_id`)}`,
  )
}

export interface EntryFilter {
  memberId?: string | undefined
  contractId?: string | undefined
  receiptId?: string | undefined
  period?: string | undefined
  after: (string | number | null)[] | null
  limit: number
}

/** Newest day first. */
export async function viewEntries(ctx: Ctx, filter: EntryFilter): Promise<EntryView[]> {
  const where: Query[] = [sql`e.tenant_id = ${ctx.tenantId}`, mine(ctx, sql`e.member_id`)]
  if (filter.memberId) where.push(sql`e.member_id = ${filter.memberId}`)
  if (filter.contractId) where.push(sql`e.contract_id = ${filter.contractId}`)
  if (filter.receiptId) where.push(sql`e.receipt_id = ${filter.receiptId}`)
  if (filter.period) where.push(sql`e.period = ${filter.period}`)
  if (filter.after) where.push(sql`(e.counted_on, e.id) < (${filter.after[0]}::date, ${filter.after[1]}::uuid)`)
  return await ctx.tx.rows(
    sql`${selectEntries(ctx)} where ${sql.join(where, sql` and `)} order by e.counted_on desc, e.id desc limit ${filter.limit + 1}`,
  )
}

export interface PeriodRow {
  memberId: string
  memberName: string
  targetFen: number | null
  targetVersion: number
  receivedFen: number
  amountFen: number
  entries: number
}

/** Everybody within reach who has a target or an entry in the period, most collected first. */
export async function viewPeriod(ctx: Ctx, period: string): Promise<PeriodRow[]> {
  return await ctx.tx.rows(sql`select m.id as member_id, m.name as member_name, t.target_fen, coalesce(t.version, 0) as target_version,
      coalesce(s.received_fen, 0)::bigint as received_fen, coalesce(s.amount_fen, 0)::bigint as amount_fen,
      (select count(*) from commission_entry e where e.tenant_id = ${ctx.tenantId} and e.member_id = m.id and e.period = ${period}) as entries
    from member m left join sales_target t on t.tenant_id = ${ctx.tenantId} and t.member_id = m.id and t.period = ${period}
    left join commission_standing s on s.tenant_id = ${ctx.tenantId} and s.member_id = m.id and s.period = ${period}
    where m.tenant_id = ${ctx.tenantId} and (t.member_id is not null or s.member_id is not null) and ${mine(ctx, sql`m.id`)}
    order by received_fen desc, m.name limit 2000`)
}

export async function periodNames(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.tx.rows<{ period: string }>(sql`select period from (
      select period from commission_standing where tenant_id = ${ctx.tenantId} union select period from sales_target where tenant_id = ${ctx.tenantId}) p
    order by period desc limit 40`)
  return rows.map((row) => row.period)
}
