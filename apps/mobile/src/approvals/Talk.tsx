import { FileText } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'
import { Avatar } from '#shared/ui/Avatar.tsx'
import { useWords } from '../shell/useWords.ts'
import type { ApprovalDetail } from './ApprovalPage.tsx'

/** Who said, filled in and attached what, oldest first, and for whom it waits. */
export function Talk({ data, log }: { data: ApprovalDetail; log: ApprovalDetail['log'] }) {
  const t = useT()
  const f = useFormats()
  const words = useWords()
  const filled = (type: string, value: string | number | boolean | null) =>
    type === 'fen' ? f.money(Number(value)) : typeof value === 'boolean' ? t(`approve.yes_no.${value ? 'yes' : 'no'}`) : String(value)
  return (
    <section className="stack">
      {log.map((one) => (
        <div key={`${one.at}${one.memberId}${one.act}${one.stepId}`} className="comment-line">
          {one.name ? <Avatar name={one.name} size={36} /> : null}
          <div>
            <small>
              {[
                t(`approve.act.${one.act}`, { name: one.name }),
                one.forName ? t('approve.for', { name: one.forName }) : one.title,
                f.moment(one.at),
              ]
                .filter(Boolean)
                .join('　')}
            </small>
            {one.toNames.length > 0 ? <p>→ {one.toNames.join('、')}</p> : null}
            {one.toStep ? <p>→ {words(one.toStep)}</p> : null}
            {one.note ? <p>{one.note}</p> : null}
            {one.form.map((field) => (
              <p key={field.label}>
                <small>{field.label}</small> {filled(field.type, field.value)}
              </p>
            ))}
            {one.files.map((file) => (
              <a key={file.id} className="plain-link" href={`/api/v1/files/${file.id}/content`} target="_blank" rel="noreferrer">
                <FileText size={16} strokeWidth={1.75} aria-hidden="true" /> {file.name}
              </a>
            ))}
          </div>
        </div>
      ))}
      {log.at(-1) === data.log.at(-1) && data.status === 'pending' && data.waitingFor.length > 0 ? (
        <p className="quiet">{t('approve.waiting', { names: data.waitingFor.map((one) => one.name).join('、') })}</p>
      ) : null}
    </section>
  )
}
