// What a room says about telling people: event to whom, by which message. The notifications room delivers.
import type { Ctx } from './context.ts'
import type { Event } from './events.ts'

export interface NoticeDraft {
  /** Member ids to tell. */
  to: string[]
  /** Message key in the room's messages, and its parameters. */
  message: string
  params?: Record<string, unknown>
  /** Path inside the apps, such as `/leads/{id}`. */
  link?: string
  /** Who of `to` is told in whose place: their names mark the notice. */
  standIns?: Record<string, string[]>
  /** A person can still act on it: counts in the red pill. */
  urgent?: boolean
}

/** Runs in the worker after the commit; returns nobody (`to: []`) when nothing is to be told. */
export type Notice = (ctx: Ctx, event: Event) => Promise<NoticeDraft | null>
