// What a person does with an opportunity: create, change, record what was learnt, comment, build the team.
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { numberOfYear } from '#core/numbers.ts'
import { policy } from '#core/policies.ts'
import { forbidden, invalid, notFound, refuse } from '#core/refuse.ts'
import { accountInReach, createContact, linkToAccount, recordActivity } from '#modules/accounts/index.ts'
import { checkCustom, endGrants, grantRecord, indexCustom, memberById } from '#modules/organization/index.ts'
import { recordFact } from './fact.actions.ts'
import { addToTeam, insertComment, takeFromTeam, viewContacts } from './fact.store.ts'
import { stagesUpTo } from './gate.rule.ts'
import { mayOf, mayWrite } from './opportunity.access.ts'
import type { NeedForm } from './opportunity.contract.ts'
import { pipelinePolicy } from './opportunity.policy.ts'
import { type Held, insertHistory, insertOpportunity, lockOne, markSubstance, saveBudget, saveFacts } from './opportunity.store.ts'
import { firstStage, opportunityDetail } from './opportunity-view.actions.ts'

export interface NewInput {
  accountId: string
  name: string
  amountFen: number
  expectedSignOn?: string | null
  leadId?: string | null
  custom?: Record<string, unknown> | null | undefined
}

/** An opportunity at the first stage, its number, its first line of history. The caller has checked who may. Returns id and number. */
export async function openOpportunity(ctx: Ctx, input: NewInput, ownerId: string): Promise<{ id: string; number: string }> {
  const stage = firstStage(await policy(ctx, pipelinePolicy))
  const { values: custom, changed } = await checkCustom(ctx, 'opportunity', { given: input.custom, places: [stage.key] })
  const one = {
    id: uuidv7(),
    number: await numberOfYear(ctx, 'SJ'),
    name: input.name,
    accountId: input.accountId,
    leadId: input.leadId ?? null,
    ownerId,
    stage: stage.key,
    weight: stage.weight,
    amountFen: input.amountFen,
    expectedSignOn: input.expectedSignOn ?? null,
    custom,
  }
  await insertOpportunity(ctx, one)
  if (changed.length > 0) indexCustom(ctx, 'opportunity', [{ id: one.id, values: custom }])
  await linkToAccount(ctx, [{ accountId: one.accountId, subjectType: 'opportunity', subjectId: one.id }])
  await insertHistory(ctx, {
    id: uuidv7(),
    opportunityId: one.id,
    fromStage: null,
    toStage: stage.key,
    kind: 'create',
    weight: stage.weight,
    amountFen: one.amountFen,
    expectedSignOn: one.expectedSignOn,
    at: ctx.now.toISOString(),
    byId: ctx.actor.memberId,
    override: false,
    reason: null,
    missing: [],
  })
  const { accountId, leadId, number, name, amountFen } = one
  await emit(ctx, 'opportunity.created', one.id, { accountId, leadId, number, name, amountFen, ownerId, stage: stage.key })
  return { id: one.id, number }
}

export async function create(ctx: Ctx, input: NewInput & { contactId?: string | null }) {
  if (!(await accountInReach(ctx, input.accountId))) throw notFound('account')
  const { id } = await openOpportunity(ctx, input, memberOf(ctx))
  if (input.contactId) {
    const contact = (await viewContacts(ctx, input.accountId)).find((one) => one.id === input.contactId)
    if (!contact) throw notFound('contact')
    await recordFact(ctx, id, 'contact', {
      at: ctx.now.toISOString(),
      proof: { kind: 'contact', id: contact.id },
      detail: { name: contact.name },
    })
  }
  return await opportunityDetail(ctx, { id })
}

/** The opportunity, locked, that the actor may change. Refuses 404 out of reach, 403 without the permission over it. */
export async function writable(ctx: Ctx, id: string): Promise<Held> {
  const one = await lockOne(ctx, id)
  if (!one) throw notFound('opportunity')
  if (!mayWrite(ctx.actor, one)) throw forbidden('opportunity.write')
  return one
}

/** As `writable`, and still open. Refuses opportunity.closed. */
export async function openWritable(ctx: Ctx, id: string): Promise<Held> {
  const one = await writable(ctx, id)
  if (one.stage === 'won' || one.stage === 'lost') throw refuse('opportunity.closed', { number: one.number })
  return one
}

