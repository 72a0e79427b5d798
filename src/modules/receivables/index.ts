// 应收回款: the plan a contract makes, the money that comes, what is late, and the ledger that balances.
import { bind, defineRoom } from '#core/room.ts'
import { dispute, promise, promiseFromVisit, settleDispute } from './collect.actions.ts'
import { releaseCredit } from './credit.actions.ts'
import { expected, figures, groups, item, items, ofContract } from './due.actions.ts'
import { dueContract } from './due.contract.ts'
import { receivableJobs } from './dunning.job.ts'
import { passItems, receivableHoldings } from './hand-over.store.ts'
import { invoices, recordInvoice, voidInvoice } from './invoice.actions.ts'
import { dateInstalments, planContract, planDelivery } from './plan.actions.ts'
import { allocateReceipt, ledger, receipt, receipts, recordReceipt, reverseReceipt } from './receipt.actions.ts'
import { receiptContract } from './receipt.contract.ts'
import { creditPolicy, duePolicy, dunningPolicy, statementPolicy } from './receivable.policy.ts'
import { receivablesDemo } from './receivables.demo.ts'
import { receivablesMessages } from './receivables.messages.ts'
import { dunningTask, receiptArrived, receiptReversed } from './receivables.notices.ts'
import { bankLines, confirmBankLine, ignoreBankLine, importBankLines } from './statement.actions.ts'

export { type CountedAllocation, countedAllocations, openOfOwner, sumsByOwner } from './count.store.ts'
export { type CreditItem, type CreditVerdict, creditVerdict } from './credit.rule.ts'
export { expected, figures, item as instalment, items as instalments } from './due.actions.ts'
export { ageing, type DueItem, dueState, openFen, overdueDays } from './due.rule.ts'
export { dueStep, nextStepOn } from './dunning.rule.ts'
export { promiseState } from './promise.rule.ts'
export { creditPolicy, duePolicy, dunningPolicy } from './receivable.policy.ts'

const contract = { ...dueContract, ...receiptContract }

export const receivables = defineRoom({
  name: 'receivables',
  title: { zh: '应收回款', en: 'Receivables' },
  contract,
  actions: bind(contract, {
    figures,
    items,
    item,
    groups,
    expected,
    ofContract,
    promise,
    dispute,
    settleDispute,
    releaseCredit,
    receipts,
    receipt,
    recordReceipt,
    allocateReceipt,
    reverseReceipt,
    ledger,
    bankLines,
    importBankLines,
    confirmBankLine,
    ignoreBankLine,
    invoices,
    recordInvoice,
    voidInvoice,
  }),
  personal: { payment_promise: ['person'], receipt: ['note', 'reverse_reason'], receipt_plan_item: ['dispute'] },
  tables: [
    'receipt_plan',
    'receipt_plan_item',
    'receipt',
    'receipt_allocation',
    'ledger_entry',
    'bank_line',
    'payer_alias',
    'dunning_step',
    'payment_promise',
    'credit_release',
    'invoice',
  ],
  permissions: {
    'receivable.read': {
      zh: '查看应收',
      en: 'See receivables',
      standard: { rep: 'own', manager: 'subtree', director: 'all', gm: 'all', finance: 'all' },
    },
    'receivable.collect': {
      zh: '记录承诺与争议',
      en: 'Record promises and disputes',
      standard: { rep: 'own', manager: 'subtree', director: 'all', finance: 'all' },
    },
    'receivable.release': { zh: '解冻客户信用', en: 'Release frozen accounts', standard: { finance: 'all', gm: 'all' } },
    'receipt.read': {
      zh: '查看回款',
      en: 'See receipts',
      standard: { rep: 'own', manager: 'subtree', director: 'all', gm: 'all', finance: 'all' },
    },
    'receipt.record': { zh: '登记与核销回款', en: 'Record and allocate receipts', standard: { finance: 'all' } },
    'receipt.reverse': { zh: '冲销回款', en: 'Reverse receipts', standard: { finance: 'all' } },
  },
  policies: [dunningPolicy, duePolicy, creditPolicy, statementPolicy],
  events: {
    'receipt_plan.generated': { when: 'A contract takes effect and its terms make the receipt plan.' },
    'receipt_plan.dated': { when: 'An event the terms wait for has its day; open instalments get their due day.' },
    'receipt_plan.extended': { when: 'A delivery on a frame contract adds instalments.' },
    'receipt_plan.due_soon': { when: 'A step of the dunning ladder on or before the due day is taken.' },
    'receipt_plan.overdue': { when: 'A step of the dunning ladder after the due day is taken.' },
    'receipt_plan.promised': { when: 'A customer promises to pay an instalment.' },
    'receipt_plan.disputed': { when: 'An instalment is disputed: dunning stops.' },
    'receipt_plan.dispute_ended': { when: 'A dispute ends.' },
    'receipt.recorded': { when: 'Money that came is recorded.' },
    'receipt.allocated': { when: 'Money of a receipt pays an instalment; negative when it is taken back.' },
    'receipt.reversed': { when: 'A receipt is taken back.' },
    'dunning.task_created': { when: 'The responsible rep gets a dunning task.' },
    'credit.released': { when: 'A frozen account may buy again until a day.' },
    'bank_statement.imported': { when: 'Lines of a bank statement come in.' },
    'bank_line.matched': { when: 'A bank line is booked on instalments.' },
    'bank_line.ignored': { when: 'A bank line is said to be no receipt.' },
    'invoice.recorded': { when: 'An invoice that was issued is recorded.' },
    'invoice.voided': { when: 'An invoice is voided.' },
  },
  reactions: {
    'contract.effective': planContract,
    'contract.event_recorded': dateInstalments,
    'contract.delivered': planDelivery,
    'visit.step_done': promiseFromVisit,
  },
  notices: { 'receipt.recorded': receiptArrived, 'receipt.reversed': receiptReversed, 'dunning.task_created': dunningTask },
  jobs: receivableJobs,
  messages: receivablesMessages,
  demo: receivablesDemo,
  handOver: passItems,
  holdings: receivableHoldings,
})
