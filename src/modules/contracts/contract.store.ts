// Contracts: every SQL on what was agreed and where it stands.

import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'
import type { PaymentTerm } from '#modules/accounts/terms.rule.ts'
import type { CustomValues } from '#modules/organization/index.ts'
import type { ClauseTemplate } from './clause.rule.ts'
import type { ContractStatus } from './contract.rule.ts'

export interface ContractLine {
  productId: string | null
  code: string
  name: string
  unit: string
  quantity: string
  unitPrice: string
  ratePercent: number
  amountFen: number
}

/** A contract as it stands in its table. Days `YYYY-MM-DD`, amounts fen. */
export interface ContractRecord {
  id: string
  number: string
  title: string
  kind: 'single' | 'frame'
  status: ContractStatus
  accountId: string
  opportunityId: string | null
  quotationId: string | null
  ownerId: string
  amountFen: number
  terms: PaymentTerm
  lines: ContractLine[]
  clauses: ClauseTemplate[]
  signedOn: string | null
  deliveredOn: string | null
  acceptedOn: string | null
  milestones: Record<string, string>
  approvalId: string | null
  submittedAt: string | null
  approvedAt: string | null
  effectiveAt: string | null
  endedAt: string | null
  endReason: string | null
  documentFileId: string | null
  documentSha256: string | null
  signedFileId: string | null
  createdAt: string
  custom: CustomValues
  version: number
}

/** A contract with the names that stand beside its ids. */
export interface ContractView extends ContractRecord {
  accountName: string
  ownerName: string
}

const columns = sql.raw(
  `c.id, c.number, c.title, c.kind, c.status, c.account_id, c.opportunity_id, c.quotation_id, c.owner_id, c.amount_fen, c.terms, c.lines, c.clauses,
  c.signed_on, c.delivered_on, c.accepted_on, c.milestones, c.approval_id, c.submitted_at, c.approved_at, c.effective_at, c.ended_at, c.end_reason,
  c.document_file_id, c.document_sha256, c.signed_file_id, c.created_at, c.custom, c.version`,
)
const named = (ctx: Ctx) => sql`left join account a on a.tenant_id = ${ctx.tenantId} and a.id = c.account_id
  left join member m on m.tenant_id = ${ctx.tenantId} and m.id = c.owner_id`

/** One contract with names, if `permission` reaches it (or the system asks). */
export async function viewContract(ctx: Ctx, id: string, permission: string): Promise<ContractView | undefined> {
  return await ctx.tx.row(sql`select ${columns}, coalesce(a.name, '') as account_name, coalesce(m.name, '') as owner_name
    from contract c ${named(ctx)}
    where c.tenant_id = ${ctx.tenantId} and c.id = ${id} and ${inScope(ctx, permission, sql`c.owner_id`, sql`c.opportunity_id`)}`)
}

/** One contract with names, whoever asks: for approvals and other rooms. */
export async function viewAnyContract(ctx: Ctx, id: string): Promise<ContractView | undefined> {
  return await ctx.tx.row(sql`select ${columns}, coalesce(a.name, '') as account_name, coalesce(m.name, '') as owner_name
    from contract c ${named(ctx)} where c.tenant_id = ${ctx.tenantId} and c.id = ${id}`)
}

/** Locks the row for the act that follows; no scope: the caller has asked before, or is another room. */
export async function lockContract(ctx: Ctx, id: string): Promise<ContractRecord | undefined> {
  return await ctx.tx.row(sql`select ${columns} from contract c where c.tenant_id = ${ctx.tenantId} and c.id = ${id} for update`)
}

export async function contractRecord(ctx: Ctx, id: string): Promise<ContractRecord | undefined> {
  return await ctx.tx.row(sql`select ${columns} from contract c where c.tenant_id = ${ctx.tenantId} and c.id = ${id}`)
}

export async function contractRecords(ctx: Ctx, ids: readonly string[]): Promise<ContractRecord[]> {
  return await ctx.tx.rows(sql`select ${columns} from contract c where c.tenant_id = ${ctx.tenantId} and c.id = any(${ids}::uuid[])`)
}

const tabs: Record<string, ContractStatus[]> = {
  open: ['draft', 'in_approval', 'approved', 'signing'],
  draft: ['draft'],
  in_approval: ['in_approval'],
  signing: ['approved', 'signing'],
  effective: ['effective'],
  ended: ['fulfilled', 'terminated', 'void'],
}

export interface ContractFilter {
  tab: string
  q?: string | null
  accountId?: string
  opportunityId?: string
  ownerId?: string
  /** Conditions on custom fields, over `c`. */
  own?: Query
  after: (string | number | null)[] | null
  limit: number
}

