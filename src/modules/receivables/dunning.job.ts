// 催款: the sweep takes the step whose day has come, once per instalment, and gives the responsible rep a task.
import { addDays, dayOf, startOfDay } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import type { JobSpec } from '#core/jobs.ts'
import { policy } from '#core/policies.ts'
import { zone } from '#modules/organization/index.ts'
import { closeTasks, createTask } from '#modules/tasks/index.ts'
import { dueItem } from './booking.actions.ts'
import { recomputeCredit } from './credit.actions.ts'
import { accountsToJudge } from './credit.store.ts'
import { type DunningStep, dueStep } from './dunning.rule.ts'
import { type DunnedRow, insertSteps, itemsToDun } from './dunning.store.ts'
import { dunningPolicy } from './receivable.policy.ts'

const BATCH = 200

/** One bounded batch; a second run on the same day takes no step again. Returns the steps taken. */
export async function sweepDunning(ctx: Ctx): Promise<number> {
  const rules = await policy(ctx, dunningPolicy)
  const tz = await zone(ctx)
  const today = dayOf(ctx.now, tz)
  let taken = 0
  for (const row of await itemsToDun(ctx, rules.remindDays, today, BATCH)) {
    const step = dueStep(
      { ...dueItem(row), doneSteps: row.doneSteps, disputed: row.dispute !== null, promisedOn: row.promisedOn },
      rules,
      today,
    )
    if (!step) continue
    await takeStep(ctx, row, step, { today, dueAt: startOfDay(addDays(today, 1), tz).toISOString() })
    taken += 1
  }
  return taken
}

async function takeStep(ctx: Ctx, row: DunnedRow, step: DunningStep, on: { today: string; dueAt: string }): Promise<void> {
  await closeTasks(ctx, { subjectId: row.id, kind: 'dunning' })
  const facts = {
    itemId: row.id,
    contractId: row.contractId,
    contractNo: row.contractNo,
    accountId: row.accountId,
    accountName: row.accountName,
    ownerId: row.ownerId,
    no: row.no,
    period: row.period,
    dueOn: row.dueOn,
    openFen: step.openFen,
    step: step.step,
    daysFromDue: step.daysFromDue,
  }
  const taskId = await createTask(ctx, {
    ownerId: row.ownerId,
    kind: 'dunning',
    titleKey: step.daysFromDue > 0 ? 'task.dunning.overdue' : step.daysFromDue === 0 ? 'task.dunning.today' : 'task.dunning.soon',
    params: { ...facts, days: Math.abs(step.daysFromDue) },
    dueAt: on.dueAt,
    subjectType: 'receipt_plan_item',
    subjectId: row.id,
    link: `/receivables/items/${row.id}`,
  })
  await insertSteps(ctx, [{ ...step, itemId: row.id, takenOn: on.today, ownerId: row.ownerId, taskId }])
  await emit(ctx, step.daysFromDue > 0 ? 'receipt_plan.overdue' : 'receipt_plan.due_soon', row.planId, facts)
  await emit(ctx, 'dunning.task_created', row.id, { ...facts, taskId })
}

/** Judges the credit of every account that a new day may change. Returns how many changed. */
export async function sweepCredit(ctx: Ctx): Promise<number> {
  const today = dayOf(ctx.now, await zone(ctx))
  let changed = 0
  let after: string | null = null
  for (;;) {
    const ids: string[] = await accountsToJudge(ctx, today, after, BATCH)
    changed += await recomputeCredit(ctx, ids)
    after = ids.at(-1) ?? null
    if (ids.length < BATCH) return changed
  }
}

export const receivableJobs: JobSpec[] = [
  {
    name: 'receivables.dunning',
    cron: '5 8-20 * * *',
    title: { zh: '催款：到日子的期次给责任人派任务', en: 'Dunning: a task for the step whose day has come' },
    run: sweepDunning,
    batch: BATCH,
  },
  {
    name: 'receivables.credit',
    cron: '20 0 * * *',
    title: { zh: '重算客户信用等级与冻结', en: 'Judge credit grades and freezes anew' },
    run: sweepCredit,
    batch: 1_000_000,
  },
]
