// What is kept no longer than its days, and what nobody came back for.
import { DAY } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import type { JobSpec } from '#core/jobs.ts'
import { policy } from '#core/policies.ts'
import { retentionPolicy } from './file.policy.ts'
import { markBytesGone, markRemoved, olderThan, removedWithBytes } from './retention.store.ts'
import { forgetUploads, lateUploads } from './upload.store.ts'

const BATCH = 200

/** Photos and recordings past their days: removed, and told once for the batch. Their links in the evidence chain stay. */
async function removeOld(ctx: Ctx): Promise<number> {
  const days = await policy(ctx, retentionPolicy)
  const before = (count: number): string => new Date(ctx.now.getTime() - count * DAY).toISOString()
  const photos = await olderThan(ctx, 'visit_photo', before(days.photoDays), BATCH)
  const recordings = await olderThan(ctx, 'visit_recording', before(days.recordingDays), BATCH - photos.length)
  const ids = [...photos, ...recordings]
  const count = await markRemoved(ctx, ids, 'retention')
  if (count > 0)
    await emit(ctx, 'file.removed', ctx.tenantId, { reason: 'retention', photos: photos.length, recordings: recordings.length })
  return count
}

/** The bytes of removed files. An object that is gone already counts as taken. */
async function sweepBytes(ctx: Ctx): Promise<number> {
  const rows = await removedWithBytes(ctx, BATCH)
  for (const row of rows) await ctx.services.objects.remove(row.key)
  await markBytesGone(
    ctx,
    rows.map((row) => row.id),
  )
  return rows.length
}

async function sweepUploads(ctx: Ctx): Promise<number> {
  const rows = await lateUploads(ctx, BATCH)
  for (const row of rows) await ctx.services.objects.remove(row.key)
  await forgetUploads(
    ctx,
    rows.map((row) => row.id),
  )
  return rows.length
}

export const fileJobs: JobSpec[] = [
  {
    name: 'files.retention',
    cron: '50 2 * * *',
    title: { zh: '清除过期的照片和录音', en: 'Remove photos and recordings past their time' },
    batch: BATCH,
    run: removeOld,
  },
  {
    name: 'files.sweep',
    cron: '*/10 * * * *',
    title: { zh: '删掉已移除文件的内容', en: 'Delete the bytes of removed files' },
    batch: BATCH,
    run: sweepBytes,
  },
  {
    name: 'files.late-uploads',
    cron: '25 * * * *',
    title: { zh: '清理没有传完的文件', en: 'Forget uploads that were not finished' },
    batch: BATCH,
    run: sweepUploads,
  },
]