export async function edit(
  ctx: Ctx,
  input: {
    id: string
    name?: string
    amountFen?: number
    expectedSignOn?: string | null
    custom?: Record<string, unknown> | undefined
    version: number
  },
) {
  const one = await openWritable(ctx, input.id)
  if (one.version !== input.version) throw refuse('common.stale')
  // What the stages up to the present one ask for may be changed, not taken out.
  const own = await checkCustom(ctx, 'opportunity', {
    given: input.custom,
    before: one.custom,
    places: input.custom ? stagesUpTo(await policy(ctx, pipelinePolicy), one.stage) : null,
    fileOwner: one.id,
  })
  const change = {
    name: input.name ?? one.name,
    amountFen: input.amountFen ?? one.amountFen,
    expectedSignOn: input.expectedSignOn === undefined ? one.expectedSignOn : input.expectedSignOn,
  }
  await saveFacts(ctx, one.id, { ...change, custom: own.values })
  if (own.changed.length > 0) indexCustom(ctx, 'opportunity', [{ id: one.id, values: own.values }])
  const before = { name: one.name, amountFen: one.amountFen, expectedSignOn: one.expectedSignOn }
  await emit(ctx, 'opportunity.changed', one.id, { before, after: change, ...(own.changed.length > 0 ? { custom: own.changed } : {}) })
  return await opportunityDetail(ctx, { id: one.id })
}

export async function recordNeedForm(ctx: Ctx, input: { id: string; form: NeedForm }) {
  const one = await openWritable(ctx, input.id)
  const at = ctx.now.toISOString()
  // The form is its own proof: one per opportunity, rewritten when it is filled in again.
  await recordFact(ctx, one.id, 'need_form', {
    at,
    proof: { kind: 'form', id: one.id },
    detail: { form: input.form, products: input.form.products },
  })
  if (input.form.budgetFen) await keepBudget(ctx, one, input.form.budgetFen, { kind: 'form', id: one.id })
  return await opportunityDetail(ctx, { id: one.id })
}

export async function recordBudget(ctx: Ctx, input: { id: string; budgetFen: number; note?: string | null }) {
  const one = await openWritable(ctx, input.id)
  await keepBudget(ctx, one, input.budgetFen, { kind: 'entry', id: one.id }, input.note ?? null)
  return await opportunityDetail(ctx, { id: one.id })
}

/** What the customer will spend, with what told it. */
export async function keepBudget(
  ctx: Ctx,
  one: Pick<Held, 'id'>,
  budgetFen: number,
  proof: { kind: string; id: string },
  note: string | null = null,
): Promise<void> {
  await saveBudget(ctx, one.id, budgetFen)
  await recordFact(ctx, one.id, 'budget_known', { at: ctx.now.toISOString(), proof, value: budgetFen, detail: note ? { note } : {} })
}

export interface ContactChoice {
  contactId?: string | null
  name?: string | null
  phone?: string | null
  title?: string | null
  role?: 'decision_maker' | 'influencer' | 'user' | 'finance' | null
}

/** A contact of the account: chosen, or made from name and phone. Refuses opportunity.contact_incomplete. */
export async function contactFor(
  ctx: Ctx,
  accountId: string,
  choice: ContactChoice,
): Promise<{ id: string; name: string; title: string | null }> {
  if (choice.contactId) {
    const chosen = (await viewContacts(ctx, accountId)).find((one) => one.id === choice.contactId)
    if (!chosen) throw notFound('contact')
    return chosen
  }
  if (!choice.name) throw invalid('opportunity.contact_incomplete')
  const made = await createContact(ctx, accountId, {
    name: choice.name,
    phone: choice.phone ?? null,
    title: choice.title ?? null,
    role: choice.role ?? null,
  })
  return { id: made.id, name: choice.name, title: choice.title ?? null }
}

