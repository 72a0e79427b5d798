// 组织权限: tenants, people, roles, scopes, policies and what keeps the house running.
import { bind, defineRoom } from '#core/room.ts'
import * as apiKey from './api-key.actions.ts'
import { apiKeyContract } from './api-key.contract.ts'
import { archive } from './archive.actions.ts'
import * as audit from './audit.actions.ts'
import { auditContract } from './audit.contract.ts'
import { auditJobs } from './audit.job.ts'
import * as background from './background.actions.ts'
import { backgroundContract } from './background.contract.ts'
import * as calendarActions from './calendar.actions.ts'
import { calendarContract } from './calendar.contract.ts'
import { workHoursPolicy } from './calendar.policy.ts'
import { changeControlPolicy } from './change.policy.ts'
import { renameCompany } from './company.actions.ts'
import * as companySignInActions from './company-sign-in.actions.ts'
import { companySignInContract } from './company-sign-in.contract.ts'
import * as consentActions from './consent.actions.ts'
import { consentContract } from './consent.contract.ts'
import * as department from './department.actions.ts'
import * as device from './device.actions.ts'
import { deviceContract } from './device.contract.ts'
import { deviceNotices } from './device.notices.ts'
import { devicePolicy } from './device.policy.ts'
import { directoryJobs } from './directory.job.ts'
import * as erasure from './erasure.actions.ts'
import { privacyContract } from './erasure.contract.ts'
import * as field from './field.actions.ts'
import { fieldContract } from './field.contract.ts'
import { customFieldMessages } from './field.messages.ts'
import * as firstSteps from './first-steps.actions.ts'
import { firstStepsContract } from './first-steps.contract.ts'
import * as invitation from './invitation.actions.ts'
import { invitationContract } from './invitation.contract.ts'
import { invitationPolicy } from './invitation.policy.ts'
import * as lookup from './lookup.actions.ts'
import * as member from './member.actions.ts'
import { memberContract } from './member.contract.ts'
import { countActive } from './member.store.ts'
import * as myPhone from './my-phone.actions.ts'
import { myPhoneContract } from './my-phone.contract.ts'
import { orgSheetMessages } from './org-sheet.messages.ts'
import { organizationDemo } from './organization.demo.ts'
import { organizationEvents } from './organization.events.ts'
import { organizationMessages } from './organization.messages.ts'
import { planUsage } from './plan.actions.ts'
import * as policyActions from './policy.actions.ts'
import { policyContract } from './policy.contract.ts'
import { privacyJobs } from './privacy.job.ts'
import { privacyMessages } from './privacy.messages.ts'
import { consentPolicy, lookPolicy } from './privacy.policy.ts'
import * as role from './role.actions.ts'
import { roleContract } from './role.contract.ts'
import * as secondFactor from './second-factor.actions.ts'
import { secondFactorContract } from './second-factor.contract.ts'
import { secondFactorPolicy } from './second-factor.policy.ts'
import { separationPolicy } from './separation.policy.ts'
import * as session from './session.actions.ts'
import { sessionContract } from './session.contract.ts'
import * as signIn from './sign-in.actions.ts'
import { signInContract } from './sign-in.contract.ts'
import { signInMessages } from './sign-in.messages.ts'
import { sendSignUpCode, signUp } from './sign-up.actions.ts'
import { signUpContract } from './sign-up.contract.ts'
import { structureActions, structureEvents } from './structure.actions.ts'
import { structureContract } from './structure.contract.ts'
import { tenantContract } from './tenant.contract.ts'

