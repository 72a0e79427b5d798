// My tasks, from every room. The app words `titleKey` with `params`.
import { Id, Instant, line, May, MEMBER, optionalLine, PageQuery, page, route, Version, z } from '#core/contract.ts'

export const Task = z.object({
  id: Id,
  kind: z.string(),
  titleKey: z.string(),
  params: z.record(z.string(), z.unknown()),
  dueAt: Instant.nullable(),
  overdue: z.boolean(),
  subjectType: z.string(),
  subjectId: Id,
  link: z.string().nullable(),
  /** closed: what it asked for has come about elsewhere, or is no longer needed. */
  state: z.enum(['open', 'done', 'closed']),
  ownerId: Id,
  ownerName: z.string(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
  version: Version,
  /** What it came to, in the owner's words. */
  outcome: z.string().nullable(),
  /** The rule that made it; null for one's own note. */
  sourceRule: z.string().nullable(),
  may: May,
})

export const taskContract = {
  tasks: route('GET', '/tasks', MEMBER, 'My tasks: open ones by due date, ended ones newest first')
    .input(PageQuery.extend({ state: z.enum(['open', 'ended']).default('open'), due: z.enum(['overdue', 'today', 'later']).optional() }))
    .output(page(Task)),
  taskCounts: route('GET', '/tasks/counts', MEMBER, 'How many of my tasks are open, overdue, due today').output(
    z.object({ open: z.int(), overdue: z.int(), today: z.int() }),
  ),
  createOwnTask: route('POST', '/tasks', MEMBER, 'Note a task for myself')
    .input(z.object({ title: line(120), dueAt: Instant.nullish() }))
    .output(Task),
  finishTask: route('POST', '/tasks/{id}/done', MEMBER, 'Tick a task off', ['task.ended_already', 'task.ends_by_itself'])
    .input(z.object({ id: Id, outcome: optionalLine(500) }))
    .output(Task),
  calendarFeedState: route('GET', '/calendar-feed', MEMBER, 'Whether my tasks can be read by a calendar').output(
    z.object({ active: z.boolean(), createdAt: Instant.nullable(), readAt: Instant.nullable() }),
  ),
  makeCalendarFeed: route('POST', '/calendar-feed', MEMBER, 'A new secret address for my calendar; the one before stops working', [], {
    toldOnce: ['url'],
  }).output(z.object({ url: z.string().nullable() })),
  dropCalendarFeed: route('DELETE', '/calendar-feed', MEMBER, 'No calendar reads my tasks any more').output(
    z.object({ ok: z.literal(true) }),
  ),
}
