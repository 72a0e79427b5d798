import { api } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { isProblem } from '#shared/problem.ts'
import { useAct } from '../shell/useAct.tsx'

/** A file for the answer: stored already, or kept here until there is a network. */
export type Chosen = { name: string; id?: string; kept?: File }

/** It goes up at once; without a network it stays here and goes with the answer. */
export function FileField({ id, value, change }: { id: string; value: Chosen | undefined; change: (next: Chosen) => void }) {
  const t = useT()
  const upload = useAct(async (file: File): Promise<Chosen> => {
    try {
      const stored = await api.files.uploadFile({ file, purpose: 'document', subjectType: 'approval', subjectId: id })
      return { id: stored.id, name: stored.name }
    } catch (problem) {
      if (isProblem(problem) && problem.problem === null) return { name: file.name, kept: file }
      throw problem
    }
  }, change)
  return (
    <>
      <input
        type="file"
        aria-label={t('approve.file')}
        disabled={upload.busy}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) upload.run(file)
        }}
      />
      {value?.name ? <small>{t(value.kept ? 'approve.file.kept' : 'approve.file.done', { name: value.name })}</small> : null}
      {upload.refusal}
    </>
  )
}
