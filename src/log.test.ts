import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { logTo } from './log.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldloop-log-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('one file a day; 180 days stay, what is older than 200 goes, and nothing else is touched', async () => {
  for (const day of ['2026-05-01', '2026-05-28', '2026-05-29']) writeFileSync(join(folder, `server-${day}.log`), 'x')
  writeFileSync(join(folder, 'heads.tsv'), 'x')
  let now = new Date('2026-11-24T10:00:00Z') // 180 days after May 28
  const log = logTo(folder, () => now)
  log.write({ what: 'one' })
  await log.end()
  assert.deepEqual(readdirSync(folder).sort(), ['heads.tsv', 'server-2026-05-28.log', 'server-2026-05-29.log', 'server-2026-11-24.log'])
  now = new Date('2026-11-25T00:00:01Z')
  log.write({ what: 'two' })
  await log.end()
  assert.match(readFileSync(join(folder, 'server-2026-11-25.log'), 'utf8'), /"what":"two"/)
  assert.doesNotMatch(readFileSync(join(folder, 'server-2026-11-24.log'), 'utf8'), /two/)
  now = new Date('2027-01-01T00:00:00Z')
  log.write({ what: 'three' })
  await log.end()
  const left = readdirSync(folder)
  assert.ok(!left.includes('server-2026-05-28.log') && left.includes('server-2026-11-24.log'))
})
