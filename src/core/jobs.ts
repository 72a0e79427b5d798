// Jobs: pg-boss carries the timetable; a job is one bounded sweep of one tenant, and running it twice changes nothing.

import type pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { Clock } from './clock.ts'
import type { Actor, Ctx, Services } from './context.ts'
import { systemActor } from './context.ts'
import { global, reading, sql, writing } from './db.ts'
import { uuidv7 } from './ids.ts'

export interface JobSpec {
  name: string
  /** Cron, tenant's zone Asia/Shanghai; a tick may be 60 s late: what is due is decided by ctx.now. */
  cron: string
  title: { zh: string; en: string }
  /** One bounded batch in one transaction; returns how many it handled. Called again while it returns `batch`. */
  run: (ctx: Ctx) => Promise<number>
  /** Opens its transactions itself, because what it does between them goes outward; `run` gets reading statements. */
  ownTransactions?: true
  /** Batch size: a full batch means there may be more. */
  batch: number
}

export interface Jobs {
  /** Runs one job for one tenant now, until nothing is left; records the run. */
  runNow(name: string, tenantId: string): Promise<number>
  specs(): JobSpec[]
}

export interface JobHost {
  pool: pg.Pool
  clock: Clock
  services: () => Services
}

/** A context for work nobody asked for: sweeps, relays, the demo. */
export function systemCtx(host: JobHost, tx: Ctx['tx'], requestId: string, after: (() => void)[], actor: Actor = systemActor): Ctx {
  return {
    tx,
    tenantId: tx.tenantId,
    actor,
    now: host.clock.now(),
    requestId,
    afterCommit: (work) => void after.push(work),
    services: host.services(),
  }
}

/** One transaction of the system for one tenant. */
export async function asSystem<T>(host: JobHost, tenantId: string, requestId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const after: (() => void)[] = []
  const result = await writing(host.pool, tenantId, (tx) => work(systemCtx(host, tx, requestId, after)))
  for (const act of after) act()
  return result
}

export function createJobs(host: JobHost, specs: JobSpec[]): Jobs {
  return {
    specs: () => specs,
    async runNow(name, tenantId) {
      const spec = specs.find((job) => job.name === name)
      if (!spec) throw new Error(`no job is called ${name}`)
      const run = uuidv7()
      const started = host.clock.now().toISOString()
      let handled = 0
      let error: string | null = null
      try {
        for (let rounds = 0; rounds < 10_000; rounds++) {
          const count = spec.ownTransactions
            ? await spec.run(systemCtx(host, reading(host.pool, tenantId), run, []))
            : await asSystem(host, tenantId, run, (ctx) => spec.run(ctx))
          handled += count
          if (count < spec.batch) break
        }
      } catch (failure) {
        error = (failure as Error).message
        throw failure
      } finally {
        if (handled > 0 || error) {
          await writing(host.pool, tenantId, (tx) =>
            tx.run(sql`insert into job_run (tenant_id, id, job, started_at, finished_at, handled, error)
              values (${tenantId}, ${run}, ${name}, ${started}, ${host.clock.now().toISOString()}, ${handled}, ${error})`),
          )
        }
      }
      return handled
    },
  }
}

/** Whose events are carried: all but the closed. */
export const openTenants = (pool: pg.Pool): Promise<{ id: string }[]> =>
  global(pool).rows(sql`select id from tenant where state <> 'closed' order by id`)

/** Whose sweeps run: a read-only company is left as it is. */
const activeTenants = (pool: pg.Pool): Promise<{ id: string }[]> =>
  global(pool).rows(sql`select id from tenant where state = 'active' order by id`)

/** Starts the timetable: every tick of a job enqueues one run per tenant, and runs are taken one at a time per tenant. */
export async function startTimetable(options: {
  workerUrl: string
  jobs: Jobs
  pool: pg.Pool
  log: (line: Record<string, unknown>) => void
}): Promise<{ stop(): Promise<void> }> {
  const boss = new PgBoss({
    connectionString: options.workerUrl,
    schema: 'job',
    migrate: false,
    createSchema: false,
    max: 3,
    application_name: 'fieldloop-jobs',
  })
  boss.on('error', (error) => options.log({ level: 'error', what: 'job', error: String(error) }))
  await boss.start()
  for (const spec of options.jobs.specs()) {
    await boss.schedule(`tick.${spec.name}`, spec.cron, null, { tz: 'Asia/Shanghai' })
    await boss.work(`tick.${spec.name}`, { pollingIntervalSeconds: 5 }, async () => {
      for (const tenant of await activeTenants(options.pool))
        await boss.send(`run.${spec.name}`, { tenantId: tenant.id }, { singletonKey: tenant.id })
    })
    await boss.work<{ tenantId: string }>(`run.${spec.name}`, { pollingIntervalSeconds: 2 }, async (jobs) => {
      for (const job of jobs) await options.jobs.runNow(spec.name, job.data.tenantId)
    })
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 3000 }) }
}

/** Queue names that migrate creates as their owner, so that serving never needs to. */
export const queuesOf = (specs: readonly { name: string }[]): string[] => specs.flatMap((spec) => [`tick.${spec.name}`, `run.${spec.name}`])
