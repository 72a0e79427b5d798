import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = {
  children: ReactNode
  onPress?: () => void
  /** filled: the next act; plain: beside it; danger: outlined red */
  look?: 'filled' | 'plain' | 'danger'
  icon?: LucideIcon
  /** names the button when it shows an icon alone */
  label?: string
  /** a disabled button says in its words what is missing */
  disabled?: boolean
  busy?: boolean
  submit?: boolean
  /** as wide as its words */
  narrow?: boolean
}

/** Button of 50 px for the dock and for forms. Own markup: antd-mobile's button alone costs the first screen 23 kB. */
export function BigButton({ children, onPress, look = 'filled', icon: Icon, label, disabled, busy, submit, narrow }: Props) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className="big-button"
      data-look={look}
      data-narrow={narrow}
      disabled={disabled}
      aria-busy={busy}
      aria-label={label}
      onClick={busy ? undefined : onPress}
    >
      {Icon ? <Icon size={20} strokeWidth={1.75} aria-hidden="true" /> : null}
      {children}
    </button>
  )
}
