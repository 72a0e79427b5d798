// What people do with a lead besides claiming and following up: write it down, correct it, hand it on, give it time, end it.
import { DAY } from '#core/calendar.ts'
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { normalPhone } from '#core/phone.ts'
import { policy } from '#core/policies.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { createSite, match, matchPolicy, pointOf, replaceKeys, setSitePoint } from '#modules/accounts/index.ts'
import { checkCustom, indexCustom } from '#modules/organization/index.ts'
import { clean, keysOf, partyOf, type RawFacts, ratingOf } from './arrival.actions.ts'
import type { Where } from './assignment.actions.ts'
import { campaignNamed, channelNamed } from './channel.actions.ts'
import { receiveSubmission } from './intake.actions.ts'
import { viewKnown } from './intake.store.ts'
import { isClosed, isHeld, mayAssignLead, mayWriteLead } from './lead.access.ts'
import { protectionPolicy } from './lead.policy.ts'
import { type LeadDetailRow, leadById, readLead } from './lead.store.ts'
import { leadDetail } from './lead-detail.actions.ts'
import { shownLeads } from './lead-view.actions.ts'
import { countProtected, saveFacts, setExtension, setPlace, setProtection } from './lead-write.store.ts'

type CreateInput = RawFacts & { channel?: string | null; campaignId?: string | null; externalId?: string | null; to: Where }

/** A raw lead by a person or over the API. Bad facts are refused here, with the field; the rest is intake. */
export async function createLead(ctx: Ctx, input: CreateInput) {
  const { channel: word, campaignId, externalId, to, ...facts } = input
  const cleaned = clean(facts)
  if ('reason' in cleaned) throw invalid(cleaned.reason.code, cleaned.reason.params)
  const channel = await channelNamed(ctx, word || 'own')
  if (!channel) throw invalid('lead.unknown_channel', { channel: word })
  if (campaignId) await campaignNamed(ctx, campaignId)
  await checkCustom(ctx, 'lead', { given: facts.custom, places: [channel.kind] })
  return await receiveSubmission(
    ctx,
    { channel, campaignId: campaignId ?? null, externalId: externalId || null, raw: { ...facts, channel: channel.name }, facts },
    { to },
  )
}

/** Is it here already, and who has it? */
export async function checkLead(
  ctx: Ctx,
  input: { company?: string | null; phone?: string | null; usci?: string | null; email?: string | null },
) {
  const party = {
    company: input.company?.trim() || '',
    contactPhone: input.phone ? normalPhone(input.phone) : null,
    contactEmail: input.email?.trim().toLowerCase() || null,
    usci: input.usci?.trim().toUpperCase() || null,
    city: null,
    province: null,
  }
  const keys = keysOf(party)
  if (keys.length === 0) return { items: [] }
  const known = await viewKnown(ctx, keys)
  const limits = await policy(ctx, matchPolicy)
  const found = [...new Map(known.map((one) => [one.id, one])).values()].flatMap((one) => {
    const verdict = match(partyOf(party), one, limits)
    if (verdict.decision === 'different') return []
    return [
      {
        type: one.type,
        id: one.id,
        name: one.name,
        decision: verdict.decision,
        score: verdict.score,
        reasons: verdict.reasons.map(({ fact, agrees, weight }) => ({ fact, agrees, weight })),
        ownerName: one.ownerName,
        inPool: one.type === 'lead' && one.ownerId === null,
        mine: one.ownerId === ctx.actor.memberId,
      },
    ]
  })
  return { items: found.sort((a, b) => b.score - a.score).slice(0, 20) }
}

/** The lead, locked, if the actor may see and `may` do it; a foreign one is a missing one, a closed one is refused. */
export async function leadToChange(ctx: Ctx, id: string, may: (lead: LeadDetailRow) => boolean): Promise<LeadDetailRow> {
  const lead = await readLead(ctx, id, true)
  if (!lead) throw notFound('lead')
  if (!may(lead)) throw refuse('common.forbidden', { permission: 'lead.write' }, 403)
  if (isClosed(lead)) throw refuse('lead.closed', { state: lead.state })
  return lead
}

/** Its row as it stands after the act. */
export async function shownAgain(ctx: Ctx, id: string) {
  const lead = await leadById(ctx, id)
  const [shown] = lead ? await shownLeads(ctx, [lead]) : []
  if (!shown) throw new Error('a lead vanished while it was being changed')
  return shown
}

