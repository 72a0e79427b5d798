import { useEffect, useSyncExternalStore } from 'react'

let name: string | null = null
const listeners = new Set<() => void>()

function set(next: string | null): void {
  name = next
  for (const tell of listeners) tell()
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** A record page names itself in the breadcrumb and in the browser's tab; undefined while it loads. */
export function useCrumb(title: string | undefined): void {
  useEffect(() => {
    set(title ?? null)
    return () => set(null)
  }, [title])
}

/** The name that the open record gave itself. */
export function useCrumbName(): string | null {
  return useSyncExternalStore(subscribe, () => name)
}
