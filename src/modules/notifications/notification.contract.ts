// What I was told. The app words `message` with `params` in its own language.
import { Id, Instant, MEMBER, PageQuery, page, QueryFlag, route, z } from '#core/contract.ts'

const Words = z.object({ zh: z.string(), en: z.string() })

export const Notification = z.object({
  id: Id,
  eventType: z.string(),
  /** Message key, such as `notice.lead.assigned`. */
  message: z.string(),
  params: z.record(z.string(), z.unknown()),
  /** Path inside the apps, or null. */
  link: z.string().nullable(),
  /** Something can still be done about it. */
  urgent: z.boolean(),
  at: Instant,
  readAt: Instant.nullable(),
})

export const notificationContract = {
  notifications: route('GET', '/notifications', MEMBER, 'What I was told, newest first')
    .input(PageQuery.extend({ unread: QueryFlag.optional() }))
    .output(page(Notification)),
  notificationCount: route('GET', '/notifications/count', MEMBER, 'How many I have not read, and how many of these are urgent').output(
    z.object({ unread: z.int(), urgent: z.int() }),
  ),
  readNotifications: route('POST', '/notifications/read', MEMBER, 'Mark as read: these, or all up to now')
    .input(z.object({ ids: z.array(Id).max(200).optional(), all: z.literal(true).optional() }))
    .output(z.object({ read: z.int() })),
  notificationPreferences: route('GET', '/notification-preferences', MEMBER, 'Which kinds of notices I want').output(
    z.object({ items: z.array(z.object({ eventType: z.string(), title: Words, room: z.string(), roomTitle: Words, inApp: z.boolean() })) }),
  ),
  setNotificationPreference: route(
    'PUT',
    '/notification-preferences/{eventType}',
    MEMBER,
    'Turn a kind of notice on or off; urgent ones always come',
    ['notification.unknown_kind'],
  )
    .input(z.object({ eventType: z.string().max(80), inApp: z.boolean() }))
    .output(z.object({ ok: z.literal(true) })),
}
