import { DAY } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import type { JobSpec } from '#core/jobs.ts'
import { policy } from '#core/policies.ts'
import { importPolicy } from './import.policy.ts'
import { dropOldRows } from './import.store.ts'
import { workOnImport } from './work.actions.ts'

const DROPPED = 5000

/** Rows of a file that nobody can undo any more. */
export async function pruneImports(ctx: Ctx): Promise<number> {
  const { undoDays } = await policy(ctx, importPolicy)
  return await dropOldRows(ctx, new Date(ctx.now.getTime() - (undoDays + 1) * DAY), DROPPED)
}

export const importJobs: JobSpec[] = [
  {
    name: 'import.work',
    cron: '* * * * *',
    title: { zh: '处理导入的表格', en: 'Work on imported tables' },
    ownTransactions: true,
    batch: 1,
    run: workOnImport,
  },
  {
    name: 'import.prune',
    cron: '40 3 * * *',
    title: { zh: '删除过期的导入行', en: 'Drop old rows of imports' },
    batch: DROPPED,
    run: pruneImports,
  },
]
