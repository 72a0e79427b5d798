// 商机: what may become a contract. Stages move on recorded facts; "convert lead" lives here, for the later step owns the handover.
import { bind, defineRoom } from '#core/room.ts'
import { registerFileSubject } from '#modules/files/index.ts'
import { conversion, convert } from './conversion.actions.ts'
import { conversionContract } from './conversion.contract.ts'
import { opportunitiesDemo } from './opportunities.demo.ts'
import { opportunitiesMessages } from './opportunities.messages.ts'
import * as acts from './opportunity.actions.ts'
import { opportunityContract } from './opportunity.contract.ts'
import { opportunityJobs } from './opportunity.job.ts'
import { commented, memberAdded, stalled, won } from './opportunity.notices.ts'
import { pipelinePolicy, stalledPolicy } from './opportunity.policy.ts'
import { handOverOpportunities, opportunityHoldings, viewOne } from './opportunity.store.ts'
import * as views from './opportunity-view.actions.ts'
import { opportunityReactions } from './reaction.actions.ts'
import * as stages from './stage.actions.ts'

export { type MissingFact, missingForExit, noteSubstance, recordFact, tellProgress } from './fact.actions.ts'
export { funnel, signing, weightedFen } from './funnel.rule.ts'
export { customAsFacts, evaluateGate, type GateCondition, type MissingCondition, type RecordedFact } from './gate.rule.ts'
export { opportunitiesMessages } from './opportunities.messages.ts'
export { pipelinePolicy, stalledPolicy } from './opportunity.policy.ts'
export { type Held as Opportunity, loadOne as opportunityById, lockOne as lockOpportunity, nameOpportunities } from './opportunity.store.ts'
export { stalledVerdict } from './stalled.rule.ts'

registerFileSubject({
  type: 'opportunity',
  mayRead: async (ctx, id) => (await viewOne(ctx, id)) !== undefined,
  // Whoever is in the team shares papers: seeing it is enough to add one.
  mayAttach: async (ctx, id, purpose) => ['document', 'picture'].includes(purpose) && (await viewOne(ctx, id)) !== undefined,
})

const contract = { ...opportunityContract, ...conversionContract }

export const opportunities = defineRoom({
  name: 'opportunities',
  title: { zh: '商机', en: 'Opportunities' },
  contract,
  actions: bind(contract, {
    pipeline: views.pipeline,
    board: views.board,
    list: views.list,
    counts: views.counts,
    get: views.opportunityDetail,
    timeline: views.timeline,
    create: acts.create,
    edit: acts.edit,
    recordNeedForm: acts.recordNeedForm,
    recordContact: acts.recordContact,
    recordBudget: acts.recordBudget,
    nameDecisionMaker: acts.nameDecisionMaker,
    move: stages.move,
    lose: stages.lose,
    addMember: acts.addMember,
    removeMember: acts.removeMember,
    comment: acts.comment,
    followUp: acts.followUp,
    conversion,
    convert,
  }),
  personal: {
    opportunity: ['name', 'lost_note', 'custom::jsonb'],
    opportunity_fact: ['detail::jsonb'],
    opportunity_progress: ['words::jsonb'],
    opportunity_comment: ['text'],
    stage_history: ['reason'],
  },
  tables: ['opportunity', 'opportunity_fact', 'opportunity_progress', 'stage_history', 'opportunity_member', 'opportunity_comment'],
  permissions: {
    'opportunity.read': {
      zh: '查看商机',
      en: 'See opportunities',
      standard: { gm: 'all', director: 'all', manager: 'subtree', rep: 'own', presales: 'own', finance: 'all', marketing: 'all' },
    },
    'opportunity.write': {
      zh: '新建和推进商机',
      en: 'Open and move opportunities',
      standard: { gm: 'all', director: 'all', manager: 'subtree', rep: 'own' },
    },
    'opportunity.override': {
      zh: '越级、退回、重开商机和置顶批注',
      en: 'Skip, move back and reopen opportunities, pin comments',
      standard: { gm: 'all', director: 'all', manager: 'subtree' },
    },
    'opportunity.team': {
      zh: '组建项目组',
      en: 'Build the team of an opportunity',
      standard: { gm: 'all', director: 'all', manager: 'subtree', rep: 'own' },
    },
  },
  policies: [pipelinePolicy, stalledPolicy],
  events: {
    'opportunity.created': { when: 'An opportunity is opened, by hand or from a lead.' },
    'opportunity.changed': { when: 'Name, amount, expected signing day or fields of the company change.' },
    'opportunity.fact_recorded': { when: 'Something a gate asks for was proven.' },
    'opportunity.fact_revoked': { when: 'A proof fell away.' },
    'opportunity.stage_changed': { when: 'An opportunity enters another stage; weight and amount of the day are copied.' },
    'opportunity.stalled': { when: 'Nothing moved for the days its stage allows.' },
    'opportunity.won': { when: 'The contract became effective.' },
    'opportunity.lost': { when: 'It is lost, with the reason.' },
    'opportunity.member_added': { when: 'A colleague joins the team and sees the opportunity and its account.' },
    'opportunity.member_removed': { when: 'A colleague leaves the team; his access ends.' },
    'opportunity.commented': { when: 'Somebody comments.', names: { byName: 'actor' } },
    'opportunity.followed_up': { when: 'A call, message or meeting is logged.' },
  },
  reactions: opportunityReactions,
  notices: {
    'opportunity.stalled': stalled,
    'opportunity.won': won,
    'opportunity.member_added': memberAdded,
    'opportunity.commented': commented,
  },
  jobs: opportunityJobs,
  messages: opportunitiesMessages,
  demo: opportunitiesDemo,
  handOver: handOverOpportunities,
  holdings: opportunityHoldings,
})
