// Submission: the rule says who must agree; nobody means approved at once. The answer comes back through `decided`.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { refuse } from '#core/refuse.ts'
import { type ApprovalSubject, approvalOf, type Outcome, requestApproval, withdrawApproval } from '#modules/approvals/index.ts'
import { tellProgress } from '#modules/opportunities/index.ts'
import { quotationCard } from './card.actions.ts'
import { whyOf } from './card.rule.ts'
import { quotationFacts, quotationFlow } from './discount.rule.ts'
import { pricingPolicy } from './price.actions.ts'
import { datesOf, leadsTo, told, writable } from './quotation.actions.ts'
import { submittedStatus } from './quotation.rule.ts'
import { linesOf, type QuotationFull, saveStatus, viewAny } from './quotation.store.ts'
import { quotationDetail } from './quotation-view.actions.ts'

export async function submit(ctx: Ctx, input: { id: string; note?: string | null }) {
  await submitQuotation(ctx, input)
  return await quotationDetail(ctx, { id: input.id })
}

export async function submitQuotation(ctx: Ctx, input: { id: string; note?: string | null }): Promise<void> {
  const one = await writable(ctx, input.id)
  leadsTo(one, 'submit')
  if (one.lineCount === 0) throw refuse('quotation.no_lines', { number: one.number })
  const { route } = one.priced
  const now = ctx.now.toISOString()
  const below = one.priced.lines.filter((line) => line.route.belowFloor).map((line) => line.id)
  await emit(ctx, 'quotation.submitted', one.id, { ...told(one), level: route.level, approvers: route.approvers })
  if (below.length > 0) await emit(ctx, 'quotation.below_floor', one.id, { ...told(one), lines: below })
  if (submittedStatus(route.level) === 'approved') {
    await saveStatus(ctx, one.id, { status: 'approved', submittedAt: now, approvedAt: now, ...(await datesOf(ctx)) })
    await approved(ctx, one)
    return
  }
  await saveStatus(ctx, one.id, { status: 'in_approval', submittedAt: now, ...(await datesOf(ctx)) })
  const lines = await linesOf(ctx, one.id)
  const why = whyOf(lines, one.priced, await pricingPolicy(ctx))
  const { approvalId, status } = await requestApproval(ctx, {
    subjectType: 'quotation',
    subjectId: one.id,
    reason: why[0] ?? { key: 'quotation.alarm.director', params: {} },
    facts: quotationFacts(route, one.netFen),
    ownerId: one.ownerId,
    note: input.note ?? null,
  })
  // Where a flow asks nobody, `decided` has run already; the number of the approval is kept all the same.
  await saveStatus(ctx, one.id, { status: status === 'pending' ? 'in_approval' : 'approved', approvalId })
  if (status === 'pending') await tellWaiting(ctx, one, approvalId)
}

/** What the opportunity's check-list says meanwhile: where the approval is held up, and that the stamped copy comes after it. */
async function tellWaiting(ctx: Ctx, one: QuotationFull, approvalId: string): Promise<void> {
  const approval = await approvalOf(ctx, one.id)
  const names = approval?.waitingFor.map((person) => person.name).join('、') ?? ''
  const params = { number: one.number, names, sinceAt: approval?.waitingSince ?? ctx.now.toISOString() }
  await tellProgress(ctx, one.opportunityId, 'quotation_approved', {
    words: { key: 'quotation.progress.waiting', params },
    act: 'remind_approver',
    link: `/approvals/${approvalId}`,
  })
  const made = { key: 'quotation.progress.made', params: { number: one.number } }
  await tellProgress(ctx, one.opportunityId, 'quotation_stamped', { words: made, act: null, link: `/quotations/${one.id}` })
}

async function approved(ctx: Ctx, one: QuotationFull): Promise<void> {
  await emit(ctx, 'quotation.approved', one.id, told(one))
  const words = { key: 'quotation.progress.to_stamp', params: { number: one.number } }
  await tellProgress(ctx, one.opportunityId, 'quotation_stamped', { words, act: 'attach_stamped_copy', link: `/quotations/${one.id}` })
}

/** The end of an approval, in the deciding transaction. */
async function decided(ctx: Ctx, id: string, outcome: Outcome): Promise<void> {
  const one = await viewAny(ctx, id)
  if (!one) throw new Error('an approval decided on a quotation that is gone')
  if (outcome.status === 'approved') {
    await saveStatus(ctx, id, { status: leadsTo(one, 'approve'), approvedAt: ctx.now.toISOString() })
    await approved(ctx, one)
    return
  }
  const act = outcome.status === 'rejected' ? 'turn_down' : outcome.status === 'returned' ? 'return' : 'withdraw'
  await saveStatus(ctx, id, { status: leadsTo(one, act) })
  await emit(ctx, 'quotation.turned_down', id, { ...told(one), how: outcome.status, approvalId: outcome.approvalId })
  await tellProgress(ctx, one.opportunityId, 'quotation_approved', {
    words: { key: `quotation.progress.${outcome.status}`, params: { number: one.number, note: outcome.note } },
    act: null,
    link: `/quotations/${id}`,
  })
  await tellProgress(ctx, one.opportunityId, 'quotation_stamped', null)
}

/** After an answer that was not the last: whom it waits for now. */
export async function answered(ctx: Ctx, quotationId: string, approvalId: string): Promise<void> {
  const one = await viewAny(ctx, quotationId)
  if (one?.status === 'in_approval') await tellWaiting(ctx, one, approvalId)
}

export async function withdraw(ctx: Ctx, input: { id: string; note?: string | null }) {
  const one = await writable(ctx, input.id)
  leadsTo(one, 'withdraw')
  await withdrawApproval(ctx, one.approvalId as string, input.note ?? '')
  return await quotationDetail(ctx, { id: one.id })
}

/** Quotations as approvals sees them; plugged in ports.ts. */
export const quotationSubject: ApprovalSubject = {
  type: 'quotation',
  flow: () => quotationFlow('owner'),
  card: quotationCard,
  factSpecs: [
    {
      key: 'level',
      zh: '要谁批',
      en: 'Who must agree',
      type: 'choice',
      options: [
        { value: 'manager', zh: '经理权限', en: 'manager’s right' },
        { value: 'director', zh: '总监权限', en: 'director’s right' },
        { value: 'special', zh: '低于底价', en: 'below the floor' },
      ],
    },
    { key: 'gm', zh: '毛利太低，要总经理', en: 'Margin so low that the general manager is asked', type: 'yes_no' },
    { key: 'amountFen', zh: '报价金额', en: 'Amount of the quotation', type: 'fen' },
  ],
  print: async (ctx, id) => {
    const lines = await linesOf(ctx, id)
    const row = await viewAny(ctx, id)
    return JSON.stringify([
      row?.netFen,
      row?.termsCode,
      lines.map((line) => [line.productId, line.quantity, line.percentOff, line.typedPrice]),
    ])
  },
  decided,
}
