// A tenant's life as its operator leads it: read-only, open again, closed, and which plan it is on.
import { global, sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { asSystem, type JobHost } from '#core/jobs.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { STANDING_TOPIC, type Standing } from '#core/standing.ts'
import { type PlanName, plans } from './plan.rule.ts'

export type Turn = 'suspend' | 'resume' | 'close'
const turns: Record<Turn, { from: Standing['state'][]; to: Standing['state']; event: string }> = {
  suspend: { from: ['active'], to: 'read_only', event: 'tenant.suspended' },
  resume: { from: ['read_only', 'closed'], to: 'active', event: 'tenant.resumed' },
  close: { from: ['active', 'read_only'], to: 'closed', event: 'tenant.closed' },
}

/** Refuses `tenant.stands_already` where there is nothing to turn. In effect at once, in every process. */
export async function turnTenant(host: JobHost, code: string, turn: Turn): Promise<void> {
  const tenant = await byCode(host, code)
  const { from, to, event } = turns[turn]
  if (!from.includes(tenant.state)) throw refuse('tenant.stands_already', { code, state: tenant.state })
  await asSystem(host, tenant.id, 'tenant', async (ctx) => {
    await ctx.tx.run(sql`update tenant set state = ${to} where id = ${tenant.id}`)
    await emit(ctx, event, tenant.id)
  })
  if (to === 'closed') await host.services().identity.endSessions(tenant.id)
  await tell(host, tenant.id)
}

/** Refuses `tenant.plan_unknown`. */
export async function putOnPlan(host: JobHost, code: string, plan: string): Promise<void> {
  if (!(plan in plans)) throw invalid('tenant.plan_unknown', { plan, plans: Object.keys(plans).join(', ') })
  const tenant = await byCode(host, code)
  await asSystem(host, tenant.id, 'tenant', async (ctx) => {
    await ctx.tx.run(sql`update tenant set plan = ${plan as PlanName} where id = ${tenant.id}`)
    await emit(ctx, 'tenant.plan_changed', tenant.id, { plan })
  })
  await tell(host, tenant.id)
}

async function byCode(host: JobHost, code: string): Promise<{ id: string; state: Standing['state'] }> {
  const row = await global(host.pool).row(sql<{ id: string; state: Standing['state'] }>`select id, state from tenant where code = ${code}`)
  if (!row) throw notFound('tenant')
  return row
}

async function tell(host: JobHost, tenantId: string): Promise<void> {
  const { live } = host.services()
  const message = { tenantId, members: [], topics: [STANDING_TOPIC] }
  live.deliver(message)
  await live.publish(host.pool, message)
}
