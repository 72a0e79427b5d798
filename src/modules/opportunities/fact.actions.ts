// Facts: what was proven, by a click, a visit, a quotation or a contract. A gate opens on these and on nothing else.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { notFound } from '#core/refuse.ts'
import { asFact, dropProgress, type NewFact, type Progress, putProgress, revokeFacts, upsertFact, viewFacts } from './fact.store.ts'
import { conditionsBetween, customAsFacts, evaluateGate, type FactName, type GateAct } from './gate.rule.ts'
import { pipelinePolicy } from './opportunity.policy.ts'
import { loadOne, markSubstance } from './opportunity.store.ts'

/** Records a fact with its proof; what was under way towards it is over. The caller has checked who may. */
export async function recordFact(ctx: Ctx, opportunityId: string, fact: FactName, one: NewFact): Promise<void> {
  await upsertFact(ctx, opportunityId, fact, one)
  await dropProgress(ctx, opportunityId, fact)
  await emit(ctx, 'opportunity.fact_recorded', opportunityId, {
    fact,
    factAt: one.at,
    proofKind: one.proof.kind,
    proofId: one.proof.id,
    ...(one.value === undefined || one.value === null ? {} : { value: one.value }),
  })
}

/** What this record proved stands no longer (a visit judged invalid, a quotation revised). */
export async function revokeFactsOf(ctx: Ctx, proofId: string, reason: string): Promise<void> {
  for (const { opportunityId, fact } of await revokeFacts(ctx, proofId))
    await emit(ctx, 'opportunity.fact_revoked', opportunityId, { fact, proofId, reason })
}

/** What is under way towards a missing fact, in words, with the act and link that help on. Null: nothing any more. */
export async function tellProgress(
  ctx: Ctx,
  opportunityId: string,
  fact: FactName,
  progress: Omit<Progress, 'fact'> | null,
): Promise<void> {
  if (progress) await putProgress(ctx, opportunityId, { fact, ...progress })
  else await dropProgress(ctx, opportunityId, fact)
}

/** Something of substance happened on it at `at`: the stall clock starts anew. */
export async function noteSubstance(ctx: Ctx, opportunityId: string, at: string): Promise<void> {
  await markSubstance(ctx, opportunityId, at)
}

export interface MissingFact {
  condition: { fact: FactName; withinDays?: number }
  act: GateAct
}

/**
 * What still keeps the opportunity from being won, from its present stage to the last, except the facts named (a contract about to
 * be submitted leaves itself out). Empty when all is there. Throws 404.
 */
export async function missingForExit(ctx: Ctx, opportunityId: string, except: FactName[] = []): Promise<MissingFact[]> {
  const one = await loadOne(ctx, opportunityId)
  if (!one) throw notFound('opportunity')
  const pipeline = await policy(ctx, pipelinePolicy)
  if (one.stage === 'won' || one.stage === 'lost') return []
  const facts = [...(await viewFacts(ctx, [one.id])).map(asFact), ...customAsFacts(one.id, one.custom, ctx.now)]
  const { missing } = evaluateGate(conditionsBetween(pipeline, one.stage, 'won'), facts, ctx.now)
  return missing.filter(({ condition }) => !except.includes(condition.fact)).map(({ condition, act }) => ({ condition, act }))
}
