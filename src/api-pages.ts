// Serves the API's description: `/api/openapi.json` for programs, `/api` for people. Made, and its makers loaded, at the first request, so
// that the start of the server does not wait for them.
import type { FastifyInstance } from 'fastify'
import type { Room } from '#core/room.ts'
import type { OpenApi } from './openapi.ts'
import { productVersion } from './version.ts'

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

export function serveApiPages(app: FastifyInstance, rooms: Room[]): void {
  let made: Promise<OpenApi> | undefined
  const document = (): Promise<OpenApi> => {
    made ??= import('./openapi.ts').then(({ openApi }) => openApi(rooms, productVersion))
    return made
  }
  app.get('/api/openapi.json', async (_request, reply) => reply.header('cache-control', 'no-cache').send(await document()))
  app.get('/api', async (_request, reply) => {
    const { apiPage } = await import('./pages/api-page.ts')
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(apiPage(await document()))
  })
  app.get('/api/', async (_request, reply) => reply.redirect('/api'))
}
