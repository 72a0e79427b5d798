import type { Messages } from '#core/messages.ts'

export const tasksMessages: Messages = {
  zh: {
    'task.own': '{title}',
    'task.ended_already': '这条待办已经完成或关闭。刷新看最新的。',
    'task.ends_by_itself': '做完要做的事，这条待办会自己完成。点开去做。',
    'task.calendar': '外勤闭环待办',
    'task.empty': '今天没有待办。新的会出现在这里。',
  },
  en: {
    'task.own': '{title}',
    'task.ended_already': 'This task has ended already. Reload to see the newest.',
    'task.ends_by_itself': 'It ends by itself when what it asks for is done. Open it and do it.',
    'task.calendar': 'Fieldloop tasks',
    'task.empty': 'No tasks today. New ones will appear here.',
  },
}
