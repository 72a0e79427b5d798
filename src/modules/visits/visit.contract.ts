// 拜访: today, lists, the record with its evidence. What a rep does inside a visit stands in execution.contract.ts.
import { byId, Day, Id, Instant, Lat, Lng, line, May, MEMBER, PageQuery, page, route, Version, z } from '#core/contract.ts'
import { CustomFilter, CustomShown, customFilterRefusals } from '#modules/organization/field.contract.ts'
import { visitOutcomes, visitPurposes } from './validity.rule.ts'

export const Purpose = z.enum(visitPurposes)
export const Outcome = z.enum(visitOutcomes)
export const Validity = z.enum(['valid', 'invalid', 'pending', 'attempted'])
export const VisitStatus = z.enum(['planned', 'in_progress', 'completed', 'missed', 'cancelled'])
export const SubjectType = z.enum(['lead', 'account'])
export const Trust = z.enum(['trusted', 'suspect', 'rejected'])
export const Point = z.object({ lat: Lat, lng: Lng })
/** What the phone's fence rule needs: `point` null means nobody knows yet where the site is. WGS-84. */
export const Fence = z.object({
  point: Point.nullable(),
  pointSource: z.enum(['address', 'entered', 'visit', 'confirmed']).nullable(),
  corners: z.array(Point).nullable(),
  /** The site's own radius, or the tenant's. */
  radiusM: z.number(),
  accuracyGateM: z.number(),
})

/** A visit in a list, on 今日, on the phone's plan. Distances in metres as the crow flies. */
export const VisitCard = z.object({
  id: Id,
  version: Version,
  status: VisitStatus,
  purpose: Purpose,
  template: z.object({ key: z.string(), version: z.int(), zh: z.string(), en: z.string() }),
  ownerId: Id,
  ownerName: z.string(),
  subjectType: SubjectType,
  subjectId: Id,
  subjectName: z.string(),
  /** Level of an account, grade of a lead. */
  level: z.string().nullable(),
  segment: z.string().nullable(),
  siteId: Id.nullable(),
  siteName: z.string().nullable(),
  address: z.string().nullable(),
  point: Point.nullable(),
  plannedOn: Day,
  /** The hour agreed, if any. */
  plannedAt: Instant.nullable(),
  sequence: z.int(),
  plannedByName: z.string().nullable(),
  goal: z.string().nullable(),
  checkInAt: Instant.nullable(),
  checkInVerdict: z.enum(['verified', 'unverified']).nullable(),
  checkOutAt: Instant.nullable(),
  /** `auto`: nobody checked out, the system closed it. */
  checkOutBy: z.enum(['rep', 'auto']).nullable(),
  outcome: Outcome.nullable(),
  validity: Validity.nullable(),
  /** Keys of `visit.reason.<key>`; the first one decided. */
  reasons: z.array(z.string()),
  trust: Trust.nullable(),
  dwellMs: z.int().nullable(),
  minMinutes: z.number().nullable(),
  offline: z.boolean(),
  stepsDone: z.int(),
  stepsTotal: z.int(),
  reviewedByName: z.string().nullable(),
  /** Fields of the company's own. */
  custom: CustomShown,
  may: May,
})

/** A stop of the day: the card with what was left over last time and how far it is. */
export const Stop = VisitCard.extend({
  fence: Fence,
  leftOver: z.string().nullable(),
  leftOverOn: Day.nullable(),
  lastVisitOn: Day.nullable(),
  contactName: z.string().nullable(),
  /** From the stop before it, or from where the phone is; null when one of both is not known. */
  distanceM: z.number().nullable(),
})

export const StepResult = z.object({
  status: z.enum(['done', 'not_possible']),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  facts: z.record(z.string(), z.unknown()),
  capturedAt: Instant.nullable(),
  recordedAt: Instant,
  offline: z.boolean(),
})
export const Photo = z.object({
  id: Id,
  stepKey: z.string(),
  /** Content: GET /files/{fileId}/content */
  fileId: Id,
  challenge: z.string(),
  /** What is burnt in: challenge and the beginning of the original's hash. */
  verifyCode: z.string(),
  originalSha256: z.string(),
  capturedAt: Instant,
  recordedAt: Instant,
  point: Point.nullable(),
  accuracyM: z.number().nullable(),
  width: z.int(),
  height: z.int(),
})
export const VisitStep = z.object({
  key: z.string(),
  type: z.string(),
  zh: z.string(),
  en: z.string(),
  required: z.boolean(),
  /** Photos, lines or items asked for at least. */
  min: z.int(),
  fields: z.array(z.unknown()),
  state: z.enum(['done', 'not_possible', 'open', 'locked']),
  have: z.int(),
  result: StepResult.nullable(),
})
export const CheckInRecord = z.object({
  id: Id,
  kind: z.enum(['in', 'out']),
  at: Instant,
  capturedAt: Instant,
  verdict: z.enum(['verified', 'unverified', 'rejected']),
  /** Key of `fence.reason.<key>`. */
  reason: z.string(),
  point: Point,
  accuracyM: z.number(),
  distanceM: z.number().nullable(),
  leastDistanceM: z.number().nullable(),
  metresToGo: z.number().nullable(),
  radiusM: z.number(),
  offline: z.boolean(),
  /** The burst, as long as raw positions are kept. */
  samples: z.array(z.object({ lat: z.number(), lng: z.number(), accuracyM: z.number(), at: z.string() })),
})
export const Why = z.object({
  rule: z.string(),
  policy: z.string(),
  reasons: z.array(z.string()),
  facts: z.record(z.string(), z.unknown()),
})
export const VisitDetail = Stop.extend({
  steps: z.array(VisitStep),
  photos: z.array(Photo),
  /** The same frame in other visits within reach: what it is compared with. */
  twins: z.array(z.object({ photoId: Id, visitId: Id, fileId: Id, subjectName: z.string(), ownerName: z.string(), capturedAt: Instant })),
  /** The check-in, the check-out, and every refused attempt, oldest first. */
  positions: z.array(CheckInRecord),
  why: z.array(Why),
  nextStep: z.string().nullable(),
  nextOn: Day.nullable(),
  /** Left over by this very visit. */
  leaves: z.string().nullable(),
  cancelReason: z.string().nullable(),
  reviewNote: z.string().nullable(),
  reviewedAt: Instant.nullable(),
  timeline: z.array(
    z.object({
      id: Id,
      at: Instant,
      type: z.string(),
      actorName: z.string().nullable(),
      payload: z.record(z.string(), z.unknown()),
    }),
  ),
})

