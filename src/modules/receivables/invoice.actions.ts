// 发票: recorded as issued, never more than the contract, voided instead of deleted.
import { dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { yuan } from '#core/money.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { contractById } from '#modules/contracts/index.ts'
import { zone } from '#modules/organization/index.ts'
import { taxIncluded } from './invoice.rule.ts'
import * as store from './invoice.store.ts'
import { itemsOfContract, lockPlan } from './plan.store.ts'

export async function invoices(
  ctx: Ctx,
  input: { cursor?: string | undefined; limit: number; accountId?: string | undefined; contractId?: string | undefined },
) {
  const rows = await store.viewInvoices(ctx, { ...input, after: fromCursor(input.cursor, 2) })
  const { items, next } = toPage(rows, input.limit, (row) => [row.issuedOn, row.id])
  return {
    items: items.map(({ ownerId: _owner, itemId: _item, ratePercent, ...row }) => {
      return { ...row, ratePercent: Number(ratePercent), taxFen: taxIncluded(row.amountFen, Number(ratePercent)) }
    }),
    next,
  }
}

export async function recordInvoice(
  ctx: Ctx,
  input: {
    number: string
    contractId: string
    itemId?: string | null | undefined
    kind: 'special' | 'ordinary'
    ratePercent: number
    amountFen: number
    issuedOn: string
    note?: string | null | undefined
  },
) {
  const contract = await contractById(ctx, input.contractId)
  if (!contract) throw notFound('contract')
  const plan = await lockPlan(ctx, contract.id)
  if (!plan) throw refuse('invoice.contract_not_effective', { number: contract.number })
  if (input.itemId && !(await itemsOfContract(ctx, contract.id)).some((item) => item.id === input.itemId)) throw notFound('item')
  if (input.issuedOn > dayOf(ctx.now, await zone(ctx))) throw invalid('receipt.day_in_future')
  if (await store.numberTaken(ctx, input.number)) throw refuse('invoice.number_taken', { number: input.number })
  const left = plan.amountFen - (await store.invoicedFen(ctx, contract.id))
  if (input.amountFen > left) throw refuse('invoice.more_than_contract', { left: yuan(Math.max(0, left)), leftFen: left })
  const id = uuidv7()
  await store.insertInvoice(ctx, {
    ...input,
    id,
    accountId: contract.accountId,
    ownerId: contract.ownerId,
    itemId: input.itemId ?? null,
    note: input.note ?? null,
  })
  await emit(ctx, 'invoice.recorded', id, { number: input.number, contractId: contract.id, amountFen: input.amountFen, kind: input.kind })
  return { id }
}

export async function voidInvoice(ctx: Ctx, input: { id: string; reason: string }) {
  const invoice = await store.lockInvoice(ctx, input.id)
  if (!invoice) throw notFound('invoice')
  if (invoice.voidedAt) throw refuse('invoice.voided', { number: invoice.number })
  await store.markVoided(ctx, invoice.id, input.reason)
  await emit(ctx, 'invoice.voided', invoice.id, { number: invoice.number, contractId: invoice.contractId, reason: input.reason })
  return { ok: true as const }
}
