// 通知: what people are told in the app. Other channels join here.
import { bind, defineRoom } from '#core/room.ts'
import * as actions from './notification.actions.ts'
import { notificationContract } from './notification.contract.ts'
import { notificationsMessages } from './notifications.messages.ts'

export { codeBySms, deliver } from './notification.actions.ts'

const { notifications: list, notificationCount, readNotifications, notificationPreferences, setNotificationPreference } = actions

export const notifications = defineRoom({
  name: 'notifications',
  title: { zh: '通知', en: 'Notifications' },
  contract: notificationContract,
  actions: bind(notificationContract, {
    notifications: list,
    notificationCount,
    readNotifications,
    notificationPreferences,
    setNotificationPreference,
  }),
  tables: ['notification', 'notification_preference'],
  personal: { notification: ['params::jsonb'] },
  permissions: {},
  policies: [],
  events: {},
  reactions: {},
  notices: {},
  jobs: [],
  messages: notificationsMessages,
})
