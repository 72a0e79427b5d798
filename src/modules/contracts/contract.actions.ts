// 合同: drafted from an approved quotation, changed while a draft, given up, dated, fulfilled, terminated.

import { reaches } from '#core/access.ts'
import { dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { yuan } from '#core/money.ts'
import { numberOfYear } from '#core/numbers.ts'
import { policy } from '#core/policies.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { type PaymentTerm, termByCode } from '#modules/accounts/index.ts'
import { checkCustom, indexCustom, zone } from '#modules/organization/index.ts'
import { quotationById } from '#modules/quotations/index.ts'
import { type ClauseTemplate, unknownPlaces } from './clause.rule.ts'
import { templatePolicy } from './contract.policy.ts'
import * as store from './contract.store.ts'
import { mustAct, stateAfter, tellStation } from './contract-state.actions.ts'

/** Terms as the contract of the API lets them in: the event is one of TermEvent by its pattern. */
type TermsInput = Omit<PaymentTerm, 'lines'> & {
  lines: (Omit<PaymentTerm['lines'][number], 'event' | 'months' | 'monthEnd' | 'working'> & {
    event: string
    months?: number | undefined
    monthEnd?: boolean | undefined
    working?: boolean | undefined
  })[]
}

const noTerms = (code: string): PaymentTerm => ({ code, zh: code, en: code, lines: [] })

export async function create(
  ctx: Ctx,
  input: {
    quotationId: string
    title?: string | null | undefined
    kind: 'single' | 'frame'
    terms?: TermsInput | undefined
    custom?: Record<string, unknown> | undefined
  },
) {
  const quotation = await quotationById(ctx, input.quotationId)
  if (!quotation || !reaches(ctx.actor, 'contract.write', quotation.ownerId)) throw notFound('quotation')
  if (!['approved', 'sent', 'accepted'].includes(quotation.status))
    throw refuse('contract.quotation_not_approved', { number: quotation.number, quotationStatus: quotation.status })
  const used = await store.contractOfQuotation(ctx, quotation.id)
  if (used) throw refuse('contract.quotation_used', { number: used.number, contractId: used.id })
  const template = await policy(ctx, templatePolicy)
  const id = uuidv7()
  const number = await numberOfYear(ctx, 'HT', dayOf(ctx.now, await zone(ctx)))
  // What a kind of contract asks for is asked when it is submitted: a draft may be begun without.
  const { values: custom, changed } = await checkCustom(ctx, 'contract', { given: input.custom, places: null })
  const contract: store.NewContract = {
    ...blank,
    id,
    number,
    title: input.title?.trim() || template.title,
    kind: input.kind,
    accountId: quotation.accountId,
    opportunityId: quotation.opportunityId,
    quotationId: quotation.id,
    ownerId: quotation.ownerId,
    amountFen: quotation.netFen,
    terms: (input.terms as PaymentTerm | undefined) ?? termByCode(quotation.termsCode) ?? noTerms(quotation.termsCode),
    lines: quotation.lines.map((line) => ({
      productId: line.productId,
      code: line.code,
      name: line.name,
      unit: line.unit,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      ratePercent: Number(line.taxRate),
      amountFen: line.netFen,
    })),
    clauses: template.clauses.map((clause) => ({ ...clause })),
    createdBy: ctx.actor.memberId,
    createdAt: ctx.now.toISOString(),
    custom,
  }
  await store.insertContracts(ctx, [contract])
  if (changed.length > 0) indexCustom(ctx, 'contract', [{ id, values: custom }])
  await emit(ctx, 'contract.drafted', id, {
    number,
    accountId: contract.accountId,
    opportunityId: contract.opportunityId,
    quotationId: contract.quotationId,
    amountFen: contract.amountFen,
  })
  return { id, number }
}

/** What a contract has before anything happened to it. */
export const blank = {
  status: 'draft',
  signedOn: null,
  deliveredOn: null,
  acceptedOn: null,
  milestones: {},
  approvalId: null,
  submittedAt: null,
  approvedAt: null,
  effectiveAt: null,
  endedAt: null,
  endReason: null,
  documentFileId: null,
  documentSha256: null,
  signedFileId: null,
} as const

export async function edit(
  ctx: Ctx,
  input: {
    id: string
    version: number
    title?: string | undefined
    terms?: TermsInput | undefined
    clauses?: ClauseTemplate[] | undefined
    custom?: Record<string, unknown> | undefined
  },
) {
  const contract = await mustAct(ctx, input.id, 'edit', 'contract.write')
  if (contract.version !== input.version) throw refuse('common.stale')
  const unknown = unknownPlaces(input.clauses ?? [])
  if (unknown.length > 0) throw invalid('contract.clause_place_unknown', { places: unknown.map((place) => `{${place}}`).join(' ') })
  const own = await checkCustom(ctx, 'contract', { given: input.custom, before: contract.custom, places: null, fileOwner: contract.id })
  const { title, terms, clauses } = input
  await store.saveDraft(ctx, contract.id, input.version, {
    ...(title ? { title } : {}),
    ...(terms ? { terms: terms as PaymentTerm } : {}),
    ...(clauses ? { clauses } : {}),
    ...(own.changed.length > 0 ? { custom: own.values } : {}),
  })
  if (own.changed.length > 0) indexCustom(ctx, 'contract', [{ id: contract.id, values: own.values }])
  const changed = [
    ...(title ? ['title'] : []),
    ...(terms ? ['terms'] : []),
    ...(clauses ? ['clauses'] : []),
    ...own.changed.map((key) => `custom.${key}`),
  ]
  await emit(ctx, 'contract.changed', contract.id, { number: contract.number, changed })
  return { version: input.version + 1 }
}

/** Gives up a contract that is not effective. In approval it must be withdrawn first: people are deciding on it. */
export async function voidContract(ctx: Ctx, input: { id: string; reason: string }) {
  const contract = await mustAct(ctx, input.id, 'void', 'contract.write')
  const status = stateAfter(contract, 'void')
  await store.saveStatus(ctx, contract.id, { status, endedAt: ctx.now.toISOString(), endReason: input.reason })
  await tellStation(ctx, contract.opportunityId, null)
  await emit(ctx, 'contract.voided', contract.id, { number: contract.number, reason: input.reason, opportunityId: contract.opportunityId })
  return { ok: true as const }
}

async function mustBePast(ctx: Ctx, contract: store.ContractRecord, day: string): Promise<void> {
  if (contract.signedOn && day < contract.signedOn) throw invalid('contract.day_before_signing', { signedOn: contract.signedOn })
  if (day > dayOf(ctx.now, await zone(ctx))) throw invalid('contract.day_in_future')
}

/** The day of delivery, of acceptance, of a milestone the terms name: instalments that wait for it are dated in this transaction. */
export async function recordEvent(ctx: Ctx, input: { id: string; event: string; onDay: string }) {
  const contract = await mustAct(ctx, input.id, 'recordEvent', 'contract.dates')
  const known = ['delivery', 'acceptance', ...contract.terms.lines.map((line) => line.event)].filter((event) => event !== 'signing')
  if (!known.includes(input.event)) throw invalid('contract.event_unknown', { event: input.event })
  await mustBePast(ctx, contract, input.onDay)
  await store.saveEventDay(ctx, contract.id, input.event, input.onDay)
  await emit(ctx, 'contract.event_recorded', contract.id, { number: contract.number, event: input.event, onDay: input.onDay })
  return { ok: true as const }
}

export async function recordDelivery(
  ctx: Ctx,
  input: { id: string; deliveredOn: string; amountFen: number; note?: string | null | undefined },
) {
  const seen = await mustAct(ctx, input.id, 'recordEvent', 'contract.dates')
  if (seen.kind !== 'frame') throw refuse('contract.not_a_frame', { number: seen.number })
  await mustBePast(ctx, seen, input.deliveredOn)
  const delivery = {
    id: uuidv7(),
    contractId: seen.id,
    deliveredOn: input.deliveredOn,
    amountFen: input.amountFen,
    period: input.deliveredOn.slice(0, 7),
    note: input.note ?? null,
  }
  await store.insertDeliveries(ctx, [{ ...delivery, createdAt: ctx.now.toISOString() }])
  await emit(ctx, 'contract.delivered', seen.id, {
    number: seen.number,
    deliveryId: delivery.id,
    deliveredOn: delivery.deliveredOn,
    amountFen: delivery.amountFen,
    amount: yuan(delivery.amountFen),
    period: delivery.period,
  })
  return { id: delivery.id }
}

export async function fulfil(ctx: Ctx, input: { id: string }) {
  const contract = await mustAct(ctx, input.id, 'fulfil', 'contract.dates')
  await store.saveStatus(ctx, contract.id, { status: stateAfter(contract, 'fulfil'), endedAt: ctx.now.toISOString() })
  await emit(ctx, 'contract.fulfilled', contract.id, { number: contract.number })
  return { ok: true as const }
}

export async function terminate(ctx: Ctx, input: { id: string; reason: string }) {
  const contract = await mustAct(ctx, input.id, 'terminate', 'contract.sign')
  const status = stateAfter(contract, 'terminate')
  await store.saveStatus(ctx, contract.id, { status, endedAt: ctx.now.toISOString(), endReason: input.reason })
  await emit(ctx, 'contract.terminated', contract.id, { number: contract.number, reason: input.reason })
  return { ok: true as const }
}
