// Quotations in the database; names beside ids (view… functions join rooms above).

import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'
import type { Priced } from './pricing.rule.ts'
import { visible } from './quotation.access.ts'
import type { KeptLine, QuotationStatus } from './quotation.rule.ts'

export interface QuotationRow {
  id: string
  number: string
  revision: number
  status: QuotationStatus
  opportunityId: string
  opportunityName: string
  accountId: string
  accountName: string
  accountLevel: string | null
  ownerId: string
  ownerName: string
  netFen: number
  listFen: number
  level: 'nobody' | 'manager' | 'director' | 'special'
  lineCount: number
  madeOn: string
  validUntil: string
  approvalId: string | null
  sentOn: string | null
  stampedAt: string | null
  acceptedOn: string | null
  createdAt: string
  version: number
  granted: boolean
}
export interface QuotationFull extends QuotationRow {
  bookId: string
  bookFactor: string
  bookCode: string
  bookName: string
  termsCode: string
  termDays: number
  headerPercent: string | null
  headerAmountFen: number | null
  note: string | null
  priced: Priced
  submittedAt: string | null
  approvedAt: string | null
  sentAt: string | null
  stampedFileId: string | null
  closedReason: string | null
  revisesId: string | null
}

const rowColumns = (
  ctx: Ctx,
): Query => sql`q.id, q.number, q.revision, q.status, q.opportunity_id, o.name as opportunity_name, q.account_id, a.name as account_name, a.level as account_level, q.owner_id, w.name as owner_name,
  q.net_fen, q.list_fen, q.level, (select count(*) from quotation_line l where l.tenant_id = q.tenant_id and l.quotation_id = q.id)::int as line_count, q.made_on, q.valid_until, q.approval_id,
  q.sent_on, q.stamped_at, q.accepted_on, q.created_at, q.version,
  exists (select 1 from record_grant g where g.tenant_id = q.tenant_id and g.member_id = ${ctx.actor.memberId}::uuid and g.record_id = q.opportunity_id) as granted`
const moreColumns = sql`q.book_id, q.book_factor, b.code as book_code, b.name as book_name, q.terms_code, q.term_days, q.header_percent, q.header_amount_fen, q.note, q.priced, q.submitted_at, q.approved_at,
  q.sent_at, q.stamped_file_id, q.closed_reason, q.revises_id`
const joined = sql`quotation q join opportunity o on o.tenant_id = q.tenant_id and o.id = q.opportunity_id join account a on a.tenant_id = q.tenant_id and a.id = q.account_id
  join member w on w.tenant_id = q.tenant_id and w.id = q.owner_id`
const joinedFull = sql`${joined} left join price_book b on b.tenant_id = q.tenant_id and b.id = q.book_id`

/** In reach of the reader. */
export const viewOne = (ctx: Ctx, id: string): Promise<QuotationFull | undefined> =>
  ctx.tx.row<QuotationFull>(
    sql`select ${rowColumns(ctx)}, ${moreColumns} from ${joinedFull} where q.tenant_id = ${ctx.tenantId} and q.id = ${id} and ${visible(ctx)}`,
  )

/** Whatever the reader's reach: for approvers and other rooms. */
export const viewAny = (ctx: Ctx, id: string): Promise<QuotationFull | undefined> =>
  ctx.tx.row<QuotationFull>(
    sql`select ${rowColumns(ctx)}, ${moreColumns} from ${joinedFull} where q.tenant_id = ${ctx.tenantId} and q.id = ${id}`,
  )

/** In reach and locked until the end of the transaction. */
export const lockOne = (ctx: Ctx, id: string): Promise<QuotationFull | undefined> =>
  ctx.tx.row<QuotationFull>(
    sql`select ${rowColumns(ctx)}, ${moreColumns} from ${joinedFull} where q.tenant_id = ${ctx.tenantId} and q.id = ${id} and ${visible(ctx)} for update of q`,
  )

export interface Filter {
  status?: QuotationStatus
  opportunityId?: string
  accountId?: string
  search?: string
}

