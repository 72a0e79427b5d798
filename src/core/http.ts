// HTTP: fastify carries, oRPC parses and routes, problem+json says no. Requests are logged by id, without personal data.
import { randomUUID } from 'node:crypto'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import type { Router } from '@orpc/server'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { sessionOfKey } from './api-key.ts'
import { fromRevokedPhone } from './device-key.ts'
import type { Identity } from './identity.ts'
import type { Live } from './live.ts'
import type { Say } from './messages.ts'
import { ProblemSeed, problem, sendProblem } from './problem.ts'
import { isKnown, type RequestFacts } from './routes.ts'

export interface HttpOptions {
  router: Record<string, unknown>
  identity: Identity
  live: Live
  say: Say
  /** The server's clock, told with every answer so that apps count by it. */
  now: () => Date
  log: (line: Record<string, unknown>) => void
  ready: () => Promise<boolean>
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/
const MAX_BODY = 25 * 1024 * 1024
/** What the API reads: JSON, and forms with files. A body of another type would arrive as a file. */
const READABLE = /^(application\/json|multipart\/form-data)\s*(;|$)/i

/** The server without its static apps; listens when main.ts says so. */
export function openHttp(options: HttpOptions): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: MAX_BODY,
    genReqId: () => randomUUID(),
    trustProxy: 'loopback',
    forceCloseConnections: true,
    // An address that is none comes to no route.
    frameworkErrors: (error, request, reply) =>
      sendProblem(
        reply as FastifyReply,
        error.statusCode ?? 400,
        'common.no_route',
        {},
        factsWithout(request as FastifyRequest),
        options.say,
      ),
  })
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Duration of API requests',
    labelNames: ['method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2],
    registers: [metrics],
  })
  const bugs = new Counter({ name: 'http_bugs_total', help: 'Requests that ended in 500', registers: [metrics] })

  // oRPC reads bodies itself (files too); only the size is judged here.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined))

  const handler = new OpenAPIHandler(options.router as Router<never, RequestFacts>, {
    rootInterceptors: [
      async ({ next, context }) => {
        const result = await next()
        if (result.matched && result.response.status >= 400 && result.response.body instanceof ProblemSeed) {
          const { error } = result.response.body
          if (!isKnown(error)) {
            bugs.inc()
            options.log({
              level: 'error',
              requestId: (context as unknown as RequestFacts).requestId,
              what: 'bug',
              error: stackOf((error as Error).cause ?? error),
            })
          }
          const told = problem(error, context as unknown as RequestFacts, options.say)
          result.response.status = told.status as number
          result.response.body = told
        }
        return result
      },
    ],
    // A contract's output is plain JSON once it has been parsed: the codec need not walk through it.
    clientInterceptors: [async ({ next }) => plainJson(await next())],
    // The codec would serialise plain data; the interceptor above words it, knowing the caller's language.
    customErrorResponseBodyEncoder: (error) => new ProblemSeed(error),
  })

  app.all('/api/v1/*', async (request, reply) => {
    const started = performance.now()
    reply.headers({
      'x-request-id': request.id,
      'x-server-now': options.now().toISOString(),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const facts = await factsOf(request, reply, options.identity)
    const early = (await fromRevokedPhone(request, options.identity))
      ? (['device.revoked', 401] as const)
      : tooLarge(request)
        ? (['common.too_large', 413] as const)
        : wrongOrigin(request)
          ? (['identity.wrong_origin', 403] as const)
          : unreadable(request)
            ? (['common.unreadable', 415] as const)
            : request.headers.authorization && !facts.session
              ? (['identity.bad_key', 401] as const)
              : null
    if (early) {
      sendProblem(reply, early[1], early[0], { limit: '25 MB' }, facts, options.say)
    } else {
      request.raw.url = withMaps(request.raw.url ?? '/')
      const { matched } = await handler.handle(request, reply, { context: facts })
      if (!matched) sendProblem(reply, 404, 'common.no_route', {}, facts, options.say)
    }
    const took = performance.now() - started
    seconds.labels(request.method, String(reply.statusCode)).observe(took / 1000)
    options.log({
      level: reply.statusCode >= 500 ? 'error' : 'info',
      requestId: request.id,
      method: request.method,
      route: shapeOf(request.url),
      status: reply.statusCode,
      ms: Math.round(took),
      tenant: facts.session?.tenantId,
      member: facts.session?.actor.memberId,
      key: facts.session?.key?.id,
    })
    return reply
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    const cookies = reply.getHeader('set-cookie')
    if (cookies && request.protocol === 'https')
      reply.removeHeader('set-cookie').header(
        'set-cookie',
        [cookies].flat().map((cookie) => `${cookie}; Secure`),
      )
    if (reply.statusCode >= 400 && String(reply.getHeader('content-type')).startsWith('application/json'))
      reply.header('content-type', 'application/problem+json; charset=utf-8')
    done(null, payload)
  })

  // What the framework refuses before any route of ours (a content type that is none) is worded too.
  app.setErrorHandler(async (error: { statusCode?: number }, request, reply) => {
    const facts = factsWithout(request)
    const status = error.statusCode ?? 500
    if (status < 500) return sendProblem(reply, status, 'common.unreadable', {}, facts, options.say)
    bugs.inc()
    options.log({ level: 'error', requestId: request.id, what: 'bug', error: stackOf(error) })
    return sendProblem(reply, 500, 'common.bug', { requestId: request.id.slice(0, 8) }, facts, options.say)
  })
  app.get('/api/v1/live', async (request, reply) => {
    const facts = await factsOf(request, reply, options.identity)
    if (!facts.session) return sendProblem(reply, 401, 'identity.signed_out', {}, facts, options.say)
    stream(request, reply, facts, options)
    return reply
  })
  app.get('/healthz', async () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const ok = await options.ready().catch(() => false)
    return reply.status(ok ? 200 : 503).send({ ok })
  })
  // Figures of the process are for the machine itself and a collector beside it.
  app.get('/metrics', async (request, reply) => {
    if (!LOOPBACK.test(request.ip)) return reply.status(404).send()
    return reply.type(metrics.contentType).send(await metrics.metrics())
  })
  return app
}

