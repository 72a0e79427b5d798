import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isProblem, problemSentence } from '#shared/problem.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'

export type Act<I> = {
  /** `done` is called for this one time, after the answer */
  run: (input: I, done?: () => void) => void
  busy: boolean
  /** what the server answered instead; undefined when it did not refuse */
  problem: unknown
  clear: () => void
  /** the refusal as a strip where the act stands; null when there is none */
  refusal: ReactNode
}

/** How long an act stays busy while the screen behind it is asked for again. */
const PATIENCE_MS = 1_500

/** One act of a person: sends it, shows the refusal until it is read, and asks again for everything on the screen when it is done. */
export function useAct<I, O>(call: (input: I) => Promise<O>, done?: (answer: O, input: I) => void): Act<I> {
  const client = useQueryClient()
  const act = useMutation<O, unknown, I>({
    mutationFn: call,
    onSuccess: async (answer, input) => {
      done?.(answer, input)
      // Without a network nothing new comes, and the person need not wait for it.
      await Promise.race([client.invalidateQueries(), new Promise((go) => setTimeout(go, navigator.onLine ? PATIENCE_MS : 0))])
    },
  })
  const problem = act.error ?? undefined
  return {
    run: (input, then) => act.mutate(input, then ? { onSuccess: then } : undefined),
    busy: act.isPending,
    problem,
    clear: act.reset,
    refusal: problem === undefined ? null : <Refusal onClose={act.reset}>{told(problem)}</Refusal>,
  }
}

/** The sentence of what went wrong, with the fields that were wrong behind it; what the phone itself threw names its own key. */
export function told(problem: unknown): string {
  const errors = isProblem(problem) ? problem.problem?.errors : undefined
  return [problemSentence(problem), ...(errors ?? []).map((one) => one.message)].filter(Boolean).join(' ')
}
