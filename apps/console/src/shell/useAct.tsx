import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isProblem, problemSentence } from '#shared/problem.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'

export type Act<I> = {
  run: (input: I) => void
  busy: boolean
  /** what the server answered instead; undefined when it did not refuse */
  problem: unknown
  clear: () => void
  /** the refusal as a strip where the act stands; null when there is none */
  refusal: ReactNode
}

/** One act of a person: sends it, shows the refusal until it is read, and asks again for everything on the screen when it is done. */
export function useAct<I, O>(call: (input: I) => Promise<O>, done?: (answer: O, input: I) => void): Act<I> {
  const client = useQueryClient()
  const act = useMutation<O, unknown, I>({
    mutationFn: call,
    onSuccess: async (answer, input) => {
      done?.(answer, input)
      await client.invalidateQueries()
    },
  })
  const problem = act.error ?? undefined
  return {
    run: (input) => act.mutate(input),
    busy: act.isPending,
    problem,
    clear: act.reset,
    refusal: problem === undefined ? null : <Refusal onClose={act.reset}>{told(problem)}</Refusal>,
  }
}

function told(problem: unknown): string {
  const errors = isProblem(problem) ? problem.problem?.errors : undefined
  return [problemSentence(problem), ...(errors ?? []).map((one) => one.message)].filter(Boolean).join(' ')
}
