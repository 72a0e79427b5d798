import { currentMe, onSession, sessionEnded } from '#shared/session.ts'
import { queryClient } from '../queryClient.ts'
import { makeOutbox, plugOutbox, sendAct, theOutbox } from './outbox.ts'
import { reportChange } from './phone.ts'

/** Gives the app its outbox and sends what waits: now, when the network is back, when the app comes to the front. */
export function startOutbox(): void {
  plugOutbox(
    makeOutbox({
      // Dexie is 30 kB that the first screen does not need.
      store: () => import('./outboxStore.ts').then((module) => module.dexieStore),
      send: sendAct,
      memberId: () => currentMe()?.memberId ?? null,
      tenantId: () => currentMe()?.tenant.id,
      signedOut: sessionEnded,
      arrived: () => void queryClient.invalidateQueries(),
      wait: (ms, again) => void setTimeout(again, ms),
    }),
  )
  // The server is told what waits, so that it can be named before this phone is wiped.
  theOutbox().subscribe(() => void reportChange())
  const send = () => void theOutbox().drain()
  addEventListener('online', send)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') send()
  })
  onSession(send)
  setTimeout(send, 400)
}
