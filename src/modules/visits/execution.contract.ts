// 拜访执行: duty, check-in, steps, live photos, check-out. Every POST may be sent again under its idempotency key.
import { Amount, Datum, Day, Id, Instant, Lat, Lng, MEMBER, optionalLine, route, z } from '#core/contract.ts'
import { CustomGiven, customRefusals } from '#modules/organization/field.contract.ts'
import { notPossibleReasons } from './sop.rule.ts'
import { Fence, Outcome, Photo, Purpose, VisitDetail } from './visit.contract.ts'

/** One fix of the burst the phone takes at check-in. */
export const PositionFix = z.object({
  lat: Lat,
  lng: Lng,
  accuracyM: z.number().min(0).max(100_000),
  at: Instant,
  source: z.enum(['gps', 'network', 'fused', 'unknown']).default('unknown'),
  mock: z.boolean().nullish(),
  /** −1, as some devices say, is unknown. */
  speedMps: z.number().min(-1).max(10_000).nullish(),
  headingDeg: z.number().min(-1).max(360).nullish(),
  altitudeM: z.number().min(-12_000).max(100_000).nullish(),
})
export const Burst = z.object({
  datum: Datum.default('wgs84'),
  fixes: z.array(PositionFix).min(1).max(60),
  /** When it happened, by the device. The server's time is stored beside it and counts. */
  capturedAt: Instant,
  /** Recorded without a network and sent later. */
  offline: z.boolean().default(false),
  device: z.record(z.string(), z.union([z.string().max(200), z.number(), z.boolean(), z.null()])).optional(),
})

const text = (max: number) => z.string().trim().min(1).max(max)
/** What a step collects, by its type. Photos are sent alone; check-in and check-out have routes of their own. */
export const StepFacts = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stock_count'),
    items: z
      .array(
        z.object({
          productId: Id.nullish(),
          name: text(80),
          quantity: z.number().min(0).max(1_000_000),
          shelfFacings: z.int().min(0).max(10_000).nullish(),
        }),
      )
      .min(1)
      .max(300),
  }),
  z.object({
    type: z.literal('competitor_price'),
    items: z
      .array(z.object({ brand: text(60), product: text(80), priceFen: Amount.min(0), promotion: optionalLine(200) }))
      .min(1)
      .max(100),
  }),
  z.object({
    type: z.literal('form'),
    answers: z.record(
      z.string().max(60),
      z.union([z.string().max(2000), z.number(), z.boolean(), z.array(z.string().max(200)).max(50), z.null()]),
    ),
  }),
  z.object({
    type: z.literal('decision_maker'),
    /** A contact of the account; a lead has none yet, there the name stands alone. */
    contactId: Id.nullish(),
    person: optionalLine(60),
    role: z.enum(['decision_maker', 'influencer', 'user', 'finance']).default('decision_maker'),
  }),
  z.object({ type: z.literal('confirm'), note: optionalLine(500) }),
  z.object({ type: z.literal('next_step'), text: text(300), on: Day }),
  z.object({
    type: z.literal('statement_confirmed'),
    confirmed: z.boolean(),
    asOf: Day,
    balanceFen: Amount.min(0).nullish(),
    differenceNote: optionalLine(500),
    contactId: Id.nullish(),
  }),
  z.object({
    type: z.literal('payment_promise'),
    amountFen: Amount.min(1),
    on: Day,
    contactId: Id.nullish(),
    /** Who promised, where he is no contact yet. */
    person: optionalLine(60),
    planItemId: Id.nullish(),
  }),
  z.object({ type: z.literal('audio'), consent: z.literal(true), seconds: z.int().min(1).max(7200), fileId: Id }),
])

export const Duty = z.object({
  on: z.boolean(),
  since: Instant.nullable(),
  consented: z.boolean(),
  /** The tenant's working hours of the day, `HH:MM`, and whether it is a working day. */
  workFrom: z.string(),
  workTo: z.string(),
  workingDay: z.boolean(),
})

export const Challenge = z.object({
  id: Id,
  /** Burnt into the photo: letters and figures that cannot be mistaken. */
  code: z.string(),
  issuedAt: Instant,
  expiresAt: Instant,
  /** Exactly what will be burnt in, for the live preview. */
  watermark: z.object({ time: z.string(), day: z.string(), account: z.string(), place: z.string().nullable(), rep: z.string() }),
})

const inVisit = z.object({ id: Id, step: z.string().min(1).max(60) })
const formNumber = z.coerce.number()
const formFlag = z.preprocess((value) => value === true || value === 'true', z.boolean())

