// Accounts: every SQL on the customer itself.

import { inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { Holding } from '#core/room.ts'
import type { CustomValues } from '#modules/organization/index.ts'

export interface AccountRow {
  id: string
  name: string
  segment: 'ka' | 'dealer' | 'smb'
  level: 'A' | 'B' | 'C'
  ownerId: string
  ownerName: string
  usci: string | null
  industry: string | null
  province: string | null
  city: string | null
  address: string | null
  capitalFen: number | null
  staff: number | null
  businessScope: string | null
  termsCode: string
  channelKind: string
  channelId: string | null
  leadId: string | null
  creditGrade: 'A' | 'B' | 'C' | 'D' | null
  creditFrozen: boolean
  creditReason: Record<string, unknown> | null
  creditAt: string | null
  lastActivityAt: string | null
  protected: boolean
  createdAt: string
  custom: CustomValues
  version: number
}

export interface ListedAccount extends AccountRow {
  contactName: string | null
  contactTitle: string | null
  contactPhone: string | null
}

const columns =
  sql.raw(`a.id, a.name, a.segment, a.level, a.owner_id, m.name as owner_name, a.usci, a.industry, a.province, a.city, a.address, a.capital_fen, a.staff,
  a.business_scope, a.terms_code, a.channel_kind, a.channel_id, a.lead_id, a.credit_grade, a.credit_frozen, a.credit_reason, a.credit_at, a.last_activity_at, a.protected,
  a.created_at, a.custom, a.version`)
const withOwner = sql.raw('account a join member m on m.tenant_id = a.tenant_id and m.id = a.owner_id')
const primaryContact =
  sql.raw(`left join lateral (select c.name as contact_name, c.title as contact_title, c.phone as contact_phone from contact c
  where c.tenant_id = a.tenant_id and c.account_id = a.id order by c.is_primary desc, c.created_at, c.id limit 1) p on true`)

/** Within the actor's reach, or undefined. */
export async function readAccount(ctx: Ctx, id: string): Promise<ListedAccount | undefined> {
  return await ctx.tx.row(sql<ListedAccount>`select ${columns}, p.* from ${withOwner} ${primaryContact}
    where a.tenant_id = ${ctx.tenantId} and a.id = ${id} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)}`)
}

/** For other rooms: whoever asks, the account as it is. */
export async function accountsByIds(ctx: Pick<Ctx, 'tx' | 'tenantId'>, ids: readonly string[]): Promise<AccountRow[]> {
  return await ctx.tx.rows(
    sql<AccountRow>`select ${columns} from ${withOwner} where a.tenant_id = ${ctx.tenantId} and a.id = any(${ids}::uuid[])`,
  )
}

export async function accountById(ctx: Pick<Ctx, 'tx' | 'tenantId'>, id: string): Promise<AccountRow | undefined> {
  return (await accountsByIds(ctx, [id]))[0]
}

export interface AccountFilter {
  q: string | null
  phone: string | null
  ownerId: string | null
  segment: string | null
  level: string | null
  province: string | null
  city: string | null
  frozen: boolean | null
  idleBefore: string | null
  idle: boolean | null
  /** Conditions on custom fields, over `a`. */
  custom?: Query
}

const contains = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

function matching(ctx: Ctx, filter: AccountFilter): Query<boolean> {
  const like = filter.q ? contains(filter.q) : null
  return sql<boolean>`a.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)}
    and (${like}::text is null or a.name ilike ${like} or a.core ilike ${like} or a.usci = upper(${filter.q}) or exists (select 1 from contact c
      where c.tenant_id = ${ctx.tenantId} and c.account_id = a.id and (c.name ilike ${like} or c.phone = ${filter.phone} or c.phone like ${like})))
    and (${filter.ownerId}::uuid is null or a.owner_id = ${filter.ownerId}) and (${filter.segment}::text is null or a.segment = ${filter.segment})
    and (${filter.level}::text is null or a.level = ${filter.level}) and (${filter.province}::text is null or a.province = ${filter.province})
    and (${filter.city}::text is null or a.city = ${filter.city}) and (${filter.frozen}::boolean is null or a.credit_frozen = ${filter.frozen})
    and (${filter.idle}::boolean is null or (coalesce(a.last_activity_at, a.created_at) < ${filter.idleBefore}) = ${filter.idle}) ${filter.custom ?? sql``}`
}

const orders = {
  new: { by: sql`a.created_at`, desc: true, cast: sql.raw('timestamptz') },
  name: { by: sql`a.name`, desc: false, cast: sql.raw('text') },
  idle: { by: sql`coalesce(a.last_activity_at, a.created_at)`, desc: false, cast: sql.raw('timestamptz') },
} as const

/** A page of accounts in reach; `after` holds the sort value and id of the last row before it. */
export async function listAccounts(
  ctx: Ctx,
  filter: AccountFilter,
  page: { sort: keyof typeof orders; after: (string | number | null)[] | null; limit: number },
): Promise<ListedAccount[]> {
  const { by, desc, cast } = orders[page.sort]
  const [value, id] = page.after ?? [null, null]
  const beyond = page.after ? sql`and (${by}, a.id) ${sql.raw(desc ? '<' : '>')} (${value}::${cast}, ${id}::uuid)` : sql``
  const direction = sql.raw(desc ? 'desc' : 'asc')
  return await ctx.tx.rows(sql<ListedAccount>`select ${columns}, p.* from ${withOwner} ${primaryContact}
    where ${matching(ctx, filter)} ${beyond} order by ${by} ${direction}, a.id ${direction} limit ${page.limit}`)
}

export async function countAccounts(
  ctx: Ctx,
  idleBefore: string,
): Promise<{ mine: number; all: number; frozen: number; idle: number; levelA: number; levelB: number; levelC: number }> {
  const row = await ctx.tx.row<{ mine: number; all: number; frozen: number; idle: number; levelA: number; levelB: number; levelC: number }>(
    sql`select count(*) filter (where a.owner_id = ${ctx.actor.memberId}) as mine, count(*) as "all", count(*) filter (where a.credit_frozen) as frozen,
      count(*) filter (where coalesce(a.last_activity_at, a.created_at) < ${idleBefore}) as idle, count(*) filter (where a.level = 'A') as level_a,
      count(*) filter (where a.level = 'B') as level_b, count(*) filter (where a.level = 'C') as level_c
    from account a where a.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)}`,
  )
  if (!row) throw new Error('a count has one row')
  return row
}

export type NewAccount = Omit<
  AccountRow,
  'ownerName' | 'creditGrade' | 'creditFrozen' | 'creditReason' | 'creditAt' | 'custom' | 'version'
> & {
  core: string
  custom?: CustomValues
}

export async function insertAccounts(ctx: Ctx, list: readonly NewAccount[]): Promise<void> {
  if (list.length === 0) return
  const rows = list.map((a) => ({
    id: a.id,
    name: a.name,
    core: a.core,
    segment: a.segment,
    level: a.level,
    owner_id: a.ownerId,
    usci: a.usci,
    industry: a.industry,
    province: a.province,
    city: a.city,
    address: a.address,
    capital_fen: a.capitalFen,
    staff: a.staff,
    business_scope: a.businessScope,
    terms_code: a.termsCode,
    channel_kind: a.channelKind,
    channel_id: a.channelId,
    lead_id: a.leadId,
    last_activity_at: a.lastActivityAt,
    protected: a.protected,
    created_at: a.createdAt,
    custom: a.custom ?? {},
  }))
  await ctx.tx.run(sql`insert into account (tenant_id, id, name, core, segment, level, owner_id, usci, industry, province, city, address, capital_fen, staff, business_scope,
      terms_code, channel_kind, channel_id, lead_id, last_activity_at, protected, created_at, custom)
    select ${ctx.tenantId}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, name text, core text, segment text, level text, owner_id uuid, usci text,
      industry text, province text, city text, address text, capital_fen bigint, staff int, business_scope text, terms_code text, channel_kind text, channel_id uuid, lead_id uuid,
      last_activity_at timestamptz, protected boolean, created_at timestamptz, custom jsonb)`)
}

/** False when somebody else changed it meanwhile. */
export async function updateAccount(
  ctx: Ctx,
  a: Pick<
    AccountRow,
    | 'id'
    | 'name'
    | 'segment'
    | 'level'
    | 'usci'
    | 'industry'
    | 'province'
    | 'city'
    | 'address'
    | 'capitalFen'
    | 'staff'
    | 'businessScope'
    | 'termsCode'
    | 'custom'
    | 'version'
  > & { core: string },
): Promise<boolean> {
  const count =
    await ctx.tx.run(sql`update account set name = ${a.name}, core = ${a.core}, segment = ${a.segment}, level = ${a.level}, usci = ${a.usci}, industry = ${a.industry},
      province = ${a.province}, city = ${a.city}, address = ${a.address}, capital_fen = ${a.capitalFen}, staff = ${a.staff}, business_scope = ${a.businessScope},
      terms_code = ${a.termsCode}, custom = ${JSON.stringify(a.custom)}::jsonb, version = version + 1
    where tenant_id = ${ctx.tenantId} and id = ${a.id} and version = ${a.version}`)
  return count === 1
}

export async function setOwner(ctx: Ctx, accountIds: readonly string[], ownerId: string): Promise<void> {
  await ctx.tx.run(
    sql`update account set owner_id = ${ownerId}, version = version + 1 where tenant_id = ${ctx.tenantId} and id = any(${accountIds}::uuid[])`,
  )
}

export async function accountsOwnedBy(ctx: Ctx, memberId: string): Promise<string[]> {
  const rows = await ctx.tx.rows<{ id: string }>(sql`select id from account where tenant_id = ${ctx.tenantId} and owner_id = ${memberId}`)
  return rows.map((row) => row.id)
}

export async function saveCredit(
  ctx: Ctx,
  accountId: string,
  credit: { grade: string | null; frozen: boolean; reason: Record<string, unknown> | null },
): Promise<void> {
  await ctx.tx.run(sql`update account set credit_grade = ${credit.grade}, credit_frozen = ${credit.frozen}, credit_reason = ${JSON.stringify(credit.reason)}::jsonb,
      credit_at = ${ctx.now.toISOString()} where tenant_id = ${ctx.tenantId} and id = ${accountId}`)
}

/** Something was done with the account: the day from which it counts as idle moves. */
export async function touchAccount(ctx: Ctx, accountId: string, at: string): Promise<void> {
  await ctx.tx.run(
    sql`update account set last_activity_at = greatest(last_activity_at, ${at}) where tenant_id = ${ctx.tenantId} and id = ${accountId}`,
  )
}

/** Other records that belong to the account's story: leads, opportunities, contracts. */
export async function linkToAccount(
  ctx: Ctx,
  list: readonly { accountId: string; subjectType: string; subjectId: string; at?: string }[],
): Promise<void> {
  if (list.length === 0) return
  const rows = list.map((one) => ({
    account_id: one.accountId,
    subject_type: one.subjectType,
    subject_id: one.subjectId,
    at: one.at ?? ctx.now.toISOString(),
  }))
  await ctx.tx.run(sql`insert into account_link (tenant_id, account_id, subject_type, subject_id, linked_at)
    select ${ctx.tenantId}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(account_id uuid, subject_type text, subject_id uuid, at timestamptz)
    on conflict do nothing`)
}

export async function linkedTo(ctx: Ctx, accountId: string): Promise<{ subjectType: string; subjectId: string }[]> {
  return await ctx.tx.rows(
    sql`select subject_type, subject_id from account_link where tenant_id = ${ctx.tenantId} and account_id = ${accountId} order by linked_at desc limit 500`,
  )
}

/** Accounts in reach as a reference shows them: those of these ids, or those whose name has these words. */
export async function nameAccounts(ctx: Ctx, by: { ids: readonly string[] } | { q: string }): Promise<{ id: string; name: string }[]> {
  const which = 'ids' in by ? sql`a.id = any(${by.ids}::uuid[])` : sql`(a.name ilike ${contains(by.q)} or a.core ilike ${contains(by.q)})`
  return await ctx.tx.rows(sql`select a.id, a.name from account a where a.tenant_id = ${ctx.tenantId} and ${inScope(ctx, 'account.read', sql`a.owner_id`, sql`a.id`)} and ${which}
    order by a.name, a.id limit ${'ids' in by ? 100 : 20}`)
}

/** For a hand-over. */
export async function accountHoldings(ctx: Ctx, memberId: string): Promise<Holding[]> {
  return await ctx.tx.rows(
    sql<Holding>`select 'account' as kind, id, name from account where tenant_id = ${ctx.tenantId} and owner_id = ${memberId} order by name`,
  )
}
