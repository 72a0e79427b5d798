import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap, type RunningPostgres, startPostgres } from '#core/postgres.ts'
import { type ServerForTests, serverVariable, templateName } from './database.ts'

/**
 * Before any test file: one PostgreSQL in a temporary folder and one migrated database from which each file copies its own.
 * Made anew at each run, so that no test ever sees yesterday's migrations.
 * Run tests with `node --test --test-global-setup=src/testing/global-setup.ts`.
 */
let server: RunningPostgres | undefined
let folder: string | undefined

export async function globalSetup(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'fieldloop-test-'))
  // As root the server runs as another user, who must pass; else its data would go, and stay, elsewhere.
  chmodSync(folder, 0o711)
  // However this ends: the server ends with this process, and its files go.
  process.once('exit', drop)
  try {
    server = await startPostgres({ dataDir: folder, throwaway: true, log: () => {} })
    await bootstrap(server.superUrl, templateName)
    const { migrate } = await import('#core/migrate.ts')
    const ownerUrl = server.url('owner', templateName)
    await migrate(ownerUrl)
    process.env[serverVariable] = JSON.stringify({ superUrl: server.superUrl, ownerUrl, folder } satisfies ServerForTests)
  } catch (error) {
    await globalTeardown()
    throw error
  }
}

export async function globalTeardown(): Promise<void> {
  await server?.stop()
  drop()
}

function drop(): void {
  if (folder) rmSync(folder, { recursive: true, force: true })
}
