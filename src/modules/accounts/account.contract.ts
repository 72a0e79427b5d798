// 客户: accounts, their people and places, what happened with them, and how they pay.
import {
  Amount,
  byId,
  Datum,
  Day,
  Fen,
  Id,
  Instant,
  Lat,
  Lng,
  line,
  May,
  optionalLine,
  PageQuery,
  page,
  route,
  Version,
  z,
} from '#core/contract.ts'
import { CustomFilter, CustomGiven, CustomShown, customFilterRefusals, customRefusals } from '#modules/organization/field.contract.ts'

export const Segment = z.enum(['ka', 'dealer', 'smb'])
export const Level = z.enum(['A', 'B', 'C'])
export const CreditGrade = z.enum(['A', 'B', 'C', 'D'])
export const ContactRole = z.enum(['decision_maker', 'influencer', 'user', 'finance'])
export const ActivityKind = z.enum(['call', 'email', 'wechat', 'note', 'meeting', 'visit', 'quotation'])

/** A row of the list. `idle`: days without an activity, and from when on that is too long. */
export const AccountRow = z.object({
  id: Id,
  name: z.string(),
  segment: Segment,
  level: Level,
  ownerId: Id,
  ownerName: z.string(),
  province: z.string().nullable(),
  city: z.string().nullable(),
  industry: z.string().nullable(),
  termsCode: z.string(),
  creditGrade: CreditGrade.nullable(),
  creditFrozen: z.boolean(),
  primaryContact: z.object({ name: z.string(), title: z.string().nullable(), phone: z.string().nullable() }).nullable(),
  lastActivityAt: Instant.nullable(),
  idleDays: z.int().nullable(),
  createdAt: Instant,
  /** Fields of the company's own. */
  custom: CustomShown,
  version: Version,
  may: May,
})

export const Contact = z.object({
  id: Id,
  accountId: Id,
  name: z.string(),
  title: z.string().nullable(),
  role: ContactRole.nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  wechat: z.string().nullable(),
  note: z.string().nullable(),
  isPrimary: z.boolean(),
  custom: CustomShown,
  version: Version,
})

/** A place in WGS-84. Without a point (lat and lng null) until the first visit; `radiusM` null: the tenant's default. */
export const Site = z.object({
  id: Id,
  subjectType: z.enum(['lead', 'account']),
  subjectId: Id,
  name: z.string(),
  address: z.string().nullable(),
  lat: Lat.nullable(),
  lng: Lng.nullable(),
  radiusM: z.int().nullable(),
  polygon: z.array(z.object({ lat: Lat, lng: Lng })).nullable(),
  source: z.string(),
  verified: z.boolean(),
  isPrimary: z.boolean(),
  version: Version,
})

/** `reason` says why it is, or is not, substance: a key `activity.reason.<reason>`. */
export const Activity = z.object({
  id: Id,
  kind: ActivityKind,
  at: Instant,
  memberId: Id.nullable(),
  memberName: z.string().nullable(),
  text: z.string().nullable(),
  answered: z.boolean().nullable(),
  durationS: z.int().nullable(),
  measuredBy: z.enum(['system', 'self']).nullable(),
  nextStep: z.string().nullable(),
  nextOn: Day.nullable(),
  visitId: Id.nullable(),
  contact: z.boolean(),
  substantive: z.boolean(),
  reason: z.string(),
  acceptedBy: Id.nullable(),
})

/** One entry of the timeline; words under `event.<type>` with the payload. `activity` for follow-ups. */
export const TimelineEntry = z.object({
  id: Id,
  at: Instant,
  type: z.string(),
  subjectType: z.string(),
  subjectId: Id,
  actorId: Id.nullable(),
  actorName: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
  activity: Activity.nullable(),
})

export const AccountDetail = AccountRow.extend({
  usci: z.string().nullable(),
  address: z.string().nullable(),
  capitalFen: Fen.nullable(),
  staff: z.int().nullable(),
  businessScope: z.string().nullable(),
  channelKind: z.string(),
  leadId: Id.nullable(),
  protected: z.boolean(),
  credit: z.object({
    grade: CreditGrade.nullable(),
    frozen: z.boolean(),
    /** Why: what the credit rule told (worst delay, overdue days and fen), as receivables set it. */
    reason: z.record(z.string(), z.unknown()).nullable(),
    at: Instant.nullable(),
  }),
  contacts: z.array(Contact),
  sites: z.array(Site),
})

export const AccountInput = z.object({
  name: line(120),
  segment: Segment,
  level: Level.default('C'),
  usci: optionalLine(30),
  industry: optionalLine(30),
  province: optionalLine(20),
  city: optionalLine(20),
  address: optionalLine(200),
  capitalFen: Amount.min(0).nullish(),
  staff: z.int().min(0).max(10_000_000).nullish(),
  businessScope: optionalLine(500),
  termsCode: line(20).default('COD'),
  custom: CustomGiven,
})

