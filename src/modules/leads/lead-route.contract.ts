// What can be asked of leads: the lists, one lead, and what a person does with it.
import { byId, Datum, Id, Lat, Lng, line, optionalLine, PageQuery, page, route, Version, z } from '#core/contract.ts'
import { Activity, FollowUpInput, Site, TimelineEntry } from '#modules/accounts/account.contract.ts'
import { CustomFilter, customFilterRefusals, customRefusals } from '#modules/organization/field.contract.ts'
import { HoldingView, IntakeAnswer, LeadDetail, LeadFacts, LeadRow, SourceView } from './lead.contract.ts'

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
  custom: CustomFilter,
})

const act = byId
const refusalsOfActs = ['common.not_found', 'common.forbidden', 'lead.closed']

export const leadContract = {
  leads: route(
    'GET',
    '/leads',
    'lead.read',
    'Leads somebody holds, or all within my reach; newest first, or the next to be recycled first',
    customFilterRefusals,
  )
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
  exportLeads: route(
    'POST',
    '/leads/export',
    'lead.export',
    'The leads of a list as a CSV file; whom it was given to stands in the audit',
    ['lead.export_too_many', ...customFilterRefusals],
    { toldOnce: ['csv'] },
  )
    .input(z.object({ ...LeadFilter.shape, view: z.enum(['mine', 'held', 'reach', 'claimed']).default('reach') }))
    .output(z.object({ fileName: z.string(), rows: z.int(), csv: z.string().nullable() })),
  pooledLeads: route('GET', '/leads/pooled', 'pool.read', 'Leads that wait in a pool, newest in the pool first', customFilterRefusals)
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
    ...customRefusals,
    'plan.full_leads',
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
    ...customRefusals,
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
