// 消息发件箱: one event becomes a row per person and channel, in the transaction that takes the event off its queue.
import type { Ctx } from '#core/context.ts'
import type { Event } from '#core/events.ts'
import type { NoticeDraft } from '#core/notices.ts'
import { calendarOf, membersByIds } from '#modules/organization/index.ts'
import { sendSoon } from './adapter.actions.ts'
import { addressesOf } from './address.actions.ts'
import { type Channel, defaultMode, isGroup } from './channel.rule.ts'
import { type AddressRow, type ChannelRow, channelRows, type PushRow, pushRows } from './channel.store.ts'
import { choiceRows, hoursRows } from './choice.store.ts'
import { insertMessages, type NewMessage } from './outbox.store.ts'
import { hoursDefaults, whenToSend } from './schedule.rule.ts'

export const causeOf = (event: Pick<Event, 'id'>, message: string): string => `event:${event.id}:${message}`

/** Puts a notice into the outbox for everybody who wants it outside the app. The same event twice adds nothing. */
export async function putOut(ctx: Ctx, event: Event, draft: NoticeDraft): Promise<void> {
  const open = (await channelRows(ctx)).filter((row) => row.enabled)
  if (open.length === 0) return
  const active = (await membersByIds(ctx, [...new Set(draft.to)])).filter((member) => member.disabledAt === null).map((member) => member.id)
  const made = [...(await forPeople(ctx, event, draft, open, active)), ...forGroups(ctx, event, draft, open)]
  const fresh = await insertMessages(ctx, made)
  if (fresh.length > 0 && made.some((one) => one.state === 'waiting' && one.notBefore <= ctx.now.toISOString()))
    ctx.afterCommit(() => sendSoon(ctx.tenantId))
}

async function forPeople(ctx: Ctx, event: Event, draft: NoticeDraft, open: ChannelRow[], members: string[]): Promise<NewMessage[]> {
  const channels = open.map((row) => row.channel).filter((channel) => !isGroup(channel))
  if (channels.length === 0 || members.length === 0) return []
  const calendar = await calendarOf(ctx)
  const choices = await choiceRows(ctx, members, event.type)
  const hours = new Map((await hoursRows(ctx, members)).map((row) => [row.memberId, row]))
  const addresses = await addressesOf(ctx, members, channels)
  const browsers = await pushRows(ctx, members)
  const urgent = draft.urgent ?? false
  return members.flatMap((memberId) =>
    channels.flatMap((channel) => {
      if (!reachable(channel, memberId, addresses, browsers)) return []
      const choice = choices.find((one) => one.memberId === memberId && one.channel === channel)
      const mode = choice?.mode ?? defaultMode(channel, urgent)
      const when = whenToSend(mode, hours.get(memberId) ?? hoursDefaults, ctx.now, calendar)
      if (!when) return []
      return [
        {
          ...rowOf(event, draft),
          channel,
          recipient: memberId,
          memberId,
          state: when.state,
          notBefore: when.at.toISOString(),
        } satisfies NewMessage,
      ]
    }),
  )
}

function reachable(channel: Channel, memberId: string, addresses: AddressRow[], browsers: PushRow[]): boolean {
  if (channel === 'push') return browsers.some((one) => one.memberId === memberId)
  return addresses.some((one) => one.memberId === memberId && one.channel === channel)
}

/** A group hears of the kinds its company chose for it, at once. */
function forGroups(ctx: Ctx, event: Event, draft: NoticeDraft, open: ChannelRow[]): NewMessage[] {
  return open
    .filter((row) => isGroup(row.channel) && kindsOf(row.settings.kinds).includes(event.type))
    .map((row) => ({
      ...rowOf(event, draft),
      channel: row.channel,
      recipient: 'group',
      memberId: null,
      state: 'waiting',
      notBefore: ctx.now.toISOString(),
    }))
}

const rowOf = (event: Event, draft: NoticeDraft) => ({
  cause: causeOf(event, draft.message),
  address: null,
  eventType: event.type,
  message: draft.message,
  params: draft.params ?? {},
  link: draft.link ?? null,
  urgent: draft.urgent ?? false,
})

/** `approval.requested, receipt.recorded` as a list. */
export const kindsOf = (text: string | undefined): string[] => (text ?? '').split(/[,，、\s]+/).filter(Boolean)
