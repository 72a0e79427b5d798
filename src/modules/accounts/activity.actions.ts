// 跟进: what was done with a lead or an account, and whether it is substance.
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { invalid, notFound } from '#core/refuse.ts'
import { mayWriteAccount } from './account.access.ts'
import { followUpPolicy } from './account.policy.ts'
import { readAccount, touchAccount } from './account.store.ts'
import { type ActivityRow, insertActivities, type NewActivity } from './activity.store.ts'
import { type FollowUp, type FollowUpKind, isContact, substanceOf } from './followup.rule.ts'

/** Something done. `at`: ISO instant, default now. Visits and quotations come from their rooms, the rest from people. */
export interface Done {
  kind: FollowUpKind
  at?: string | null
  memberId?: string | null
  text?: string | null
  answered?: boolean | null
  durationS?: number | null
  measuredBy?: 'system' | 'self' | null
  nextStep?: string | null
  nextOn?: string | null
  validVisit?: boolean | null
  visitId?: string | null
}

/** Bad input of a person: refused with a sentence. */
export function checkDone(ctx: Ctx, done: Done): void {
  if (done.at && done.at > ctx.now.toISOString()) throw invalid('activity.in_future')
  if (done.kind === 'note' && !done.text?.trim()) throw invalid('activity.says_nothing')
}

/** The entry as the follow-up rule reads it. */
export function asFollowUp(done: Done & { at: string; acceptedBy?: string | null }): FollowUp {
  return {
    kind: done.kind,
    at: done.at,
    ...(done.answered === null || done.answered === undefined ? {} : { answered: done.answered }),
    ...(done.durationS === null || done.durationS === undefined ? {} : { durationS: done.durationS }),
    ...(done.measuredBy ? { measuredBy: done.measuredBy } : {}),
    text: done.text ?? '',
    nextStep: done.nextStep ?? null,
    nextOn: done.nextOn ?? null,
    validVisit: done.validVisit ?? false,
    accepted: Boolean(done.acceptedBy),
  }
}

/** The row of an entry; the verdict is the caller's (a lead weighs it within its holding). */
export function newActivity(
  ctx: Ctx,
  subject: { subjectType: 'lead' | 'account'; subjectId: string },
  done: Done,
  verdict: { contact: boolean; substantive: boolean; reason: string },
): NewActivity {
  return {
    id: uuidv7(),
    ...subject,
    kind: done.kind,
    at: done.at ?? ctx.now.toISOString(),
    memberId: done.memberId ?? ctx.actor.memberId,
    text: done.text?.trim() || null,
    answered: done.answered ?? null,
    durationS: done.durationS ?? null,
    measuredBy: done.kind === 'call' ? (done.measuredBy ?? 'self') : null,
    nextStep: done.nextStep?.trim() || null,
    nextOn: done.nextOn ?? null,
    validVisit: done.validVisit ?? null,
    visitId: done.visitId ?? null,
    acceptedBy: null,
    ...verdict,
  }
}

/** Something done with an account: kept, told on its timeline, and the account is not idle any more. */
export async function recordActivity(
  ctx: Ctx,
  done: Done & { subjectType: 'account'; subjectId: string },
): Promise<{ id: string; contact: boolean; substantive: boolean; reason: string }> {
  const at = done.at ?? ctx.now.toISOString()
  const followUp = asFollowUp({ measuredBy: 'self', ...done, at })
  const verdict = { ...substanceOf(followUp, await policy(ctx, followUpPolicy)), contact: isContact(followUp) }
  const row = newActivity(ctx, { subjectType: 'account', subjectId: done.subjectId }, done, verdict)
  await insertActivities(ctx, [row])
  await touchAccount(ctx, done.subjectId, at)
  await emit(ctx, 'account.followed_up', done.subjectId, {
    activityId: row.id,
    kind: row.kind,
    substantive: row.substantive,
    reason: row.reason,
  })
  return { id: row.id, ...verdict }
}

/** The row as a contract shows it. */
export function shownActivity({ validVisit: _, ...row }: ActivityRow) {
  return row
}

export async function followAccount(ctx: Ctx, input: { id: string } & Done) {
  const account = await readAccount(ctx, input.id)
  if (!account || !mayWriteAccount(ctx.actor, account)) throw notFound('account')
  checkDone(ctx, input)
  const { id, ...done } = input
  const at = done.at ?? ctx.now.toISOString()
  const { id: activityId, ...verdict } = await recordActivity(ctx, { ...done, at, subjectType: 'account', subjectId: id })
  const row = newActivity(ctx, { subjectType: 'account', subjectId: id }, { ...done, at, memberId: memberOf(ctx) }, verdict)
  return shownActivity({ ...row, id: activityId, memberName: ctx.actor.name })
}
