// The outbox: one row per cause and recipient, and every attempt to hand it over.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { uuidv7 } from '#core/ids.ts'
import type { Channel } from './channel.rule.ts'

export type MessageState = 'waiting' | 'digest' | 'sending' | 'accepted' | 'delivered' | 'failed' | 'unclear' | 'withheld' | 'merged'

export interface NewMessage {
  channel: Channel
  /** What it is about, once and for all: `event:{id}:{message}`. */
  cause: string
  /** Member id, `group`, or the hash of a customer's address. */
  recipient: string
  memberId: string | null
  address: string | null
  eventType: string
  message: string
  params: Record<string, unknown>
  link: string | null
  urgent: boolean
  state: 'waiting' | 'digest'
  notBefore: string
}

export interface MessageRow extends NewMessage {
  id: string
  attempts: number
}

const columns = sql`id, channel, cause, recipient, member_id, address, event_type, message, params, link, urgent, state, not_before, attempts`

/** Writes what is not written yet; returns the ids of new rows. */
export async function insertMessages(ctx: Ctx, list: readonly NewMessage[]): Promise<string[]> {
  if (list.length === 0) return []
  const rows = list.map((one) => ({
    id: uuidv7(),
    channel: one.channel,
    cause: one.cause,
    recipient: one.recipient,
    member_id: one.memberId,
    address: one.address,
    event_type: one.eventType,
    message: one.message,
    params: one.params,
    link: one.link,
    urgent: one.urgent,
    state: one.state,
    not_before: one.notBefore,
  }))
  const kept = await ctx.tx.rows(sql<{ id: string }>`insert into message
      (tenant_id, id, channel, cause, recipient, member_id, address, event_type, message, params, link, urgent, state, not_before, created_at)
    select ${ctx.tenantId}::uuid, r.id, r.channel, r.cause, r.recipient, r.member_id, r.address, r.event_type, r.message, r.params, r.link, r.urgent, r.state, r.not_before, ${ctx.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, channel text, cause text, recipient text, member_id uuid, address text, event_type text,
      message text, params jsonb, link text, urgent boolean, state text, not_before timestamptz)
    on conflict (tenant_id, cause, channel, recipient) do nothing returning id`)
  return kept.map(({ id }) => id)
}

