import type { JobSpec } from '#core/jobs.ts'
import { closeDuties, closeForgotten, dropOldSamples, missForgotten } from './checkout.actions.ts'

const BATCH = 100

export const visitJobs: JobSpec[] = [
  {
    name: 'visits.auto-check-out',
    cron: '*/5 * * * *',
    title: { zh: '到点关闭没有签退的拜访', en: 'Close visits without a check-out' },
    batch: BATCH,
    run: (ctx) => closeForgotten(ctx, BATCH),
  },
  {
    name: 'visits.end-duty',
    cron: '7 * * * *',
    title: { zh: '到点结束没有结束的在岗', en: 'End duties left open' },
    // A duty that is not due yet is looked at and left: only what was closed counts, so a batch never repeats itself.
    batch: 1000,
    run: (ctx) => closeDuties(ctx, 1000),
  },
  {
    name: 'visits.missed',
    cron: '20 0 * * *',
    title: { zh: '把过期的计划记为没去成', en: 'Mark past plans as missed' },
    batch: BATCH,
    run: (ctx) => missForgotten(ctx, BATCH),
  },
  {
    name: 'visits.position-retention',
    cron: '40 2 * * *',
    title: { zh: '清除过期的原始定位', en: 'Drop raw positions past their time' },
    batch: 500,
    run: (ctx) => dropOldSamples(ctx, 500),
  },
]
