// Asking, answering, withdrawing. The reducer says what follows; here it is written, told and, at the end, handed to the subject's room.
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { calendarOf } from '#modules/organization/index.ts'
import { closeTasks, createTask } from '#modules/tasks/index.ts'
import { maySee } from './approval.access.ts'
import type { Words } from './approval.contract.ts'
import {
  type Instance,
  insertCopies,
  insertInstance,
  lockInstance,
  lockRunningOf,
  markReminded,
  newestOfSubject,
  saveState,
  viewAway,
  viewDirectory,
  viewPeople,
} from './approval.store.ts'
import { approvalDetail } from './approval-view.actions.ts'
import type { Facts } from './condition.rule.ts'
import { approveSteps, type Flow } from './flow.rule.ts'
import {
  type Away,
  type FlowEffect,
  type FlowEvent,
  type FlowInstance,
  type FlowResult,
  openSteps,
  openTasks,
  standIn,
  turnOf,
} from './instance.rule.ts'
import { reduceFlow } from './reducer.rule.ts'
import { bindOwner, flowInForce, nameOfStep, subjectOf } from './subject.actions.ts'

export interface ApprovalRequest {
  subjectType: string
  subjectId: string
  /** Why an approval is needed, in words. */
  reason: Words
  facts?: Facts
  /** Who holds the record: his manager is the first to be asked, where the flow says so. */
  ownerId: string
  note?: string | null
  /** Replaces the subject's default flow (the tenant's own version still wins). */
  flow?: Flow
}

/**
 * Starts an approval of the acting member. Returns its id and status: `approved` at once where no step applies (then `decided` has run).
 * Refuses approval.no_approver and approval.already_running.
 */
export async function requestApproval(
  ctx: Ctx,
  request: ApprovalRequest,
): Promise<{ approvalId: string; status: FlowInstance['status']; waitingFor: string[] }> {
  const subject = subjectOf(request.subjectType)
  const before = await newestOfSubject(ctx, request.subjectId)
  if (before?.status === 'pending') throw refuse('approval.already_running')
  const flow = bindOwner(await flowInForce(ctx, request.flow ?? (await subject.flow(ctx))), request.ownerId)
  const facts = request.facts ?? (await subject.facts?.(ctx, request.subjectId)) ?? {}
  const now = ctx.now.toISOString()
  const requesterId = memberOf(ctx)
  const directory = await viewDirectory(ctx)
  const calendar = flow.clock === 'working' ? await calendarOf(ctx) : undefined
  const start: FlowEvent = { kind: 'start', memberId: requesterId, at: now, facts, directory, calendar, note: request.note ?? '' }
  // A record that was turned down and submitted again is a new approval: the old one keeps its own story.
  const result = reduceFlow(null, start, flow)
  if (!result.ok) throw refusal(ctx, flow, result)
  const card = await subject.card(ctx, request.subjectId)
  const one: Instance = {
    id: uuidv7(),
    subjectType: request.subjectType,
    subjectId: request.subjectId,
    number: card.number,
    title: card.title,
    amountFen: card.amountFen,
    reason: request.reason,
    flow,
    state: result.instance,
    status: result.instance.status,
    requesterId,
    ownerId: request.ownerId,
    requestedAt: now,
    decidedAt: result.instance.status === 'pending' ? null : now,
    remindedAt: null,
    print: (await subject.print?.(ctx, request.subjectId)) ?? null,
    version: 1,
  }
  await insertInstance(ctx, one, card)
  const asked = await whoAsked(ctx, one, result.effects)
  await emit(ctx, 'approval.requested', one.id, { ...told(one), ...asked, requesterName: ctx.actor.name })
  await follow(ctx, one, result.effects, request.note ?? '')
  return { approvalId: one.id, status: one.status, waitingFor: openTasks(one.state).map((task) => task.memberId) }
}

/** Never what somebody said: events stay for ever, and a notice reads it in the approval's log, where it can be erased. */
export const told = (one: Instance) => ({
  subjectType: one.subjectType,
  subjectId: one.subjectId,
  number: one.number,
  title: one.title,
  amountFen: one.amountFen,
  requesterId: one.requesterId,
})

