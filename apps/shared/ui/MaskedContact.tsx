import { Lock } from 'lucide-react'
import { useFormats, useT } from '#shared/i18n.ts'

type Props = {
  /** null when nobody knows it */
  name: string | null
  /** as the server sent it: masked until entitled */
  phone: string | null
  /** whether the server sent it masked */
  masked: boolean
  /** where it opens, e.g. after claiming; a sentence */
  hint?: string
}

/** Contact as far as this person may see it. The server masks; this only shows the lock and writes the number well. */
export function MaskedContact({ name, phone, masked, hint }: Props) {
  const f = useFormats()
  const t = useT()
  return (
    <span className="fl-contact" title={masked ? (hint ?? t('ui.masked')) : undefined}>
      {masked ? <Lock size={14} strokeWidth={1.75} aria-label={hint ?? t('ui.masked')} /> : null}
      <span>{name ?? t('ui.unknown')}</span>
      {phone ? masked ? <span>{f.maskedPhone(phone)}</span> : <a href={`tel:${phone}`}>{f.phone(phone)}</a> : <span>—</span>}
    </span>
  )
}
