// Roles: which permissions, in which scope; and what that lets one person do.
import { Id, line, May, route, Version, z } from '#core/contract.ts'
import { Scope } from './session.contract.ts'

const Words = z.object({ zh: z.string(), en: z.string() })
/** Chosen departments of the permissions whose scope is `custom`; they and all below them. */
const Chosen = z.record(z.string().max(80), z.array(Id).min(1).max(50))

export const Role = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  permissions: z.record(z.string(), Scope),
  departments: z.record(z.string(), z.array(Id)),
  members: z.int(),
  version: Version,
  /** A change of it that waits for its approval: what stands here is still in force. */
  waitingApprovalId: Id.nullable(),
  may: May,
})

export const RoleTemplate = Words.extend({ code: z.string(), permissions: z.record(z.string(), Scope) })

export const Effect = z.object({
  member: z.object({ id: Id, name: z.string(), title: z.string(), department: z.string(), roles: z.array(z.string()) }),
  /** Each permission there is, with the scope in which it is held (null: not at all), the roles that give it and whom it reaches. */
  permissions: z.array(
    Words.extend({
      key: z.string(),
      room: z.string(),
      roomTitle: Words,
      scope: Scope.nullable(),
      from: z.array(z.string()),
      /** Null: everybody's records. */
      owners: z.array(z.object({ id: Id, name: z.string() })).nullable(),
    }),
  ),
  /** Every route of the program, and whether it opens. */
  routes: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      summary: z.string(),
      room: z.string(),
      permission: z.string(),
      open: z.boolean(),
      scope: Scope.nullable(),
    }),
  ),
})

const ROLE_REFUSALS = [
  'role.unknown_permission',
  'role.departments_needed',
  'member.unknown_place',
  'separation.two_powers',
  'change.waiting',
  'approval.no_approver',
] as const

export const roleContract = {
  roles: route('GET', '/roles', 'role.manage', 'Every role with its permissions').output(z.object({ items: z.array(Role), may: May })),
  roleTemplates: route(
    'GET',
    '/roles/templates',
    'role.manage',
    'Roles to begin from: those a company is born with, and the three admins',
  ).output(z.object({ items: z.array(RoleTemplate) })),
  permissions: route('GET', '/permissions', 'role.manage', 'Every permission there is, by room, with its words').output(
    z.object({ items: z.array(Words.extend({ key: z.string(), room: z.string(), roomTitle: Words })) }),
  ),
  createRole: route('POST', '/roles', 'role.manage', 'Add a role', ['role.code_taken', ...ROLE_REFUSALS])
    .input(
      z.object({
        code: z
          .string()
          .trim()
          .regex(/^[a-z][a-z0-9_-]{1,30}$/),
        name: line(40),
        permissions: z.record(z.string(), Scope),
        departments: Chosen.optional(),
      }),
    )
    .output(z.object({ id: Id.nullable(), approvalId: Id.nullable() })),
  changeRole: route('PUT', '/roles/{id}', 'role.manage', 'Change what a role allows; effective within 5 s', [
    'common.stale',
    'role.admin_fixed',
    ...ROLE_REFUSALS,
  ])
    .input(z.object({ id: Id, version: Version, name: line(40), permissions: z.record(z.string(), Scope), departments: Chosen.optional() }))
    .output(Role),
  memberEffect: route('GET', '/members/{id}/effect', 'role.manage', 'What one member may do and whose records that reaches')
    .input(z.object({ id: Id }))
    .output(Effect),
}