export const ContactInput = z.object({
  name: line(40),
  title: optionalLine(40),
  role: ContactRole.nullish(),
  phone: optionalLine(40),
  email: optionalLine(120),
  wechat: optionalLine(60),
  note: optionalLine(300),
  isPrimary: z.boolean().default(false),
  custom: CustomGiven,
})

export const SiteInput = z.object({
  name: line(80),
  address: optionalLine(200),
  lat: Lat.nullish(),
  lng: Lng.nullish(),
  datum: Datum.default('wgs84'),
  radiusM: z.int().min(50).max(3000).nullish(),
  isPrimary: z.boolean().default(false),
})

/** A call, note, message, e-mail or meeting as a person logs it. Visits and quotations come from their rooms. */
export const FollowUpInput = z.object({
  kind: z.enum(['call', 'email', 'wechat', 'note', 'meeting']),
  text: optionalLine(2000),
  /** A call that was picked up, an e-mail that was answered. */
  answered: z.boolean().nullish(),
  durationS: z.int().min(0).max(86_400).nullish(),
  nextStep: optionalLine(200),
  nextOn: Day.nullish(),
  /** When it happened, if not now; never in the future, never before the record. */
  at: Instant.nullish(),
})

export const accountContract = {
  accounts: route(
    'GET',
    '/accounts',
    'account.read',
    'Accounts within my reach, newest first; search by name, phone, credit code',
    customFilterRefusals,
  )
    .input(
      PageQuery.extend({
        q: optionalLine(60),
        mine: z.enum(['true', 'false']).optional(),
        segment: Segment.optional(),
        level: Level.optional(),
        ownerId: Id.optional(),
        province: z.string().max(20).optional(),
        city: z.string().max(20).optional(),
        frozen: z.enum(['true', 'false']).optional(),
        idle: z.enum(['true', 'false']).optional(),
        custom: CustomFilter,
        sort: z.enum(['new', 'name', 'idle']).default('new'),
      }),
    )
    .output(page(AccountRow)),
  accountCounts: route('GET', '/accounts/counts', 'account.read', 'Counts for the tabs of the account list').output(
    z.object({ mine: z.int(), all: z.int(), frozen: z.int(), idle: z.int(), byLevel: z.record(Level, z.int()) }),
  ),
  account: route('GET', '/accounts/{id}', 'account.read', 'One account with its people and places', ['common.not_found'])
    .input(byId)
    .output(AccountDetail),
  accountTimeline: route('GET', '/accounts/{id}/timeline', 'account.read', 'All that happened, newest first, from the first lead on', [
    'common.not_found',
  ])
    .input(PageQuery.extend(byId.shape))
    .output(page(TimelineEntry)),
  createAccount: route('POST', '/accounts', 'account.write', 'A new account of mine', [
    'account.exists',
    'account.usci_wrong',
    'account.phone_wrong',
    'account.terms_unknown',
    ...customRefusals,
  ])
    .input(AccountInput.extend({ contact: ContactInput.nullish(), site: SiteInput.nullish(), evenIfAlike: z.boolean().default(false) }))
    .output(AccountDetail),
  changeAccount: route('PUT', '/accounts/{id}', 'account.write', 'Change an account', [
    'common.not_found',
    'common.stale',
    'account.usci_wrong',
    'account.terms_unknown',
    ...customRefusals,
  ])
    .input(AccountInput.extend({ ...byId.shape, version: Version }))
    .output(AccountDetail),
  assignAccount: route('POST', '/accounts/{id}/assign', 'account.assign', 'Give an account to another rep', [
    'common.not_found',
    'account.no_such_member',
  ])
    .input(byId.extend({ memberId: Id, reason: optionalLine(200) }))
    .output(AccountDetail),
  addContact: route('POST', '/accounts/{id}/contacts', 'account.write', 'Somebody to talk to', [
    'common.not_found',
    'account.phone_wrong',
    ...customRefusals,
  ])
    .input(ContactInput.extend(byId.shape))
    .output(Contact),
  changeContact: route('PUT', '/accounts/{id}/contacts/{contactId}', 'account.write', 'Change a contact', [
    'common.not_found',
    'common.stale',
    'account.phone_wrong',
    ...customRefusals,
  ])
    .input(ContactInput.extend({ ...byId.shape, contactId: Id, version: Version }))
    .output(Contact),
  addSite: route('POST', '/accounts/{id}/sites', 'account.write', 'A place of the account', ['common.not_found', 'account.half_a_point'])
    .input(SiteInput.extend(byId.shape))
    .output(Site),
  followAccount: route('POST', '/accounts/{id}/follow-ups', 'account.write', 'Log a call, note, message, e-mail or meeting', [
    'common.not_found',
    'activity.in_future',
    'activity.says_nothing',
  ])
    .input(FollowUpInput.extend(byId.shape))
    .output(Activity),
  terms: route('GET', '/payment-terms', 'account.read', 'The payment terms that can be chosen').output(
    z.object({ items: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })) }),
  ),
}
