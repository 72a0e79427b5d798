import type { api } from '#shared/api.ts'
import { useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'

export type Run = Awaited<ReturnType<typeof api.imports.importRun>>
export type Fate = NonNullable<Awaited<ReturnType<typeof api.imports.importRows>>['items'][number]['fate']>

export const FATES: readonly Fate[] = ['created', 'merged', 'changed', 'duplicate', 'review', 'rejected', 'undone', 'kept']
const TONES = {
  created: 'ok',
  merged: 'pri',
  changed: 'pri',
  duplicate: 'plain',
  review: 'warn',
  rejected: 'bad',
  undone: 'plain',
  kept: 'warn',
} as const
const AT_WORK = new Set(['checking', 'writing', 'undoing'])

/** Whether the worker has it: then the screen asks again until it is done. */
export const atWork = (run: Pick<Run, 'state' | 'problem'>): boolean => AT_WORK.has(run.state) && run.problem === null

export function FateChip({ fate, n }: { fate: Fate; n?: number }) {
  const t = useT()
  const f = useFormats()
  return (
    <Chip tone={TONES[fate]}>
      {t(`imports.fate.${fate}`)}
      {n === undefined ? '' : ` ${f.count(n)}`}
    </Chip>
  )
}

export function Counts({ run }: { run: Pick<Run, 'counts'> }) {
  return (
    <span className="chips">
      {FATES.map((fate) => (run.counts[fate] ? <FateChip key={fate} fate={fate} n={run.counts[fate]} /> : null))}
    </span>
  )
}
