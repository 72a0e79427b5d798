// What a rep learns while collecting: promises and disputes, said by phone or taken down on a visit.
import { dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { type Event, emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { zone } from '#modules/organization/index.ts'
import { stepResultOf } from '#modules/visits/index.ts'
import { dueItem } from './booking.actions.ts'
import { openFen } from './due.rule.ts'
import { viewItem } from './due.store.ts'
import { type ItemRow, insertPromise, lockOpenItems, saveDispute } from './plan.store.ts'
import { promiseBlock } from './promise.rule.ts'

async function collected(ctx: Ctx, id: string) {
  const item = await viewItem(ctx, id, 'receivable.collect')
  if (!item) throw notFound('receipt_plan_item')
  return item
}

export async function promise(ctx: Ctx, input: { id: string; amountFen: number; promisedOn: string; person: string }) {
  const item = await collected(ctx, input.id)
  const today = dayOf(ctx.now, await zone(ctx))
  const open = openFen(dueItem(item))
  const block = promiseBlock(input, open, today)
  if (block) throw refuse(block, { openFen: open }, block === 'receivable.nothing_open' ? 409 : 422)
  return await keepPromise(ctx, item, { ...input, visitId: null, today })
}

async function keepPromise(
  ctx: Ctx,
  item: ItemRow,
  input: { amountFen: number; promisedOn: string; person: string; visitId: string | null; today: string },
): Promise<{ id: string }> {
  const { amountFen, promisedOn, person, visitId } = input
  const id = uuidv7()
  await insertPromise(ctx, {
    id,
    itemId: item.id,
    accountId: item.accountId,
    amountFen,
    promisedOn,
    person,
    visitId,
    recordedOn: input.today,
  })
  await emit(ctx, 'receipt_plan.promised', item.planId, {
    itemId: item.id,
    no: item.no,
    contractId: item.contractId,
    accountId: item.accountId,
    ownerId: item.ownerId,
    amountFen,
    promisedOn,
    visitId,
  })
  return { id }
}

interface PromiseStep {
  type?: string
  visitId: string
  subjectType: string
  subjectId: string
  step: string
  facts?: { amountFen?: number; on?: string; planItemId?: string | null }
}

/**
 * visit.step_done: a payment promise taken down on a visit is kept on the instalment it names, else on the account's, the one due
 * first on top. What was promised beyond that stands in the visit's own record.
 */
export async function promiseFromVisit(ctx: Ctx, event: Event): Promise<void> {
  const { type, visitId, subjectType, subjectId, step, facts } = event.payload as unknown as PromiseStep
  if (type !== 'payment_promise' || subjectType !== 'account' || !facts?.amountFen || !facts.on) return
  const today = dayOf(ctx.now, await zone(ctx))
  if (facts.on < today) return
  const open = await lockOpenItems(ctx, [subjectId], [])
  const named = open.filter((item) => item.id === facts.planItemId)
  // Who promised is a name, and names stay with the visit.
  const person = String((await stepResultOf(ctx, visitId, step))?.facts.person ?? '')
  let left = facts.amountFen
  for (const item of named.length > 0 ? named : open) {
    const part = Math.min(left, openFen(dueItem(item)))
    if (part <= 0) continue
    await keepPromise(ctx, item, { amountFen: part, promisedOn: facts.on, person, visitId, today })
    left -= part
  }
}

export async function dispute(ctx: Ctx, input: { id: string; reason: string }) {
  const item = await collected(ctx, input.id)
  if (openFen(dueItem(item)) === 0) throw refuse('receivable.nothing_open')
  await saveDispute(ctx, item.id, input.reason)
  await emit(ctx, 'receipt_plan.disputed', item.planId, { itemId: item.id, no: item.no, contractId: item.contractId, reason: input.reason })
  return { ok: true as const }
}

export async function settleDispute(ctx: Ctx, input: { id: string }) {
  const item = await collected(ctx, input.id)
  if (item.dispute === null) throw refuse('receivable.no_dispute')
  await saveDispute(ctx, item.id, null)
  await emit(ctx, 'receipt_plan.dispute_ended', item.planId, { itemId: item.id, no: item.no, contractId: item.contractId })
  return { ok: true as const }
}
