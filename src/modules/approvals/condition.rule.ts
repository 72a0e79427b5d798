// condition.rule.ts: 条件. A condition over recorded facts, as data: an admin edits it, every hit can be explained.

export type Fact = string | number | boolean | null
export type Facts = Readonly<Record<string, Fact>>
export type Operator = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in'
export type Condition =
  | { fact: string; op: Operator; value: Fact | readonly Fact[] }
  | { all: readonly Condition[] }
  | { any: readonly Condition[] }
  | { not: Condition }

/** Whether the facts meet the condition. No condition is always met; a fact that is not recorded meets only `ne` and `not`. */
export function meets(condition: Condition | undefined, facts: Facts): boolean {
  if (!condition) return true
  if ('all' in condition) return condition.all.every((part) => meets(part, facts))
  if ('any' in condition) return condition.any.some((part) => meets(part, facts))
  if ('not' in condition) return !meets(condition.not, facts)
  return compare(facts[condition.fact] ?? null, condition.op, condition.value)
}

function compare(fact: Fact, op: Operator, value: Fact | readonly Fact[]): boolean {
  if (op === 'in') return Array.isArray(value) && value.includes(fact)
  if (op === 'eq') return fact === value
  if (op === 'ne') return fact !== value
  if (typeof fact !== 'number' || typeof value !== 'number') return false
  if (op === 'gt') return fact > value
  if (op === 'gte') return fact >= value
  if (op === 'lt') return fact < value
  return fact <= value
}

const operators: readonly string[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in'] satisfies Operator[]
const isFact = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value)

/** Whether something that came from outside is a condition: known operators, plain values, at most eight deep. */
export function isCondition(value: unknown, depth = 0): value is Condition {
  if (typeof value !== 'object' || value === null || depth > 8) return false
  const all = (list: unknown): boolean => Array.isArray(list) && list.every((part) => isCondition(part, depth + 1))
  if ('all' in value) return all(value.all)
  if ('any' in value) return all(value.any)
  if ('not' in value) return isCondition(value.not, depth + 1)
  if (!('fact' in value && 'op' in value && 'value' in value)) return false
  const plain = value.op === 'in' ? Array.isArray(value.value) && value.value.every(isFact) : isFact(value.value)
  return typeof value.fact === 'string' && operators.includes(value.op as string) && plain
}

/**
 * Whether conditions that must hold together never can: two values of one fact, or a range that is empty. `any` and `not` are not looked
 * into: what it calls impossible is impossible, not the other way round.
 */
export function neverMet(conditions: readonly (Condition | undefined)[]): boolean {
  const parts = conditions.flatMap((condition) => (condition ? conjunction(condition) : []))
  if (parts.some((part) => 'any' in part && part.any.length === 0)) return true
  const byFact = new Map<string, Extract<Condition, { fact: string }>[]>()
  for (const part of parts) if ('fact' in part) byFact.set(part.fact, [...(byFact.get(part.fact) ?? []), part])
  return [...byFact.values()].some(contradicts)
}

const conjunction = (condition: Condition): Condition[] => ('all' in condition ? condition.all.flatMap(conjunction) : [condition])

function contradicts(parts: Extract<Condition, { fact: string }>[]): boolean {
  const candidates = parts.flatMap((part): (readonly Fact[])[] =>
    part.op === 'eq' ? [[part.value as Fact]] : part.op === 'in' ? [part.value as readonly Fact[]] : [],
  )
  const fits = (value: Fact): boolean => parts.every((part) => meets(part, { [part.fact]: value }))
  if (candidates.length > 0) return !(candidates[0] ?? []).some(fits)
  const bound = (ops: Operator[]): number[] =>
    parts.flatMap((part) => (ops.includes(part.op) && typeof part.value === 'number' ? [part.value] : []))
  const low = Math.max(Number.NEGATIVE_INFINITY, ...bound(['gt', 'gte']))
  const high = Math.min(Number.POSITIVE_INFINITY, ...bound(['lt', 'lte']))
  return low > high || (low === high && !fits(low))
}
