// The built apps as static files, and the way in.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const PHONE = /Mobile|Android|iPhone/i

// Scripts, pictures and connections of our own only; styles inline, for antd writes its tokens into the page.
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; frame-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

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
        reply.header('x-content-type-options', 'nosniff')
        if (!path.includes('/assets/')) reply.header('cache-control', 'no-cache')
        if (path.endsWith('.html')) reply.header('content-security-policy', POLICY).header('referrer-policy', 'same-origin')
      },
    })
    app.get(base.slice(0, -1), async (_request, reply) => reply.redirect(base))
    app.get(`${base}*`, async (_request, reply) =>
      reply
        .header('cache-control', 'no-cache')
        .header('content-security-policy', POLICY)
        .header('referrer-policy', 'same-origin')
        .sendFile(`${folder}/index.html`),
    )
  }
}
