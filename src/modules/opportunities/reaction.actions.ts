// What other rooms tell that counts here, in their transaction: steps and ends of visits, quotations, contracts.
import type { Ctx } from '#core/context.ts'
import type { Event, Reaction } from '#core/events.ts'
import { sopDefaults, stepResultOf } from '#modules/visits/index.ts'
import { recordFact, revokeFactsOf } from './fact.actions.ts'
import { viewContacts, viewVisitEnd } from './fact.store.ts'
import { keepBudget } from './opportunity.actions.ts'
import type { NeedForm } from './opportunity.contract.ts'
import { type Held, loadOne, markSubstance, openOfAccount } from './opportunity.store.ts'
import { winByContract } from './stage.actions.ts'

interface VisitTold {
  visitId: string
  memberId: string
  subjectType: string
  subjectId: string
  purpose?: string
  validity?: string
  minutes?: number
  /** When the visit ended; a review tells none. */
  at?: string
  type?: string
  /** Key of the step; its words stand with the visit. */
  step?: string
  facts?: Record<string, unknown>
}

/** The open opportunities a visit to an account speaks of: the visitor's own, else all of the account. */
async function visited(ctx: Ctx, told: VisitTold): Promise<Held[]> {
  if (told.subjectType !== 'account') return []
  const open = await openOfAccount(ctx, told.subjectId)
  const own = open.filter((one) => one.ownerId === told.memberId)
  return own.length > 0 ? own : open
}

const payload = <T>(event: Event): T => event.payload as unknown as T
const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)
/** Choices of a form in words; what an admin has added reads as its key. */
const choices = sopDefaults.flatMap((template) =>
  template.steps.flatMap((step) => (step.fields ?? []).flatMap((field) => field.choices ?? [])),
)
const labelOf = (key: string): string => choices.find((choice) => choice.key === key)?.zh ?? key
const listed = (value: unknown): string =>
  Array.isArray(value) ? value.map((key) => labelOf(String(key))).join('、') : (text(value) ?? '')

/** A needs form, a budget or a decision maker met on the spot. */
const stepDone: Reaction = async (ctx, event) => {
  const told = payload<VisitTold>(event)
  const facts = told.facts ?? {}
  for (const one of await visited(ctx, told)) {
    const proof = { kind: 'visit', id: told.visitId }
    if (told.type === 'form') await formFacts(ctx, one, proof, await answersOf(ctx, told))
    if (told.type === 'decision_maker') await personFacts(ctx, one, facts)
    if (told.type === 'decision_maker' || told.type === 'form') await markSubstance(ctx, one.id, event.at)
  }
}

/** The whole form: events leave out what a person wrote in words. */
async function answersOf(ctx: Ctx, told: VisitTold): Promise<Record<string, unknown>> {
  const kept = told.step ? await stepResultOf(ctx, told.visitId, told.step) : undefined
  return (kept?.facts.answers ?? told.facts ?? {}) as Record<string, unknown>
}

async function formFacts(ctx: Ctx, one: Held, proof: { kind: string; id: string }, answers: Record<string, unknown>): Promise<void> {
  const form: NeedForm = {
    project: text(answers.project),
    products: listed(answers.products) || '—',
    quantity: text(answers.quantity),
    neededBy: text(answers.neededOn),
    competitors: text(answers.competitors),
    concerns: text(answers.concerns),
  }
  await recordFact(ctx, one.id, 'need_form', { at: ctx.now.toISOString(), proof, detail: { form, products: form.products } })
  const budget = answers.budgetFen
  if (typeof budget === 'number' && Number.isSafeInteger(budget) && budget > 0) await keepBudget(ctx, one, budget, proof)
}

async function personFacts(ctx: Ctx, one: Held, facts: Record<string, unknown>): Promise<void> {
  const contact = (await viewContacts(ctx, one.accountId)).find((person) => person.id === facts.contactId)
  if (!contact) return
  const fact = {
    at: ctx.now.toISOString(),
    proof: { kind: 'contact', id: contact.id },
    detail: { name: contact.name, title: contact.title ?? '' },
  }
  await recordFact(ctx, one.id, 'contact', fact)
  if (facts.role === 'decision_maker') await recordFact(ctx, one.id, 'decision_maker', fact)
}

/** A valid visit is substance; a valid deep one is a fact, from the minute it ended. Also when a manager judges it valid later. */
const visitCounted: Reaction = async (ctx, event) => {
  const told = payload<VisitTold>(event)
  if (told.validity !== 'valid') return
  const endedAt = told.at ?? (await viewVisitEnd(ctx, told.visitId)) ?? event.at
  for (const one of await visited(ctx, told)) {
    await markSubstance(ctx, one.id, endedAt)
    if (told.purpose !== 'deep') continue
    const detail = { minutes: told.minutes ?? 0 }
    await recordFact(ctx, one.id, 'valid_deep_visit', { at: endedAt, proof: { kind: 'visit', id: told.visitId }, detail })
  }
}

const visitInvalidated: Reaction = async (ctx, event) =>
  revokeFactsOf(ctx, payload<VisitTold>(event).visitId ?? event.subjectId, 'visit_invalidated')

interface QuotationTold {
  quotationId: string
  opportunityId: string
  number: string
  netFen: number
  fileId?: string
  from?: string
}

const quotationFact =
  (fact: 'quotation_approved' | 'quotation_stamped'): Reaction =>
  async (ctx, event) => {
    const told = payload<QuotationTold>(event)
    const one = await loadOne(ctx, told.opportunityId)
    if (!one || one.stage === 'won' || one.stage === 'lost') return
    await recordFact(ctx, one.id, fact, {
      at: event.at,
      proof: { kind: 'quotation', id: told.quotationId },
      value: told.netFen,
      detail: { number: told.number },
    })
  }

/** A quotation that reached the customer is substance. */
const quotationSent: Reaction = async (ctx, event) => markSubstance(ctx, payload<QuotationTold>(event).opportunityId, event.at)

/** What a quotation proved falls with it: the next version has to be approved and stamped anew. */
const quotationRevised: Reaction = async (ctx, event) => revokeFactsOf(ctx, payload<QuotationTold>(event).from ?? '', 'quotation_revised')

const contractEffective: Reaction = async (ctx, event) => {
  const told = payload<{ contractId: string; opportunityId: string | null; amountFen: number; signedOn: string | null }>(event)
  if (told.opportunityId)
    await winByContract(ctx, told.opportunityId, { id: told.contractId, signedOn: told.signedOn, amountFen: told.amountFen })
}

export const opportunityReactions: Record<string, Reaction> = {
  'visit.step_done': stepDone,
  'visit.checked_out': visitCounted,
  'visit.reviewed': visitCounted,
  'visit.invalidated': visitInvalidated,
  'quotation.approved': quotationFact('quotation_approved'),
  'quotation.stamped': quotationFact('quotation_stamped'),
  'quotation.sent': quotationSent,
  'quotation.revised': quotationRevised,
  'contract.effective': contractEffective,
}
