// Who hears of an approval: those it waits for, the one who started it, those copied.
import type { Notice } from '#core/notices.ts'
import { loadInstance } from './approval.store.ts'
import { noteOfEnd } from './approval-view.actions.ts'

interface Told {
  number: string
  title: string
  requesterId: string
  requesterName?: string
  byName?: string
  /** Which line of the log it tells of. */
  entry?: number
  answer?: string
  status?: string
  asked?: string[]
  standIns?: string[]
  /** Who of those told is told in whose place. */
  standFor?: Record<string, string[]>
  turns?: string[]
  copied?: string[]
  noLonger?: string[]
  others?: string[]
}

const params = (told: Told) => ({
  number: told.number,
  title: told.title,
  requester: told.requesterName ?? told.byName ?? '',
  by: told.byName ?? '',
})

/** A message that asks carries the turns it asks for, so that its buttons never answer a later one. */
const asking = (told: Told) => ({ ...params(told), turns: told.turns ?? [] })

/** A step opened: the people of it are asked. */
export const asked: Notice = async (_ctx, event) => {
  const told = event.payload as unknown as Told
  if (told.noLonger?.length)
    return {
      to: told.noLonger,
      message: told.answer === 'void' ? 'notice.approval.voided' : 'notice.approval.withdrawn',
      params: params(told),
      link: `/approvals/${event.subjectId}`,
    }
  return {
    to: [...new Set([...(told.asked ?? []), ...(told.standIns ?? [])])],
    message: 'notice.approval.asked',
    params: asking(told),
    ...(told.standFor && { standIns: told.standFor }),
    link: `/approvals/${event.subjectId}`,
    urgent: true,
  }
}

export const decidedNotice: Notice = async (ctx, event) => {
  const told = event.payload as unknown as Told
  if (told.status === 'withdrawn') return null
  return {
    to: [told.requesterId],
    message: `notice.approval.${told.status}`,
    params: { ...params(told), note: await noteOfEnd(ctx, event.subjectId) },
    link: `/approvals/${event.subjectId}`,
    urgent: told.status !== 'approved',
  }
}

export const reminded: Notice = async (_ctx, event) => {
  const told = event.payload as unknown as Told
  return {
    to: told.asked ?? [],
    message: 'notice.approval.reminded',
    params: asking(told),
    ...(told.standFor && { standIns: told.standFor }),
    link: `/approvals/${event.subjectId}`,
    urgent: true,
  }
}

export const commented: Notice = async (ctx, event) => {
  const told = event.payload as unknown as Told
  const note = (await loadInstance(ctx, event.subjectId))?.state.log[told.entry ?? -1]?.note ?? ''
  return {
    to: told.others ?? [],
    message: 'notice.approval.commented',
    params: { ...params(told), note },
    link: `/approvals/${event.subjectId}`,
  }
}

export const copiedNotice: Notice = async (_ctx, event) => {
  const told = event.payload as unknown as Told
  return {
    to: told.copied ?? [],
    message: 'notice.approval.copied_on_the_way',
    params: params(told),
    link: `/approvals/${event.subjectId}`,
  }
}
