// 拜访: duty, geofence, plan, templates, visits with their proof.
import { bind, defineRoom } from '#core/room.ts'
import { registerFileSubject } from '#modules/files/index.ts'
import { checkIn } from './checkin.actions.ts'
import { checkOut, fillVisit, reviewVisit } from './checkout.actions.ts'
import { duty, endDuty, startDuty } from './duty.actions.ts'
import { executionContract } from './execution.contract.ts'
import { eraseRep, exportRep, visitIdsOf } from './person.store.ts'
import { addPhoto, photoChallenge } from './photo.actions.ts'
import { cancelVisit, handOverPlans, movePlan, orderDay, planVisit, visitsDue } from './plan.actions.ts'
import { planContract } from './plan.contract.ts'
import { viewPlanHoldings } from './plan.store.ts'
import { recordStep, sopTemplates, stepNotPossible } from './step.actions.ts'
import * as read from './visit.actions.ts'
import { visitContract } from './visit.contract.ts'
import { viewCard } from './visit.store.ts'
import { visitsDemo } from './visits.demo.ts'
import { visitJobs } from './visits.job.ts'
import { visitsMessages } from './visits.messages.ts'
import { visitNotices } from './visits.notices.ts'
import { cadencePolicy, dutyPolicy, fencePolicy, validityPolicy } from './visits.policy.ts'

export { type AccountLevel, visitDue } from './cadence.rule.ts'
export { stepResultOf } from './proof.store.ts'
export { sopDefaults } from './sop.rule.ts'
export { today as visitsToday } from './visit.actions.ts'
export { type VisitRow, visitsOf } from './visit.store.ts'
export { cadencePolicy } from './visits.policy.ts'

const contract = { ...visitContract, ...planContract, ...executionContract }

registerFileSubject({
  type: 'visit',
  mayRead: async (ctx, id) => (await viewCard(ctx, id)) !== undefined,
  // Photos come by the visit's own route, with a challenge, and prove; a paper that belongs to a field proves nothing.
  mayAttach: async (ctx, id, purpose) => purpose === 'document' && (await viewCard(ctx, id))?.ownerId === ctx.actor.memberId,
})

export const visits = defineRoom({
  name: 'visits',
  title: { zh: '拜访', en: 'Visits' },
  contract,
  actions: bind(contract, {
    today: read.today,
    listVisits: read.listVisits,
    visitCounts: read.visitCounts,
    visitBoard: read.visitBoard,
    visitChoices: read.visitChoices,
    visit: read.visit,
    fence: read.fence,
    reviewVisit,
    visitsDue,
    planVisit,
    movePlan,
    orderDay,
    cancelVisit,
    duty,
    startDuty,
    endDuty,
    sopTemplates,
    checkIn,
    recordStep,
    stepNotPossible,
    photoChallenge,
    addPhoto,
    checkOut,
    fillVisit,
  }),
  personal: {
    visit: ['goal', 'note', 'next_step', 'leaves', 'review_note', 'cancel_reason', 'check_in_reason', 'custom::jsonb'],
    visit_step: ['facts::jsonb', 'note', 'reason'],
  },
  recordsOf: visitIdsOf,
  exportPerson: exportRep,
  erasePerson: eraseRep,
  tables: ['duty', 'sop_template', 'visit', 'visit_position', 'visit_step', 'photo_challenge', 'visit_photo'],
  permissions: {
    'visit.do': {
      zh: '执行拜访',
      en: 'Make visits',
      standard: { rep: 'own', manager: 'own', director: 'own', presales: 'own' },
    },
    'visit.read': {
      zh: '查看拜访',
      en: 'See visits',
      standard: { gm: 'all', director: 'all', manager: 'subtree', rep: 'own', presales: 'own', finance: 'all' },
    },
    'visit.plan': {
      zh: '安排拜访',
      en: 'Plan visits',
      standard: { director: 'all', manager: 'subtree', rep: 'own', presales: 'own' },
    },
    'visit.review': { zh: '判定拜访', en: 'Judge visits', standard: { director: 'all', manager: 'subtree' } },
  },
  policies: [fencePolicy, validityPolicy, dutyPolicy, cadencePolicy],
  events: {
    'visit.planned': { when: 'A visit is put on somebody’s plan.' },
    'visit.plan_changed': { when: 'A planned visit is moved or its goal changes.' },
    'visit.cancelled': { when: 'A planned visit is taken off the plan.' },
    'visit.missed': { when: 'The day of a planned visit passed without it.' },
    'visit.checked_in': { when: 'A rep checks in at the site; the verdict on the place stands in it.' },
    'visit.check_in_refused': { when: 'A check-in outside the fence is refused; only the attempt is kept.' },
    'visit.step_done': { when: 'A step of a visit has what it asks for; `facts` hold what later rooms may use.' },
    'visit.step_skipped': { when: 'A step is declared not possible, with the reason.' },
    'visit.photo_taken': { when: 'A live photo is accepted and stored with its watermark.' },
    'visit.filled': { when: 'The rep fills in fields of the company on a visit.' },
    'visit.checked_out': { when: 'A visit ends, by the rep or by the system at closing time, with its validity.' },
    'visit.auto_closed': { when: 'Nobody checked out, so the system closed the visit; it waits to be judged.' },
    'visit.site_doubted': { when: 'A check-in fits the site only if the site’s point was entered in another datum.' },
    'visit.invalidated': { when: 'A visit does not count: too short, not trusted, or judged so by a manager.' },
    'visit.reviewed': { when: 'A manager judges a finished visit.' },
    'duty.started': { when: 'A rep goes on duty.' },
    'duty.ended': { when: 'A rep goes off duty, or the system ends it at closing time.' },
  },
  reactions: {},
  notices: visitNotices,
  jobs: visitJobs,
  messages: visitsMessages,
  demo: visitsDemo,
  handOver: handOverPlans,
  holdings: viewPlanHoldings,
})
