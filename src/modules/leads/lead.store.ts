// Leads as they are read: lists, one lead, counts. One statement each, the scope in it.

import { holds, inScope } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import type { CustomValues } from '#modules/organization/index.ts'
import type { LeadGrade, LeadIndustry, LeadSegment } from './rating.rule.ts'

export type LeadState = 'new' | 'pooled' | 'assigned' | 'contacted' | 'nurturing' | 'converted' | 'invalid' | 'merged'

/** What a row of a list needs. Instants are ISO. */
export interface LeadRow {
  id: string
  number: string
  company: string
  grade: LeadGrade
  points: number
  segment: LeadSegment
  state: LeadState
  channelId: string
  channelKind: string
  province: string | null
  city: string | null
  industry: LeadIndustry | null
  capitalFen: number | null
  staff: number | null
  contactName: string | null
  contactTitle: string | null
  contactPhone: string | null
  contactEmail: string | null
  decisionMaker: boolean
  ownerId: string | null
  ownerName: string | null
  poolId: string | null
  poolReason: string | null
  pooledAt: string | null
  receivedAt: string
  heldSince: string | null
  firstContactAt: string | null
  lastSubstantiveAt: string | null
  convertUsedMs: number
  convertExtraMs: number
  extendedUntil: string | null
  protected: boolean
  warned: number
  lastActivityAt: string | null
  lat: number | null
  lng: number | null
  custom: CustomValues
  version: number
  /** Until when a visit or an approval defers the recycle. */
  holdUntil: string | null
}

/** A waiting lead with what decides whether I may claim it. */
export interface PooledRow extends LeadRow {
  lostAt: string | null
  myUsedMs: number
  /** What I have claimed today and hold already; null when nothing yet. */
  myClaimed: number | null
  myHolding: number | null
}

const listed =
  sql.raw(`l.id, l.number, l.company, l.grade, l.points, l.segment, l.state, l.channel_id, l.channel_kind, l.province, l.city, l.industry, l.capital_fen, l.staff,
  l.contact_name, l.contact_title, l.contact_phone, l.contact_email, l.decision_maker, l.owner_id, m.name as owner_name, l.pool_id, l.pool_reason, l.pooled_at, l.received_at,
  l.held_since, l.first_contact_at, l.last_substantive_at, l.convert_used_ms, l.convert_extra_ms, l.extended_until, l.protected, l.warned, l.last_activity_at, l.lat, l.lng, l.custom, l.version,
  h.hold_until`)

/** My quota beside each row, so that a page with waiting leads needs no second trip. */
const myQuota = (ctx: Ctx, day: string): Query => sql`(select case when y.day = ${day}::date then y.claimed else 0 end from quota y
    where y.tenant_id = ${ctx.tenantId} and y.member_id = ${ctx.actor.memberId} and y.subject_type = 'lead') as my_claimed,
  (select y.holding from quota y where y.tenant_id = ${ctx.tenantId} and y.member_id = ${ctx.actor.memberId} and y.subject_type = 'lead') as my_holding`

/** The lead with its holder's name and its open hold. */
const joined = (ctx: Ctx): Query => sql`lead l left join member m on m.tenant_id = ${ctx.tenantId} and m.id = l.owner_id
  left join lateral (select max(o.until) as hold_until from hold o where o.tenant_id = ${ctx.tenantId} and o.subject_id = l.id and o.lifted_at is null
    and o.until > ${ctx.now.toISOString()}) h on l.held_since is not null`

/** What the actor may see at all: leads of people within reach, and what waits in a pool. */
export function visible(ctx: Ctx): Query<boolean> {
  const own = inScope(ctx, 'lead.read', sql`l.owner_id`, sql`l.id`)
  return holds(ctx.actor, 'pool.read') ? sql<boolean>`(${own} or l.state = 'pooled')` : own
}

export interface LeadFilter {
  q?: string | null | undefined
  phone?: string | null | undefined
  grade?: string[] | undefined
  channelKind?: string[] | undefined
  province?: string[] | undefined
  city?: string | undefined
  segment?: string[] | undefined
  industry?: string[] | undefined
  state?: string[] | undefined
  ownerId?: string | undefined
  /** Conditions on custom fields, over `l`. */
  custom?: Query | undefined
}

