// What a rule's JSON schema says about one value: a blank of it, and what is wrong with one.

/** The part of JSON schema (draft 2020-12) that policies use. */
export type Shape = {
  type?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Shape[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  minItems?: number
  maxItems?: number
  items?: Shape
  properties?: Record<string, Shape>
  required?: string[]
  additionalProperties?: Shape | boolean
}
export type Value = Record<string, unknown>

export function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The least that a value of this shape holds. `taken` are ids that a new row must not repeat. */
export function blankOf(shape: Shape, taken: string[] = []): unknown {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return shape.enum[0]
  if (shape.anyOf) return blankOf(shape.anyOf[0] ?? {})
  switch (shape.type) {
    case 'integer':
    case 'number':
      return Math.max(0, shape.minimum ?? 0)
    case 'boolean':
      return true
    case 'array':
      return []
    case 'object': {
      const out: Value = {}
      for (const key of shape.required ?? []) out[key] = isIdentity(key) ? freshId(taken) : blankOf(shape.properties?.[key] ?? {})
      return out
    }
    default:
      return ''
  }
}

/** Columns that name a row for the machine: made here, never typed. */
export function isIdentity(key: string): boolean {
  return key === 'id' || key === 'key'
}

function freshId(taken: string[]): string {
  let n = taken.length + 1
  while (taken.includes(`row_${'abcdefghijklmnopqrstuvwxyz'[n % 26]}${'_x'.repeat(Math.floor(n / 26))}`)) n += 1
  return `row_${'abcdefghijklmnopqrstuvwxyz'[n % 26]}${'_x'.repeat(Math.floor(n / 26))}`
}

/** Which of several shapes a value has: that whose fixed or listed `fact` it names. */
export function variantOf(shape: Shape, value: unknown): Shape {
  if (!shape.anyOf) return shape
  const fact = isObject(value) ? value.fact : undefined
  return shape.anyOf.find((one) => factsOf(one).includes(fact)) ?? shape.anyOf[0] ?? {}
}

/** The facts a condition of this shape may ask for. */
export function factsOf(shape: Shape): unknown[] {
  if (shape.anyOf) return shape.anyOf.flatMap(factsOf)
  const fact = shape.properties?.fact
  return fact?.enum ?? (fact?.const === undefined ? [] : [fact.const])
}

/** Paths (`lines.3.points`) of everything the schema would refuse; the server decides, this only says where. */
export function faultsOf(shape: Shape, value: unknown, path: string): string[] {
  const here = variantOf(shape, value)
  if (typeof value === 'string') {
    const short = value.trim().length < (here.minLength ?? 0)
    const odd = here.pattern !== undefined && !here.anyOf && !new RegExp(here.pattern).test(value)
    return short || odd ? [path] : []
  }
  if (typeof value === 'number') {
    const low = value < (here.minimum ?? Number.NEGATIVE_INFINITY) || value <= (here.exclusiveMinimum ?? Number.NEGATIVE_INFINITY)
    return low || value > (here.maximum ?? Number.POSITIVE_INFINITY) ? [path] : []
  }
  if (Array.isArray(value)) {
    const count = value.length < (here.minItems ?? 0) || value.length > (here.maxItems ?? Number.POSITIVE_INFINITY) ? [path] : []
    return [...count, ...value.flatMap((one, i) => faultsOf(here.items ?? {}, one, `${path}.${i}`))]
  }
  if (isObject(value)) {
    const missing = (here.required ?? []).filter((key) => value[key] === undefined).map((key) => `${path}.${key}`)
    const rest = here.additionalProperties
    const shapeOf = (key: string): Shape => here.properties?.[key] ?? (isObject(rest) ? (rest as Shape) : {})
    return [...missing, ...Object.entries(value).flatMap(([key, one]) => faultsOf(shapeOf(key), one, `${path}.${key}`))]
  }
  return value === undefined || value === null ? [path] : []
}
