import type { JobSpec } from '#core/jobs.ts'
import { syncDaily } from './directory.actions.ts'

export const directoryJobs: JobSpec[] = [
  {
    name: 'directory_sync',
    cron: '15 2 * * *',
    title: { zh: '同步通讯录', en: 'Compare with the directory' },
    // One comparison a day: a batch that is never full.
    batch: 1_000_000,
    run: syncDaily,
  },
]
