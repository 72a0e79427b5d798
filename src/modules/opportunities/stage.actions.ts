// Moving an opportunity: on facts, or with permission and a reason; to lost with one; to won only by an effective contract.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy } from '#core/policies.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { type CustomField, customKeyOf, fieldsOf, missingFields, wordsOf } from '#modules/organization/index.ts'
import { recordFact } from './fact.actions.ts'
import { asFact, viewFacts } from './fact.store.ts'
import {
  customAsFacts,
  type Move,
  type MoveVerdict,
  moveVerdict,
  type Pipeline,
  type RecordedFact,
  type Stage,
  stagesUpTo,
} from './gate.rule.ts'
import { opportunitiesMessages } from './opportunities.messages.ts'
import { mayOverride } from './opportunity.access.ts'
import { openWritable, writable } from './opportunity.actions.ts'
import { pipelinePolicy } from './opportunity.policy.ts'
import { enterStage, type Held, insertHistory, loadOne } from './opportunity.store.ts'
import { opportunityDetail } from './opportunity-view.actions.ts'

/** To another stage. Refuses with everything that is missing; a lost one comes back with permission and a reason. */
export async function move(ctx: Ctx, input: { id: string; to: string; reason?: string | null; version?: number }) {
  const one = await writable(ctx, input.id)
  const pipeline = await policy(ctx, pipelinePolicy)
  if (one.stage === 'won' || (one.stage === 'lost' && !mayOverride(ctx.actor, one)))
    throw refuse('opportunity.closed', { number: one.number })
  if (input.version !== undefined && input.version !== one.version) throw refuse('common.stale')
  const to = pipeline.stages.find((stage) => stage.key === input.to)
  if (!to) throw invalid('opportunity.stage_unknown', { stage: input.to })
  const fields = await fieldsOf(ctx, 'opportunity')
  const facts = await factsNow(ctx, one)
  const reason = input.reason?.trim() ?? ''
  const asked: Move = { from: one.stage, to: to.key, mayOverride: mayOverride(ctx.actor, one), reason, facts }
  const verdict = moveVerdict(pipeline, asked, ctx.now)
  if (!verdict.allowed) throw refusalOf(ctx, verdict, to, fields)
  fieldsFilled(ctx, one, pipeline, to, fields)
  await enter(ctx, one, to, verdict, reason)
  return await opportunityDetail(ctx, { id: one.id })
}

function refusalOf(ctx: Ctx, verdict: Extract<MoveVerdict, { allowed: false }>, to: Stage, fields: readonly CustomField[]) {
  const words: Record<string, string> = ctx.actor.locale === 'en' ? opportunitiesMessages.en : opportunitiesMessages.zh
  const facts = verdict.gate.missing.map(({ condition }) => condition.fact)
  const missing = facts
    .map((fact) => words[`opportunity.fact.${fact}`] ?? fieldWords(ctx, fields, fact))
    .join(ctx.actor.locale === 'en' ? ', ' : '、')
  const stage = ctx.actor.locale === 'en' ? to.en : to.zh
  return refuse(verdict.code, { count: facts.length, stage, missing, facts, acts: verdict.gate.missing.map((one) => one.act) })
}

const fieldWords = (ctx: Ctx, fields: readonly CustomField[], fact: string): string => {
  const field = fields.find((one) => one.key === customKeyOf(fact))
  return field ? wordsOf(field, ctx.actor.locale) : fact
}

/** Everything a stage asks of the company's own fields, up to the one entered. No permission replaces what is to be known; the link opens the form. */
function fieldsFilled(ctx: Ctx, one: Held, pipeline: Pipeline, to: Stage, fields: readonly CustomField[]): void {
  const missing = missingFields(fields, one.custom, stagesUpTo(pipeline, to.key))
  if (missing.length === 0) return
  throw refuse('opportunity.fields_missing', {
    stage: wordsOf(to, ctx.actor.locale),
    fields: missing.map((field) => wordsOf(field, ctx.actor.locale)).join(ctx.actor.locale === 'en' ? ', ' : '、'),
    keys: missing.map((field) => field.key),
    act: 'fill_custom_field',
    link: `/opportunities/${one.id}?fill=${missing.map((field) => field.key).join(',')}`,
  })
}

/** Recorded facts and what the company's own fields say now. */
const factsNow = async (ctx: Ctx, one: Held): Promise<RecordedFact[]> => [
  ...(await viewFacts(ctx, [one.id])).map(asFact),
  ...customAsFacts(one.id, one.custom, ctx.now),
]

