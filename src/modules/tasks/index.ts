// 待办: what a person has to do, of every room.
import { bind, defineRoom } from '#core/room.ts'
import { calendarFeedState, dropCalendarFeed, makeCalendarFeed } from './calendar-feed.actions.ts'
import { createOwnTask, finishTask, taskCounts, tasks as taskList } from './task.actions.ts'
import { taskContract } from './task.contract.ts'
import { dropFeed, passTasks, taskHoldings } from './task.store.ts'
import { tasksMessages } from './tasks.messages.ts'

export { calendarFeed } from './calendar-feed.actions.ts'
export { closeTasks, createTask, type NewTask } from './task.actions.ts'

export const tasks = defineRoom({
  name: 'tasks',
  title: { zh: '待办', en: 'Tasks' },
  contract: taskContract,
  actions: bind(taskContract, {
    tasks: taskList,
    taskCounts,
    createOwnTask,
    finishTask,
    calendarFeedState,
    makeCalendarFeed,
    dropCalendarFeed,
  }),
  tables: ['task', 'calendar_feed'],
  erasePerson: async (ctx, person) => {
    if (person.type === 'member') await dropFeed(ctx, person.id)
    return 0
  },
  personal: { task: ['params::jsonb', 'outcome'] },
  permissions: {},
  policies: [],
  events: {},
  reactions: {},
  notices: {},
  jobs: [],
  messages: tasksMessages,
  handOver: async (ctx, from, to) => void (await passTasks(ctx, from, to)),
  holdings: taskHoldings,
})
