// 转化: a lead becomes account, contact and opportunity in one transaction. The later step owns the handover.
import { holds, reaches } from '#core/access.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { notFound, refuse } from '#core/refuse.ts'
import {
  accountById,
  accountCandidates,
  accountInReach,
  createAccount,
  exactKeys,
  linkToAccount,
  type MatchDecision,
  match,
  matchPolicy,
  moveSites,
} from '#modules/accounts/index.ts'
import type { Words } from '#modules/approvals/approval.contract.ts'
import { leadById, markConverted } from '#modules/leads/index.ts'
import { fieldsOf } from '#modules/organization/index.ts'
import { recordFact } from './fact.actions.ts'
import { type ContactChoice, contactFor, openOpportunity } from './opportunity.actions.ts'

type Lead = NonNullable<Awaited<ReturnType<typeof leadById>>>

interface Match {
  accountId: string
  name: string
  level: string | null
  ownerName: string | null
  decision: Exclude<MatchDecision, 'different'>
  reasons: string[]
}

/** Accounts that may be this very company, the likeliest first; each reason names the fact that spoke for or against. */
async function matchesOf(ctx: Ctx, lead: Lead): Promise<Match[]> {
  const party = {
    name: lead.company,
    usci: lead.usci,
    region: lead.city ?? lead.province,
    phone: lead.contactPhone,
    email: lead.contactEmail,
  }
  const limits = await policy(ctx, matchPolicy)
  const judged = (await accountCandidates(ctx, exactKeys(party))).map((one) => ({
    one,
    verdict: match(party, { ...one, phone: one.phones.find((phone) => phone === party.phone) ?? one.phone }, limits),
  }))
  return judged
    .filter(({ verdict }) => verdict.decision !== 'different')
    .sort((a, b) => b.verdict.score - a.verdict.score)
    .map(({ one, verdict }) => ({
      accountId: one.id,
      name: one.name,
      level: null,
      ownerName: one.ownerName,
      decision: verdict.decision as Match['decision'],
      reasons: verdict.reasons.filter((reason) => reason.agrees).map((reason) => reason.fact),
    }))
}

async function inReach(ctx: Ctx, id: string, forUpdate = false): Promise<Lead> {
  const lead = await leadById(ctx, id, forUpdate)
  if (!lead || !reaches(ctx.actor, 'lead.read', lead.ownerId)) throw notFound('lead')
  return lead
}

/** What converting this lead would make, and which account it may join. Refuses 404 out of reach. */
export async function conversion(ctx: Ctx, input: { id: string }) {
  const lead = await inReach(ctx, input.id)
  const owner = lead.ownerId === memberOf(ctx)
  const over = ['converted', 'invalid', 'merged'].includes(lead.state)
  // Nobody is told whom to call by looking at what a waiting lead would become.
  const hidden = lead.state === 'pooled' && !holds(ctx.actor, 'field.pool_contact')
  const blocks: Words[] = [
    ...(over ? [{ key: 'opportunity.lead_closed', params: {} }] : []),
    ...(owner || over ? [] : [{ key: 'opportunity.lead_not_yours', params: { owner: lead.ownerName ?? '—' } }]),
  ]
  return {
    leadId: lead.id,
    accountName: lead.company,
    segment: lead.segment,
    contact: { name: hidden ? null : lead.contactName, phone: owner ? lead.contactPhone : null, title: lead.contactTitle },
    matches: await matchesOf(ctx, lead),
    blocks,
  }
}

export interface ConvertInput {
  id: string
  accountId?: string | null
  accountName?: string | null
  contact?: ContactChoice | null
  opportunity: { name: string; amountFen: number; expectedSignOn?: string | null; custom?: Record<string, unknown> | undefined }
  accountCustom?: Record<string, unknown> | undefined
  newAccount: boolean
}

/**
 * Account (made, or joined), contact, opportunity at the first stage; the lead's places move to the account, the lead is converted.
 * Refuses a lead held by somebody else, one that is over, and a new account where a certain match exists.
 */
