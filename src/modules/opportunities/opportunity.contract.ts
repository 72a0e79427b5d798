// 商机: the board, the lists, one opportunity with its gate, and what moves it.
import {
  Amount,
  byId,
  Day,
  Fen,
  Id,
  Instant,
  line,
  May,
  MEMBER,
  optionalLine,
  PageQuery,
  page,
  QueryFlag,
  route,
  Version,
  z,
} from '#core/contract.ts'
import { CustomFilter, CustomGiven, CustomShown, customFilterRefusals, customRefusals } from '#modules/organization/field.contract.ts'
import { ContactChoice, Gate, GateFact, StageKey, StageView } from './gate.contract.ts'

export const lossReasons = [
  'price',
  'competitor',
  'no_budget',
  'timing',
  'product_fit',
  'relationship',
  'no_need',
  'out_of_reach',
  'other',
] as const
export const teamRoles = ['presales', 'technical_expert', 'director', 'manager', 'support'] as const

const LossReason = z.enum(lossReasons)
/** A card of the board, a row of the list. `gate` counts conditions: met of all. */
export const OpportunityRow = z.object({
  id: Id,
  number: z.string(),
  name: z.string(),
  accountId: Id,
  accountName: z.string(),
  accountLevel: z.string().nullable(),
  ownerId: Id,
  ownerName: z.string(),
  stage: StageKey,
  weight: z.number().int(),
  amountFen: Fen,
  weightedFen: Fen,
  expectedSignOn: Day.nullable(),
  stageSince: Instant,
  state: z.enum(['open', 'won', 'lost']),
  gate: z.object({ done: z.number().int(), of: z.number().int(), ready: z.boolean() }),
  /** Since when, days and limit; null while it moves. */
  stalled: z.object({ since: Instant, idleDays: z.number().int(), limitDays: z.number().int() }).nullable(),
  /** The account's credit is frozen: no new contract. */
  frozen: z.boolean(),
  teamNames: z.array(z.string()),
  lostReason: LossReason.nullable(),
  closedAt: Instant.nullable(),
  /** Fields of the company's own. */
  custom: CustomShown,
  version: Version,
  may: May,
})

export const BoardColumn = StageView.extend({
  count: z.number().int(),
  amountFen: Fen,
  weightedFen: Fen,
  cards: z.array(OpportunityRow),
})
export const Board = z.object({
  columns: z.array(BoardColumn),
  total: z.object({ count: z.number().int(), amountFen: Fen, weightedFen: Fen }),
  /** Expected to sign in the month shown: the present one, or the next one from its last ten days on. */
  signing: z.object({ from: Day, until: Day, count: z.number().int(), amountFen: Fen, weightedFen: Fen }),
  won: z.object({ month: Day, count: z.number().int(), amountFen: Fen }),
})

export const StageStep = StageView.extend({
  state: z.enum(['done', 'now', 'later']),
  enteredAt: Instant.nullable(),
  days: z.number().nullable(),
})
export const HistoryRow = z.object({
  id: Id,
  fromStage: StageKey.nullable(),
  toStage: StageKey,
  kind: z.string(),
  weight: z.number().int(),
  amountFen: Fen,
  at: Instant,
  byName: z.string().nullable(),
  override: z.boolean(),
  reason: z.string().nullable(),
  missing: z.array(z.string()),
})
export const TeamMember = z.object({ memberId: Id, name: z.string(), title: z.string(), role: z.string(), addedAt: Instant })
export const Comment = z.object({
  id: Id,
  authorId: Id,
  authorName: z.string(),
  text: z.string(),
  pinned: z.boolean(),
  at: Instant,
})
/** What the customer needs. A budget told here counts as the budget. */
export const NeedForm = z.object({
  project: optionalLine(200),
  products: line(500),
  quantity: optionalLine(200),
  budgetFen: Amount.min(1).nullish(),
  neededBy: Day.nullish(),
  competitors: optionalLine(300),
  concerns: optionalLine(500),
})
export type NeedForm = z.infer<typeof NeedForm>
export const ContactRef = z.object({
  id: Id,
  name: z.string(),
  title: z.string().nullable(),
  role: z.string().nullable(),
  phone: z.string().nullable(),
})

export const OpportunityDetail = OpportunityRow.extend({
  leadId: Id.nullable(),
  contractId: Id.nullable(),
  budgetFen: Fen.nullable(),
  createdAt: Instant,
  lostFrom: StageKey.nullable(),
  lostNote: z.string().nullable(),
  stages: z.array(StageStep),
  checklist: Gate,
  needForm: NeedForm.nullable(),
  contacts: z.array(ContactRef),
  decisionMakerId: Id.nullable(),
  team: z.array(TeamMember),
  comments: z.array(Comment),
  history: z.array(HistoryRow),
})

export const TimelineEvent = z.object({
  id: Id,
  at: Instant,
  type: z.string(),
  subjectType: z.string(),
  subjectId: Id,
  actorId: Id.nullable(),
  actorName: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
})

const OpportunityState = z.enum(['open', 'mine', 'ready', 'stalled', 'won', 'lost'])
const closed = 'opportunity.closed'
const changed = 'common.stale'

