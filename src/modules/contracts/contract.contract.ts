// Contracts: from an approved quotation to a signed, effective document.
import { Amount, byId, Day, Fen, Id, Instant, line, May, optionalLine, PageQuery, page, route, Version, z } from '#core/contract.ts'
import { CustomFilter, CustomGiven, CustomShown, customFilterRefusals, customRefusals } from '#modules/organization/field.contract.ts'

export const ContractStatus = z.enum(['draft', 'in_approval', 'approved', 'signing', 'effective', 'fulfilled', 'terminated', 'void'])
export const ContractKind = z.enum(['single', 'frame'])
export const Party = z.enum(['seller', 'buyer'])

/** A payment term as agreed: shares, the event each waits for, and the days after it. */
export const Terms = z.object({
  code: z.string().max(40),
  zh: z.string().max(400),
  en: z.string().max(400),
  lines: z
    .array(
      z.object({
        share: z.int().min(1).max(1_000_000),
        event: z
          .string()
          .max(80)
          .regex(/^(signing|delivery|acceptance|milestone\..+)$/),
        months: z.int().min(0).max(120).optional(),
        monthEnd: z.boolean().optional(),
        days: z.int().min(0).max(3650),
        working: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(60),
})
export const ContractLine = z.object({
  productId: Id.nullable(),
  code: z.string(),
  name: z.string(),
  unit: z.string(),
  quantity: z.string(),
  /** Yuan with four decimals, tax included. */
  unitPrice: z.string(),
  ratePercent: z.number(),
  amountFen: Fen,
})
export const Clause = z.object({ title: line(80), text: z.string().trim().min(1).max(4000) })

/** What stands between a draft and its submission; `code` is a message key, `act` the thing that helps. */
export const Block = z.object({ code: z.string(), params: z.record(z.string(), z.unknown()), act: z.string().nullable() })

export const ContractRow = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  kind: ContractKind,
  status: ContractStatus,
  accountId: Id,
  accountName: z.string(),
  opportunityId: Id.nullable(),
  ownerId: Id,
  ownerName: z.string(),
  amountFen: Fen,
  termCode: z.string(),
  termZh: z.string(),
  termEn: z.string(),
  signedOn: Day.nullable(),
  createdAt: Instant,
  effectiveAt: Instant.nullable(),
  /** Fields of the company's own. */
  custom: CustomShown,
  may: May,
})

/** An instalment as the terms make it; `dueOn` null until its event has a day, `expectedOn` what is taken for it till then. */
export const PlannedItem = z.object({ no: z.int(), event: z.string(), amountFen: Fen, dueOn: Day.nullable(), expectedOn: Day })

export const Signature = z.object({
  id: Id,
  party: Party,
  signerName: z.string(),
  signerTitle: z.string().nullable(),
  signedAt: Instant,
  heldById: Id,
  heldByName: z.string(),
  codeWay: z.enum(['screen', 'sms']),
  imageFileId: Id,
  imageSha256: z.string(),
  documentSha256: z.string(),
})

export const Delivery = z.object({ id: Id, deliveredOn: Day, amountFen: Fen, period: z.string(), note: z.string().nullable() })

export const ContractDetail = ContractRow.extend({
  version: Version,
  quotationId: Id.nullable(),
  quotationNumber: z.string().nullable(),
  opportunityName: z.string().nullable(),
  terms: Terms,
  lines: z.array(ContractLine),
  clauses: z.array(Clause),
  deliveredOn: Day.nullable(),
  acceptedOn: Day.nullable(),
  milestones: z.record(z.string(), Day),
  submittedAt: Instant.nullable(),
  approvedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  endReason: z.string().nullable(),
  approvalId: Id.nullable(),
  /** The PDF that the parties sign, from `signing` on; the signed one with its audit page once effective. */
  documentFileId: Id.nullable(),
  documentSha256: z.string().nullable(),
  signedFileId: Id.nullable(),
  signatures: z.array(Signature),
  /** Parties that have not signed the present document. */
  unsigned: z.array(Party),
  deliveries: z.array(Delivery),
  plan: z.array(PlannedItem),
  /** Everything in the way of submission at once; empty for a draft that may go. Only for drafts. */
  blocks: z.array(Block),
  /** The customer file beside the contract. */
  customer: z.object({
    id: Id,
    name: z.string(),
    level: z.string().nullable(),
    segment: z.string().nullable(),
    creditGrade: z.string().nullable(),
    frozen: z.boolean(),
    /** What the grade stands on: overdueFen, oldestOverdueDays, worstDelayDays, brokenPromises. */
    creditReason: z.record(z.string(), z.unknown()).nullable(),
    contacts: z.array(z.object({ id: Id, name: z.string(), role: z.string().nullable(), title: z.string().nullable() })),
    contractsFen: Fen,
    contracts: z.int(),
  }),
  timeline: z.array(
    z.object({
      id: Id,
      at: Instant,
      type: z.string(),
      actorId: Id.nullable(),
      actorName: z.string().nullable(),
      payload: z.record(z.string(), z.unknown()),
    }),
  ),
})

export const ContractTab = z.enum(['all', 'open', 'draft', 'in_approval', 'signing', 'effective', 'ended'])

export const contractContract = {
  list: route('GET', '/contracts', 'contract.read', 'Contracts within reach, newest first', customFilterRefusals)
    .input(
      PageQuery.extend({
        tab: ContractTab.default('all'),
        q: optionalLine(60),
        accountId: Id.optional(),
        opportunityId: Id.optional(),
        ownerId: Id.optional(),
        custom: CustomFilter,
      }),
    )
    .output(page(ContractRow)),
  counts: route('GET', '/contracts/counts', 'contract.read', 'How many contracts stand under each tab, and their sum in force').output(
    z.object({ tabs: z.record(ContractTab, z.int()), effectiveFen: Fen }),
  ),
  detail: route('GET', '/contracts/{id}', 'contract.read', 'One contract with everything needed to decide on it', ['common.not_found'])
    .input(byId)
    .output(ContractDetail),
  create: route('POST', '/contracts', 'contract.write', 'Draft a contract from an approved quotation', [
    'common.not_found',
    'contract.quotation_not_approved',
    'contract.quotation_used',
    ...customRefusals,
  ])
    .input(
      z.object({
        quotationId: Id,
        title: optionalLine(120),
        kind: ContractKind.default('single'),
        terms: Terms.optional(),
        custom: CustomGiven,
      }),
    )
    .output(z.object({ id: Id, number: z.string() })),
  edit: route('PATCH', '/contracts/{id}', 'contract.write', 'Change a draft', [
    'common.not_found',
    'common.stale',
    'contract.not_a_draft',
    'contract.clause_place_unknown',
    ...customRefusals,
  ])
    .input(
      byId.extend({
        version: Version,
        title: line(120).optional(),
        terms: Terms.optional(),
        clauses: z.array(Clause).min(1).max(60).optional(),
        custom: CustomGiven,
      }),
    )
    .output(z.object({ version: Version })),
  submit: route('POST', '/contracts/{id}/submit', 'contract.write', 'Send a draft into approval', [
    'common.not_found',
    'contract.not_a_draft',
    'contract.account_frozen',
    'contract.quotation_not_approved',
    'contract.amount_differs',
    'contract.terms_missing',
    'contract.stage_condition_missing',
    'contract.fields_missing',
    'approval.no_approver',
    'approval.already_running',
  ])
    .input(byId)
    .output(z.object({ approvalId: Id })),
  void: route('POST', '/contracts/{id}/void', 'contract.write', 'Give up a contract that is not yet effective', [
    'common.not_found',
    'contract.not_possible_now',
  ])
    .input(byId.extend({ reason: line(200) }))
    .output(z.object({ ok: z.literal(true) })),
  document: route('GET', '/contracts/{id}/document', 'contract.read', 'The contract as PDF: a draft, the one to sign, or the signed one', [
    'common.not_found',
  ])
    .input(byId)
    .output(z.file()),
  recordEvent: route(
    'POST',
    '/contracts/{id}/events',
    'contract.dates',
    'Record the day of delivery, acceptance or a milestone; instalments that wait for it get their due day',
    ['common.not_found', 'contract.not_possible_now', 'contract.day_before_signing', 'contract.day_in_future', 'contract.event_unknown'],
  )
    .input(byId.extend({ event: z.string().max(80), onDay: Day }))
    .output(z.object({ ok: z.literal(true) })),
  recordDelivery: route('POST', '/contracts/{id}/deliveries', 'contract.dates', 'Record a delivery on a frame contract', [
    'common.not_found',
    'contract.not_possible_now',
    'contract.not_a_frame',
    'contract.day_before_signing',
    'contract.day_in_future',
  ])
    .input(byId.extend({ deliveredOn: Day, amountFen: Amount.min(1), note: optionalLine(200) }))
    .output(z.object({ id: Id })),
  fulfil: route('POST', '/contracts/{id}/fulfil', 'contract.dates', 'Close a contract that both sides have kept', [
    'common.not_found',
    'contract.not_possible_now',
  ])
    .input(byId)
    .output(z.object({ ok: z.literal(true) })),
  terminate: route('POST', '/contracts/{id}/terminate', 'contract.sign', 'End an effective contract before it is kept', [
    'common.not_found',
    'contract.not_possible_now',
  ])
    .input(byId.extend({ reason: line(200) }))
    .output(z.object({ ok: z.literal(true) })),
}
