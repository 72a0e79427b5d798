import type { JobSpec } from '#core/jobs.ts'
import { sendDue } from './send.actions.ts'

export const messageJobs: JobSpec[] = [
  {
    name: 'message.send',
    cron: '* * * * *',
    title: { zh: '发出到点的消息', en: 'Send the messages that are due' },
    ownTransactions: true,
    batch: 20,
    run: sendDue,
  },
]
