// Who is told what about accounts.
import type { Notice } from '#core/notices.ts'
import { accountById } from './account.store.ts'

const assigned: Notice = async (ctx, event) => {
  const account = await accountById(ctx, event.subjectId)
  if (!account || event.payload.to === event.actorId) return null
  return {
    to: [String(event.payload.to)],
    message: 'notice.account.assigned',
    params: { account: account.name },
    link: `/accounts/${account.id}`,
  }
}

const creditChanged: Notice = async (ctx, event) => {
  const account = await accountById(ctx, event.subjectId)
  if (!account || event.payload.frozen !== true) return null
  return {
    to: [account.ownerId],
    message: 'notice.account.credit_frozen',
    params: { account: account.name },
    link: `/accounts/${account.id}`,
  }
}

const inquired: Notice = async (ctx, event) => {
  const account = await accountById(ctx, event.subjectId)
  if (!account) return null
  return {
    to: [account.ownerId],
    message: 'notice.account.inquired',
    params: { account: account.name, channel: event.payload.channel },
    link: `/accounts/${account.id}`,
    urgent: true,
  }
}

export const accountNotices = {
  'account.assigned': assigned,
  'account.credit_changed': creditChanged,
  'account.inquired': inquired,
}
