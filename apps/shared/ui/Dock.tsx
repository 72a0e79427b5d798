import type { ReactNode } from 'react'

/** Bottom of a phone screen, under the thumb: at most one filled button, and it does the next step. */
export function Dock({ children, note }: { children: ReactNode; note?: ReactNode }) {
  return (
    <footer className="fl-dock">
      {note ? <p>{note}</p> : null}
      <div>{children}</div>
    </footer>
  )
}
