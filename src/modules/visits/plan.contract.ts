// 拜访计划: what is planned, by whom, and which accounts want a visit.
import { Day, Id, Instant, line, optionalLine, route, Version, z } from '#core/contract.ts'
import { CustomGiven, customRefusals } from '#modules/organization/field.contract.ts'
import { Point, Purpose, SubjectType, VisitCard } from './visit.contract.ts'

export const Due = z.object({
  accountId: Id,
  accountName: z.string(),
  level: z.string(),
  ownerId: Id,
  ownerName: z.string(),
  siteId: Id.nullable(),
  point: Point.nullable(),
  lastValidVisitOn: Day.nullable(),
  dueOn: Day,
  everyDays: z.int(),
  overdueDays: z.int(),
  state: z.enum(['not_due', 'due_today', 'overdue']),
  plannedOn: Day.nullable(),
})

export const planContract = {
  visitsDue: route('GET', '/visits/due', 'visit.plan', 'Accounts in reach that the cadence wants visited, most overdue first')
    .input(z.object({ ownerId: Id.optional(), by: Day.optional() }))
    .output(z.object({ items: z.array(Due) })),
  planVisit: route('POST', '/visits', 'visit.plan', 'Plan a visit, for oneself or for a rep in reach', [
    'common.not_found',
    'visit.subject_closed',
    'visit.planned_in_past',
    'visit.already_planned',
    ...customRefusals,
  ])
    .input(
      z.object({
        /** Made by the phone, so that what is planned offline has its name already. */
        id: Id.optional(),
        subjectType: SubjectType,
        subjectId: Id,
        siteId: Id.nullish(),
        purpose: Purpose.default('routine'),
        plannedOn: Day,
        plannedAt: Instant.nullish(),
        goal: optionalLine(200),
        ownerId: Id.nullish(),
        custom: CustomGiven,
      }),
    )
    .output(VisitCard),
  movePlan: route('PATCH', '/visits/{id}', 'visit.plan', 'Move a planned visit, change its goal or purpose', [
    'common.not_found',
    'common.stale',
    'visit.not_planned',
    'visit.planned_in_past',
  ])
    .input(
      z.object({
        id: Id,
        version: Version,
        plannedOn: Day.optional(),
        plannedAt: Instant.nullish(),
        goal: optionalLine(200),
        purpose: Purpose.optional(),
      }),
    )
    .output(VisitCard),
  orderDay: route('PUT', '/visits/order', 'visit.plan', 'The order in which the stops of a day are driven', ['common.not_found'])
    .input(z.object({ day: Day, visitIds: z.array(Id).min(1).max(60) }))
    .output(z.object({ ok: z.literal(true) })),
  cancelVisit: route('POST', '/visits/{id}/cancel', 'visit.plan', 'Take a planned visit off the plan', [
    'common.not_found',
    'visit.not_planned',
  ])
    .input(z.object({ id: Id, reason: line(200) }))
    .output(VisitCard),
}
