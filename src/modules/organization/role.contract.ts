// Roles: which permissions, in which scope.
import { Id, line, May, route, Version, z } from '#core/contract.ts'
import { Scope } from './session.contract.ts'

const Words = z.object({ zh: z.string(), en: z.string() })

export const Role = z.object({
  id: Id,
  code: z.string(),
  name: z.string(),
  permissions: z.record(z.string(), Scope),
  members: z.int(),
  version: Version,
  /** A change of it that waits for its approval: what stands here is still in force. */
  waitingApprovalId: Id.nullable(),
  may: May,
})

export const roleContract = {
  roles: route('GET', '/roles', 'member.manage', 'Every role with its permissions').output(z.object({ items: z.array(Role), may: May })),
  permissions: route('GET', '/permissions', 'member.manage', 'Every permission there is, by room, with its words').output(
    z.object({ items: z.array(Words.extend({ key: z.string(), room: z.string(), roomTitle: Words })) }),
  ),
  createRole: route('POST', '/roles', 'member.manage', 'Add a role', [
    'role.code_taken',
    'role.unknown_permission',
    'change.waiting',
    'approval.no_approver',
  ])
    .input(
      z.object({
        code: z
          .string()
          .trim()
          .regex(/^[a-z][a-z0-9_-]{1,30}$/),
        name: line(40),
        permissions: z.record(z.string(), Scope),
      }),
    )
    .output(z.object({ id: Id.nullable(), approvalId: Id.nullable() })),
  changeRole: route('PUT', '/roles/{id}', 'member.manage', 'Change what a role allows; effective within 5 s', [
    'common.stale',
    'role.unknown_permission',
    'role.admin_fixed',
    'change.waiting',
    'approval.no_approver',
  ])
    .input(z.object({ id: Id, version: Version, name: line(40), permissions: z.record(z.string(), Scope) }))
    .output(Role),
}
