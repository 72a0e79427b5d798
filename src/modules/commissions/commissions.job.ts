import type { JobSpec } from '#core/jobs.ts'
import { sweepCommissions } from './accrue.actions.ts'

export const commissionJobs: JobSpec[] = [
  {
    name: 'commissions.settle',
    cron: '40 0 * * *',
    title: { zh: '提成：到期的承兑计入，新方案生效后补差', en: 'Commission: matured drafts count, a new plan adjusts the period' },
    run: sweepCommissions,
    batch: 200,
  },
]
