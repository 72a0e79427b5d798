import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = { icon: LucideIcon; title: ReactNode; children?: ReactNode /** one button, or two */; action?: ReactNode; tone?: 'bad' }

/** What stands where the content would be: an icon, what is, and what to do. Also for errors and missing rights. */
export function Empty({ icon: Icon, title, children, action, tone }: Props) {
  return (
    <div className="fl-empty" data-tone={tone}>
      <Icon size={32} strokeWidth={1.5} aria-hidden="true" />
      <h2>{title}</h2>
      {children ? <p>{children}</p> : null}
      {action ? <div>{action}</div> : null}
    </div>
  )
}
