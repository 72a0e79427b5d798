// What the phone says of itself at each contact: its name, and what waits in its outbox, by kind.
import { api } from '#shared/api.ts'
import { currentMe } from '#shared/session.ts'
import { theOutbox } from './outbox.ts'
import { unsentKinds } from './unsent.ts'

let last = ''

export async function report(key: string, waits: (waiting: boolean) => void): Promise<void> {
  if (!currentMe()) return
  const unsent = unsentKinds(await theOutbox().list())
  last = JSON.stringify(unsent)
  const said = await api.organization.registerDevice({ key, ...nameOf(navigator.userAgent), unsent }).catch(() => null)
  if (!said) return
  waits(said.state === 'waiting')
  if (said.forget.length > 0) await (await import('./wipe.ts')).forgetCompanies(said.forget)
}

/** Does the outbox hold something else than the server was told? */
export async function isNews(): Promise<boolean> {
  return currentMe() !== null && JSON.stringify(unsentKinds(await theOutbox().list())) !== last
}

function nameOf(agent: string): { name: string; platform: string } {
  const platform = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1] ?? ''
  const model = /Android [\d.]+; ([^;)]+?)(?: Build|\))/.exec(agent)?.[1]
  const browser = /(MicroMessenger|Edg|Firefox|Chrome|Safari)\//.exec(agent)?.[1]
  return { name: (model && model !== 'K' ? model : [browser, platform].filter(Boolean).join(' · ') || '?').slice(0, 80), platform }
}
