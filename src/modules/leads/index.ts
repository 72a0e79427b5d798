// 线索: from the raw lead to the one somebody follows up: intake, rating, assignment, the pool, the clocks.

import { bind, defineRoom } from '#core/room.ts'
import { registerFileSubject } from '#modules/files/index.ts'
import { registerImporter } from '#modules/imports/index.ts'
import * as capability from './capability.actions.ts'
import * as channel from './channel.actions.ts'
import { claimLead } from './claim.actions.ts'
import { acceptCall, followLead } from './follow.actions.ts'
import { leadHoldings } from './hand-over.store.ts'
import * as handover from './handover.actions.ts'
import { leadImporter } from './import.actions.ts'
import { intakeContract } from './intake.contract.ts'
import { leadsKept } from './kept.store.ts'
import { mayWriteLead } from './lead.access.ts'
import * as lead from './lead.actions.ts'
import { leadNotices } from './lead.notices.ts'
import { assignmentPolicy, leadRecyclePolicy, protectionPolicy, ratingPolicy } from './lead.policy.ts'
import { heldBy, readLead } from './lead.store.ts'
import * as detail from './lead-detail.actions.ts'
import { exportLeads } from './lead-export.actions.ts'
import { leadContract } from './lead-route.contract.ts'
import * as view from './lead-view.actions.ts'
import { leadsDemo } from './leads.demo.ts'
import { leadsMessages } from './leads.messages.ts'
import { eraseOfLeads, submissionsOf } from './person.store.ts'
import { placeByVisit } from './place.actions.ts'
import { leadJobs } from './recycle.job.ts'
import { leadSamples } from './samples.demo.ts'
import * as submission from './submission.actions.ts'
import { leadUsage } from './usage.store.ts'

export type { Answer as IntakeAnswer, Incoming, IntakeOptions } from './batch.actions.ts'
export { channelNamed } from './channel.actions.ts'
export { noteContact } from './follow.actions.ts'
export { markConverted } from './handover.actions.ts'
export { receiveSubmission } from './intake.actions.ts'
export { leadRecyclePolicy } from './lead.policy.ts'
export { type LeadDetailRow, leadById, nameLeads, readLead } from './lead.store.ts'
export { burningLeads } from './lead-view.actions.ts'
export { type LeadOrigin, leadOrigin } from './origin.actions.ts'

registerFileSubject({
  type: 'lead',
  mayRead: async (ctx, id) => (await readLead(ctx, id)) !== undefined,
  mayAttach: async (ctx, id, purpose) => {
    const lead = await readLead(ctx, id)
    return lead !== undefined && ['document', 'picture'].includes(purpose) && mayWriteLead(ctx.actor, lead)
  },
})

registerImporter(leadImporter)

const contract = { ...leadContract, ...intakeContract }

