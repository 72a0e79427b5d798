// The sweep: claims what is due (on record), hands it to the vendor, writes down the answer. Killed anywhere it goes on where it stood:
// a row is claimed by one sweep, and what was claimed and not settled is sent again only where the vendor knows our key.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { neverLeft } from '#core/outward.ts'
import { Inside } from '#core/public-place.ts'
import { unlock } from '#core/vault.ts'
import { actionsFor, apart, type ChannelAdapter, channelAdapter, type Outgoing, type Sent, type Setup, sayFor } from './adapter.actions.ts'
import { addressesOf } from './address.actions.ts'
import { type Channel, isGroup } from './channel.rule.ts'
import { channelRow, dropPush, type PushRow, pushRows } from './channel.store.ts'
import { optOutUrl } from './customer.actions.ts'
import { gatherDigests, join, optedOut } from './gather.actions.ts'
import { whenWelcome } from './hours.actions.ts'
import { type Doubt, longestWindow, roomAt, roomNow, type Trouble, tryAgainAt } from './limiter.rule.ts'
import * as store from './outbox.store.ts'
import type { Locale } from './wording.rule.ts'
import { wordsForRow } from './words.actions.ts'

const BATCH = 20
/** Longer than a batch can take with every vendor silent. */
const LEASE_MS = 15 * 60_000
const LOOK_AHEAD = 200

export const sealPurpose = (tenantId: string, channel: Channel): string => `channel:${tenantId}:${channel}`

/** The channel with its secrets open; undefined when it is not set up or switched off. */
export async function setupOf(ctx: Pick<Ctx, 'tx' | 'tenantId' | 'services'>, channel: Channel): Promise<Setup | undefined> {
  const row = await channelRow(ctx, channel)
  if (!row?.enabled) return undefined
  const secrets = JSON.parse(unlock(ctx.services.secret, sealPurpose(ctx.tenantId, channel), row.secret)) as Setup['secrets']
  return { tenantId: ctx.tenantId, settings: row.settings, secrets, version: row.version }
}

interface Claimed {
  row: store.MessageRow
  outgoing: Outgoing
}

/** Sends what is due in every channel; returns how many were handed over. */
export async function sendDue(ctx: Ctx): Promise<number> {
  let handed = 0
  for (const channel of await store.dueChannels(ctx)) {
    const adapter = channelAdapter(channel)
    // Where an interruption leaves a doubt, one is claimed at a time, so that at most one is in doubt.
    const batch = adapter.remembersMs > 0 ? BATCH : 1
    let count = batch
    for (let rounds = 0; count === batch && rounds < BATCH; rounds += 1) {
      count = await sweepChannel(ctx, channel, adapter, batch)
      handed += count
    }
  }
  return handed
}

async function sweepChannel({ tenantId, services, now }: Ctx, channel: Channel, adapter: ChannelAdapter, batch: number): Promise<number> {
  let setup: Setup | undefined
  let claimed: Claimed[] = []
  await apart(tenantId, async (ctx) => {
    setup = await setupOf(ctx, channel)
    claimed = setup ? await claim(ctx, channel, adapter, batch) : []
  })
  for (const { row, outgoing } of claimed) {
    const sent = await adapter
      .send({ services, now }, setup as Setup, outgoing)
      .catch((error: unknown): Sent => ({ ok: false, trouble: thrown(error), detail: reason(error) }))
    await apart(tenantId, (ctx) => settleOne(ctx, channel, adapter, row, sent))
  }
  return claimed.length
}

/** What an adapter did not answer for: only what certainly never left is as if it had not been tried. */
function thrown(error: unknown): Trouble {
  if (error instanceof Inside) return 'rejectedByPolicy'
  return neverLeft(error) ? 'transient' : 'interrupted'
}

/** What a vendor said, without addresses: those of the web carry keys, those of mail are a person's. */
const shown = (detail: string): string => detail.replace(/https?:\/\/\S+|<[^<>\s]*@[^<>\s]*>|[^\s<>]+@[^\s<>:,;]+/g, '…').slice(0, 300)

/** Of a request that failed, its cause says what happened. */
function reason(error: unknown): string {
  const { message, code, cause } = error as { message?: string; code?: string; cause?: { code?: string } }
  return String(cause?.code || message || code || error)
}

/** How long a vendor certainly drops a second one: a sweep may be under way for a while itself. */
const knownMs = (adapter: ChannelAdapter): number => adapter.remembersMs - LEASE_MS

async function claim(ctx: Ctx, channel: Channel, adapter: ChannelAdapter, batch: number): Promise<Claimed[]> {
  await store.holdChannel(ctx, channel)
  await store.recoverLost(ctx, channel, new Date(ctx.now.getTime() - LEASE_MS))
  await store.leaveUnclear(ctx, channel, new Date(ctx.now.getTime() - knownMs(adapter)))
  await gatherDigests(ctx, channel)
  const past = await pastOf(ctx, channel, adapter)
  const free = roomNow(
    past.map((one) => one.at),
    adapter.limits.all,
    ctx.now.getTime(),
  )
  if (free <= 0) return []
  const due = await joined(ctx, channel, free, await store.lockDue(ctx, channel, 'waiting', LOOK_AHEAD))
  let room = Math.min(batch, free)
  const taken: Claimed[] = []
  for (const row of due) {
    if (room <= 0) break
    const later = await notBefore(ctx, row, past, adapter)
    if (later) {
      await store.postpone(ctx, row.id, later)
      continue
    }
    const outgoing = await prepare(ctx, row)
    if (!outgoing) continue
    taken.push({ row: { ...row, attempts: row.attempts + 1 }, outgoing })
    past.push({ at: ctx.now.getTime(), recipient: row.recipient })
    room -= 1
  }
  if (taken.length > 0)
    await store.markSending(
      ctx,
      taken.map(({ row }) => row),
    )
  return taken
}