async function contactFact(ctx: Ctx, input: { id: string; contact: ContactChoice }, fact: 'contact' | 'decision_maker') {
  const one = await openWritable(ctx, input.id)
  const role = fact === 'decision_maker' ? 'decision_maker' : (input.contact.role ?? null)
  const contact = await contactFor(ctx, one.accountId, { ...input.contact, role })
  const detail = { name: contact.name, title: contact.title ?? '' }
  await recordFact(ctx, one.id, fact, { at: ctx.now.toISOString(), proof: { kind: 'contact', id: contact.id }, detail })
  return await opportunityDetail(ctx, { id: one.id })
}

export const recordContact = (ctx: Ctx, input: { id: string; contact: ContactChoice }) => contactFact(ctx, input, 'contact')
export const nameDecisionMaker = (ctx: Ctx, input: { id: string; contact: ContactChoice }) => contactFact(ctx, input, 'decision_maker')

/** A call, a message, a meeting about it: kept on the account's timeline; what is substance moves the stall clock. */
export async function followUp(
  ctx: Ctx,
  input: {
    id: string
    kind: 'call' | 'email' | 'wechat' | 'note' | 'meeting'
    text: string
    nextStep?: string | null
    nextOn?: string | null
  },
) {
  const one = await openWritable(ctx, input.id)
  const at = ctx.now.toISOString()
  const { substantive } = await recordActivity(ctx, {
    subjectType: 'account',
    subjectId: one.accountId,
    kind: input.kind,
    text: input.text,
    nextStep: input.nextStep ?? null,
    nextOn: input.nextOn ?? null,
    at,
  })
  if (substantive) await markSubstance(ctx, one.id, at)
  await emit(ctx, 'opportunity.followed_up', one.id, { kind: input.kind, substantive, nextOn: input.nextOn ?? null })
  return await opportunityDetail(ctx, { id: one.id })
}

/** Grants of an opportunity's team are told apart by this. */
const giver = (opportunityId: string): string => `opportunity:${opportunityId}`

export async function addMember(ctx: Ctx, input: { id: string; memberId: string; role: string }) {
  const one = await lockOne(ctx, input.id)
  if (!one) throw notFound('opportunity')
  if (!mayOf(ctx.actor, one).team) throw forbidden('opportunity.team')
  const member = await memberById(ctx, input.memberId)
  if (!member) throw notFound('member')
  if (!(await addToTeam(ctx, one.id, input.memberId, input.role))) throw refuse('opportunity.already_in_team', { name: member.name })
  const givenBy = giver(one.id)
  const grant = { memberId: input.memberId, reason: `team:${input.role}`, givenBy }
  await grantRecord(ctx, { ...grant, recordType: 'opportunity', recordId: one.id })
  await grantRecord(ctx, { ...grant, recordType: 'account', recordId: one.accountId })
  await emit(ctx, 'opportunity.member_added', one.id, {
    memberId: input.memberId,
    name: member.name,
    role: input.role,
    number: one.number,
    title: one.name,
  })
  return await opportunityDetail(ctx, { id: one.id })
}

export async function removeMember(ctx: Ctx, input: { id: string; memberId: string }) {
  const one = await lockOne(ctx, input.id)
  if (!one) throw notFound('opportunity')
  if (!mayOf(ctx.actor, one).team) throw forbidden('opportunity.team')
  if (!(await takeFromTeam(ctx, one.id, input.memberId))) throw notFound('member')
  await endGrants(ctx, { givenBy: giver(one.id), memberId: input.memberId })
  await emit(ctx, 'opportunity.member_removed', one.id, {
    memberId: input.memberId,
    name: (await memberById(ctx, input.memberId))?.name ?? '',
  })
  return await opportunityDetail(ctx, { id: one.id })
}

export async function comment(ctx: Ctx, input: { id: string; text: string; pinned: boolean }) {
  const one = await lockOne(ctx, input.id)
  if (!one) throw notFound('opportunity')
  if (input.pinned && !mayOf(ctx.actor, one).pin) throw forbidden('opportunity.override')
  await insertComment(ctx, one.id, { id: uuidv7(), authorId: memberOf(ctx), text: input.text, pinned: input.pinned })
  await emit(ctx, 'opportunity.commented', one.id, {
    ownerId: one.ownerId,
    number: one.number,
    title: one.name,
    pinned: input.pinned,
    byName: ctx.actor.name,
    text: input.text.slice(0, 120),
  })
  return await opportunityDetail(ctx, { id: one.id })
}
