// Three admins instead of one: who they are, and the act that splits or joins them.
import { Id, Instant, May, MEMBER, route, Version, z } from '#core/contract.ts'
import { adminRoles } from './separation.rule.ts'

/** Asked for by one of the three; another of them does it, or it lapses. Neither of the two becomes the admin. */
export const Ending = z.object({
  adminId: Id,
  adminName: z.string(),
  askedById: Id,
  askedByName: z.string(),
  askedAt: Instant,
  may: May,
})

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
  separateAdmins: route(
    'POST',
    '/separation',
    'role.manage',
    'Split the admin’s powers over three people, or ask to give them to one again',
    ['separation.same_person', 'separation.not_yourself', 'separation.two_powers', 'separation.already', 'member.unknown_place'],
  )
    .input(
      z.discriminatedUnion('on', [
        z.object({ on: z.literal(true), systemAdminId: Id, securityAdminId: Id, auditAdminId: Id }),
        z.object({ on: z.literal(false), adminId: Id }),
      ]),
    )
    .output(Separation),
  separationEnding: route('GET', '/separation/ending', MEMBER, 'What the three admins see of an ask to end their separation').output(
    z.object({ ending: Ending.nullable() }),
  ),
  endSeparation: route('POST', '/separation/ending', MEMBER, 'End the separation that another of the three asked to end', [
    'separation.not_asked',
    'separation.second_needed',
    'separation.not_yourself',
    'member.unknown_place',
  ])
    .input(z.object({ /** As asked for. */ adminId: Id }))
    .output(z.object({ ok: z.literal(true) })),
}
