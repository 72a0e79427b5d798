// How long it is known who looked.
import { DAY } from '#core/calendar.ts'
import type { JobSpec } from '#core/jobs.ts'
import { policy } from '#core/policies.ts'
import { dropLooks } from './lookup.store.ts'
import { lookPolicy } from './privacy.policy.ts'

const BATCH = 1000

export const privacyJobs: JobSpec[] = [
  {
    name: 'privacy.access-log',
    cron: '55 2 * * *',
    title: { zh: '清理过期的查看记录', en: 'Forget who looked, past its time' },
    batch: BATCH,
    run: async (ctx) => {
      const { accessLogDays } = await policy(ctx, lookPolicy)
      return await dropLooks(ctx, new Date(ctx.now.getTime() - accessLogDays * DAY).toISOString(), BATCH)
    },
  },
]