async function pastOf(ctx: Ctx, channel: Channel, adapter: ChannelAdapter): Promise<{ at: number; recipient: string }[]> {
  const longest = Math.max(longestWindow(adapter.limits.all), longestWindow(adapter.limits.each))
  if (longest === 0) return []
  const rows = await store.attemptsSince(ctx, channel, new Date(ctx.now.getTime() - longest))
  return rows.map((row) => ({ at: Date.parse(row.at), recipient: row.recipient }))
}

/** What would come minutes later, one by one, comes now, in one: to a group what is over the limit, by SMS, which is paid by the piece, what is not urgent. */
async function joined(ctx: Ctx, channel: Channel, free: number, due: store.MessageRow[]): Promise<store.MessageRow[]> {
  const quiet = channel === 'sms' ? due.filter((row) => row.memberId !== null && !row.urgent) : []
  const groups = [...Map.groupBy(quiet, (row) => row.recipient).values()].filter((rows) => rows.length > 1)
  // What was tried keeps its key, by which the vendor may know it.
  const untried = due.slice(free - 1).filter((row) => row.attempts === 0)
  if (isGroup(channel) && due.length > free && untried.length > 1) groups.push(untried)
  if (groups.length === 0) return due
  for (const rows of groups) await join(ctx, rows, 'notification.digest')
  return await store.lockDue(ctx, channel, 'waiting', LOOK_AHEAD)
}

/** When it may go, if not now: this reader has had what a vendor takes for one, or wants his peace; a second attempt respects that too. */
async function notBefore(ctx: Ctx, row: store.MessageRow, past: readonly { at: number; recipient: string }[], adapter: ChannelAdapter) {
  const now = ctx.now.getTime()
  const own = past.filter((one) => one.recipient === row.recipient).map((one) => one.at)
  const at = await whenWelcome(ctx, row, new Date(roomAt(own, adapter.limits.each, now)))
  return at.getTime() > now ? at : null
}

/** Words and address at the last moment; null when there is nobody to send to any more, or he wants no more letters. */
async function prepare(ctx: Ctx, row: store.MessageRow): Promise<Outgoing | null> {
  const reader = await readerOf(ctx, row)
  if (!reader) {
    await store.withhold(ctx, [row.id], 'nobody_there')
    return null
  }
  const update = row.params.update as Outgoing['update'] | undefined
  const letter = row.memberId === null && !isGroup(row.channel)
  if (letter && (await optedOut(ctx, row.channel, row.recipient))) {
    await store.withhold(ctx, [row.id], 'opted_out')
    return null
  }
  const acts = row.memberId && !update ? await actionsFor(ctx, row) : null
  const words = await wordsForRow(ctx, row, reader.locale)
  return {
    id: row.id,
    key: row.id,
    address: reader.address,
    browsers: reader.browsers,
    ...words,
    url:
      acts?.url ??
      (row.link ? `${ctx.services.outward.publicUrl}/m${row.link}` : letter ? null : `${ctx.services.outward.publicUrl}/m/notifications`),
    buttons: acts?.buttons ?? [],
    update: update ?? null,
    foot: letter ? stopWords(ctx, row, reader.locale) : null,
  }
}

/** A link where there is room for it; by SMS the answer T, which carriers know. */
function stopWords(ctx: Ctx, { channel, recipient }: store.MessageRow, locale: Locale): string {
  if (channel === 'sms') return sayFor(locale, 'notification.opt_out_sms')
  return sayFor(locale, 'notification.opt_out', { url: optOutUrl(ctx, channel, recipient) })
}

async function readerOf(ctx: Ctx, row: store.MessageRow): Promise<{ address: string | null; locale: Locale; browsers: PushRow[] } | null> {
  if (row.memberId === null) return { address: row.address, locale: 'zh-CN', browsers: [] }
  const member = await ctx.tx.row(sql<{ locale: Locale }>`select locale from member
    where tenant_id = ${ctx.tenantId} and id = ${row.memberId} and disabled_at is null`)
  if (!member) return null
  if (row.channel === 'push') {
    const browsers = await pushRows(ctx, [row.memberId])
    return browsers.length > 0 ? { address: null, locale: member.locale, browsers } : null
  }
  const address = (await addressesOf(ctx, [row.memberId], [row.channel])).find((one) => one.channel === row.channel)?.address
  return address ? { address, locale: member.locale, browsers: [] } : null
}

async function settleOne(ctx: Ctx, channel: Channel, adapter: ChannelAdapter, row: store.MessageRow, sent: Sent): Promise<void> {
  if (sent.ok) {
    if (sent.gone?.length && row.memberId) await dropPush(ctx, row.memberId, sent.gone)
    const state = sent.delivered ? 'delivered' : 'accepted'
    await store.settle(ctx, row.id, { state, outcome: state, detail: '', vendorId: sent.vendorId })
    return
  }
  const since = (await store.doubtfulSince(ctx, row.id)) ?? (sent.trouble === 'interrupted' ? ctx.now : null)
  const doubt: Doubt | null = since && { knownUntil: new Date(since.getTime() + knownMs(adapter)) }
  const again = tryAgainAt(row.attempts, sent.trouble, ctx.now, sent.notBefore, doubt)
  await store.settle(ctx, row.id, {
    state: again ? 'waiting' : doubt ? 'unclear' : 'failed',
    outcome: sent.trouble,
    detail: shown(sent.detail),
    notBefore: again,
  })
  if (sent.trouble === 'rate' && again && !sent.alone) await store.pauseChannel(ctx, channel, sent.notBefore ?? again)
}
