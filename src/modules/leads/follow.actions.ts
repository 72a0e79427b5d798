// 跟进 of a lead: what was done, what it does to the clocks, and a manager's word on a call only its caller vouches for.
import { type Ctx, memberOf } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { policy } from '#core/policies.ts'
import { notFound, refuse } from '#core/refuse.ts'
import {
  type ActivityRow,
  acceptActivity,
  activitiesOf,
  asFollowUp,
  checkDone,
  type Done,
  followUpOf,
  followUpPolicy,
  insertActivities,
  isContact,
  newActivity,
  shownActivity,
  substanceOf,
} from '#modules/accounts/index.ts'
import { isClosed, isHeld, mayAssignLead, mayWriteLead } from './lead.access.ts'
import { type LeadDetailRow, leadById, readLead } from './lead.store.ts'
import { shownLeads } from './lead-view.actions.ts'
import { markFollowUp } from './lead-write.store.ts'

/** Something done with a lead, by a person or told by a later room (a visit). Emits lead.followed_up, and lead.contacted at the first contact of a holding. */
export async function noteContact(
  ctx: Ctx,
  leadId: string,
  done: Done,
): Promise<{ id: string; contact: boolean; substantive: boolean; reason: string }> {
  const lead = await leadById(ctx, leadId, true)
  if (!lead) throw notFound('lead')
  const written = await weigh(ctx, lead, done)
  await insertActivities(ctx, [written.row])
  const first = written.clocks.firstContactAt !== null && lead.firstContactAt === null
  await markFollowUp(ctx, lead.id, written.clocks)
  const { id, kind, substantive, reason } = written.row
  await emit(ctx, 'lead.followed_up', lead.id, { activityId: id, kind, substantive, reason })
  if (first) await emit(ctx, 'lead.contacted', lead.id, { activityId: id, kind, ownerId: lead.ownerId })
  return { id, contact: written.row.contact, substantive, reason }
}

/** The entry with its verdict within this holding, and the clocks after it. */
async function weigh(ctx: Ctx, lead: LeadDetailRow, done: Done) {
  const rules = await policy(ctx, followUpPolicy)
  const at = done.at ?? ctx.now.toISOString()
  const followUp = asFollowUp({ measuredBy: 'self', ...done, at })
  const subject = { subjectType: 'lead' as const, subjectId: lead.id }
  const held = isHeld(lead) && lead.heldSince !== null && at >= lead.heldSince
  const alone = substanceOf(followUp, rules)
  if (!held || lead.heldSince === null) {
    const row = newActivity(ctx, subject, { ...done, at }, { ...alone, contact: isContact(followUp) })
    return {
      row,
      clocks: {
        state: lead.state,
        firstContactAt: lead.firstContactAt,
        lastSubstantiveAt: lead.lastSubstantiveAt,
        lastActivityAt: at,
        moved: false,
      },
    }
  }
  const before = await activitiesOf(ctx, [lead.id], lead.heldSince)
  const verdict = followUpOf([...before.map(asEntry), followUp], lead.heldSince, rules)
  const entry = verdict.entries.findLast((one) => one.at.toISOString() === at && one.kind === followUp.kind)
  const row = newActivity(
    ctx,
    subject,
    { ...done, at },
    {
      contact: entry?.contact ?? isContact(followUp),
      substantive: entry?.moves ?? alone.substantive,
      reason: entry?.reason ?? alone.reason,
    },
  )
  return { row, clocks: clocksAfter(lead, verdict, at) }
}

const asEntry = (row: ActivityRow) => asFollowUp({ ...row, measuredBy: row.measuredBy ?? 'self' })

function clocksAfter(lead: LeadDetailRow, verdict: { firstContactAt: Date | null; lastSubstantiveAt: Date | null }, at: string) {
  const firstContactAt = lead.firstContactAt ?? verdict.firstContactAt?.toISOString() ?? null
  const substantive = verdict.lastSubstantiveAt?.toISOString() ?? null
  const lastSubstantiveAt = [lead.lastSubstantiveAt, substantive].reduce((a, b) => (a === null || (b !== null && b > a) ? b : a))
  return {
    state: lastSubstantiveAt ? 'nurturing' : firstContactAt ? 'contacted' : lead.state,
    firstContactAt,
    lastSubstantiveAt,
    lastActivityAt: at,
    moved: firstContactAt !== lead.firstContactAt || lastSubstantiveAt !== lead.lastSubstantiveAt,
  }
}

async function shownAfter(ctx: Ctx, leadId: string, activityId: string) {
  const lead = await leadById(ctx, leadId)
  const activity = (await activitiesOf(ctx, [leadId])).find((one) => one.id === activityId)
  if (!lead || !activity) throw new Error('a follow-up vanished while it was being written')
  const [shown] = await shownLeads(ctx, [lead])
  if (!shown) throw new Error('a lead could not be shown')
  return { activity: shownActivity(activity), lead: shown }
}

export async function followLead(ctx: Ctx, input: { id: string } & Done) {
  const lead = await readLead(ctx, input.id)
  if (!lead || !mayWriteLead(ctx.actor, lead)) throw notFound('lead')
  if (isClosed(lead)) throw refuse('lead.closed', { state: lead.state })
  if (!isHeld(lead)) throw refuse('lead.not_held')
  checkDone(ctx, input)
  const { id, ...done } = input
  // measured by the system or not is for the call centre to say, never for the caller
  const written = await noteContact(ctx, id, { ...done, measuredBy: 'self', memberId: memberOf(ctx) })
  return await shownAfter(ctx, id, written.id)
}

export async function acceptCall(ctx: Ctx, input: { id: string; activityId: string }) {
  const lead = await readLead(ctx, input.id, true)
  if (!lead || !mayAssignLead(ctx.actor, lead)) throw notFound('lead')
  if (isClosed(lead)) throw refuse('lead.closed', { state: lead.state })
  const activity = (await activitiesOf(ctx, [lead.id], lead.heldSince)).find((one) => one.id === input.activityId)
  const acceptable = activity?.kind === 'call' && activity.answered === true && activity.reason === 'call_self_declared'
  if (!activity || !acceptable || activity.memberId === ctx.actor.memberId) throw refuse('activity.not_acceptable')
  await acceptActivity(ctx, activity.id, memberOf(ctx))
  const rules = await policy(ctx, followUpPolicy)
  const entries = (await activitiesOf(ctx, [lead.id], lead.heldSince)).map(asEntry)
  if (isHeld(lead) && lead.heldSince) {
    const verdict = followUpOf(entries, lead.heldSince, rules)
    await markFollowUp(ctx, lead.id, clocksAfter(lead, verdict, activity.at))
  }
  await emit(ctx, 'lead.call_accepted', lead.id, { activityId: activity.id, memberId: activity.memberId })
  return await shownAfter(ctx, lead.id, activity.id)
}
