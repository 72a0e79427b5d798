// The composition root: configuration, database, rooms, worker, http. The only place that wires.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Clock, fixedClock, serveClock, systemClock } from '#core/clock.ts'
import { type Config, readS3, readTrustedProxy, type S3Config } from '#core/config.ts'
import type { Services } from '#core/context.ts'
import { coreMessages } from '#core/core.messages.ts'
import { openPool, writing } from '#core/db.ts'
import { registerEvents, registerReactions } from '#core/events.ts'
import { openHttp } from '#core/http.ts'
import { openIdentity } from '#core/identity.ts'
import { createJobs, type JobHost, openTenants, queuesOf, startTimetable } from '#core/jobs.ts'
import { createLive, listenLive } from '#core/live.ts'
import { createSay } from '#core/messages.ts'
import { migrate, type RoleUrls } from '#core/migrate.ts'
import { openObjects } from '#core/objects.ts'
import { createOutward, type OutwardOptions } from '#core/outward.ts'
import { createPolicies } from '#core/policies.ts'
import { createRelay } from '#core/relay.ts'
import { type House, routerOf } from '#core/routes.ts'
import { type SmsSender, smsFrom } from '#core/sms.ts'
import { createStandings, STANDING_TOPIC } from '#core/standing.ts'
import { archivesIn } from '#core/tenant-archive.ts'
import { serveApiPages } from './api-pages.ts'
import { serveApps } from './apps.ts'
import { serveCallbacks } from './callbacks.ts'
import { fieldMessages } from './fields.messages.ts'
import { plugPorts, sweepSoon } from './ports.ts'
import { rooms } from './rooms.ts'
import { serveUploads } from './uploads.ts'

/** Everything a process needs to act: pools, clock, services. Made by `openHouse`, closed by `close`. */
export interface OpenHouse extends House, JobHost {
  relay: ReturnType<typeof createRelay>
  say: ReturnType<typeof createSay>
  close(): Promise<void>
}

export const jobSpecs = rooms.flatMap((room) => room.jobs)
export const migrateAll = (ownerUrl: string, urls: RoleUrls, log?: (line: string) => void): Promise<void> =>
  migrate(ownerUrl, { urls, queues: queuesOf(jobSpecs), log })

/** Opens pools and services over a migrated database. */
export function openHouse(options: {
  urls: RoleUrls
  dataDir: string
  clock?: Clock
  poolSize?: number
  s3?: S3Config
  outward?: OutwardOptions
  sms?: SmsSender
}): OpenHouse {
  mkdirSync(options.dataDir, { recursive: true })
  const pool = openPool(options.urls.app, options.poolSize ?? 10, 'fieldloop-app')
  const workPool = openPool(options.urls.worker, 3, 'fieldloop-worker')
  const secret = secretOf(options.dataDir)
  const clock = options.clock ?? systemClock
  const s3 = options.s3 ?? readS3()
  const identity = openIdentity({ authUrl: options.urls.auth, secret })
  for (const room of rooms) {
    registerEvents(room.name, room.events)
    registerReactions(room.name, room.reactions)
  }
  const services: Services = {
    policies: createPolicies(rooms.flatMap((room) => room.policies)),
    objects: openObjects(s3 ? { s3 } : { folder: join(options.dataDir, 'objects'), secret }),
    live: createLive(),
    standings: createStandings(pool),
    identity,
    outward: createOutward(options.outward),
    secret,
    aside: (tenantId, work) => writing(pool, tenantId, work),
    jobs: undefined as never,
  }
  const host: JobHost = { pool: workPool, clock, services: () => services }
  services.jobs = createJobs(host, jobSpecs)
  services.live.onMessage(({ tenantId, topics }) => {
    if (!topics.includes(STANDING_TOPIC)) return
    services.standings.forget(tenantId)
    identity.forget(tenantId)
  })
  const house = { pool, clock, services: () => services }
  const relay = createRelay({ ...host, publishPool: workPool }, (type) =>
    rooms.flatMap((room) => (room.notices[type] ? [room.notices[type]] : [])),
  )
  const say = createSay([coreMessages, fieldMessages, ...rooms.map((room) => room.messages)])
  plugPorts(house, options.dataDir, { host, say, sms: options.sms ?? smsFrom(process.env) })
  return {
    ...house,
    relay,
    say,
    async close() {
      await relay.stop()
      await Promise.all([pool.end(), workPool.end(), identity.close()])
    },
  }
}

/** Serves both apps, the API and the worker until `stop`. Returns the address. */
export async function serve(
  house: OpenHouse,
  config: Config,
  urls: RoleUrls,
  log: (line: Record<string, unknown>) => void,
): Promise<{ port: number; stop(): Promise<void> }> {
  rmSync(archivesIn(config.dataDir), { recursive: true, force: true })
  const live = house.services().live
  const app = openHttp({
    router: routerOf(house, rooms),
    identity: house.services().identity,
    live,
    say: house.say,
    now: () => house.clock.now(),
    log,
    ready: async () => (await house.pool.query('select 1')).rowCount === 1,
    trustedProxy: readTrustedProxy(),
  })
  serveUploads(app, house)
  serveApiPages(app, rooms)
  serveCallbacks(app, house)
  await serveApps(app)
  // First the port: where it is taken, nothing else has begun that would keep the process alive.
  await app.listen({ port: config.port, host: process.env.HOST ?? '127.0.0.1' })
  const directUrl = config.directUrl ?? urls.app
  const listener = listenLive(
    live,
    () => new pg.Client({ connectionString: directUrl, application_name: 'fieldloop-listen' }),
    () => {},
  )
  sweepSoon(house.services().jobs)
  house.relay.start(() => openTenants(house.pool))
  const timetable = startTimetable({ workerUrl: urls.worker, jobs: house.services().jobs, pool: house.pool, log })
  timetable.catch((error) => log({ level: 'error', what: 'timetable', error: String(error) }))
  const address = app.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : config.port,
    async stop() {
      await app.close()
      await listener.stop()
      await (await timetable.catch(() => null))?.stop()
      await house.close()
    },
  }
}

/** The clock of this process; a fixed one can be moved over a socket in the data folder. */
export function clockOf(config: Config): Clock {
  if (!config.clock) return systemClock
  const clock = fixedClock(config.clock)
  mkdirSync(config.dataDir, { recursive: true })
  serveClock(clock, join(config.dataDir, 'clock.sock'))
  return clock
}

/** Signs cookies, file links and challenges; made once per installation. */
function secretOf(dataDir: string): string {
  if (process.env.FIELDLOOP_SECRET) return process.env.FIELDLOOP_SECRET
  const file = join(dataDir, 'secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}