/** One sweep of a channel at a time: two that counted the same past would both go over the vendor's limit. */
export async function holdChannel(ctx: Ctx, channel: Channel): Promise<void> {
  await ctx.tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`message:${ctx.tenantId}:${channel}`}, 0))`)
}

/** Channels in which something waits for now. */
export async function dueChannels(ctx: Ctx): Promise<Channel[]> {
  const rows = await ctx.tx.rows(sql<{ channel: Channel }>`select distinct channel from message
    where tenant_id = ${ctx.tenantId} and state in ('waiting', 'digest', 'sending') and not_before <= ${ctx.now.toISOString()}::timestamptz`)
  return rows.map((row) => row.channel)
}

/** Rows whose sweep died between handing over and writing down go back in line, in doubt. */
export async function recoverLost(ctx: Ctx, channel: Channel, before: Date): Promise<void> {
  await ctx.tx.run(sql`with lost as (
      update message set reason = 'interrupted', state = 'waiting'
      where tenant_id = ${ctx.tenantId} and channel = ${channel} and state = 'sending' and claimed_at <= ${before.toISOString()}::timestamptz returning id)
    update message_attempt a set outcome = 'interrupted' from lost
    where a.tenant_id = ${ctx.tenantId} and a.message_id = lost.id and a.outcome = 'sending'`)
}

/** When one first may have reached the vendor since a person last put it in line; null: certainly never. */
const doubtful = sql`(select min(a.at) from (select outcome, at from message_attempt where tenant_id = m.tenant_id and message_id = m.id
    order by at desc, id desc limit m.attempts) a where a.outcome = 'interrupted')`

/** What may have reached the vendor before `known`, and he knows no more: a second one would arrive. A person decides. */
export async function leaveUnclear(ctx: Ctx, channel: Channel, known: Date): Promise<void> {
  await ctx.tx.run(sql`update message m set state = 'unclear', reason = 'interrupted'
    where tenant_id = ${ctx.tenantId} and channel = ${channel} and state = 'waiting' and attempts > 0 and ${doubtful} <= ${known.toISOString()}::timestamptz`)
}

export async function doubtfulSince(ctx: Ctx, id: string): Promise<Date | null> {
  const row = await ctx.tx.row(
    sql<{ since: string | null }>`select ${doubtful} as since from message m where tenant_id = ${ctx.tenantId} and id = ${id}`,
  )
  return row?.since ? new Date(row.since) : null
}

/** Due rows, urgent and older ones first, held for this transaction. */
export const lockDue = (ctx: Ctx, channel: Channel, state: 'waiting' | 'digest', limit: number): Promise<MessageRow[]> =>
  ctx.tx.rows(sql<MessageRow>`select ${columns} from message where tenant_id = ${ctx.tenantId} and channel = ${channel} and state = ${state}
    and not_before <= ${ctx.now.toISOString()}::timestamptz order by urgent desc, not_before, id limit ${limit} for update skip locked`)

export const attemptsSince = (ctx: Ctx, channel: Channel, since: Date): Promise<{ at: string; recipient: string }[]> =>
  ctx.tx.rows(sql<{ at: string; recipient: string }>`select at, recipient from message_attempt
    where tenant_id = ${ctx.tenantId} and channel = ${channel} and at > ${since.toISOString()}::timestamptz`)

export async function markSending(ctx: Ctx, rows: readonly MessageRow[]): Promise<void> {
  const now = ctx.now.toISOString()
  await ctx.tx.run(sql`update message set state = 'sending', claimed_at = ${now}, attempts = attempts + 1
    where tenant_id = ${ctx.tenantId} and id = any(${rows.map((row) => row.id)}::uuid[])`)
  const attempts = rows.map((row) => ({ id: uuidv7(), message_id: row.id, channel: row.channel, recipient: row.recipient }))
  await ctx.tx.run(sql`insert into message_attempt (tenant_id, id, message_id, channel, recipient, at)
    select ${ctx.tenantId}::uuid, r.id, r.message_id, r.channel, r.recipient, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) as r(id uuid, message_id uuid, channel text, recipient text)`)
}

export interface Result {
  state: MessageState
  outcome: string
  detail: string
  vendorId?: string | null
  notBefore?: Date | null
}

const reasonOf = ({ state, detail }: Result): string =>
  state === 'unclear' ? 'interrupted' : state === 'accepted' || state === 'delivered' ? '' : detail

/** What became of an attempt. Only the sweep that holds the row may say so. */
export async function settle(ctx: Ctx, id: string, result: Result): Promise<void> {
  const now = ctx.now.toISOString()
  const { state } = result
  await ctx.tx.run(sql`update message set state = ${state}, reason = nullif(${reasonOf(result)}, ''),
      vendor_id = coalesce(${result.vendorId ?? null}, vendor_id), not_before = coalesce(${result.notBefore?.toISOString() ?? null}::timestamptz, not_before),
      accepted_at = case when ${state} in ('accepted', 'delivered') then ${now}::timestamptz else accepted_at end,
      delivered_at = case when ${state} = 'delivered' then ${now}::timestamptz else delivered_at end
    where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'sending'`)
  await ctx.tx.run(sql`update message_attempt set outcome = ${result.outcome}, detail = ${result.detail}
    where tenant_id = ${ctx.tenantId} and message_id = ${id} and outcome = 'sending'`)
}

/** A vendor asked us to wait: nothing of this channel goes before. */
export async function pauseChannel(ctx: Ctx, channel: Channel, until: Date): Promise<void> {
  await ctx.tx.run(sql`update message set not_before = greatest(not_before, ${until.toISOString()}::timestamptz)
    where tenant_id = ${ctx.tenantId} and channel = ${channel} and state = 'waiting'`)
}

export async function postpone(ctx: Ctx, id: string, until: Date): Promise<void> {
  await ctx.tx.run(sql`update message set not_before = ${until.toISOString()} where tenant_id = ${ctx.tenantId} and id = ${id}`)
}

/** Joins rows into one message that goes in their place. */
export async function mergeInto(ctx: Ctx, ids: string[], into: string): Promise<void> {
  await ctx.tx.run(
    sql`update message set state = 'merged', merged_into = ${into} where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`,
  )
}

export const mergedIn = (ctx: Ctx, id: string): Promise<MessageRow[]> =>
  ctx.tx.rows(
    sql<MessageRow>`select ${columns} from message where tenant_id = ${ctx.tenantId} and merged_into = ${id} order by created_at, id`,
  )

export async function withhold(ctx: Ctx, ids: string[], reason: string): Promise<void> {
  await ctx.tx.run(
    sql`update message set state = 'withheld', reason = ${reason} where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`,
  )
}

export const messageById = (ctx: Pick<Ctx, 'tx' | 'tenantId'>, id: string): Promise<MessageRow | undefined> =>
  ctx.tx.row(sql<MessageRow>`select ${columns} from message where tenant_id = ${ctx.tenantId} and id = ${id}`)

/** Accepted is not delivered: a receipt, or a person who acted on it, says so. False when it was known. */
export async function markDelivered(ctx: Ctx, id: string): Promise<boolean> {
  return (
    (await ctx.tx.run(sql`update message set state = 'delivered', delivered_at = ${ctx.now.toISOString()}
      where tenant_id = ${ctx.tenantId} and id = ${id} and state in ('accepted', 'sending', 'unclear')`)) === 1
  )
}

/** Failed, unclear and withheld ones back in line, with fresh attempts; returns how many. */
export async function replay(ctx: Ctx, ids: string[]): Promise<number> {
  return await ctx.tx.run(sql`update message set state = 'waiting', attempts = 0, reason = null, not_before = ${ctx.now.toISOString()}
    where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[]) and state in ('failed', 'unclear')`)
}
