// Who is told what of a visit. An attempt alerts nobody.
import { timeOf } from '#core/calendar.ts'
import type { Ctx } from '#core/context.ts'
import type { Event } from '#core/events.ts'
import type { Notice } from '#core/notices.ts'
import { managerOf, memberById, zone } from '#modules/organization/index.ts'
import { viewCard } from './visit.store.ts'

const linkTo = (event: Event): string => `/visits/${event.subjectId}`

async function repAndManager(ctx: Ctx, memberId: string): Promise<string[]> {
  const manager = await managerOf(ctx, memberId)
  return manager ? [memberId, manager] : [memberId]
}

export const visitNotices: Record<string, Notice> = {
  'visit.invalidated': async (ctx, event) => {
    const card = await viewCard(ctx, event.subjectId)
    if (!card) return null
    const { by, reasons, note, minutes, minMinutes } = event.payload
    const told = { rep: card.ownerName, subject: card.subjectName }
    const to = await repAndManager(ctx, card.ownerId)
    if (by === 'review')
      return {
        to: [card.ownerId],
        message: 'notice.visit.invalidated_by_review',
        params: { ...told, note },
        link: linkTo(event),
        urgent: true,
      }
    if (Array.isArray(reasons) && reasons[0] === 'not_trusted')
      return { to, message: 'notice.visit.invalidated_trust', params: told, link: linkTo(event), urgent: true }
    return { to, message: 'notice.visit.invalidated', params: { ...told, minutes, minMinutes }, link: linkTo(event), urgent: true }
  },
  'visit.auto_closed': async (ctx, event) => {
    const card = await viewCard(ctx, event.subjectId)
    if (!card) return null
    const time = timeOf(String(event.payload.at), await zone(ctx))
    return {
      to: await repAndManager(ctx, card.ownerId),
      message: 'notice.visit.auto_closed',
      params: { subject: card.subjectName, time },
      link: linkTo(event),
    }
  },
  'visit.site_doubted': async (ctx, event) => {
    const card = await viewCard(ctx, event.subjectId)
    const manager = card ? await managerOf(ctx, card.ownerId) : null
    if (!card || !manager) return null
    return { to: [manager], message: 'notice.visit.site_datum', params: { subject: card.subjectName }, link: linkTo(event) }
  },
  'visit.planned': async (ctx, event) => {
    const { ownerId, plannedOn } = event.payload
    if (!event.actorId || event.actorId === ownerId) return null
    const [card, planner] = [await viewCard(ctx, event.subjectId), await memberById(ctx, event.actorId)]
    if (!card || !planner) return null
    return {
      to: [card.ownerId],
      message: 'notice.visit.planned_for_you',
      params: { by: planner.name, day: plannedOn, subject: card.subjectName },
      link: linkTo(event),
    }
  },
}
