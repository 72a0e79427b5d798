import type { JobSpec } from '#core/jobs.ts'
import { recycleDueLeads, warnOfRecycling } from './recycle.actions.ts'

const BATCH = 500

export const leadJobs: JobSpec[] = [
  {
    name: 'lead.recycle',
    cron: '* * * * *',
    title: { zh: '收回超时线索', en: 'Recycle leads whose time is up' },
    batch: BATCH,
    run: (ctx) => recycleDueLeads(ctx, BATCH),
  },
  {
    name: 'lead.warn',
    cron: '* * * * *',
    title: { zh: '收回前提醒', en: 'Warn before recycling' },
    batch: BATCH,
    run: (ctx) => warnOfRecycling(ctx, BATCH),
  },
]
