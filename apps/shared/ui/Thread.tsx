import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export type ThreadNode = {
  key: string
  icon: LucideIcon
  label: ReactNode
  /** the figure of this station */
  value: ReactNode
  lines?: ReactNode[]
  /** day as shown */
  when?: ReactNode
  /** start grey, work blue, cash green (only money that has arrived), coming dashed */
  state: 'start' | 'work' | 'cash' | 'coming'
}

export type ThreadSpan = {
  key: string
  label: string /** days, decides the width */
  days: number
  tone: 'soft' | 'work' | 'wait' | 'late'
  note?: ReactNode
}

/** One line from the cost of the channel to commission: a line across on the desk, down on the phone. */
export function Thread({
  nodes,
  spans,
  spanTitle,
  spanRange,
}: {
  nodes: ThreadNode[]
  spans?: ThreadSpan[]
  spanTitle?: ReactNode
  spanRange?: ReactNode
}) {
  return (
    <div className="fl-thread">
      <ol>
        {nodes.map((node, i) => {
          const Icon = node.icon
          return (
            <li key={node.key} data-state={node.state} data-next={nodes[i + 1]?.state}>
              <span className="fl-thread-dot">
                <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
              </span>
              <div>
                <b>{node.label}</b>
                <strong>{node.value}</strong>
                {node.lines?.map((line, n) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines of one node never move
                  <span key={n}>{line}</span>
                ))}
                {node.when ? <small>{node.when}</small> : null}
              </div>
            </li>
          )
        })}
      </ol>
      {spans && spans.length > 0 ? (
        <div className="fl-thread-time">
          <header>
            <span>{spanTitle}</span>
            <span>{spanRange}</span>
          </header>
          <div>
            {spans.map((span) => (
              <span key={span.key} style={{ flexGrow: Math.max(1, span.days) }} data-tone={span.tone}>
                <i>{span.label}</i>
                <small>{span.note}</small>
              </span>
            ))}
          </div>
        </div>
      ) : null}
    </div>
  )
}
