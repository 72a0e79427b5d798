// 合同: what was agreed, approved and signed. Its taking effect wins the opportunity and makes the receipt plan.
import type { Ctx } from '#core/context.ts'
import { bind, defineRoom } from '#core/room.ts'
import { registerFileSubject } from '#modules/files/index.ts'
import { mayContract } from './contract.access.ts'
import { create, edit, fulfil, recordDelivery, recordEvent, terminate, voidContract } from './contract.actions.ts'
import { contractContract } from './contract.contract.ts'
import { contractMessages } from './contract.messages.ts'
import { contractApproved, contractEffective, contractToSign, contractTurnedDown } from './contract.notices.ts'
import { contractPolicy, templatePolicy } from './contract.policy.ts'
import { contractHoldings, passContracts, viewContract } from './contract.store.ts'
import { counts, detail, list } from './contract-view.actions.ts'
import { contractsDemo } from './contracts.demo.ts'
import { documentOf } from './document.actions.ts'
import { signaturesOf } from './person.store.ts'
import { beginSigning, sign, signingCode, stopSigning } from './signing.actions.ts'
import { signingContract } from './signing.contract.ts'
import { submit } from './submit.actions.ts'

export { contractSubject } from './card.actions.ts'
export {
  type ContractRecord,
  contractRecord as contractById,
  contractRecords as contractsByIds,
  type DeliveryRow,
  deliveriesOf as deliveriesOfContract,
} from './contract.store.ts'
export { type StoryContract, storyContracts } from './contracts.demo.ts'

/** Does the actor's reach include this contract? */
export async function contractInReach(ctx: Ctx, id: string): Promise<boolean> {
  return (await viewContract(ctx, id, 'contract.read')) !== undefined
}

registerFileSubject({
  type: 'contract',
  mayRead: contractInReach,
  mayAttach: async (ctx, id, purpose) => {
    const contract = await viewContract(ctx, id, 'contract.read')
    if (!contract || !['contract_scan', 'document', 'voucher'].includes(purpose)) return false
    const may = mayContract(ctx.actor, { ...contract, status: 'draft' })
    return may.edit || mayContract(ctx.actor, { ...contract, status: 'effective' }).recordEvent
  },
})

const contract = { ...contractContract, ...signingContract }

export const contracts = defineRoom({
  name: 'contracts',
  title: { zh: '合同', en: 'Contracts' },
  contract,
  actions: bind(contract, {
    list,
    counts,
    detail,
    create,
    edit,
    submit,
    void: voidContract,
    document: documentOf,
    recordEvent,
    recordDelivery,
    fulfil,
    terminate,
    beginSigning,
    stopSigning,
    signingCode,
    sign,
  }),
  personal: { contract: ['end_reason', 'custom::jsonb'] },
  keptOf: signaturesOf,
  tables: ['contract', 'contract_signature', 'contract_signing_code', 'contract_delivery'],
  permissions: {
    'contract.read': {
      zh: '查看合同',
      en: 'See contracts',
      standard: { rep: 'own', presales: 'own', manager: 'subtree', director: 'all', gm: 'all', finance: 'all' },
    },
    'contract.write': {
      zh: '起草与提交合同',
      en: 'Draft and submit contracts',
      standard: { rep: 'own', manager: 'subtree', director: 'all', gm: 'all' },
    },
    'contract.sign': {
      zh: '代表我方签署',
      en: 'Sign for our side',
      standard: { manager: 'subtree', director: 'all', gm: 'all', finance: 'all' },
    },
    'contract.dates': {
      zh: '记录送货与验收',
      en: 'Record deliveries and acceptance',
      standard: { rep: 'own', manager: 'subtree', director: 'all', gm: 'all', finance: 'all' },
    },
  },
  policies: [contractPolicy, templatePolicy],
  events: {
    'contract.drafted': { when: 'A contract is drafted from a quotation.' },
    'contract.changed': { when: 'A draft is changed.' },
    'contract.submitted': { when: 'A contract goes into approval.' },
    'contract.approved': { when: 'Its approval ends with yes.' },
    'contract.turned_down': { when: 'Its approval is rejected, returned or withdrawn: a draft again.' },
    'contract.signing_begun': { when: 'The document is fixed and may be signed.' },
    'contract.signing_stopped': { when: 'Signing is given up; the contract is approved again.' },
    'contract.signed': { when: 'One party signed.' },
    'contract.effective': { when: 'Both parties signed.' },
    'contract.event_recorded': { when: 'The day of delivery, acceptance or a milestone is recorded.' },
    'contract.delivered': { when: 'A delivery on a frame contract is recorded.' },
    'contract.fulfilled': { when: 'Both sides kept the contract.' },
    'contract.terminated': { when: 'An effective contract ends before it is kept.' },
    'contract.voided': { when: 'A contract that never took effect is given up.' },
  },
  reactions: {},
  notices: {
    'contract.approved': contractApproved,
    'contract.turned_down': contractTurnedDown,
    'contract.signing_begun': contractToSign,
    'contract.effective': contractEffective,
  },
  jobs: [],
  messages: contractMessages,
  demo: contractsDemo,
  handOver: passContracts,
  holdings: contractHoldings,
})
