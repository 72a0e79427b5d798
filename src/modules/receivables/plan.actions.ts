// A contract that takes effect makes its receipt plan in the same transaction; later events date what waits for them.
import { type Day, dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { type Event, emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { type ContractRecord, contractById, deliveriesOfContract } from '#modules/contracts/index.ts'
import { calendarOf } from '#modules/organization/index.ts'
import { planPosting } from './ledger.rule.ts'
import { dueDays, type Instalment, instalmentsOf, type PlanContract, planOf } from './plan.rule.ts'
import { growPlan, type ItemRow, insertItems, insertPlans, itemsOfContract, planOfContract, redateItems } from './plan.store.ts'
import { insertPostings } from './receipt.store.ts'

export type PlannedContract = Pick<ContractRecord, 'id' | 'number' | 'accountId' | 'ownerId' | 'terms'>
/** `onDay` is the day it is booked, `at` the instant it was made. */
export interface NewPlan {
  contract: PlannedContract
  items: readonly Instalment[]
  onDay: Day
  at: string
}

/** Writes plans with their instalments and postings. Returns the instalments, plan by plan. */
export async function storePlans(ctx: Ctx, plans: readonly NewPlan[]): Promise<ItemRow[]> {
  const made = plans.map((plan) => ({ plan, id: uuidv7() }))
  const items = made.flatMap(({ plan, id }) => plan.items.map((item) => itemOf(item, plan, id)))
  await insertPlans(
    ctx,
    made.map(({ plan, id }) => ({
      id,
      contractId: plan.contract.id,
      contractNo: plan.contract.number,
      accountId: plan.contract.accountId,
      ownerId: plan.contract.ownerId,
      amountFen: plan.items.reduce((sum, item) => sum + item.amountFen, 0),
      terms: plan.contract.terms,
      generatedAt: plan.at,
    })),
  )
  await storeItems(ctx, items)
  return items
}

type DatedItem = ItemRow & { createdAt: string; bookedOn: Day }

async function storeItems(ctx: Ctx, items: readonly DatedItem[]): Promise<void> {
  await insertItems(ctx, items)
  await insertPostings(
    ctx,
    items.filter((item) => item.amountFen > 0).map((item) => planPosting(item, item.bookedOn)),
  )
}

function itemOf(item: Instalment, plan: Pick<NewPlan, 'contract' | 'onDay' | 'at'>, planId: string): DatedItem {
  return {
    ...item,
    id: uuidv7(),
    planId,
    contractId: plan.contract.id,
    accountId: plan.contract.accountId,
    ownerId: plan.contract.ownerId,
    receivedFen: 0,
    settled: item.amountFen === 0 ? 'paid' : 'open',
    createdAt: plan.at,
    bookedOn: plan.onDay,
  }
}

async function signed(ctx: Ctx, contractId: string): Promise<ContractRecord & PlanContract> {
  const contract = await contractById(ctx, contractId)
  if (!contract?.signedOn) throw new Error('a contract without a signing day has no plan')
  return contract as ContractRecord & PlanContract
}

/** contract.effective: the plan, to the fen. */
export async function planContract(ctx: Ctx, event: Event): Promise<void> {
  const contract = await signed(ctx, event.subjectId)
  const calendar = await calendarOf(ctx)
  const items = planOf(contract, await deliveriesOfContract(ctx, contract.id), calendar)
  const onDay = dayOf(ctx.now, calendar.zone)
  const rows = await storePlans(ctx, [{ contract, items, onDay, at: ctx.now.toISOString() }])
  await emit(ctx, 'receipt_plan.generated', rows[0]?.planId ?? contract.id, {
    contractId: contract.id,
    contractNo: contract.number,
    accountId: contract.accountId,
    ownerId: contract.ownerId,
    items: rows.map(({ id, no, amountFen, dueOn }) => ({ id, no, amountFen, dueOn })),
  })
}

/** contract.event_recorded: instalments that waited for this event get their day; what is paid keeps its own. */
export async function dateInstalments(ctx: Ctx, event: Event): Promise<void> {
  const contract = await signed(ctx, event.subjectId)
  if (contract.kind === 'frame') return
  const plan = await planOfContract(ctx, contract.id)
  if (!plan) return
  const changed = await redateItems(ctx, contract.id, dueDays(contract, await calendarOf(ctx)))
  if (changed.length === 0) return
  await emit(ctx, 'receipt_plan.dated', plan.id, { contractId: contract.id, event: event.payload.event, items: changed })
}

/** contract.delivered: a delivery on a frame contract adds its instalments. */
export async function planDelivery(ctx: Ctx, event: Event): Promise<void> {
  const contract = await signed(ctx, event.subjectId)
  const plan = await planOfContract(ctx, contract.id)
  const delivery = (await deliveriesOfContract(ctx, contract.id)).find((one) => one.id === event.payload.deliveryId)
  if (!plan || !delivery) throw new Error('a delivery without its plan')
  const calendar = await calendarOf(ctx)
  const before = (await itemsOfContract(ctx, contract.id)).length
  const context = { contract, onDay: dayOf(ctx.now, calendar.zone), at: ctx.now.toISOString() }
  const items = instalmentsOf(contract, delivery, calendar).map((item, index) =>
    itemOf({ ...item, no: before + index + 1 }, context, plan.id),
  )
  await storeItems(ctx, items)
  await growPlan(ctx, plan.id, delivery.amountFen)
  await emit(ctx, 'receipt_plan.extended', plan.id, {
    contractId: contract.id,
    period: delivery.period,
    items: items.map(({ id, no, amountFen, dueOn }) => ({ id, no, amountFen, dueOn })),
  })
}
