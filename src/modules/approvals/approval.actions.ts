// Asking, answering, withdrawing. The reducer says what follows; here it is written, told and, at the end, handed to the subject's room.
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { closeTasks, createTask } from '#modules/tasks/index.ts'
import { maySee } from './approval.access.ts'
import type { Words } from './approval.contract.ts'
import {
  dropTasks,
  type Instance,
  insertInstance,
  lockAsking,
  lockInstance,
  markReminded,
  newestOfSubject,
  saveState,
  viewDirectory,
  viewPeople,
} from './approval.store.ts'
import { approvalDetail } from './approval-view.actions.ts'
import type { Facts } from './condition.rule.ts'
import { type Flow, type FlowEffect, type FlowEvent, type FlowInstance, type FlowRefusal, passOn, reduceFlow } from './flow.rule.ts'
import { bindOwner, flowInForce, subjectOf } from './subject.actions.ts'

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
  const start: FlowEvent = {
    kind: 'start',
    memberId: requesterId,
    at: now,
    facts,
    directory: await viewDirectory(ctx),
    note: request.note ?? '',
  }
  // A record that was turned down and submitted again is a new approval: the old one keeps its own story.
  const result = reduceFlow(null, start, flow)
  if (!result.ok) throw refusal(result.code, result.stepId)
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
    version: 1,
  }
  await insertInstance(ctx, one, card)
  const asked = askedIn(result.effects)
  await emit(ctx, 'approval.requested', one.id, { ...told(one), asked, requesterName: ctx.actor.name })
  await follow(ctx, one, result.effects, request.note ?? '')
  return { approvalId: one.id, status: one.status, waitingFor: asked }
}

const told = (one: Instance) => ({
  subjectType: one.subjectType,
  subjectId: one.subjectId,
  number: one.number,
  title: one.title,
  amountFen: one.amountFen,
  requesterId: one.requesterId,
})

const askedIn = (effects: FlowEffect[]): string[] => effects.flatMap((effect) => (effect.kind === 'ask' ? [effect.memberId] : []))

/** Tasks for those asked, none for those no longer needed, and at the end the subject's room decides what it means. */
async function follow(ctx: Ctx, one: Instance, effects: FlowEffect[], note: string): Promise<void> {
  for (const memberId of askedIn(effects)) {
    await createTask(ctx, {
      ownerId: memberId,
      kind: 'approval',
      titleKey: 'task.approval',
      params: { number: one.number, title: one.title },
      dueAt: null,
      subjectType: 'approval',
      subjectId: one.id,
      link: `/approvals/${one.id}`,
    })
  }
  const end = effects.find((effect) => effect.kind === 'decided')
  if (!end) return
  const copied = effects.flatMap((effect) => (effect.kind === 'cc' ? [effect.memberId] : []))
  await emit(ctx, 'approval.decided', one.id, { ...told(one), status: end.status, note, byName: ctx.actor.name, copied })
  await subjectOf(one.subjectType).decided(ctx, one.subjectId, { status: end.status, approvalId: one.id, by: ctx.actor.memberId, note })
}

function refusal(code: FlowRefusal, stepId: string | null, params: Record<string, unknown> = {}) {
  return refuse(code, { step: stepId ?? '', ...params }, code === 'approval.reason_needed' ? 422 : 409)
}

/** The approval, locked, if the actor may see it; a stranger's is a missing one. */
async function held(ctx: Ctx, id: string): Promise<Instance> {
  const one = await lockInstance(ctx, id)
  if (!one || !maySee(ctx.actor, one)) throw notFound('approval')
  return one
}

async function apply(ctx: Ctx, one: Instance, event: FlowEvent): Promise<FlowEffect[]> {
  const result = reduceFlow(one.state, event, one.flow)
  if (!result.ok) throw refusal(result.code, result.stepId, await whoInstead(ctx, one))
  await saveState(ctx, one.id, result.instance)
  return result.effects
}

/** Names for the sentence of a refusal: whom it waits for, who submitted it. */
async function whoInstead(ctx: Ctx, one: Instance): Promise<{ waitingFor: string; requester: string }> {
  const open = one.state.steps[one.state.stepIndex]?.tasks.filter((task) => task.status === 'open').map((task) => task.memberId) ?? []
  const people = await viewPeople(ctx, [...open, one.requesterId])
  const name = (id: string) => people.find((person) => person.id === id)?.name ?? '—'
  return { waitingFor: open.map(name).join('、') || '—', requester: name(one.requesterId) }
}

