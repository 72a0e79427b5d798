// From draft to the customer's yes: what a person does with a quotation.
import { dayOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { numberOfYear } from '#core/numbers.ts'
import { policy } from '#core/policies.ts'
import { forbidden, notFound, refuse } from '#core/refuse.ts'
import { accountById, linkToAccount } from '#modules/accounts/index.ts'
import { storeFile } from '#modules/files/index.ts'
import { lockOpportunity, tellProgress } from '#modules/opportunities/index.ts'
import { zone } from '#modules/organization/index.ts'
import { type DraftInput, priceDraft } from './price.actions.ts'
import { mayWrite } from './quotation.access.ts'
import { validityPolicy } from './quotation.policy.ts'
import { nextQuotationStatus, type QuotationAct, type QuotationStatus, sendVerdict, validUntil } from './quotation.rule.ts'
import {
  insertQuotation,
  linesOf,
  lockOne,
  type QuotationFull,
  revisionsOf,
  saveDraft,
  saveStamped,
  saveStatus,
  writeLines,
} from './quotation.store.ts'
import { headerOf, quotationDetail } from './quotation-view.actions.ts'

type Input = DraftInput & { note?: string | null }

export const told = (one: QuotationFull) => ({
  quotationId: one.id,
  opportunityId: one.opportunityId,
  accountId: one.accountId,
  ownerId: one.ownerId,
  number: one.number,
  revision: one.revision,
  netFen: one.netFen,
  title: one.accountName,
})

export async function todayOf(ctx: Ctx): Promise<string> {
  return dayOf(ctx.now, await zone(ctx))
}

/** Made today, valid as long as the policy says. */
export async function datesOf(ctx: Ctx): Promise<{ madeOn: string; validUntil: string }> {
  const madeOn = await todayOf(ctx)
  return { madeOn, validUntil: validUntil(madeOn, await policy(ctx, validityPolicy)) }
}

async function pricedFor(ctx: Ctx, opportunity: { accountId: string; expectedSignOn: string | null }, input: Input) {
  const account = await accountById(ctx, opportunity.accountId)
  if (!account) throw notFound('account')
  const { book, term, termDays, lines, priced } = await priceDraft(ctx, account, opportunity.expectedSignOn, input)
  const saved = {
    bookId: book.id,
    bookFactor: book.factor,
    termsCode: term.code,
    termDays,
    headerPercent: input.header?.percentOff ?? null,
    headerAmountFen: input.header?.percentOff ? null : (input.header?.amountFen ?? null),
    note: input.note ?? null,
    priced,
    ...(await datesOf(ctx)),
  }
  return { saved, lines }
}

/** A draft for an open opportunity that the actor may change. */
export async function create(ctx: Ctx, input: Input & { opportunityId: string }) {
  const id = await createDraft(ctx, input)
  return await quotationDetail(ctx, { id })
}

export async function createDraft(ctx: Ctx, input: Input & { opportunityId: string }): Promise<string> {
  const opportunity = await lockOpportunity(ctx, input.opportunityId)
  if (!opportunity) throw notFound('opportunity')
  if (opportunity.stage === 'won' || opportunity.stage === 'lost') throw refuse('opportunity.closed', { number: opportunity.number })
  const ownerId = opportunity.ownerId
  if (!mayWrite(ctx.actor, { ...opportunity, status: 'draft', validUntil: '', lineCount: 0 })) throw forbidden('quotation.write')
  const { saved, lines } = await pricedFor(ctx, opportunity, input)
  const id = uuidv7()
  const number = await numberOfYear(ctx, 'BJ')
  const { id: opportunityId, accountId } = opportunity
  await insertQuotation(ctx, { ...saved, id, number, revision: 1, revisesId: null, opportunityId, accountId, ownerId })
  await writeLines(ctx, id, lines, saved.priced)
  await linkToAccount(ctx, [{ accountId, subjectType: 'quotation', subjectId: id }])
  await emit(ctx, 'quotation.created', id, { opportunityId, accountId, ownerId, number, netFen: saved.priced.netFen })
  return id
}

/** The quotation, locked, that the actor may change. Refuses 404 out of reach and 403. */
export async function writable(ctx: Ctx, id: string): Promise<QuotationFull> {
  const one = await lockOne(ctx, id)
  if (!one) throw notFound('quotation')
  if (!mayWrite(ctx.actor, one)) throw forbidden('quotation.write')
  return one
}

/** The state an act leads to, or a refusal that names the state it is in. */
export function leadsTo(one: QuotationFull, act: QuotationAct): QuotationStatus {
  const next = nextQuotationStatus(one.status, act)
  if (!next) throw refuse('quotation.not_possible', { number: one.number, status: one.status })
  return next
}

export async function edit(ctx: Ctx, input: Input & { id: string; version: number }) {
  const one = await writable(ctx, input.id)
  if (one.status !== 'draft') throw refuse('quotation.not_possible', { number: one.number, status: one.status })
  if (one.version !== input.version) throw refuse('common.stale')
  const opportunity = await lockOpportunity(ctx, one.opportunityId)
  if (!opportunity) throw notFound('opportunity')
  const { saved, lines } = await pricedFor(ctx, opportunity, input)
  await saveDraft(ctx, one.id, saved)
  await writeLines(ctx, one.id, lines, saved.priced)
  await emit(ctx, 'quotation.changed', one.id, {
    opportunityId: one.opportunityId,
    number: one.number,
    before: one.netFen,
    netFen: saved.priced.netFen,
  })
  return await quotationDetail(ctx, { id: one.id })
}

/** To the customer: approved, in date, with something in it. */
export async function send(ctx: Ctx, input: { id: string; sentOn?: string | null; by: string }) {
  const one = await writable(ctx, input.id)
  const today = await todayOf(ctx)
  const verdict = sendVerdict(one, today)
  if (!verdict.allowed) throw refuse(verdict.blocks[0] as string, { number: one.number, validUntil: one.validUntil })
  const sentOn = input.sentOn && input.sentOn <= today ? input.sentOn : today
  await saveStatus(ctx, one.id, { status: leadsTo(one, 'send'), sentAt: ctx.now.toISOString(), sentOn })
  await emit(ctx, 'quotation.sent', one.id, { ...told(one), sentOn, by: input.by })
  return await quotationDetail(ctx, { id: one.id })
}

/** The stamped copy, photo or PDF: what the gate of the next stage asks for. A newer copy replaces the one before. */
export async function stamp(ctx: Ctx, input: { id: string; file: File }) {
  const one = await writable(ctx, input.id)
  if (!['approved', 'sent', 'accepted'].includes(one.status)) throw refuse('quotation.not_approved', { number: one.number })
  const file = await storeFile(ctx, {
    bytes: new Uint8Array(await input.file.arrayBuffer()),
    name: input.file.name,
    purpose: 'stamped_quotation',
    subjectType: 'quotation',
    subjectId: one.id,
  })
  await saveStamped(ctx, one.id, file.id)
  await emit(ctx, 'quotation.stamped', one.id, { ...told(one), fileId: file.id, sha256: file.sha256 })
  return await quotationDetail(ctx, { id: one.id })
}

export async function accept(ctx: Ctx, input: { id: string; acceptedOn?: string | null }) {
  const one = await writable(ctx, input.id)
  const today = await todayOf(ctx)
  const acceptedOn = input.acceptedOn && input.acceptedOn <= today ? input.acceptedOn : today
  await saveStatus(ctx, one.id, { status: leadsTo(one, 'accept'), acceptedAt: ctx.now.toISOString(), acceptedOn })
  await emit(ctx, 'quotation.accepted', one.id, { ...told(one), acceptedOn })
  return await quotationDetail(ctx, { id: one.id })
}

export async function reject(ctx: Ctx, input: { id: string; reason: string }) {
  const one = await writable(ctx, input.id)
  await saveStatus(ctx, one.id, { status: leadsTo(one, 'reject'), closedReason: input.reason })
  await emit(ctx, 'quotation.rejected', one.id, { ...told(one), reason: input.reason })
  return await quotationDetail(ctx, { id: one.id })
}

/**
 * A version to change. What has not left the house becomes a draft again; what the customer has seen stays as it is, and a new version is
 * drawn from it at the prices of today. What the old version proved falls with it.
 */
export async function revise(ctx: Ctx, input: { id: string }) {
  const one = await writable(ctx, input.id)
  if (one.status === 'approved') {
    await saveStatus(ctx, one.id, { status: leadsTo(one, 'revise'), approvedAt: null, ...(await datesOf(ctx)) })
    await saveStamped(ctx, one.id, null)
    await emit(ctx, 'quotation.revised', one.id, { ...told(one), from: one.id })
    return await quotationDetail(ctx, { id: one.id })
  }
  if (!['sent', 'rejected', 'expired'].includes(one.status))
    throw refuse('quotation.not_possible', { number: one.number, status: one.status })
  const opportunity = await lockOpportunity(ctx, one.opportunityId)
  if (!opportunity) throw notFound('opportunity')
  const kept = await linesOf(ctx, one.id)
  const lines = kept.map((line) => ({
    productId: line.productId,
    quantity: line.quantity,
    percentOff: line.percentOff,
    unitPrice: line.typedPrice,
  }))
  const { saved, lines: drawn } = await pricedFor(ctx, opportunity, {
    lines,
    bookId: null,
    termsCode: one.termsCode,
    header: headerOf(one),
    note: one.note,
  })
  const id = uuidv7()
  const revision = Math.max(...(await revisionsOf(ctx, one.number)).map((entry) => entry.revision)) + 1
  const { number, opportunityId, accountId, ownerId } = one
  await insertQuotation(ctx, { ...saved, id, number, revision, revisesId: one.id, opportunityId, accountId, ownerId })
  await writeLines(ctx, id, drawn, saved.priced)
  await linkToAccount(ctx, [{ accountId, subjectType: 'quotation', subjectId: id }])
  if (one.status === 'sent') await saveStatus(ctx, one.id, { status: leadsTo(one, 'expire'), closedReason: `revision ${revision}` })
  await emit(ctx, 'quotation.revised', id, { ...told({ ...one, id, revision, netFen: saved.priced.netFen }), from: one.id })
  await tellProgress(ctx, opportunityId, 'quotation_approved', {
    words: { key: 'quotation.progress.draft', params: { number, revision } },
    act: null,
    link: `/quotations/${id}`,
  })
  return await quotationDetail(ctx, { id })
}
