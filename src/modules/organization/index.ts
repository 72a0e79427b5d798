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
import * as consentActions from './consent.actions.ts'
import { consentContract } from './consent.contract.ts'
import * as department from './department.actions.ts'
import * as device from './device.actions.ts'
import { deviceContract } from './device.contract.ts'
import { deviceNotices } from './device.notices.ts'
import { devicePolicy } from './device.policy.ts'
import * as erasure from './erasure.actions.ts'
import { privacyContract } from './erasure.contract.ts'
import * as field from './field.actions.ts'
import { fieldContract } from './field.contract.ts'
import { customFieldMessages } from './field.messages.ts'
import * as firstSteps from './first-steps.actions.ts'
import { firstStepsContract } from './first-steps.contract.ts'
import { eraseMember } from './leaver.actions.ts'
import * as lookup from './lookup.actions.ts'
import * as member from './member.actions.ts'
import { memberContract } from './member.contract.ts'
import { countActive } from './member.store.ts'
import { organizationDemo } from './organization.demo.ts'
import { organizationMessages } from './organization.messages.ts'
import { planUsage } from './plan.actions.ts'
import * as policyActions from './policy.actions.ts'
import { policyContract } from './policy.contract.ts'
import { privacyJobs } from './privacy.job.ts'
import { privacyMessages } from './privacy.messages.ts'
import { consentPolicy, lookPolicy } from './privacy.policy.ts'
import * as role from './role.actions.ts'
import { roleContract } from './role.contract.ts'
import * as session from './session.actions.ts'
import { sessionContract } from './session.contract.ts'
import { sendSignUpCode, signUp } from './sign-up.actions.ts'
import { signUpContract } from './sign-up.contract.ts'
import { tenantContract } from './tenant.contract.ts'

export { sessionOfApiKey } from './api-key.actions.ts'
export { tenantArchive } from './archive.actions.ts'
export { awayAt, calendarOf, leavesOf } from './calendar.actions.ts'
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
export { mustFitPlan } from './plan.actions.ts'
export { bornRoles, handOverRooms, publishedHeads, publishHeadLine, street } from './street.actions.ts'
export { createTenant } from './tenant.actions.ts'

const contract = {
  ...sessionContract,
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
  ...privacyContract,
  ...deviceContract,
}

export const organization = defineRoom({
  name: 'organization',
  title: { zh: '组织权限', en: 'Organization' },
  contract,
  actions: bind(contract, {
    ...session,
    ...member,
    departments: department.departments,
    createDepartment: department.createDepartment,
    changeDepartment: department.changeDepartment,
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
    'sample_row',
    'pending_change',
  ],
  permissions: {
    'member.manage': { zh: '管理成员、部门与角色', en: 'Manage members, departments and roles', standard: {} },
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
  personal: { member: ['name', 'phone', 'username'], leave: ['reason'], pending_change: ['requester_name'] },
  erasePerson: eraseMember,
  policies: [workHoursPolicy, consentPolicy, lookPolicy, devicePolicy, changeControlPolicy],
  events: {
    'member.created': { when: 'A member joins the company.' },
    'member.changed': { when: 'Place, manager, title or roles of a member change.' },
    'member.disabled': { when: 'A member loses access; the records go to the successor.' },
    'member.enabled': { when: 'A member gets access back.' },
    'member.password_reset': { when: 'An admin sets a new one-time password.' },
    'member.password_changed': { when: 'A member changes the own password.' },
    'department.created': { when: 'A department is added.' },
    'department.changed': { when: 'A department is renamed, moved or gets another head.' },
    'role.created': { when: 'A role is added.' },
    'role.changed': { when: 'What a role allows changes.' },
    'policy.changed': { when: 'A rule gets a new version.' },
    'change.proposed': { when: 'A change of a role or a rule waits for its approval.' },
    'calendar.changed': { when: 'The company makes a day off or a working day.' },
    'leave.recorded': { when: 'An approved absence is recorded.' },
    'leave.cancelled': { when: 'An absence is taken back.' },
    'consent.given': { when: 'A person agrees to a purpose.' },
    'consent.withdrawn': { when: 'A person no longer agrees to a purpose.' },
    'api_key.created': { when: 'A program gets a key.' },
    'api_key.revoked': { when: 'The key of a program is taken back.' },
    'custom_field.created': { when: 'An admin adds a field to a kind of record.' },
    'custom_field.changed': { when: 'Words, options or requirements of a custom field change.' },
    'custom_field.retired': { when: 'A custom field is retired; its values stay readable.' },
    'custom_field.restored': { when: 'A retired custom field is taken back into use.' },
    'custom_field.ordered': { when: 'The order of custom fields changes.' },
    'device.registered': { when: 'A phone speaks for the first time for a member.' },
    'device.confirmed': { when: 'A new phone is confirmed; which gave way to it.' },
    'device.revoked': { when: 'A phone is revoked: lost, replaced, or its member left.' },
    'device.wiped': { when: 'A revoked phone has wiped itself.' },
    'person.exported': { when: 'Everything held on one person is given out.' },
    'person.erased': { when: 'A person is erased; what the law keeps is named.' },
    'job.run_by_hand': { when: 'Somebody starts a job outside its timetable.' },
    'sample.added': { when: 'The industry pack with its samples is added.' },
    'sample.removed': { when: 'The samples of the industry pack are removed.' },
    'tenant.renamed': { when: 'The company gets another name.' },
    'tenant.exported': { when: 'The archive of the company leaves the house.' },
    'tenant.suspended': { when: 'The company becomes read-only.' },
    'tenant.resumed': { when: 'The company is open again.' },
    'tenant.closed': { when: 'The company is closed: nobody can sign in.' },
    'tenant.plan_changed': { when: 'The company is put on another plan.' },
    'dead_letter.replayed': { when: 'Dead letters are put back in line.' },
  },
  reactions: {},
  notices: deviceNotices,
  jobs: [...auditJobs, ...privacyJobs],
  messages: {
    zh: { ...organizationMessages.zh, ...privacyMessages.zh, ...customFieldMessages.zh },
    en: { ...organizationMessages.en, ...privacyMessages.en, ...customFieldMessages.en },
  },
  usage: { members: countActive },
  demo: organizationDemo,
})