/** Those asked now, who stands in for whom because they are away, and the turns they are asked in. */
export async function whoAsked(
  ctx: Ctx,
  one: Instance,
  effects: FlowEffect[],
  away?: Away,
): Promise<{ asked: string[]; standIns: string[]; standFor: Record<string, string[]>; turns: string[] }> {
  const asks = effects.flatMap((effect) => (effect.kind === 'ask' ? [effect] : []))
  if (asks.length === 0) return { asked: [], standIns: [], standFor: {}, turns: [] }
  const absent = away ?? (await viewAway(ctx))
  const places = asks.flatMap(({ memberId, stepId }) => {
    const step = one.state.steps.find((state) => state.id === stepId)
    const standInId = step ? standIn(one.state, step, memberId, absent) : null
    return standInId === null ? [] : [{ standInId, memberId }]
  })
  const standFor = placesOf(places)
  const turns = openSteps(one.state)
    .filter((step) => asks.some((ask) => ask.stepId === step.id))
    .map(turnOf)
  return { asked: [...new Set(asks.map((ask) => ask.memberId))], standIns: Object.keys(standFor), standFor, turns }
}

/** In whose place each stand-in is told. */
function placesOf(places: { standInId: string; memberId: string }[]): Record<string, string[]> {
  const byStandIn = Map.groupBy(places, (place) => place.standInId)
  return Object.fromEntries([...byStandIn].map(([standInId, of]) => [standInId, [...new Set(of.map((place) => place.memberId))]]))
}

/** Tasks for those asked, none for those no longer needed, and at the end the subject's room decides what it means. */
export async function follow(ctx: Ctx, one: Instance, effects: FlowEffect[], note: string): Promise<void> {
  for (const effect of effects)
    if (effect.kind === 'not_needed') await closeTasks(ctx, { subjectId: one.id, kind: 'approval', ownerId: effect.memberId })
  const { asked, standIns } = await whoAsked(ctx, one, effects)
  for (const memberId of [...asked, ...standIns]) await giveTask(ctx, one, memberId)
  const copied = [...new Set(effects.flatMap((effect) => (effect.kind === 'cc' ? [effect.memberId] : [])))]
  await insertCopies(ctx, one.id, copied)
  const end = effects.find((effect) => effect.kind === 'decided')
  if (copied.length > 0) await emit(ctx, 'approval.copied', one.id, { ...told(one), copied, status: one.status })
  if (!end) return
  await closeTasks(ctx, { subjectId: one.id, kind: 'approval' })
  await emit(ctx, 'approval.decided', one.id, { ...told(one), status: end.status, byName: ctx.actor.name, copied })
  await subjectOf(one.subjectType).decided(ctx, one.subjectId, { status: end.status, approvalId: one.id, by: ctx.actor.memberId, note })
}

export async function giveTask(ctx: Ctx, one: Instance, ownerId: string): Promise<void> {
  const about = { subjectType: 'approval', subjectId: one.id, link: `/approvals/${one.id}` }
  await createTask(ctx, {
    ownerId,
    kind: 'approval',
    titleKey: 'task.approval',
    params: { number: one.number, title: one.title },
    ...about,
  })
}

export function refusal(
  ctx: Ctx,
  flow: Flow,
  { code, stepId, field }: Extract<FlowResult, { ok: false }>,
  params: Record<string, unknown> = {},
) {
  const step = approveSteps(flow.steps).find((one) => one.id === stepId)
  const filled = ['approval.reason_needed', 'approval.note_needed', 'approval.file_needed', 'approval.field_needed'].includes(code)
  return refuse(code, { step: nameOfStep(ctx, step ?? { id: stepId ?? '' }), field: field ?? '', ...params }, filled ? 422 : 409)
}

/** The approval, locked, if the actor may see it; a stranger's is a missing one. */
export async function held(ctx: Ctx, id: string): Promise<{ one: Instance; away: Away }> {
  const one = await lockInstance(ctx, id)
  const away = await viewAway(ctx)
  if (!one || !maySee(ctx.actor, one, away)) throw notFound('approval')
  return { one, away }
}

/** What the event makes of it, written; the instance in hand is the new one. */
export async function apply(ctx: Ctx, one: Instance, event: FlowEvent): Promise<FlowEffect[]> {
  const calendar = one.flow.clock === 'working' ? await calendarOf(ctx) : undefined
  const result = reduceFlow(one.state, { ...event, calendar }, one.flow)
  if (!result.ok) throw refusal(ctx, one.flow, result, await whoInstead(ctx, one))
  one.state = result.instance
  one.status = result.instance.status
  await saveState(ctx, one.id, result.instance)
  return result.effects
}

