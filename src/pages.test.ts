import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { testDatabase } from '#testing/database.ts'
import { root } from '#testing/source.ts'
import { openApi } from './openapi.ts'
import { apiPage } from './pages/api-page.ts'
import { pages } from './pages.ts'
import { rooms } from './rooms.ts'

const db = await testDatabase()

test('generated pages say what the code says', async () => {
  const stale = Object.entries(await pages(db.ownerUrl))
    .filter(([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text)
    .map(([path]) => path)
  assert.deepEqual(stale, [], 'Run node src/pages.ts, read what changed, commit it.')
})

test('the document describes every route once, and every reference in it leads somewhere', async () => {
  const document = await openApi(rooms, '0.0.0')
  assert.equal(document.openapi.slice(0, 3), '3.1')
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  const routes = rooms.flatMap((room) => Object.keys(room.contract).map((name) => `${room.name}.${name}`))
  assert.deepEqual(operations.map((operation) => operation.operationId).sort(), routes.sort())
  for (const { operationId, parameters = [] } of operations)
    assert.equal(
      new Set(parameters.map((one) => `${one.in} ${one.name}`)).size,
      parameters.length,
      `${operationId} names a parameter twice`,
    )
  for (const reference of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const target = String(reference[1])
      .split('/')
      .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], document)
    assert.ok(target, `nothing stands at ${reference[1]}`)
  }
})

test('the readable page names every route and escapes what it shows', async () => {
  const document = await openApi(rooms, '<b>')
  const html = apiPage(document)
  assert.ok(!html.includes('<b>') && html.includes('&lt;b&gt;'))
  for (const path of Object.keys(document.paths)) assert.ok(html.includes(path), `${path} is not on the page`)
  assert.ok(!/https?:\/\//.test(html), 'the page fetches nothing')
})
