// 客户: accounts, contacts, places, the one timeline of follow-ups, credit and terms; and the keys by which doubles are found.
import { bind, defineRoom } from '#core/room.ts'
import { registerFileSubject } from '#modules/files/index.ts'
import { mayWriteAccount } from './account.access.ts'
import * as account from './account.actions.ts'
import { accountContract } from './account.contract.ts'
import { accountNotices } from './account.notices.ts'
import { carePolicy, followUpPolicy, matchPolicy, termsPolicy } from './account.policy.ts'
import { accountHoldings, accountsOwnedBy, readAccount, setOwner } from './account.store.ts'
import * as view from './account-view.actions.ts'
import { accountsDemo } from './accounts.demo.ts'
import { accountsMessages } from './accounts.messages.ts'
import { followAccount } from './activity.actions.ts'
import * as contact from './contact.actions.ts'
import { eraseContact, linkedRecords } from './person.store.ts'
import { accountSamples } from './samples.demo.ts'

export { accountInReach, createAccountOf as createAccount, setCredit } from './account.actions.ts'
export { followUpPolicy, matchPolicy, termsPolicy } from './account.policy.ts'
export { type AccountRow, accountById, accountsByIds, linkToAccount, nameAccounts, touchAccount } from './account.store.ts'
export { timelinePage } from './account-view.actions.ts'
export { asFollowUp, checkDone, type Done, newActivity, recordActivity, shownActivity } from './activity.actions.ts'
export { type ActivityRow, acceptActivity, activitiesOf, insertActivities, type NewActivity } from './activity.store.ts'
export { type Address, readAddress } from './address.rule.ts'
export { exactKeys, matchKeys } from './blocking.rule.ts'
export { companyName } from './company-name.rule.ts'
export { createContact } from './contact.actions.ts'
export {
  type ContactRow,
  contactsOf,
  dropSites,
  insertSites,
  moveSites,
  type NewSite,
  type SiteRow,
  siteById,
  sitesOf,
  sitesSql,
} from './contact.store.ts'
export { C01_PHONE, otherUsci, storyContacts, storyCustomers } from './customers.demo.ts'
export { followUpOf, isContact, substanceOf } from './followup.rule.ts'
export { type AccountCandidate, accountCandidates, dropKeys, insertKeys, type Keyed, keysSql, replaceKeys } from './match.store.ts'
export { type MatchDecision, type MatchParty, type MatchVerdict, match } from './matching.rule.ts'
export { contactAsPerson, findContactsBy } from './person.store.ts'
export { createSite, newSite, pointOf, setSitePoint } from './place.actions.ts'
export { numbersFrom, type SourceLead, sourceLeads, sourceTable } from './source.demo.ts'
export { averageTermDays, expectedEvents, type PaymentTerm, planItems, termByCode, termCatalogue } from './terms.rule.ts'

registerFileSubject({
  type: 'account',
  mayRead: async (ctx, id) => (await readAccount(ctx, id)) !== undefined,
  mayAttach: async (ctx, id, purpose) => {
    const account = await readAccount(ctx, id)
    return account !== undefined && ['document', 'picture'].includes(purpose) && mayWriteAccount(ctx.actor, account)
  },
})

export const accounts = defineRoom({
  name: 'accounts',
  title: { zh: '客户', en: 'Accounts' },
  contract: accountContract,
  actions: bind(accountContract, {
    accounts: view.accounts,
    accountCounts: view.accountCounts,
    account: view.accountDetail,
    accountTimeline: view.accountTimeline,
    terms: view.terms,
    createAccount: account.createAccount,
    changeAccount: account.changeAccount,
    assignAccount: account.assignAccount,
    addContact: contact.addContact,
    changeContact: contact.changeContact,
    addSite: contact.addSite,
    followAccount,
  }),
  tables: ['account', 'contact', 'site', 'activity', 'match_key', 'account_link'],
  personal: {
    contact: ['name', 'phone', 'email', 'wechat', 'note', 'custom::jsonb'],
    account: ['custom::jsonb'],
    activity: ['text', 'next_step'],
  },
  names: { contact: ['name'] },
  recordsOf: linkedRecords,
  erasePerson: eraseContact,
  permissions: {
    'account.read': {
      zh: '查看客户',
      en: 'See accounts',
      standard: { gm: 'all', director: 'all', manager: 'subtree', rep: 'own', presales: 'own', marketing: 'all', finance: 'all' },
    },
    'account.write': {
      zh: '维护客户',
      en: 'Maintain accounts',
      standard: { director: 'all', manager: 'subtree', rep: 'own' },
    },
    'account.assign': { zh: '移交客户', en: 'Hand accounts over', standard: { director: 'all', manager: 'subtree' } },
  },
  policies: [followUpPolicy, matchPolicy, carePolicy, termsPolicy],
  events: {
    'account.created': { when: 'An account is made, by a person or of a lead.' },
    'account.changed': { when: 'Facts of an account are changed.' },
    'account.assigned': { when: 'An account gets another owner.', names: { toName: 'to' } },
    'account.followed_up': { when: 'A call, note, message, meeting or visit is logged on an account.' },
    'account.contact_added': { when: 'A contact is added.' },
    'account.contact_changed': { when: 'A contact is changed.' },
    'account.site_added': { when: 'A place is added.' },
    'account.credit_changed': { when: 'Credit grade or freeze of an account changes.' },
    'account.inquired': { when: 'A raw lead turns out to be an existing customer.' },
  },
  reactions: {},
  notices: accountNotices,
  jobs: [],
  messages: accountsMessages,
  demo: accountsDemo,
  samples: accountSamples,
  handOver: async (ctx, from, to) => {
    await setOwner(ctx, await accountsOwnedBy(ctx, from), to)
  },
  holdings: accountHoldings,
})
