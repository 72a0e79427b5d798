// What a person reads of approvals: boxes, counts, one approval with its card.
import { type Ctx, memberOf } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { notFound } from '#core/refuse.ts'
import { woven } from './advance.rule.ts'
import { mayOf, maySee } from './approval.access.ts'
import {
  type Instance,
  loadInstance,
  newestOfSubject,
  type PersonRow,
  type TaskRow,
  viewAway,
  viewPeople,
  viewTasks,
} from './approval.store.ts'
import { type Box, countBoxes, listBox, viewSimilar } from './box.store.ts'
import { approveSteps, type Flow } from './flow.rule.ts'
import { type Away, openSteps, type StepState, standIn, taskFor } from './instance.rule.ts'
import { comingSteps } from './preview.rule.ts'
import { returnTargets } from './reducer.rule.ts'
import { labelOf, subjectOf } from './subject.actions.ts'

/** The member himself and everybody he stands in for now, delegates of delegates included. */
function principalsOf(memberId: string, away: Away): string[] {
  const found = new Set([memberId])
  for (let grew = true; grew; ) {
    grew = false
    for (const [absent, delegate] of Object.entries(away)) {
      if (delegate === null || !found.has(delegate) || found.has(absent)) continue
      found.add(absent)
      grew = true
    }
  }
  return [...found]
}

/** One page of a box of the acting member. */
export async function listApprovals(ctx: Ctx, input: { box: Box; cursor?: string; limit: number }) {
  const away = await viewAway(ctx)
  const me = memberOf(ctx)
  const found = await listBox(ctx, input.box, me, principalsOf(me, away), fromCursor(input.cursor, 2), input.limit + 1)
  const { items, next } = toPage(found, input.limit, (row) => [row.sortAt, row.id])
  const ids = items.map((one) => one.id)
  const tasks = await viewTasks(ctx, ids)
  const requesters = await viewPeople(ctx, [...new Set(items.map((one) => one.requesterId))])
  return { items: items.map((one) => rowOf(ctx, one, tasks, requesters, away)), next }
}

export async function countApprovals(ctx: Ctx): Promise<{ waiting: number; mine: number }> {
  const me = memberOf(ctx)
  return await countBoxes(ctx, me, principalsOf(me, await viewAway(ctx)))
}

/** One approval for a reader who takes part in it (or whose scope reaches it). Refuses 404 to everybody else. */
export async function approvalDetail(ctx: Ctx, input: { id: string }) {
  const one = await loadInstance(ctx, input.id)
  const away = await viewAway(ctx)
  if (!one || !maySee(ctx.actor, one, away)) throw notFound('approval')
  const coming = comingSteps(one.state, one.flow, ctx.now.toISOString())
  const logged = one.state.log.flatMap((entry) => [entry.memberId, entry.forId ?? null, ...(entry.toIds ?? [])])
  const stands = Object.values(away)
  const everybody = [...logged, ...stands, ...one.state.cc, one.requesterId, ...membersOf(one), ...coming.flatMap((step) => step.memberIds)]
  const tasks = await viewTasks(ctx, [one.id])
  const people = await viewPeople(ctx, [...new Set(everybody.filter((id) => id !== null))])
  const card = await subjectOf(one.subjectType).card(ctx, one.subjectId)
  const flow = woven(one.flow, one.state)
  return {
    ...rowOf(ctx, one, tasks, people, away),
    card,
    next: coming.map((step) => ({ label: stepLabel(flow, step.stepId), names: step.memberIds.map((id) => personOf(people, id).name) })),
    similar: await viewSimilar(ctx, one),
    needed: neededOf(ctx, one, away),
    steps: one.state.steps.map((step) => stepOf(one, step, tasks, people, away)),
    copied: one.state.cc.map((id) => personOf(people, id)),
    log: one.state.log.map((entry) => logOf(entry, flow, people)),
    why: { reason: one.reason, flowKey: one.flow.key, flowVersion: one.flow.version, facts: { ...one.state.facts } },
  }
}

const stepLabel = (flow: Flow, id: string) => labelOf(approveSteps(flow.steps).find((step) => step.id === id) ?? { id })

function logOf(entry: Instance['state']['log'][number], flow: Flow, people: PersonRow[]) {
  const { name, title } = entry.memberId ? personOf(people, entry.memberId) : { name: '', title: '' }
  const fields = approveSteps(flow.steps).find((step) => step.id === entry.stepId)?.fields ?? []
  return {
    at: entry.at,
    memberId: entry.memberId,
    name,
    title,
    act: entry.act,
    stepId: entry.stepId,
    note: entry.note,
    forName: entry.forId ? personOf(people, entry.forId).name : null,
    toNames: (entry.toIds ?? []).map((id) => personOf(people, id).name),
    toStep: entry.toStepId ? stepLabel(flow, entry.toStepId) : null,
    files: entry.files ?? [],
    form: fields.flatMap((field) => {
      const value = entry.form?.[field.key]
      return value === undefined || value === null ? [] : [{ label: field.label, type: field.type, value }]
    }),
  }
}

