// Periods as a whole: statements, targets, the lock, what one more receipt would change, and the scorecard.
import { holds, reaches } from '#core/access.ts'
import { daysBetween } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { memberById, memberNames } from '#modules/organization/index.ts'
import { openOfOwner, sumsByOwner } from '#modules/receivables/index.ts'
import { planOfPeriod, settle } from './accrue.actions.ts'
import { maySeeAmounts, maySeeMember } from './commission.access.ts'
import { type CommissionMode, commission } from './commission.rule.ts'
import * as store from './commission.store.ts'
import { judgedOn, periodNamed, periodOf } from './period.rule.ts'
import { groundOf, memberAsked, runningPeriod, todayOf, working } from './statement.actions.ts'
import { lockEntries, lockedPeriods, saveTarget } from './target.store.ts'

const mayPlan = (ctx: Ctx) => ({ setTarget: holds(ctx.actor, 'commission.plan'), lock: holds(ctx.actor, 'commission.plan') })

export async function statements(ctx: Ctx, input: { period?: string | undefined }) {
  const period = await runningPeriod(ctx, input.period)
  const plan = await planOfPeriod(ctx, period)
  const rows = await store.viewPeriod(ctx, period)
  return {
    period,
    periods: [...new Set([await runningPeriod(ctx, undefined), ...(await store.periodNames(ctx))])].sort().reverse(),
    lockedAt: (await lockedPeriods(ctx, [period])).get(period) ?? null,
    items: rows.map((row) => {
      const { completionPercent, reached } = commission(row.receivedFen, row.targetFen ?? 0, plan.value)
      return {
        memberId: row.memberId,
        memberName: row.memberName,
        targetFen: row.targetFen,
        receivedFen: row.receivedFen,
        completionPercent,
        reachedRatePercent: reached.ratePercent,
        ...(maySeeAmounts(ctx.actor, row.memberId) ? { commissionFen: row.amountFen } : {}),
        entries: row.entries,
      }
    }),
    may: mayPlan(ctx),
  }
}

export async function targets(ctx: Ctx, input: { period?: string | undefined }) {
  const period = await runningPeriod(ctx, input.period)
  const rows = await store.viewPeriod(ctx, period)
  return {
    period,
    items: rows.map(({ memberId, memberName, targetFen, targetVersion }) => ({ memberId, memberName, targetFen, version: targetVersion })),
    may: mayPlan(ctx),
  }
}

export async function setTarget(ctx: Ctx, input: { memberId: string; period: string; targetFen: number; version: number }) {
  const member = await memberById(ctx, input.memberId)
  if (!member || !reaches(ctx.actor, 'commission.plan', member.id)) throw notFound('member')
  if ((await lockedPeriods(ctx, [input.period])).has(input.period)) throw refuse('commission.period_locked', { period: input.period })
  if (!(await saveTarget(ctx, input))) throw refuse('common.stale')
  await emit(ctx, 'commission.target_set', member.id, { name: member.name, period: input.period, targetFen: input.targetFen })
  await settle(ctx, [member.id], input.period, 'target_changed')
  return { version: input.version + 1 }
}

/** Locks a period that is over. */
export async function lock(ctx: Ctx, input: { period: string }) {
  const { name, to } = periodNamed(input.period)
  if ((await lockedPeriods(ctx, [name])).has(name)) throw refuse('commission.period_locked', { period: name })
  if (to >= (await todayOf(ctx))) throw refuse('commission.period_running', { period: name, to })
  const { entries, amountFen } = await lockEntries(ctx, name)
  await emit(ctx, 'commission.period_locked', ctx.tenantId, { period: name, entries, amountFen })
  return { entries, ...(holds(ctx.actor, 'field.commission') ? { amountFen } : {}) }
}

/** 如果这笔到账: the commission of the period that `by` falls into, with and without one open instalment. */
export async function whatIf(
  ctx: Ctx,
  input: { memberId?: string | undefined; itemId?: string | undefined; by?: string | undefined; mode?: CommissionMode | undefined },
) {
  const member = await memberAsked(ctx, input.memberId)
  const today = await todayOf(ctx)
  const by = input.by ?? today
  if (by < today) throw invalid('commission.day_in_past')
  const item = await openOfOwner(ctx, member.id, input.itemId)
  if (!item && input.itemId) throw notFound('receipt_plan_item')
  if (!item) return null
  const period = periodOf(by).name
  const ground = await groundOf(ctx, member.id, period)
  const plan = input.mode ? { ...ground.plan.value, mode: input.mode } : ground.plan.value
  const before = commission(ground.receivedFen, ground.targetFen, plan)
  const after = commission(ground.receivedFen + item.openFen, ground.targetFen, plan)
  const amounts = maySeeAmounts(ctx.actor, member.id)
  return {
    memberId: member.id,
    period,
    by,
    itemId: item.id,
    contractNo: item.contractNo,
    accountId: item.accountId,
    accountName: item.accountName,
    itemNo: item.no,
    itemPeriod: item.period,
    dueOn: item.dueOn,
    overdueDays: item.dueOn ? Math.max(0, daysBetween(item.dueOn, today)) : 0,
    amountFen: item.openFen,
    mode: plan.mode,
    planVersion: ground.plan.version,
    before: working(before, amounts),
    after: working(after, amounts),
    ...(amounts ? { deltaFen: after.commissionFen - before.commissionFen } : {}),
  }
}

/** Per member within reach: target and receipts of the period, and how much of what was due has come. */
export async function scorecard(ctx: Ctx, input: { period?: string | undefined }) {
  const period = periodNamed(await runningPeriod(ctx, input.period))
  const asOf = judgedOn(period, await todayOf(ctx))
  const rows = await store.viewPeriod(ctx, period.name)
  const sums = (await sumsByOwner(ctx, 'commission.read', asOf)).filter((one) => maySeeMember(ctx.actor, one.ownerId))
  const ids = [...new Set([...rows.map((row) => row.memberId), ...sums.map((one) => one.ownerId)])]
  const names = await memberNames(ctx, ids)
  const plan = await planOfPeriod(ctx, period.name)
  const items = ids.map((id) => {
    const row = rows.find((one) => one.memberId === id)
    const due = sums.find((one) => one.ownerId === id)
    const { completionPercent } = commission(row?.receivedFen ?? 0, row?.targetFen ?? 0, plan.value)
    return {
      memberId: id,
      memberName: names[id] ?? '',
      targetFen: row?.targetFen ?? null,
      receivedFen: row?.receivedFen ?? 0,
      completionPercent,
      dueFen: due?.dueFen ?? 0,
      receivedOnDueFen: due?.receivedOnDueFen ?? 0,
      receiptCompletion: due && due.dueFen > 0 ? due.receivedOnDueFen / due.dueFen : null,
      overdueFen: due?.overdueFen ?? 0,
      ...(maySeeAmounts(ctx.actor, id) ? { commissionFen: row?.amountFen ?? 0 } : {}),
    }
  })
  const attained = (percent: number | null): number => percent ?? -1
  return { period: period.name, asOf, items: items.sort((a, b) => attained(b.completionPercent) - attained(a.completionPercent)) }
}
