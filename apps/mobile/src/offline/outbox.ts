// Acts that survive a restart: kept in IndexedDB first, sent in order, each with its Idempotency-Key.
import { useSyncExternalStore } from 'react'
import { uuidv7 } from '#core/ids.ts'
import { noteServerTime, serverNow } from '#shared/clock.ts'
import { deviceHeader } from '#shared/device.ts'
import { language } from '#shared/i18n.ts'
import { type Problem, type ProblemBody, problem, problemOf } from '#shared/problem.ts'
import type { SyncState } from '#shared/ui/SyncPill.tsx'
import { fateOf, nextToSend, pauseAfter, type QueuedAct, withMade } from './queue.ts'

/** Where acts are kept. `all` gives them in the order they were done. */
export type OutboxStore = {
  all(memberId: string): Promise<QueuedAct[]>
  put(act: QueuedAct): Promise<void>
  remove(id: string): Promise<void>
}

/** Sends one act; throws a Problem. Gives the server's answer. */
export type SendAct = (act: QueuedAct) => Promise<unknown>

export type NewAct = Pick<QueuedAct, 'chain' | 'method' | 'path' | 'body' | 'file' | 'version' | 'label'>

/** What became of an act done while its screen is open: arrived, refused (and not kept), or kept for later. */
export type Outcome = { kind: 'sent'; answer: unknown } | { kind: 'refused'; problem: ProblemBody } | { kind: 'kept' }

/** How long a screen waits for the answer before it goes on; the act stays kept and is sent all the same. */
const PATIENCE_MS = 12_000

type Parts = {
  store: () => Promise<OutboxStore>
  send: SendAct
  memberId: () => string | null
  tenantId: () => string | undefined
  /** the session is over */
  signedOut: () => void
  /** an act arrived: lists on screen are out of date */
  arrived: (act: QueuedAct, answer: unknown) => void
  wait: (ms: number, again: () => void) => void
}

