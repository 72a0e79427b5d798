// The smallest input that a JSON schema accepts, for tests that knock on every route.
import { uuidv7 } from '#core/ids.ts'

/** A picture of one pixel, in base 64. */
export const pixelPng = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export type Schema = Record<string, unknown>

const tries = [
  'sample',
  '2026-11-24',
  '2026-11',
  '2026-Q4',
  '09:00',
  '13900000099',
  '123456',
  'a@b.example',
  'image/png',
  'abcdef0123456789',
  '0123456789abcdef'.repeat(4),
  '91310000MA1FL0000X',
  '1',
  'signing',
  'A',
  `data:image/png;base64,${pixelPng}`,
]

/** A value the schema accepts, with required fields only. Throws where a pattern is beyond it: give that route a sample of its own. */
export function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choices) return sample(choices.find((choice) => choice.type !== 'null') ?? (choices[0] as Schema))
  if (Array.isArray(schema.allOf)) return Object.assign({}, ...schema.allOf.map((part) => sample(part as Schema)))
  switch (schema.type) {
    case 'string':
      return text(schema)
    case 'integer':
    case 'number':
      return numberOf(schema)
    case 'boolean':
      return true
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () => sample((schema.items ?? {}) as Schema))
    case 'null':
      return null
    default:
      return record(schema)
  }
}

function record(schema: Schema): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  return Object.fromEntries(((schema.required ?? []) as string[]).map((key) => [key, sample(properties[key] ?? {})]))
}

function numberOf(schema: Schema): number {
  if (schema.minimum !== undefined) return Math.max(Number(schema.minimum), -Number.MAX_SAFE_INTEGER)
  if (schema.exclusiveMinimum !== undefined) return Number(schema.exclusiveMinimum) + 1
  return Math.min(1, Number(schema.maximum ?? 1))
}

function text(schema: Schema): string {
  if (schema.format === 'uuid') return uuidv7()
  if (schema.format === 'date') return '2026-11-24'
  if (schema.format === 'date-time') return '2026-11-24T02:00:00.000Z'
  const long = 'sample text '.repeat(60).slice(0, Math.max(Number(schema.minLength ?? 1), Math.min(6, Number(schema.maxLength ?? 6))))
  if (typeof schema.pattern !== 'string') return long
  const pattern = new RegExp(schema.pattern, 'u')
  const fit = [...tries, long].find((value) => pattern.test(value))
  if (fit === undefined) throw new Error(`no sample fits ${schema.pattern}`)
  return fit
}
