import { type Ctx, memberOf } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { uuidv7 } from '#core/ids.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { zone } from '#modules/organization/index.ts'
import { boundsOf, endsByHand, isOverdue, ownKind } from './task.rule.ts'
import * as store from './task.store.ts'

export interface NewTask {
  ownerId: string
  /** Named after its room: `dunning.step`. A kind ending in `.todo` is ticked off by hand, any other by the room that made it. */
  kind: string
  /** Message key, worded by the apps with `params`. */
  titleKey: string
  params?: Record<string, unknown>
  dueAt?: string | null
  subjectType: string
  subjectId: string
  /** Path inside the apps. */
  link?: string | null
  /** The rule that made it; by default the first word of its kind. */
  sourceRule?: string | null
}

/** Gives a member something to do. Returns the task's id. */
export async function createTask(ctx: Ctx, task: NewTask): Promise<string> {
  const id = uuidv7()
  await store.insertTask(ctx, {
    ...task,
    id,
    params: task.params ?? {},
    dueAt: task.dueAt ?? null,
    link: task.link ?? null,
    sourceRule: sourceOf(task),
  })
  tell(ctx, [task.ownerId])
  return id
}

/** `dunning.step` was made by `dunning`. */
const sourceOf = (task: NewTask): string | null => (task.kind === ownKind ? null : (task.sourceRule ?? task.kind.split('.')[0] ?? null))

/** Ends open tasks about a record because what they asked for came about (`done`) or is no longer needed (`closed`). */
export async function closeTasks(
  ctx: Ctx,
  ended: { subjectId: string; kind?: string; ownerId?: string; state?: 'done' | 'closed' },
): Promise<number> {
  const owners = await store.endTasksOf(ctx, { kind: null, ownerId: null, state: 'closed', ...ended })
  tell(ctx, owners)
  return owners.length
}

/** A hint to the owners' browsers in this process; the others refetch when their own list is next looked at. */
function tell(ctx: Ctx, members: string[]): void {
  const { tenantId, services } = ctx
  if (members.length > 0) ctx.afterCommit(() => services.live.deliver({ tenantId, members, topics: ['tasks'] }))
}

const withMay = (ctx: Ctx, task: store.TaskRow) => ({
  ...task,
  overdue: isOverdue(task, ctx.now),
  may: { finish: task.state === 'open' && task.ownerId === ctx.actor.memberId && endsByHand(task.kind) },
})

export async function tasks(
  ctx: Ctx,
  input: { state: 'open' | 'ended'; due?: 'overdue' | 'today' | 'later' | undefined; cursor?: string | undefined; limit: number },
) {
  const me = memberOf(ctx)
  const cursor = fromCursor(input.cursor, 2)
  if (input.state === 'ended') {
    const rows = await store.endedTasks(ctx, me, cursor, input.limit + 1)
    const page = toPage(rows, input.limit, (row) => [row.endedAt, row.id])
    return { ...page, items: page.items.map((row) => withMay(ctx, row)) }
  }
  const now = ctx.now.toISOString()
  const { tomorrowStarts } = boundsOf(ctx.now, await zone(ctx))
  const range = { overdue: [null, now], today: [now, tomorrowStarts], later: [tomorrowStarts, null] } as const
  const [from, to] = input.due ? range[input.due] : [null, null]
  const rows = await store.openTasks(ctx, me, from, to, cursor, input.limit + 1)
  const page = toPage(rows, input.limit, store.openKey)
  return { ...page, items: page.items.map((row) => withMay(ctx, row)) }
}

export async function taskCounts(ctx: Ctx) {
  const { tomorrowStarts } = boundsOf(ctx.now, await zone(ctx))
  return await store.countTasks(ctx, memberOf(ctx), ctx.now.toISOString(), tomorrowStarts)
}

async function ownTask(ctx: Ctx, id: string): Promise<store.TaskRow> {
  const task = await store.taskRow(ctx, id)
  if (!task || task.ownerId !== memberOf(ctx)) throw notFound('task')
  return task
}

export async function createOwnTask(ctx: Ctx, input: { title: string; dueAt?: string | null }) {
  const me = memberOf(ctx)
  const id = await createTask(ctx, {
    ownerId: me,
    kind: ownKind,
    titleKey: 'task.own',
    params: { title: input.title },
    dueAt: input.dueAt ?? null,
    subjectType: 'member',
    subjectId: me,
  })
  return withMay(ctx, await ownTask(ctx, id))
}

export async function finishTask(ctx: Ctx, input: { id: string; outcome?: string | null }) {
  const task = await ownTask(ctx, input.id)
  if (task.state !== 'open') throw refuse('task.ended_already')
  if (!endsByHand(task.kind)) throw refuse('task.ends_by_itself')
  if (!(await store.endTask(ctx, task.id, 'done', input.outcome || null))) throw refuse('task.ended_already')
  tell(ctx, [task.ownerId])
  return withMay(ctx, await ownTask(ctx, task.id))
}
