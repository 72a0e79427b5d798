// The countdown of a held lead: what the recycle rule needs to know, gathered once for a page of leads.

import type { Span } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { calendarsOf, leavesOf } from '#modules/organization/index.ts'
import { type Circumstances, type Countdown, countdown, type Held, type RecyclePolicy } from '#modules/pools/index.ts'
import { leadRecyclePolicy } from './lead.policy.ts'
import type { LeadRow } from './lead.store.ts'

type Timed = Pick<
  LeadRow,
  'heldSince' | 'firstContactAt' | 'lastSubstantiveAt' | 'convertUsedMs' | 'protected' | 'extendedUntil' | 'holdUntil'
>

/** The lead as the recycle rule sees it; null when nobody holds it. */
export function heldOf(lead: Timed): Held | null {
  if (!lead.heldSince) return null
  return {
    heldSince: lead.heldSince,
    firstContactAt: lead.firstContactAt,
    lastSubstantiveAt: lead.lastSubstantiveAt,
    convertUsedMs: lead.convertUsedMs,
    protected: lead.protected,
    holdUntil: lead.holdUntil,
    extendedUntil: lead.extendedUntil,
  }
}

export interface Clocks {
  policy: RecyclePolicy
  policySince: string | null
  circumstances: (ownerId: string | null) => Circumstances
}

/** The policy in force and, where days off do not count, the calendar and these owners' leave. */
export async function clocksFor(ctx: Ctx, ownerIds: readonly (string | null)[]): Promise<Clocks> {
  const inForce = await policy(ctx, leadRecyclePolicy)
  const now = ctx.now.toISOString()
  const versions = await ctx.services.policies.history(ctx, leadRecyclePolicy)
  const policySince = versions.find((version) => version.effectiveAt <= now)?.effectiveAt ?? null
  if (inForce.mode === 'calendar') return { policy: inForce, policySince, circumstances: () => ({ policySince }) }
  const calendarFor = await calendarsOf(
    ctx,
    ownerIds.filter((id) => id !== null),
  )
  const away = new Map<string, Span[]>()
  for (const id of new Set(ownerIds)) if (id) away.set(id, await leavesOf(ctx, id))
  return {
    policy: inForce,
    policySince,
    circumstances: (ownerId) => ({ calendar: calendarFor(ownerId), away: (ownerId && away.get(ownerId)) || [], policySince }),
  }
}

/** When, and why, it goes back to the pool; null when nobody holds it or it is protected. */
export function countdownOf(ctx: Ctx, lead: Timed & { ownerId: string | null; state: string }, clocks: Clocks): Countdown | null {
  const held = lead.state === 'assigned' || lead.state === 'contacted' || lead.state === 'nurturing' ? heldOf(lead) : null
  return held && countdown(held, clocks.policy, ctx.now, clocks.circumstances(lead.ownerId))
}

/** The countdown as the contract tells it. */
export function shownCountdown(found: Countdown | null) {
  return (
    found && {
      dueAt: found.at.toISOString(),
      reason: found.reason,
      warnAt: found.warnAt.toISOString(),
      warnManagerAt: found.warnManagerAt.toISOString(),
      shareLeft: Math.round(found.shareLeft * 1000) / 1000,
      state: found.state,
      deferredBy: found.deferredBy,
    }
  )
}
