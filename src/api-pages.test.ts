import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fastify from 'fastify'
import { serveApiPages } from './api-pages.ts'
import { rooms } from './rooms.ts'
import { productVersion } from './version.ts'

const app = fastify()
serveApiPages(app, rooms)
after(() => app.close())

test('the document and the page are served, of this version, without a session and without scripts', async () => {
  const json = await app.inject('/api/openapi.json')
  assert.equal(json.statusCode, 200)
  assert.deepEqual([json.json().openapi, json.json().info.version], ['3.1.1', productVersion])
  const page = await app.inject('/api')
  assert.match(String(page.headers['content-type']), /^text\/html/)
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
  assert.ok(page.body.includes('/api/v1/session') && !page.body.includes('<script'))
  assert.equal((await app.inject('/api/')).headers.location, '/api')
})
