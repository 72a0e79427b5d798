// Working hours of a department: it and all below it, unless one of those has its own.
import { Id, MEMBER, route, z } from '#core/contract.ts'

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const Hours = z.object({ weekdays: z.array(z.int().min(1).max(7)).min(1).max(7), workFrom: Time, workTo: Time })

export const hoursContract = {
  departmentHours: route('GET', '/departments/hours', MEMBER, 'Departments with working hours of their own').output(
    z.object({ items: z.array(Hours.extend({ departmentId: Id })) }),
  ),
  setDepartmentHours: route('PUT', '/departments/{id}/hours', 'calendar.manage', 'Give a department its own working hours, or none again', [
    'calendar.hours_backwards',
    'common.not_found',
  ])
    .input(z.object({ id: Id, hours: Hours.nullable() }))
    .output(z.object({ ok: z.literal(true) })),
}
