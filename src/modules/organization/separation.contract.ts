// Three admins instead of one: who they are, and the act that splits or joins them.
import { Id, route, Version, z } from '#core/contract.ts'
import { adminRoles } from './separation.rule.ts'

export const Separation = z.object({
  on: z.boolean(),
  admins: z.array(z.object({ role: z.enum(adminRoles), roleId: Id.nullable(), members: z.array(z.object({ id: Id, name: z.string() })) })),
  /** Version of the policy behind it. */
  version: Version,
})

export const separationContract = {
  separation: route('GET', '/separation', 'role.manage', 'Whether the admin’s powers are split over three people, and who they are').output(
    Separation,
  ),
  separateAdmins: route('POST', '/separation', 'role.manage', 'Split the admin’s powers over three people, or give them to one again', [
    'separation.same_person',
    'separation.two_powers',
    'separation.already',
    'member.unknown_place',
  ])
    .input(
      z.discriminatedUnion('on', [
        z.object({ on: z.literal(true), systemAdminId: Id, securityAdminId: Id, auditAdminId: Id }),
        z.object({ on: z.literal(false), adminId: Id }),
      ]),
    )
    .output(Separation),
}
