// 分配: where a lead goes and why, in the shape in which the lead keeps it.
import type { Ctx } from '#core/context.ts'
import { memberOf } from '#core/context.ts'
import { policy } from '#core/policies.ts'
import { refuse } from '#core/refuse.ts'
import { claimPolicy, type HoldingMode, quotaOf, tenantDay } from '#modules/pools/index.ts'
import type { Facts } from './arrival.actions.ts'
import { type AssignmentFacts, type AssignmentVerdict, assign } from './assignment.rule.ts'
import type { EligibleRow } from './capability.store.ts'
import { assignmentPolicy } from './lead.policy.ts'
import type { RatingVerdict } from './rating.rule.ts'

/** By the rules, to the actor (the rep's own find), or into the pool. */
export type Where = 'rules' | 'me' | 'pool'

/** A rep with the load of the minute; each assignment of a run adds to it. */
export type RepRow = EligibleRow & { holding: number; assignedToday: number; lastAssignedAt: string | null; absent: boolean }

/** Kept with the lead: who, by what, and what each rule looked at. Names as they were then. */
export interface AssignmentKept {
  mode: 'rule' | 'manual' | 'own' | 'pool' | 'claim' | 'handover'
  at: string
  byName: string | null
  memberId: string | null
  memberName: string | null
  ruleId: string | null
  strategy: string | null
  reason: string | null
  trace: {
    ruleId: string
    missedBy: string | null
    chosen: string | null
    reps: { memberId: string; memberName: string; obstacles: string[]; rank: number[] }[]
  }[]
}

export interface Placement {
  memberId: string | null
  memberName: string | null
  mode: HoldingMode
  ruleId: string | null
  view: AssignmentKept
}

// A trace of hundreds of reps helps nobody: the chosen one and the first who were passed over tell why.
const REPS_KEPT = 12

export async function placementOf(
  ctx: Ctx,
  arrival: { facts: Facts; rating: RatingVerdict; channelKind: string; reps: RepRow[]; where: Where },
): Promise<Placement> {
  if (arrival.where === 'me') return await ownFind(ctx)
  const kept = (mode: 'rule' | 'pool', verdict: AssignmentVerdict | null, rep: RepRow | null, reason: string | null): AssignmentKept => ({
    mode,
    at: ctx.now.toISOString(),
    byName: null,
    memberId: rep?.memberId ?? null,
    memberName: rep?.name ?? null,
    ruleId: verdict?.ruleId ?? null,
    strategy: verdict?.strategy ?? null,
    reason,
    trace: verdict ? shortTrace(verdict, arrival.reps) : [],
  })
  if (arrival.where === 'pool')
    return { memberId: null, memberName: null, mode: 'rule', ruleId: null, view: kept('pool', null, null, 'asked') }
  const verdict = assign(
    factsOf(arrival.facts, arrival.rating, arrival.channelKind),
    arrival.reps.map((rep) => ({ ...rep, conversion: null })),
    await policy(ctx, assignmentPolicy),
  )
  const rep = arrival.reps.find((one) => one.memberId === verdict.memberId) ?? null
  if (!rep) return { memberId: null, memberName: null, mode: 'rule', ruleId: null, view: kept('pool', verdict, null, 'nobody_free') }
  // The next of the same batch meets the load this one has made.
  rep.holding += 1
  rep.assignedToday += 1
  rep.lastAssignedAt = ctx.now.toISOString()
  return { memberId: rep.memberId, memberName: rep.name, mode: 'rule', ruleId: verdict.ruleId, view: kept('rule', verdict, rep, null) }
}

const factsOf = (facts: Facts, rating: RatingVerdict, channelKind: string): AssignmentFacts => ({
  segment: rating.segment,
  grade: rating.grade,
  province: facts.province,
  city: facts.city,
  industry: facts.industry,
  channelKind,
  productLine: facts.productLine,
  custom: facts.custom,
})

function shortTrace(verdict: AssignmentVerdict, reps: readonly RepRow[]): AssignmentKept['trace'] {
  const names = new Map(reps.map((rep) => [rep.memberId, rep.name]))
  return verdict.trace.map(({ reps: looked, ...rule }) => ({
    ...rule,
    reps: looked
      .toSorted(
        (a, b) => Number(b.memberId === rule.chosen) - Number(a.memberId === rule.chosen) || a.obstacles.length - b.obstacles.length,
      )
      .slice(0, REPS_KEPT)
      .map((rep) => ({ ...rep, memberName: names.get(rep.memberId) ?? '' })),
  }))
}

/** 自拓: who found it holds it, if he has room. */
async function ownFind(ctx: Ctx): Promise<Placement> {
  const memberId = memberOf(ctx)
  const { holdingCap } = await policy(ctx, claimPolicy)
  const { holding } = await quotaOf(ctx, memberId, 'lead', await tenantDay(ctx))
  if (holding >= holdingCap) throw refuse('pool.holding_cap', { name: ctx.actor.name, holding, cap: holdingCap })
  const view: AssignmentKept = {
    mode: 'own',
    at: ctx.now.toISOString(),
    byName: ctx.actor.name,
    memberId,
    memberName: ctx.actor.name,
    ruleId: null,
    strategy: null,
    reason: null,
    trace: [],
  }
  return { memberId, memberName: ctx.actor.name, mode: 'own', ruleId: null, view }
}

/** A gift by hand, a claim or a hand-over, in the shape in which the lead keeps it. */
export function keptBy(
  ctx: Ctx,
  mode: 'manual' | 'handover' | 'claim',
  member: { id: string; name: string },
  reason: string | null,
): AssignmentKept {
  return {
    mode,
    at: ctx.now.toISOString(),
    byName: ctx.actor.name,
    memberId: member.id,
    memberName: member.name,
    ruleId: null,
    strategy: null,
    reason,
    trace: [],
  }
}
