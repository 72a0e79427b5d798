// 线索: what a lead looks like, the lists, and what a person does with one.
import { byId, Datum, Fen, Id, Instant, Lat, Lng, line, May, optionalLine, PageQuery, page, route, Version, z } from '#core/contract.ts'
import { Activity, ContactRole, FollowUpInput, Segment, Site, TimelineEntry } from '#modules/accounts/account.contract.ts'
import { leadIndustries } from './rating.rule.ts'

export const channelKinds = ['form', 'card', 'tender', 'hotline', 'vendor', 'referral', 'existing', 'own', 'api', 'import'] as const
export const ChannelKind = z.enum(channelKinds)
export const Grade = z.enum(['A', 'B', 'C'])
export const Industry = z.enum(leadIndustries)
export const LeadState = z.enum(['new', 'pooled', 'assigned', 'contacted', 'nurturing', 'converted', 'invalid', 'merged'])

/** When, and why, a held lead returns to the pool. `shareLeft` of the limit that runs out first: 1 just begun, 0 due. */
export const LeadCountdown = z.object({
  dueAt: Instant,
  reason: z.enum(['no_contact', 'no_follow_up', 'not_converted']),
  warnAt: Instant,
  warnManagerAt: Instant,
  shareLeft: z.number(),
  state: z.enum(['calm', 'warn', 'warn_manager', 'due']),
  deferredBy: z.enum(['hold', 'extension', 'policy_change']).nullable(),
})

/** Name and phone are masked (`masked: true`) while the lead waits in a pool and the reader lacks field.pool_contact. */
export const LeadContact = z.object({
  name: z.string().nullable(),
  title: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  masked: z.boolean(),
})

/** Whether I may claim it now. Without a way: the reasons (message keys with parameters), and from when on. */
export const Claimable = z.object({
  ok: z.boolean(),
  reasons: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) })),
  from: Instant.nullable(),
})

/** A row of any list of leads. */
export const LeadRow = z.object({
  id: Id,
  number: z.string(),
  company: z.string(),
  grade: Grade,
  points: z.int(),
  segment: Segment,
  state: LeadState,
  channelKind: ChannelKind,
  channelName: z.string(),
  province: z.string().nullable(),
  city: z.string().nullable(),
  industry: Industry.nullable(),
  capitalFen: Fen.nullable(),
  staff: z.int().nullable(),
  contact: LeadContact,
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  poolId: Id.nullable(),
  poolName: z.string().nullable(),
  /** unassigned, or why it was taken back: no_contact, no_follow_up, not_converted, manual, leaver, released. */
  poolReason: z.string().nullable(),
  pooledAt: Instant.nullable(),
  receivedAt: Instant,
  heldSince: Instant.nullable(),
  lastActivityAt: Instant.nullable(),
  /** Null when nobody holds it, and when it is protected. */
  countdown: LeadCountdown.nullable(),
  protected: z.boolean(),
  /** Only for leads in a pool. */
  claim: Claimable.nullable(),
  lat: Lat.nullable(),
  lng: Lng.nullable(),
  version: Version,
  may: May,
})

/** One line of the rating table: the fact it looked at and what it gave; `points` is what it would give. */
export const RatingLineView = z.object({
  id: z.string(),
  group: z.string(),
  label: z.object({ zh: z.string(), en: z.string() }),
  fact: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  holds: z.boolean(),
  scored: z.int(),
  points: z.int(),
})

/** Why this owner (or the pool): each rule in order, what kept it from applying, whom it looked at. */
export const AssignmentView = z.object({
  mode: z.enum(['rule', 'manual', 'own', 'pool', 'claim', 'handover']),
  at: Instant,
  byName: z.string().nullable(),
  memberId: Id.nullable(),
  memberName: z.string().nullable(),
  ruleId: z.string().nullable(),
  ruleLabel: z.object({ zh: z.string(), en: z.string() }).nullable(),
  strategy: z.string().nullable(),
  reason: z.string().nullable(),
  trace: z.array(
    z.object({
      ruleId: z.string(),
      label: z.object({ zh: z.string(), en: z.string() }).nullable(),
      missedBy: z.string().nullable(),
      chosen: Id.nullable(),
      reps: z.array(z.object({ memberId: Id, memberName: z.string(), obstacles: z.array(z.string()), rank: z.array(z.number()) })),
    }),
  ),
})

