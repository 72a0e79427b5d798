// The API described by itself: OpenAPI 3.1 from the same contracts that parse requests.
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { MEMBER, PUBLIC, type RouteMeta } from '#core/contract.ts'
import type { Room } from '#core/room.ts'

export interface Operation {
  operationId: string
  summary: string
  tags: string[]
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, unknown>
  security?: Record<string, string[]>[]
  'x-permission': string
  'x-refusals': readonly string[]
}
export type Schema = Record<string, unknown>
export interface OpenApi {
  openapi: string
  info: { title: string; version: string; description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: Record<string, unknown>
}

const about = `Money is integer fen. Instants are ISO 8601 in UTC with milliseconds, days YYYY-MM-DD in the company's zone. Lists answer
\`{ items, next }\`; send \`next\` back as \`cursor\`. Refusals are RFC 9457 problem+json with a stable \`code\` and a sentence in the
language of Accept-Language. Every POST takes an Idempotency-Key, kept 30 days.`

const problem = {
  description: 'Refused, with a sentence that says what to do',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** The document of all rooms' routes. */
export async function openApi(rooms: Room[], version: string): Promise<OpenApi> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const contracts = Object.fromEntries(rooms.map((room) => [room.name, room.contract]))
  const document = (await generator.generate(contracts as never, {
    info: { title: 'Fieldloop', version, description: about },
    tags: rooms.map((room) => ({ name: room.name, description: `${room.title.zh} ${room.title.en}` })),
    components: { schemas: { Problem: problemSchema }, securitySchemes: { session: sessionScheme } } as never,
  })) as unknown as OpenApi
  for (const room of rooms)
    for (const [name, procedure] of Object.entries(room.contract)) complete(document, room, name, procedure['~orpc'])
  return tidy(document) as OpenApi
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'params'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong and what to do, for the person' },
    code: { type: 'string', description: 'Stable, for programs' },
    params: { type: 'object' },
    errors: {
      type: 'array',
      description: 'Each wrong field of the input',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, code: { type: 'string' }, field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}
const sessionScheme = { type: 'apiKey', in: 'cookie', name: 'fieldloop.session_token' }
const idempotency = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 200, description: 'The same key gets the same answer for 30 days' },
}

function complete(
  document: OpenApi,
  room: Room,
  name: string,
  procedure: { route: { method?: string; path?: string }; meta: unknown },
): void {
  const { method = 'POST', path = '' } = procedure.route
  const operation = document.paths[path]?.[method.toLowerCase()]
  if (!operation) throw new Error(`${room.name}.${name} is missing from the document`)
  const meta = procedure.meta as RouteMeta
  operation.tags = [room.name]
  operation['x-permission'] = meta.permission
  operation['x-refusals'] = meta.refusals
  operation.responses['4XX'] = problem
  if (meta.permission !== PUBLIC) operation.security = [{ session: [] }]
  if (method === 'POST' && meta.permission !== PUBLIC) operation.parameters = [...(operation.parameters ?? []), idempotency]
  const content = operation.requestBody?.content
  // A file does not travel as JSON.
  if (content?.['multipart/form-data']) delete content['application/json']
}

/** Without the bounds of JavaScript's integers, which say nothing about the API. */
function tidy(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(tidy)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).filter(
    ([key, value]) => !((key === 'minimum' || key === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER),
  )
  return Object.fromEntries(entries.map(([key, value]) => [key, tidy(value)]))
}

/** `member` and `public` in words. */
export const permissionWords = (permission: string): string =>
  permission === MEMBER ? 'any member' : permission === PUBLIC ? 'anybody' : permission
