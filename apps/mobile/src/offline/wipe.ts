// 清除本机: acts that waited, answers that were seen, who was signed in, the files of the app. Then the server is told.
import { currentMe } from '#shared/session.ts'
import { queryClient } from '../queryClient.ts'

const TO_TELL = 'fieldloop.wiped'
const DEVICE = 'fieldloop.device'
let running: Promise<void> | null = null

/** What this company has on the phone and who used it; the app itself stays. For a sign-out. */
export async function wipeStore(tenantId: string | undefined): Promise<void> {
  queryClient.clear()
  await (await import('./outboxStore.ts')).dropCompanies(tenantId ? [tenantId] : [])
  localStorage.removeItem('fieldloop.me')
}

/** The server said that this phone is revoked: nothing of these companies stays on it; what waits for another one is its own. */
export function wipePhone(tenants: string[]): Promise<void> {
  running ??= wipe(tenants)
  return running
}

async function wipe(tenants: string[]): Promise<void> {
  const key = localStorage.getItem(DEVICE)
  queryClient.clear()
  await (await import('./outboxStore.ts')).dropCompanies(tenants)
  localStorage.clear()
  sessionStorage.clear()
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name)
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister()
  if (key) localStorage.setItem(TO_TELL, key)
  await tellWiped()
  location.replace('/m/?wiped')
}

/** Other companies revoked this phone while somebody works on it here: theirs goes, and they are told. */
export async function forgetCompanies(tenants: string[]): Promise<void> {
  await (await import('./outboxStore.ts')).dropCompanies(tenants, currentMe()?.memberId)
  localStorage.setItem(TO_TELL, localStorage.getItem(DEVICE) ?? '')
  await tellWiped()
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
