// The house's own jobs: seal what happened, publish the head of the chain, forget old answers.
import { dayOf } from '#core/calendar.ts'
import type { JobSpec } from '#core/jobs.ts'
import { publishHead, sealEvents } from '#core/seal.ts'
import { dropOldAnswers } from './audit.store.ts'
import { zone } from './calendar.store.ts'
import { publishHeadLine } from './street.actions.ts'

const SEAL_BATCH = 1000
const CLEAN_BATCH = 1000

export const auditJobs: JobSpec[] = [
  {
    name: 'seal',
    cron: '* * * * *',
    title: { zh: '封存事件', en: 'Seal events' },
    batch: SEAL_BATCH,
    run: (ctx) => sealEvents(ctx, SEAL_BATCH),
  },
  {
    name: 'publish_head',
    cron: '5 0 * * *',
    title: { zh: '公布审计链头', en: 'Publish the head of the audit chain' },
    // One head a day: a batch that is never full.
    batch: 2,
    run: async (ctx) => publishHead(ctx, dayOf(ctx.now, await zone(ctx)), publishHeadLine),
  },
  {
    name: 'forget_answers',
    cron: '35 3 * * *',
    title: { zh: '清理 30 天前的请求编号', en: 'Forget request keys older than 30 days' },
    batch: CLEAN_BATCH,
    run: (ctx) => dropOldAnswers(ctx, CLEAN_BATCH),
  },
]
