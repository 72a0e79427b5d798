import { after } from 'node:test'
import pg from 'pg'
import { siblingUrl } from '#core/postgres.ts'

export const serverVariable = 'FIELDLOOP_TEST_POSTGRES'
export const templateName = 'fieldloop_template'

/** What the global set-up hands to the test files: the superuser's way in, the owner's to the template, and a folder for what all share. */
export type ServerForTests = { superUrl: string; ownerUrl: string; folder: string }

/** Connection strings of one test file's own, freshly migrated database, one for each role. */
export type TestDatabase = { name: string; ownerUrl: string; appUrl: string; authUrl: string; workerUrl: string }

/** Throws where the global set-up did not run. */
export function serverForTests(): ServerForTests {
  const given = process.env[serverVariable]
  if (!given) throw new Error('Run tests with: node --test --test-global-setup=src/testing/global-setup.ts FILE')
  return JSON.parse(given) as ServerForTests
}

/**
 * A database of this test file's own, copied from the migrated template (or another) in about 0.1 s and dropped after the file's last test.
 * Call it at the top level of the file. Throws where the global set-up did not run.
 */
export async function testDatabase(template = templateName): Promise<TestDatabase> {
  const { superUrl } = serverForTests()
  const name = `test_${process.pid}_${Date.now().toString(36)}_${Math.random().toString(36).slice(2, 6)}`
  await asSuperuser(superUrl, `create database ${name} template ${template} owner fieldloop_owner strategy file_copy`)
  after(() => asSuperuser(superUrl, `drop database if exists ${name} with (force)`))
  return databaseNamed(name)
}

/** The ways into a database of the test server. */
export function databaseNamed(name: string): TestDatabase {
  const own = new URL(serverForTests().ownerUrl)
  own.pathname = `/${name}`
  const mine = own.href
  return { name, ownerUrl: mine, appUrl: siblingUrl(mine, 'app'), authUrl: siblingUrl(mine, 'auth'), workerUrl: siblingUrl(mine, 'worker') }
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
