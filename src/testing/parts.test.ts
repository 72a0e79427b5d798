import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, mock, test } from 'node:test'
import { type Part, runPart, type Tally } from './parts.ts'

const logs = mkdtempSync(join(tmpdir(), 'fieldloop-parts-'))
let said: string[] = []
after(() => rmSync(logs, { recursive: true }))
beforeEach(() => {
  said = []
  mock.restoreAll()
  mock.method(console, 'log', (line: string) => said.push(line))
})

const run = (script: string, more: Partial<Part> = {}): Promise<Tally> =>
  runPart({ name: 'a part', command: process.execPath, args: ['-e', script], limit: 20_000, ...more }, process.cwd(), logs)

test('a check counts one, passed or failed, and a failed one shows the end of its log', async () => {
  assert.deepEqual(await run(''), { passed: 1, failed: 0 })
  assert.deepEqual(await run('console.error("the reason"); process.exit(3)'), { passed: 0, failed: 1 })
  assert.match(said.join('\n'), /FAILED {2}a part/)
  assert.match(said.join('\n'), /the reason/)
})

test('what it counted is the sum, not the exit code alone', async () => {
  assert.deepEqual(await run('process.exit(1)', { tally: () => ({ passed: 7, failed: 2 }) }), { passed: 7, failed: 2 })
})

test('ended badly though all it counted passed: one failure', async () => {
  assert.deepEqual(await run('process.exit(1)', { tally: () => ({ passed: 7, failed: 0 }) }), { passed: 7, failed: 1 })
})

test('a part that ran nothing, or left no report, has failed', async () => {
  assert.deepEqual(await run('', { tally: () => ({ passed: 0, failed: 0 }) }), { passed: 0, failed: 1 })
  const noReport = () => {
    throw new Error('no such file')
  }
  assert.deepEqual(await run('', { tally: noReport }), { passed: 0, failed: 1 })
})

test('a part over its time is ended with its children', async () => {
  const started = Date.now()
  const script = 'require("child_process").spawnSync("sleep", ["60"])'
  assert.deepEqual(await run(script, { limit: 400 }), { passed: 0, failed: 1 })
  assert.ok(Date.now() - started < 10_000)
  assert.match(said.join('\n'), /longer than 0\.4 s/)
})

test('a command that is not there is a failure with its name', async () => {
  assert.deepEqual(await run('', { command: 'no-such-command-here' }), { passed: 0, failed: 1 })
  assert.match(said.join('\n'), /no-such-command-here/)
})
