// A lead passes from hand to hand: given by a manager, back to the pool, no lead at all, or on to become a customer.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { linkToAccount } from '#modules/accounts/index.ts'
import { memberById } from '#modules/organization/index.ts'
import { claimPolicy, convertTimeUsed, endHoldings, poolFor, poolsOf, startHolding, tenantDay } from '#modules/pools/index.ts'
import { keptBy } from './assignment.actions.ts'
import { clocksFor } from './clock.actions.ts'
import { isClosed, isHeld, mayAssignLead, mayWriteLead } from './lead.access.ts'
import { leadToChange, shownAgain } from './lead.actions.ts'
import { type LeadDetailRow, type LeadRow, leadById } from './lead.store.ts'
import { giveTo, returnToPool, setConverted, setInvalid } from './lead-write.store.ts'

type Holdable = Pick<LeadRow, 'id' | 'ownerId' | 'heldSince'>

/** Ends what is held, with the convert time each holding used. */
export async function endHeld(ctx: Ctx, leads: readonly Holdable[], reason: string): Promise<void> {
  const held = leads.filter((lead) => lead.ownerId !== null && lead.heldSince !== null)
  const clocks = await clocksFor(
    ctx,
    held.map((lead) => lead.ownerId),
  )
  const ended = held.map((lead) => ({
    subjectId: lead.id,
    memberId: lead.ownerId as string,
    reason,
    usedMs: convertTimeUsed({ from: lead.heldSince as string, to: ctx.now }, clocks.policy, clocks.circumstances(lead.ownerId)),
  }))
  await endHoldings(ctx, 'lead', ended)
}

export async function assignLead(ctx: Ctx, input: { id: string; memberId: string; reason?: string | null }) {
  const lead = await leadToChange(ctx, input.id, (one) => mayAssignLead(ctx.actor, one))
  if (lead.ownerId === input.memberId && isHeld(lead)) throw refuse('lead.already_theirs', { name: lead.ownerName })
  await give(ctx, lead, input.memberId, 'manual', input.reason ?? null)
  return await shownAgain(ctx, lead.id)
}

/** From whoever holds it (or the pool) to a member who has room for it. */
async function give(ctx: Ctx, lead: LeadDetailRow, memberId: string, mode: 'manual' | 'handover', reason: string | null): Promise<void> {
  const member = await memberById(ctx, memberId)
  if (!member || member.disabledAt) throw refuse('lead.no_such_member')
  await endHeld(ctx, [lead], 'reassigned')
  const before = await startHolding(ctx, { subjectType: 'lead', subjectId: lead.id, memberId, mode, day: await tenantDay(ctx) })
  const { holdingCap } = await policy(ctx, claimPolicy)
  if (mode === 'manual' && before.holding >= holdingCap)
    throw refuse('pool.holding_cap', { name: member.name, holding: before.holding, cap: holdingCap })
  await giveTo(ctx, lead.id, { memberId, mode, usedMs: before.usedMs, assignment: keptBy(ctx, mode, member, reason) })
  await emit(ctx, 'lead.assigned', lead.id, { from: lead.ownerId, to: memberId, toName: member.name, mode, ruleId: null, reason })
}

/** Given back by its holder, or pulled back by a manager: said so, since only one of them lost it. */
export async function releaseLead(ctx: Ctx, input: { id: string; reason?: string | null; poolId?: string | null }) {
  const lead = await leadToChange(ctx, input.id, (one) => mayWriteLead(ctx.actor, one) || mayAssignLead(ctx.actor, one))
  if (!isHeld(lead)) throw refuse('lead.not_held')
  const reason = lead.ownerId === ctx.actor.memberId ? 'released' : 'manual'
  const named = input.poolId ? (await poolsOf(ctx)).find((pool) => pool.id === input.poolId) : undefined
  if (input.poolId && !named) throw notFound('pool')
  const pool = named ?? (await poolFor(ctx, 'lead', lead))
  await endHeld(ctx, [lead], reason)
  await returnToPool(ctx, [{ leadId: lead.id, poolId: pool.id, reason }])
  await emit(ctx, reason === 'released' ? 'lead.released' : 'lead.pulled_back', lead.id, {
    from: lead.ownerId,
    fromName: lead.ownerName,
    poolId: pool.id,
    poolName: pool.name,
    reason: input.reason ?? null,
  })
  return await shownAgain(ctx, lead.id)
}

export async function invalidateLead(ctx: Ctx, input: { id: string; reason: string; note?: string | null }) {
  const may = (one: LeadDetailRow) => mayWriteLead(ctx.actor, one) || (one.state === 'pooled' && mayAssignLead(ctx.actor, one))
  const lead = await leadToChange(ctx, input.id, may)
  await endHeld(ctx, [lead], 'invalid')
  await setInvalid(ctx, lead.id, input.reason)
  await emit(ctx, 'lead.invalidated', lead.id, { reason: input.reason, note: input.note ?? null })
  return await shownAgain(ctx, lead.id)
}

/** For opportunities: the lead has become this account and opportunity. Its clocks end, its story goes on there. Emits lead.converted. */
export async function markConverted(ctx: Ctx, leadId: string, to: { accountId: string; opportunityId: string | null }): Promise<void> {
  const lead = await leadById(ctx, leadId, true)
  if (!lead) throw notFound('lead')
  if (isClosed(lead)) throw refuse('lead.closed', { state: lead.state })
  await endHeld(ctx, [lead], 'converted')
  await setConverted(ctx, leadId, to)
  await linkToAccount(ctx, [{ accountId: to.accountId, subjectType: 'lead', subjectId: leadId }])
  await emit(ctx, 'lead.converted', leadId, { accountId: to.accountId, opportunityId: to.opportunityId, ownerId: lead.ownerId })
}

/** A leaver's leads go to the successor, who need not have room; nothing waits in a dead hand. */
export async function handOverLeads(ctx: Ctx, list: readonly LeadRow[], to: string): Promise<void> {
  for (const { id } of list) {
    const lead = await leadById(ctx, id, true)
    if (lead && isHeld(lead)) await give(ctx, lead, to, 'handover', null)
  }
}
