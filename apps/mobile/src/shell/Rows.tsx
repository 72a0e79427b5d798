import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** White card; with `onPress` the whole card is the button. */
export function PhoneCard({ tone, children }: { tone?: 'bad' | 'warn' | 'ok' | 'faded'; children: ReactNode }) {
  return (
    <section className="phone-card" data-tone={tone}>
      {children}
    </section>
  )
}

export type Row = {
  key: string
  /** left: time, icon, avatar */
  lead?: ReactNode
  title: ReactNode
  detail?: ReactNode
  /** right: amount, button */
  extra?: ReactNode
  /** path; the row then leads there and shows an arrow */
  to?: string
  onPress?: () => void
}

/** Rows of 54 px and more in one card. */
export function Rows({ rows }: { rows: Row[] }) {
  return (
    <ul className="phone-rows">
      {rows.map((row) => (
        <li key={row.key}>
          {row.to ? (
            <Link to={row.to}>
              <Inside row={row} />
              <ChevronRight size={18} strokeWidth={1.75} aria-hidden="true" />
            </Link>
          ) : row.onPress ? (
            <button type="button" onClick={row.onPress}>
              <Inside row={row} />
            </button>
          ) : (
            <div>
              <Inside row={row} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

function Inside({ row }: { row: Row }) {
  return (
    <>
      {row.lead ? <span className="phone-lead">{row.lead}</span> : null}
      <span className="phone-words">
        <b>{row.title}</b>
        {row.detail ? <small>{row.detail}</small> : null}
      </span>
      {row.extra}
    </>
  )
}
