import type { Messages } from '#core/messages.ts'

export const notificationsMessages: Messages = {
  zh: {
    'notification.unknown_kind': '没有 {kind} 这类通知。刷新设置页再试。',
    'notification.empty': '没有新消息。要处理的事会出现在这里。',
    'notification.read_all': '全部已读',
    'notification.sms.code': '验证码 {code}，5 分钟内有效。不要告诉任何人。',
    'notification.stands_in': '代 {name}',
  },
  en: {
    'notification.unknown_kind': 'There is no kind of notice called {kind}. Reload the settings.',
    'notification.empty': 'Nothing new. What needs you will appear here.',
    'notification.read_all': 'Mark all as read',
    'notification.sms.code': 'Your code is {code}, good for 5 minutes. Tell it to nobody.',
    'notification.stands_in': 'for {name}',
  },
}
