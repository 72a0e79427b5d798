// Who hears of an opportunity: its owner, his manager when it stalls, who is taken into the team.
import type { Notice } from '#core/notices.ts'
import { managerOf } from '#modules/organization/index.ts'

interface Told {
  ownerId: string
  number: string
  title: string
  memberId?: string
  role?: string
  byName?: string
  text?: string
  idleDays?: number
  amountFen?: number
}

const others = (ids: (string | null | undefined)[], actorId: string | null): string[] =>
  [...new Set(ids)].flatMap((id) => (id && id !== actorId ? [id] : []))

export const stalled: Notice = async (ctx, event) => {
  const told = event.payload as unknown as Told
  const to = others([told.ownerId, await managerOf(ctx, told.ownerId)], null)
  const params = { number: told.number, title: told.title, days: told.idleDays }
  return { to, message: 'notice.opportunity.stalled', params, link: `/opportunities/${event.subjectId}`, urgent: true }
}

export const won: Notice = async (ctx, event) => {
  const told = event.payload as unknown as Told
  const to = others([told.ownerId, await managerOf(ctx, told.ownerId)], null)
  return {
    to,
    message: 'notice.opportunity.won',
    params: { number: told.number, title: told.title, amountFen: told.amountFen },
    link: `/opportunities/${event.subjectId}`,
  }
}

export const memberAdded: Notice = async (_ctx, event) => {
  const told = event.payload as unknown as Told
  return {
    to: others([told.memberId], event.actorId),
    message: 'notice.opportunity.member_added',
    params: { number: told.number, title: told.title },
    link: `/opportunities/${event.subjectId}`,
  }
}

export const commented: Notice = async (_ctx, event) => {
  const told = event.payload as unknown as Told
  return {
    to: others([told.ownerId], event.actorId),
    message: 'notice.opportunity.commented',
    params: { title: told.title, by: told.byName, text: told.text },
    link: `/opportunities/${event.subjectId}`,
  }
}
