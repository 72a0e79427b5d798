// 通知: what people are told, in the app and, through the outbox, outside of it.
import { bind, defineRoom } from '#core/room.ts'
import * as channelActions from './channel.actions.ts'
import { channelContract } from './channel.contract.ts'
import * as choice from './choice.actions.ts'
import { choiceContract } from './choice.contract.ts'
import { stopMessages } from './customer.actions.ts'
import { messageJobs } from './message.job.ts'
import { customerMessagePolicy } from './message.policy.ts'
import { messagesMessages } from './messages.messages.ts'
import * as actions from './notification.actions.ts'
import { notificationContract } from './notification.contract.ts'
import { notificationsDemo } from './notifications.demo.ts'
import { notificationsMessages } from './notifications.messages.ts'
import { eraseRecipient, exportRecipient } from './person.store.ts'
import * as template from './template.actions.ts'

export {
  actionsFor,
  apart,
  type Button,
  type ChannelAdapter,
  channelAdapter,
  type Outgoing,
  type Sent,
  type Setup,
  sayFor,
  sendSoon,
} from './adapter.actions.ts'
export type { Channel } from './channel.rule.ts'
export { memberAt } from './channel.store.ts'
export { messageCustomer, optOut, readOptOut } from './customer.actions.ts'
export type { Trouble } from './limiter.rule.ts'
export { codeBySms, deliver } from './notification.actions.ts'
export { insertMessages, type MessageRow, markDelivered, messageById } from './outbox.store.ts'
export { pushKey } from './push-key.actions.ts'
export { setupOf } from './send.actions.ts'
export { smsText } from './sms.rule.ts'
export { fillOf } from './wording.rule.ts'

const contract = { ...notificationContract, ...channelContract, ...choiceContract }
const { channels, setChannel, testChannel, channelAddresses, setChannelAddress, messages, messageAttempts, replayMessages } = channelActions
const { notifications: list, notificationCount, readNotifications, notificationPreferences, setNotificationPreference } = actions
const { templates, setTemplate, dropTemplate, previewTemplate } = template

export const notifications = defineRoom({
  name: 'notifications',
  title: { zh: '通知', en: 'Notifications' },
  contract,
  actions: bind(contract, {
    notifications: list,
    notificationCount,
    readNotifications,
    notificationPreferences,
    setNotificationPreference,
    channels,
    setChannel,
    testChannel,
    channelAddresses,
    setChannelAddress,
    messages,
    messageAttempts,
    replayMessages,
    stopMessages,
    templates,
    setTemplate,
    dropTemplate,
    previewTemplate,
    ...choice,
  }),
  tables: [
    'notification',
    'notification_preference',
    'channel_setting',
    'channel_address',
    'push_subscription',
    'message_choice',
    'message_hours',
    'message',
    'message_attempt',
    'message_template',
    'message_opt_out',
  ],
  exportPerson: exportRecipient,
  erasePerson: eraseRecipient,
  personal: { notification: ['params::jsonb'], message: ['params::jsonb', 'address'] },
  permissions: {
    'message.manage': { zh: '管理消息渠道、模板与发送记录', en: 'Manage message channels, templates and the delivery log', standard: {} },
  },
  policies: [customerMessagePolicy],
  events: {
    'channel.changed': { when: 'A way out of the app is set up, changed or switched off.' },
    'channel.address_changed': { when: 'Where a member is found in a channel changes.' },
    'template.changed': { when: 'The company words a message itself, or goes back to the standard.' },
    'message.stopped': { when: 'A customer wants no more messages in a channel; somebody wrote it down.' },
    'message.replayed': { when: 'Messages that failed are put back in line.' },
  },
  reactions: {},
  notices: {},
  jobs: messageJobs,
  demo: notificationsDemo,
  messages: { zh: { ...notificationsMessages.zh, ...messagesMessages.zh }, en: { ...notificationsMessages.en, ...messagesMessages.en } },
})