/** Newest first. */
export function viewPage(ctx: Ctx, filter: Filter, after: (string | number | null)[] | null, limit: number): Promise<QuotationRow[]> {
  const like = filter.search ? `%${filter.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%` : null
  return ctx.tx.rows<QuotationRow>(sql`select ${rowColumns(ctx)} from ${joined} where q.tenant_id = ${ctx.tenantId} and ${visible(ctx)}
    and (${filter.status ?? null}::text is null or q.status = ${filter.status ?? null}) and (${filter.opportunityId ?? null}::uuid is null or q.opportunity_id = ${filter.opportunityId ?? null})
    and (${filter.accountId ?? null}::uuid is null or q.account_id = ${filter.accountId ?? null})
    and (${like}::text is null or q.number ilike ${like} or o.name ilike ${like} or a.name ilike ${like})
    and (${after?.[1] ?? null}::uuid is null or (q.created_at, q.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    order by q.created_at desc, q.id desc limit ${limit}`)
}

export const countStates = (ctx: Ctx): Promise<{ status: QuotationStatus; count: number }[]> =>
  ctx.tx.rows(
    sql`select q.status, count(*)::int as count from quotation q where q.tenant_id = ${ctx.tenantId} and ${visible(ctx)} group by q.status`,
  )

export const linesOf = (ctx: Ctx, id: string): Promise<KeptLine[]> =>
  ctx.tx.rows<KeptLine>(sql`select no, product_id, code, name, unit, trim_scale(quantity)::text as quantity, list_price, book_price, floor_price, cost_price, trim_scale(tax_rate)::text as tax_rate, tiers, percent_off, typed_price
    from quotation_line where tenant_id = ${ctx.tenantId} and quotation_id = ${id} order by no`)

export interface RevisionRow {
  id: string
  revision: number
  status: QuotationStatus
  netFen: number
  createdAt: string
}
export const revisionsOf = (ctx: Ctx, number: string): Promise<RevisionRow[]> =>
  ctx.tx.rows<RevisionRow>(
    sql`select q.id, q.revision, q.status, q.net_fen, q.created_at from quotation q where q.tenant_id = ${ctx.tenantId} and q.number = ${number} and ${visible(ctx)} order by q.revision`,
  )

export interface Saved {
  id: string
  number: string
  revision: number
  revisesId: string | null
  opportunityId: string
  accountId: string
  ownerId: string
  bookId: string
  bookFactor: string
  termsCode: string
  termDays: number
  headerPercent: string | null
  headerAmountFen: number | null
  note: string | null
  madeOn: string
  validUntil: string
  priced: Priced
}

const listFen = (priced: Priced): number => priced.waterfall.find((step) => step.step === 'list')?.amountFen ?? 0

export async function insertQuotation(ctx: Ctx, one: Saved): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`insert into quotation (tenant_id, id, number, revision, revises_id, opportunity_id, account_id, owner_id, book_id, book_factor, status, terms_code, term_days, header_percent, header_amount_fen,
      net_fen, tax_fen, list_fen, level, priced, made_on, valid_until, note, created_at, created_by)
    values (${ctx.tenantId}, ${one.id}, ${one.number}, ${one.revision}, ${one.revisesId}, ${one.opportunityId}, ${one.accountId}, ${one.ownerId}, ${one.bookId}, ${one.bookFactor}, 'draft', ${one.termsCode}, ${one.termDays},
      ${one.headerPercent}, ${one.headerAmountFen}, ${one.priced.netFen}, ${one.priced.taxFen}, ${listFen(one.priced)}, ${one.priced.route.level}, ${JSON.stringify(one.priced)}::jsonb, ${one.madeOn}, ${one.validUntil}, ${one.note}, ${now}, ${ctx.actor.memberId})`)
}

