// What a person reads of approvals: boxes, counts, one approval with its card.
import { type Ctx, memberOf } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { notFound } from '#core/refuse.ts'
import { mayOf, maySee } from './approval.access.ts'
import {
  type Box,
  countBoxes,
  type Instance,
  listBox,
  loadInstance,
  newestOfSubject,
  type PersonRow,
  type TaskRow,
  viewPeople,
  viewTasks,
} from './approval.store.ts'
import type { StepState } from './flow.rule.ts'
import { subjectOf } from './subject.actions.ts'

/** One page of a box of the acting member. */
export async function listApprovals(ctx: Ctx, input: { box: Box; cursor?: string; limit: number }) {
  const found = await listBox(ctx, input.box, memberOf(ctx), fromCursor(input.cursor, 2), input.limit + 1)
  const { items, next } = toPage(found, input.limit, (row) => [row.sortAt, row.id])
  const tasks = await viewTasks(
    ctx,
    items.map((one) => one.id),
  )
  const requesters = await viewPeople(ctx, [...new Set(items.map((one) => one.requesterId))])
  return { items: items.map((one) => rowOf(ctx, one, tasks, requesters)), next }
}

export const countApprovals = (ctx: Ctx): Promise<{ waiting: number; mine: number }> => countBoxes(ctx, memberOf(ctx))

/** One approval for a reader who takes part in it (or whose scope reaches it). Refuses 404 to everybody else. */
export async function approvalDetail(ctx: Ctx, input: { id: string }) {
  const one = await loadInstance(ctx, input.id)
  if (!one || !maySee(ctx.actor, one)) throw notFound('approval')
  const everybody = [...one.state.log.map((entry) => entry.memberId), ...one.state.cc, one.requesterId, ...membersOf(one)]
  const tasks = await viewTasks(ctx, [one.id])
  const people = await viewPeople(ctx, [...new Set(everybody)])
  const card = await subjectOf(one.subjectType).card(ctx, one.subjectId)
  return {
    ...rowOf(ctx, one, tasks, people),
    round: one.state.round,
    card,
    steps: one.state.steps.map((step, index) => stepOf(one, step, index, tasks, people)),
    copied: one.state.cc.map((id) => personOf(people, id)),
    log: one.state.log.map((entry) => {
      const { name, title } = personOf(people, entry.memberId)
      return { at: entry.at, memberId: entry.memberId, name, title, act: entry.act, stepId: entry.stepId, note: entry.note }
    }),
    why: { reason: one.reason, flowKey: one.flow.key, flowVersion: one.flow.version, facts: { ...one.state.facts } },
  }
}

/** The newest approval of a record, for its own room; null when it never had one. */
export async function approvalOf(
  ctx: Ctx,
  subjectId: string,
): Promise<{ id: string; status: Instance['status']; waitingFor: PersonRow[]; waitingSince: string | null } | null> {
  const one = await newestOfSubject(ctx, subjectId)
  if (!one) return null
  const tasks = await viewTasks(ctx, [one.id])
  return { id: one.id, status: one.status, ...waitingOf(one, tasks) }
}

const membersOf = (one: Instance): string[] => one.state.steps.flatMap((step) => step.tasks.map((task) => task.memberId))

function personOf(people: PersonRow[], id: string): PersonRow {
  return people.find((person) => person.id === id) ?? { id, name: '—', title: '' }
}

function waitingOf(one: Instance, tasks: TaskRow[]): { waitingFor: PersonRow[]; waitingSince: string | null } {
  const step = one.status === 'pending' ? one.state.steps[one.state.stepIndex] : undefined
  const open = step?.tasks.filter((task) => task.status === 'open').map((task) => task.memberId) ?? []
  const rows = tasks.filter(
    (row) => row.approvalId === one.id && row.round === one.state.round && row.stepId === step?.id && open.includes(row.memberId),
  )
  return {
    waitingFor: rows.map((row) => ({ id: row.memberId, name: row.name, title: row.title })),
    waitingSince: rows.flatMap((row) => row.openedAt ?? []).sort()[0] ?? null,
  }
}

function rowOf(ctx: Ctx, one: Instance, tasks: TaskRow[], people: PersonRow[]) {
  const mine = one.state.steps.flatMap((step) => step.tasks).filter((task) => task.memberId === ctx.actor.memberId)
  return {
    id: one.id,
    subjectType: one.subjectType,
    subjectId: one.subjectId,
    number: one.number,
    title: one.title,
    amountFen: one.amountFen,
    reason: one.reason,
    status: one.status,
    requesterId: one.requesterId,
    requesterName: personOf(people, one.requesterId).name,
    requestedAt: one.requestedAt,
    decidedAt: one.decidedAt,
    ...waitingOf(one, tasks),
    myAnswer: (mine.find((task) => task.status === 'open') ?? mine.at(-1))?.status ?? null,
    version: one.version,
    may: mayOf(ctx.actor, one),
  }
}

function stepOf(one: Instance, step: StepState, index: number, tasks: TaskRow[], people: PersonRow[]) {
  const openedAt = (memberId: string) =>
    tasks.find((row) => row.round === one.state.round && row.stepId === step.id && row.memberId === memberId)?.openedAt ?? null
  const stopped = one.status !== 'pending' && one.status !== 'approved'
  const state = step.skipped
    ? ('skipped' as const)
    : index < one.state.stepIndex || one.status === 'approved'
      ? ('done' as const)
      : stopped
        ? ('stopped' as const)
        : index === one.state.stepIndex
          ? ('now' as const)
          : ('later' as const)
  return {
    id: step.id,
    label: { key: `approval.step.${step.id}`, params: {} },
    mode: step.mode,
    skipped: step.skipped,
    state,
    tasks: step.tasks.map((task) => {
      const { name, title } = personOf(people, task.memberId)
      return {
        memberId: task.memberId,
        name,
        title,
        status: task.status,
        openedAt: openedAt(task.memberId),
        at: task.at,
        note: task.note,
        auto: task.auto,
      }
    }),
  }
}
