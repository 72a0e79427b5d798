// People and the tree they stand in.
import { Id, Instant, line, May, MEMBER, optionalLine, route, Version, z } from '#core/contract.ts'

/** What somebody signs in with. Digits alone would be read as a phone at sign-in. */
export const Username = z
  .string()
  .trim()
  .regex(/^(?![0-9]+$)[a-z0-9._-]{2,40}$/)
export const Phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 -]{5,19}$/)

export const Member = z.object({
  id: Id,
  name: z.string(),
  username: z.string(),
  title: z.string(),
  departmentId: Id,
  department: z.string(),
  managerId: Id.nullable(),
  managerName: z.string().nullable(),
  disabledAt: Instant.nullable(),
  roles: z.array(z.string()),
})
export const MemberDetail = Member.extend({
  phone: z.string().nullable(),
  roleIds: z.array(Id),
  reports: z.array(z.object({ id: Id, name: z.string() })),
  createdAt: Instant,
  version: Version,
  may: May,
})
export const Department = z.object({
  id: Id,
  parentId: Id.nullable(),
  name: z.string(),
  headId: Id.nullable(),
  headName: z.string().nullable(),
  members: z.int(),
})

const OK = z.object({ ok: z.literal(true) })
/** Shown once: a repeated request under the same key gets null. */
const OneTimePassword = z.string().nullable()

export const memberContract = {
  members: route('GET', '/members', MEMBER, 'Everybody in the company: names are no secret to colleagues').output(
    z.object({ items: z.array(Member), may: May }),
  ),
  memberDetail: route('GET', '/members/{id}', 'member.manage', 'One member with phone, roles and reports')
    .input(z.object({ id: Id }))
    .output(MemberDetail),
  createMember: route(
    'POST',
    '/members',
    'member.manage',
    'Add a member; the answer carries a password that is shown once',
    ['identity.login_taken', 'member.unknown_place', 'common.forbidden', 'separation.two_powers', 'plan.full_members'],
    { toldOnce: ['password'] },
  )
    .input(
      z.object({
        name: line(40),
        username: Username,
        phone: Phone.nullish(),
        title: optionalLine(40),
        departmentId: Id,
        managerId: Id.nullish(),
        postId: Id.nullish(),
        /** Needs role.manage; without it a member begins with none. */
        roleIds: z.array(Id).max(10).default([]),
      }),
    )
    .output(z.object({ id: Id, password: OneTimePassword })),
  changeMember: route('PATCH', '/members/{id}', 'member.manage', 'Change name, title, department, manager or roles', [
    'common.stale',
    'member.unknown_place',
    'member.manager_circle',
    'member.last_admin',
    'common.forbidden',
    'separation.two_powers',
  ])
    .input(
      z.object({
        id: Id,
        version: Version,
        name: line(40).optional(),
        title: z.string().trim().max(40).optional(),
        departmentId: Id.optional(),
        managerId: Id.nullish(),
        roleIds: z.array(Id).max(10).optional(),
      }),
    )
    .output(MemberDetail),
  disableMember: route('POST', '/members/{id}/disable', 'member.manage', 'Take away access; records go to the successor', [
    'member.disabled_already',
    'member.successor_needed',
    'member.last_admin',
    'member.yourself',
  ])
    .input(z.object({ id: Id, successorId: Id.nullish() }))
    .output(OK.extend({ handOverId: Id })),
  enableMember: route('POST', '/members/{id}/enable', 'member.manage', 'Give access back', [
    'member.active_already',
    'separation.two_powers',
    'plan.full_members',
  ])
    .input(z.object({ id: Id }))
    .output(OK),
  resetPassword: route(
    'POST',
    '/members/{id}/reset-password',
    'member.manage',
    'Set a new password that is shown once; signed-in devices are signed out',
    ['member.shared_account'],
    { toldOnce: ['password'] },
  )
    .input(z.object({ id: Id }))
    .output(z.object({ password: OneTimePassword })),
  departments: route('GET', '/departments', MEMBER, 'The department tree').output(z.object({ items: z.array(Department), may: May })),
  createDepartment: route('POST', '/departments', 'member.manage', 'Add a department', ['member.unknown_place'])
    .input(z.object({ name: line(40), parentId: Id, headId: Id.nullish() }))
    .output(z.object({ id: Id })),
  changeDepartment: route('PATCH', '/departments/{id}', 'member.manage', 'Rename or move a department, or name its head', [
    'member.unknown_place',
    'department.circle',
  ])
    .input(z.object({ id: Id, name: line(40).optional(), parentId: Id.optional(), headId: Id.nullish() }))
    .output(OK),
}
