// An admin sets the ways out up. Secrets go in and never come out.
import { type Ctx, memberOf } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { maskPhone } from '#core/text.ts'
import { lock, unlock } from '#core/vault.ts'
import { activeMembers, memberById, memberNames } from '#modules/organization/index.ts'
import { sendSoon } from './adapter.actions.ts'
import { addressesOf } from './address.actions.ts'
import { type Channel, channelFields, channels as channelNames, isAddress, isGroup, type Settings, settingsFault } from './channel.rule.ts'
import * as store from './channel.store.ts'
import { attemptsOf, type LogRow, logPage, stateCounts } from './log.store.ts'
import { insertMessages, messageById, replay } from './outbox.store.ts'
import { sealPurpose } from './send.actions.ts'

const OK = { ok: true } as const
/** A customer who has not opted out already. */
const isToCustomer = (row: LogRow): boolean => row.memberId === null && !isGroup(row.channel) && row.reason !== 'opted_out'
/** A person has to look at it. */
const STUCK = ['failed', 'unclear']
const WEEK_MS = 7 * 86_400_000
/** Vendors whose callbacks are taken, at an address of this installation; DingTalk's buttons are links. */
const CALLS_BACK: Channel[] = ['wecom', 'feishu']

const fieldsOf = (channel: Channel) =>
  channelFields[channel].map((field) => ({
    name: field.name,
    secret: field.secret ?? false,
    optional: field.optional ?? false,
    kind: field.kind ?? ('text' as const),
    choices: field.choices ?? [],
  }))

const openSecrets = (ctx: Ctx, row: store.ChannelRow | undefined): Settings =>
  row ? (JSON.parse(unlock(ctx.services.secret, sealPurpose(ctx.tenantId, row.channel), row.secret)) as Settings) : {}

export async function channels(ctx: Ctx) {
  const rows = await store.channelRows(ctx)
  const counts = await stateCounts(ctx, new Date(ctx.now.getTime() - WEEK_MS))
  const people = await activeMembers(ctx)
  const addresses = await addressesOf(ctx, people, ['sms'])
  const browsers = await store.pushRows(ctx, people)
  const reachedBy = (channel: Channel): number | null => {
    if (isGroup(channel)) return null
    if (channel === 'push') return new Set(browsers.map((one) => one.memberId)).size
    return addresses.filter((one) => one.channel === channel).length
  }
  return {
    items: channelNames.map((channel) => {
      const row = rows.find((one) => one.channel === channel)
      return {
        channel,
        fields: fieldsOf(channel),
        settings: row?.settings ?? {},
        secretsKept: Object.keys(openSecrets(ctx, row)).filter((name) => !name.startsWith('_')),
        enabled: row?.enabled ?? false,
        version: row?.version ?? 0,
        changedAt: row?.changedAt ?? null,
        callbackUrl: CALLS_BACK.includes(channel) ? `${ctx.services.outward.publicUrl}/callbacks/${channel}/${ctx.tenantId}` : null,
        counts: Object.fromEntries(counts.filter((one) => one.channel === channel).map((one) => [one.state, one.count])),
        reached: reachedBy(channel),
        may: { test: row?.enabled ?? false },
      }
    }),
  }
}

export async function setChannel(
  ctx: Ctx,
  input: { channel: Channel; settings: Settings; secrets: Settings; enabled: boolean; version: number },
) {
  const { channel } = input
  const known = channelFields[channel]
  const strange =
    Object.keys(input.settings).find((name) => !known.some((field) => field.name === name && !field.secret)) ??
    Object.keys(input.secrets).find((name) => !known.some((field) => field.name === name && field.secret))
  if (strange !== undefined) throw invalid('channel.field_unknown', { field: strange })
  const before = await store.channelRow(ctx, channel)
  if (input.version !== (before?.version ?? 0)) throw refuse('channel.changed_meanwhile')
  const secrets = { ...openSecrets(ctx, before), ...Object.fromEntries(Object.entries(input.secrets).filter(([, value]) => value !== '')) }
  const fault = input.enabled ? settingsFault(channel, input.settings, secrets) : null
  if (fault) throw invalid(fault.why === 'missing' ? 'channel.field_missing' : 'channel.field_wrong', { field: fault.field })
  const secret = lock(ctx.services.secret, sealPurpose(ctx.tenantId, channel), JSON.stringify(secrets))
  if (!(await store.saveChannel(ctx, { ...input, secret }))) throw refuse('channel.changed_meanwhile')
  await emit(ctx, 'channel.changed', ctx.tenantId, { channel, enabled: input.enabled, secretsChanged: Object.keys(input.secrets) })
  const shown = (await channels(ctx)).items.find((one) => one.channel === channel)
  if (!shown) throw notFound('channel')
  return shown
}

