import { useSyncExternalStore } from 'react'

let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()

/** Registers the service worker of a built app and notices when a newer one waits. */
export function startUpdates(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  addEventListener('load', async () => {
    const registration = await navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' }).catch(() => null)
    if (!registration) return
    note(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const coming = registration.installing
      coming?.addEventListener('statechange', () => {
        // Without a controller this is the first install, not an update.
        if (coming.state === 'installed' && navigator.serviceWorker.controller) note(coming)
      })
    })
  })
}

function note(worker: ServiceWorker | null): void {
  if (!worker) return
  waiting = worker
  for (const tell of listeners) tell()
}

/** Lets the new version take over and loads it. Never by itself: a visit may be under way. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting?.postMessage('take-over')
}

export function useUpdateWaits(): boolean {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => waiting !== null,
  )
}
