import { useEffect } from 'react'

/** What lies over the page while it is open. */
const OVER = [
  '.ant-modal-wrap:not([style*="display: none"])',
  '.ant-drawer-open',
  '.ant-dropdown:not(.ant-dropdown-hidden)',
  '.ant-popover:not(.ant-popover-hidden)',
  '.ant-select-dropdown:not(.ant-select-dropdown-hidden)',
].join(', ')

type Walk = {
  ids: string[]
  openId: string | null
  onInspect?: (id: string | null) => void
  onEnter?: (id: string) => void
  /** J and K walk too, for queues judged without the mouse */
  letters?: boolean
}

/** ↑↓ walk the rows with the inspector open, Enter opens the full record, Esc closes. Not while typing or in a dialog. */
export function useRowKeys({ ids, openId, onInspect, onEnter, letters }: Walk): void {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || elsewhere(event.target)) return
      const down = event.key === 'ArrowDown' || (letters && event.key.toLowerCase() === 'j')
      const up = event.key === 'ArrowUp' || (letters && event.key.toLowerCase() === 'k')
      const at = openId ? ids.indexOf(openId) : -1
      if (event.key === 'Escape' && openId) onInspect?.(null)
      else if (event.key === 'Enter' && openId && !onControl(event.target)) onEnter?.(openId)
      else if (down || up) {
        const next = ids[down ? Math.min(ids.length - 1, at + 1) : Math.max(0, at - 1)]
        if (!next || !onInspect) return
        onInspect(next)
        document.querySelector(`[data-row="${CSS.escape(next)}"]`)?.scrollIntoView({ block: 'nearest' })
      } else return
      event.preventDefault()
    }
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  })
}

/** Whether keys belong to something else now: a field, a tab, a menu, a dialog. */
export function elsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('input, textarea, select, [role="tab"], [role="radio"], [role="menuitem"]')) return true
  return document.querySelector(OVER) !== null
}

function onControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a') !== null
}