export async function convert(ctx: Ctx, input: ConvertInput) {
  const lead = await inReach(ctx, input.id, true)
  if (['converted', 'invalid', 'merged'].includes(lead.state)) throw refuse('opportunity.lead_closed')
  const me = memberOf(ctx)
  if (lead.ownerId !== me) throw refuse('opportunity.lead_not_yours', { owner: lead.ownerName ?? '—' })
  const { accountId, joined } = await accountFor(ctx, lead, input)
  await moveSites(ctx, lead.id, accountId)
  const opportunity = await openOpportunity(
    ctx,
    { ...input.opportunity, custom: await carried(ctx, lead, 'opportunity', input.opportunity.custom), accountId, leadId: lead.id },
    me,
  )
  const contactId = await contactOf(ctx, lead, accountId, opportunity.id, input.contact ?? null)
  await linkToAccount(ctx, [{ accountId, subjectType: 'lead', subjectId: lead.id }])
  await markConverted(ctx, lead.id, { accountId, opportunityId: opportunity.id })
  return { accountId, contactId, opportunityId: opportunity.id, number: opportunity.number, joined }
}

async function accountFor(ctx: Ctx, lead: Lead, input: ConvertInput): Promise<{ accountId: string; joined: boolean }> {
  if (input.accountId) {
    const account = (await accountInReach(ctx, input.accountId)) ?? (await matched(ctx, lead, input.accountId))
    if (!account) throw notFound('account')
    return { accountId: account.id, joined: true }
  }
  const [likely] = await matchesOf(ctx, lead)
  if (likely && (likely.decision === 'same' || !input.newAccount))
    throw refuse('opportunity.account_exists', { accountId: likely.accountId, name: likely.name, owner: likely.ownerName })
  const made = await createAccount(ctx, {
    name: input.accountName?.trim() || lead.company,
    segment: lead.segment,
    usci: lead.usci,
    industry: lead.industry,
    province: lead.province,
    city: lead.city,
    address: lead.address,
    capitalFen: lead.capitalFen,
    staff: lead.staff,
    businessScope: lead.businessScope,
    ownerId: memberOf(ctx),
    channelKind: lead.channelKind,
    channelId: lead.channelId,
    leadId: lead.id,
    custom: await carried(ctx, lead, 'account', input.accountCustom),
  })
  return { accountId: made.id, joined: false }
}

/** What the lead knows goes along into fields of the same key and type, under what was filled in by hand. */
async function carried(
  ctx: Ctx,
  lead: Lead,
  into: 'account' | 'opportunity',
  typed: Record<string, unknown> | undefined,
): Promise<Record<string, unknown> | undefined> {
  if (Object.keys(lead.custom).length === 0) return typed
  const [from, to] = [await fieldsOf(ctx, 'lead'), await fieldsOf(ctx, into)]
  const known = Object.entries(lead.custom).filter(([key, value]) => {
    const [source, target] = [from.find((one) => one.key === key), to.find((one) => one.key === key)]
    if (!source || !target || target.retired || source.type !== target.type || source.type === 'file') return false
    if (source.reference !== target.reference) return false
    return (
      target.options.length === 0 || [value].flat().every((one) => target.options.some((option) => option.key === one && !option.retired))
    )
  })
  return { ...Object.fromEntries(known), ...typed }
}

/** An account out of reach may be joined when it is this very company: the match speaks for it. */
async function matched(ctx: Ctx, lead: Lead, accountId: string) {
  const found = (await matchesOf(ctx, lead)).some((one) => one.accountId === accountId)
  return found ? await accountById(ctx, accountId) : undefined
}

/** The contact of the lead, or what was typed instead; naming one is the fact the first gate asks for. */
async function contactOf(
  ctx: Ctx,
  lead: Lead,
  accountId: string,
  opportunityId: string,
  typed: ContactChoice | null,
): Promise<string | null> {
  const fromLead = lead.contactName
    ? {
        name: lead.contactName,
        phone: lead.contactPhone,
        title: lead.contactTitle,
        role: lead.decisionMaker ? ('decision_maker' as const) : null,
      }
    : null
  const choice = typed?.contactId || typed?.name ? { ...fromLead, ...definedOf(typed) } : fromLead
  if (!choice) return null
  const contact = await contactFor(ctx, accountId, choice)
  const fact = {
    at: ctx.now.toISOString(),
    proof: { kind: 'contact', id: contact.id },
    detail: { name: contact.name, title: contact.title ?? '' },
  }
  await recordFact(ctx, opportunityId, 'contact', fact)
  return contact.id
}

const definedOf = (choice: ContactChoice): ContactChoice =>
  Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== null && value !== undefined && value !== ''))
