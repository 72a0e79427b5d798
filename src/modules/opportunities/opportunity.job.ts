// The sweep that finds opportunities nobody moves. The rule says when; the SQL takes exactly those (a twin test holds them together).
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import type { JobSpec } from '#core/jobs.ts'
import { policy } from '#core/policies.ts'
import { stalledPolicy } from './opportunity.policy.ts'
import { stalledVerdict } from './stalled.rule.ts'
import { markStalled } from './sweep.store.ts'

const BATCH = 200

/** Marks what has become stalled, tells its owner and his manager once. Returns how many. */
export async function markStalledOpportunities(ctx: Ctx): Promise<number> {
  const limits = await policy(ctx, stalledPolicy)
  const due = await markStalled(ctx, limits, BATCH)
  for (const one of due) {
    const { since, idleDays } = stalledVerdict(one, limits, ctx.now)
    await emit(ctx, 'opportunity.stalled', one.id, {
      ownerId: one.ownerId,
      number: one.number,
      title: one.name,
      since: since.toISOString(),
      idleDays,
      stage: one.stage,
    })
  }
  return due.length
}

export const opportunityJobs: JobSpec[] = [
  {
    name: 'opportunity.stalled',
    cron: '10 8 * * *',
    title: { zh: '找出停滞的商机', en: 'Find stalled opportunities' },
    batch: BATCH,
    run: markStalledOpportunities,
  },
]
