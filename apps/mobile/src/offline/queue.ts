// Which kept act is sent next, and what an answer does to it. Pure: the outbox keeps and sends.
import type { ProblemBody } from '#shared/problem.ts'

export type QueuedAct = {
  /** UUIDv7: its place in the order */
  id: string
  /** Idempotency-Key, so that a lost answer never does the act twice; new when the person sends a refused act again */
  key: string
  /** member who did it: another person on the same phone never sends it */
  memberId: string
  /** for which company; acts kept by an earlier version do not say */
  tenantId?: string
  /** acts of one chain (a visit) go in order and wait for each other; chains do not wait */
  chain: string
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** path below /api/v1 */
  path: string
  body: Record<string, unknown>
  /** sent as multipart with the fields of `body` */
  file?: { field: string; name: string; blob: Blob }
  /** version read before the change, sent as If-Match */
  version?: number
  /** what a person reads in the list */
  label: string
  /** instant by the server's clock when it was done */
  doneAt: string
  state: 'waiting' | 'attention'
  /** why it needs the person */
  problem?: ProblemBody
}

/** How an act names, until it is sent, what an earlier one of its chain will have made. */
export const referTo = (act: Pick<QueuedAct, 'id'>): string => `kept:${act.id}`

/** The acts that named what this one made, with its id in that place; with null, without it. */
export function withMade(acts: readonly QueuedAct[], made: Pick<QueuedAct, 'id' | 'chain'>, id: string | null): QueuedAct[] {
  const named = referTo(made)
  return acts.flatMap((act) => {
    const { fileIds } = act.body
    if (act.chain !== made.chain || !Array.isArray(fileIds) || !fileIds.includes(named)) return []
    const next = fileIds.flatMap((one: unknown) => (one !== named ? [one] : id === null ? [] : [id]))
    return [{ ...act, body: { ...act.body, fileIds: next } }]
  })
}

/** What the outbox says to itself after an answer. */
export type Fate = 'done' | 'attention' | 'later' | 'signed_out' | 'elsewhere'

/** Oldest act whose chain is not held up by one that needs the person. Acts come in the order they were done. */
export function nextToSend(acts: readonly QueuedAct[]): QueuedAct | undefined {
  const held = new Set(acts.filter((act) => act.state === 'attention').map((act) => act.chain))
  return acts.find((act) => act.state === 'waiting' && !held.has(act.chain))
}

/** Whether an act is for another company than these: it outlives their wipe. */
export function isAnothers(act: Pick<QueuedAct, 'tenantId'>, tenants: readonly string[]): boolean {
  return act.tenantId !== undefined && !tenants.includes(act.tenantId)
}

/** Acts that wait behind one that needs the person. */
export function isHeld(acts: readonly QueuedAct[], act: QueuedAct): boolean {
  return act.state === 'waiting' && acts.some((other) => other.chain === act.chain && other.state === 'attention')
}

/** @param status HTTP status, 0 when no answer came */
export function fateOf(status: number, code?: string): Fate {
  if (status >= 200 && status < 300) return 'done'
  if (status === 401) return 'signed_out'
  // Another tab went on in another company: nothing is wrong with the act.
  if (code === 'session.other_company') return 'elsewhere'
  // No network, a server that restarts, a limit: the same act may pass later. Everything else is for the person to see.
  if (status === 0 || status >= 500 || status === 408 || status === 425 || status === 429) return 'later'
  return 'attention'
}

/** Pause before the next try in ms: 2 s doubled, five minutes at most. @param failures tries in a row that found no server */
export function pauseAfter(failures: number): number {
  return Math.min(300_000, 2_000 * 2 ** Math.min(10, Math.max(0, failures - 1)))
}