const LISTS = ['grade', 'channelKind', 'province', 'segment', 'industry', 'state'] as const
const COLUMNS: Record<(typeof LISTS)[number], Query> = {
  grade: sql`l.grade`,
  channelKind: sql`l.channel_kind`,
  province: sql`l.province`,
  segment: sql`l.segment`,
  industry: sql`l.industry`,
  state: sql`l.state`,
}
const contains = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** Conditions of a list, each only where it was asked for. Contact data of waiting leads is searched only by who may see it. */
function conditions(ctx: Ctx, filter: LeadFilter): Query {
  const parts: Query[] = []
  for (const name of LISTS) {
    const wanted = filter[name]
    if (wanted?.length) parts.push(sql`and ${COLUMNS[name]} = any(${wanted}::text[])`)
  }
  if (filter.city) parts.push(sql`and l.city = ${filter.city}`)
  if (filter.ownerId) parts.push(sql`and l.owner_id = ${filter.ownerId}`)
  if (filter.q) {
    const like = contains(filter.q)
    const open = holds(ctx.actor, 'field.pool_contact') ? sql`true` : sql`l.owner_id is not null`
    parts.push(sql`and (l.company ilike ${like} or l.core ilike ${like} or l.number = upper(${filter.q}) or l.city = ${filter.q}
      or (${open} and (l.contact_name ilike ${like} or l.contact_phone = ${filter.phone ?? null} or l.contact_phone like ${like})))`)
  }
  if (filter.custom) parts.push(filter.custom)
  return sql.join(parts, sql` `)
}

export type LeadView = 'mine' | 'held' | 'reach' | 'claimed'
export const HELD = sql`l.state in ('assigned', 'contacted', 'nurturing')`

function viewed(ctx: Ctx, view: LeadView): Query<boolean> {
  switch (view) {
    case 'mine':
      return sql<boolean>`l.owner_id = ${ctx.actor.memberId} and ${HELD}`
    case 'held':
      return sql<boolean>`${HELD} and ${inScope(ctx, 'lead.read', sql`l.owner_id`, sql`l.id`)}`
    case 'claimed':
      return sql<boolean>`${visible(ctx)} and l.id in (select c.subject_id from holding c where c.tenant_id = ${ctx.tenantId} and c.member_id = ${ctx.actor.memberId} and c.mode = 'claim')`
    case 'reach':
      return visible(ctx)
  }
}

export interface LeadPage {
  sort: 'new' | 'points'
  after: (string | number | null)[] | null
  limit: number
}

export async function listLeads(
  ctx: Ctx,
  day: string,
  view: LeadView,
  filter: LeadFilter,
  page: LeadPage,
): Promise<(LeadRow & Pick<PooledRow, 'myClaimed' | 'myHolding'>)[]> {
  const [first, second, third] = page.after ?? []
  const byPoints = page.sort === 'points'
  const beyond = !page.after
    ? sql``
    : byPoints
      ? sql`and (l.points, l.received_at, l.id) < (${first}::int, ${second}::timestamptz, ${third}::uuid)`
      : sql`and (l.received_at, l.id) < (${first}::timestamptz, ${second}::uuid)`
  const order = byPoints ? sql`l.points desc, l.received_at desc, l.id desc` : sql`l.received_at desc, l.id desc`
  return await ctx.tx.rows(sql<
    LeadRow & Pick<PooledRow, 'myClaimed' | 'myHolding'>
  >`select ${listed}, ${myQuota(ctx, day)} from ${joined(ctx)}
    where l.tenant_id = ${ctx.tenantId} and ${viewed(ctx, view)} ${conditions(ctx, filter)} ${beyond} order by ${order} limit ${page.limit}`)
}

