import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit } from '#core/events.ts'
import { refuse } from '#core/refuse.ts'
import { lastRuns, runsPage } from './audit.store.ts'
import { street } from './street.actions.ts'

const timetable = () => street().flatMap((room) => room.jobs.map((job) => ({ room: room.name, ...job })))
/** A job that has left the timetable keeps its name on the page of what ran. */
const titleOf = (name: string) => timetable().find((job) => job.name === name)?.title ?? { zh: name, en: name }

export async function jobs(ctx: Ctx) {
  const last = new Map((await lastRuns(ctx)).map((run) => [run.job, run]))
  const items = timetable().map(({ name, title, room, cron }) => {
    const run = last.get(name)
    return { name, title, room, cron, lastRunAt: run?.startedAt ?? null, lastHandled: run?.handled ?? null, lastError: run?.error ?? null }
  })
  return { items }
}

export async function jobRuns(ctx: Ctx, input: { job?: string | undefined; cursor?: string | undefined; limit: number }) {
  const rows = await runsPage(ctx, input.job, fromCursor(input.cursor, 2), input.limit + 1)
  const page = toPage(rows, input.limit, (row) => [row.startedAt, row.id])
  return { ...page, items: page.items.map((row) => ({ ...row, title: titleOf(row.job) })) }
}

/** Starts the job after this request has committed: it works in transactions of its own, and its run shows on the page. */
export async function runJob(ctx: Ctx, input: { name: string }): Promise<{ ok: true }> {
  if (!timetable().some((job) => job.name === input.name)) throw refuse('job.unknown', { job: input.name }, 404)
  await emit(ctx, 'job.run_by_hand', ctx.tenantId, { job: input.name })
  const { tenantId, services } = ctx
  // A failing run is kept with its error in job_run, where the person who asked looks for it.
  ctx.afterCommit(() => void services.jobs.runNow(input.name, tenantId).catch(() => {}))
  return { ok: true }
}
