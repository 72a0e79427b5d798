// Writes the generated pages of docs/: node src/pages.ts. A test fails when one of them no longer says what the code says.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openApi } from './openapi.ts'
import { accessPage } from './pages/access.ts'
import { eventsPage } from './pages/events.ts'
import { rulesPage } from './pages/rules.ts'
import { schemaPage } from './pages/schema.ts'
import { timetablePage } from './pages/timetable.ts'
import { rooms } from './rooms.ts'
import { productVersion } from './version.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Path below the root → text, for every generated page. `ownerUrl` is a migrated database. */
export async function pages(ownerUrl: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return {
      'docs/RULES.md': rulesPage(rooms),
      'docs/EVENTS.md': eventsPage(rooms),
      'docs/TIMETABLE.md': timetablePage(rooms),
      'docs/access.txt': accessPage(rooms),
      'docs/openapi.json': `${JSON.stringify(await openApi(rooms, productVersion), null, 1)}\n`,
      'docs/schema.sql': await schemaPage(client),
    }
  } finally {
    await client.end()
  }
}

async function main(): Promise<void> {
  const { bootstrap, startPostgres } = await import('#core/postgres.ts')
  const { migrate } = await import('#core/migrate.ts')
  const dataDir = mkdtempSync(join(tmpdir(), 'fieldloop-pages-'))
  const server = await startPostgres({ dataDir, throwaway: true, log: () => {} })
  try {
    await bootstrap(server.superUrl)
    await migrate(server.url('owner'))
    for (const [path, text] of Object.entries(await pages(server.url('owner')))) {
      writeFileSync(join(root, path), text)
      process.stdout.write(`${path}: ${text.split('\n').length} lines\n`)
    }
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

if (import.meta.main) await main()
