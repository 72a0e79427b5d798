// What a way out must be able to do. The adapters stand in a later room and are plugged in.
import type { Ctx, Services } from '#core/context.ts'
import { port } from '#core/port.ts'
import type { Channel, Settings } from './channel.rule.ts'
import type { PushRow } from './channel.store.ts'
import type { Trouble, Window } from './limiter.rule.ts'
import type { MessageRow } from './outbox.store.ts'

/** A channel as a company set it up, with its secrets open: never logged, never answered. */
export interface Setup {
  tenantId: string
  settings: Settings
  secrets: Settings
  version: number
}

export interface Button {
  key: 'agree' | 'reject'
  text: string
}

/** One message, worded, on its way. */
export interface Outgoing {
  id: string
  /** The same at every attempt: vendors that know such keys take a message once. */
  key: string
  address: string | null
  browsers: PushRow[]
  title: string
  text: string
  url: string | null
  buttons: Button[]
  /** A card of ours that shall say what became of it, instead of a new message. */
  update: { responseCode: string; text: string } | null
  /** For carriers that let only approved words through: as what these were approved, with which facts in them. */
  approved: { as: string | null; facts: Record<string, string> }
  /** To a customer: how he stops it. */
  foot: string | null
}

/** What an adapter works with: the way out, the clock of the sweep. */
export interface Tools {
  services: Services
  now: Date
}

export type Sent =
  | { ok: true; delivered?: boolean; vendorId: string | null; gone?: string[] }
  /** `alone`: the trouble is this recipient's, the channel goes on. */
  | { ok: false; trouble: Trouble; detail: string; notBefore?: Date; alone?: true }

export interface ChannelAdapter {
  /** How long the vendor drops a second message under the same key: so long after an interruption it is safe to send again. */
  remembersMs: number
  limits: { all: Window[]; each: Window[] }
  send(tools: Tools, setup: Setup, message: Outgoing): Promise<Sent>
}

export const channelAdapter = port<[channel: Channel], ChannelAdapter>('notifications.channelAdapter')

/** Buttons and a link of its own for what can be decided from a message; null for anything else. */
export const actionsFor = port<[ctx: Ctx, message: MessageRow], Promise<{ url: string; buttons: Button[] } | null>>(
  'notifications.actionsFor',
)

/** A transaction of its own: what is handed to a vendor must be on record before, and its answer after. */
export const apart = port<[tenantId: string, work: (ctx: Ctx) => Promise<void>], Promise<void>>('notifications.apart')

/** Every sentence of the house, in the reader's language. */
export const sayFor = port<[locale: 'zh-CN' | 'en', key: string, params?: Record<string, unknown>], string>('notifications.say')

/** Asks the sweep to come soon; the timetable would come within the minute. */
export const sendSoon = port<[tenantId: string], void>('notifications.sendSoon')
