// Whether I may claim what waits, and if not, why and from when on: for the button in a list, and for the refusal.
import { DAY, dayOf, timeOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { type ClaimReason, mayClaim } from '#modules/pools/claim.rule.ts'
import { claimPolicy, mayUsePool, type PoolRow, tenantZone } from '#modules/pools/index.ts'
import type { RecyclePolicy } from '#modules/pools/recycle.rule.ts'

/** A reason against a claim as message key and parameters; instants as the tenant's clock shows them. */
export async function worded(ctx: Ctx, reason: ClaimReason): Promise<{ code: string; params: Record<string, unknown> }> {
  const { code, ...facts } = reason
  const params: Record<string, unknown> = { ...facts, name: ctx.actor.name }
  if (reason.code === 'pool.cooldown') {
    const zone = await tenantZone(ctx)
    params.until = `${dayOf(reason.until, zone).slice(5)} ${timeOf(reason.until, zone)}`
    params.untilAt = reason.until.toISOString()
  }
  return { code, params }
}

/** Whether this actor may claim a waiting lead, for the button in a list. */
export async function claimableOf(
  ctx: Ctx,
  lead: { lostAt?: string | null; myUsedMs?: number; convertExtraMs: number },
  pool: PoolRow | undefined,
  quota: { claimed: number; holding: number },
  recycle: RecyclePolicy,
) {
  const lostAt = lead.lostAt ?? null
  const verdict = mayClaim(
    {
      poolOpen: pool?.open ?? false,
      mayUsePool: pool ? mayUsePool(ctx.actor, pool) : false,
      claimedToday: quota.claimed,
      holding: quota.holding,
      lostAt,
      convertLeftMs: lostAt === null ? null : recycle.convertDays * DAY - ((lead.myUsedMs ?? 0) - lead.convertExtraMs),
    },
    await policy(ctx, claimPolicy),
    ctx.now,
  )
  const until = verdict.reasons.find((reason) => reason.code === 'pool.cooldown')
  return {
    ok: verdict.ok,
    reasons: await Promise.all(verdict.reasons.map((reason) => worded(ctx, reason))),
    from: until?.code === 'pool.cooldown' && verdict.reasons.length === 1 ? until.until.toISOString() : null,
  }
}
