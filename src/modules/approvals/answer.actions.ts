// Answers: approve, reject, return, hand over, ask others first; one at a time or several at once.
import { type Ctx, memberOf } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { invalid, Refusal, refuse } from '#core/refuse.ts'
import { filesOfSubjects } from '#modules/files/index.ts'
import { membersByIds, membersWithPermission } from '#modules/organization/index.ts'
import { closeTasks } from '#modules/tasks/index.ts'
import { apply, follow, held, told, voidedByChange, whoAsked } from './approval.actions.ts'
import type { Instance } from './approval.store.ts'
import { approvalDetail } from './approval-view.actions.ts'
import type { Fact } from './condition.rule.ts'
import type { FileRef, FlowEvent, LogEntry } from './instance.rule.ts'

export interface Answer {
  id: string
  answer: 'approve' | 'reject' | 'return'
  note?: string | null | undefined
  version?: number | undefined
  toStepId?: string | null | undefined
  form?: Record<string, Fact> | undefined
  fileIds?: string[] | undefined
  /** The turns that a message asked for, where the answer came by one: it never counts in another. */
  turns?: readonly string[] | undefined
}

/**
 * Approve, reject or return. `version`: what the reader saw; another answer in between is told instead of overwritten. Where the record
 * itself has changed, the answer is not counted: the approval is void, and says so.
 */
export async function decide(ctx: Ctx, input: Answer) {
  await answer(ctx, input)
  return await approvalDetail(ctx, { id: input.id })
}

async function answer(ctx: Ctx, input: Answer): Promise<void> {
  const { one, away } = await held(ctx, input.id)
  mustBeAsSeen(one, input.version)
  if (await voidedByChange(ctx, one)) return
  const files = await filesNamed(ctx, one, input.fileIds ?? [])
  const said = { memberId: memberOf(ctx), at: ctx.now.toISOString(), note: input.note?.trim() ?? '', away, files, turns: input.turns }
  const event: FlowEvent =
    input.answer === 'approve'
      ? { ...said, kind: 'approve', form: input.form }
      : { ...said, kind: input.answer, toStepId: input.toStepId ?? undefined }
  await write(ctx, one, event, input.answer)
}

/** Refuses what was said on another state than the one that is there. */
function mustBeAsSeen(one: Instance, version: number | undefined): void {
  if (version !== undefined && version !== one.version && one.status === 'pending') throw refuse('approval.changed_meanwhile')
}

/** The files the answer names, which must be attached to this approval already. */
async function filesNamed(ctx: Ctx, one: Instance, ids: string[]): Promise<FileRef[]> {
  if (ids.length === 0) return []
  const known = await filesOfSubjects(ctx, [one.id])
  return ids.map((id) => {
    const file = known.find((each) => each.id === id)
    if (!file) throw invalid('approval.file_unknown')
    return { id, name: file.name }
  })
}

async function write(ctx: Ctx, one: Instance, event: FlowEvent, answer: string): Promise<void> {
  const me = memberOf(ctx)
  const effects = await apply(ctx, one, event)
  const last = one.state.log.at(-1) as LogEntry
  for (const ownerId of new Set([me, last.forId ?? me]))
    await closeTasks(ctx, { subjectId: one.id, kind: 'approval', ownerId, state: 'done' })
  const asked = await whoAsked(ctx, one, effects)
  await emit(ctx, 'approval.answered', one.id, {
    ...told(one),
    answer,
    byName: ctx.actor.name,
    forId: last.forId ?? null,
    ...asked,
  })
  await follow(ctx, one, effects, last.note)
}

/** Several with one tap: each stands for itself, and what is refused does not hold up the rest. */
export async function decideMany(
  ctx: Ctx,
  input: { items: { approvalId: string; version: number }[]; answer: 'approve' | 'reject'; note?: string | null },
): Promise<{ items: { id: string; code: string | null; params: Record<string, unknown> }[] }> {
  if (input.answer === 'reject' && !input.note?.trim()) throw refuse('approval.reason_needed', {}, 422)
  const items: { id: string; code: string | null; params: Record<string, unknown> }[] = []
  // Always in the same order, so that two people with the same list never wait for each other.
  for (const { approvalId: id, version } of input.items.toSorted((a, b) => (a.approvalId < b.approvalId ? -1 : 1))) {
    await ctx.tx.run(sql`savepoint one_answer`)
    try {
      await answer(ctx, { id, version, answer: input.answer, note: input.note })
      await ctx.tx.run(sql`release savepoint one_answer`)
      items.push({ id, code: null, params: {} })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      await ctx.tx.run(sql`rollback to savepoint one_answer`)
      items.push({ id, code: error.code, params: error.data })
    }
  }
  return { items }
}

/** Somebody else answers instead: he must be in office and allowed to decide. */
export async function transfer(ctx: Ctx, input: { id: string; memberId: string; note?: string | null; version?: number | undefined }) {
  const { one, away } = await held(ctx, input.id)
  mustBeAsSeen(one, input.version)
  await mayDecide(ctx, [input.memberId])
  await write(
    ctx,
    one,
    { kind: 'transfer', memberId: memberOf(ctx), at: ctx.now.toISOString(), away, to: input.memberId, note: input.note ?? '' },
    'transfer',
  )
  return await seen(ctx, input.id)
}

export async function addSigners(
  ctx: Ctx,
  input: {
    id: string
    where: 'before' | 'after'
    memberIds: string[]
    mode: 'all' | 'any' | 'turn'
    note?: string | null
    version?: number | undefined
  },
) {
  const { one, away } = await held(ctx, input.id)
  mustBeAsSeen(one, input.version)
  await mayDecide(ctx, input.memberIds)
  const { where, memberIds: members, mode, note } = input
  const event: FlowEvent = { kind: 'add', memberId: memberOf(ctx), at: ctx.now.toISOString(), away, where, members, mode, note: note ?? '' }
  const effects = await apply(ctx, one, event)
  const asked = await whoAsked(ctx, one, effects)
  await emit(ctx, 'approval.answered', one.id, { ...told(one), answer: 'add', byName: ctx.actor.name, ...asked })
  await follow(ctx, one, effects, note ?? '')
  return await seen(ctx, input.id)
}

const seen = (ctx: Ctx, id: string) => approvalDetail(ctx, { id })

async function mayDecide(ctx: Ctx, ids: string[]): Promise<void> {
  const able = new Set((await membersWithPermission(ctx, 'approval.decide')).map((member) => member.id))
  const wrong = ids.filter((id) => !able.has(id))
  if (wrong.length === 0) return
  const names = (await membersByIds(ctx, wrong)).map((member) => member.name)
  throw refuse('approval.cannot_decide', { names: names.join('、') || '—' })
}
