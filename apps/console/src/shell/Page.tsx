import type { ReactNode } from 'react'

export type PageHead = {
  title: ReactNode
  /** one sentence of counts or of what this is */
  sentence?: ReactNode
  chips?: ReactNode
  /** buttons; at most one filled */
  actions?: ReactNode
}

/** Title row of a page. */
export function PageTitle({ title, sentence, chips, actions }: PageHead) {
  return (
    <header className="page-title">
      <h1>{title}</h1>
      {chips}
      {sentence ? <p>{sentence}</p> : null}
      {actions ? <div>{actions}</div> : null}
    </header>
  )
}

/** A plain page: title, then cards. */
export function Page({ children, ...head }: PageHead & { children: ReactNode }) {
  return (
    <div className="page">
      <PageTitle {...head} />
      {children}
    </div>
  )
}