export const leads = defineRoom({
  name: 'leads',
  title: { zh: '线索', en: 'Leads' },
  contract,
  actions: bind(contract, {
    leads: view.leads,
    exportLeads,
    pooledLeads: view.pooledLeads,
    leadCounts: view.leadCounts,
    burningLeads: view.burningLeads,
    lead: detail.leadDetail,
    leadStory: detail.leadStory,
    similarLeads: view.similarLeads,
    checkLead: lead.checkLead,
    createLead: lead.createLead,
    changeLead: lead.changeLead,
    extendLead: lead.extendLead,
    protectLead: lead.protectLead,
    addLeadSite: lead.addLeadSite,
    claimLead,
    followLead,
    acceptCall,
    assignLead: handover.assignLead,
    releaseLead: handover.releaseLead,
    invalidateLead: handover.invalidateLead,
    leadChoices: capability.leadChoices,
    capabilities: capability.capabilities,
    saveCapability: capability.saveCapability,
    submissions: submission.submissions,
    resolveSubmission: submission.resolveSubmission,
    replaySubmission: submission.replaySubmission,
    channels: channel.channels,
    createChannel: channel.createChannel,
    campaigns: channel.campaigns,
    createCampaign: channel.createCampaign,
    recordCost: channel.recordCost,
  }),
  personal: {
    lead: [
      'contact_name',
      'contact_phone',
      'contact_email',
      'legal_person',
      'need',
      'pool_reason',
      'protected_reason',
      'invalid_reason',
      'custom::jsonb',
      'assignment::jsonb',
    ],
    submission: ['raw::jsonb', 'reason::jsonb'],
    lead_merge: ['filled::jsonb', 'verdict::jsonb'],
  },
  names: { lead: ['contact_name', 'legal_person'] },
  erasePerson: eraseOfLeads,
  recordsOf: submissionsOf,
  tables: ['channel', 'campaign', 'campaign_cost', 'submission', 'lead', 'lead_merge', 'capability_profile'],
  permissions: {
    'lead.read': {
      zh: '查看线索',
      en: 'See leads',
      standard: { gm: 'all', director: 'all', manager: 'subtree', rep: 'own', marketing: 'all' },
    },
    'lead.create': {
      zh: '录入线索',
      en: 'Write down leads',
      standard: { director: 'all', manager: 'all', rep: 'all', marketing: 'all' },
    },
    'lead.write': {
      zh: '跟进和维护线索',
      en: 'Follow up and maintain leads',
      standard: { director: 'all', manager: 'subtree', rep: 'own' },
    },
    'lead.claim': { zh: '从公海领取', en: 'Claim from the pool', standard: { manager: 'all', rep: 'all' } },
    'lead.assign': {
      zh: '分配、收回、延期',
      en: 'Assign, pull back, extend',
      standard: { director: 'all', manager: 'subtree' },
    },
    'lead.export': { zh: '导出线索', en: 'Export leads', standard: { director: 'all', marketing: 'all' } },
    'lead.review': {
      zh: '处理疑似重复',
      en: 'Decide on likely doubles',
      standard: { director: 'all', marketing: 'all' },
    },
    'campaign.manage': { zh: '管理渠道和活动', en: 'Manage channels and campaigns', standard: { marketing: 'all' } },
  },
  policies: [leadRecyclePolicy, ratingPolicy, assignmentPolicy, protectionPolicy],
  events: {
    'lead.received': { when: 'A raw lead is accepted as a new lead.' },
    'lead.deduplicated': { when: 'A raw lead is merged into one that is there.' },
    'lead.unmerged': { when: 'A raw lead that was merged into a lead is taken out of it again.' },
    'lead.assigned': {
      when: 'A lead is given to a member by a rule, a manager, as an own find or at a hand-over.',
      names: { toName: 'to' },
    },
    'lead.claimed': { when: 'A member takes a lead out of a pool.' },
    'lead.contacted': { when: 'The holder of a lead contacts it for the first time.' },
    'lead.followed_up': { when: 'A call, note, message, meeting or visit is logged on a lead.' },
    'lead.call_accepted': { when: 'A manager accepts a self-declared call as substance.' },
    'lead.warned': { when: 'A quarter (holder) or a tenth (manager) of a clock is left.' },
    'lead.recycled': { when: 'A clock has run down and the lead went back to the pool.' },
    'lead.released': { when: 'The holder gives a lead back.' },
    'lead.pulled_back': { when: 'A manager pulls a lead back.' },
    'lead.extended': { when: 'A manager gives a lead more time.' },
    'lead.protected': { when: 'A lead is exempted from recycling.' },
    'lead.unprotected': { when: 'The exemption of a lead ends.' },
    'lead.changed': { when: 'Facts of a lead are changed and it is rated anew.' },
    'lead.placed': { when: 'A lead gets a point on the map.' },
    'lead.invalidated': { when: 'A lead is judged to be none.' },
    'lead.converted': { when: 'A lead has become an account and an opportunity.' },
    'lead.exported': { when: 'The leads of a list leave the house as a file.' },
    'submission.resolved': { when: 'A person decides on a raw lead.' },
    'channel.created': { when: 'A channel is made.' },
    'campaign.created': { when: 'A campaign is made.' },
    'campaign.cost_recorded': { when: 'A cost of a campaign is recorded.' },
    'capability.changed': { when: 'A capability profile is changed.' },
  },
  reactions: { 'visit.checked_in': placeByVisit },
  notices: leadNotices,
  jobs: leadJobs,
  messages: leadsMessages,
  demo: leadsDemo,
  samples: leadSamples,
  usage: { leads: leadsKept },
  handOver: async (ctx, from, to) => handover.handOverLeads(ctx, await heldBy(ctx, from), to),
  holdings: leadHoldings,
  usageByMonth: leadUsage,
})
