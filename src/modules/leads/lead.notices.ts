// Who is told what about leads: a message names the lead and what keeps it.
import { DAY, msOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import type { Event } from '#core/events.ts'
import type { Notice, NoticeDraft } from '#core/notices.ts'
import { policy } from '#core/policies.ts'
import { managerOf } from '#modules/organization/index.ts'
import { leadRecyclePolicy } from './lead.policy.ts'
import { leadById } from './lead.store.ts'

const draft = (leadId: string, to: (string | null)[], message: string, params: Record<string, unknown>, urgent = false): NoticeDraft => ({
  to: to.filter((one) => one !== null),
  message,
  params,
  link: `/leads/${leadId}`,
  urgent,
})

/** News that come late (the worker was away, a story is told from the past) are no news. */
const stale = (ctx: Ctx, event: Event): boolean => ctx.now.getTime() - msOf(event.at) > DAY

const assigned: Notice = async (ctx, event) => {
  if (stale(ctx, event)) return null
  const lead = await leadById(ctx, event.subjectId)
  const to = String(event.payload.to)
  if (!lead || lead.ownerId !== to || to === event.actorId) return null
  const { firstContactHours: hours } = await policy(ctx, leadRecyclePolicy)
  return draft(lead.id, [to], 'notice.lead.assigned', { company: lead.company, grade: lead.grade, hours })
}

/** While there is time to act on it. */
const warned: Notice = async (ctx: Ctx, event: Event) => {
  const { level, ownerId, reason, dueAt, company } = event.payload as {
    level: number
    ownerId: string
    reason: string
    dueAt: string
    company: string
  }
  const lead = await leadById(ctx, event.subjectId)
  if (!lead || lead.ownerId !== ownerId || dueAt <= ctx.now.toISOString()) return null
  const params = { company, reason, dueAt, owner: lead.ownerName }
  if (level < 2) return draft(lead.id, [ownerId], `notice.lead.warned.${reason}`, params, true)
  return draft(lead.id, [await managerOf(ctx, ownerId)], 'notice.lead.warned_manager', params, true)
}

const recycled: Notice = async (ctx, event) => {
  if (stale(ctx, event)) return null
  const { from, reason, company, poolName } = event.payload
  const { firstContactHours, substantiveDays, convertDays } = await policy(ctx, leadRecyclePolicy)
  const limit = reason === 'no_contact' ? firstContactHours : reason === 'no_follow_up' ? substantiveDays : convertDays
  return draft(event.subjectId, [String(from)], `notice.lead.recycled.${reason}`, { company, pool: poolName, limit })
}

const pulledBack: Notice = async (ctx, event) => {
  const lead = await leadById(ctx, event.subjectId)
  if (!lead || !event.payload.from) return null
  return draft(lead.id, [String(event.payload.from)], 'notice.lead.pulled_back', { company: lead.company, pool: event.payload.poolName })
}

export const leadNotices: Record<string, Notice> = {
  'lead.assigned': assigned,
  'lead.warned': warned,
  'lead.recycled': recycled,
  'lead.pulled_back': pulledBack,
}
