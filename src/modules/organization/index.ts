// 组织权限: tenants, people, roles, scopes, policies and what keeps the house running.

import type { Ctx } from '#core/context.ts'
import { bind, defineRoom } from '#core/room.ts'
import { memberContract } from './member.contract.ts'
import { actorOf, listDepartments, listMembers } from './member.store.ts'
import { organizationMessages } from './organization.messages.ts'
import * as session from './session.actions.ts'
import { sessionContract } from './session.contract.ts'

export { actorOf, loadMember } from './member.store.ts'
export { createTenant } from './tenant.actions.ts'

const contract = { ...sessionContract, ...memberContract }

export const organization = defineRoom({
  name: 'organization',
  title: { zh: '组织权限', en: 'Organization' },
  contract,
  actions: bind(contract, {
    ...session,
    members: async (ctx: Ctx) => ({ items: await listMembers(ctx) }),
    departments: async (ctx: Ctx) => ({ items: await listDepartments(ctx) }),
  }),
  tables: ['tenant', 'department', 'member', 'role', 'member_role', 'record_grant'],
  permissions: {
    'member.manage': { zh: '管理成员与角色', en: 'Manage members and roles', standard: {} },
    'policy.read': {
      zh: '查看规则',
      en: 'See rules',
      standard: { gm: 'all', director: 'all', manager: 'all', marketing: 'all', finance: 'all', rep: 'all' },
    },
    'policy.write': { zh: '修改规则', en: 'Change rules', standard: { director: 'all' } },
    'audit.read': { zh: '查看审计与后台任务', en: 'See audit and background work', standard: { gm: 'all' } },
  },
  policies: [],
  events: {
    'member.created': { when: 'A member joins the company.' },
    'policy.changed': { when: 'A rule gets a new version.' },
  },
  reactions: {},
  notices: {},
  jobs: [],
  messages: organizationMessages,
})
