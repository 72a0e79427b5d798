import { CircleX, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '#shared/i18n.ts'

type Props = {
  /** the sentence: what is, then what to do */
  children: ReactNode
  /** warn: a person can still act; bad: it is over or blocked; quiet: told, nothing lost */
  tone?: 'warn' | 'bad' | 'quiet'
  /** the next act, as a button or link */
  action?: ReactNode
  onClose?: () => void
}

/** A refused act, told where it happened and kept until read. Announced politely. */
export function Refusal({ children, tone = 'warn', action, onClose }: Props) {
  const t = useT()
  const Icon = tone === 'bad' ? CircleX : TriangleAlert
  return (
    <div className="fl-refusal" data-tone={tone} role="status" aria-live="polite">
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      <p>{children}</p>
      {action}
      {onClose ? (
        <button type="button" className="fl-icon" aria-label={t('ui.close')} onClick={onClose}>
          <X size={16} strokeWidth={1.75} />
        </button>
      ) : null}
    </div>
  )
}
