import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export type Tone = 'plain' | 'pri' | 'ok' | 'warn' | 'bad' | 'why'

/** A word with an icon and a tone; never colour alone, never more than two in a row. */
export function Chip({ tone = 'plain', icon: Icon, children }: { tone?: Tone; icon?: LucideIcon; children: ReactNode }) {
  return (
    <span className="fl-chip" data-tone={tone}>
      {Icon ? <Icon size={13} strokeWidth={1.75} aria-hidden="true" /> : null}
      {children}
    </span>
  )
}