export { sessionOfApiKey } from './api-key.actions.ts'
export { tenantArchive } from './archive.actions.ts'
export { awayAt, calendarOf, calendarsOf, leavesOf } from './calendar.actions.ts'
export { zone } from './calendar.store.ts'
export { dropApproval, policyChange, requestApproval, roleChange } from './change.actions.ts'
export { hasConsent, setConsent } from './consent.actions.ts'
export { checkCustom, customColumns, customConditions, indexCustom, judgedCustom } from './custom.actions.ts'
export { departmentsExist } from './department.store.ts'
export { mustBeConfirmedPhone } from './device.actions.ts'
export { stateOfDevice } from './device.store.ts'
export { deviceChange } from './device-change.actions.ts'
export { contactPerson, findContacts } from './erasure.actions.ts'
export { fieldsOf, filesNamed, type Referable, referable, referenced, requiredPlaces } from './field.actions.ts'
export {
  type CustomField,
  type CustomValues,
  customHolds,
  customKeyOf,
  type FieldSubject,
  isRequired,
  missingFields,
  readCell,
  wordsOf,
} from './field.rule.ts'
export { endGrants, grantRecord, isGranted } from './grant.store.ts'
export { putOnPlan, type Turn, turnTenant } from './life.actions.ts'
export { noteLook } from './lookup.actions.ts'
export {
  activeMembers,
  actorOf,
  departmentHeadOf,
  loadMember,
  type MemberRef,
  managerOf,
  managersAbove,
  memberById,
  memberNames,
  membersByIds,
  membersWithPermission,
  membersWithRole,
} from './member.store.ts'
export { provenPhones } from './my-phone.actions.ts'
export { mustFitPlan } from './plan.actions.ts'

export { mustHaveSecondFactor } from './second-factor.actions.ts'
export { bornRoles, directorySource, handOverRooms, publishedHeads, publishHeadLine, street } from './street.actions.ts'

export { createTenant } from './tenant.actions.ts'
export { wecomDirectory } from './wecom.actions.ts'

const contract = {
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
}