export const executionContract = {
  duty: route('GET', '/duty', 'visit.do', 'Am I on duty, and have I agreed to positions at check-in').output(Duty),
  startDuty: route('POST', '/duty/start', 'visit.do', 'Go on duty; the first time with consent to positions at check-in', [
    'duty.consent_needed',
    'device.needed',
  ])
    .input(z.object({ consent: z.boolean().optional() }))
    .output(Duty),
  endDuty: route('POST', '/duty/end', 'visit.do', 'Go off duty', ['duty.visit_under_way']).output(Duty),
  sopTemplates: route('GET', '/sop-templates', MEMBER, 'Visit templates in force with their steps').output(
    z.object({
      items: z.array(
        z.object({
          key: z.string(),
          version: z.int(),
          zh: z.string(),
          en: z.string(),
          purpose: Purpose,
          steps: z.array(
            z.object({
              key: z.string(),
              type: z.string(),
              zh: z.string(),
              en: z.string(),
              required: z.boolean(),
              min: z.int(),
              fields: z.array(z.unknown()),
            }),
          ),
        }),
      ),
    }),
  ),
  fence: route('GET', '/visits/{id}/fence', 'visit.read', 'Where the site is and how near one must come', ['common.not_found'])
    .input(z.object({ id: Id }))
    .output(Fence),
  checkIn: route('POST', '/visits/{id}/check-in', 'visit.do', 'Check in: the server decides by position, accuracy and fence', [
    'common.not_found',
    'device.needed',
    'visit.outside_fence',
    'visit.not_planned',
    'visit.another_under_way',
    'visit.fix_too_old',
    'duty.consent_needed',
  ])
    .input(Burst.extend({ id: Id }))
    .output(VisitDetail),
  recordStep: route(
    'POST',
    '/visits/{id}/steps/{step}',
    'visit.do',
    'Record what a step collects; again replaces it while the visit runs',
    [
      'common.not_found',
      'visit.not_under_way',
      'visit.step_unknown',
      'visit.step_wrong_type',
      'visit.step_too_few',
      'visit.form_field_missing',
      'visit.form_field_wrong',
      'visit.recording_missing',
      'visit.person_missing',
      'visit.contact_elsewhere',
      'visit.next_day_in_past',
    ],
  )
    .input(inVisit.extend({ result: StepFacts, capturedAt: Instant.optional(), offline: z.boolean().default(false) }))
    .output(VisitDetail),
  stepNotPossible: route('POST', '/visits/{id}/steps/{step}/not-possible', 'visit.do', 'A step that cannot be done, with the reason', [
    'common.not_found',
    'visit.not_under_way',
    'visit.step_unknown',
    'visit.step_must_be_done',
  ])
    .input(
      inVisit.extend({
        reason: z.enum(notPossibleReasons),
        note: optionalLine(300),
        capturedAt: Instant.optional(),
        offline: z.boolean().default(false),
      }),
    )
    .output(VisitDetail),
  photoChallenge: route(
    'POST',
    '/visits/{id}/steps/{step}/challenge',
    'visit.do',
    'A one-time challenge for one photo, good for five minutes',
    ['common.not_found', 'visit.not_under_way', 'visit.step_unknown', 'visit.step_wrong_type'],
  )
    .input(inVisit)
    .output(Challenge),
  addPhoto: route(
    'POST',
    '/visits/{id}/steps/{step}/photos',
    'visit.do',
    'A photo taken live; the server checks challenge and hash and burns the watermark',
    [
      'common.not_found',
      'visit.not_under_way',
      'visit.step_unknown',
      'visit.step_wrong_type',
      'photo.challenge_unknown',
      'photo.challenge_used',
      'photo.challenge_expired',
      'photo.hash_differs',
      'photo.unreadable',
      'file.empty',
      'file.wrong_type',
      'file.too_large',
      'file.too_many_pixels',
    ],
  )
    .input(
      inVisit.extend({
        file: z.file(),
        /** Left out only where no word could be asked for: a photo taken without a network, marked so. */
        challenge: z.string().min(4).max(20).optional(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        capturedAt: Instant,
        lat: formNumber.optional(),
        lng: formNumber.optional(),
        accuracyM: formNumber.optional(),
        datum: Datum.default('wgs84'),
        offline: formFlag.default(false),
      }),
    )
    .output(Photo),
  checkOut: route('POST', '/visits/{id}/check-out', 'visit.do', 'Check out: the stay and the outcome decide whether the visit counts', [
    'common.not_found',
    'visit.not_under_way',
    'visit.steps_missing',
    'visit.outcome_photo_missing',
    ...customRefusals,
  ])
    .input(
      z.object({
        id: Id,
        outcome: Outcome,
        capturedAt: Instant,
        offline: z.boolean().default(false),
        datum: Datum.default('wgs84'),
        fixes: z.array(PositionFix).max(60).default([]),
        /** What stays open for the next visit. */
        leaves: optionalLine(300),
        note: optionalLine(500),
        custom: CustomGiven,
      }),
    )
    .output(VisitDetail),
  fillVisit: route('PUT', '/visits/{id}/custom', 'visit.do', 'Fill in the fields of the company on a visit of mine', [
    'common.not_found',
    'visit.closed',
    ...customRefusals,
  ])
    .input(z.object({ id: Id, custom: CustomGiven }))
    .output(VisitDetail),
}
