// 审批: one engine for every record that needs a yes. It knows flows, people and answers, and no subject.
import { bind, defineRoom } from '#core/room.ts'
import { comment, decide, handOverApprovals, remind, withdraw } from './approval.actions.ts'
import { approvalContract } from './approval.contract.ts'
import { approvalMessages } from './approval.messages.ts'
import { asked, commented, decidedNotice, reminded } from './approval.notices.ts'
import { approvalDetail, countApprovals, listApprovals } from './approval-view.actions.ts'
import { flows, setFlow } from './flow.actions.ts'

export { type ApprovalRequest, decide, requestApproval, withdrawApproval } from './approval.actions.ts'
export { insertFlow } from './approval.store.ts'
export { approvalDetail, approvalOf } from './approval-view.actions.ts'
export { type ApprovalSubject, type Outcome, registerSubject } from './subject.actions.ts'

export const approvals = defineRoom({
  name: 'approvals',
  title: { zh: '审批', en: 'Approvals' },
  contract: approvalContract,
  actions: bind(approvalContract, {
    list: listApprovals,
    counts: countApprovals,
    get: approvalDetail,
    decide,
    comment,
    withdraw,
    remind,
    flows,
    setFlow,
  }),
  tables: ['approval_flow', 'approval_instance', 'approval_task'],
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
    'approval.answered': { when: 'Somebody approves, rejects, returns or withdraws; the next are asked.', names: { byName: 'actor' } },
    'approval.commented': { when: 'Somebody says something without deciding.', names: { byName: 'actor' } },
    'approval.reminded': { when: 'Those it waits for are reminded.', names: { byName: 'actor' } },
    'approval.passed_on': { when: 'Whoever was asked left; his successor is asked instead.', names: { byName: 'actor' } },
    'approval.decided': { when: 'An approval ends.', names: { byName: 'actor' } },
    'approval.flow_changed': { when: 'A flow gets a new version.' },
  },
  reactions: {},
  notices: {
    'approval.requested': asked,
    'approval.answered': asked,
    'approval.passed_on': asked,
    'approval.reminded': reminded,
    'approval.decided': decidedNotice,
    'approval.commented': commented,
  },
  jobs: [],
  messages: approvalMessages,
  handOver: handOverApprovals,
})
