// The company's calendar: public holidays and make-up days, what the company decides for itself, and who is away when.
import { Day, Id, Instant, line, May, MEMBER, optionalLine, QueryFlag, route, z } from '#core/contract.ts'

const OK = z.object({ ok: z.literal(true) })

export const CalendarDay = z.object({
  day: Day,
  kind: z.enum(['off', 'work']),
  name: z.object({ zh: z.string(), en: z.string() }),
  /** Decided by the company, not by the State Council. */
  own: z.boolean(),
})

export const Leave = z.object({
  id: Id,
  memberId: Id,
  memberName: z.string(),
  fromAt: Instant,
  toAt: Instant,
  delegateId: Id.nullable(),
  delegateName: z.string().nullable(),
  reason: z.string(),
  may: May,
})

export const calendarContract = {
  calendar: route('GET', '/calendar', MEMBER, 'Working days and hours; days that differ from the weekday rule', ['calendar.range'])
    .input(z.object({ from: Day, to: Day }))
    .output(
      z.object({
        zone: z.string(),
        weekdays: z.array(z.int()),
        workFrom: z.string(),
        workTo: z.string(),
        /** Last day for which public holidays are published; later days follow the weekday rule and may change. */
        knownThrough: Day.nullable(),
        days: z.array(CalendarDay),
        may: May,
      }),
    ),
  setCalendarDay: route(
    'PUT',
    '/calendar/days/{day}',
    'calendar.manage',
    'Make a day off or a working day; `public` follows the weekday rule again',
  )
    .input(z.object({ day: Day, kind: z.enum(['off', 'work', 'public']), name: optionalLine(40) }))
    .output(OK),
  leaves: route('GET', '/leaves', MEMBER, 'Who is away: one’s own, and those within reach of leave.manage')
    .input(z.object({ memberId: Id.optional(), past: QueryFlag.optional() }))
    .output(z.object({ items: z.array(Leave), may: May })),
  recordLeave: route('POST', '/leaves', 'leave.manage', 'Record an approved absence, with a delegate', [
    'leave.backwards',
    'leave.overlaps',
    'leave.delegate_self',
    'common.not_found',
    'common.forbidden',
  ])
    .input(z.object({ memberId: Id, fromAt: Instant, toAt: Instant, delegateId: Id.nullish(), reason: line(100).nullish() }))
    .output(z.object({ id: Id })),
  cancelLeave: route('DELETE', '/leaves/{id}', 'leave.manage', 'Take an absence back', ['common.not_found', 'common.forbidden'])
    .input(z.object({ id: Id }))
    .output(OK),
}