export const Today = z.object({
  day: Day,
  duty: z.object({ on: z.boolean(), since: Instant.nullable(), consented: z.boolean() }),
  /** The visit under way, if any. */
  current: Stop.nullable(),
  next: Stop.nullable(),
  stops: z.array(Stop),
  totalM: z.number(),
  counts: z.object({ planned: z.int(), done: z.int(), valid: z.int() }),
})

export const BoardRow = z.object({
  memberId: Id,
  memberName: z.string(),
  department: z.string(),
  planned: z.int(),
  visits: z.int(),
  valid: z.int(),
  invalid: z.int(),
  pending: z.int(),
  attempted: z.int(),
  unverified: z.int(),
  missed: z.int(),
  /** Mean stay of valid visits, minutes. */
  meanMinutes: z.number().nullable(),
  /** Steps done of steps asked, over the visits done: interaction depth. */
  depth: z.number().nullable(),
})

const Range = z.object({ from: Day, to: Day, ownerId: Id.optional() })
export const visitTabs = ['all', 'review', 'invalid', 'pending', 'unverified', 'attempted', 'valid', 'in_progress', 'planned'] as const

export const visitContract = {
  today: route('GET', '/visits/today', 'visit.read', 'My day: the next stop, the others in order, what was left over, how far')
    .input(
      z.object({
        day: Day.optional(),
        lat: z.coerce.number().min(-90).max(90).optional(),
        lng: z.coerce.number().min(-180).max(180).optional(),
      }),
    )
    .output(Today),
  listVisits: route(
    'GET',
    '/visits',
    'visit.read',
    'Visits in reach, newest first; the tab review holds what a manager has to judge',
    customFilterRefusals,
  )
    .input(
      PageQuery.extend({
        tab: z.enum(visitTabs).default('all'),
        ownerId: Id.optional(),
        subjectId: Id.optional(),
        siteId: Id.optional(),
        purpose: Purpose.optional(),
        from: Day.optional(),
        to: Day.optional(),
        custom: CustomFilter,
      }),
    )
    .output(page(VisitCard)),
  visitCounts: route('GET', '/visits/counts', 'visit.read', 'How many visits stand in each tab, over days in the tenant’s zone')
    .input(Range)
    .output(z.object({ tabs: z.record(z.enum(visitTabs), z.int()) })),
  visitBoard: route('GET', '/visits/board', 'visit.read', 'Visits, valid, invalid, attempted and depth per rep in reach')
    .input(Range)
    .output(z.object({ items: z.array(BoardRow) })),
  visitChoices: route(
    'GET',
    '/visits/choices',
    MEMBER,
    'Purposes with their template and shortest stay, outcomes, and reasons why a step is not possible',
  ).output(
    z.object({
      purposes: z.array(
        z.object({
          purpose: Purpose,
          minMinutes: z.number(),
          template: z.object({ key: z.string(), version: z.int(), zh: z.string(), en: z.string() }),
        }),
      ),
      outcomes: z.array(Outcome),
      notPossible: z.array(z.string()),
      members: z.array(z.object({ id: Id, name: z.string() })),
      fence: z.object({ radiusM: z.number(), accuracyGateM: z.number() }),
    }),
  ),
  visit: route('GET', '/visits/{id}', 'visit.read', 'One visit with steps, photos, positions, and why it counts or not', [
    'common.not_found',
  ])
    .input(byId)
    .output(VisitDetail),
  reviewVisit: route('POST', '/visits/{id}/review', 'visit.review', 'A manager judges what the rules left open, or judges anew', [
    'common.not_found',
    'visit.not_finished',
    'visit.own_review',
    'common.stale',
  ])
    .input(z.object({ id: Id, version: Version, verdict: z.enum(['valid', 'invalid']), note: line(500) }))
    .output(VisitCard),
}
