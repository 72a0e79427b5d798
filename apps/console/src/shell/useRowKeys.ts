import { useEffect } from 'react'

type Walk = {
  ids: string[]
  openId: string | null
  onInspect?: (id: string | null) => void
  onEnter?: (id: string) => void
}

/** ↑↓ walk the rows with the inspector open, Enter opens the full record, Esc closes. Not while typing or in a dialog. */
export function useRowKeys({ ids, openId, onInspect, onEnter }: Walk): void {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || busyElsewhere(event.target)) return
      const at = openId ? ids.indexOf(openId) : -1
      if (event.key === 'Escape' && openId) onInspect?.(null)
      else if (event.key === 'Enter' && openId && !onControl(event.target)) onEnter?.(openId)
      else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const next = ids[event.key === 'ArrowDown' ? Math.min(ids.length - 1, at + 1) : Math.max(0, at - 1)]
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

function busyElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('input, textarea, select, [role="tab"], [role="radio"], [role="menuitem"]')) return true
  return document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open') !== null
}

function onControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a') !== null
}
