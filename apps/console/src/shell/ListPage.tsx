import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '#shared/i18n.ts'
import { type PageHead, PageTitle } from './Page.tsx'

type Props = PageHead & {
  /** only when something of mine burns */
  alert?: ReactNode
  /** saved views */
  tabs?: ReactNode
  filters?: ReactNode
  children: ReactNode
  /** docked from 1440 px, over the table below */
  inspector?: ReactNode
}

/** List with a docked inspector: title, strip, tabs, filter chips, table. */
export function ListPage({ alert, tabs, filters, children, inspector, ...head }: Props) {
  return (
    <div className="list" data-open={!!inspector}>
      <div className="page">
        <PageTitle {...head} />
        {alert}
        {tabs ? <div className="list-tabs">{tabs}</div> : null}
        {filters ? <div className="list-filters">{filters}</div> : null}
        {children}
      </div>
      {inspector}
    </div>
  )
}

/** Strip above a list: what burns, what saves it, one link. */
export function AlertStrip({
  icon,
  title,
  hint,
  children,
  action,
}: {
  icon: ReactNode
  title: ReactNode
  hint?: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <section className="strip">
      {icon}
      <div>
        <b>{title}</b>
        {hint ? <p>{hint}</p> : null}
      </div>
      {children ? <div className="strip-items">{children}</div> : null}
      {action}
    </section>
  )
}

/** A filter: filled while it is on; its cross takes it off. */
export function FilterChip({ label, on, onPress, onClear }: { label: string; on: boolean; onPress: () => void; onClear?: () => void }) {
  const t = useT()
  return (
    <span className="filter" data-on={on}>
      <button type="button" aria-pressed={on} onClick={onPress}>
        {label}
      </button>
      {on && onClear ? (
        <button type="button" aria-label={t('console.filter.clear', { label })} onClick={onClear}>
          <X size={14} strokeWidth={1.75} />
        </button>
      ) : null}
    </span>
  )
}