/** The outbox over its parts; the app has one (below), tests make their own. */
export function makeOutbox(parts: Parts) {
  let state: SyncState = { kind: 'synced' }
  let running: Promise<void> | null = null
  let failures = 0
  const listeners = new Set<() => void>()
  /** Screens that wait for the outcome of their act. */
  const watched = new Map<string, (outcome: Outcome) => void>()
  /** What sent files became: an answer that names one may be kept a moment after it arrived. */
  const made = new Map<QueuedAct, string>()

  const show = (next: SyncState): void => {
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    for (const tell of listeners) tell()
  }
  const list = async (): Promise<QueuedAct[]> => {
    const memberId = parts.memberId()
    return memberId ? (await parts.store()).all(memberId) : []
  }
  const rest = (acts: QueuedAct[]): void => {
    const attention = acts.filter((act) => act.state === 'attention').length
    if (attention > 0) show({ kind: 'attention', n: attention })
    else show(acts.length > 0 ? { kind: 'waiting', n: acts.length } : { kind: 'synced' })
  }

  /** Sends what can be sent; resolves when nothing more can go now. */
  function drain(): Promise<void> {
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  async function run(): Promise<void> {
    let done = 0
    for (;;) {
      const acts = await list()
      const act = nextToSend(acts)
      if (!act) return rest(acts)
      show({ kind: 'sending', done, n: done + acts.filter((one) => one.state === 'waiting').length })
      if (!(await sendOne(act))) return rest(await list())
      done += 1
    }
  }

  /** True when the next act may follow. */
  async function sendOne(act: QueuedAct): Promise<boolean> {
    const store = await parts.store()
    try {
      const answer = await parts.send(act)
      // Before it goes: if the phone dies in between, the same act is sent again and gets the same answer.
      const id = (answer as { id?: unknown } | null)?.id
      if (act.file && typeof id === 'string') {
        made.set({ ...act, file: undefined }, id)
        await rename(act, id)
      }
      await store.remove(act.id)
      failures = 0
      parts.arrived(act, answer)
      watched.get(act.id)?.({ kind: 'sent', answer })
      return true
    } catch (error) {
      const body = (error as Problem).problem ?? null
      const fate = fateOf(body?.status ?? 0, body?.code)
      const tell = watched.get(act.id)
      if (fate === 'attention' && body && tell) {
        // The person stands before the screen and reads the refusal there: nothing is left to decide later.
        await store.remove(act.id)
        tell({ kind: 'refused', problem: body })
        return true
      }
      if (fate === 'attention' && body) {
        await store.put({ ...act, state: 'attention', problem: body })
        return true
      }
      if (fate === 'signed_out') parts.signedOut()
      else if (fate === 'elsewhere')
        return false // it waits until its owner is back
      else {
        failures += 1
        parts.wait(pauseAfter(failures), () => void drain())
      }
      return false
    }
  }

  /** What the act made has a name now, or will never have one. */
  async function rename(act: QueuedAct, id: string | null): Promise<void> {
    const store = await parts.store()
    for (const later of withMade(await list(), act, id)) await store.put(later)
  }

  async function keep(act: NewAct, id = uuidv7()): Promise<QueuedAct> {
    const memberId = parts.memberId()
    if (!memberId) throw new Error('nobody is signed in')
    const kept: QueuedAct = {
      ...act,
      id,
      key: id,
      memberId,
      tenantId: parts.tenantId(),
      doneAt: serverNow().toISOString(),
      state: 'waiting',
    }
    await (await parts.store()).put(kept)
    for (const [file, name] of made) if (file.chain === kept.chain) await rename(file, name)
    rest(await list())
    return kept
  }

  return {
    drain,
    list,
    state: () => state,
    subscribe(tell: () => void): () => void {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    /** Keeps the act; resolves once it is on the phone's disk, then sends. */
    async add(act: NewAct): Promise<QueuedAct> {
      const kept = await keep(act)
      void drain()
      return kept
    },
    /** Keeps the act, sends it, and tells what became of it: for a person who waits before the screen. */
    async doNow(act: NewAct): Promise<Outcome> {
      const id = uuidv7()
      let timer: ReturnType<typeof setTimeout> | undefined
      const told = new Promise<Outcome>((resolve) => {
        watched.set(id, resolve)
        timer = setTimeout(() => resolve({ kind: 'kept' }), PATIENCE_MS)
      })
      await keep(act, id)
      // A run that was just ending may not have seen it: the second one does.
      const sent = drain()
        .then(drain)
        .then((): Outcome => ({ kind: 'kept' }))
      try {
        return await Promise.race([told, sent])
      } finally {
        clearTimeout(timer)
        watched.delete(id)
      }
    },
    /** The person wants it sent as it is: a new key, because the old one holds the refusal. `version` is what they saw. */
    async again(act: QueuedAct, version = act.version): Promise<void> {
      const store = await parts.store()
      // `id` keeps its place in the order; only the key on the wire changes.
      await store.put({ ...act, key: uuidv7(), version, state: 'waiting', problem: undefined })
      await drain()
    },
    /** The person gives it up. */
    async drop(id: string): Promise<void> {
      const given = (await list()).find((act) => act.id === id)
      if (given) await rename(given, null)
      await (await parts.store()).remove(id)
      await drain()
    },
  }
}

/** Sends an act to the API. */
export async function sendAct(act: QueuedAct): Promise<unknown> {
  const sentAt = Date.now()
  let answer: Response
  try {
    answer = await fetch(`/api/v1${act.path}`, {
      method: act.method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': language() === 'zh' ? 'zh-CN' : 'en',
        'idempotency-key': act.key,
        ...deviceHeader(),
        'x-member': act.memberId,
        ...(act.file ? {} : { 'content-type': 'application/json' }),
        ...(act.version === undefined ? {} : { 'if-match': String(act.version) }),
      },
      body: act.file ? formOf(act.body, act.file) : JSON.stringify(act.body),
    })
  } catch {
    throw problem(null)
  }
  const now = answer.headers.get('x-server-now')
  if (now) noteServerTime(now, sentAt)
  if (!answer.ok) throw await problemOf(answer)
  return answer.json().catch(() => null)
}

function formOf(body: Record<string, unknown>, file: NonNullable<QueuedAct['file']>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(body)) {
    if (value !== undefined && value !== null) form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  form.append(file.field, file.blob, file.name)
  return form
}

type Outbox = ReturnType<typeof makeOutbox>
let outbox: Outbox | null = null
const idle: SyncState = { kind: 'synced' }
const waiters = new Set<() => void>()

/** Plugs the app's outbox in (main.tsx). */
export function plugOutbox(next: Outbox): void {
  outbox = next
  next.subscribe(() => {
    for (const tell of waiters) tell()
  })
}

/** The app's outbox; throws before `plugOutbox`. */
export function theOutbox(): Outbox {
  if (!outbox) throw new Error('plugOutbox comes first')
  return outbox
}

/** What the SyncPill shows. */
export function useSync(): SyncState {
  return useSyncExternalStore(
    (tell) => {
      waiters.add(tell)
      return () => waiters.delete(tell)
    },
    () => outbox?.state() ?? idle,
  )
}
