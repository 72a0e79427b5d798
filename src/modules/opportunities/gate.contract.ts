// 准入准出 as a screen sees it: facts, acts, the check-list, stages.
import { Fen, Id, Instant, line, optionalLine, z } from '#core/contract.ts'
import { Words } from '#modules/approvals/approval.contract.ts'

export const StageKey = line(40)

/** `custom.<key>` is a field of the company's own. */
export const GateFact = z.union([
  z.enum([
    'need_form',
    'contact',
    'valid_deep_visit',
    'budget_known',
    'quotation_approved',
    'quotation_stamped',
    'decision_maker',
    'contract_effective',
    'amount',
    'sign_date',
  ]),
  z.templateLiteral(['custom.', z.string().regex(/^[a-z][a-z0-9_]{1,30}$/)]),
])
export const GateAct = z.enum([
  'fill_need_form',
  'add_contact',
  'plan_deep_visit',
  'record_budget',
  'make_quotation',
  'attach_stamped_copy',
  'remind_approver',
  'name_decision_maker',
  'make_contract',
  'open_contract',
  'enter_amount',
  'enter_sign_date',
  'fill_custom_field',
])

/**
 * One line of the check-list. Met: `at`, `evidence` in words, `link`. Missing: `why`, the act that brings it about, and what is
 * under way in words (`BJ-2026-0731 waits for 周启明`). Overridden: who and why.
 */
export const GateItem = z.object({
  fact: GateFact,
  /** What a field of the company's own is called; the other facts have their words in the messages. */
  label: z.object({ zh: z.string(), en: z.string() }).nullable(),
  state: z.enum(['met', 'missing', 'overridden']),
  /** `entry` conditions of the present stage stay in the list as what has been proven; `exit` ones open the next. */
  side: z.enum(['entry', 'exit']),
  withinDays: z.number().nullable(),
  firm: z.boolean(),
  at: Instant.nullable(),
  value: Fen.nullable(),
  evidence: Words.nullable(),
  link: z.string().nullable(),
  why: z.enum(['absent', 'too_old', 'too_small']).nullable(),
  act: GateAct.nullable(),
  underWay: Words.nullable(),
  overriddenBy: z.object({ name: z.string(), reason: z.string() }).nullable(),
})
export const Gate = z.object({
  next: StageKey.nullable(),
  done: z.number().int(),
  of: z.number().int(),
  missing: z.number().int(),
  items: z.array(GateItem),
})

export const StageView = z.object({ key: StageKey, zh: z.string(), en: z.string(), weight: z.number().int() })

/** A contact who exists (`contactId`), or one to be made. */
export const ContactChoice = z.object({
  contactId: Id.nullish(),
  name: optionalLine(60),
  phone: optionalLine(30),
  title: optionalLine(60),
  role: z.enum(['decision_maker', 'influencer', 'user', 'finance']).nullish(),
})