export const opportunityContract = {
  pipeline: route('GET', '/pipeline', MEMBER, 'Stages, weights and gates in force').output(
    z.object({
      version: z.number().int(),
      stages: z.array(
        StageView.extend({
          entry: z.array(z.object({ fact: GateFact, withinDays: z.number().optional(), firm: z.boolean().optional() })),
          exit: z.array(z.object({ fact: GateFact, withinDays: z.number().optional(), firm: z.boolean().optional() })),
        }),
      ),
      lossReasons: z.array(LossReason),
    }),
  ),
  board: route('GET', '/opportunities/board', 'opportunity.read', 'Columns by stage with sums and weighted sums')
    .input(z.object({ ownerId: Id.optional(), mine: QueryFlag.optional(), departmentId: Id.optional() }))
    .output(Board),
  list: route('GET', '/opportunities', 'opportunity.read', 'Opportunities in reach', customFilterRefusals)
    .input(
      PageQuery.extend({
        state: OpportunityState.default('open'),
        stage: StageKey.optional(),
        ownerId: Id.optional(),
        accountId: Id.optional(),
        leadId: Id.optional(),
        search: z.string().trim().max(80).optional(),
        custom: CustomFilter,
      }),
    )
    .output(page(OpportunityRow)),
  counts: route('GET', '/opportunities/counts', 'opportunity.read', 'Numbers for the tabs').output(
    z.object({
      open: z.number().int(),
      mine: z.number().int(),
      ready: z.number().int(),
      stalled: z.number().int(),
      won: z.number().int(),
      lost: z.number().int(),
    }),
  ),
  get: route('GET', '/opportunities/{id}', 'opportunity.read', 'One opportunity with its gate').input(byId).output(OpportunityDetail),
  timeline: route('GET', '/opportunities/{id}/timeline', 'opportunity.read', 'What happened, newest first')
    .input(byId.extend({ before: Instant.optional(), limit: z.coerce.number().int().min(1).max(200).default(60) }))
    .output(z.object({ items: z.array(TimelineEvent) })),
  create: route('POST', '/opportunities', 'opportunity.write', 'A new opportunity with an account', customRefusals)
    .input(
      z.object({
        accountId: Id,
        name: line(120),
        amountFen: Amount.min(0),
        expectedSignOn: Day.nullish(),
        contactId: Id.nullish(),
        custom: CustomGiven,
      }),
    )
    .output(OpportunityDetail),
  edit: route('PATCH', '/opportunities/{id}', 'opportunity.write', 'Name, amount, expected signing day, fields of the company', [
    closed,
    changed,
    ...customRefusals,
  ])
    .input(
      byId.extend({
        name: line(120).optional(),
        amountFen: Amount.min(0).optional(),
        expectedSignOn: Day.nullish(),
        custom: CustomGiven,
        version: Version,
      }),
    )
    .output(OpportunityDetail),
  recordNeedForm: route('POST', '/opportunities/{id}/need-form', 'opportunity.write', 'The needs form', [closed])
    .input(byId.extend({ form: NeedForm }))
    .output(OpportunityDetail),
  recordContact: route('POST', '/opportunities/{id}/contacts', 'opportunity.write', 'Who we speak with', [
    closed,
    'opportunity.contact_incomplete',
  ])
    .input(byId.extend({ contact: ContactChoice }))
    .output(OpportunityDetail),
  recordBudget: route('POST', '/opportunities/{id}/budget', 'opportunity.write', 'What the customer will spend', [closed])
    .input(byId.extend({ budgetFen: Amount.min(1), note: optionalLine(300) }))
    .output(OpportunityDetail),
  nameDecisionMaker: route('POST', '/opportunities/{id}/decision-maker', 'opportunity.write', 'Who decides at the customer', [
    closed,
    'opportunity.contact_incomplete',
  ])
    .input(byId.extend({ contact: ContactChoice }))
    .output(OpportunityDetail),
  move: route('POST', '/opportunities/{id}/move', 'opportunity.write', 'To another stage: on facts, or with permission and a reason', [
    'opportunity.same_stage',
    'opportunity.gate_closed',
    'opportunity.no_skip',
    'opportunity.no_reversal',
    'opportunity.reason_needed',
    'opportunity.contract_needed',
    'opportunity.stage_unknown',
    'opportunity.fields_missing',
    closed,
    changed,
  ])
    .input(byId.extend({ to: StageKey, reason: optionalLine(300), version: Version.optional() }))
    .output(OpportunityDetail),
  lose: route('POST', '/opportunities/{id}/lose', 'opportunity.write', 'Lost, with the reason', [closed, 'opportunity.reason_needed'])
    .input(byId.extend({ reason: LossReason, note: optionalLine(500) }))
    .output(OpportunityDetail),
  addMember: route('POST', '/opportunities/{id}/members', 'opportunity.write', 'Into the team: sees the opportunity and its account', [
    'opportunity.already_in_team',
  ])
    .input(byId.extend({ memberId: Id, role: z.enum(teamRoles) }))
    .output(OpportunityDetail),
  removeMember: route('DELETE', '/opportunities/{id}/members/{memberId}', 'opportunity.write', 'Out of the team: access ends')
    .input(byId.extend({ memberId: Id }))
    .output(OpportunityDetail),
  comment: route('POST', '/opportunities/{id}/comments', 'opportunity.read', 'A comment; a manager may pin it')
    .input(byId.extend({ text: line(1000), pinned: z.boolean().default(false) }))
    .output(OpportunityDetail),
  followUp: route('POST', '/opportunities/{id}/follow-ups', 'opportunity.write', 'A call, a message, a meeting', [closed])
    .input(
      byId.extend({
        kind: z.enum(['call', 'email', 'wechat', 'note', 'meeting']),
        text: line(2000),
        nextStep: optionalLine(200),
        nextOn: Day.nullish(),
      }),
    )
    .output(OpportunityDetail),
}
