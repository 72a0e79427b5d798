// The built apps as static files, and the way in.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const PHONE = /Mobile|Android|iPhone/i

/** Serves /console/ and /m/ with their client-side routes; `/` goes where the device belongs. */
export async function serveApps(app: FastifyInstance): Promise<void> {
  app.get('/', async (request, reply) => reply.redirect(PHONE.test(request.headers['user-agent'] ?? '') ? '/m/' : '/console/'))
  await app.register(fastifyStatic, { root: dist, serve: false })
  for (const [folder, base] of [
    ['console', '/console/'],
    ['mobile', '/m/'],
  ] as const) {
    if (!existsSync(`${dist}${folder}/index.html`)) continue
    await app.register(fastifyStatic, {
      root: `${dist}${folder}`,
      prefix: base,
      decorateReply: false,
      wildcard: false,
      cacheControl: true,
      maxAge: '1y',
      immutable: true,
      setHeaders: (reply, path) => {
        if (!path.includes('/assets/')) reply.header('cache-control', 'no-cache')
      },
    })
    app.get(base.slice(0, -1), async (_request, reply) => reply.redirect(base))
    app.get(`${base}*`, async (_request, reply) => reply.header('cache-control', 'no-cache').sendFile(`${folder}/index.html`))
  }
}
