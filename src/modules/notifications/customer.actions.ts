// 给客户的消息: later rooms ask for a letter; it waits a moment for others, respects the day's cap, and stops when the customer says so.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { normalPhone } from '#core/phone.ts'
import { policy } from '#core/policies.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { calendarOf } from '#modules/organization/index.ts'
import type { Channel } from './channel.rule.ts'
import { isAddress, isGroup } from './channel.rule.ts'
import { channelRow } from './channel.store.ts'
import { optedOut } from './gather.actions.ts'
import { hoursFor } from './hours.actions.ts'
import { customerMessagePolicy } from './message.policy.ts'
import { insertMessages, messageById } from './outbox.store.ts'
import { awake } from './schedule.rule.ts'

export interface CustomerMessage {
  channel: 'email' | 'sms'
  address: string
  /** Why, once and for all: the same cause never reaches the same customer twice. */
  cause: string
  /** Message key of the asking room, and its facts. */
  message: string
  params?: Record<string, unknown>
}

const recipientOf = (address: string): string => createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 40)

/** One way to write an address; null when it is none. */
function addressIn(channel: CustomerMessage['channel'], typed: string): string | null {
  const address = channel === 'sms' ? normalPhone(typed) : typed.trim()
  return address !== null && isAddress(channel, address) ? address : null
}

/** Says what became of the wish: waiting for its letter, or why there will be none. */
export async function messageCustomer(
  ctx: Ctx,
  wish: CustomerMessage,
): Promise<'waiting' | 'known' | 'opted_out' | 'no_channel' | 'wrong_address'> {
  const address = addressIn(wish.channel, wish.address)
  if (address === null) return 'wrong_address'
  if (!(await channelRow(ctx, wish.channel))?.enabled) return 'no_channel'
  const recipient = recipientOf(address)
  if (await optedOut(ctx, wish.channel, recipient)) return 'opted_out'
  const { gatherMinutes } = await policy(ctx, customerMessagePolicy)
  const at = awake(new Date(ctx.now.getTime() + gatherMinutes * 60_000), await hoursFor(ctx, null), await calendarOf(ctx))
  const fresh = await insertMessages(ctx, [
    {
      channel: wish.channel,
      cause: wish.cause,
      recipient,
      memberId: null,
      address,
      eventType: 'customer',
      message: wish.message,
      params: wish.params ?? {},
      link: null,
      urgent: false,
      state: 'digest',
      notBefore: at.toISOString(),
    },
  ])
  return fresh.length > 0 ? 'waiting' : 'known'
}

const sign = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(`opt-out:${text}`).digest('base64url').slice(0, 32)

export function optOutUrl(ctx: Pick<Ctx, 'services' | 'tenantId'>, channel: Channel, recipient: string): string {
  const text = `${ctx.tenantId}.${channel}.${recipient}`
  return `${ctx.services.outward.publicUrl}/opt-out/${text}.${sign(ctx.services.secret, text)}`
}

/** What an opt-out link says; null for one that was not made here. */
export function readOptOut(secret: string, token: string): { tenantId: string; channel: Channel; recipient: string } | null {
  const [tenantId, channel, recipient, mark, more] = token.split('.')
  if (!tenantId || !channel || !recipient || !mark || more !== undefined) return null
  const expected = Buffer.from(sign(secret, `${tenantId}.${channel}.${recipient}`))
  const given = Buffer.from(mark)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return { tenantId, channel: channel as Channel, recipient }
}

/** No more letters to this address; what waits is withheld when its time comes. */
export async function optOut(ctx: Ctx, channel: Channel, recipient: string): Promise<void> {
  await ctx.tx.run(sql`insert into message_opt_out (tenant_id, channel, recipient, at) values (${ctx.tenantId}, ${channel}, ${recipient}, ${ctx.now.toISOString()})
    on conflict (tenant_id, channel, recipient) do nothing`)
}

/** A customer answered T, or said so on the phone: whoever looks after the messages writes it down. */
export async function stopMessages(ctx: Ctx, input: { id: string }): Promise<{ ok: true }> {
  const message = await messageById(ctx, input.id)
  if (!message) throw notFound('message')
  if (message.memberId !== null || isGroup(message.channel)) throw refuse('message.not_to_customer')
  await optOut(ctx, message.channel, message.recipient)
  await emit(ctx, 'message.stopped', message.id, { channel: message.channel })
  return { ok: true }
}
