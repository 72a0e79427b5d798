import { Link } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, Maximize2, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useT } from '#shared/i18n.ts'

type Props = {
  /** kind and number, e.g. `线索 XS-20261024-0137` */
  eyebrow?: ReactNode
  grade?: ReactNode
  title: string
  chips?: ReactNode
  /** under the title: amount, dates, stage bar */
  head?: ReactNode
  /** path of the full record */
  full?: string
  onPrev?: () => void
  onNext?: () => void
  onClose: () => void
  children: ReactNode
  /** what can be done, with the words that matter beside it */
  footer?: ReactNode
}

/** Right panel beside a list. Takes the focus when it opens and gives it back when it closes. */
export function Inspector({ eyebrow, grade, title, chips, head, full, onPrev, onNext, onClose, children, footer }: Props) {
  const t = useT()
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    box.current?.focus({ preventScroll: true })
    return () => before?.focus({ preventScroll: true })
  }, [])
  return (
    <aside className="inspector" ref={box} tabIndex={-1} aria-label={t('console.inspector', { title })}>
      <header>
        <div className="inspector-eyebrow">
          {grade}
          <span>{eyebrow}</span>
          {onPrev ? (
            <IconButton words={t('console.inspector.prev')} icon={<ChevronUp size={18} strokeWidth={1.75} />} press={onPrev} />
          ) : null}
          {onNext ? (
            <IconButton words={t('console.inspector.next')} icon={<ChevronDown size={18} strokeWidth={1.75} />} press={onNext} />
          ) : null}
          {full ? (
            <Link to={full} className="fl-icon" aria-label={t('console.inspector.full')} title={t('console.inspector.full')}>
              <Maximize2 size={16} strokeWidth={1.75} />
            </Link>
          ) : null}
          <IconButton words={t('ui.close')} icon={<X size={18} strokeWidth={1.75} />} press={onClose} />
        </div>
        <h2>{title}</h2>
        {chips ? <div className="chips">{chips}</div> : null}
        {head}
      </header>
      <div className="inspector-body">{children}</div>
      {footer ? <footer>{footer}</footer> : null}
    </aside>
  )
}

function IconButton({ words, icon, press }: { words: string; icon: ReactNode; press: () => void }) {
  return (
    <button type="button" className="fl-icon" aria-label={words} title={words} onClick={press}>
      {icon}
    </button>
  )
}

/** Titled part of an inspector or a right column. */
export function Part({ title, extra, children }: { title: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="part">
      <h3>
        {title}
        {extra ? <span>{extra}</span> : null}
      </h3>
      {children}
    </section>
  )
}

/** Label and value in rows. */
export function Facts({
  rows,
  wide,
}: {
  rows: [ReactNode, ReactNode][] /** the label is the sentence, the value a figure */
  wide?: boolean
}) {
  return (
    <dl className={wide ? 'facts wide' : 'facts'}>
      {rows.map(([label, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one record keep their order
        <div key={i}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