/** Writes a move that the rule allowed: row, history with weight and amount of the day, event. */
async function enter(
  ctx: Ctx,
  one: Held,
  to: Stage,
  verdict: MoveVerdict,
  reason: string,
  contractId: string | null = null,
): Promise<void> {
  const now = ctx.now.toISOString()
  const won = to.key === 'won'
  await enterStage(ctx, one.id, {
    to: to.key,
    weight: to.weight,
    lostFrom: null,
    lostReason: null,
    lostNote: null,
    closedAt: won ? now : null,
    contractId,
  })
  const missing = verdict.gate.missing.map(({ condition }) => condition.fact)
  await writeHistory(ctx, one, to.key, to.weight, { kind: verdict.kind, override: verdict.override, reason: reason || null, missing })
  await emit(ctx, 'opportunity.stage_changed', one.id, {
    from: one.stage,
    to: to.key,
    weight: to.weight,
    amountFen: one.amountFen,
    override: verdict.override,
    ...(reason ? { reason } : {}),
    ...(missing.length > 0 ? { missing } : {}),
  })
  if (won) await emit(ctx, 'opportunity.won', one.id, { ...told(one), contractId })
}

const told = (one: Held) => ({
  accountId: one.accountId,
  leadId: one.leadId,
  ownerId: one.ownerId,
  number: one.number,
  title: one.name,
  amountFen: one.amountFen,
})

async function writeHistory(
  ctx: Ctx,
  one: Held,
  toStage: string,
  weight: number,
  move: { kind: string; override: boolean; reason: string | null; missing: string[] },
): Promise<void> {
  await insertHistory(ctx, {
    id: uuidv7(),
    opportunityId: one.id,
    fromStage: one.stage,
    toStage,
    weight,
    amountFen: one.amountFen,
    expectedSignOn: one.expectedSignOn,
    at: ctx.now.toISOString(),
    byId: ctx.actor.memberId,
    ...move,
  })
}

/** Lost, with the reason. */
export async function lose(ctx: Ctx, input: { id: string; reason: string; note?: string | null }) {
  const one = await openWritable(ctx, input.id)
  const pipeline = await policy(ctx, pipelinePolicy)
  const verdict = moveVerdict(pipeline, { from: one.stage, to: 'lost', mayOverride: false, reason: input.reason, facts: [] }, ctx.now)
  if (!verdict.allowed) throw refuse(verdict.code)
  await enterStage(ctx, one.id, {
    to: 'lost',
    weight: 0,
    lostFrom: one.stage,
    lostReason: input.reason,
    lostNote: input.note ?? null,
    closedAt: ctx.now.toISOString(),
    contractId: null,
  })
  await writeHistory(ctx, one, 'lost', 0, { kind: 'lost', override: false, reason: input.reason, missing: [] })
  await emit(ctx, 'opportunity.stage_changed', one.id, {
    from: one.stage,
    to: 'lost',
    weight: 0,
    amountFen: one.amountFen,
    override: false,
    reason: input.reason,
  })
  await emit(ctx, 'opportunity.lost', one.id, { ...told(one), from: one.stage, reason: input.reason })
  return await opportunityDetail(ctx, { id: one.id })
}

/**
 * The effective contract is the last fact: in its transaction the opportunity walks to won, stage by stage. Where another fact fell away
 * since the contract was submitted, the walk is marked as an override: the contract stands all the same.
 */
export async function winByContract(
  ctx: Ctx,
  opportunityId: string,
  contract: { id: string; signedOn: string | null; amountFen: number },
): Promise<void> {
  let one = await loadOne(ctx, opportunityId)
  if (!one) throw notFound('opportunity')
  await recordFact(ctx, one.id, 'contract_effective', {
    at: ctx.now.toISOString(),
    proof: { kind: 'contract', id: contract.id },
    value: contract.amountFen,
    detail: contract.signedOn ? { signedOn: contract.signedOn } : {},
  })
  const pipeline: Pipeline = await policy(ctx, pipelinePolicy)
  const facts = await factsNow(ctx, one)
  while (one.stage !== 'won') {
    const index =
      one.stage === 'lost' ? pipeline.stages.length - 2 : pipeline.stages.findIndex((stage) => stage.key === (one as Held).stage)
    const to = pipeline.stages[index + 1] as Stage
    const reason = opportunitiesMessages.zh['opportunity.won_by_contract'] as string
    const verdict = moveVerdict(pipeline, { from: one.stage, to: to.key, mayOverride: true, reason, facts }, ctx.now)
    if (!verdict.allowed) throw new Error(`an effective contract met a closed gate: ${verdict.code}`)
    await enter(ctx, one, to, verdict, verdict.override ? reason : '', to.key === 'won' ? contract.id : null)
    one = (await loadOne(ctx, opportunityId)) as Held
  }
}