/** Leads that wait in these pools, with when each was last taken from me and how much of its convert time I used. */
export async function listPooled(
  ctx: Ctx,
  day: string,
  poolIds: readonly string[],
  filter: LeadFilter,
  page: LeadPage,
  except: string | null = null,
): Promise<PooledRow[]> {
  const [first, second, third] = page.after ?? []
  const byPoints = page.sort === 'points'
  const beyond = !page.after
    ? sql``
    : byPoints
      ? sql`and (l.points, l.pooled_at, l.id) < (${first}::int, ${second}::timestamptz, ${third}::uuid)`
      : sql`and (l.pooled_at, l.id) < (${first}::timestamptz, ${second}::uuid)`
  const order = byPoints ? sql`l.points desc, l.pooled_at desc, l.id desc` : sql`l.pooled_at desc, l.id desc`
  return await ctx.tx.rows(sql<PooledRow>`select ${listed}, ${myQuota(ctx, day)}, w.lost_at, coalesce(w.used_ms, 0)::bigint as my_used_ms from ${joined(ctx)}
      left join lateral (select max(x.ended_at) filter (where x.end_reason not in ('converted', 'merged', 'invalid')) as lost_at, sum(x.used_ms) as used_ms from holding x
        where x.tenant_id = ${ctx.tenantId} and x.subject_id = l.id and x.member_id = ${ctx.actor.memberId} and x.ended_at is not null) w on l.last_owner_id is not null
    where l.tenant_id = ${ctx.tenantId} and l.state = 'pooled' and l.pool_id = any(${poolIds}::uuid[]) and (${except}::uuid is null or l.id <> ${except})
      ${conditions(ctx, filter)} ${beyond} order by ${order} limit ${page.limit}`)
}

export interface LeadDetailRow extends LeadRow, Pick<PooledRow, 'lostAt' | 'myUsedMs'> {
  core: string
  address: string | null
  usci: string | null
  legalPerson: string | null
  businessScope: string | null
  need: string | null
  productLine: string | null
  siteId: string | null
  ratedAt: string
  protectedReason: string | null
  sourceCount: number
  convertedAt: string | null
  accountId: string | null
  opportunityId: string | null
  invalidReason: string | null
  mergedInto: string | null
  assignment: Record<string, unknown> | null
  campaignId: string | null
  lastOwnerId: string | null
  holdMode: string | null
}

const detailed =
  sql.raw(`l.core, l.address, l.usci, l.legal_person, l.business_scope, l.need, l.product_line, l.site_id, l.rated_at, l.protected_reason, l.source_count, l.converted_at,
  l.account_id, l.opportunity_id, l.invalid_reason, l.merged_into, l.assignment, l.campaign_id, l.last_owner_id, l.hold_mode`)

const mineBefore = (
  ctx: Ctx,
): Query => sql`left join lateral (select max(x.ended_at) filter (where x.end_reason not in ('converted', 'merged', 'invalid')) as lost_at,
    sum(x.used_ms) as used_ms from holding x where x.tenant_id = ${ctx.tenantId} and x.subject_id = l.id and x.member_id = ${ctx.actor.memberId} and x.ended_at is not null) w
  on l.state = 'pooled' and l.last_owner_id is not null`

/** One lead the actor may see, or undefined. `forUpdate` locks it until the transaction ends. */
export async function readLead(ctx: Ctx, id: string, forUpdate = false): Promise<LeadDetailRow | undefined> {
  return await ctx.tx.row(sql<LeadDetailRow>`select ${listed}, ${detailed}, w.lost_at, coalesce(w.used_ms, 0)::bigint as my_used_ms from ${joined(ctx)} ${mineBefore(ctx)}
    where l.tenant_id = ${ctx.tenantId} and l.id = ${id} and ${visible(ctx)} ${forUpdate ? sql`for update of l` : sql``}`)
}

/** For other rooms: the lead as it is, whoever asks. */
export async function leadById(ctx: Ctx, id: string, forUpdate = false): Promise<LeadDetailRow | undefined> {
  return await ctx.tx.row(sql<LeadDetailRow>`select ${listed}, ${detailed}, null::timestamptz as lost_at, 0::bigint as my_used_ms from ${joined(ctx)}
    where l.tenant_id = ${ctx.tenantId} and l.id = ${id} ${forUpdate ? sql`for update of l` : sql``}`)
}

