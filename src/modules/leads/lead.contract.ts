// 线索: what a lead looks like, in lists and whole, and what becomes of a raw one.
import { Amount, Datum, Fen, Id, Instant, Lat, Lng, line, May, optionalLine, Version, z } from '#core/contract.ts'
import { Segment } from '#modules/accounts/account.contract.ts'
import { CustomGiven, CustomShown } from '#modules/organization/field.contract.ts'
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
  /** Fields of the company's own. */
  custom: CustomShown,
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
  capitalFen: Amount.min(0).nullish(),
  staff: z.int().min(0).max(10_000_000).nullish(),
  legalPerson: optionalLine(40),
  businessScope: optionalLine(500),
  decisionMaker: z.boolean().nullish(),
  need: optionalLine(1000),
  productLine: optionalLine(40),
  lat: Lat.nullish(),
  lng: Lng.nullish(),
  datum: Datum.nullish(),
  custom: CustomGiven,
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
