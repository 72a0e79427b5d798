// 提成: what collected money earned, explained down to the receipt. It is accrued in the transaction of the allocation.
import { bind, defineRoom } from '#core/room.ts'
import { accrueReceipt, planChanged } from './accrue.actions.ts'
import { lock, scorecard, setTarget, statements, targets, whatIf } from './commission.actions.ts'
import { commissionContract } from './commission.contract.ts'
import { commissionPolicy } from './commission.policy.ts'
import { commissionsDemo } from './commissions.demo.ts'
import { commissionJobs } from './commissions.job.ts'
import { commissionsMessages } from './commissions.messages.ts'
import { entries, entry, statement } from './statement.actions.ts'

export { planOfPeriod } from './accrue.actions.ts'
export { commissionPolicy } from './commission.policy.ts'
export { type Commission, commission, commissionEntry } from './commission.rule.ts'
export { statement as commissionStatement } from './statement.actions.ts'

export const commissions = defineRoom({
  name: 'commissions',
  title: { zh: '提成', en: 'Commissions' },
  contract: commissionContract,
  actions: bind(commissionContract, { statement, statements, entry, whatIf, targets, setTarget, lock, scorecard, entries }),
  tables: ['sales_target', 'commission_entry', 'commission_standing', 'commission_waiting', 'payout_period'],
  permissions: {
    'commission.read': {
      zh: '查看提成与目标',
      en: 'See commissions and targets',
      standard: { rep: 'own', manager: 'subtree', director: 'all', gm: 'all', finance: 'all' },
    },
    'field.commission': {
      zh: '看得到别人的提成金额',
      en: 'See others’ commission amounts',
      standard: { director: 'all', gm: 'all', finance: 'all' },
    },
    'commission.plan': {
      zh: '设目标与锁定结算期',
      en: 'Set targets and lock periods',
      standard: { director: 'all', gm: 'all', finance: 'all' },
    },
  },
  policies: [commissionPolicy],
  events: {
    'commission.accrued': {
      when: 'Collected money earned commission; negative when it is taken back.',
      hidden: { amountFen: 'field.commission' },
    },
    'commission.target_set': { when: 'A member’s target of a period is set.' },
    'commission.period_locked': { when: 'A period is locked.', hidden: { amountFen: 'field.commission' } },
  },
  reactions: { 'receipt.allocated': accrueReceipt, 'policy.changed': planChanged },
  notices: {},
  jobs: commissionJobs,
  messages: commissionsMessages,
  demo: commissionsDemo,
})
