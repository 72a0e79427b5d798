// The relay: carries committed events outward, after the commit: notices to people, hints to live browsers; and has them sealed.
// A failing event is retried with back-off and becomes a dead letter that a screen shows and replays.
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Ctx } from './context.ts'
import { sql, writing } from './db.ts'
import { type Event, named } from './events.ts'
import { asSystem, type JobHost } from './jobs.ts'
import type { Notice, NoticeDraft } from './notices.ts'
import { port } from './port.ts'
import { sealEvents } from './seal.ts'

/** Delivers a drafted notice; the notifications room plugs it. Returns the members told. */
export const deliverNotice = port<[ctx: Ctx, event: Event, draft: NoticeDraft], Promise<string[]>>('relay.deliverNotice')

const GATHER_MS = 100
const TICK_MS = 5000
const MAX_ATTEMPTS = 8
const BATCH = 200

export interface Relay {
  /** Handles everything that is due for a tenant; returns the number of events handled. */
  drain(tenantId: string): Promise<number>
  start(tenants: () => Promise<{ id: string }[]>): void
  stop(): Promise<void>
}

export function createRelay(host: JobHost & { publishPool: pg.Pool }, noticesOf: (type: string) => readonly Notice[]): Relay {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const waiting = new Set<string>()
  let working: Promise<void> = Promise.resolve()

  async function drain(tenantId: string): Promise<number> {
    let handled = 0
    for (;;) {
      const due = await writing(host.pool, tenantId, (tx) =>
        tx.rows<Event>(sql`select e.id, e.at, e.type, e.subject_type, e.subject_id, e.actor_id, e.payload from event_to_relay q
          join event e on e.tenant_id = q.tenant_id and e.id = q.event_id
          where q.tenant_id = ${tenantId} and not q.dead and q.not_before <= now() order by q.event_id limit ${BATCH}`),
      )
      if (due.length === 0) return handled
      handled += due.length
      const quiet = due.filter((event) => noticesOf(event.type).length === 0)
      if (quiet.length > 0)
        await writing(host.pool, tenantId, (tx) =>
          tx.run(
            sql`delete from event_to_relay where tenant_id = ${tenantId} and event_id = any(${quiet.map((event) => event.id)}::uuid[])`,
          ),
        )
      const members = new Set<string>()
      for (const event of due) if (noticesOf(event.type).length > 0) for (const member of await carry(tenantId, event)) members.add(member)
      const topics = [...new Set(due.map((event) => event.subjectType))]
      await host.services().live.publish(host.publishPool, { tenantId, members: [], topics })
      if (members.size > 0)
        await host.services().live.publish(host.publishPool, { tenantId, members: [...members], topics: ['notifications'] })
    }
  }

  async function carry(tenantId: string, event: Event): Promise<string[]> {
    try {
      return await asSystem(host, tenantId, `relay:${event.id}`, async (ctx) => {
        // Whoever deletes the row carries the event; a second relay finds it gone.
        const mine = await ctx.tx.run(sql`delete from event_to_relay where tenant_id = ${tenantId} and event_id = ${event.id}`)
        if (mine === 0) return []
        const told: string[] = []
        const [shown] = await named(ctx, [event])
        for (const notice of noticesOf(event.type)) {
          const draft = await notice(ctx, shown ?? event)
          if (draft && draft.to.length > 0) told.push(...(await deliverNotice(ctx, event, draft)))
        }
        return told
      })
    } catch (error) {
      await writing(host.pool, tenantId, (tx) =>
        tx.run(sql`update event_to_relay set attempts = attempts + 1, last_error = ${String((error as Error).message).slice(0, 500)},
          dead = attempts + 1 >= ${MAX_ATTEMPTS}, not_before = now() + make_interval(secs => least(3600, 5 * 2 ^ attempts))
          where tenant_id = ${tenantId} and event_id = ${event.id}`),
      )
      return []
    }
  }

  // Events come in bursts: a moment's wait lets one trip carry many, and one hint to the browsers serve them all.
  const work = (tenantId: string): void => {
    if (stopped || waiting.has(tenantId)) return
    waiting.add(tenantId)
    working = working.then(async () => {
      if (!stopped) await sleep(GATHER_MS)
      waiting.delete(tenantId)
      if (!stopped) await drain(tenantId).catch(() => 0) // the database is away: the next tick tries again
    })
  }

  const seal = (tenantId: string): void => {
    working = working.then(async () => {
      if (!stopped) await asSystem(host, tenantId, 'seal', (ctx) => sealEvents(ctx)).catch(() => 0)
    })
  }

  return {
    drain,
    start(tenants) {
      host.services().live.onNudge(work)
      const tick = async (): Promise<void> => {
        for (const tenant of await tenants().catch(() => [])) {
          work(tenant.id)
          seal(tenant.id)
        }
        if (!stopped) timer = setTimeout(tick, TICK_MS).unref()
      }
      void tick()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await working
    },
  }
}

export interface DeadLetter {
  eventId: string
  type: string
  at: string
  subjectType: string
  subjectId: string
  attempts: number
  lastError: string
}

export const deadLetters = (ctx: Ctx): Promise<DeadLetter[]> =>
  ctx.tx.rows(sql`select q.event_id, e.type, e.at, e.subject_type, e.subject_id, q.attempts, coalesce(q.last_error, '') as last_error from event_to_relay q join event e on e.tenant_id = q.tenant_id and e.id = q.event_id
    where q.tenant_id = ${ctx.tenantId} and q.dead order by e.at desc limit 200`)

/** Puts dead letters back in line. */
export async function replayDeadLetters(ctx: Ctx, eventIds: string[]): Promise<number> {
  const count = await ctx.tx.run(
    sql`update event_to_relay set dead = false, attempts = 0, not_before = now() where tenant_id = ${ctx.tenantId} and dead and event_id = any(${eventIds}::uuid[])`,
  )
  ctx.afterCommit(() => ctx.services.live.nudge(ctx.tenantId))
  return count
}
