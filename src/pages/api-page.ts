// The API on one page: plain HTML without scripts, so that it opens anywhere and prints.
import { type OpenApi, type Operation, permissionWords, type Schema } from '../openapi.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const safe = (text: string): string => text.replace(/[&<>"']/g, (letter) => escapes[letter] as string)

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1a1c1f, #e8e9eb); --soft: light-dark(#62666d, #a4a8af); --line: light-dark(#e3e5e8, #33363b);
  --paper: light-dark(#ffffff, #17181b); --accent: light-dark(#0b5cad, #7db8f5) }
body { font: 14px/1.6 system-ui, "PingFang SC", "Noto Sans SC", sans-serif; color: var(--ink); background: var(--paper); max-width: 980px; margin: 32px auto; padding: 0 20px }
h1 { font-size: 24px } h2 { font-size: 18px; margin-top: 40px; border-bottom: 1px solid var(--line); padding-bottom: 6px }
nav { columns: 3; column-gap: 24px } nav a { display: block } a { color: var(--accent); text-decoration: none }
details { border-bottom: 1px solid var(--line); padding: 8px 0 } summary { cursor: pointer }
code, pre { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, monospace } pre { white-space: pre-wrap; margin: 6px 0 12px; padding: 10px 12px; border: 1px solid var(--line); border-radius: 6px }
.method { display: inline-block; min-width: 58px; font-weight: 600 } .soft { color: var(--soft) } .path { font-weight: 600 }
@media (max-width: 700px) { nav { columns: 1 } }`

/** The page; everything in it comes from the document. */
export function apiPage(document: OpenApi): string {
  const rooms = document.tags.map((tag) => ({ ...tag, operations: operationsOf(document, tag.name) }))
  const links = rooms.map(
    (room) => `<a href="#${safe(room.name)}">${safe(room.description)} <span class="soft">${room.operations.length}</span></a>`,
  )
  const sections = rooms.map(
    (room) => `<h2 id="${safe(room.name)}">${safe(room.description)}</h2>\n${room.operations.map(operationHtml).join('\n')}`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(document.info.title)} API ${safe(document.info.version)}</title><style>${style}</style></head><body>
<h1>${safe(document.info.title)} API</h1><p>${safe(document.info.description).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>
<p>The same as a document for programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI ${safe(document.openapi)}).</p>
<nav>${links.join('\n')}</nav>\n${sections.join('\n')}\n</body></html>`
}

interface Entry {
  method: string
  path: string
  operation: Operation
}

function operationsOf(document: OpenApi, room: string): Entry[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(room))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

function operationHtml({ method, path, operation }: Entry): string {
  const asked = [
    ...(operation.parameters ?? [])
      .filter((one) => one.in !== 'header')
      .map((one) => `${one.name}${one.required ? '' : '?'}: ${shape(one.schema)}`),
    ...Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) =>
      type === 'application/json' ? shape(schema) : `${type} ${shape(schema)}`,
    ),
  ]
  const answer = (operation.responses['200'] as { content?: Record<string, { schema: Schema }> } | undefined)?.content ?? {}
  const told = Object.entries(answer).map(([type, { schema }]) => (type === 'application/json' ? shape(schema) : type))
  const refusals = operation['x-refusals'].length > 0 ? `<p class="soft">Refusals: ${operation['x-refusals'].map(safe).join(', ')}</p>` : ''
  return `<details id="${safe(operation.operationId)}"><summary><span class="method">${method}</span> <code class="path">${safe(path)}</code> ${safe(operation.summary)}
 <span class="soft">· ${safe(permissionWords(operation['x-permission']))}</span></summary>
${asked.length > 0 ? `<p class="soft">Asks</p><pre>${safe(asked.join('\n'))}</pre>` : ''}<p class="soft">Answers</p><pre>${safe(told.join('\n') || 'nothing')}</pre>${refusals}</details>`
}

/** A schema as a person would write it down. */
export function shape(schema: Schema, indent = ''): string {
  const inner = `${indent}  `
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choices) return choices.map((choice) => shape(choice, indent)).join(' | ')
  if (schema.type === 'array') return `${shape((schema.items ?? {}) as Schema, indent)}[]`
  if (schema.type === 'object' && schema.properties) {
    const required = new Set((schema.required ?? []) as string[])
    const lines = Object.entries(schema.properties as Record<string, Schema>).map(
      ([key, value]) => `${inner}${key}${required.has(key) ? '' : '?'}: ${shape(value, inner)}`,
    )
    return lines.length > 0 ? `{\n${lines.join('\n')}\n${indent}}` : '{}'
  }
  if (schema.type === 'object')
    return `{ [key]: ${schema.additionalProperties ? shape(schema.additionalProperties as Schema, indent) : 'any'} }`
  if (schema.contentMediaType) return 'file'
  return [schema.format ?? schema.type ?? 'any', bounds(schema)].filter(Boolean).join(' ')
}

function bounds(schema: Schema): string {
  const low = schema.minimum ?? schema.exclusiveMinimum ?? (schema.type === 'string' ? schema.minLength : undefined)
  const high = schema.maximum ?? schema.exclusiveMaximum ?? (schema.type === 'string' ? schema.maxLength : undefined)
  if (low === undefined && high === undefined) return ''
  return `(${low ?? ''}–${high ?? ''})`
}
