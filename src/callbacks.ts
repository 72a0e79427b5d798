// What comes in from outside without being an API call: vendors' callbacks, read as raw bytes, and a customer's "no more letters".
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { House } from '#core/routes.ts'
import { inTenant, receiveCallback } from '#modules/integrations/index.ts'
import { optOut, readOptOut } from '#modules/notifications/index.ts'
import { calendarFeed } from '#modules/tasks/index.ts'

const MAX_BYTES = 256 * 1024

export function serveCallbacks(app: FastifyInstance, house: House): void {
  app.route<{ Params: { vendor: string; tenantId: string }; Querystring: Record<string, string> }>({
    method: ['GET', 'POST'],
    url: '/callbacks/:vendor/:tenantId',
    handler: async (request, reply) => {
      const body = await rawBody(request)
      if (body === null) return reply.status(413).send()
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const { vendor, tenantId } = request.params
      const answer = await receiveCallback(house, vendor, tenantId, {
        method: request.method,
        query: request.query,
        headers,
        body,
        requestId: request.id,
      })
      return reply.status(answer.status).type(`${answer.type}; charset=utf-8`).send(answer.body)
    },
  })
  serveOptOut(app, house)
  app.get<{ Params: { token: string } }>('/calendar/:token', async (request, reply) => {
    const feed = await calendarFeed(house, request.params.token.replace(/\.ics$/, ''), request.id)
    if (feed === null) return reply.status(404).type('text/plain').send('not found')
    return reply
      .headers({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' })
      .type('text/calendar; charset=utf-8')
      .send(feed)
  })
}

async function rawBody(request: FastifyRequest): Promise<string | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request.raw) {
    size += (part as Buffer).length
    if (size > MAX_BYTES) return null
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}

const page = (body: string): string =>
  `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Fieldloop</title><body style="font:16px/1.6 system-ui;max-width:32em;margin:15vh auto;padding:0 24px">${body}`
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"

/** Opening the link shows a button; only pressing it counts, for mail programs open links by themselves. */
function serveOptOut(app: FastifyInstance, house: House): void {
  const wrong = page('<p>这个链接不完整。<br>This link is incomplete.')
  app.route<{ Params: { token: string } }>({
    method: ['GET', 'POST'],
    url: '/opt-out/:token',
    handler: async (request, reply) => {
      reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).header('referrer-policy', 'no-referrer')
      const said = readOptOut(house.services().secret, request.params.token)
      if (!said) return reply.status(404).send(wrong)
      if (request.method === 'GET')
        return page(
          '<p>不再接收这类消息？<br>No more messages of this kind?<form method="post"><button style="font:inherit;padding:8px 20px">不再接收 · Stop</button></form>',
        )
      await inTenant(house, said.tenantId, request.id, (ctx) => optOut(ctx, said.channel, said.recipient))
      return page('<p>好的，以后不再发送。<br>Done. You will hear no more of it.')
    },
  })
}