export const LeadDetail = LeadRow.extend({
  address: z.string().nullable(),
  usci: z.string().nullable(),
  legalPerson: z.string().nullable(),
  businessScope: z.string().nullable(),
  decisionMaker: z.boolean(),
  need: z.string().nullable(),
  productLine: z.string().nullable(),
  siteId: Id.nullable(),
  firstContactAt: Instant.nullable(),
  lastSubstantiveAt: Instant.nullable(),
  extendedUntil: Instant.nullable(),
  protectedReason: z.string().nullable(),
  sourceCount: z.int(),
  convertedAt: Instant.nullable(),
  accountId: Id.nullable(),
  opportunityId: Id.nullable(),
  invalidReason: z.string().nullable(),
  mergedInto: Id.nullable(),
  rating: z.object({
    points: z.int(),
    grade: Grade,
    gradeA: z.int(),
    gradeB: z.int(),
    policyVersion: z.int(),
    effectiveAt: Instant.nullable(),
    lines: z.array(RatingLineView),
  }),
  assignment: AssignmentView.nullable(),
})

/** A raw lead that became (part of) this one. */
export const SourceView = z.object({
  submissionId: Id,
  channelKind: ChannelKind,
  channelName: z.string(),
  campaignName: z.string().nullable(),
  externalId: z.string().nullable(),
  receivedAt: Instant,
  state: z.enum(['accepted', 'merged', 'in_review', 'rejected', 'failed']),
  byName: z.string().nullable(),
  /** As received, shown to those who may see the contact. */
  raw: z.record(z.string(), z.unknown()).nullable(),
})
export const HoldingView = z.object({
  memberId: Id,
  memberName: z.string(),
  mode: z.string(),
  since: Instant,
  endedAt: Instant.nullable(),
  endReason: z.string().nullable(),
})

/** What a lead may say of itself; everything but the company is optional. */
export const LeadFacts = z.object({
  company: line(120),
  contactName: optionalLine(40),
  contactTitle: optionalLine(40),
  phone: optionalLine(60),
  email: optionalLine(120),
  usci: optionalLine(30),
  address: optionalLine(200),
  province: optionalLine(20),
  city: optionalLine(20),
  industry: Industry.nullish(),
  capitalFen: Fen.min(0).nullish(),
  staff: z.int().min(0).max(10_000_000).nullish(),
  legalPerson: optionalLine(40),
  businessScope: optionalLine(500),
  decisionMaker: z.boolean().nullish(),
  need: optionalLine(1000),
  productLine: optionalLine(40),
  lat: Lat.nullish(),
  lng: Lng.nullish(),
  datum: Datum.nullish(),
})

export const IntakeFate = z.enum(['accepted', 'merged', 'in_review', 'rejected', 'failed'])
export const Reason = z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) })

/** What became of a raw lead. `reason` for every fate but accepted; `heldBy` when it meets a lead or account that somebody has. */
export const IntakeAnswer = z.object({
  fate: IntakeFate,
  reason: Reason.nullable(),
  submissionId: Id,
  leadId: Id.nullable(),
  accountId: Id.nullable(),
  number: z.string().nullable(),
  grade: Grade.nullable(),
  points: z.int().nullable(),
  segment: Segment.nullable(),
  ownerId: Id.nullable(),
  ownerName: z.string().nullable(),
  poolId: Id.nullable(),
  /** The same raw lead was here before: nothing new was made. */
  replay: z.boolean(),
})

const csv = (max = 400) => z.string().max(max).optional()

