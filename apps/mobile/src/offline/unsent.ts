import type { QueuedAct } from './queue.ts'

const KINDS: [RegExp, string][] = [
  [/\/check-in$/, 'check_in'],
  [/\/photos$/, 'photo'],
  [/\/check-out$/, 'check_out'],
  [/\/steps\//, 'step'],
  [/\/follow-ups$/, 'follow_up'],
  [/^\/approvals\/[^/]+\/(decide|transfer|signers|withdraw)$/, 'decision'],
]

/** How many acts of which kind wait: what is lost when this phone is wiped. */
export function unsentKinds(acts: readonly Pick<QueuedAct, 'path'>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { path } of acts) {
    const kind = KINDS.find(([shape]) => shape.test(path))?.[1] ?? 'other'
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}
