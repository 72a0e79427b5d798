import type { QueryClient } from '@tanstack/react-query'
import { listenLive } from '#shared/live.ts'
import { currentMe, onSession } from '#shared/session.ts'

/** While somebody is signed in, what the server says has changed is asked for again. Bursts count once. */
export function startLive(client: QueryClient): void {
  let stop: (() => void) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const waiting = new Set<string>()
  const refetch = () => {
    const personal = [...waiting].every((topic) => topic === 'notifications' || topic === 'tasks')
    // Notices and tasks concern their own lists and today's counts; any other record may stand anywhere on the screen.
    void client.invalidateQueries(
      personal ? { predicate: (one) => /notification|tasks|counts|today/i.test(JSON.stringify(one.queryKey)) } : {},
    )
    waiting.clear()
    timer = undefined
  }
  const follow = () => {
    const inside = currentMe() !== null
    if (inside && !stop) {
      stop = listenLive(({ topics, all }) => {
        for (const topic of all ? ['all'] : topics) waiting.add(topic)
        if (timer === undefined) timer = setTimeout(refetch, 250)
      })
    }
    if (!inside && stop) {
      stop()
      stop = null
    }
  }
  onSession(follow)
  follow()
}
