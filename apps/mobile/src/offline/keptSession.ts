// The phone opens without a network: who was signed in last, and how far the server's clock is ahead, stay on the device.
import { holdClock, noteServerTime, serverNow } from '#shared/clock.ts'
import { setZone } from '#shared/i18n.ts'
import { isOffline } from '#shared/problem.ts'
import type { Me, SessionPort } from '#shared/session.ts'

const KEY = 'fieldloop.me'

type KeptMe = { me: Me; aheadMs: number }

/** The same session; when the server cannot be reached, the one kept. The server still judges every act that is sent later. */
export function keptSession(online: SessionPort, kept: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): SessionPort {
  const keep = (me: Me | null): Me | null => {
    if (me) kept.setItem(KEY, JSON.stringify({ me, aheadMs: serverNow().getTime() - Date.now() } satisfies KeptMe))
    else kept.removeItem(KEY)
    return me
  }
  return {
    async load() {
      try {
        return keep(await online.load())
      } catch (error) {
        const text = kept.getItem(KEY)
        if (!isOffline(error) || !text) throw error
        const { me, aheadMs } = JSON.parse(text) as KeptMe
        setZone(me.tenant.timeZone)
        if (me.clockFixed) holdClock(new Date(Date.now() + aheadMs).toISOString())
        else noteServerTime(new Date(Date.now() + aheadMs).toISOString())
        return me
      }
    },
    async signIn(input) {
      const me = await online.signIn(input)
      keep(me)
      return me
    },
    async signOut() {
      await online.signOut()
      keep(null)
    },
  }
}
