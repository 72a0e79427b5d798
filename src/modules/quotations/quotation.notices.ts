// Who hears of a quotation: its owner, when the customer can no longer accept it.
import type { Notice } from '#core/notices.ts'

export const expired: Notice = async (_ctx, event) => {
  const { ownerId, number } = event.payload as { ownerId: string; number: string }
  return { to: [ownerId], message: 'notice.quotation.expired', params: { number }, link: `/quotations/${event.subjectId}`, urgent: true }
}
