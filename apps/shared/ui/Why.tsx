import { Sparkle, X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useT } from '#shared/i18n.ts'

export type WhyFact = { label: string; value: ReactNode; points?: string }

type Props = {
  /** what was decided, e.g. `A 级` or `派给 林晓峰` */
  children?: ReactNode
  /** name of the rule, e.g. `评级规则` */
  rule: string
  version?: number | string
  /** day it is in force since, as shown */
  since?: string
  /** the facts the rule used */
  facts: WhyFact[]
  /** the reason as one sentence */
  sentence?: ReactNode
  /** link to the rule */
  link?: ReactNode
}

/** Violet chip on everything a rule decided; opens rule, version, facts and a link. */
export function Why({ children, rule, version, since, facts, sentence, link }: Props) {
  const t = useT()
  const id = useId()
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLSpanElement>(null)
  useDismiss(open, box, () => setOpen(false), button)
  useLayoutEffect(() => {
    if (open && panel.current && button.current) place(panel.current, button.current)
  }, [open])
  return (
    <span className="fl-why" ref={box}>
      <button
        type="button"
        ref={button}
        className="fl-chip fl-why-chip"
        data-tone="why"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Sparkle size={13} strokeWidth={1.75} aria-hidden="true" />
        {children ?? t('ui.why')}
        {children ? <span className="fl-sr">{t('ui.why')}</span> : null}
      </button>
      {open ? (
        <span className="fl-why-panel" ref={panel} id={id} role="dialog" aria-label={t('ui.why')}>
          <span className="fl-why-head">
            <Sparkle size={16} strokeWidth={1.75} aria-hidden="true" />
            <b>{t('ui.why')}</b>
            <button type="button" className="fl-icon" aria-label={t('ui.close')} onClick={() => setOpen(false)}>
              <X size={16} strokeWidth={1.75} />
            </button>
          </span>
          {sentence ? <span className="fl-why-sentence">{sentence}</span> : null}
          {facts.map((fact) => (
            <span className="fl-why-fact" key={fact.label}>
              <span>{fact.label}</span>
              <span>{fact.value}</span>
              {fact.points ? <b>{fact.points}</b> : null}
            </span>
          ))}
          <span className="fl-why-foot">
            <span>
              {version === undefined ? rule : t('ui.why.rule', { rule, version })}
              {since ? ` · ${t('ui.why.since', { day: since })}` : ''}
            </span>
            {link}
          </span>
        </span>
      ) : null}
    </span>
  )
}

/** Below the button, or above where there is more room; never beyond the edge. Fixed, so that no scrolling parent cuts it. */
function place(panel: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = panel
  const below = at.bottom + 6
  const top = below + height + 8 > innerHeight && at.top - height - 6 > 8 ? at.top - height - 6 : below
  panel.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`
  panel.style.top = `${top}px`
}

/** Closes on scrolling, on Escape and on a press outside; Escape gives the focus back. */
function useDismiss(
  open: boolean,
  box: React.RefObject<HTMLElement | null>,
  close: () => void,
  button: React.RefObject<HTMLButtonElement | null>,
) {
  useEffect(() => {
    if (!open) return
    const press = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) close()
    }
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      close()
      button.current?.focus()
    }
    document.addEventListener('pointerdown', press)
    const scroll = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) close()
    }
    document.addEventListener('keydown', key, true)
    document.addEventListener('scroll', scroll, true)
    return () => {
      document.removeEventListener('scroll', scroll, true)
      document.removeEventListener('pointerdown', press)
      document.removeEventListener('keydown', key, true)
    }
  })
}