/** What the reader's own answer needs; null where nothing waits for him. */
function neededOf(ctx: Ctx, one: Instance, away: Away) {
  const mine = ctx.actor.memberId ? taskFor(one.state, ctx.actor.memberId, away) : undefined
  if (!mine) return null
  const flow = woven(one.flow, one.state)
  const step = approveSteps(flow.steps).find((each) => each.id === mine.step.id)
  return {
    note: step?.noteRequired ?? false,
    file: step?.fileRequired ?? false,
    fields: (step?.fields ?? []).map((field) => ({ ...field, options: [...(field.options ?? [])] })),
    returnTo: returnTargets(one.state, one.flow, mine.step.id).map((stepId) => ({ stepId, label: stepLabel(flow, stepId) })),
  }
}

/** Whether one of these turns still waits for the acting member. */
export async function isAskedIn(ctx: Ctx, id: string, turns: readonly string[]): Promise<boolean> {
  const one = await loadInstance(ctx, id)
  return one !== undefined && taskFor(one.state, memberOf(ctx), await viewAway(ctx), turns) !== undefined
}

/** What was said when it ended; what was said afterwards is none of it. */
export async function noteOfEnd(ctx: Ctx, id: string): Promise<string> {
  const one = await loadInstance(ctx, id)
  return one?.state.log.findLast((entry) => entry.act !== 'comment')?.note ?? ''
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

const membersOf = (one: Instance): string[] =>
  one.state.steps.flatMap((step) => step.tasks.flatMap((task) => [task.memberId, ...(task.by ? [task.by] : [])]))

function personOf(people: PersonRow[], id: string): PersonRow {
  return people.find((person) => person.id === id) ?? { id, name: '—', title: '' }
}

const rowFor = (one: Instance, tasks: TaskRow[], step: StepState, memberId: string): TaskRow | undefined =>
  tasks.find(
    (row) => row.approvalId === one.id && row.stepId === step.id && row.memberId === memberId && row.round === Math.max(step.pass, 1),
  )

function waitingOf(one: Instance, tasks: TaskRow[]): { waitingFor: PersonRow[]; waitingSince: string | null } {
  const rows = openSteps(one.state).flatMap((step) =>
    step.tasks.flatMap((task) => (task.status === 'open' ? (rowFor(one, tasks, step, task.memberId) ?? []) : [])),
  )
  const people = new Map(rows.map((row) => [row.memberId, { id: row.memberId, name: row.name, title: row.title }]))
  return { waitingFor: [...people.values()], waitingSince: rows.flatMap((row) => row.openedAt ?? []).sort()[0] ?? null }
}

function rowOf(ctx: Ctx, one: Instance, tasks: TaskRow[], people: PersonRow[], away: Away) {
  const me = ctx.actor.memberId
  const mine = one.state.steps.flatMap((step) => step.tasks).filter((task) => task.memberId === me || task.by === me)
  const needed = neededOf(ctx, one, away)
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
    myAnswer: needed ? ('open' as const) : (mine.at(-1)?.status ?? null),
    plain: needed !== null && !needed.note && !needed.file && needed.fields.every((field) => !field.required),
    version: one.version,
    may: mayOf(ctx.actor, one, away),
  }
}

function stepOf(one: Instance, step: StepState, tasks: TaskRow[], people: PersonRow[], away: Away) {
  const shown = { skipped: 'skipped', done: 'done', open: 'now', later: 'later' } as const
  const ended = one.status !== 'pending' && (step.state === 'open' || step.state === 'later')
  return {
    id: step.id,
    label: labelOf(step),
    mode: step.mode,
    votes: step.votes ?? null,
    dueAt: step.dueAt,
    skipped: step.state === 'skipped',
    state: ended ? ('stopped' as const) : shown[step.state],
    tasks: step.tasks.map((task) => {
      const { name, title } = personOf(people, task.memberId)
      const standInId = task.status === 'open' ? standIn(one.state, step, task.memberId, away) : (task.by ?? null)
      return {
        memberId: task.memberId,
        name,
        title,
        status: task.status,
        openedAt: rowFor(one, tasks, step, task.memberId)?.openedAt ?? null,
        at: task.at,
        note: task.note,
        auto: task.auto,
        standInName: standInId ? personOf(people, standInId).name : null,
      }
    }),
  }
}
