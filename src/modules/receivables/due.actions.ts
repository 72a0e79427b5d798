// 应收: the lists and figures of what is owed, with everything that depends on the day computed by the rules.
import { addDays, type Day, dayOf, daysBetween, quarterOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { timelineOf } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { contractInReach } from '#modules/contracts/index.ts'
import { zone } from '#modules/organization/index.ts'
import { dueItem } from './booking.actions.ts'
import { ageing, dueState, openFen, overdueDays } from './due.rule.ts'
import * as store from './due.store.ts'
import { nextStepOn } from './dunning.rule.ts'
import { invoicesOfContract, itemHistory, receiptsOfContract } from './item.store.ts'
import { planOfContract } from './plan.store.ts'
import { promiseState } from './promise.rule.ts'
import { mayItem } from './receivable.access.ts'
import { duePolicy, dunningPolicy } from './receivable.policy.ts'

interface Frame {
  today: Day
  soonDays: number
  remindDays: readonly number[]
}

export async function frameOf(ctx: Ctx): Promise<Frame> {
  const [due, dunning, tz] = [await policy(ctx, duePolicy), await policy(ctx, dunningPolicy), await zone(ctx)]
  return { today: dayOf(ctx.now, tz), soonDays: due.dueSoonDays, remindDays: dunning.remindDays }
}

function shown(ctx: Ctx, row: store.ItemView, frame: Frame) {
  const item = dueItem(row)
  const open = openFen(item)
  const promise =
    row.promisedOn && row.promiseFen !== null
      ? {
          amountFen: row.promiseFen,
          promisedOn: row.promisedOn,
          person: row.promisePerson ?? '',
          state: promiseState(
            { amountFen: row.promiseFen, promisedOn: row.promisedOn, recordedOn: row.promiseRecordedOn as Day },
            [{ amountFen: row.promiseReceivedFen, onDay: row.promiseRecordedOn as Day }],
            frame.today,
          ),
        }
      : null
  return {
    id: row.id,
    planId: row.planId,
    contractId: row.contractId,
    contractNo: row.contractNo,
    accountId: row.accountId,
    accountName: row.accountName,
    accountLevel: row.accountLevel,
    creditGrade: row.creditGrade,
    frozen: row.frozen,
    ownerId: row.ownerId,
    ownerName: row.ownerName,
    no: row.no,
    count: row.count,
    event: row.event,
    period: row.period,
    amountFen: row.amountFen,
    receivedFen: row.receivedFen,
    openFen: open,
    dueOn: row.dueOn,
    dueState: dueState(item, { dueSoonDays: frame.soonDays }, frame.today),
    overdueDays: overdueDays(item, frame.today),
    daysToDue: row.dueOn && open > 0 ? daysBetween(frame.today, row.dueOn) : null,
    settled: row.settled,
    settledOn: row.settledOn,
    promise,
    dispute: row.dispute,
    lastStep: row.lastStep === null || row.lastStepOn === null ? null : { step: row.lastStep, takenOn: row.lastStepOn },
    nextStep: row.dispute === null ? nextStepOn({ ...item, doneSteps: [] }, { remindDays: frame.remindDays }, frame.today) : null,
    may: mayItem(ctx.actor, { ownerId: row.ownerId, open: open > 0, disputed: row.dispute !== null, frozen: row.frozen }),
  }
}

export async function items(
  ctx: Ctx,
  input: store.Narrow & {
    state: store.ItemState
    overdueFrom?: number | undefined
    overdueTo?: number | undefined
    q?: string | null | undefined
    cursor?: string | undefined
    limit: number
  },
) {
  const frame = await frameOf(ctx)
  const { cursor, ...filter } = input
  const rows = await store.viewItems(ctx, { ...filter, today: frame.today, soonDays: frame.soonDays, after: fromCursor(cursor, 2) })
  const page = toPage(rows, input.limit, (row) => [input.state === 'paid' ? row.settledOn : row.dueOn, row.id])
  return { items: page.items.map((row) => shown(ctx, row, frame)), next: page.next }
}

export async function item(ctx: Ctx, input: { id: string }) {
  const row = await store.viewItem(ctx, input.id)
  if (!row) throw notFound('receipt_plan_item')
  const frame = await frameOf(ctx)
  const history = await itemHistory(ctx, row.id)
  const received = history.allocations.map(({ amountFen, onDay }) => ({ amountFen, onDay }))
  return {
    ...shown(ctx, row, frame),
    allocations: history.allocations,
    steps: history.steps,
    promises: history.promises.map((promise) => ({ ...promise, state: promiseState(promise, received, frame.today) })),
  }
}

/** The five figures and the ageing. `contractIds` narrows to some contracts (reports and tests). */
export async function figures(ctx: Ctx, input: store.Narrow) {
  const { today, soonDays } = await frameOf(ctx)
  const quarter = quarterOf(today)
  const [sums, overdue, bankThrough, receivedThisQuarterFen, unappliedFen] = [
    await store.sumItems(ctx, input, today, soonDays),
    await store.overdueByDay(ctx, input, today),
    await store.bankThrough(ctx),
    await store.receivedBetween(ctx, input, quarter.from, today),
    await store.unappliedFen(ctx, input),
  ]
  const late = overdue.map((row) => ({ id: row.dueOn, amountFen: row.openFen, receivedFen: 0, dueOn: row.dueOn, items: row.items }))
  return {
    asOf: today,
    bankThrough,
    dueFen: sums.dueFen,
    receivedFen: sums.receivedFen,
    completion: ratio(sums),
    overdueFen: sums.overdueFen,
    overdueItems: sums.overdueItems,
    oldestOverdueDays: sums.oldestDueOn ? daysBetween(sums.oldestDueOn, today) : 0,
    dueSoonFen: sums.dueSoonFen,
    dueSoonItems: sums.dueSoonItems,
    dueSoonDays: soonDays,
    contracts: sums.contracts,
    items: sums.items,
    receivedThisQuarterFen,
    unappliedFen,
    ageing: ageing(late, { dueSoonDays: soonDays }, today).buckets.map((bucket) => ({ ...bucket, items: countIn(late, bucket, today) })),
  }
}

const ratio = ({ dueFen, receivedFen }: { dueFen: number; receivedFen: number }): number | null =>
  dueFen === 0 ? null : receivedFen / dueFen

function countIn(late: readonly { dueOn: Day; items: number }[], bucket: { from: number; to: number | null }, today: Day): number {
  const inside = late.filter(({ dueOn }) => {
    const days = daysBetween(dueOn, today)
    return days >= bucket.from && (bucket.to === null || days <= bucket.to)
  })
  return inside.reduce((sum, row) => sum + row.items, 0)
}

export async function groups(ctx: Ctx, input: { by: 'account' | 'owner' }) {
  const { today, soonDays } = await frameOf(ctx)
  const rows = await store.viewGroups(ctx, input.by, today, soonDays)
  return {
    items: rows.map((row) => ({
      id: row.id,
      name: row.name,
      creditGrade: row.creditGrade,
      frozen: row.frozen,
      dueFen: row.dueFen,
      receivedFen: row.receivedFen,
      completion: ratio(row),
      overdueFen: row.overdueFen,
      oldestOverdueDays: row.oldestDueOn ? daysBetween(row.oldestDueOn, today) : 0,
      dueSoonFen: row.dueSoonFen,
      openFen: row.openFen,
    })),
  }
}

const WEEKS = 10

/** What the plans bring: ten weeks from today; overdue and undated money stand beside them, never inside. */
export async function expected(ctx: Ctx, input: store.Narrow) {
  const { today, soonDays } = await frameOf(ctx)
  const end = addDays(today, WEEKS * 7 - 1)
  const rows = await store.openByDay(ctx, input, today, end)
  const { overdueFen } = await store.sumItems(ctx, input, today, soonDays)
  const weeks = Array.from({ length: WEEKS }, (_, index) => {
    const from = addDays(today, index * 7)
    const to = addDays(from, 6)
    const inside = rows.filter((row) => row.dueOn !== null && row.dueOn >= from && row.dueOn <= to)
    return { from, to, amountFen: sum(inside), items: inside.reduce((count, row) => count + row.items, 0) }
  })
  return { weeks, overdueFen, undatedFen: sum(rows.filter((row) => row.dueOn === null)) }
}

const sum = (rows: readonly { openFen: number }[]): number => rows.reduce((total, row) => total + row.openFen, 0)

export async function ofContract(ctx: Ctx, input: { id: string }) {
  if (!(await contractInReach(ctx, input.id))) throw notFound('contract')
  const frame = await frameOf(ctx)
  const plan = await planOfContract(ctx, input.id)
  const rows = await store.viewItems(ctx, {
    contractId: input.id,
    state: 'all',
    today: frame.today,
    soonDays: frame.soonDays,
    after: null,
    limit: 400,
  })
  const items = rows.map((row) => shown(ctx, row, frame)).sort((a, b) => a.no - b.no)
  const [receipts, invoices] = [await receiptsOfContract(ctx, input.id), await invoicesOfContract(ctx, input.id)]
  const subjects = [
    ...(plan ? [plan.id] : []),
    ...items.map((one) => one.id),
    ...receipts.map((one) => one.id),
    ...invoices.map((one) => one.id),
  ]
  const events = subjects.length > 0 ? await timelineOf(ctx, subjects) : []
  return {
    planId: plan?.id ?? null,
    generatedAt: plan?.generatedAt ?? null,
    amountFen: plan?.amountFen ?? 0,
    receivedFen: items.reduce((total, one) => total + one.receivedFen, 0),
    openFen: items.reduce((total, one) => total + one.openFen, 0),
    items,
    receipts,
    invoices,
    timeline: events.map(({ id, at, type, actorId, actorName, payload }) => ({ id, at, type, actorId, actorName, payload })),
  }
}
