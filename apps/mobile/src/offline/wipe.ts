// 清除本机: acts that waited, answers that were seen, who was signed in, the files of the app. Then the server is told.
import { queryClient } from '../queryClient.ts'

const TO_TELL = 'fieldloop.wiped'
const DEVICE = 'fieldloop.device'
let running: Promise<void> | null = null

/** The store of this phone and who used it; the app itself stays. For a sign-out. */
export async function wipeStore(): Promise<void> {
  queryClient.clear()
  await (await import('./outboxStore.ts')).dropStore()
  localStorage.removeItem('fieldloop.me')
}

/** The server said that this phone is revoked: nothing of the company stays on it. */
export function wipePhone(): Promise<void> {
  running ??= wipe()
  return running
}

async function wipe(): Promise<void> {
  const key = localStorage.getItem(DEVICE)
  await wipeStore()
  localStorage.clear()
  sessionStorage.clear()
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name)
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister()
  if (key) localStorage.setItem(TO_TELL, key)
  await tellWiped()
  location.replace('/m/?wiped')
}

/** Tells that it is done; tried again at the next start when there is no network. */
export async function tellWiped(): Promise<void> {
  const key = localStorage.getItem(TO_TELL)
  if (!key) return
  const answer = await fetch('/api/v1/device-wipes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  }).catch(() => null)
  if (answer?.ok) localStorage.removeItem(TO_TELL)
}
