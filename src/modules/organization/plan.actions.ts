// The limits of the company's plan: asked before something is added, and shown with what is used.
import type { Ctx } from '#core/context.ts'
import { type Refusal, refuse } from '#core/refuse.ts'
import { fits, type Limited, limitedThings, limitOf } from './plan.rule.ts'
import { street } from './street.actions.ts'

const counterOf = (what: Limited) => street().find((room) => room.usage?.[what])?.usage?.[what]

/** Refuses `plan.full_…` with the limit, unless `adding` more of it still fit into the plan. Counts only where the plan has a limit. */
export async function mustFitPlan(ctx: Ctx, what: Limited, adding: number): Promise<void> {
  const standing = await ctx.services.standings.of(ctx.tenantId, ctx.tx)
  const limit = standing && limitOf(standing.plan, what)
  const count = counterOf(what)
  if (limit === null || limit === undefined || !count) return
  const used = await count(ctx)
  if (!fits(limit, used, adding)) throw full(what, { limit, used: Math.ceil(used) })
}

function full(what: Limited, params: { limit: number; used: number }): Refusal {
  if (what === 'members') return refuse('plan.full_members', params)
  return what === 'leads' ? refuse('plan.full_leads', params) : refuse('plan.full_storage', params)
}

/** What the company's plan allows and what is used. */
export async function planUsage(ctx: Ctx) {
  const plan = (await ctx.services.standings.of(ctx.tenantId, ctx.tx))?.plan ?? 'unlimited'
  const items = await Promise.all(
    limitedThings.map(async (what) => ({ what, limit: limitOf(plan, what), used: Math.ceil((await counterOf(what)?.(ctx)) ?? 0) })),
  )
  return { plan, items }
}
