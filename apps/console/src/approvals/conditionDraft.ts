// A condition being built: groups of comparisons and of groups, as deep as it was written. What is shown is what is saved.
import type { Condition } from '#modules/approvals/condition.rule.ts'

export type Comparison = Extract<Condition, { fact: string }>
/** How the parts of a group are joined: all, at least one, none, not all of them. */
export type Join = 'all' | 'any' | 'none' | 'some_not'
export type Group = { by: Join; parts: readonly Condition[] }

/** As deep as groups may be put into each other by hand; the server reads eight. */
export const DEEPEST = 6

/** A condition as a group; a single comparison is a group of one. */
export function groupOf(condition: Condition | undefined): Group {
  if (!condition) return { by: 'all', parts: [] }
  if ('all' in condition) return { by: 'all', parts: condition.all }
  if ('any' in condition) return { by: 'any', parts: condition.any }
  if (!('not' in condition)) return { by: 'all', parts: [condition] }
  const { not } = condition
  if ('any' in not) return { by: 'none', parts: not.any }
  return 'all' in not ? { by: 'some_not', parts: not.all } : { by: 'none', parts: [not] }
}

/** The group as a condition, with its own layer kept however few parts it has. */
export function nestedOf({ by, parts }: Group): Condition {
  if (by === 'all') return { all: parts }
  if (by === 'any') return { any: parts }
  return { not: by === 'none' ? { any: parts } : { all: parts } }
}

/** The outermost group: nothing in it is no condition, one comparison needs no layer. */
export function conditionOf(group: Group): Condition | undefined {
  const [first, ...rest] = group.parts
  if (!first) return undefined
  const plain = group.by === 'all' || group.by === 'any'
  return rest.length === 0 && plain && 'fact' in first ? first : nestedOf(group)
}