export async function viewContracts(ctx: Ctx, filter: ContractFilter): Promise<ContractView[]> {
  const { after } = filter
  const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const conditions: Query[] = [sql`c.tenant_id = ${ctx.tenantId}`, inScope(ctx, 'contract.read', sql`c.owner_id`, sql`c.opportunity_id`)]
  if (tabs[filter.tab]) conditions.push(sql`c.status = any(${tabs[filter.tab]}::text[])`)
  if (filter.accountId) conditions.push(sql`c.account_id = ${filter.accountId}`)
  if (filter.opportunityId) conditions.push(sql`c.opportunity_id = ${filter.opportunityId}`)
  if (filter.ownerId) conditions.push(sql`c.owner_id = ${filter.ownerId}`)
  if (like) conditions.push(sql`(c.number ilike ${like} or c.title ilike ${like} or a.name ilike ${like})`)
  if (after) conditions.push(sql`(c.created_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return await ctx.tx.rows(sql`select ${columns}, coalesce(a.name, '') as account_name, coalesce(m.name, '') as owner_name
    from contract c ${named(ctx)} where ${sql.join(conditions, sql` and `)} ${filter.own ?? sql``}
    order by c.created_at desc, c.id desc limit ${filter.limit + 1}`)
}

export async function countByStatus(ctx: Ctx): Promise<{ status: ContractStatus; count: number; amountFen: number }[]> {
  return await ctx.tx.rows(sql`select c.status, count(*) as count, coalesce(sum(c.amount_fen), 0)::bigint as amount_fen from contract c
    where c.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'contract.read', sql`c.owner_id`, sql`c.opportunity_id`)} group by c.status`)
}
export const tabStatuses = tabs

export async function sumOfAccount(ctx: Ctx, accountId: string): Promise<{ contracts: number; contractsFen: number }> {
  const row = await ctx.tx.row<{
    contracts: number
    contractsFen: number
  }>(sql`select count(*) as contracts, coalesce(sum(amount_fen), 0)::bigint as contracts_fen
    from contract where tenant_id = ${ctx.tenantId} and account_id = ${accountId} and status in ('effective', 'fulfilled')`)
  return row ?? { contracts: 0, contractsFen: 0 }
}

export async function contractOfQuotation(ctx: Ctx, quotationId: string): Promise<{ id: string; number: string } | undefined> {
  return await ctx.tx.row(
    sql`select id, number from contract where tenant_id = ${ctx.tenantId} and quotation_id = ${quotationId} and status <> 'void'`,
  )
}

export type NewContract = Omit<ContractRecord, 'version' | 'createdAt' | 'custom'> & {
  createdAt: string
  createdBy: string | null
  custom?: CustomValues
}

/** Many at once: the demo and imports bring contracts in as they stand. */
export async function insertContracts(ctx: Ctx, contracts: readonly NewContract[]): Promise<void> {
  if (contracts.length === 0) return
  const rows = contracts.map((c) => ({
    ...Object.fromEntries(Object.entries(c).map(([key, value]) => [snake(key), value])),
    custom: c.custom ?? {},
    updated_at: c.createdAt,
  }))
  await ctx.tx.run(sql`insert into contract (tenant_id, id, number, title, kind, status, account_id, opportunity_id, quotation_id, owner_id, amount_fen, terms, lines, clauses,
      signed_on, delivered_on, accepted_on, milestones, approval_id, submitted_at, approved_at, effective_at, ended_at, end_reason,
      document_file_id, document_sha256, signed_file_id, created_by, created_at, updated_at, custom)
    select ${ctx.tenantId}::uuid, id, number, title, kind, status, account_id, opportunity_id, quotation_id, owner_id, amount_fen, terms, lines, clauses,
      signed_on, delivered_on, accepted_on, milestones, approval_id, submitted_at, approved_at, effective_at, ended_at, end_reason,
      document_file_id, document_sha256, signed_file_id, created_by, created_at, updated_at, custom
    from jsonb_populate_recordset(null::contract, ${JSON.stringify(rows)}::jsonb)`)
}

const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace('sha256', 'sha256')

/** What a state change brings with it; left out means unchanged. */
export interface StatusChange {
  status: ContractStatus
  approvalId?: string
  submittedAt?: string
  approvedAt?: string
  effectiveAt?: string
  endedAt?: string
  endReason?: string
  signedOn?: string
  documentFileId?: string
  documentSha256?: string
  signedFileId?: string
}

export async function saveStatus(ctx: Ctx, id: string, change: StatusChange): Promise<void> {
  const c = change
  await ctx.tx.run(sql`update contract set status = ${c.status}, approval_id = coalesce(${c.approvalId ?? null}, approval_id),
      submitted_at = coalesce(${c.submittedAt ?? null}::timestamptz, submitted_at), approved_at = coalesce(${c.approvedAt ?? null}::timestamptz, approved_at),
      effective_at = coalesce(${c.effectiveAt ?? null}::timestamptz, effective_at), ended_at = coalesce(${c.endedAt ?? null}::timestamptz, ended_at),
      end_reason = coalesce(${c.endReason ?? null}, end_reason), signed_on = coalesce(${c.signedOn ?? null}::date, signed_on),
      document_file_id = coalesce(${c.documentFileId ?? null}, document_file_id), document_sha256 = coalesce(${c.documentSha256 ?? null}, document_sha256),
      signed_file_id = coalesce(${c.signedFileId ?? null}, signed_file_id), updated_at = ${ctx.now.toISOString()}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Saves a draft if nobody else did since `version`; false when somebody did. */
