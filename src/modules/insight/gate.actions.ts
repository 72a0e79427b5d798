// What the stages of open opportunities still ask for, and which of them are stuck.
import { inScope } from '#core/access.ts'
import { type Day, daysBetween } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import { sumFen } from '#core/money.ts'
import { policy } from '#core/policies.ts'
import {
  customAsFacts,
  evaluateGate,
  type MissingCondition,
  pipelinePolicy,
  type RecordedFact,
  stalledPolicy,
  stalledVerdict,
} from '#modules/opportunities/index.ts'
import type { StuckOpportunity } from './board.contract.ts'
import { viewFactsOf, viewLastDeep, viewWaitingApprovals } from './board.store.ts'
import { stuckPolicy } from './insight.policy.ts'
import { viewOpenItems } from './money.store.ts'
import { type OpenOpportunityRow, viewOpenOpportunities } from './report.store.ts'
import { stuckVerdict } from './stuck.rule.ts'

/** What each of these still misses to leave its stage forward. */
export async function missingOf(
  ctx: Ctx,
  opportunities: readonly Pick<OpenOpportunityRow, 'id' | 'stage' | 'custom'>[],
): Promise<Map<string, MissingCondition[]>> {
  const { stages } = await policy(ctx, pipelinePolicy)
  const rows = await viewFactsOf(
    ctx,
    opportunities.map((one) => one.id),
  )
  return new Map(
    opportunities.map(({ id, stage, custom }) => {
      const facts = [...rows.filter((row) => row.opportunityId === id).map(asFact), ...customAsFacts(id, custom, ctx.now)]
      const exit = stages.find(({ key }) => key === stage)?.exit ?? []
      return [id, evaluateGate(exit, facts, ctx.now).missing]
    }),
  )
}

const asFact = (row: Awaited<ReturnType<typeof viewFactsOf>>[number]): RecordedFact => ({
  fact: row.fact as RecordedFact['fact'],
  at: row.at,
  proof: { kind: row.proofKind, id: row.proofId },
  ...(row.value === null ? {} : { value: row.value }),
})

/** Open opportunities that need a hand, the biggest first. `within` speaks of `o`. */
export async function stuckOpportunities(ctx: Ctx, within: Query<boolean>, today: Day): Promise<StuckOpportunity[]> {
  const open = await viewOpenOpportunities(ctx, within)
  const ids = open.map((one) => one.id)
  const missing = await missingOf(ctx, open)
  const waiting = await viewWaitingApprovals(ctx, ids)
  const deep = await viewLastDeep(
    ctx,
    open.map((one) => one.accountId),
  )
  const frozen = open.filter((one) => one.frozen).map((one) => one.accountId)
  const late = await viewOpenItems(ctx, sql<boolean>`(i.account_id = any(${frozen}::uuid[]) and i.due_on < ${today})`, null)
  const rules = { stuck: await policy(ctx, stuckPolicy), stalled: await policy(ctx, stalledPolicy) }
  const found = open.flatMap((one): StuckOpportunity[] => {
    const silent = stalledVerdict(one, rules.stalled, ctx.now)
    const owed = late.filter((item) => item.accountId === one.accountId)
    const approval = waiting.find((row) => row.opportunityId === one.id)
    const verdict = stuckVerdict(
      {
        stageSince: one.stageSince,
        frozen: one.frozen
          ? {
              overdueDays: Math.max(0, ...owed.map((item) => daysBetween(item.dueOn ?? today, today))),
              lateFen: sumFen(owed.map((item) => item.amountFen - item.receivedFen)),
            }
          : null,
        stalled: silent.stalled
          ? { idleDays: silent.idleDays, lastVisitOn: deep.find((row) => row.accountId === one.accountId)?.onDay ?? null }
          : null,
        waiting: approval ? { number: approval.number, names: approval.names, since: approval.since } : null,
        missing: (missing.get(one.id) ?? []).map(({ condition }) => condition.fact),
      },
      rules.stuck,
      ctx.now,
    )
    if (!verdict) return []
    const { accountId, accountName, ownerId, ownerName, amountFen, stage, id } = one
    const { why, key, params, idleDays } = verdict
    return [{ id, accountId, accountName, ownerId, ownerName, amountFen, stage, idleDays, why, words: { key, params } }]
  })
  return found.sort((a, b) => b.amountFen - a.amountFen)
}

/** Opportunities of an account within reach, biggest first. */
export async function openOfAccount(
  ctx: Ctx,
  accountId: string,
): Promise<(OpenOpportunityRow & { missing: MissingCondition[]; stalled: boolean })[]> {
  const rows = await viewOpenOpportunities(
    ctx,
    sql<boolean>`(o.account_id = ${accountId} and ${inScope(ctx, 'opportunity.read', sql`o.owner_id`, sql`o.id`)})`,
  )
  const missing = await missingOf(ctx, rows)
  const rules = await policy(ctx, stalledPolicy)
  return rows
    .map((row) => ({ ...row, missing: missing.get(row.id) ?? [], stalled: stalledVerdict(row, rules, ctx.now).stalled }))
    .sort((a, b) => b.amountFen - a.amountFen)
}
