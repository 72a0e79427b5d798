import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fixedClock, serveClock, systemClock } from './clock.ts'

function tell(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => socket.write(`${line}\n`))
    socket.on('error', reject)
    socket.once('data', (data) => {
      socket.end()
      resolve(data.toString().trim())
    })
  })
}

test('a fixed clock stands still and moves only over its socket', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldloop-clock-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const clock = fixedClock('2026-11-23T08:30:00+08:00')
  const path = join(folder, 'clock.sock')
  const server = serveClock(clock, path)
  t.after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  assert.equal(clock.now().toISOString(), '2026-11-23T00:30:00.000Z')
  assert.equal(await tell(path, '2026-11-23T09:00:00+08:00'), 'ok')
  assert.equal(clock.now().toISOString(), '2026-11-23T01:00:00.000Z')
  assert.match(await tell(path, 'half past nine'), /not an instant/)
  assert.equal(clock.now().toISOString(), '2026-11-23T01:00:00.000Z', 'a wrong line moves nothing')
})

test('without FIELDLOOP_CLOCK the clock is the machine’s and there is no socket', () => {
  assert.equal(systemClock.fixed, false)
  assert.ok(Math.abs(systemClock.now().getTime() - Date.now()) < 50)
  assert.ok(!existsSync(join(tmpdir(), 'clock.sock')))
})
