// difference.rule.ts: 两版差在哪. What a new version of a flow adds, drops, moves and changes.
import { everyStep, type Flow, type Step } from './flow.rule.ts'

export type Difference = { kind: 'added' | 'removed' | 'changed' | 'moved'; stepId: string; name: string; what: string[] }

/** Step by step in the order of the new version; what was dropped stands at the end. */
export function differenceOf(before: Flow, after: Flow): Difference[] {
  const old = everyStep(before.steps)
  const now = everyStep(after.steps)
  const known = new Map(old.map((step) => [step.id, step]))
  const kept = now.filter((step) => known.has(step.id)).map((step) => step.id)
  const order = old.filter((step) => kept.includes(step.id)).map((step) => step.id)
  const stayed = longestCommon(order, kept)
  const differences = now.flatMap((step): Difference[] => {
    const was = known.get(step.id)
    const name = nameOf(step)
    if (!was) return [{ kind: 'added', stepId: step.id, name, what: [] }]
    const what = changes(was, step)
    return [
      ...(stayed.has(step.id) ? [] : [{ kind: 'moved' as const, stepId: step.id, name, what: [] }]),
      ...(what.length > 0 ? [{ kind: 'changed' as const, stepId: step.id, name, what }] : []),
    ]
  })
  const ids = new Set(now.map((step) => step.id))
  const gone = old
    .filter((step) => !ids.has(step.id))
    .map((step): Difference => ({ kind: 'removed', stepId: step.id, name: nameOf(step), what: [] }))
  const [was, is] = [settingsOf(before), settingsOf(after)]
  const flow = (['same', 'clock', 'cc'] as const).filter((key) => !alike(was[key], is[key]))
  return [...differences, ...gone, ...(flow.length > 0 ? [{ kind: 'changed' as const, stepId: '', name: '', what: [...flow] }] : [])]
}

/** What is not said is what it is without saying. */
const settingsOf = ({ same = 'skip', clock = 'calendar', cc = [] }: Flow) => ({ same, clock, cc })

const nameOf = (step: Step): string => ('name' in step ? (step.name ?? '') : '')

/** The names of the settings that differ. What stands in branches is told of its own steps. */
function changes(was: Step, now: Step): string[] {
  const flat = (step: Step): Record<string, unknown> => {
    if (!('branches' in step)) return { ...step }
    return { ...step, branches: step.branches.map(({ id, when }) => ({ id, when })) }
  }
  const [a, b] = [flat(was), flat(now)]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !alike(a[key], b[key])).sort()
}

const alike = (a: unknown, b: unknown): boolean => stable(a) === stable(b)
const stable = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  )

/** Ids that kept their order: the longest row common to both. */
function longestCommon(a: string[], b: string[]): Set<string> {
  const best: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      (best[i] as number[])[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const kept = new Set<string>()
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      kept.add(a[i] as string)
      i++
      j++
    } else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return kept
}
