// What most commands need: an open database and house, closed again whatever happens.
import { type Config, readConfig } from '#core/config.ts'
import { global, sql } from '#core/db.ts'
import { type Database, openDatabase } from '../database.ts'
import { clockOf, type OpenHouse, openHouse } from '../main.ts'

export const say = (line: string): void => void process.stderr.write(`${line}\n`)

export async function withHouse<T>(
  args: Record<string, string | boolean>,
  work: (house: OpenHouse, config: Config, database: Database) => Promise<T>,
): Promise<T> {
  const config = readConfig(args)
  const database = await openDatabase(config, say)
  try {
    const house = openHouse({ urls: database.urls, dataDir: config.dataDir, clock: clockOf(config), outward: config.outward })
    try {
      return await work(house, config, database)
    } finally {
      await house.close()
    }
  } finally {
    await database.stop()
  }
}

export const tenantsOf = (house: OpenHouse): Promise<{ id: string; code: string; name: string }[]> =>
  global(house.pool).rows(sql`select id, code, name from tenant order by created_at`)

/** The tenant a command means: by code, or the only one. */
export async function chosenTenant(house: OpenHouse, code: string | undefined): Promise<{ id: string; code: string; name: string }> {
  const all = await tenantsOf(house)
  const found = code ? all.find((tenant) => tenant.code === code) : all.length === 1 ? all[0] : undefined
  if (found) return found
  if (all.length === 0) throw new Error('There is no tenant yet. Create one: bin/fieldloop tenant CODE --name NAME --admin LOGIN')
  const codes = all.map((tenant) => tenant.code).join(', ')
  throw new Error(
    code ? `No tenant is called ${code}. There are: ${codes}.` : `There are several tenants; choose one with --tenant CODE: ${codes}.`,
  )
}
