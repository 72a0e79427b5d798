// Who is signed in, as the shells need it. The room's client is plugged in by each app's main.tsx.
import { useSyncExternalStore } from 'react'
import type { z } from 'zod'
import type { Me as MeShape } from '#modules/organization/session.contract.ts'

/** The member, what they may (permission → scope), their company and the server's clock. */
export type Me = z.infer<typeof MeShape>

export type SignIn = { login: string; password: string }

/** What the shells ask of the server. Errors are thrown as `Problem`. */
export type SessionPort = {
  /** null when nobody is signed in */
  load(): Promise<Me | null>
  signIn(input: SignIn): Promise<Me>
  signOut(): Promise<void>
}

export type SessionState = { kind: 'loading' } | { kind: 'out' } | { kind: 'in'; me: Me } | { kind: 'failed'; problem: unknown }

let port: SessionPort | undefined
let state: SessionState = { kind: 'loading' }
const listeners = new Set<() => void>()

function become(next: SessionState): void {
  state = next
  for (const tell of listeners) tell()
}

/** Plugs the client in and asks who is there. */
export async function startSession(client: SessionPort): Promise<void> {
  port = client
  become({ kind: 'loading' })
  try {
    const me = await client.load()
    become(me ? { kind: 'in', me } : { kind: 'out' })
  } catch (problem) {
    become({ kind: 'failed', problem })
  }
}

/** Not a refusal: the password was right, and a second factor is asked for. */
export const SECOND_FACTOR_ASKED = 'second_factor_asked'

/** Throws the server's `Problem` (wrong password, locked until, or that a second factor is asked for). */
export async function signIn(input: SignIn): Promise<void> {
  if (!port) throw new Error('startSession comes first')
  become({ kind: 'in', me: await port.signIn(input) })
}

export async function signOut(): Promise<void> {
  await port?.signOut()
  become({ kind: 'out' })
}

/** The server answered 401: whatever screen it was, the person has to sign in again; what was typed elsewhere stays. */
export function sessionEnded(): void {
  if (state.kind === 'in') become({ kind: 'out' })
}

/** Asks again after a failure. */
export async function retrySession(): Promise<void> {
  if (port) await startSession(port)
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state)
}

/** Outside of components: who is signed in. */
export function currentMe(): Me | null {
  return state.kind === 'in' ? state.me : null
}

/** Calls back whenever somebody signs in or out; returns the unsubscribe. */
export const onSession = subscribe

/** The person signed in; null outside. */
export function useMe(): Me | null {
  const now = useSession()
  return now.kind === 'in' ? now.me : null
}

/** Whether this person may do it anywhere; a record carries its own abilities. */
export function may(me: Me | null, permission: string | undefined): boolean {
  return permission === undefined || me?.permissions[permission] !== undefined
}

/** `资深销售 · 苏州`: what stands under a name. */
export function postOf(me: Me): string {
  return [me.title, me.department].filter(Boolean).join(' · ')
}
