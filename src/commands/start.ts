// bin/start and bin/fieldloop worker: everything up, one sentence per long step, nothing left behind on Ctrl-C.
import { readConfig } from '#core/config.ts'
import { openTenants, startTimetable } from '#core/jobs.ts'
import type { Command } from '../cli.ts'
import { openDatabase } from '../database.ts'
import { createDemoTenant, DEMO_LOGINS } from '../demo.ts'
import { logTo } from '../log.ts'
import { clockOf, type OpenHouse, openHouse, serve } from '../main.ts'
import { say, tenantsOf } from './house.ts'

export const start: Command = {
  usage: 'bin/start [--port N] [--data DIR] [--demo]',
  options: { port: { type: 'string' }, demo: { type: 'boolean' } },
  async run(args) {
    const config = readConfig(args)
    const database = await openDatabase(config, say)
    const house = openHouse({ urls: database.urls, dataDir: config.dataDir, clock: clockOf(config), outward: config.outward })
    const log = logTo(config.dataDir)
    let serving: { port: number; stop(): Promise<void> }
    try {
      if (config.demo) await loadDemoWhenEmpty(house)
      serving = await serve(house, config, database.urls, log.write)
    } catch (error) {
      await house.close()
      await database.stop()
      throw inWords(error, config.port)
    }
    // Listened for before anybody is told: whoever reads the greeting may end it at once.
    const ended = interrupted()
    process.stdout.write(await greeting(house, serving.port, config.demo))
    await ended
    say('Stopping …')
    await serving.stop()
    await database.stop()
    await log.end()
    return 0
  },
}

export const worker: Command = {
  usage: 'bin/fieldloop worker',
  options: {},
  async run(args) {
    const config = readConfig(args)
    if (!config.databaseUrl) throw new Error('A worker of its own needs DATABASE_URL; bin/start runs one inside the server.')
    const database = await openDatabase(config, say)
    const house = openHouse({ urls: database.urls, dataDir: config.dataDir, clock: clockOf(config), outward: config.outward })
    const log = logTo(config.dataDir)
    house.relay.start(() => openTenants(house.pool))
    const timetable = await startTimetable({
      workerUrl: database.urls.worker,
      jobs: house.services().jobs,
      pool: house.pool,
      log: log.write,
    })
    const ended = interrupted()
    say('The worker runs. Ctrl-C ends it.')
    await ended
    await timetable.stop()
    await house.close()
    await log.end()
    return 0
  },
}

async function loadDemoWhenEmpty(house: OpenHouse): Promise<void> {
  if ((await tenantsOf(house)).length > 0) return
  say('Loading the demo company …')
  await createDemoTenant(house, say)
}

async function greeting(house: OpenHouse, port: number, demo: boolean): Promise<string> {
  const lines = ['', `  Console  http://127.0.0.1:${port}/console/`, `  Phone    http://127.0.0.1:${port}/m/`, '']
  if (demo && (await tenantsOf(house)).some((tenant) => tenant.code === 'demo')) {
    lines.push(
      '  Demo logins, password fieldloop-demo:',
      ...DEMO_LOGINS.map(({ username, who }) => `    ${username.padEnd(14)} ${who}`),
      '',
    )
  }
  return `${lines.join('\n')}  Ctrl-C stops everything.\n\n`
}

/** Waits for Ctrl-C or a kind kill; a second one ends at once. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.once('SIGINT', () => process.exit(130))
        resolve()
      })
    }
  })
}

function inWords(error: unknown, port: number): unknown {
  if ((error as { code?: string }).code === 'EADDRINUSE')
    return new Error(`Port ${port} is taken. Start with another one: bin/start --port ${port + 1}`)
  return error
}