export async function saveDraft(
  ctx: Ctx,
  id: string,
  version: number,
  change: { title?: string; terms?: PaymentTerm; clauses?: readonly ClauseTemplate[]; custom?: CustomValues },
): Promise<boolean> {
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
  return (
    (await ctx.tx.run(sql`update contract set title = coalesce(${change.title ?? null}, title), terms = coalesce(${json(change.terms)}::jsonb, terms),
      clauses = coalesce(${json(change.clauses)}::jsonb, clauses), custom = coalesce(${json(change.custom)}::jsonb, custom), updated_at = ${ctx.now.toISOString()}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id} and version = ${version}`)) === 1
  )
}

/** The words that are signed: every place filled, for good. */
export async function freezeClauses(ctx: Ctx, id: string, clauses: readonly ClauseTemplate[]): Promise<void> {
  await ctx.tx.run(sql`update contract set clauses = ${JSON.stringify(clauses)}::jsonb where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Records the day of an event the terms wait for. */
export async function saveEventDay(ctx: Ctx, id: string, event: string, onDay: string): Promise<void> {
  await ctx.tx.run(sql`update contract set delivered_on = case when ${event} = 'delivery' then ${onDay}::date else delivered_on end,
      accepted_on = case when ${event} = 'acceptance' then ${onDay}::date else accepted_on end,
      milestones = case when ${event} like 'milestone.%' then milestones || jsonb_build_object(${event}::text, ${onDay}::text) else milestones end,
      updated_at = ${ctx.now.toISOString()}, version = version + 1 where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export interface DeliveryRow {
  id: string
  contractId: string
  deliveredOn: string
  amountFen: number
  period: string
  note: string | null
}

export async function insertDeliveries(ctx: Ctx, deliveries: readonly (DeliveryRow & { createdAt: string })[]): Promise<void> {
  if (deliveries.length === 0) return
  const rows = deliveries.map((d) => ({
    ...d,
    contract_id: d.contractId,
    delivered_on: d.deliveredOn,
    amount_fen: d.amountFen,
    created_at: d.createdAt,
  }))
  await ctx.tx.run(sql`insert into contract_delivery (tenant_id, id, contract_id, delivered_on, amount_fen, period, note, recorded_by, created_at)
    select ${ctx.tenantId}::uuid, id, contract_id, delivered_on, amount_fen, period, note, ${ctx.actor.memberId}::uuid, created_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, contract_id uuid, delivered_on date, amount_fen bigint, period text, note text, created_at timestamptz)`)
}

export async function deliveriesOf(ctx: Ctx, contractId: string): Promise<DeliveryRow[]> {
  return await ctx.tx.rows(sql`select id, contract_id, delivered_on, amount_fen, period, note from contract_delivery
    where tenant_id = ${ctx.tenantId} and contract_id = ${contractId} order by delivered_on, id`)
}

/** A leaver's contracts go to the successor, whatever their state: money and duties hang on them. */
export async function passContracts(ctx: Ctx, from: string, to: string): Promise<void> {
  await ctx.tx.run(sql`update contract set owner_id = ${to}, version = version + 1
    where tenant_id = ${ctx.tenantId} and owner_id = ${from} and status not in ('fulfilled', 'terminated', 'void')`)
}

/** For a hand-over. */
export async function contractHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(sql<Holding>`select 'contract' as kind, id, number || ' ' || title as name from contract
    where tenant_id = ${ctx.tenantId} and owner_id = ${memberId} and status not in ('fulfilled', 'terminated', 'void') order by number`)
}
