import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#testing/database.ts'
import { openPool, sql } from './db.ts'

const db = await testDatabase()

test('roles cannot bypass row security and the trigrams work', async () => {
  const pool = openPool(db.ownerUrl, 1, 'test')
  const { rows } = await pool.query(`select rolname, rolsuper, rolbypassrls from pg_roles where rolname like 'fieldloop%' order by 1`)
  assert.deepEqual(
    rows.map((r) => [r.rolname, r.rolsuper, r.rolbypassrls]),
    [
      ['fieldloop_app', false, false],
      ['fieldloop_auth', false, false],
      ['fieldloop_owner', false, false],
      ['fieldloop_worker', false, false],
    ],
  )
  await pool.end()
})
