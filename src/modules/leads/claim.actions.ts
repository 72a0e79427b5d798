// 领取: out of the pool, exactly one winner. What the claim may not do is found after writing and undone with it: three trips in all.
import { DAY } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { notFound, type Refusal, refuse } from '#core/refuse.ts'
import { mayClaim, mayUsePool, poolsOf, startHolding, tenantDay } from '#modules/pools/index.ts'
import { claimLimits, worded } from './claimable.actions.ts'
import { shownLead, surroundings } from './lead-view.actions.ts'
import { takeFromPool, takenBy } from './lead-write.store.ts'

/** Later than this it was no race. */
const RACE_MS = 10_000

export async function claimLead(ctx: Ctx, input: { id: string }) {
  const memberId = memberOf(ctx)
  const day = await tenantDay(ctx)
  const before = await startHolding(ctx, { subjectType: 'lead', subjectId: input.id, memberId, mode: 'claim', day })
  const lead = await takeFromPool(ctx, input.id, memberId, before.usedMs)
  if (!lead) throw await tooLate(ctx, input.id)
  const pool = (await poolsOf(ctx)).find((one) => one.id === lead.poolId)
  const limits = await claimLimits(ctx)
  const verdict = mayClaim(
    {
      poolOpen: pool?.open ?? false,
      mayUsePool: pool ? mayUsePool(ctx.actor, pool) : false,
      claimedToday: before.claimedToday,
      holding: before.holding,
      lostAt: before.lostAt,
      convertLeftMs: before.lostAt === null ? null : limits.recycle.convertDays * DAY - lead.convertUsedMs,
    },
    limits.claim,
    ctx.now,
  )
  const [reason] = verdict.reasons
  if (reason) {
    const { code, params } = worded(limits, reason)
    throw refuse(code, params)
  }
  await emit(ctx, 'lead.claimed', lead.id, { poolId: lead.poolId, poolReason: lead.poolReason, from: lead.lastOwnerId, to: memberId })
  const row = { ...lead, poolReason: null, ownerName: ctx.actor.name, holdUntil: null }
  return shownLead(ctx, row, await surroundings(ctx, [row]))
}

async function tooLate(ctx: Ctx, id: string): Promise<Refusal> {
  const now = await takenBy(ctx, id)
  if (!now) return notFound('lead')
  const lateMs = now.heldSince ? ctx.now.getTime() - Date.parse(now.heldSince) : Number.POSITIVE_INFINITY
  const by = now.ownerName ?? ''
  // the winner's clock may be read a moment after the loser's
  if (now.ownerName && lateMs < RACE_MS)
    return refuse('lead.already_claimed', { by, seconds: (Math.max(100, Math.abs(lateMs)) / 1000).toFixed(1) })
  return refuse('lead.not_in_pool', { by, state: now.state })
}
