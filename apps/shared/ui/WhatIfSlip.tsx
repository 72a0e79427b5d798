import { ArrowRight, Sparkle } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '#shared/i18n.ts'

export type WhatIfLine = { label: ReactNode; before: ReactNode; after: ReactNode }

type Props = {
  title: ReactNode
  subject: ReactNode
  /** why it is not here yet; in bad tone when it is `late` */
  note?: ReactNode
  late?: boolean
  amount: ReactNode
  lines: WhatIfLine[]
  /** what it becomes, e.g. commission */
  result?: { label: ReactNode; value: ReactNode; gain?: ReactNode }
}

/** A slip torn off the future: what changes if this money arrives. Dashed, because nothing here has happened. */
export function WhatIfSlip({ title, subject, note, late, amount, lines, result }: Props) {
  const t = useT()
  return (
    <section className="fl-slip">
      <h2>
        <Sparkle size={16} strokeWidth={1.75} aria-hidden="true" />
        {title}
      </h2>
      <div className="fl-slip-head">
        <div>
          <b>{subject}</b>
          {note ? <p data-late={late}>{note}</p> : null}
        </div>
        <strong>{amount}</strong>
      </div>
      <hr />
      <dl>
        {lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change their order
          <div key={i}>
            <dt>{line.label}</dt>
            <dd>
              <span>{line.before}</span>
              <ArrowRight size={14} strokeWidth={1.75} aria-label={t('ui.becomes')} />
              <b>{line.after}</b>
            </dd>
          </div>
        ))}
      </dl>
      {result ? (
        <div className="fl-slip-result">
          <span>{result.label}</span>
          <strong>{result.value}</strong>
          {result.gain ? <i>{result.gain}</i> : null}
        </div>
      ) : null}
    </section>
  )
}
