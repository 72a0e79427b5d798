// 回收: what sleeps too long goes back to the pool. The sweep acts on the very rule the phone counts down with.
import type { Ctx } from '#core/context.ts'
import { emitMany } from '#core/events.ts'
import { countdown, poolFor, recycleDue } from '#modules/pools/index.ts'
import { type Clocks, clocksFor, heldOf } from './clock.actions.ts'
import { endHeld } from './handover.actions.ts'
import { returnToPool } from './lead-write.store.ts'
import { type Candidate, leadsPastDue, leadsToWarn, markWarned } from './recycle.store.ts'

/** One bounded batch; returns how many leads went back. A second run finds nothing. */
export async function recycleDueLeads(ctx: Ctx, batch: number): Promise<number> {
  const due = await collect(ctx, batch, leadsPastDue, (lead, clocks) => {
    const held = heldOf(lead)
    const verdict = held && recycleDue(held, clocks.policy, clocks.circumstances(lead.ownerId))
    return verdict && verdict.at <= ctx.now ? { lead, verdict } : null
  })
  const returned = []
  for (const { lead, verdict } of due) returned.push({ lead, verdict, pool: await poolFor(ctx, 'lead', lead) })
  for (const reason of new Set(due.map(({ verdict }) => verdict.reason)))
    await endHeld(
      ctx,
      due.filter(({ verdict }) => verdict.reason === reason).map(({ lead }) => lead),
      reason,
    )
  await returnToPool(
    ctx,
    returned.map(({ lead, verdict, pool }) => ({ leadId: lead.id, poolId: pool.id, reason: verdict.reason })),
  )
  await emitMany(
    ctx,
    returned.map(({ lead, verdict, pool }) => ({
      type: 'lead.recycled',
      subjectId: lead.id,
      payload: {
        from: lead.ownerId,
        reason: verdict.reason,
        dueAt: verdict.at.toISOString(),
        poolId: pool.id,
        poolName: pool.name,
        company: lead.company,
      },
    })),
  )
  if (due.length > 0) ctx.afterCommit(() => ctx.services.live.nudge(ctx.tenantId))
  return due.length
}

/** Tells holders, then managers, of leads that are about to go. Never in the way of the sweep: a run of its own. */
export async function warnOfRecycling(ctx: Ctx, batch: number): Promise<number> {
  const due = await collect(ctx, batch, leadsToWarn, (lead, clocks) => {
    const held = heldOf(lead)
    const found = held && countdown(held, clocks.policy, ctx.now, clocks.circumstances(lead.ownerId))
    const level = found?.state === 'warn' ? 1 : found?.state === 'warn_manager' ? 2 : 0
    return found && level > lead.warned ? { lead, found, level } : null
  })
  await markWarned(
    ctx,
    due.map(({ lead, level }) => ({ leadId: lead.id, level })),
  )
  await emitMany(
    ctx,
    due.map(({ lead, found, level }) => ({
      type: 'lead.warned',
      subjectId: lead.id,
      payload: { level, ownerId: lead.ownerId, reason: found.reason, dueAt: found.at.toISOString(), company: lead.company },
    })),
  )
  if (due.length > 0) ctx.afterCommit(() => ctx.services.live.nudge(ctx.tenantId))
  return due.length
}

const PAGE = 200

/** Walks the candidates until the batch is full: those the rule lets off (days off in between) must not stand in the way. */
async function collect<T>(
  ctx: Ctx,
  batch: number,
  read: (
    ctx: Ctx,
    ask: { policy: Clocks['policy']; policySince: string | null; after: string | null; limit: number },
  ) => Promise<Candidate[]>,
  judge: (lead: Candidate, clocks: Clocks) => T | null,
): Promise<T[]> {
  const found: T[] = []
  let after: string | null = null
  while (found.length < batch) {
    const { policy, policySince } = await clocksFor(ctx, [])
    const page: Candidate[] = await read(ctx, { policy, policySince, after, limit: Math.min(PAGE, batch) })
    const clocks = await clocksFor(
      ctx,
      page.map((lead) => lead.ownerId),
    )
    for (const lead of page) {
      const verdict = judge(lead, clocks)
      if (verdict && found.length < batch) found.push(verdict)
    }
    if (page.length < Math.min(PAGE, batch)) break
    after = page.at(-1)?.id ?? null
  }
  return found
}