export const organization = defineRoom({
  name: 'organization',
  title: { zh: '组织权限', en: 'Organization' },
  contract,
  actions: bind(contract, {
    ...session,
    ...signIn,
    sendMyPhoneCode: myPhone.sendMyPhoneCode,
    setMyPhone: myPhone.setMyPhone,
    security: secondFactor.security,
    startSecondFactor: secondFactor.startSecondFactor,
    confirmSecondFactor: secondFactor.confirmSecondFactor,
    renewRecoveryCodes: secondFactor.renewRecoveryCodes,
    dropSecondFactor: secondFactor.dropSecondFactor,
    resetSecondFactor: secondFactor.resetSecondFactor,
    signInHistory: secondFactor.signInHistory,
    memberSignIns: secondFactor.memberSignIns,
    companies: secondFactor.companies,
    switchCompany: secondFactor.switchCompany,
    companySignIn: companySignInActions.companySignIn,
    setCompanySignIn: companySignInActions.setCompanySignIn,
    ...invitation,
    members: member.members,
    memberDetail: member.memberDetail,
    createMember: member.createMember,
    changeMember: member.changeMember,
    disableMember: member.disableMember,
    enableMember: member.enableMember,
    resetPassword: member.resetPassword,
    departments: department.departments,
    createDepartment: department.createDepartment,
    changeDepartment: department.changeDepartment,
    deleteDepartment: department.deleteDepartment,
    ...role,
    policies: policyActions.policies,
    policyDetail: policyActions.policyDetail,
    policyHistory: policyActions.policyHistory,
    setPolicy: policyActions.setPolicy,
    ...audit,
    ...background,
    calendar: calendarActions.calendar,
    setCalendarDay: calendarActions.setCalendarDay,
    leaves: calendarActions.leaves,
    recordLeave: calendarActions.recordLeave,
    cancelLeave: calendarActions.cancelLeave,
    consents: consentActions.consents,
    setConsent: consentActions.setConsent,
    apiKeys: apiKey.apiKeys,
    createApiKey: apiKey.createApiKey,
    revokeApiKey: apiKey.revokeApiKey,
    customFields: field.customFields,
    fieldPlaces: field.fieldPlaces,
    createField: field.createField,
    changeField: field.changeField,
    orderFields: field.orderFields,
    fieldChoices: field.fieldChoices,
    fieldNames: field.fieldNames,
    plan: planUsage,
    sendSignUpCode,
    signUp,
    ...firstSteps,
    archive,
    renameCompany,
    ...structureActions,
    registerDevice: device.registerDevice,
    myDevices: device.myDevices,
    confirmMyDevice: device.confirmMyDevice,
    revokeMyDevice: device.revokeMyDevice,
    devices: device.devices,
    confirmDevice: device.confirmDevice,
    revokeDevice: device.revokeDevice,
    deviceWiped: device.deviceWiped,
    myLooks: lookup.myLooks,
    looks: lookup.allLooks,
    privacyDocuments: erasure.privacyDocuments,
    findPeople: erasure.findPeople,
    exportPerson: erasure.exportPerson,
    erasePerson: erasure.erasePerson,
    erasures: erasure.erasures,
  }),
  tables: [
    'tenant',
    'department',
    'member',
    'role',
    'member_role',
    'record_grant',
    'calendar_day',
    'leave',
    'consent',
    'device',
    'access_log',
    'erasure',
    'api_key',
    'custom_field',
    'custom_index',
    'invitation',
    'company_sign_in',
    'sample_row',
    'pending_change',
    'post',
    'department_hours',
    'hand_over',
    'hand_over_item',
    'directory_link',
    'directory_person',
    'directory_department',
    'separation_ending',
  ],
  permissions: {
    'member.manage': { zh: '管理成员与部门', en: 'Manage members and departments', standard: {} },
    'role.manage': { zh: '管理角色与权限', en: 'Manage roles and what they allow', standard: {} },
    'policy.read': {
      zh: '查看规则',
      en: 'See rules',
      standard: { gm: 'all', director: 'all', manager: 'all', marketing: 'all', finance: 'all', rep: 'all', presales: 'all' },
    },
    'policy.write': { zh: '修改规则', en: 'Change rules', standard: { director: 'all' } },
    'audit.read': { zh: '查看审计与后台任务', en: 'See audit and background work', standard: { gm: 'all' } },
    'job.run': { zh: '立即运行后台任务', en: 'Run background work by hand', standard: {} },
    'device.manage': {
      zh: '确认和撤销手机',
      en: 'Confirm and revoke phones',
      standard: { gm: 'all', director: 'all', manager: 'subtree' },
    },
    'privacy.manage': { zh: '导出和删除个人信息', en: 'Export and erase personal data', standard: {} },
    'calendar.manage': { zh: '修改工作日历', en: 'Change the working calendar', standard: {} },
    'api_key.manage': { zh: '管理程序密钥', en: 'Manage keys of programs', standard: {} },
    'custom_field.manage': { zh: '管理自定义字段', en: 'Manage custom fields', standard: {} },
    'tenant.manage': { zh: '管理公司资料、套餐与数据', en: 'Manage the company, its plan and its data', standard: {} },
    'leave.manage': { zh: '登记请假', en: 'Record absences', standard: { gm: 'all', director: 'all', manager: 'subtree' } },
  },
  personal: { member: ['name', 'phone', 'username'], leave: ['reason'], hand_over_item: ['name'], pending_change: ['requester_name'] },
  names: { member: ['name'] },
  exportPerson: erasure.exportMember,
  erasePerson: erasure.eraseMember,
  policies: [
    workHoursPolicy,
    secondFactorPolicy,
    invitationPolicy,
    consentPolicy,
    lookPolicy,
    devicePolicy,
    separationPolicy,
    changeControlPolicy,
  ],
  events: { ...structureEvents, ...organizationEvents },
  reactions: {},
  notices: deviceNotices,
  jobs: [...auditJobs, ...directoryJobs, ...privacyJobs],
  messages: {
    zh: { ...organizationMessages.zh, ...signInMessages.zh, ...privacyMessages.zh, ...customFieldMessages.zh, ...orgSheetMessages.zh },
    en: { ...organizationMessages.en, ...signInMessages.en, ...privacyMessages.en, ...customFieldMessages.en, ...orgSheetMessages.en },
  },
  usage: { members: countActive },
  demo: organizationDemo,
})