/** Names for the sentence of a refusal: whom it waits for, who submitted it. */
async function whoInstead(ctx: Ctx, one: Instance): Promise<{ waitingFor: string; requester: string }> {
  const open = openTasks(one.state).map((task) => task.memberId)
  const people = await viewPeople(ctx, [...open, one.requesterId])
  const name = (id: string) => people.find((person) => person.id === id)?.name ?? '—'
  return { waitingFor: open.map(name).join('、') || '—', requester: name(one.requesterId) }
}

export async function comment(ctx: Ctx, input: { id: string; note: string }) {
  const { one } = await held(ctx, input.id)
  await apply(ctx, one, { kind: 'comment', memberId: memberOf(ctx), at: ctx.now.toISOString(), note: input.note })
  const party = [one.requesterId, ...one.state.steps.flatMap((step) => step.tasks.map((task) => task.memberId))]
  const others = [...new Set(party)].filter((id) => id !== ctx.actor.memberId)
  await emit(ctx, 'approval.commented', one.id, { ...told(one), entry: one.state.log.length - 1, byName: ctx.actor.name, others })
  return await approvalDetail(ctx, { id: one.id })
}

export async function withdraw(ctx: Ctx, input: { id: string; note?: string | null }) {
  await withdrawApproval(ctx, input.id, input.note ?? '')
  return await approvalDetail(ctx, { id: input.id })
}

/** Takes a running approval back; only who started it can. The subject's `decided` runs with `withdrawn`. */
export async function withdrawApproval(ctx: Ctx, id: string, note = ''): Promise<void> {
  const { one } = await held(ctx, id)
  await close(ctx, one, { kind: 'withdraw', memberId: memberOf(ctx), at: ctx.now.toISOString(), note }, note)
}

/**
 * The record changed: what was asked for is not what stands there any more. The room calls it before it writes, so that an answer and
 * a change meet at the approval and never wait for each other. Nothing happens where none runs.
 */
export async function voidApproval(ctx: Ctx, subjectId: string, note = ''): Promise<void> {
  const one = await lockRunningOf(ctx, subjectId)
  if (one) await close(ctx, one, { kind: 'void', memberId: ctx.actor.memberId, at: ctx.now.toISOString(), note }, note)
}

async function close(ctx: Ctx, one: Instance, event: FlowEvent & { kind: 'withdraw' | 'void' }, note: string): Promise<void> {
  const noLonger = openTasks(one.state).map((task) => task.memberId)
  const effects = await apply(ctx, one, event)
  const said = { answer: event.kind, byName: ctx.actor.name, asked: [], noLonger }
  await emit(ctx, 'approval.answered', one.id, { ...told(one), ...said })
  await follow(ctx, one, effects, note)
}

/** Whether the record is still what was submitted; where it is not, the approval is void. True: it was voided now. */
export async function voidedByChange(ctx: Ctx, one: Instance): Promise<boolean> {
  if (one.print === null || one.status !== 'pending') return false
  const now = await subjectOf(one.subjectType).print?.(ctx, one.subjectId)
  if (now === one.print) return false
  await close(ctx, one, { kind: 'void', memberId: null, at: ctx.now.toISOString(), note: '' }, '')
  return true
}

const REMIND_AGAIN_MS = 4 * 3_600_000

/** Tells those it waits for again; at most every four hours. Returns their names. */
export async function remind(ctx: Ctx, input: { id: string }): Promise<{ reminded: string[] }> {
  const { one, away } = await held(ctx, input.id)
  if (one.status !== 'pending') throw refuse('approval.not_running')
  const ago = one.remindedAt === null ? REMIND_AGAIN_MS : ctx.now.getTime() - Date.parse(one.remindedAt)
  if (ago < REMIND_AGAIN_MS) {
    const left = (REMIND_AGAIN_MS - ago) / 3_600_000
    throw refuse('approval.reminded_already', { minutes: Math.floor(ago / 60_000), left: left.toFixed(1) })
  }
  const waiting = openTasks(one.state).map((task) => task.memberId)
  const standFor = placesOf(
    openSteps(one.state).flatMap((step) =>
      step.tasks.flatMap(({ memberId, status }) => {
        const standInId = status === 'open' ? standIn(one.state, step, memberId, away) : null
        return standInId === null || waiting.includes(standInId) ? [] : [{ standInId, memberId }]
      }),
    ),
  )
  await markReminded(ctx, one.id)
  await emit(ctx, 'approval.reminded', one.id, {
    ...told(one),
    asked: [...new Set([...waiting, ...Object.keys(standFor)])],
    standFor,
    turns: openSteps(one.state).map(turnOf),
    byName: ctx.actor.name,
  })
  return { reminded: (await viewPeople(ctx, waiting)).map((person) => person.name) }
}
