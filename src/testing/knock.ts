// Asks every route that reads, as one person: what a test of hidden things looks through.
import type { Tx } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import { type Operation, openApi, type Schema } from '../openapi.ts'
import { type AccessRow, accessRows } from '../pages/access.ts'
import { rooms } from '../rooms.ts'
import { plainParameters, type RecordRow, type RecordSource, sourceOf } from './records.ts'
import { pixelPng, sample } from './sample.ts'

export const document = await openApi(rooms, 'test')
export const nameOf = (row: AccessRow): string => `${row.method} ${row.path}`
export const operationOf = (row: AccessRow): Operation => document.paths[`/api/v1${row.path}`]?.[row.method.toLowerCase()] as Operation

export interface Ask {
  path: string
  payload: object | undefined
  headers: Record<string, string>
}

// A picture of one pixel, for routes that take a file.
const pixel = Buffer.from(pixelPng, 'base64')

/** The smallest good request of a route about this record; `below` names what stands below it. */
export async function ask(row: AccessRow, recordId: string, below: Record<string, string> = {}): Promise<Ask> {
  const operation = operationOf(row)
  const parameters = (operation.parameters ?? []).filter((one) => one.in !== 'header')
  let first = true
  const path = row.path.replace(/\{(\w+)\}/g, (_, parameter: string) => {
    const own = first ? (plainParameters[nameOf(row)] ?? recordId) : plain(parameters.find((one) => one.name === parameter)?.schema)
    first = false
    return encodeURIComponent(below[parameter] ?? own)
  })
  const query = new URLSearchParams()
  for (const one of parameters) if (one.in === 'query' && one.required) query.set(one.name, plain(one.schema))
  const url = query.size > 0 ? `${path}?${query}` : path
  const content = operation.requestBody?.content ?? {}
  const form = content['multipart/form-data']?.schema
  if (form) return { path: url, ...(await multipart(form)) }
  const json = content['application/json']?.schema
  return { path: url, payload: json ? (sample(json) as object) : undefined, headers: {} }
}

const plain = (schema: Schema | undefined): string => String(sample(schema ?? {}))

async function multipart(schema: Schema): Promise<{ payload: Buffer; headers: Record<string, string> }> {
  const form = new FormData()
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  for (const key of (schema.required ?? []) as string[]) {
    const property = properties[key] ?? {}
    if (property.contentMediaType) form.set(key, new File([pixel], 'pixel.png', { type: 'image/png' }))
    else {
      const value = sample(property)
      form.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value))
    }
  }
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  return {
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { 'content-type': request.headers.get('content-type') as string },
  }
}

export async function recordsOf(tx: Tx, source: RecordSource): Promise<RecordRow[]> {
  return await tx.rows(source.rows(tx.tenantId))
}

export async function belowOf(tx: Tx, source: RecordSource, recordId: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const [parameter, rowsBelow] of Object.entries(source.below ?? {})) {
    const [first] = await tx.rows<{ id: string }>(rowsBelow(tx.tenantId, recordId))
    found[parameter] = first?.id ?? uuidv7()
  }
  return found
}

type Call = (method: 'GET', path: string) => Promise<{ status: number; body: unknown; raw: Buffer }>

export interface Answer {
  route: string
  path: string
  status: number
  text: string
  body: unknown
}

/** Does the route answer in JSON? Files and printed pages are compressed: nothing is found in their bytes. */
const answersJson = (row: AccessRow): boolean =>
  (operationOf(row).responses['200'] as { content?: Record<string, unknown> } | undefined)?.content?.['application/json'] !== undefined

/** Every answer in JSON of every reading route, about up to `perRecord` records of each kind (of `only` these, where the kind is named there). */
export async function readEverything(tx: Tx, call: Call, perRecord: number, only: Record<string, string[]> = {}): Promise<Answer[]> {
  const answers: Answer[] = []
  const keep = async (row: AccessRow, request: Ask): Promise<void> => {
    const { status, body, raw } = await call('GET', request.path)
    answers.push({ route: nameOf(row), path: request.path, status, text: raw.toString('utf8'), body })
  }
  for (const row of accessRows(rooms).filter((one) => one.method === 'GET' && answersJson(one))) {
    const source = row.path.includes('{') ? sourceOf(row.path) : undefined
    if (!source) {
      if (!row.path.includes('{') || plainParameters[nameOf(row)]) await keep(row, await ask(row, uuidv7()))
      continue
    }
    const ids = only[source.path] ?? (await recordsOf(tx, source)).slice(0, perRecord).map((record) => record.id)
    for (const id of ids) await keep(row, await ask(row, id, await belowOf(tx, source, id)))
  }
  return answers
}