export const LeadFilter = z.object({
  q: optionalLine(60),
  /** Several values with commas: `A,B`. */
  grade: csv(),
  channelKind: csv(),
  province: csv(),
  city: z.string().max(20).optional(),
  segment: csv(),
  industry: csv(),
  state: csv(),
})

const act = byId
const refusalsOfActs = ['common.not_found', 'common.forbidden', 'lead.closed']

export const leadContract = {
  leads: route('GET', '/leads', 'lead.read', 'Leads somebody holds, or all within my reach; newest first, or the next to be recycled first')
    .input(
      PageQuery.extend({
        ...LeadFilter.shape,
        /** mine: I hold them. held: anybody within reach holds them. reach: everything I may see, pools included. */
        view: z.enum(['mine', 'held', 'reach', 'claimed']).default('reach'),
        ownerId: Id.optional(),
        /** due: only with view mine. */
        sort: z.enum(['new', 'points', 'due']).default('new'),
      }),
    )
    .output(page(LeadRow)),
  pooledLeads: route('GET', '/leads/pooled', 'pool.read', 'Leads that wait in a pool, newest in the pool first')
    .input(PageQuery.extend({ ...LeadFilter.shape, poolId: Id.optional(), sort: z.enum(['pooled', 'points']).default('pooled') }))
    .output(page(LeadRow)),
  leadCounts: route('GET', '/leads/counts', 'lead.read', 'Counts for the tabs: mine, burning, pools, review').output(
    z.object({
      mine: z.int(),
      burning: z.int(),
      claimedByMe: z.int(),
      held: z.int(),
      pools: z.array(z.object({ poolId: Id, name: z.string(), count: z.int(), newToday: z.int(), gradeA: z.int() })),
      review: z.int(),
    }),
  ),
  burningLeads: route('GET', '/leads/burning', 'lead.read', 'Leads within reach that are about to be recycled, the next one first')
    .input(z.object({ mine: z.enum(['true', 'false']).default('true') }))
    .output(z.object({ items: z.array(LeadRow) })),
  lead: route('GET', '/leads/{id}', 'lead.read', 'One lead with its rating and why it is where it is', ['common.not_found'])
    .input(byId)
    .output(LeadDetail),
  leadStory: route('GET', '/leads/{id}/story', 'lead.read', 'Sources, who held it, follow-ups, sites and the timeline', [
    'common.not_found',
  ])
    .input(byId)
    .output(
      z.object({
        sources: z.array(SourceView),
        holdings: z.array(HoldingView),
        activities: z.array(Activity),
        sites: z.array(Site),
        timeline: z.array(TimelineEntry),
      }),
    ),
  similarLeads: route('GET', '/leads/{id}/similar', 'pool.read', 'Three leads in the pools that are like this one', ['common.not_found'])
    .input(byId)
    .output(z.object({ items: z.array(LeadRow) })),
  checkLead: route('GET', '/leads/check', 'lead.create', 'Is it here already, and who has it? Before saving')
    .input(z.object({ company: optionalLine(120), phone: optionalLine(60), usci: optionalLine(30), email: optionalLine(120) }))
    .output(
      z.object({
        items: z.array(
          z.object({
            type: z.enum(['lead', 'account']),
            id: Id,
            name: z.string(),
            decision: z.enum(['same', 'maybe']),
            score: z.int(),
            reasons: z.array(z.object({ fact: z.string(), agrees: z.boolean(), weight: z.int() })),
            ownerName: z.string().nullable(),
            inPool: z.boolean(),
            mine: z.boolean(),
          }),
        ),
      }),
    ),
  createLead: route('POST', '/leads', 'lead.create', 'A raw lead: kept as received, matched, rated, assigned or put into the pool', [
    'lead.phone_wrong',
    'lead.email_wrong',
    'lead.usci_wrong',
    'lead.half_a_point',
    'lead.unknown_channel',
    'lead.unknown_campaign',
    'pool.holding_cap',
  ])
    .input(
      LeadFacts.extend({
        /** A kind or the name of a channel; default: own for a person. */
        channel: optionalLine(40),
        campaignId: Id.nullish(),
        externalId: optionalLine(120),
        /** me: the rep's own find, held by the rep. */
        to: z.enum(['rules', 'me', 'pool']).default('rules'),
      }),
    )
    .output(IntakeAnswer),
  changeLead: route('PUT', '/leads/{id}', 'lead.write', 'Complete or correct a lead; it is rated anew', [
    ...refusalsOfActs,
    'common.stale',
    'lead.phone_wrong',
    'lead.email_wrong',
    'lead.usci_wrong',
  ])
    .input(LeadFacts.omit({ lat: true, lng: true, datum: true }).extend({ ...act.shape, version: Version }))
    .output(LeadDetail),
  claimLead: route('POST', '/leads/{id}/claim', 'lead.claim', 'Take a lead out of the pool: exactly one wins', [
    'common.not_found',
    'lead.already_claimed',
    'lead.not_in_pool',
    'lead.convert_time_used_up',
    'pool.closed',
    'pool.not_a_member',
    'pool.cooldown',
    'pool.holding_cap',
    'pool.daily_cap',
  ])
    .input(byId)
    .output(LeadRow),
  followLead: route('POST', '/leads/{id}/follow-ups', 'lead.write', 'Log a call, note, message, e-mail or meeting', [
    ...refusalsOfActs,
    'lead.not_held',
    'activity.in_future',
    'activity.says_nothing',
  ])
    .input(FollowUpInput.extend(act.shape))
    .output(z.object({ activity: Activity, lead: LeadRow })),
  acceptCall: route(
    'POST',
    '/leads/{id}/follow-ups/{activityId}/accept',
    'lead.assign',
    'A manager accepts a self-declared call as substance',
    [...refusalsOfActs, 'activity.not_acceptable'],
  )
    .input(act.extend({ activityId: Id }))
    .output(z.object({ activity: Activity, lead: LeadRow })),
  assignLead: route('POST', '/leads/{id}/assign', 'lead.assign', 'Give a lead to a rep', [
    ...refusalsOfActs,
    'lead.no_such_member',
    'lead.already_theirs',
    'pool.holding_cap',
  ])
    .input(act.extend({ memberId: Id, reason: optionalLine(200) }))
    .output(LeadRow),
  releaseLead: route(
    'POST',
    '/leads/{id}/release',
    'lead.write',
    'Back to the pool: given back by its holder or pulled back by a manager',
    [...refusalsOfActs, 'lead.not_held'],
  )
    .input(act.extend({ reason: optionalLine(200), poolId: Id.nullish() }))
    .output(LeadRow),
  extendLead: route('POST', '/leads/{id}/extend', 'lead.assign', 'More time: no clock takes it before; in the pool: more time to convert', [
    ...refusalsOfActs,
  ])
    .input(act.extend({ days: z.int().min(1).max(90), reason: line(200) }))
    .output(LeadRow),
  protectLead: route('POST', '/leads/{id}/protect', 'lead.assign', 'Exempt a held lead from recycling, or end it', [
    ...refusalsOfActs,
    'lead.not_held',
    'lead.protection_quota',
  ])
    .input(act.extend({ on: z.boolean(), reason: optionalLine(200) }))
    .output(LeadRow),
  invalidateLead: route('POST', '/leads/{id}/invalid', 'lead.write', 'No real lead: wrong number, no need, closed down …', refusalsOfActs)
    .input(
      act.extend({
        reason: z.enum(['wrong_contact', 'no_need', 'closed_down', 'not_our_field', 'test_or_spam', 'other']),
        note: optionalLine(200),
      }),
    )
    .output(LeadRow),
  addLeadSite: route('POST', '/leads/{id}/site', 'lead.write', 'Where the lead is', [...refusalsOfActs, 'lead.half_a_point'])
    .input(act.extend({ lat: Lat, lng: Lng, datum: Datum, address: optionalLine(200) }))
    .output(Site),
}

/** For screens that choose: how a contact stands to the decision. */
export { ContactRole }
