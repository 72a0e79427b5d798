import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { elsewhere } from './useRowKeys.ts'

/** A key, or two that belong together, what they do, and the act; without an act it is only told. */
export type KeyHint = { keys: string[]; words: string; press?: () => void }

/** The keys of this screen, told beside the search and heard while nobody types. */
export function TopKeys({ hints }: { hints: KeyHint[] }) {
  const [place, setPlace] = useState<HTMLElement | null>(null)
  useEffect(() => setPlace(document.getElementById('top-extra')), [])
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || elsewhere(event.target)) return
      const hit = hints.find((hint) => hint.press && hint.keys.some((key) => key.toLowerCase() === event.key.toLowerCase()))
      if (!hit) return
      event.preventDefault()
      hit.press?.()
    }
    document.addEventListener('keydown', heard)
    return () => document.removeEventListener('keydown', heard)
  })
  if (!place) return null
  return createPortal(
    <div className="top-keys">
      {hints.map((hint) => (
        <span key={hint.words}>
          {hint.keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {hint.words}
        </span>
      ))}
    </div>,
    place,
  )
}
