// 归集: every SQL of the arrival. Three trips whatever arrives, one raw lead or two hundred.
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import { type EventToWrite, eventsSql } from '#core/events.ts'
import { type Keyed, keysSql, type NewSite, sitesSql } from '#modules/accounts/index.ts'
import { holdingsSql, type NewHolding } from '#modules/pools/index.ts'

/**
 * Arrivals that share a key wait for each other, so that two of one company never pass each other unseen. A whole file takes the tenant
 * alone, since each of its keys would fill the table of locks.
 */
export async function lockKeys(ctx: Ctx, keys: readonly string[], alone: boolean): Promise<void> {
  const tenant = `intake:${ctx.tenantId}`
  if (alone) {
    await ctx.tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${tenant}, 0))`)
    return
  }
  const sorted = [...new Set(keys)].sort().map((key) => `${ctx.tenantId}/${key}`)
  await ctx.tx.run(
    sql`select pg_advisory_xact_lock_shared(hashtextextended(${tenant}, 0)), (select count(pg_advisory_xact_lock(hashtextextended(k, 0))) from unnest(${sorted}::text[]) k)`,
  )
}

export interface Replay {
  channelId: string
  hash: string
  externalId: string | null
  submissionId: string
  state: 'accepted' | 'merged' | 'in_review' | 'rejected' | 'failed'
  reason: { code: string; params: Record<string, unknown> } | null
  leadId: string | null
  accountId: string | null
}

/** A lead or account that shares a key with an arrival, as matching sees it. */
export interface Known {
  key: string
  type: 'lead' | 'account'
  id: string
  name: string
  phone: string | null
  usci: string | null
  email: string | null
  region: string | null
  ownerId: string | null
  ownerName: string | null
}

/** What decides an arrival and changes by the minute: was it here before, who shares a key, how loaded the reps are. */
export interface IntakeView {
  replays: Replay[]
  matched: { key: string; type: 'lead' | 'account'; id: string }[]
  loads: { memberId: string; holding: number; assignedToday: number; lastAssignedAt: string | null }[]
  away: string[]
}

export async function viewIntake(
  ctx: Ctx,
  ask: {
    channelIds: readonly string[]
    hashes: readonly Buffer[]
    externalIds: readonly string[]
    keys: readonly string[]
    day: string
    memberIds: readonly string[]
  },
): Promise<IntakeView> {
  const t = ctx.tenantId
  const now = ctx.now.toISOString()
  const replay =
    sql.raw(`jsonb_build_object('channelId', s.channel_id, 'hash', encode(s.raw_hash, 'hex'), 'externalId', s.external_id, 'submissionId', s.id, 'state', s.state,
    'reason', s.reason, 'leadId', s.lead_id, 'accountId', s.account_id)`)
  const external = ask.externalIds.length
    ? sql`|| coalesce((select jsonb_agg(${replay} order by s.received_at) from submission s where s.tenant_id = ${t} and s.external_id = any(${ask.externalIds}::text[])), '[]')`
    : sql``
  const reps = ask.memberIds.length
    ? sql`coalesce((select jsonb_agg(jsonb_build_object('memberId', q.member_id, 'holding', q.holding, 'assignedToday', case when q.day = ${ask.day}::date then q.assigned else 0 end,
          'lastAssignedAt', q.last_assigned_at)) from quota q where q.tenant_id = ${t} and q.member_id = any(${ask.memberIds}::uuid[]) and q.subject_type = 'lead'), '[]') as loads,
        array(select a.member_id from leave a where a.tenant_id = ${t} and a.member_id = any(${ask.memberIds}::uuid[]) and a.from_at <= ${now} and a.to_at > ${now}) as away`
    : sql`'[]'::jsonb as loads, '{}'::uuid[] as away`
  const row = await ctx.tx.row(sql<IntakeView>`select
    coalesce((select jsonb_agg(${replay}) from submission s where s.tenant_id = ${t} and s.channel_id = any(${ask.channelIds}::uuid[]) and s.raw_hash = any(${ask.hashes}::bytea[])), '[]')
      ${external} as replays,
    coalesce((select jsonb_agg(jsonb_build_object('key', k.key, 'type', k.subject_type, 'id', k.subject_id)) from match_key k
      where k.tenant_id = ${t} and k.key = any(${ask.keys}::text[])), '[]') as matched,
    ${reps}`)
  if (!row) throw new Error('the view of an arrival has one row')
  return row
}

/** The leads and accounts that share these keys, as matching sees them; leads that have ended are left out (a converted one has its account). */
export async function viewKnown(ctx: Ctx, keys: readonly string[]): Promise<Known[]> {
  const t = ctx.tenantId
  return await ctx.tx.rows(sql<Known>`select k.key, k.subject_type as type, k.subject_id as id, coalesce(l.company, a.name) as name, coalesce(l.contact_phone, c.phone) as phone,
      coalesce(l.usci, a.usci) as usci, coalesce(l.contact_email, c.email) as email, coalesce(l.city, l.province, a.city, a.province) as region,
      coalesce(l.owner_id, a.owner_id) as owner_id, m.name as owner_name
    from match_key k
      left join lead l on k.subject_type = 'lead' and l.tenant_id = ${t} and l.id = k.subject_id
      left join account a on k.subject_type = 'account' and a.tenant_id = ${t} and a.id = k.subject_id
      left join lateral (select c.phone, c.email from contact c where a.id is not null and c.tenant_id = ${t} and c.account_id = a.id
        order by 'phone:' || c.phone = k.key desc nulls last, c.is_primary desc, c.created_at limit 1) c on true
      left join member m on m.tenant_id = ${t} and m.id = coalesce(l.owner_id, a.owner_id)
    where k.tenant_id = ${t} and k.key = any(${keys}::text[]) and (a.id is not null or l.state not in ('converted', 'invalid', 'merged'))
    order by k.subject_type, k.subject_id limit 2000`)
}

export interface NewSubmission {
  id: string
  channelId: string
  campaignId: string | null
  externalId: string | null
  hash: Buffer
  raw: Record<string, unknown>
  /** Column by field, where it is the row of a table. */
  mapping: Record<string, string> | null
  receivedAt: string
  state: Replay['state']
  reason: { code: string; params: Record<string, unknown> } | null
  leadId: string | null
  accountId: string | null
  candidateType: 'lead' | 'account' | null
  candidateId: string | null
}

/** A lead as it arrives: column names, since it goes into the table as it is. */
export type ArrivingLead = Record<string, unknown> & { id: string }

const LEAD_COLUMNS: Record<string, string> = {
  id: 'uuid',
  number: 'text',
  company: 'text',
  core: 'text',
  state: 'text',
  owner_id: 'uuid',
  pool_id: 'uuid',
  pooled_at: 'timestamptz',
  pool_reason: 'text',
  last_owner_id: 'uuid',
  channel_id: 'uuid',
  channel_kind: 'text',
  campaign_id: 'uuid',
  received_at: 'timestamptz',
  province: 'text',
  city: 'text',
  address: 'text',
  industry: 'text',
  capital_fen: 'bigint',
  staff: 'int',
  usci: 'text',
  legal_person: 'text',
  business_scope: 'text',
  contact_name: 'text',
  contact_title: 'text',
  contact_phone: 'text',
  contact_email: 'text',
  decision_maker: 'boolean',
  need: 'text',
  product_line: 'text',
  site_id: 'uuid',
  lat: 'float8',
  lng: 'float8',
  points: 'int',
  grade: 'text',
  segment: 'text',
  rated_at: 'timestamptz',
  held_since: 'timestamptz',
  hold_mode: 'text',
  assignment: 'jsonb',
  custom: 'jsonb',
  updated_at: 'timestamptz',
}
/** Columns a story fills besides. */
const STORY_COLUMNS: Record<string, string> = {
  first_contact_at: 'timestamptz',
  last_substantive_at: 'timestamptz',
  last_activity_at: 'timestamptz',
  extended_until: 'timestamptz',
  protected_reason: 'text',
  converted_at: 'timestamptz',
  account_id: 'uuid',
  opportunity_id: 'uuid',
  invalid_reason: 'text',
  merged_into: 'uuid',
}

const leadInsert = (ctx: Ctx, leads: readonly ArrivingLead[], columns: Record<string, string>) => {
  const names = sql.raw(Object.keys(columns).join(', '))
  const shape = sql.raw(
    Object.entries(columns)
      .map(([name, type]) => `${name} ${type}`)
      .join(', '),
  )
  const rows = leads.map((lead) => ({ custom: {}, ...lead }))
  return sql`insert into lead (tenant_id, ${names}) select ${ctx.tenantId}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(${shape})`
}

const submissionInsert = (ctx: Ctx, list: readonly NewSubmission[]) => {
  const rows = list.map((s) => ({
    id: s.id,
    channel_id: s.channelId,
    campaign_id: s.campaignId,
    external_id: s.externalId,
    raw_hash: s.hash.toString('hex'),
    raw: s.raw,
    mapping: s.mapping,
    received_at: s.receivedAt,
    state: s.state,
    reason: s.reason,
    lead_id: s.leadId,
    account_id: s.accountId,
    candidate_type: s.candidateType,
    candidate_id: s.candidateId,
  }))
  return sql`insert into submission (tenant_id, by_member, id, channel_id, campaign_id, external_id, raw_hash, raw, mapping, received_at, state, reason, lead_id, account_id, candidate_type, candidate_id)
    select ${ctx.tenantId}::uuid, ${ctx.actor.memberId}::uuid, id, channel_id, campaign_id, external_id, decode(raw_hash, 'hex'), raw, mapping, received_at, state, reason, lead_id, account_id,
      candidate_type, candidate_id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, channel_id uuid, campaign_id uuid, external_id text, raw_hash text, raw jsonb, mapping jsonb,
      received_at timestamptz, state text, reason jsonb, lead_id uuid, account_id uuid, candidate_type text, candidate_id uuid)`
}

export interface Arrivals {
  events: readonly EventToWrite[]
  submissions: readonly NewSubmission[]
  leads: readonly ArrivingLead[]
  keys: readonly Keyed[]
  holdings: readonly NewHolding[]
  sites: readonly NewSite[]
  day: string
}

/** Raw leads, leads, their keys, holdings, places and what is told of them: all in one statement. */
export function insertArrivals(ctx: Ctx, arrivals: Arrivals): void {
  const { submissions, leads, keys, holdings, sites, events, day } = arrivals
  const parts: Query[] = []
  if (submissions.length > 0) parts.push(sql`s as (${submissionInsert(ctx, submissions)})`)
  if (leads.length > 0) parts.push(sql`l as (${leadInsert(ctx, leads, LEAD_COLUMNS)})`, sql`k as (${keysSql(ctx, keys)})`)
  if (holdings.length > 0) parts.push(sql`${holdingsSql(ctx, 'lead', day, holdings)}`)
  if (sites.length > 0) parts.push(sql`p as (${sitesSql(ctx, sites)})`)
  if (events.length > 0) parts.push(eventsSql(ctx, events))
  if (parts.length > 0) ctx.tx.send(sql`with ${sql.join(parts, sql`, `)} select 1`)
}

/** Leads of a story, told from the past. */
export async function insertStoryLeads(ctx: Ctx, leads: readonly ArrivingLead[]): Promise<void> {
  await ctx.tx.run(leadInsert(ctx, leads, { ...LEAD_COLUMNS, ...STORY_COLUMNS, protected: 'boolean', warned: 'smallint' }))
}
export async function insertSubmissions(ctx: Ctx, list: readonly NewSubmission[]): Promise<void> {
  if (list.length > 0) await ctx.tx.run(submissionInsert(ctx, list))
}
