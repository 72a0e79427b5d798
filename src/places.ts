// Where a custom field can be required: what tells records of one kind apart, in the words of their rooms.
import type { Ctx } from '#core/context.ts'
import type { Messages } from '#core/messages.ts'
import { policy } from '#core/policies.ts'
import { ContactRole, Segment } from '#modules/accounts/account.contract.ts'
import { accountsMessages } from '#modules/accounts/accounts.messages.ts'
import { ContractKind } from '#modules/contracts/contract.contract.ts'
import { contractMessages } from '#modules/contracts/contract.messages.ts'
import { channelKinds } from '#modules/leads/lead.contract.ts'
import { leadsMessages } from '#modules/leads/leads.messages.ts'
import { pipelinePolicy } from '#modules/opportunities/index.ts'
import type { FieldSubject } from '#modules/organization/index.ts'
import { visitPurposes } from '#modules/visits/validity.rule.ts'
import { visitsMessages } from '#modules/visits/visits.messages.ts'

interface Place {
  key: string
  zh: string
  en: string
}

const worded = (keys: readonly string[], prefix: string, messages: Messages): Place[] =>
  keys.map((key) => ({ key, zh: messages.zh[`${prefix}.${key}`] ?? key, en: messages.en[`${prefix}.${key}`] ?? key }))

export async function placesOf(ctx: Ctx, subject: FieldSubject): Promise<Place[]> {
  switch (subject) {
    case 'lead':
      return worded(channelKinds, 'leads.channel', leadsMessages)
    case 'account':
      return worded(Segment.options, 'accounts.segment', accountsMessages)
    case 'contact':
      return worded(ContactRole.options, 'accounts.role', accountsMessages)
    case 'visit':
      return worded(visitPurposes, 'visit.purpose', visitsMessages)
    case 'contract':
      return worded(ContractKind.options, 'contract.kind', contractMessages)
    case 'opportunity':
      // Won is reached by an effective contract alone, which waits for no form.
      return (await policy(ctx, pipelinePolicy)).stages.filter((stage) => stage.key !== 'won').map(({ key, zh, en }) => ({ key, zh, en }))
  }
}
