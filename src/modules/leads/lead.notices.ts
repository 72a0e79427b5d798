// Who is told what about leads: a message names the lead and what keeps it.
import type { Ctx } from '#core/context.ts'
import type { Event } from '#core/events.ts'
import type { Notice, NoticeDraft } from '#core/notices.ts'
import { managerOf } from '#modules/organization/index.ts'
import { leadById } from './lead.store.ts'

const draft = (leadId: string, to: (string | null)[], message: string, params: Record<string, unknown>, urgent = false): NoticeDraft => ({
  to: to.filter((one) => one !== null),
  message,
  params,
  link: `/leads/${leadId}`,
  urgent,
})

const assigned: Notice = async (ctx, event) => {
  const lead = await leadById(ctx, event.subjectId)
  const to = String(event.payload.to)
  if (!lead || lead.ownerId !== to || to === event.actorId) return null
  return draft(lead.id, [to], 'notice.lead.assigned', { company: lead.company, grade: lead.grade })
}

/** Of many that arrive by an import each holder would drown in notices; a warning comes to each lead in time. */
const warned: Notice = async (ctx: Ctx, event: Event) => {
  const { level, ownerId, reason, dueAt, company } = event.payload as {
    level: number
    ownerId: string
    reason: string
    dueAt: string
    company: string
  }
  const lead = await leadById(ctx, event.subjectId)
  if (!lead || lead.ownerId !== ownerId) return null
  const params = { company, reason, dueAt, owner: lead.ownerName }
  if (level < 2) return draft(lead.id, [ownerId], `notice.lead.warned.${reason}`, params, true)
  return draft(lead.id, [await managerOf(ctx, ownerId)], 'notice.lead.warned_manager', params, true)
}

const recycled: Notice = async (_ctx, event) =>
  draft(event.subjectId, [String(event.payload.from)], `notice.lead.recycled.${event.payload.reason}`, {
    company: event.payload.company,
    pool: event.payload.poolName,
  })

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
