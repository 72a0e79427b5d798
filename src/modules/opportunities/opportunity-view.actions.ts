// What a person reads of opportunities: board, lists, one with its check-list.
import { addDays, dayOf, endOfMonth, startOfDay, startOfMonth } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { fromCursor, toPage } from '#core/cursor.ts'
import { sql } from '#core/db.ts'
import { timelineOf } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { type CustomField, customConditions, fieldsOf } from '#modules/organization/index.ts'
import { asFact, type FactRow, progressOf, viewComments, viewContacts, viewFacts, viewTeam } from './fact.store.ts'
import { funnel, signing, weightedFen } from './funnel.rule.ts'
import { type CheckList, checkList, customAsFacts, type GateCondition, type Pipeline, pipelineDefaults, withRequired } from './gate.rule.ts'
import { type GateShown, gateOf } from './gate-view.actions.ts'
import { mayOf } from './opportunity.access.ts'
import { lossReasons, type NeedForm } from './opportunity.contract.ts'
import { pipelinePolicy, stalledPolicy } from './opportunity.policy.ts'
import { countClosed, type Filter, type OpportunityRow, sumWon, viewClosed, viewHistory, viewOne, viewOpen } from './opportunity.store.ts'
import { type StalledPolicy, stalledVerdict } from './stalled.rule.ts'

interface Rules {
  pipeline: Pipeline
  stalled: StalledPolicy
  fields: CustomField[]
}

const rulesOf = async (ctx: Ctx): Promise<Rules> => {
  const fields = await fieldsOf(ctx, 'opportunity')
  return { pipeline: withRequired(await policy(ctx, pipelinePolicy), fields), stalled: await policy(ctx, stalledPolicy), fields }
}

/** The check-list of a row; a closed one has none. A stage that a tenant has taken out of its pipeline counts as its first. */
function listOf(row: OpportunityRow, facts: FactRow[], pipeline: Pipeline, now: Date): CheckList {
  if (row.closedAt !== null) return { next: null, lines: [], done: 0, of: 0, missing: 0 }
  const stage = pipeline.stages.some((one) => one.key === row.stage) ? row.stage : (pipeline.stages[0]?.key as string)
  const own = [...facts.filter((fact) => fact.opportunityId === row.id).map(asFact), ...customAsFacts(row.id, row.custom, now)]
  return checkList(pipeline, stage, own, new Date(row.stageSince), now)
}

function shownRow(ctx: Ctx, row: OpportunityRow, facts: FactRow[], rules: Rules) {
  const list = listOf(row, facts, rules.pipeline, ctx.now)
  const verdict = stalledVerdict(row, rules.stalled, ctx.now)
  const open = row.closedAt === null
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    accountId: row.accountId,
    accountName: row.accountName,
    accountLevel: row.accountLevel,
    ownerId: row.ownerId,
    ownerName: row.ownerName,
    stage: row.stage,
    weight: row.weight,
    amountFen: row.amountFen,
    weightedFen: weightedFen(row),
    expectedSignOn: row.expectedSignOn,
    stageSince: row.stageSince,
    state: open ? ('open' as const) : row.stage === 'won' ? ('won' as const) : ('lost' as const),
    gate: { done: list.done, of: list.of, ready: list.next !== null && list.missing === 0 },
    stalled:
      open && verdict.stalled ? { since: verdict.since.toISOString(), idleDays: verdict.idleDays, limitDays: verdict.limitDays } : null,
    frozen: row.frozen,
    teamNames: row.teamNames,
    lostReason: row.lostReason as (typeof lossReasons)[number] | null,
    closedAt: row.closedAt,
    custom: row.custom,
    version: row.version,
    may: mayOf(ctx.actor, row),
  }
}
type ShownRow = ReturnType<typeof shownRow>

async function shownRows(ctx: Ctx, rows: OpportunityRow[]): Promise<ShownRow[]> {
  const rules = await rulesOf(ctx)
  const facts = await viewFacts(
    ctx,
    rows.map((row) => row.id),
  )
  return rows.map((row) => shownRow(ctx, row, facts, rules))
}

/** Stages, weights and gates in force. */
export async function pipeline(ctx: Ctx) {
  const { version, stages } = await policy(ctx, pipelinePolicy)
  return {
    version,
    stages: stages.map((stage) => ({ ...stage, entry: stage.entry.map(shownCondition), exit: stage.exit.map(shownCondition) })),
    lossReasons: [...lossReasons],
  }
}

const shownCondition = ({ in: _, ...condition }: GateCondition) => condition

/** The board: open opportunities in reach, by stage; what is expected to sign next month; what was won this month. */
export async function board(ctx: Ctx, input: { ownerId?: string; mine?: boolean; departmentId?: string }) {
  const { stages } = await policy(ctx, pipelinePolicy)
  const ownerId = input.mine ? (ctx.actor.memberId ?? undefined) : input.ownerId
  const cards = await shownRows(ctx, await viewOpen(ctx, { ownerId, departmentId: input.departmentId }, null))
  const openStages = stages.filter((stage) => stage.key !== 'won')
  const layers = funnel(
    openStages.map((stage) => stage.key),
    cards,
  )
  const today = dayOf(ctx.now)
  const from = addDays(endOfMonth(today), 1)
  const until = endOfMonth(from)
  const month = startOfMonth(today)
  const inside = cards.filter((card) => card.expectedSignOn !== null && card.expectedSignOn >= from && card.expectedSignOn <= until)
  return {
    columns: openStages.map(({ key, zh, en, weight }, index) => {
      const { count, amountFen, weightedFen } = layers.layers[index] as (typeof layers.layers)[number]
      return { key, zh, en, weight, count, amountFen, weightedFen, cards: cards.filter((card) => card.stage === key) }
    }),
    total: { count: cards.length, amountFen: layers.totalFen, weightedFen: layers.weightedFen },
    signing: { from, until, count: inside.length, ...signing(cards, from, until) },
    won: { month, ...(await sumWon(ctx, startOfDay(month), startOfDay(from))) },
  }
}

