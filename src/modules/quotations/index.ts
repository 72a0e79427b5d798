// 报价: price books, discount rights, quotations from draft to the customer's yes. One rule prices on server, desk and phone.
import type { Reaction } from '#core/events.ts'
import { bind, defineRoom } from '#core/room.ts'
import { registerFileSubject } from '#modules/files/index.ts'
import { pdf } from './pdf.actions.ts'
import { price, priceBooks, priceEntries } from './price.actions.ts'
import * as acts from './quotation.actions.ts'
import { quotationContract } from './quotation.contract.ts'
import { quotationJobs } from './quotation.job.ts'
import { expired } from './quotation.notices.ts'
import { capitalPolicy, discountPolicy, validityPolicy } from './quotation.policy.ts'
import { handOverQuotations, quotationHoldings, viewOne } from './quotation.store.ts'
import * as views from './quotation-view.actions.ts'
import { priceBooksDemo, quotationsDemo } from './quotations.demo.ts'
import { quotationsMessages } from './quotations.messages.ts'
import { answered, submit, withdraw } from './submission.actions.ts'

export { quotationCard } from './card.actions.ts'
export { approvedQuotation, quotationById } from './quotation-view.actions.ts'
export { quotationSubject } from './submission.actions.ts'

registerFileSubject({
  type: 'quotation',
  mayRead: async (ctx, id) => (await viewOne(ctx, id)) !== undefined,
  // A stamped copy comes by the route of its own, which records the fact.
  mayAttach: async (ctx, id, purpose) => purpose === 'document' && (await viewOne(ctx, id)) !== undefined,
})

/** The check-list of the opportunity says whom the approval waits for now. */
const approvalAnswered: Reaction = async (ctx, event) => {
  const { subjectType, subjectId } = event.payload as { subjectType: string; subjectId: string }
  if (subjectType === 'quotation') await answered(ctx, subjectId, event.subjectId)
}

export const quotations = defineRoom({
  name: 'quotations',
  title: { zh: '报价', en: 'Quotations' },
  contract: quotationContract,
  actions: bind(quotationContract, {
    priceBooks,
    priceEntries,
    price,
    list: views.list,
    counts: views.counts,
    get: views.quotationDetail,
    create: acts.create,
    edit: acts.edit,
    submit,
    withdraw,
    send: acts.send,
    stamp: acts.stamp,
    accept: acts.accept,
    reject: acts.reject,
    revise: acts.revise,
    pdf,
  }),
  personal: { quotation: ['note', 'closed_reason'] },
  tables: ['price_book', 'price_entry', 'quotation', 'quotation_line'],
  permissions: {
    'quotation.read': {
      zh: '查看报价',
      en: 'See quotations',
      standard: { gm: 'all', director: 'all', manager: 'subtree', rep: 'own', presales: 'own', finance: 'all' },
    },
    'quotation.write': {
      zh: '做报价',
      en: 'Make quotations',
      standard: { gm: 'all', director: 'all', manager: 'subtree', rep: 'own' },
    },
  },
  policies: [discountPolicy, capitalPolicy, validityPolicy],
  events: {
    'quotation.created': { when: 'A draft is made for an opportunity.' },
    'quotation.changed': { when: 'A draft is priced anew.' },
    'quotation.submitted': { when: 'It is submitted; the rule says who must agree.' },
    'quotation.below_floor': { when: 'A submitted line is below its floor price: special approval.' },
    'quotation.approved': { when: 'Everybody asked agreed, or nobody had to be asked.' },
    'quotation.turned_down': { when: 'An approver rejected or returned it, or it was withdrawn; it is a draft again.' },
    'quotation.sent': { when: 'It went to the customer.' },
    'quotation.stamped': { when: 'The stamped copy is attached.' },
    'quotation.accepted': { when: 'The customer agrees.' },
    'quotation.rejected': { when: 'The customer declines.' },
    'quotation.revised': { when: 'A new version is begun; what the old one proved falls.' },
    'quotation.expired': { when: 'Its last day has passed.' },
  },
  reactions: { 'approval.answered': approvalAnswered },
  notices: { 'quotation.expired': expired },
  jobs: quotationJobs,
  messages: quotationsMessages,
  demo: quotationsDemo,
  samples: priceBooksDemo,
  handOver: handOverQuotations,
  holdings: quotationHoldings,
})
