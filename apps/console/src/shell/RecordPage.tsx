import type { ReactNode } from 'react'

type Props = {
  grade?: ReactNode
  title: ReactNode
  chips?: ReactNode
  /** second line: owner, dates, versions */
  facts?: ReactNode
  amount?: ReactNode
  amountNote?: ReactNode
  actions?: ReactNode
  /** stage or progress line */
  progress?: ReactNode
  /** evidence, left */
  children: ReactNode
  /** people and decision, right */
  aside?: ReactNode
  /** decision bar, stays at the bottom of the right column */
  decision?: ReactNode
}

/** A record: head, progress, evidence left, people and decision right. */
export function RecordPage({ grade, title, chips, facts, amount, amountNote, actions, progress, children, aside, decision }: Props) {
  return (
    <div className="record" data-aside={!!aside || !!decision}>
      <div className="page">
        <header className="record-head">
          <div>
            <h1>
              {grade}
              {title}
              {chips}
            </h1>
            {facts ? <p>{facts}</p> : null}
          </div>
          {actions ? <div className="record-actions">{actions}</div> : null}
          {amount ? (
            <div className="record-amount">
              <strong>{amount}</strong>
              {amountNote ? <small>{amountNote}</small> : null}
            </div>
          ) : null}
        </header>
        {progress}
        {children}
      </div>
      {aside || decision ? (
        <aside className="record-aside">
          <div>{aside}</div>
          {decision ? <footer>{decision}</footer> : null}
        </aside>
      ) : null}
    </div>
  )
}

/** White card with a title row. */
export function Card({
  title,
  note,
  extra,
  children,
  flush,
  closed,
}: {
  title?: ReactNode
  note?: ReactNode
  extra?: ReactNode
  children: ReactNode /** content runs to the edges */
  flush?: boolean
  /** only the title row */
  closed?: boolean
}) {
  return (
    <section className="card" data-flush={flush} data-closed={closed}>
      {title ? (
        <header className="card-head">
          <h2>{title}</h2>
          {note ? <small>{note}</small> : null}
          {extra ? <div>{extra}</div> : null}
        </header>
      ) : null}
      {children}
    </section>
  )
}

/** Figures in one row that read as a sum. */
export function Figures({ items }: { items: { label: ReactNode; value: ReactNode; note?: ReactNode; tone?: 'ok' | 'warn' | 'bad' }[] }) {
  return (
    <section className="card figures">
      {items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: figures keep their order
        <div key={i} data-tone={item.tone}>
          <span>{item.label}</span>
          <strong>{item.value}</strong>
          {item.note ? <small>{item.note}</small> : null}
        </div>
      ))}
    </section>
  )
}