export async function testChannel(ctx: Ctx, input: { channel: Channel }) {
  const row = await store.channelRow(ctx, input.channel)
  if (!row?.enabled) throw refuse('channel.not_ready')
  const me = memberOf(ctx)
  const group = isGroup(input.channel)
  if (!group && !(await isReached(ctx, me, input.channel))) throw refuse('channel.no_address')
  const [messageId] = await insertMessages(ctx, [
    {
      channel: input.channel,
      cause: `test:${uuidv7()}`,
      recipient: group ? 'group' : me,
      memberId: group ? null : me,
      address: null,
      eventType: 'notification.test',
      message: 'notification.test',
      params: { by: ctx.actor.name },
      link: null,
      urgent: true,
      state: 'waiting',
      notBefore: ctx.now.toISOString(),
    },
  ])
  ctx.afterCommit(() => sendSoon(ctx.tenantId))
  return { messageId: messageId as string }
}

async function isReached(ctx: Ctx, memberId: string, channel: Channel): Promise<boolean> {
  if (channel === 'push') return (await store.pushRows(ctx, [memberId])).length > 0
  return (await addressesOf(ctx, [memberId], [channel])).some((one) => one.channel === channel)
}

export async function channelAddresses(ctx: Ctx) {
  const people = await activeMembers(ctx)
  const names = await memberNames(ctx, people)
  const addresses = await addressesOf(ctx, people, ['sms'])
  const browsers = await store.pushRows(ctx, people)
  return {
    items: people.map((memberId) => ({
      memberId,
      name: names[memberId] ?? '',
      addresses: Object.fromEntries(addresses.filter((one) => one.memberId === memberId).map((one) => [one.channel, shownAddress(one)])),
      browsers: browsers.filter((one) => one.memberId === memberId).length,
    })),
  }
}

/** A phone is for the messages, not for whoever looks after them. */
const shownAddress = (one: store.AddressRow): string => (one.channel === 'sms' ? maskPhone(one.address) : one.address)

/** Only an admin says which user of a vendor is which member: whoever presses a button there acts as that member here. */
export async function setChannelAddress(ctx: Ctx, input: { memberId: string; channel: Channel; address?: string | null }) {
  if (!(await memberById(ctx, input.memberId))) throw notFound('member')
  await keepAddress(ctx, input.memberId, input.channel, input.address || null)
  return OK
}

export async function keepAddress(ctx: Ctx, memberId: string, channel: Channel, address: string | null): Promise<void> {
  if (address !== null && (isGroup(channel) || channel === 'push' || channel === 'sms' || !isAddress(channel, address)))
    throw invalid('channel.address_wrong', { address })
  const other = address === null ? null : await store.memberAt(ctx, channel, address)
  if (other && other !== memberId) throw refuse('channel.address_taken')
  await store.saveAddress(ctx, memberId, channel, address)
  await emit(ctx, 'channel.address_changed', memberId, { channel, set: address !== null })
}

export async function messages(
  ctx: Ctx,
  input: { state?: string | undefined; channel?: Channel | undefined; cursor?: string | undefined; limit: number },
) {
  const rows = await logPage(ctx, {
    states: input.state === undefined ? null : input.state === 'stuck' ? STUCK : [input.state],
    channel: input.channel ?? null,
    cursor: fromCursor(input.cursor, 2),
    limit: input.limit + 1,
  })
  const { items, next } = toPage(rows, input.limit, (row) => [row.createdAt, row.id])
  return { items: items.map((row) => ({ ...row, may: { replay: STUCK.includes(row.state), stop: isToCustomer(row) } })), next }
}

export async function messageAttempts(ctx: Ctx, input: { id: string }) {
  if (!(await messageById(ctx, input.id))) throw notFound('message')
  return { attempts: await attemptsOf(ctx, input.id) }
}

export async function replayMessages(ctx: Ctx, input: { ids: string[] }) {
  const replayed = await replay(ctx, input.ids)
  if (replayed === 0) throw refuse('message.nothing_to_replay')
  await emit(ctx, 'message.replayed', ctx.tenantId, { count: replayed })
  ctx.afterCommit(() => sendSoon(ctx.tenantId))
  return { replayed }
}
