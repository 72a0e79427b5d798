// What a run of arrivals has decided so far, and how it is written: one statement for all of it, then the events.
import type { Ctx } from '#core/context.ts'
import { uuidv7 } from '#core/ids.ts'
import { type Keyed, type NewSite, newSite } from '#modules/accounts/index.ts'
import type { MatchVerdict } from '#modules/accounts/matching.rule.ts'
import { type CustomValues, indexCustom, mustFitPlan } from '#modules/organization/index.ts'
import { type NewHolding, poolFor } from '#modules/pools/index.ts'
import { type Facts, leadNumbers, type RawFacts, ratingOf } from './arrival.actions.ts'
import { type Placement, placementOf, type RepRow, type Where } from './assignment.actions.ts'
import type { EligibleRow } from './capability.store.ts'
import { type ArrivingLead, type IntakeView, insertArrivals, type Known, type NewSubmission, type Replay } from './intake.store.ts'
import { completeLead } from './merge.actions.ts'
import type { RatingVerdict } from './rating.rule.ts'
import { settleSubmission } from './submission.store.ts'

/** A raw lead as it came in. `raw` is kept untouched; `facts` is what was read out of it. */
export interface Incoming {
  channel: { id: string; kind: string; name: string }
  campaignId?: string | null
  externalId?: string | null
  raw: Record<string, unknown>
  /** Column by field, where it is the row of a table. */
  mapping?: Record<string, string> | null
  facts: RawFacts
}

export interface IntakeOptions {
  /** Where an accepted one goes: by the rules, to the actor, or into the pool. */
  to: Where
  /** A whole file: it takes the tenant's intake alone while it runs. */
  bulk?: boolean
  /** Nothing is written: no pool is chosen, since a first one would be made. */
  rehearsed?: boolean
}

export type Reason = { code: string; params: Record<string, unknown> }

export interface Answer {
  fate: Replay['state']
  reason: Reason | null
  submissionId: string
  leadId: string | null
  accountId: string | null
  number: string | null
  grade: 'A' | 'B' | 'C' | null
  points: number | null
  segment: 'ka' | 'dealer' | 'smb' | null
  ownerId: string | null
  ownerName: string | null
  poolId: string | null
  replay: boolean
}

/** `known`: a person has said that it is none of those it resembles. `failed`: not even readable. */
export type Read = {
  incoming: Incoming
  hash: Buffer
  facts: Facts | null
  refusal: Reason | null
  keys: string[]
  known?: boolean
  failed?: boolean
}

/** What a run has decided so far and still has to write. */
export interface Batch {
  day: string
  reps: RepRow[]
  /** Replays and known records by their keys; those of this run are added as it goes. */
  replays: Map<string, Replay>
  known: Map<string, Known[]>
  submissions: NewSubmission[]
  /** A raw lead that has its row already. */
  anew: NewSubmission | null
  accepted: { lead: ArrivingLead; answer: Answer; submissionId: string; incoming: Incoming; placement: Placement }[]
  keys: Keyed[]
  holdings: NewHolding[]
  sites: NewSite[]
  merges: { leadId: string; facts: Facts; submissionId: string; channel: Incoming['channel']; verdict: MatchVerdict }[]
  inquiries: { accountId: string; submissionId: string; channel: Incoming['channel'] }[]
}

export function newBatch(view: IntakeView, known: readonly Known[], eligible: readonly EligibleRow[], day: string): Batch {
  const loads = new Map(view.loads.map((load) => [load.memberId, load]))
  const batch: Batch = {
    day,
    reps: eligible.map((rep) => ({
      ...rep,
      ...(loads.get(rep.memberId) ?? { holding: 0, assignedToday: 0, lastAssignedAt: null }),
      absent: view.away.includes(rep.memberId),
    })),
    replays: new Map(),
    known: new Map(),
    anew: null,
    ...nothingYet(),
  }
  learn(batch, view, known)
  return batch
}

/** What the database knows of the next arrivals, beside what this run has decided already. */
export function learn(batch: Batch, view: IntakeView, known: readonly Known[]): void {
  for (const replay of view.replays) {
    batch.replays.set(`${replay.channelId}/${replay.hash}`, replay)
    if (replay.externalId) batch.replays.set(`external:${replay.channelId}/${replay.externalId}`, replay)
  }
  for (const one of known) batch.known.set(one.key, [...(batch.known.get(one.key) ?? []), one])
}

const nothingYet = () => ({ submissions: [], accepted: [], keys: [], holdings: [], sites: [], merges: [], inquiries: [] })

/** A rehearsal writes nothing: what was decided stays in mind, what was to be written is let go. */
export const letGo = (batch: Batch): void => void Object.assign(batch, nothingYet())

export type Settle = (state: Replay['state'], more: Partial<NewSubmission>, answer: Partial<Answer>) => Answer

