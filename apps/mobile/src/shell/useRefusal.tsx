import type { ReactNode } from 'react'
import { knows, useT } from '#shared/i18n.ts'
import { isProblem } from '#shared/problem.ts'
import { Refusal } from '#shared/ui/Refusal.tsx'
import type { Act } from './useAct.tsx'

/** The refusal of an act; what the phone itself could not do (position, camera) is said in its own sentence. */
export function useRefusalOf(act: Pick<Act<never>, 'problem' | 'refusal' | 'clear'>): ReactNode {
  const t = useT()
  const { problem } = act
  if (problem instanceof Error && !isProblem(problem) && knows(problem.message))
    return <Refusal onClose={act.clear}>{t(problem.message)}</Refusal>
  return act.refusal
}
