import { api } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { useAct } from '../shell/useAct.tsx'

type Stored = { id: string; name: string }

/** A file for the answer; it goes up at once, so it needs a network. */
export function FileField({ id, value, change }: { id: string; value: Partial<Stored> | undefined; change: (next: Stored) => void }) {
  const t = useT()
  const upload = useAct(
    (file: File) => api.files.uploadFile({ file, purpose: 'document', subjectType: 'approval', subjectId: id }),
    (stored) => change({ id: stored.id, name: stored.name }),
  )
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
      {value?.name ? <small>{t('approve.file.done', { name: value.name })}</small> : null}
      {upload.refusal}
    </>
  )
}
