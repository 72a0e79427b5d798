// The demo company for a test: told once in a run of the tests, copied by each file that asks for it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { fixedClock } from '#core/clock.ts'
import { global, sql } from '#core/db.ts'
import { storyFor } from '#core/story.ts'
import { exportTenant } from '#core/tenant-archive.ts'
import { importTenant } from '#core/tenant-import.ts'
import { createDemoTenant } from '../demo.ts'
import { openHouse } from '../main.ts'
import { databaseNamed, serverForTests, templateName } from './database.ts'
import { openWorld, STORY_NOW } from './world.ts'

const told = 'fieldloop_demo_template'
const beingTold = 'fieldloop_demo_in_the_making'
/** What the telling took of the process that did it. */
const costFile = (dataDir: string): string => join(dataDir, 'cost.json')
// Any number that no other lock on the test server has.
const lock = 20_261_123

/**
 * A world with the whole demo company in it, as bin/start leaves it on the story's morning; the file's own, to change as it likes.
 * `cost`: what telling it took, in ms.
 * Call it at the top level of a test file. The first file of a run waits some seconds for the telling, the others 0.3 s for their copy.
 */
export async function demoWorld(): Promise<DemoWorld> {
  return process.env.FIELDLOOP_MOVED_STORY ? await movedWorld() : await toldWorld()
}

export type DemoWorld = Awaited<ReturnType<typeof toldWorld>>

async function toldWorld() {
  const dataDir = join(serverForTests().folder, 'demo-data')
  await tellOnce(dataDir)
  const world = await openWorld(STORY_NOW, { template: told, dataDir })
  const tenant = await global(world.house.pool).row(sql<{ id: string }>`select id from tenant where code = 'demo'`)
  const tenantId = tenant?.id as string
  const cost = JSON.parse(readFileSync(costFile(dataDir), 'utf8')) as { wallMs: number; cpuMs: number }
  return { ...world, tenantId, story: storyFor(tenantId, world.clock.now()), cost }
}

/** The demo company as it stands after its archive was imported into an empty installation: same people, same figures, another database. */
export async function movedWorld(): Promise<DemoWorld> {
  const old = await toldWorld()
  const archive = join(old.dataDir, 'demo.tar.gz')
  const { identity, objects } = old.house.services()
  await exportTenant({ pool: old.house.pool, identityPool: identity.pool, objects }, old.tenantId, archive, old.clock.now())
  const world = await openWorld(STORY_NOW)
  const owner = new pg.Client({ connectionString: world.db.ownerUrl })
  await owner.connect()
  try {
    await importTenant(owner, world.house.services().objects, archive)
    await owner.query('analyze')
  } finally {
    await owner.end()
  }
  return { ...world, tenantId: old.tenantId, story: old.story, cost: old.cost }
}

async function tellOnce(dataDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverForTests().superUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [told])
    if (rowCount) return
    await client.query(`drop database if exists ${beingTold} with (force)`)
    await client.query(`create database ${beingTold} template ${templateName} owner fieldloop_owner strategy file_copy`)
    await tell(dataDir)
    // Under its name only when whole: a file that fails half way leaves nothing for the next to trust.
    await client.query(`alter database ${beingTold} rename to ${told}`)
  } finally {
    await client.end()
  }
}

async function tell(dataDir: string): Promise<void> {
  const db = databaseNamed(beingTold)
  const house = openHouse({ urls: { app: db.appUrl, auth: db.authUrl, worker: db.workerUrl }, dataDir, clock: fixedClock(STORY_NOW) })
  try {
    const [started, before] = [performance.now(), process.cpuUsage()]
    await createDemoTenant(house)
    const { user, system } = process.cpuUsage(before)
    writeFileSync(
      costFile(dataDir),
      JSON.stringify({ wallMs: Math.round(performance.now() - started), cpuMs: Math.round((user + system) / 1000) }),
    )
  } finally {
    await house.close()
  }
  // As autovacuum would have done a minute later.
  const owner = new pg.Client({ connectionString: db.ownerUrl })
  await owner.connect()
  await owner.query('analyze')
  await owner.end()
}
