import { bilingual } from '#shared/bilingual.ts'

export const noticeScreenMessages = bilingual({
  'notices.title': ['通知', 'Notices'],
  'notices.settings': ['消息设置', 'Message settings'],
  'notices.readAll': ['全部标为已读', 'Mark all as read'],
  'notices.none': ['没有通知。', 'No notices.'],
  'notices.none.body': ['要你做的事会出现在这里。', 'What concerns you shows up here.'],
  'tasks.title': ['待办', 'Tasks'],
  'tasks.done': ['做完了', 'Done'],
  'tasks.none': ['没有待办。', 'No tasks.'],
  'tasks.none.body': ['到期要做的事会出现在这里。', 'What falls due shows up here.'],
  'tasks.overdue': ['已超期', 'overdue'],
})
