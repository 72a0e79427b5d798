// Leads as they are looked at: my list, the pools, one lead with its why, its story.
import { startOfDay } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toCursor, toPage } from '#core/cursor.ts'
import { sql } from '#core/db.ts'
import { normalPhone } from '#core/phone.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { customConditions } from '#modules/organization/index.ts'
import { mayUsePool, type PoolRow, poolsOf, quotaOf, tenantDay, tenantZone } from '#modules/pools/index.ts'
import { channelsOf, type Kind } from './channel.actions.ts'
import { type ClaimLimits, claimableOf, claimLimits } from './claimable.actions.ts'
import { type Clocks, clocksFor, countdownOf, shownCountdown } from './clock.actions.ts'
import { contactOf, mayOfLead } from './lead.access.ts'
import { leadRecyclePolicy } from './lead.policy.ts'
import {
  countLeads,
  heldBy,
  type LeadFilter,
  type LeadRow,
  type LeadView,
  leadsByIds,
  listLeads,
  listPooled,
  type PooledRow,
  readLead,
} from './lead.store.ts'
import { burningIds } from './recycle.store.ts'

/** What a page of leads needs besides its rows: names of channels and pools, the clocks, my quota where something waits. */
export interface Surroundings {
  channels: Map<string, string>
  pools: Map<string, PoolRow>
  clocks: Clocks
  limits: ClaimLimits
  quota: { claimed: number; holding: number } | null
}

type Waiting = Partial<Pick<PooledRow, 'lostAt' | 'myUsedMs' | 'myClaimed' | 'myHolding'>>

export async function surroundings(ctx: Ctx, rows: readonly (Pick<LeadRow, 'ownerId' | 'state'> & Waiting)[]): Promise<Surroundings> {
  const waiting = rows.find((row) => row.state === 'pooled')
  const quota =
    !waiting || ctx.actor.memberId === null
      ? null
      : waiting.myClaimed === undefined
        ? await quotaOf(ctx, ctx.actor.memberId, 'lead', await tenantDay(ctx))
        : { claimed: waiting.myClaimed ?? 0, holding: waiting.myHolding ?? 0 }
  const ownerIds = rows.map((row) => row.ownerId)
  return {
    channels: new Map((await channelsOf(ctx)).map((channel) => [channel.id, channel.name])),
    pools: new Map((await poolsOf(ctx)).map((pool) => [pool.id, pool])),
    clocks: await clocksFor(ctx, ownerIds),
    limits: await claimLimits(ctx),
    quota,
  }
}

/** A row as the contract shows it to this actor. */
export function shownLead(ctx: Ctx, row: LeadRow & Waiting, around: Surroundings) {
  const pool = row.poolId ? around.pools.get(row.poolId) : undefined
  return {
    id: row.id,
    number: row.number,
    company: row.company,
    grade: row.grade,
    points: row.points,
    segment: row.segment,
    state: row.state,
    channelKind: row.channelKind as Kind,
    channelName: around.channels.get(row.channelId) ?? '',
    province: row.province,
    city: row.city,
    industry: row.industry,
    capitalFen: row.capitalFen,
    staff: row.staff,
    contact: contactOf(ctx.actor, row),
    ownerId: row.ownerId,
    ownerName: row.ownerName,
    poolId: row.poolId,
    poolName: pool?.name ?? null,
    poolReason: row.poolReason,
    pooledAt: row.pooledAt,
    receivedAt: row.receivedAt,
    heldSince: row.heldSince,
    lastActivityAt: row.lastActivityAt,
    countdown: shownCountdown(countdownOf(ctx, row, around.clocks)),
    protected: row.protected,
    claim: row.state === 'pooled' && around.quota ? claimableOf(around.limits, row, pool, around.quota) : null,
    lat: row.lat,
    lng: row.lng,
    custom: row.custom,
    version: row.version,
    may: mayOfLead(ctx.actor, row, pool),
  }
}

export async function shownLeads(ctx: Ctx, rows: readonly (LeadRow & Waiting)[]) {
  const around = await surroundings(ctx, rows)
  return rows.map((row) => shownLead(ctx, row, around))
}

export interface LeadQuery {
  q?: string | null | undefined
  grade?: string | undefined
  channelKind?: string | undefined
  province?: string | undefined
  city?: string | undefined
  segment?: string | undefined
  industry?: string | undefined
  state?: string | undefined
  custom?: Record<string, string> | undefined
  cursor?: string | undefined
  limit: number
}

const listOf = (text: string | undefined): string[] | undefined =>
  text
    ?.split(',')
    .map((one) => one.trim())
    .filter(Boolean)

export async function filterOf(
  ctx: Ctx,
  input: Omit<LeadQuery, 'cursor' | 'limit'> & { ownerId?: string | undefined },
): Promise<LeadFilter> {
  const q = input.q?.trim() || null
  return {
    q,
    phone: q ? normalPhone(q) : null,
    grade: listOf(input.grade),
    channelKind: listOf(input.channelKind),
    province: listOf(input.province),
    city: input.city,
    segment: listOf(input.segment),
    industry: listOf(input.industry),
    state: listOf(input.state),
    ownerId: input.ownerId,
    ...(input.custom ? { custom: await customConditions(ctx, 'lead', input.custom, { id: sql`l.id`, custom: sql`l.custom` }) } : {}),
  }
}

