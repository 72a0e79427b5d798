// This phone: its key, whether it waits for its confirmation, and the wipe when it is revoked. What is heavy is loaded when needed.
import { useSyncExternalStore } from 'react'
import { uuidv7 } from '#core/ids.ts'
import { startDevice } from '#shared/device.ts'
import { currentMe, onSession } from '#shared/session.ts'

const KEY = 'fieldloop.device'
let waiting = false
const listeners = new Set<() => void>()

export function phoneKey(): string {
  const kept = localStorage.getItem(KEY)
  if (kept) return kept
  const fresh = uuidv7()
  localStorage.setItem(KEY, fresh)
  return fresh
}

export function setWaiting(next: boolean): void {
  if (next === waiting) return
  waiting = next
  for (const told of listeners) told()
}

/** Does this phone wait until somebody confirms it? */
export function useWaiting(): boolean {
  return useSyncExternalStore(
    (told) => {
      listeners.add(told)
      return () => listeners.delete(told)
    },
    () => waiting,
  )
}

/** Tells the server that this phone is there, and what it has not sent. */
export const report = (): Promise<void> => import('./phoneReport.ts').then((module) => module.report(phoneKey(), setWaiting))

/** Says so when the outbox holds something else than the server was told. */
export async function reportChange(): Promise<void> {
  if (await (await import('./phoneReport.ts')).isNews()) await report()
}

export function startPhone(): void {
  startDevice(phoneKey(), (told, tenants) => {
    if (told === 'waiting') setWaiting(true)
    else void import('./wipe.ts').then((module) => module.wipePhone(tenants))
  })
  let of: string | null = null
  const speak = () => {
    const now = currentMe()?.memberId ?? null
    if (now === of) return
    of = now
    setWaiting(false)
    if (now) void report()
  }
  onSession(speak)
  addEventListener('online', () => void report())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void report()
  })
  void import('./wipe.ts').then((module) => module.tellWiped())
}