type State = 'open' | 'mine' | 'ready' | 'stalled' | 'won' | 'lost'

export async function list(ctx: Ctx, asked: Filter & { state: State; custom?: Record<string, string>; cursor?: string; limit: number }) {
  const on = { id: sql`o.id`, custom: sql`o.custom` }
  const input = asked.custom ? { ...asked, own: await customConditions(ctx, 'opportunity', asked.custom, on) } : asked
  const after = fromCursor(input.cursor, 2)
  if (input.state === 'won' || input.state === 'lost') {
    const found = await viewClosed(ctx, { ...input, stage: input.state }, after, input.limit + 1)
    const { items, next } = toPage(found, input.limit, (row) => [row.closedAt, row.id])
    return { items: await shownRows(ctx, items), next }
  }
  const filter = { ...input, ownerId: input.state === 'mine' ? (ctx.actor.memberId ?? undefined) : input.ownerId }
  if (input.state === 'open' || input.state === 'mine') {
    const found = await viewOpen(ctx, filter, after, input.limit + 1)
    const { items, next } = toPage(found, input.limit, (row) => [row.expectedSignOn, row.id])
    return { items: await shownRows(ctx, items), next }
  }
  // Ready and stalled are verdicts of rules, not columns: judged here, over what is open in reach.
  const judged = (await shownRows(ctx, await viewOpen(ctx, filter, after))).filter((row) =>
    input.state === 'ready' ? row.gate.ready : row.stalled !== null,
  )
  return toPage(judged, input.limit, (row) => [row.expectedSignOn, row.id])
}

export async function counts(ctx: Ctx) {
  const open = await shownRows(ctx, await viewOpen(ctx, {}, null))
  return {
    open: open.length,
    mine: open.filter((row) => row.ownerId === ctx.actor.memberId).length,
    ready: open.filter((row) => row.gate.ready).length,
    stalled: open.filter((row) => row.stalled !== null).length,
    ...(await countClosed(ctx)),
  }
}

/** One opportunity in reach with its check-list, people, comments and history. Refuses 404. */
export async function opportunityDetail(ctx: Ctx, input: { id: string }) {
  const row = await viewOne(ctx, input.id)
  if (!row) throw notFound('opportunity')
  const rules = await rulesOf(ctx)
  const facts = await viewFacts(ctx, [row.id])
  const progress = await progressOf(ctx, row.id)
  const history = await viewHistory(ctx, row.id)
  const checked = listOf(row, facts, rules.pipeline, ctx.now)
  const checklist: GateShown = gateOf(checked, facts, progress, history, rules.fields)
  const decisionMaker = facts.findLast((fact) => fact.fact === 'decision_maker')
  const form = facts.findLast((fact) => fact.fact === 'need_form')
  return {
    ...shownRow(ctx, row, facts, rules),
    leadId: row.leadId,
    contractId: row.contractId,
    budgetFen: row.budgetFen,
    createdAt: row.createdAt,
    lostFrom: row.lostFrom,
    lostNote: row.lostNote,
    stages: stageLine(row, rules.pipeline, history, ctx.now),
    checklist,
    needForm: (form?.detail.form ?? null) as NeedForm | null,
    contacts: await viewContacts(ctx, row.accountId),
    decisionMakerId: decisionMaker?.proofId ?? null,
    team: await viewTeam(ctx, row.id),
    comments: await viewComments(ctx, row.id),
    history: history.map(({ opportunityId: _o, expectedSignOn: _s, byId: _b, ...entry }) => entry),
  }
}

const DAY_MS = 86_400_000

function stageLine(row: OpportunityRow, { stages }: Pipeline, history: { toStage: string; at: string }[], now: Date) {
  const at = row.stage === 'lost' ? row.lostFrom : row.stage
  const index = stages.findIndex((stage) => stage.key === at)
  return stages.map(({ key, zh, en, weight }, place) => {
    const enteredAt = place <= index ? (history.findLast((entry) => entry.toStage === key)?.at ?? null) : null
    const after = enteredAt ? history.find((entry) => entry.at > enteredAt)?.at : undefined
    const end = after ? Date.parse(after) : now.getTime()
    const state = place < index || row.stage === 'won' ? ('done' as const) : place === index ? ('now' as const) : ('later' as const)
    return { key, zh, en, weight, state, enteredAt, days: enteredAt ? Math.floor((end - Date.parse(enteredAt)) / DAY_MS) : null }
  })
}

/** What happened to it and to the lead it came from, newest first. Refuses 404. */
export async function timeline(ctx: Ctx, input: { id: string; before?: string; limit: number }) {
  const row = await viewOne(ctx, input.id)
  if (!row) throw notFound('opportunity')
  return { items: await timelineOf(ctx, [row.id, ...(row.leadId ? [row.leadId] : [])], input.limit, input.before) }
}

export const firstStage = (pipeline: Pipeline) => (pipeline.stages[0] ?? pipelineDefaults.stages[0]) as Pipeline['stages'][number]
