// Channels of the company, where its people are found in them, the delivery log, templates.
import { Id, Instant, line, May, optionalLine, PageQuery, page, route, Version, z } from '#core/contract.ts'
import { channels } from './channel.rule.ts'

const MANAGE = 'message.manage'
const ChannelName = z.enum(channels)
const Words = z.record(z.string().max(40), z.string().max(500))
const states = ['waiting', 'digest', 'sending', 'accepted', 'delivered', 'failed', 'unclear', 'withheld', 'merged'] as const
/** `stuck`: failed or unclear, so that a person has to look. */
const Asked = z.enum(['stuck', ...states])
const State = z.enum(states)

const Field = z.object({
  name: z.string(),
  secret: z.boolean(),
  optional: z.boolean(),
  kind: z.enum(['text', 'number', 'choice']),
  choices: z.array(z.string()),
})
export const ChannelView = z.object({
  channel: ChannelName,
  fields: z.array(Field),
  settings: z.record(z.string(), z.string()),
  /** Names of the secrets that are kept; what they are is never told. */
  secretsKept: z.array(z.string()),
  enabled: z.boolean(),
  version: Version,
  changedAt: Instant.nullable(),
  /** What the vendor's console asks for, where the vendor calls back. */
  callbackUrl: z.string().nullable(),
  /** Of the last seven days. */
  counts: z.record(z.string(), z.int()),
  /** Members who can be reached by it; null for a group. */
  reached: z.int().nullable(),
  may: May,
})

const LogRow = z.object({
  id: Id,
  channel: ChannelName,
  eventType: z.string(),
  message: z.string(),
  params: z.record(z.string(), z.unknown()),
  memberId: Id.nullable(),
  memberName: z.string().nullable(),
  state: State,
  reason: z.string().nullable(),
  outcome: z.string().nullable(),
  attempts: z.int(),
  notBefore: Instant,
  createdAt: Instant,
  acceptedAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  may: May,
})

const TemplateChannel = z.enum([...channels, 'all'])
const Locale = z.enum(['zh-CN', 'en'])
const Draft = z.object({
  message: z.string().max(120),
  channel: TemplateChannel,
  locale: Locale,
  subject: line(120),
  body: z.string().trim().min(1).max(2000),
  approvedAs: optionalLine(60),
})
const draftRefusals = ['template.unknown_message', 'template.unknown_place'] as const

export const channelContract = {
  channels: route('GET', '/message-channels', MANAGE, 'Ways out of the app: settings without secrets, and how they fare').output(
    z.object({ items: z.array(ChannelView) }),
  ),
  setChannel: route('PUT', '/message-channels/{channel}', MANAGE, 'Set a channel up; secrets that are left out stay as they are', [
    'channel.field_missing',
    'channel.field_wrong',
    'channel.field_unknown',
    'channel.changed_meanwhile',
  ])
    .input(z.object({ channel: ChannelName, settings: Words, secrets: Words, enabled: z.boolean(), version: Version }))
    .output(ChannelView),
  testChannel: route('POST', '/message-channels/{channel}/test', MANAGE, 'Send a test message to me, or to the group', [
    'channel.not_ready',
    'channel.no_address',
  ])
    .input(z.object({ channel: ChannelName }))
    .output(z.object({ messageId: Id })),
  channelAddresses: route('GET', '/channel-addresses', MANAGE, 'Where each member is found in each channel').output(
    z.object({
      items: z.array(z.object({ memberId: Id, name: z.string(), addresses: z.record(z.string(), z.string()), browsers: z.int() })),
    }),
  ),
  setChannelAddress: route('PUT', '/channel-addresses/{memberId}', MANAGE, 'Say where a member is found in a channel', [
    'channel.address_taken',
    'channel.address_wrong',
  ])
    .input(z.object({ memberId: Id, channel: ChannelName, address: optionalLine(200) }))
    .output(z.object({ ok: z.literal(true) })),
  messages: route('GET', '/messages', MANAGE, 'The delivery log, newest first')
    .input(PageQuery.extend({ state: Asked.optional(), channel: ChannelName.optional() }))
    .output(page(LogRow)),
  messageAttempts: route('GET', '/messages/{id}', MANAGE, 'Each attempt to hand a message over')
    .input(z.object({ id: Id }))
    .output(z.object({ attempts: z.array(z.object({ at: Instant, outcome: z.string(), detail: z.string() })) })),
  replayMessages: route('POST', '/messages/replay', MANAGE, 'Put failed and unclear messages back in line', ['message.nothing_to_replay'])
    .input(z.object({ ids: z.array(Id).min(1).max(200) }))
    .output(z.object({ replayed: z.int() })),
  stopMessages: route('POST', '/messages/{id}/stop', MANAGE, 'No more messages to this customer in this channel', [
    'message.not_to_customer',
  ])
    .input(z.object({ id: Id }))
    .output(z.object({ ok: z.literal(true) })),
  templates: route('GET', '/message-templates', MANAGE, 'What each message says, and what the company made of it').output(
    z.object({
      items: z.array(
        z.object({
          message: z.string(),
          room: z.string(),
          standard: z.object({ zh: z.string(), en: z.string() }),
          places: z.array(z.string()),
          own: z.array(
            z.object({
              channel: TemplateChannel,
              locale: Locale,
              subject: z.string(),
              body: z.string(),
              approvedAs: z.string().nullable(),
              version: Version,
            }),
          ),
        }),
      ),
    }),
  ),
  setTemplate: route('PUT', '/message-templates/{message}', MANAGE, 'The company’s own words for a message', [
    ...draftRefusals,
    'template.changed_meanwhile',
  ])
    .input(Draft.extend({ version: Version }))
    .output(z.object({ ok: z.literal(true) })),
  dropTemplate: route('DELETE', '/message-templates/{message}', MANAGE, 'Back to the standard words', ['template.unknown_message'])
    .input(Draft.pick({ message: true, channel: true, locale: true }))
    .output(z.object({ ok: z.literal(true) })),
  previewTemplate: route('POST', '/message-templates/{message}/preview', MANAGE, 'The words as a reader sees them, filled with samples', [
    ...draftRefusals,
  ])
    .input(Draft)
    .output(
      z.object({
        subject: z.string(),
        body: z.string(),
        /** As it leaves by SMS: with the signature, a link, and how many parts are paid. */
        sms: z.object({ text: z.string(), letters: z.int(), parts: z.int() }).nullable(),
      }),
    ),
}