const mayCorrect = (ctx: Ctx) => (lead: LeadDetailRow) =>
  mayWriteLead(ctx.actor, lead) || (lead.state === 'pooled' && mayAssignLead(ctx.actor, lead))

export async function changeLead(ctx: Ctx, input: RawFacts & { id: string; version: number }) {
  const lead = await leadToChange(ctx, input.id, mayCorrect(ctx))
  const { id, version, ...raw } = input
  const cleaned = clean(raw)
  if ('reason' in cleaned) throw invalid(cleaned.reason.code, cleaned.reason.params)
  const { values: custom, changed } = await checkCustom(ctx, 'lead', {
    given: input.custom,
    before: lead.custom,
    places: [lead.channelKind],
    fileOwner: lead.id,
  })
  const { point: _, ...read } = cleaned.facts
  const facts = { ...read, custom }
  const rating = await ratingOf(ctx, facts, lead.channelKind)
  if (!(await saveFacts(ctx, id, { ...facts, ...rating }, { version }))) throw refuse('common.stale')
  await replaceKeys(ctx, { subjectType: 'lead', subjectId: id, keys: keysOf(facts) })
  const fields = Object.keys(facts).filter(
    (field) => field !== 'core' && field !== 'custom' && facts[field as keyof typeof facts] !== lead[field as keyof typeof facts],
  )
  if (changed.length > 0) indexCustom(ctx, 'lead', [{ id, values: custom }])
  await emit(ctx, 'lead.changed', id, {
    fields: [...fields, ...changed.map((key) => `custom.${key}`)],
    grade: rating.grade,
    points: rating.points,
    gradeBefore: lead.grade,
    pointsBefore: lead.points,
  })
  return await leadDetail(ctx, { id })
}

/** More time: a held lead is not taken before; a waiting one gets more days to convert, for whoever claims it. */
export async function extendLead(ctx: Ctx, input: { id: string; days: number; reason: string }) {
  const lead = await leadToChange(ctx, input.id, (one) => mayAssignLead(ctx.actor, one))
  const extra = input.days * DAY
  const until = isHeld(lead) ? new Date(ctx.now.getTime() + extra).toISOString() : null
  await setExtension(ctx, lead.id, { until, extraMs: until ? 0 : extra })
  await emit(ctx, 'lead.extended', lead.id, { days: input.days, until, reason: input.reason })
  return await shownAgain(ctx, lead.id)
}

/** 免收回: explicit, limited per holder, on the record. */
export async function protectLead(ctx: Ctx, input: { id: string; on: boolean; reason?: string | null }) {
  const lead = await leadToChange(ctx, input.id, (one) => mayAssignLead(ctx.actor, one))
  if (!isHeld(lead) || !lead.ownerId) throw refuse('lead.not_held')
  const { perHolder } = await policy(ctx, protectionPolicy)
  if (input.on && !lead.protected && (await countProtected(ctx, lead.ownerId)) >= perHolder)
    throw refuse('lead.protection_quota', { name: lead.ownerName, limit: perHolder })
  await setProtection(ctx, lead.id, input.on, input.on ? (input.reason ?? null) : null)
  await emit(ctx, input.on ? 'lead.protected' : 'lead.unprotected', lead.id, { reason: input.reason ?? null })
  return await shownAgain(ctx, lead.id)
}

/** Where the lead is, as a person says it. */
export async function addLeadSite(ctx: Ctx, input: { id: string; lat: number; lng: number; datum: string; address?: string | null }) {
  const lead = await leadToChange(ctx, input.id, mayCorrect(ctx))
  const point = pointOf(input)
  if (!point) throw invalid('lead.half_a_point')
  const site = lead.siteId
    ? await setSitePoint(ctx, lead.siteId, { point, source: 'entered', verified: false })
    : await createSite(ctx, {
        subjectType: 'lead',
        subjectId: lead.id,
        point,
        datumIn: point.datumIn,
        source: 'entered',
        name: lead.company,
        address: input.address || lead.address,
      })
  await setPlace(ctx, lead.id, { siteId: site.id, lat: point.lat, lng: point.lng })
  await emit(ctx, 'lead.placed', lead.id, { siteId: site.id, source: 'entered', by: memberOf(ctx) })
  return site
}
