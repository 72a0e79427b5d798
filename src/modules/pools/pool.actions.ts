// Pools as people see and set them, and what other rooms ask: which pool takes a record, what day it is for a cap.
import { dayOf } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { departmentsExist, zone } from '#modules/organization/index.ts'
import { claimPolicy } from './claim.policy.ts'
import { quotaOf } from './holding.store.ts'
import { mayOfPool } from './pool.access.ts'
import { insertPool, newDefaultPool, type PoolRow, type PoolSubject, type PoolTakes, readPools, updatePool } from './pool.store.ts'

// Pools and the zone change a few times a year and are asked at every claim and arrival.
const KEEP_MS = 3000
const kept = new Map<string, { until: number; pools: PoolRow[] }>()
/** Transactions that have changed pools: what they see is not kept for others, since it may be undone. */
const changing = new WeakSet<object>()
const zones = new Map<string, { until: number; zone: string }>()

/** The tenant's pools, at most 3 s old; a change in this process shows at once. */
export async function poolsOf(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<PoolRow[]> {
  const hit = changing.has(ctx.tx) ? undefined : kept.get(ctx.tenantId)
  if (hit && hit.until > performance.now()) return hit.pools
  const pools = await readPools(ctx)
  if (!changing.has(ctx.tx)) kept.set(ctx.tenantId, { until: performance.now() + KEEP_MS, pools })
  return pools
}

function forget(ctx: Ctx): void {
  changing.add(ctx.tx)
  ctx.afterCommit(() => kept.delete(ctx.tenantId))
}

/** Today in the tenant's zone: the day for which claims and assignments are counted. */
export async function tenantDay(ctx: Pick<Ctx, 'tx' | 'tenantId' | 'now'>): Promise<string> {
  return dayOf(ctx.now, await tenantZone(ctx))
}

/** The tenant's zone, asked once a minute. */
export async function tenantZone(ctx: Pick<Ctx, 'tx' | 'tenantId'>): Promise<string> {
  const hit = zones.get(ctx.tenantId)
  if (hit && hit.until > performance.now()) return hit.zone
  const found = await zone(ctx)
  zones.set(ctx.tenantId, { until: performance.now() + 60_000, zone: found })
  return found
}

/** The pool that takes whatever no other takes; made when a tenant needs its first. */
export async function defaultPool(ctx: Ctx, subjectType: PoolSubject): Promise<PoolRow> {
  const find = (pools: PoolRow[]) => pools.find((pool) => pool.isDefault && pool.subjectType === subjectType)
  const found = find(await poolsOf(ctx))
  if (found) return found
  await insertPool(ctx, newDefaultPool(subjectType))
  forget(ctx)
  const made = find(await poolsOf(ctx))
  if (!made) throw new Error('a tenant has no default pool')
  return made
}

/** The pool a record falls into: the first whose condition it meets, else the default one. */
export async function poolFor(
  ctx: Ctx,
  subjectType: PoolSubject,
  facts: { channelKind: string; segment: string; province: string | null },
): Promise<PoolRow> {
  const takes = (pool: PoolRow): boolean => {
    const { channelKind, segment, province } = pool.takes
    if (!channelKind && !segment && !province) return false
    return (
      (!channelKind || channelKind.includes(facts.channelKind)) &&
      (!segment || (segment as string[]).includes(facts.segment)) &&
      (!province || province.includes(facts.province ?? ''))
    )
  }
  const pools = await poolsOf(ctx)
  return pools.find((pool) => pool.subjectType === subjectType && takes(pool)) ?? (await defaultPool(ctx, subjectType))
}

const shown = (ctx: Ctx, pool: PoolRow) => ({ ...pool, may: mayOfPool(ctx.actor, pool) })

export async function pools(ctx: Ctx, input: { subjectType: PoolSubject; mine?: boolean }) {
  const all = (await readPools(ctx)).filter((pool) => pool.subjectType === input.subjectType).map((pool) => shown(ctx, pool))
  const ordered = [...all.filter((pool) => pool.isDefault), ...all.filter((pool) => !pool.isDefault)]
  return { items: input.mine ? ordered.filter((pool) => pool.may.claim) : ordered }
}

export async function quota(ctx: Ctx, input: { subjectType: PoolSubject }) {
  const limits = await policy(ctx, claimPolicy)
  const { claimed, holding } = await quotaOf(ctx, memberOf(ctx), input.subjectType, await tenantDay(ctx))
  return {
    claimedToday: claimed,
    dailyClaim: limits.dailyClaim,
    leftToday: Math.max(0, limits.dailyClaim - claimed),
    holding,
    holdingCap: limits.holdingCap,
    leftToHold: Math.max(0, limits.holdingCap - holding),
    cooldownDays: limits.formerOwnerCooldownDays,
  }
}

type PoolInput = { name: string; open: boolean; departmentIds: string[] | null; takes: PoolTakes; sort: number }

async function checkDepartments(ctx: Ctx, ids: string[] | null): Promise<void> {
  if (ids && !(await departmentsExist(ctx, ids))) throw invalid('pool.unknown_department')
}

export async function createPool(ctx: Ctx, input: PoolInput & { subjectType: PoolSubject }) {
  await checkDepartments(ctx, input.departmentIds)
  const pool: PoolRow = { ...input, id: uuidv7(), isDefault: false, version: 1 }
  await insertPool(ctx, pool)
  await emit(ctx, 'pool.created', pool.id, { name: pool.name, takes: pool.takes })
  forget(ctx)
  return shown(ctx, pool)
}

export async function changePool(ctx: Ctx, input: PoolInput & { id: string; version: number }) {
  const before = (await readPools(ctx)).find((pool) => pool.id === input.id)
  if (!before) throw notFound('pool')
  const { id, name, open, departmentIds, takes, sort, version } = input
  await checkDepartments(ctx, departmentIds)
  if (!(await updatePool(ctx, { id, name, open, departmentIds, takes, sort, version }))) throw refuse('common.stale')
  await emit(ctx, 'pool.changed', id, { name, open, departmentIds, takes })
  forget(ctx)
  return shown(ctx, { ...before, name, open, departmentIds, takes, sort, version: version + 1 })
}
