// 集成: the ways to vendors, and what comes back from them.
import { bind, defineRoom } from '#core/room.ts'
import { decideByLink, decisionLink } from './decision.actions.ts'
import { decisionContract } from './decision.contract.ts'
import { decisionLinkPolicy } from './decision.policy.ts'
import { integrationsMessages } from './integrations.messages.ts'

export { type CallbackAnswer, receiveCallback } from './callback.actions.ts'
export { actionsOf } from './decision.actions.ts'
export { inTenant } from './member-act.actions.ts'
export { carrySms } from './sms.adapter.ts'
export { adapterOf } from './vendors.actions.ts'

export const integrations = defineRoom({
  name: 'integrations',
  title: { zh: '集成', en: 'Integrations' },
  contract: decisionContract,
  actions: bind(decisionContract, { decisionLink, decideByLink }),
  tables: ['callback_inbox', 'decision_link'],
  permissions: {},
  policies: [decisionLinkPolicy],
  events: {},
  reactions: {},
  notices: {},
  jobs: [],
  messages: integrationsMessages,
})
