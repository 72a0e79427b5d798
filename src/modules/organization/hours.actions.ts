// 部门的工作时间: shops open when offices rest. Whoever stands nearest above a member decides.
import type { Calendar } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { invalid, notFound } from '#core/refuse.ts'
import { departmentExists } from './department.store.ts'
import * as store from './hours.store.ts'

export async function departmentHours(ctx: Ctx) {
  return { items: await store.listHours(ctx) }
}

export async function setDepartmentHours(ctx: Ctx, input: { id: string; hours: store.Hours | null }): Promise<{ ok: true }> {
  if (!(await departmentExists(ctx, input.id))) throw notFound('department')
  if (input.hours && input.hours.workFrom >= input.hours.workTo) throw invalid('calendar.hours_backwards')
  const hours = input.hours && { ...input.hours, weekdays: [...new Set(input.hours.weekdays)].sort() }
  if (hours) await store.saveHours(ctx, input.id, hours)
  else await store.dropHours(ctx, input.id)
  await emit(ctx, 'department.hours_changed', input.id, { hours })
  return { ok: true }
}

/** The company's calendar with the hours of each member's department; who has none of his own keeps the company's. */
export async function calendarsFor(
  ctx: Ctx,
  company: Calendar,
  memberIds: readonly string[],
): Promise<(memberId: string | null) => Calendar> {
  const own = await store.hoursOfMembers(ctx, memberIds)
  const calendars = new Map([...own].map(([memberId, hours]) => [memberId, { ...company, ...hours }]))
  return (memberId) => (memberId && calendars.get(memberId)) || company
}