/** `custom.size=L` in an address is the entry `size` of the map `custom`, written as the reader of queries knows it. */
const withMaps = (url: string): string => (url.includes('custom.') ? url.replace(/([?&])custom\.([a-z0-9_]+)=/g, '$1custom[$2]=') : url)

async function factsOf(request: FastifyRequest, reply: FastifyReply, identity: Identity): Promise<RequestFacts> {
  const { authorization, cookie } = request.headers
  const session = await (authorization ? sessionOfKey(authorization) : identity.sessionOf(cookie))
  return { ...factsWithout(request), session, setHeader: (name, value) => void reply.header(name, value) }
}

/** What a request says of itself, before anybody asked who sends it. */
function factsWithout(request: FastifyRequest): RequestFacts {
  const key = request.headers['idempotency-key']
  return {
    session: null,
    requestId: request.id,
    idempotencyKey: typeof key === 'string' && key.length > 0 && key.length <= 200 ? key : null,
    locale: localeOf(request.headers['accept-language']),
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    origin: `${request.protocol}://${request.host}`,
    cookie: request.headers.cookie ?? '',
    setHeader: () => {},
  }
}

const localeOf = (header: string | undefined): 'zh-CN' | 'en' => (header?.trim().toLowerCase().startsWith('en') ? 'en' : 'zh-CN')
const tooLarge = (request: FastifyRequest): boolean =>
  Number(request.headers['content-length'] ?? 0) > MAX_BODY ||
  (request.headers['transfer-encoding'] !== undefined && request.headers['content-length'] === undefined)

const unreadable = (request: FastifyRequest): boolean => {
  const type = request.headers['content-type']
  return request.method !== 'GET' && type !== undefined && !READABLE.test(type.trim())
}

/** Cookies travel with any site's form; a write from a foreign page is refused by its Origin. */
function wrongOrigin(request: FastifyRequest): boolean {
  const origin = request.headers.origin
  if (!origin || request.method === 'GET') return false
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.host
}

/** `/api/v1/leads/0190…/claim?x=1` → `/api/v1/leads/:id/claim`: ids and queries stay out of logs. */
const shapeOf = (url: string): string => (url.split('?')[0] ?? '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')

/** Passes the codec untouched; a file stays what it is. */
const plainJson = (output: unknown): unknown =>
  typeof output === 'object' && output !== null && !(output instanceof Blob) ? new PlainJson(output) : output
class PlainJson {
  readonly #value: object
  constructor(value: object) {
    this.#value = value
  }
  toJSON(): object {
    return this.#value
  }
}

// A browser keeps one stream for all its tabs; a message is a hint to refetch.
function stream(request: FastifyRequest, reply: FastifyReply, facts: RequestFacts, options: HttpOptions): void {
  const session = facts.session as NonNullable<RequestFacts['session']>
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  reply.raw.write(`retry: 3000\nevent: hello\ndata: ${JSON.stringify({ now: options.now().toISOString() })}\n\n`)
  const stop = options.live.subscribe(session.tenantId, session.actor.memberId as string, (message) => {
    reply.raw.write(`data: ${JSON.stringify({ topics: message.topics, now: options.now().toISOString() })}\n\n`)
  })
  // Each beat asks for the session again, so that a revoked device stops listening within the promise of 5 s plus a beat.
  const beat = setInterval(async () => {
    const still = await options.identity.sessionOf(request.headers.cookie).catch(() => session)
    if (still) reply.raw.write(': beat\n\n')
    else reply.raw.end('event: signed-out\ndata: {}\n\n')
  }, 15_000)
  request.raw.once('close', () => {
    clearInterval(beat)
    stop()
  })
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 4000)
