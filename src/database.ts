// Which database a command works on: the one DATABASE_URL names, or the embedded one of the data folder.
import type { Config } from '#core/config.ts'
import { type RoleUrls, roleUrls } from '#core/migrate.ts'
import { bootstrap, startPostgres } from '#core/postgres.ts'
import { migrateAll } from './main.ts'

export interface Database {
  ownerUrl: string
  urls: RoleUrls
  embedded: boolean
  /** Stops what was started here and nothing else. */
  stop(): Promise<void>
}

/** Opens (starting or joining the embedded server) and migrates. `log` gets sentences for the person at the terminal. */
export async function openDatabase(config: Config, log: (line: string) => void): Promise<Database> {
  if (config.databaseUrl) {
    const urls = roleUrls(config.databaseUrl, process.env)
    await migrateAll(config.databaseUrl, urls, log)
    return { ownerUrl: config.databaseUrl, urls, embedded: false, stop: async () => {} }
  }
  const server = await startPostgres({ dataDir: config.dataDir, log })
  try {
    await bootstrap(server.superUrl)
    const ownerUrl = server.url('owner')
    const urls = roleUrls(ownerUrl)
    await migrateAll(ownerUrl, urls, log)
    return { ownerUrl, urls, embedded: true, stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw error
  }
}
