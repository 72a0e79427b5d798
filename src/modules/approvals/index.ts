// 审批: one engine for every record that needs a yes. It knows flows, people and answers, and no subject.
import { bind, defineRoom } from '#core/room.ts'
import { registerFileSubject } from '#modules/files/index.ts'
import { addSigners, decide, decideMany, transfer } from './answer.actions.ts'
import { comment, remind, withdraw } from './approval.actions.ts'
import { approvalContract } from './approval.contract.ts'
import { approvalJobs } from './approval.job.ts'
import { approvalMessages } from './approval.messages.ts'
import { asked, commented, copiedNotice, decidedNotice, reminded } from './approval.notices.ts'
import { approvalHoldings, namesDepartment } from './approval.store.ts'
import { approvalDetail, countApprovals, listApprovals } from './approval-view.actions.ts'
import { approvalFiles } from './file.actions.ts'
import { checkFlow, flows, flowVersions, setFlow } from './flow.actions.ts'
import { flowContract } from './flow.contract.ts'
import { handOverApprovals } from './hand-over.actions.ts'
import { waits } from './wait.actions.ts'

export { decide } from './answer.actions.ts'
export { type ApprovalRequest, requestApproval, voidApproval, withdrawApproval } from './approval.actions.ts'
export { approvalDetail, approvalOf, isAskedIn, noteOfEnd } from './approval-view.actions.ts'
export { insertFlow } from './flow.store.ts'
export { type ApprovalSubject, type Outcome, registerSubject } from './subject.actions.ts'

const contract = { ...approvalContract, ...flowContract }
registerFileSubject(approvalFiles)

export const approvals = defineRoom({
  name: 'approvals',
  title: { zh: '审批', en: 'Approvals' },
  contract,
  actions: bind(contract, {
    list: listApprovals,
    counts: countApprovals,
    get: approvalDetail,
    decide,
    decideMany,
    transfer,
    addSigners,
    comment,
    withdraw,
    remind,
    flows,
    flowVersions,
    checkFlow,
    setFlow,
    waits,
  }),
  tables: ['approval_flow', 'approval_instance', 'approval_task', 'approval_copy'],
  personal: { approval_instance: ['title', 'reason::jsonb', 'state::jsonb', 'card::jsonb'], approval_task: ['note'] },
  permissions: {
    'approval.decide': {
      zh: '审批分给自己的单',
      en: 'Decide the approvals one is asked for',
      standard: { gm: 'all', director: 'all', manager: 'all', finance: 'all', marketing: 'all' },
    },
    'approval.read': {
      zh: '查看下属提交的审批',
      en: 'See approvals submitted by one’s people',
      standard: { gm: 'all', director: 'subtree', manager: 'subtree', finance: 'all' },
    },
    'approval.flows': { zh: '管理审批流程', en: 'Manage approval flows', standard: {} },
  },
  policies: [],
  events: {
    'approval.requested': { when: 'A record is submitted for approval.', names: { requesterName: 'requesterId' } },
    'approval.answered': {
      when: 'Somebody approves, rejects, returns or withdraws; the next are asked.',
      names: { requesterName: 'requesterId', byName: 'actor' },
    },
    'approval.commented': { when: 'Somebody says something without deciding.', names: { requesterName: 'requesterId', byName: 'actor' } },
    'approval.reminded': { when: 'Those it waits for are reminded.', names: { requesterName: 'requesterId', byName: 'actor' } },
    'approval.passed_on': {
      when: 'Whoever was asked left; his successor is asked instead.',
      names: { requesterName: 'requesterId', byName: 'actor' },
    },
    'approval.decided': { when: 'An approval ends.', names: { requesterName: 'requesterId', byName: 'actor' } },
    'approval.copied': { when: 'Those copied hear of it, on the way or at the end.', names: { requesterName: 'requesterId' } },
    'approval.nudged': { when: 'Those it waits for are told again before the time is out.', names: { requesterName: 'requesterId' } },
    'approval.timed_out': { when: 'The time of a step is out: it goes up or through.', names: { requesterName: 'requesterId' } },
    'approval.clock_stopped': {
      when: 'The time of a step is out and the record’s room refuses what it brings: it waits for an answer.',
      names: { requesterName: 'requesterId' },
    },
    'approval.stood_in': { when: 'Whoever was asked went on leave; his delegate is told.', names: { requesterName: 'requesterId' } },
    'approval.flow_changed': { when: 'A flow gets a new version.' },
  },
  reactions: {},
  notices: {
    'approval.requested': asked,
    'approval.answered': asked,
    'approval.passed_on': asked,
    'approval.reminded': reminded,
    'approval.nudged': reminded,
    'approval.timed_out': asked,
    'approval.stood_in': asked,
    'approval.copied': copiedNotice,
    'approval.decided': decidedNotice,
    'approval.commented': commented,
  },
  jobs: approvalJobs,
  messages: approvalMessages,
  handOver: handOverApprovals,
  holdings: approvalHoldings,
  namesDepartment,
})
