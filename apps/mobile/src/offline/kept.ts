// Acts as screens do them: kept on the phone first, shown at once, sent as soon as there is a network.
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { problem } from '#shared/problem.ts'
import { type NewAct, theOutbox, useSync } from './outbox.ts'
import type { QueuedAct } from './queue.ts'

/** Does an act now: gives the server's answer, or null when it waits on the phone. Throws the server's refusal as a Problem. */
export async function doKept<T>(act: NewAct): Promise<T | null> {
  const outcome = await theOutbox().doNow(act)
  if (outcome.kind === 'refused') throw problem(outcome.problem)
  return outcome.kind === 'sent' ? (outcome.answer as T) : null
}

/** Acts of one chain that wait on this phone, oldest first. */
export function useKept(chain: string): QueuedAct[] {
  const sync = useSync()
  const acts = useQuery({ queryKey: ['outbox'], queryFn: () => theOutbox().list(), networkMode: 'always', staleTime: 0 })
  const { refetch } = acts
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the outbox says something, the list is read again
  useEffect(() => void refetch(), [sync, refetch])
  return (acts.data ?? []).filter((act) => act.chain === chain)
}
