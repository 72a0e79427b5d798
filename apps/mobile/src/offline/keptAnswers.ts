// Answers of the server that were seen once stay readable without a network, also after a restart. One set per person.
import { type DehydratedState, dehydrate, hydrate } from '@tanstack/react-query'
import { currentMe, onSession } from '#shared/session.ts'
import { queryClient } from '../queryClient.ts'

const store = () => import('./outboxStore.ts')
/** Long enough that a run of answers is written once. */
const PAUSE_MS = 2_000

/** Brings back what was seen before, then keeps what comes. */
export function startKeptAnswers(): void {
  let of: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const turn = async () => {
    const now = currentMe()?.memberId ?? null
    if (now === of) return
    // Somebody else, another company (the app started anew) or nobody: nothing of the one before may be seen, or stay.
    if (of) {
      clearTimeout(timer)
      queryClient.clear()
    }
    of = now
    await (await store()).forgetAnswers(now ?? undefined)
    if (!now) return
    const kept = (await (await store()).keptAnswers(now)) as DehydratedState | null
    if (kept && of === now) hydrate(queryClient, kept)
  }
  const keep = async () => {
    const now = of
    if (now)
      await (await store()).keepAnswers(
        now,
        plain(
          dehydrate(queryClient, { shouldDehydrateQuery: (query) => query.state.status === 'success' && query.queryKey[0] !== 'outbox' }),
        ),
      )
  }
  onSession(() => void turn())
  void turn()
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), PAUSE_MS)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void keep()
  })
}

/** IndexedDB clones values, and a promise cannot be cloned. */
const plain = (state: DehydratedState): unknown => JSON.parse(JSON.stringify(state))