/** Approve, reject or return. `version`: what the reader saw; another answer in between is told instead of overwritten. */
export async function decide(
  ctx: Ctx,
  input: { id: string; answer: 'approve' | 'reject' | 'return'; note?: string | null; version?: number },
) {
  const one = await held(ctx, input.id)
  if (input.version !== undefined && input.version !== one.version && one.status === 'pending') throw refuse('approval.changed_meanwhile')
  const me = memberOf(ctx)
  const note = input.note?.trim() ?? ''
  const effects = await apply(ctx, one, { kind: input.answer, memberId: me, at: ctx.now.toISOString(), note })
  await closeTasks(ctx, { subjectId: one.id, kind: 'approval', ownerId: me, state: 'done' })
  if (isLast(effects)) await closeTasks(ctx, { subjectId: one.id, kind: 'approval' })
  await closeUnneeded(ctx, one, effects)
  await emit(ctx, 'approval.answered', one.id, {
    ...told(one),
    answer: input.answer,
    note,
    byName: ctx.actor.name,
    asked: askedIn(effects),
  })
  await follow(ctx, one, effects, note)
  return await approvalDetail(ctx, { id: one.id })
}

const isLast = (effects: FlowEffect[]): boolean => effects.some((effect) => effect.kind === 'decided')

async function closeUnneeded(ctx: Ctx, one: Instance, effects: FlowEffect[]): Promise<void> {
  for (const effect of effects)
    if (effect.kind === 'not_needed') await closeTasks(ctx, { subjectId: one.id, kind: 'approval', ownerId: effect.memberId })
}

export async function comment(ctx: Ctx, input: { id: string; note: string }) {
  const one = await held(ctx, input.id)
  await apply(ctx, one, { kind: 'comment', memberId: memberOf(ctx), at: ctx.now.toISOString(), note: input.note })
  const party = [one.requesterId, ...one.state.steps.flatMap((step) => step.tasks.map((task) => task.memberId))]
  const others = [...new Set(party)].filter((id) => id !== ctx.actor.memberId)
  await emit(ctx, 'approval.commented', one.id, { ...told(one), note: input.note, byName: ctx.actor.name, others })
  return await approvalDetail(ctx, { id: one.id })
}

export async function withdraw(ctx: Ctx, input: { id: string; note?: string | null }) {
  await withdrawApproval(ctx, input.id, input.note ?? '')
  return await approvalDetail(ctx, { id: input.id })
}

/** Takes a running approval back; only who started it can. The subject's `decided` runs with `withdrawn`. */
export async function withdrawApproval(ctx: Ctx, id: string, note = ''): Promise<void> {
  const one = await held(ctx, id)
  const waiting = one.state.steps[one.state.stepIndex]?.tasks.filter((task) => task.status === 'open').map((task) => task.memberId) ?? []
  const effects = await apply(ctx, one, { kind: 'withdraw', memberId: memberOf(ctx), at: ctx.now.toISOString(), note })
  await closeTasks(ctx, { subjectId: one.id, kind: 'approval' })
  await emit(ctx, 'approval.answered', one.id, {
    ...told(one),
    answer: 'withdraw',
    note,
    byName: ctx.actor.name,
    asked: [],
    noLonger: waiting,
  })
  await follow(ctx, one, effects, note)
}

const REMIND_AGAIN_MS = 4 * 3_600_000

/** Tells those it waits for again; at most every four hours. Returns their names. */
export async function remind(ctx: Ctx, input: { id: string }): Promise<{ reminded: string[] }> {
  const one = await held(ctx, input.id)
  if (one.status !== 'pending') throw refusal('approval.not_running', null)
  const ago = one.remindedAt === null ? REMIND_AGAIN_MS : ctx.now.getTime() - Date.parse(one.remindedAt)
  if (ago < REMIND_AGAIN_MS) {
    const left = (REMIND_AGAIN_MS - ago) / 3_600_000
    throw refuse('approval.reminded_already', { minutes: Math.floor(ago / 60_000), left: left.toFixed(1) })
  }
  const waiting = one.state.steps[one.state.stepIndex]?.tasks.filter((task) => task.status === 'open').map((task) => task.memberId) ?? []
  await markReminded(ctx, one.id)
  await emit(ctx, 'approval.reminded', one.id, { ...told(one), asked: waiting, byName: ctx.actor.name })
  return { reminded: (await viewPeople(ctx, waiting)).map((person) => person.name) }
}

/** What waits for a leaver waits for his successor; his to-dos pass with the others of his tasks. */
export async function handOverApprovals(ctx: Ctx, from: string, to: string): Promise<void> {
  for (const one of await lockAsking(ctx, from)) {
    await dropTasks(ctx, one.id, from)
    await saveState(ctx, one.id, passOn(one.state, from, to))
    await emit(ctx, 'approval.passed_on', one.id, { ...told(one), from, asked: [to], byName: ctx.actor.name })
  }
}
