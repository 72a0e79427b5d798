// The whole API as one contract, by room. The apps take its types and a table of its routes; the server binds the same
// objects at each room's door (a test holds the two together).
import { accountContract } from '#modules/accounts/account.contract.ts'
import { approvalContract } from '#modules/approvals/approval.contract.ts'
import { flowContract } from '#modules/approvals/flow.contract.ts'
import { commissionContract } from '#modules/commissions/commission.contract.ts'
import { contractContract } from '#modules/contracts/contract.contract.ts'
import { signingContract } from '#modules/contracts/signing.contract.ts'
import { fileContract } from '#modules/files/file.contract.ts'
import { importContract } from '#modules/imports/import.contract.ts'
import { boardContract } from '#modules/insight/board.contract.ts'
import { briefingContract } from '#modules/insight/briefing.contract.ts'
import { homeContract } from '#modules/insight/home.contract.ts'
import { reportContract } from '#modules/insight/report.contract.ts'
import { searchContract } from '#modules/insight/search.contract.ts'
import { threadContract } from '#modules/insight/thread.contract.ts'
import { decisionContract } from '#modules/integrations/decision.contract.ts'
import { intakeContract } from '#modules/leads/intake.contract.ts'
import { leadContract } from '#modules/leads/lead-route.contract.ts'
import { channelContract } from '#modules/notifications/channel.contract.ts'
import { choiceContract } from '#modules/notifications/choice.contract.ts'
import { notificationContract } from '#modules/notifications/notification.contract.ts'
import { conversionContract } from '#modules/opportunities/conversion.contract.ts'
import { opportunityContract } from '#modules/opportunities/opportunity.contract.ts'
import { apiKeyContract } from '#modules/organization/api-key.contract.ts'
import { auditContract } from '#modules/organization/audit.contract.ts'
import { backgroundContract } from '#modules/organization/background.contract.ts'
import { calendarContract } from '#modules/organization/calendar.contract.ts'
import { companySignInContract } from '#modules/organization/company-sign-in.contract.ts'
import { consentContract } from '#modules/organization/consent.contract.ts'
import { deviceContract } from '#modules/organization/device.contract.ts'
import { privacyContract } from '#modules/organization/erasure.contract.ts'
import { fieldContract } from '#modules/organization/field.contract.ts'
import { firstStepsContract } from '#modules/organization/first-steps.contract.ts'
import { invitationContract } from '#modules/organization/invitation.contract.ts'
import { memberContract } from '#modules/organization/member.contract.ts'
import { myPhoneContract } from '#modules/organization/my-phone.contract.ts'
import { policyContract } from '#modules/organization/policy.contract.ts'
import { roleContract } from '#modules/organization/role.contract.ts'
import { secondFactorContract } from '#modules/organization/second-factor.contract.ts'
import { sessionContract } from '#modules/organization/session.contract.ts'
import { signInContract } from '#modules/organization/sign-in.contract.ts'
import { signUpContract } from '#modules/organization/sign-up.contract.ts'
import { structureContract } from '#modules/organization/structure.contract.ts'
import { tenantContract } from '#modules/organization/tenant.contract.ts'
import { poolContract } from '#modules/pools/pool.contract.ts'
import { productContract } from '#modules/products/product.contract.ts'
import { quotationContract } from '#modules/quotations/quotation.contract.ts'
import { dueContract } from '#modules/receivables/due.contract.ts'
import { receiptContract } from '#modules/receivables/receipt.contract.ts'
import { taskContract } from '#modules/tasks/task.contract.ts'
import { executionContract } from '#modules/visits/execution.contract.ts'
import { planContract } from '#modules/visits/plan.contract.ts'
import { visitContract } from '#modules/visits/visit.contract.ts'

export const contract = {
  organization: {
    ...sessionContract,
    ...signInContract,
    ...secondFactorContract,
    ...myPhoneContract,
    ...companySignInContract,
    ...invitationContract,
    ...memberContract,
    ...roleContract,
    ...policyContract,
    ...auditContract,
    ...backgroundContract,
    ...calendarContract,
    ...consentContract,
    ...apiKeyContract,
    ...fieldContract,
    ...tenantContract,
    ...signUpContract,
    ...firstStepsContract,
    ...structureContract,
    ...privacyContract,
    ...deviceContract,
  },
  files: fileContract,
  notifications: { ...notificationContract, ...channelContract, ...choiceContract },
  tasks: taskContract,
  approvals: { ...approvalContract, ...flowContract },
  imports: importContract,
  pools: poolContract,
  products: productContract,
  accounts: accountContract,
  leads: { ...leadContract, ...intakeContract },
  visits: { ...visitContract, ...planContract, ...executionContract },
  opportunities: { ...opportunityContract, ...conversionContract },
  quotations: quotationContract,
  contracts: { ...contractContract, ...signingContract },
  receivables: { ...dueContract, ...receiptContract },
  commissions: commissionContract,
  insight: { ...searchContract, ...threadContract, ...briefingContract, ...homeContract, ...boardContract, ...reportContract },
  integrations: decisionContract,
}

export type Contract = typeof contract