export async function leads(ctx: Ctx, input: LeadQuery & { view: LeadView; ownerId?: string | undefined; sort: 'new' | 'points' | 'due' }) {
  if (input.sort === 'due' && input.view === 'mine') return await mineByDue(ctx, input)
  const sort = input.sort === 'points' ? 'points' : 'new'
  const rows = await listLeads(ctx, await tenantDay(ctx), input.view, await filterOf(ctx, input), {
    sort,
    after: fromCursor(input.cursor, sort === 'points' ? 3 : 2),
    limit: input.limit + 1,
  })
  const { items, next } = toPage(rows, input.limit, (row) => [...(sort === 'points' ? [row.points] : []), row.receivedAt, row.id])
  return { items: await shownLeads(ctx, items), next }
}

/** The next to be recycled first. Some dozens of rows, sorted by the very rule that recycles them. */
async function mineByDue(ctx: Ctx, input: LeadQuery) {
  const [from = 0] = (fromCursor(input.cursor, 1) ?? []) as number[]
  const shown = await shownLeads(ctx, await heldBy(ctx, ctx.actor.memberId as string, await filterOf(ctx, input)))
  const dueOf = (lead: (typeof shown)[number]): string => lead.countdown?.dueAt ?? '9'
  const sorted = shown.sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : a.id < b.id ? -1 : 1))
  const end = from + input.limit
  return { items: sorted.slice(from, end), next: end < sorted.length ? toCursor([end]) : null }
}

const usable = async (ctx: Ctx): Promise<PoolRow[]> =>
  (await poolsOf(ctx)).filter((pool) => pool.subjectType === 'lead' && mayUsePool(ctx.actor, pool))

export async function pooledLeads(ctx: Ctx, input: LeadQuery & { poolId?: string | undefined; sort: 'pooled' | 'points' }) {
  const all = (await poolsOf(ctx)).filter((pool) => pool.subjectType === 'lead')
  const ids = input.poolId ? all.filter((pool) => pool.id === input.poolId) : await usable(ctx)
  const sort = input.sort === 'points' ? 'points' : 'new'
  const rows = await listPooled(
    ctx,
    await tenantDay(ctx),
    ids.map((pool) => pool.id),
    await filterOf(ctx, input),
    { sort, after: fromCursor(input.cursor, sort === 'points' ? 3 : 2), limit: input.limit + 1 },
  )
  const { items, next } = toPage(rows, input.limit, (row) => [...(sort === 'points' ? [row.points] : []), row.pooledAt, row.id])
  return { items: await shownLeads(ctx, items), next }
}

export async function leadCounts(ctx: Ctx) {
  const pools = await usable(ctx)
  const day = await tenantDay(ctx)
  const counts = await countLeads(
    ctx,
    pools.map((pool) => pool.id),
    startOfDay(day, await tenantZone(ctx)).toISOString(),
  )
  const byPool = new Map(counts.pools.map((one) => [one.poolId, one]))
  const ordered = [...pools.filter((pool) => pool.isDefault), ...pools.filter((pool) => !pool.isDefault)]
  return {
    mine: counts.mine,
    burning: ctx.actor.memberId ? (await burning(ctx, true)).length : 0,
    claimedByMe: counts.claimedByMe,
    held: counts.held,
    review: counts.review,
    pools: ordered.map((pool) => {
      const { count = 0, newToday = 0, gradeA = 0 } = byPool.get(pool.id) ?? {}
      return { poolId: pool.id, name: pool.name, count, newToday, gradeA }
    }),
  }
}

const MOST_BURNING = 200

async function burning(ctx: Ctx, mine: boolean) {
  const ids = await burningIds(ctx, await policy(ctx, leadRecyclePolicy), mine, MOST_BURNING)
  const shown = ids.length > 0 ? await shownLeads(ctx, await leadsByIds(ctx, ids)) : []
  return shown
    .filter((lead) => lead.countdown && lead.countdown.state !== 'calm')
    .sort((a, b) => ((a.countdown?.dueAt ?? '') < (b.countdown?.dueAt ?? '') ? -1 : 1))
}

/** In their warning or past it, the next to go first. */
export async function burningLeads(ctx: Ctx, input: { mine: 'true' | 'false' }) {
  return { items: await burning(ctx, input.mine === 'true') }
}

/** For the one who came too late: three of the same trade or grade that wait. */
export async function similarLeads(ctx: Ctx, input: { id: string }) {
  const row = await readLead(ctx, input.id)
  if (!row) throw notFound('lead')
  const ids = (await usable(ctx)).map((pool) => pool.id)
  const page = { sort: 'points' as const, after: null, limit: 30 }
  const day = await tenantDay(ctx)
  const near = await listPooled(ctx, day, ids, row.province ? { province: [row.province] } : {}, page, row.id)
  const rest = near.length < 3 ? await listPooled(ctx, day, ids, {}, page, row.id) : []
  const likeness = (one: PooledRow): number =>
    (one.industry === row.industry ? 4 : 0) +
    (one.city === row.city ? 3 : 0) +
    (one.grade === row.grade ? 2 : 0) +
    (one.segment === row.segment ? 1 : 0)
  const all = [...new Map([...near, ...rest].map((one) => [one.id, one])).values()]
  return { items: await shownLeads(ctx, all.sort((a, b) => likeness(b) - likeness(a)).slice(0, 3)) }
}
