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
