// 归集: where leads come from, what they cost, files of them, and what waits for a person's decision.
import {
  Amount,
  byId,
  Day,
  Fen,
  Id,
  Instant,
  line,
  May,
  optionalLine,
  PageQuery,
  page,
  QueryFlag,
  route,
  Version,
  z,
} from '#core/contract.ts'
import { ChannelKind, Industry, IntakeAnswer, LeadFacts, Reason } from './lead.contract.ts'

export const Channel = z.object({
  id: Id,
  kind: ChannelKind,
  name: z.string(),
  active: z.boolean(),
  leads: z.int(),
  spentFen: Fen,
  version: Version,
})
export const Campaign = z.object({
  id: Id,
  channelId: Id,
  channelName: z.string(),
  channelKind: ChannelKind,
  name: z.string(),
  startsOn: Day,
  endsOn: Day.nullable(),
  spentFen: Fen,
  leads: z.int(),
  version: Version,
})

const MatchSide = z.object({
  name: z.string(),
  phone: z.string().nullable(),
  usci: z.string().nullable(),
  email: z.string().nullable(),
  address: z.string().nullable(),
  contactName: z.string().nullable(),
})

/** A raw lead that waits for a person: a likely double, or one that could not be read. */
export const SubmissionView = z.object({
  id: Id,
  channelKind: ChannelKind,
  channelName: z.string(),
  receivedAt: Instant,
  state: z.enum(['accepted', 'merged', 'in_review', 'rejected', 'failed']),
  reason: Reason.nullable(),
  raw: z.record(z.string(), z.unknown()),
  incoming: MatchSide.nullable(),
  candidate: z.object({ type: z.enum(['lead', 'account']), id: Id, ownerName: z.string().nullable(), side: MatchSide }).nullable(),
  score: z.int().nullable(),
  reasons: z.array(
    z.object({ fact: z.string(), agrees: z.boolean(), weight: z.int(), a: z.string().nullable(), b: z.string().nullable() }),
  ),
  may: May,
})

export const CapabilityProfile = z.object({
  memberId: Id,
  memberName: z.string(),
  department: z.string(),
  level: z.enum(['senior', 'regular', 'newcomer']),
  skills: z.object({ ka: z.int().min(0).max(5), dealer: z.int().min(0).max(5), smb: z.int().min(0).max(5) }),
  regions: z.array(z.string()),
  industries: z.array(Industry),
  productLines: z.array(z.string()),
  active: z.boolean(),
  holding: z.int(),
  assignedToday: z.int(),
  version: Version,
  may: May,
})

export const intakeContract = {
  leadChoices: route('GET', '/leads/choices', 'lead.read', 'What filters and forms may choose from').output(
    z.object({
      channels: z.array(z.object({ id: Id, kind: ChannelKind, name: z.string() })),
      campaigns: z.array(z.object({ id: Id, channelId: Id, name: z.string() })),
      industries: z.array(Industry),
      provinces: z.array(z.string()),
      pools: z.array(z.object({ id: Id, name: z.string() })),
      /** Whom a lead may be given to: those with a capability profile within the reach of lead.assign. */
      members: z.array(z.object({ id: Id, name: z.string(), holding: z.int() })),
    }),
  ),
  submissions: route('GET', '/submissions', 'lead.review', 'Raw leads, those that wait for a person first by default')
    .input(PageQuery.extend({ state: z.enum(['accepted', 'merged', 'in_review', 'rejected', 'failed']).default('in_review') }))
    .output(page(SubmissionView)),
  resolveSubmission: route('POST', '/submissions/{id}/resolve', 'lead.review', 'Same, another, or none: decide what waits', [
    'common.not_found',
    'submission.resolved',
    'submission.no_candidate',
    'plan.full_leads',
  ])
    .input(byId.extend({ decision: z.enum(['merge', 'create', 'reject']), note: optionalLine(200) }))
    .output(IntakeAnswer),
  replaySubmission: route('POST', '/submissions/{id}/replay', 'lead.review', 'Take in a corrected raw lead that failed or was rejected', [
    'common.not_found',
    'submission.resolved',
    'plan.full_leads',
  ])
    .input(byId.extend({ facts: LeadFacts }))
    .output(IntakeAnswer),
  channels: route('GET', '/channels', 'lead.read', 'Channels with what they brought and cost').output(
    z.object({ items: z.array(Channel) }),
  ),
  createChannel: route('POST', '/channels', 'campaign.manage', 'A new channel', ['channel.name_taken'])
    .input(z.object({ kind: ChannelKind, name: line(40) }))
    .output(Channel),
  campaigns: route('GET', '/campaigns', 'lead.read', 'Campaigns, newest first')
    .input(PageQuery.extend({ channelId: Id.optional(), running: QueryFlag.optional() }))
    .output(page(Campaign)),
  createCampaign: route('POST', '/campaigns', 'campaign.manage', 'A new campaign of a channel', ['lead.unknown_channel'])
    .input(z.object({ channelId: Id, name: line(60), startsOn: Day, endsOn: Day.nullish() }))
    .output(Campaign),
  recordCost: route('POST', '/campaigns/{id}/costs', 'campaign.manage', 'What a campaign cost on a day', ['common.not_found'])
    .input(byId.extend({ day: Day, amountFen: Amount.min(1), note: optionalLine(200) }))
    .output(Campaign),
  capabilities: route('GET', '/capabilities', 'lead.assign', 'Capability profiles within my reach').output(
    z.object({ items: z.array(CapabilityProfile) }),
  ),
  saveCapability: route('PUT', '/capabilities/{memberId}', 'lead.assign', 'Set whom the rules may choose, and for what', [
    'common.not_found',
    'common.stale',
    'lead.no_such_member',
  ])
    .input(
      z.object({
        memberId: Id,
        level: z.enum(['senior', 'regular', 'newcomer']),
        skills: CapabilityProfile.shape.skills,
        regions: z.array(line(20)).max(60),
        industries: z.array(Industry).max(40),
        productLines: z.array(line(40)).max(40),
        active: z.boolean(),
        /** 0 for a first profile. */
        version: Version,
      }),
    )
    .output(CapabilityProfile),
}
