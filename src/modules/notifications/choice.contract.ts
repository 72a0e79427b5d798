// What I want to be told outside the app, how and when.
import { Id, line, MEMBER, optionalLine, route, z } from '#core/contract.ts'
import { channels } from './channel.rule.ts'

const ChannelName = z.enum(channels)
const Mode = z.enum(['now', 'digest', 'off'])
const Words = z.object({ zh: z.string(), en: z.string() })
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const Hours = z.object({ quietFrom: Time, quietTo: Time, workingDays: z.boolean(), digestAt: Time })
const OK = z.object({ ok: z.literal(true) })

export const choiceContract = {
  messageChoices: route('GET', '/message-choices', MEMBER, 'Which channels reach me, what I want by each, my quiet hours').output(
    z.object({
      /** Channels the company has switched on. `reached`: I can be found there. */
      channels: z.array(z.object({ channel: ChannelName, reached: z.boolean() })),
      kinds: z.array(
        z.object({
          eventType: z.string(),
          title: Words,
          room: z.string(),
          roomTitle: Words,
          inApp: z.boolean(),
          modes: z.record(z.string(), Mode),
        }),
      ),
      hours: Hours,
      email: z.string().nullable(),
      push: z.object({ publicKey: z.string().nullable(), browsers: z.array(z.object({ id: Id, device: z.string() })) }),
    }),
  ),
  setMessageChoice: route('PUT', '/message-choices/{eventType}', MEMBER, 'How one kind of message reaches me in one channel', [
    'notification.unknown_kind',
  ])
    .input(z.object({ eventType: z.string().max(80), channel: ChannelName, mode: Mode }))
    .output(OK),
  setMessageHours: route('PUT', '/message-hours', MEMBER, 'My quiet hours and the time of my digest').input(Hours).output(OK),
  setMyEmail: route('PUT', '/my-email', MEMBER, 'The e-mail address at which I want to be told', [
    'channel.address_taken',
    'channel.address_wrong',
  ])
    .input(z.object({ email: optionalLine(200) }))
    .output(OK),
  addPushBrowser: route('POST', '/push-browsers', MEMBER, 'Let this browser take pushes', ['push.endpoint_wrong'])
    .input(z.object({ endpoint: line(1000), p256dh: line(200), auth: line(100), device: optionalLine(120) }))
    .output(z.object({ id: Id })),
  dropPushBrowser: route('DELETE', '/push-browsers/{id}', MEMBER, 'No more pushes to a browser')
    .input(z.object({ id: Id }))
    .output(OK),
}
