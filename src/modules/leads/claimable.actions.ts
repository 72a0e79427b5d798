// Whether I may claim what waits, and if not, why and from when on: for the button in a list, and for the refusal.
import { DAY, dayOf, timeOf } from '#core/calendar.ts'
import type { Actor, Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { type ClaimPolicy, type ClaimReason, claimPolicy, mayClaim, mayUsePool, type PoolRow, tenantZone } from '#modules/pools/index.ts'
import type { RecyclePolicy } from '#modules/pools/recycle.rule.ts'
import { leadRecyclePolicy } from './lead.policy.ts'

/** What claims are judged by, gathered once for a page of leads. */
export interface ClaimLimits {
  actor: Actor
  now: Date
  zone: string
  claim: ClaimPolicy
  recycle: RecyclePolicy
}

export async function claimLimits(ctx: Ctx): Promise<ClaimLimits> {
  return {
    actor: ctx.actor,
    now: ctx.now,
    zone: await tenantZone(ctx),
    claim: await policy(ctx, claimPolicy),
    recycle: await policy(ctx, leadRecyclePolicy),
  }
}

/** A reason against a claim as message key and parameters; instants as the tenant's clock shows them. */
export function worded(limits: ClaimLimits, reason: ClaimReason): { code: string; params: Record<string, unknown> } {
  const { code, ...facts } = reason
  const params: Record<string, unknown> = { ...facts, name: limits.actor.name }
  if (reason.code === 'pool.cooldown') {
    params.until = `${dayOf(reason.until, limits.zone).slice(5)} ${timeOf(reason.until, limits.zone)}`
    params.untilAt = reason.until.toISOString()
  }
  return { code, params }
}

const open = { ok: true, reasons: [] as { code: string; params: Record<string, unknown> }[], from: null }

/** Whether this actor may claim a waiting lead, for the button in a list. */
export function claimableOf(
  limits: ClaimLimits,
  lead: { lostAt?: string | null; myUsedMs?: number; convertExtraMs: number },
  pool: PoolRow | undefined,
  quota: { claimed: number; holding: number },
) {
  const lostAt = lead.lostAt ?? null
  const verdict = mayClaim(
    {
      poolOpen: pool?.open ?? false,
      mayUsePool: pool ? mayUsePool(limits.actor, pool) : false,
      claimedToday: quota.claimed,
      holding: quota.holding,
      lostAt,
      convertLeftMs: lostAt === null ? null : limits.recycle.convertDays * DAY - ((lead.myUsedMs ?? 0) - lead.convertExtraMs),
    },
    limits.claim,
    limits.now,
  )
  if (verdict.ok) return open
  const until = verdict.reasons.find((reason) => reason.code === 'pool.cooldown')
  return {
    ok: false,
    reasons: verdict.reasons.map((reason) => worded(limits, reason)),
    from: until?.code === 'pool.cooldown' && verdict.reasons.length === 1 ? until.until.toISOString() : null,
  }
}