export async function accept(
  ctx: Ctx,
  batch: Batch,
  read: Read & { facts: Facts },
  submission: NewSubmission,
  options: IntakeOptions,
  settle: Settle,
): Promise<Answer> {
  const { incoming, facts, keys } = read
  const rating = await ratingOf(ctx, facts, incoming.channel.kind)
  const placement = await placementOf(ctx, { facts, rating, channelKind: incoming.channel.kind, reps: batch.reps, where: options.to })
  const pool =
    placement.memberId || options.rehearsed
      ? null
      : await poolFor(ctx, 'lead', { channelKind: incoming.channel.kind, segment: rating.segment, province: facts.province })
  const id = uuidv7()
  const site = facts.point
    ? newSite({
        subjectType: 'lead',
        subjectId: id,
        point: facts.point,
        datumIn: facts.point.datumIn,
        source: 'import',
        name: facts.company,
        address: facts.address,
      })
    : null
  if (site) batch.sites.push(site)
  const lead = arriving(ctx, { id, incoming, facts, rating, placement, poolId: pool?.id ?? null, siteId: site?.id ?? null })
  batch.keys.push({ subjectType: 'lead', subjectId: id, keys })
  const known: Known = {
    key: '',
    type: 'lead',
    id,
    name: facts.company,
    phone: facts.contactPhone,
    usci: facts.usci,
    email: facts.contactEmail,
    region: facts.city ?? facts.province,
    ownerId: placement.memberId,
    ownerName: placement.memberName,
  }
  for (const key of keys) batch.known.set(key, [...(batch.known.get(key) ?? []), { ...known, key }])
  if (placement.memberId) batch.holdings.push({ subjectId: id, memberId: placement.memberId, mode: placement.mode })
  const answer = settle(
    'accepted',
    { leadId: id, reason: null },
    {
      grade: rating.grade,
      points: rating.points,
      segment: rating.segment,
      ownerId: placement.memberId,
      ownerName: placement.memberName,
      poolId: pool?.id ?? null,
    },
  )
  batch.accepted.push({ lead, answer, submissionId: submission.id, incoming, placement })
  return answer
}

function arriving(
  ctx: Ctx,
  made: {
    id: string
    incoming: Incoming
    facts: Facts
    rating: RatingVerdict
    placement: Placement
    poolId: string | null
    siteId: string | null
  },
): ArrivingLead {
  const { id, incoming, facts, rating, placement, poolId, siteId } = made
  const now = ctx.now.toISOString()
  const owner = placement.memberId
  return {
    id,
    company: facts.company,
    core: facts.core,
    state: owner ? 'assigned' : 'pooled',
    owner_id: owner,
    held_since: owner ? now : null,
    hold_mode: owner ? placement.mode : null,
    pool_id: poolId,
    pooled_at: owner ? null : now,
    pool_reason: owner ? null : 'unassigned',
    channel_id: incoming.channel.id,
    channel_kind: incoming.channel.kind,
    campaign_id: incoming.campaignId ?? null,
    received_at: now,
    province: facts.province,
    city: facts.city,
    address: facts.address,
    industry: facts.industry,
    capital_fen: facts.capitalFen,
    staff: facts.staff,
    usci: facts.usci,
    legal_person: facts.legalPerson,
    business_scope: facts.businessScope,
    contact_name: facts.contactName,
    contact_title: facts.contactTitle,
    contact_phone: facts.contactPhone,
    contact_email: facts.contactEmail,
    decision_maker: facts.decisionMaker,
    need: facts.need,
    product_line: facts.productLine,
    site_id: siteId,
    lat: facts.point?.lat ?? null,
    lng: facts.point?.lng ?? null,
    points: rating.points,
    grade: rating.grade,
    segment: rating.segment,
    rated_at: now,
    assignment: placement.view,
    custom: facts.custom,
    updated_at: now,
  }
}

export async function writeBatch(ctx: Ctx, batch: Batch): Promise<void> {
  if (batch.submissions.length === 0 && !batch.anew) return
  const { accepted, submissions, keys, holdings, sites, day } = batch
  if (accepted.length > 0) await mustFitPlan(ctx, 'leads', accepted.length)
  const numbers = accepted.length === 0 ? [] : await leadNumbers(ctx, accepted.length)
  for (const [n, { lead, answer }] of accepted.entries()) {
    lead.number = numbers[n] as string
    answer.number = numbers[n] as string
  }
  const events = [...accepted.flatMap((one) => arrivalEvents(ctx, one)), ...batch.inquiries.map(inquiryEvent)]
  insertArrivals(ctx, { submissions, leads: accepted.map(({ lead }) => lead), keys, holdings, sites, events, day })
  indexCustom(
    ctx,
    'lead',
    accepted
      .map(({ lead }) => ({ id: lead.id, values: lead.custom as CustomValues }))
      .filter(({ values }) => Object.keys(values).length > 0),
  )
  if (batch.anew) await settleSubmission(ctx, batch.anew.id, batch.anew)
  for (const merge of batch.merges) await completeLead(ctx, merge)
  ctx.afterCommit(() => ctx.services.live.nudge(ctx.tenantId))
}

function arrivalEvents(ctx: Ctx, { lead, answer, submissionId, incoming, placement }: Batch['accepted'][number]) {
  const received = {
    type: 'lead.received',
    subjectId: lead.id,
    payload: {
      number: answer.number,
      channelId: incoming.channel.id,
      channelKind: incoming.channel.kind,
      channel: incoming.channel.name,
      submissionId,
      grade: answer.grade,
      points: answer.points,
      segment: answer.segment,
      poolId: answer.poolId,
    },
  }
  if (!placement.memberId) return [received]
  const { memberId, memberName, mode, ruleId } = placement
  // The rule gives, not the person who wrote the lead down.
  const actorId = mode === 'rule' ? null : ctx.actor.memberId
  return [
    received,
    { type: 'lead.assigned', subjectId: lead.id, actorId, payload: { from: null, to: memberId, toName: memberName, mode, ruleId } },
  ]
}

const inquiryEvent = ({ accountId, submissionId, channel }: Batch['inquiries'][number]) => ({
  type: 'account.inquired',
  subjectId: accountId,
  payload: { submissionId, channelKind: channel.kind, channel: channel.name },
})
