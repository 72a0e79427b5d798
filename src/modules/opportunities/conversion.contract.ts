// 转化: what converting a lead would make, and doing it.
import { Amount, byId, Day, Id, line, optionalLine, route, z } from '#core/contract.ts'
import { Words } from '#modules/approvals/approval.contract.ts'
import { CustomGiven, customRefusals } from '#modules/organization/field.contract.ts'
import { ContactChoice } from './gate.contract.ts'

const Match = z.object({
  accountId: Id,
  name: z.string(),
  level: z.string().nullable(),
  ownerName: z.string().nullable(),
  /** `same`: certain; `maybe`: look before attaching. */
  decision: z.enum(['same', 'maybe']),
  reasons: z.array(z.string()),
})
export const conversionContract = {
  conversion: route(
    'GET',
    '/leads/{id}/conversion',
    'opportunity.write',
    'What converting this lead would make, and which account it may join',
    [],
  )
    .input(byId)
    .output(
      z.object({
        leadId: Id,
        accountName: z.string(),
        segment: z.string().nullable(),
        contact: z.object({ name: z.string().nullable(), phone: z.string().nullable(), title: z.string().nullable() }),
        matches: z.array(Match),
        blocks: z.array(Words),
      }),
    ),
  convert: route('POST', '/leads/{id}/convert', 'opportunity.write', 'Account, contact and opportunity from a lead, in one go', [
    'opportunity.lead_not_yours',
    'opportunity.lead_closed',
    'opportunity.account_exists',
    ...customRefusals,
  ])
    .input(
      byId.extend({
        /** Join this account instead of making one. */
        accountId: Id.nullish(),
        accountName: optionalLine(120),
        contact: ContactChoice.nullish(),
        opportunity: z.object({ name: line(120), amountFen: Amount.min(0), expectedSignOn: Day.nullish(), custom: CustomGiven }),
        /** Fields of the account that is made. */
        accountCustom: CustomGiven,
        /** A likely account was looked at and is another one. */
        newAccount: z.boolean().default(false),
      }),
    )
    .output(z.object({ accountId: Id, contactId: Id.nullable(), opportunityId: Id, number: z.string(), joined: z.boolean() })),
}
