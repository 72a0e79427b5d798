// What runs by itself: the timetable and what ran.
import { Id, Instant, PageQuery, page, route, z } from '#core/contract.ts'

const Words = z.object({ zh: z.string(), en: z.string() })

export const JobLine = z.object({
  name: z.string(),
  title: Words,
  room: z.string(),
  cron: z.string(),
  lastRunAt: Instant.nullable(),
  lastHandled: z.int().nullable(),
  lastError: z.string().nullable(),
})

export const JobRun = z.object({
  id: Id,
  job: z.string(),
  title: Words,
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  handled: z.int().nullable(),
  error: z.string().nullable(),
})

export const backgroundContract = {
  jobs: route('GET', '/jobs', 'audit.read', 'The timetable with the last run of each job').output(z.object({ items: z.array(JobLine) })),
  jobRuns: route('GET', '/jobs/runs', 'audit.read', 'What ran, newest first; runs that found nothing to do are not kept')
    .input(PageQuery.extend({ job: z.string().max(80).optional() }))
    .output(page(JobRun)),
  runJob: route('POST', '/jobs/{name}/run', 'job.run', 'Run a job for this company now', ['job.unknown'])
    .input(z.object({ name: z.string().max(80) }))
    .output(z.object({ ok: z.literal(true) })),
}