/** The draft as it stands now. */
export async function saveDraft(
  ctx: Ctx,
  id: string,
  one: Omit<Saved, 'id' | 'number' | 'revision' | 'revisesId' | 'opportunityId' | 'accountId' | 'ownerId'>,
): Promise<void> {
  await ctx.tx.run(sql`update quotation set book_id = ${one.bookId}, book_factor = ${one.bookFactor}, terms_code = ${one.termsCode}, term_days = ${one.termDays}, header_percent = ${one.headerPercent},
      header_amount_fen = ${one.headerAmountFen}, net_fen = ${one.priced.netFen}, tax_fen = ${one.priced.taxFen}, list_fen = ${listFen(one.priced)}, level = ${one.priced.route.level}, priced = ${JSON.stringify(one.priced)}::jsonb,
      made_on = ${one.madeOn}, valid_until = ${one.validUntil}, note = ${one.note}, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Replaces the lines by these, with what the rule made of each. */
export async function writeLines(ctx: Ctx, id: string, lines: readonly KeptLine[], priced: Priced): Promise<void> {
  await ctx.tx.run(sql`delete from quotation_line where tenant_id = ${ctx.tenantId} and quotation_id = ${id}`)
  const rows = lines.map((line, index) => {
    const one = priced.lines[index]
    return {
      ...line,
      unitPrice: one?.unitPrice,
      netFen: one?.netFen,
      taxFen: one?.taxFen,
      level: one?.route.level,
      belowFloor: one?.route.belowFloor,
    }
  })
  await ctx.tx.run(sql`insert into quotation_line (tenant_id, quotation_id, no, product_id, code, name, unit, quantity, list_price, book_price, floor_price, cost_price, tax_rate, tiers, percent_off, typed_price, unit_price, net_fen, tax_fen, level, below_floor)
    select ${ctx.tenantId}::uuid, ${id}::uuid, r.no, r."productId", r.code, r.name, r.unit, r.quantity, r."listPrice", r."bookPrice", r."floorPrice", r."costPrice", r."taxRate", r.tiers, r."percentOff", r."typedPrice", r."unitPrice", r."netFen", r."taxFen", r.level, r."belowFloor"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(no int, "productId" uuid, code text, name text, unit text, quantity numeric, "listPrice" numeric, "bookPrice" numeric, "floorPrice" numeric, "costPrice" numeric,
      "taxRate" numeric, tiers jsonb, "percentOff" text, "typedPrice" text, "unitPrice" numeric, "netFen" bigint, "taxFen" bigint, level text, "belowFloor" boolean)`)
}

/** What an act changes beside the state; what is left out stays. */
export interface StateChange {
  status: QuotationStatus
  approvalId?: string
  submittedAt?: string
  approvedAt?: string | null
  madeOn?: string
  validUntil?: string
  sentAt?: string
  sentOn?: string
  acceptedAt?: string
  acceptedOn?: string
  closedReason?: string
}
export async function saveStatus(ctx: Ctx, id: string, change: StateChange): Promise<void> {
  await ctx.tx.run(sql`update quotation set status = ${change.status}, approval_id = coalesce(${change.approvalId ?? null}::uuid, approval_id), submitted_at = coalesce(${change.submittedAt ?? null}::timestamptz, submitted_at),
      approved_at = case when ${change.approvedAt === null} then null else coalesce(${change.approvedAt ?? null}::timestamptz, approved_at) end,
      made_on = coalesce(${change.madeOn ?? null}::date, made_on), valid_until = coalesce(${change.validUntil ?? null}::date, valid_until),
      sent_at = coalesce(${change.sentAt ?? null}::timestamptz, sent_at), sent_on = coalesce(${change.sentOn ?? null}::date, sent_on), accepted_at = coalesce(${change.acceptedAt ?? null}::timestamptz, accepted_at),
      accepted_on = coalesce(${change.acceptedOn ?? null}::date, accepted_on), closed_reason = coalesce(${change.closedReason ?? null}, closed_reason), version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

export async function saveStamped(ctx: Ctx, id: string, fileId: string | null): Promise<void> {
  const at = fileId ? ctx.now.toISOString() : null
  await ctx.tx.run(
    sql`update quotation set stamped_file_id = ${fileId}::uuid, stamped_at = ${at}::timestamptz, version = version + 1 where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
}

/** Past their last day and not accepted: expired by the sweep. */
export const expireDue = (
  ctx: Ctx,
  today: string,
  batch: number,
): Promise<{ id: string; number: string; ownerId: string; opportunityId: string; netFen: number }[]> =>
  ctx.tx.rows(sql`update quotation q set status = 'expired', version = version + 1 from (
      select id from quotation where tenant_id = ${ctx.tenantId} and status in ('approved', 'sent') and valid_until < ${today} order by id limit ${batch} for update skip locked) due
    where q.tenant_id = ${ctx.tenantId} and q.id = due.id returning q.id, q.number, q.owner_id, q.opportunity_id, q.net_fen`)

export async function handOverQuotations(ctx: Ctx, from: string, to: string): Promise<void> {
  await ctx.tx.run(
    sql`update quotation set owner_id = ${to} where tenant_id = ${ctx.tenantId} and owner_id = ${from} and status in ('draft', 'in_approval', 'approved', 'sent')`,
  )
}

/** The newest quotation of an opportunity that keeps its approval. */
export const newestApproved = (ctx: Ctx, opportunityId: string): Promise<{ id: string } | undefined> =>
  ctx.tx.row(sql`select id from quotation where tenant_id = ${ctx.tenantId} and opportunity_id = ${opportunityId} and status in ('approved', 'sent', 'accepted')
    order by (status = 'accepted') desc, approved_at desc nulls last, id desc limit 1`)

export interface CustomerFacts {
  creditGrade: string | null
  creditFrozen: boolean
  creditReason: Record<string, unknown> | null
  wonCount: number
  wonFen: number
  firstWonOn: string | null
  opportunityFen: number
  stage: string
  missing: string[]
  expectedSignOn: string | null
  opportunityNumber: string
}
/** What an approver asks about the customer and the opportunity. */
export const viewCustomer = (ctx: Ctx, accountId: string, opportunityId: string): Promise<CustomerFacts | undefined> =>
  ctx.tx.row<CustomerFacts>(sql`select a.credit_grade, a.credit_frozen, a.credit_reason, o.amount_fen as opportunity_fen, o.stage, o.expected_sign_on, o.number as opportunity_number,
      (select count(*) from opportunity w where w.tenant_id = a.tenant_id and w.account_id = a.id and w.stage = 'won')::int as won_count,
      (select coalesce(sum(w.amount_fen), 0) from opportunity w where w.tenant_id = a.tenant_id and w.account_id = a.id and w.stage = 'won')::bigint as won_fen,
      (select min(w.closed_at)::date from opportunity w where w.tenant_id = a.tenant_id and w.account_id = a.id and w.stage = 'won') as first_won_on
    from account a join opportunity o on o.tenant_id = a.tenant_id and o.account_id = a.id and o.id = ${opportunityId} where a.tenant_id = ${ctx.tenantId} and a.id = ${accountId}`)

/** Median share of list price and median margin of what this segment was sold at in a year; null without any. */
export const viewPeers = (
  ctx: Ctx,
  segment: string,
  exceptId: string,
): Promise<{ count: number; share: number | null; margin: number | null } | undefined> =>
  ctx.tx.row(sql`select count(*)::int as count, percentile_cont(0.5) within group (order by q.net_fen::float8 / nullif(q.list_fen, 0)) as share,
      percentile_cont(0.5) within group (order by (q.priced ->> 'marginPercent')::float8) as margin
    from quotation q join account a on a.tenant_id = q.tenant_id and a.id = q.account_id
    where q.tenant_id = ${ctx.tenantId} and a.segment = ${segment} and q.id <> ${exceptId} and q.status in ('approved', 'sent', 'accepted') and q.created_at > ${ctx.now.toISOString()}::timestamptz - interval '365 days'`)

/** Whose paper it is, and whom to call. */
export async function viewIssuer(ctx: Ctx, ownerId: string): Promise<{ company: string; phone: string | null }> {
  const row = await ctx.tx.row<{ company: string; phone: string | null }>(
    sql`select t.name as company, m.phone from tenant t join member m on m.tenant_id = t.id and m.id = ${ownerId} where t.id = ${ctx.tenantId}`,
  )
  return row ?? { company: '', phone: null }
}

/** For a hand-over. */
export async function quotationHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(sql<Holding>`select 'quotation' as kind, id, number as name from quotation
    where tenant_id = ${ctx.tenantId} and owner_id = ${memberId} and status in ('draft', 'in_approval', 'approved', 'sent') order by number`)
}
