// Who is told where a contract stands: its owner, and those of our side who may sign. Whoever did it himself is not told.
import type { Event } from '#core/events.ts'
import { yuan } from '#core/money.ts'
import type { Notice, NoticeDraft } from '#core/notices.ts'
import { noteOfEnd } from '#modules/approvals/index.ts'
import { managerOf } from '#modules/organization/index.ts'
import { contractRecord } from './contract.store.ts'

const link = (event: Event): string => `/contracts/${event.subjectId}`
const others = (ids: readonly (string | null | undefined)[], event: Event): string[] =>
  [...new Set(ids.filter((id): id is string => Boolean(id)))].filter((id) => id !== event.actorId)

export const contractApproved: Notice = async (_ctx, event) => {
  const { ownerId, number } = event.payload as { ownerId: string; number: string }
  return { to: others([ownerId], event), message: 'notice.contract.approved', params: { number }, link: link(event), urgent: true }
}

export const contractTurnedDown: Notice = async (ctx, event) => {
  const { ownerId, number, approvalId, outcome } = event.payload as Record<'ownerId' | 'number' | 'approvalId' | 'outcome', string>
  if (outcome === 'withdrawn') return null
  const note = await noteOfEnd(ctx, approvalId)
  return { to: others([ownerId], event), message: 'notice.contract.turned_down', params: { number, note }, link: link(event), urgent: true }
}

/** Our side signs on the desk or the phone of a manager: he is asked when the document is fixed. */
export const contractToSign: Notice = async (ctx, event) => {
  const contract = await contractRecord(ctx, event.subjectId)
  if (!contract) return null
  const manager = await managerOf(ctx, contract.ownerId)
  return {
    to: others([manager], event),
    message: 'notice.contract.to_sign',
    params: { number: contract.number },
    link: link(event),
    urgent: true,
  }
}

export const contractEffective: Notice = async (ctx, event): Promise<NoticeDraft> => {
  const { ownerId, number, amountFen } = event.payload as { ownerId: string; number: string; amountFen: number }
  const manager = await managerOf(ctx, ownerId)
  return {
    to: others([ownerId, manager], event),
    message: 'notice.contract.effective',
    params: { number, amount: yuan(amountFen), amountFen, joy: true },
    link: link(event),
  }
}