/** Everything I hold; the caller sorts it by its countdown. A person holds no more than a cap of some dozens. */
export async function heldBy(ctx: Ctx, memberId: string, filter: LeadFilter = {}): Promise<LeadRow[]> {
  return await ctx.tx.rows(
    sql<LeadRow>`select ${listed} from ${joined(ctx)} where l.tenant_id = ${ctx.tenantId} and l.owner_id = ${memberId} and ${HELD} ${conditions(ctx, filter)} limit 2000`,
  )
}

export async function leadsByIds(ctx: Ctx, ids: readonly string[]): Promise<LeadRow[]> {
  return await ctx.tx.rows(
    sql<LeadRow>`select ${listed} from ${joined(ctx)} where l.tenant_id = ${ctx.tenantId} and l.id = any(${ids}::uuid[])`,
  )
}

export interface CountRow {
  mine: number
  claimedByMe: number
  held: number
  review: number
  pools: { poolId: string; count: number; newToday: number; gradeA: number }[]
}

export async function countLeads(ctx: Ctx, poolIds: readonly string[], dayStart: string): Promise<CountRow> {
  const row = await ctx.tx.row(sql<CountRow>`select
    (select count(*) from lead l where l.tenant_id = ${ctx.tenantId} and l.owner_id = ${ctx.actor.memberId} and ${HELD}) as mine,
    (select count(distinct c.subject_id) from holding c where c.tenant_id = ${ctx.tenantId} and c.member_id = ${ctx.actor.memberId} and c.mode = 'claim') as claimed_by_me,
    (select count(*) from lead l where l.tenant_id = ${ctx.tenantId} and ${HELD} and ${inScope(ctx, 'lead.read', sql`l.owner_id`, sql`l.id`)}) as held,
    (select count(*) from submission s where s.tenant_id = ${ctx.tenantId} and s.state in ('in_review', 'failed') and ${holds(ctx.actor, 'lead.review')}::boolean) as review,
    coalesce((select jsonb_agg(jsonb_build_object('poolId', p.pool_id, 'count', p.n, 'newToday', p.today, 'gradeA', p.a)) from (
      select l.pool_id, count(*) as n, count(*) filter (where l.pooled_at >= ${dayStart}) as today, count(*) filter (where l.grade = 'A') as a from lead l
      where l.tenant_id = ${ctx.tenantId} and l.state = 'pooled' and l.pool_id = any(${poolIds}::uuid[]) group by l.pool_id) p), '[]') as pools`)
  if (!row) throw new Error('counts have one row')
  return row
}

export interface SourceRow {
  submissionId: string
  channelId: string
  campaignName: string | null
  externalId: string | null
  receivedAt: string
  state: 'accepted' | 'merged' | 'in_review' | 'rejected' | 'failed'
  byName: string | null
  raw: Record<string, unknown>
}

/** The raw leads that made this one, the first first. */
export async function sourcesOf(ctx: Ctx, leadId: string): Promise<SourceRow[]> {
  return await ctx.tx.rows(sql<SourceRow>`select s.id as submission_id, s.channel_id, c.name as campaign_name, s.external_id, s.received_at, s.state, m.name as by_name, s.raw
    from submission s left join campaign c on c.tenant_id = s.tenant_id and c.id = s.campaign_id left join member m on m.tenant_id = s.tenant_id and m.id = s.by_member
    where s.tenant_id = ${ctx.tenantId} and s.lead_id = ${leadId} order by s.received_at, s.id limit 200`)
}

/** Leads in sight as a reference shows them: those of these ids, or those whose company or number has these words. */
export async function nameLeads(ctx: Ctx, by: { ids: readonly string[] } | { q: string }): Promise<{ id: string; name: string }[]> {
  const which = 'ids' in by ? sql`l.id = any(${by.ids}::uuid[])` : sql`(l.company ilike ${contains(by.q)} or l.number = upper(${by.q}))`
  return await ctx.tx.rows(sql`select l.id, l.company as name from lead l where l.tenant_id = ${ctx.tenantId} and ${visible(ctx)} and ${which}
    order by l.received_at desc, l.id limit ${'ids' in by ? 100 : 20}`)
}
