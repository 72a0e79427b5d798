// People and the tree they stand in.
import { Id, Instant, MEMBER, route, z } from '#core/contract.ts'

export const Member = z.object({
  id: Id,
  name: z.string(),
  username: z.string(),
  title: z.string(),
  departmentId: Id,
  department: z.string(),
  managerId: Id.nullable(),
  disabledAt: Instant.nullable(),
  roles: z.array(z.string()),
})
export const Department = z.object({ id: Id, parentId: Id.nullable(), name: z.string(), headId: Id.nullable() })

export const memberContract = {
  members: route('GET', '/members', MEMBER, 'Everybody in the company: names are no secret to colleagues').output(
    z.object({ items: z.array(Member) }),
  ),
  departments: route('GET', '/departments', MEMBER, 'The department tree').output(z.object({ items: z.array(Department) })),
}
