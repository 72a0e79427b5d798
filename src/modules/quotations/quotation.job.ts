// The sweep of the day: what has run out of its validity and was not accepted expires.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import type { JobSpec } from '#core/jobs.ts'
import { todayOf } from './quotation.actions.ts'
import { expireDue } from './quotation.store.ts'

const BATCH = 200

export async function expireQuotations(ctx: Ctx): Promise<number> {
  const due = await expireDue(ctx, await todayOf(ctx), BATCH)
  for (const { id, number, ownerId, opportunityId, netFen } of due)
    await emit(ctx, 'quotation.expired', id, { number, ownerId, opportunityId, netFen })
  return due.length
}

export const quotationJobs: JobSpec[] = [
  {
    name: 'quotation.expire',
    cron: '15 0 * * *',
    title: { zh: '过期的报价', en: 'Expire quotations' },
    batch: BATCH,
    run: expireQuotations,
  },
]
