import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { buildApps } from './build.ts'
import { firstScreenKb, limits, tooEarly } from './size.ts'

before(async () => {
  await buildApps()
})

for (const app of ['console', 'mobile'] as const) {
  test(`first screen of the ${app} stays within ${limits[app]} kB of gzipped JavaScript`, (t) => {
    const kb = firstScreenKb(app)
    t.diagnostic(`${app} ${kb.toFixed(1)} kB`)
    assert.ok(kb <= limits[app], `${app} is ${kb.toFixed(1)} kB: load something later (node apps/size.ts lists the files)`)
  })
}

test('charts, maps and the offline database come later', () => {
  assert.deepEqual(tooEarly('mobile'), [])
  assert.deepEqual(
    tooEarly('console').filter((name) => name !== 'zod'),
    [],
  )
})
