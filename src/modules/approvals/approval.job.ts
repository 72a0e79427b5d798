// The clock of approvals: tells again before the time is out, passes on when it is, tells a stand-in when a leave begins.
import type { Ctx } from '#core/context.ts'
import { sql } from '#core/db.ts'
import { emit } from '#core/events.ts'
import type { JobSpec } from '#core/jobs.ts'
import { Refusal } from '#core/refuse.ts'
import { apply, follow, giveTask, told, voidedByChange, whoAsked } from './approval.actions.ts'
import { type Instance, lockDue, lockInstance, markStandIn, saveState, untoldStandIns, viewAway, viewDirectory } from './approval.store.ts'
import { managersAbove, signers } from './approver.rule.ts'
import { openSteps, standIn, stopped, turnOf } from './instance.rule.ts'

const BATCH = 50

/** One batch of what is due by the clock of the context; a second run finds nothing left. */
export async function runOutApprovals(ctx: Ctx): Promise<number> {
  const due = await lockDue(ctx, BATCH)
  for (const one of due) await alone(ctx, one)
  return due.length
}

/** Each stands for itself: where the record's own room refuses what the time brings, its clock stops and the others go on. */
async function alone(ctx: Ctx, one: Instance): Promise<void> {
  const { state } = one
  await ctx.tx.run(sql`savepoint one_clock`)
  try {
    await runOut(ctx, one)
    await ctx.tx.run(sql`release savepoint one_clock`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await ctx.tx.run(sql`rollback to savepoint one_clock`)
    await saveState(ctx, one.id, stopped(state, ctx.now.toISOString()))
    await emit(ctx, 'approval.clock_stopped', one.id, { ...told(one), code: error.code })
  }
}

async function runOut(ctx: Ctx, one: Instance): Promise<void> {
  if (await voidedByChange(ctx, one)) return
  const at = ctx.now.toISOString()
  const passed = (instant: string | null): boolean => instant !== null && instant <= at
  for (const step of openSteps(one.state)) {
    // Both past after a stop: it is passed on, and not also nudged.
    if (passed(step.dueAt)) {
      const directory = signers(await viewDirectory(ctx))
      const up = Object.fromEntries(
        step.tasks.map((task) => [task.memberId, managersAbove(task.memberId, directory, one.requesterId)[0] ?? null]),
      )
      const effects = await apply(ctx, one, { kind: 'timeout', stepId: step.id, at, up })
      const asked = await whoAsked(ctx, one, effects)
      await emit(ctx, 'approval.timed_out', one.id, { ...told(one), step: step.id, dueAt: step.dueAt, ...asked })
      await follow(ctx, one, effects, '')
    } else if (passed(step.nudgeAt)) {
      const effects = await apply(ctx, one, { kind: 'nudge', stepId: step.id, at })
      const asked = effects.flatMap((effect) => (effect.kind === 'nudge' ? [effect.memberId] : []))
      await emit(ctx, 'approval.nudged', one.id, { ...told(one), asked, turns: [turnOf(step)], dueAt: step.dueAt })
    }
    if (one.status !== 'pending') return
  }
}

/** Whoever went on leave after he was asked: his delegate hears of it once. Locked as an answer locks: the approval, then who is asked. */
export async function tellStandIns(ctx: Ctx): Promise<number> {
  const untold = await untoldStandIns(ctx, BATCH)
  if (untold.length === 0) return 0
  const away = await viewAway(ctx)
  for (const { approvalId, stepId, memberId, round } of untold) {
    const one = await lockInstance(ctx, approvalId)
    const step = one?.state.steps.find((state) => state.id === stepId)
    const standInId = one && step ? standIn(one.state, step, memberId, away) : null
    const marked = await markStandIn(ctx, { approvalId, stepId, memberId, round }, standInId ?? memberId)
    if (!marked || !one || !step || !standInId) continue
    await giveTask(ctx, one, standInId)
    await emit(ctx, 'approval.stood_in', one.id, {
      ...told(one),
      forId: memberId,
      asked: [standInId],
      standFor: { [standInId]: [memberId] },
      turns: [turnOf(step)],
    })
  }
  return untold.length
}

export const approvalJobs: JobSpec[] = [
  {
    name: 'approval_clock',
    cron: '*/10 * * * *',
    title: { zh: '审批到时限：先催，再转上级或自动通过', en: 'Approvals out of time: tell again, then pass up or through' },
    batch: BATCH,
    run: runOutApprovals,
  },
  {
    name: 'approval_stand_ins',
    cron: '*/10 * * * *',
    title: { zh: '审批人请假开始：告诉代理人', en: 'An approver’s leave begins: tell the delegate' },
    batch: BATCH,
    run: tellStandIns,
  },
]
