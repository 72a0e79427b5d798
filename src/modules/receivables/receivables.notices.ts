// Who is told of money: the rep whose money arrived, the rep who has to ask for it, his manager when it is late.
import type { Ctx } from '#core/context.ts'
import type { Event } from '#core/events.ts'
import { yuan } from '#core/money.ts'
import type { Notice, NoticeDraft } from '#core/notices.ts'
import { accountById } from '#modules/accounts/index.ts'
import { managerOf } from '#modules/organization/index.ts'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** receipt.recorded: the moment of joy. */
export const receiptArrived: Notice = async (ctx, event) => {
  const { ownerId, accountId, amountFen, payer, number, contractIds } = event.payload as Record<string, unknown>
  if (!ownerId || ownerId === event.actorId) return null
  const account = accountId ? await accountById(ctx, accountId as string) : null
  const [contractId] = (contractIds ?? []) as string[]
  return {
    to: [ownerId as string],
    message: 'notice.receipt.arrived',
    params: { account: account?.name ?? text(payer), amount: yuan(amountFen as number), amountFen, number, joy: true },
    link: contractId ? `/contracts/${contractId}` : '/commissions',
  }
}

const message = (days: number): string =>
  days > 0 ? 'notice.dunning.overdue' : days === 0 ? 'notice.dunning.today' : 'notice.dunning.soon'

export const dunningTask: Notice = async (ctx, event) => {
  const draft = draftOf(event, [event.payload.ownerId as string])
  const days = event.payload.daysFromDue as number
  const manager = days > 0 ? await managerOf(ctx, event.payload.ownerId as string) : null
  return manager ? { ...draft, to: [...draft.to, manager] } : draft
}

function draftOf(event: Event, to: string[]): NoticeDraft {
  const { accountName, openFen, daysFromDue, itemId, contractNo } = event.payload as {
    accountName: string
    openFen: number
    daysFromDue: number
    itemId: string
    contractNo: string
  }
  return {
    to,
    message: message(daysFromDue),
    params: { account: accountName, amount: yuan(openFen), openFen, days: Math.abs(daysFromDue), contractNo },
    link: `/receivables/items/${itemId}`,
    urgent: true,
  }
}

/** receipt.reversed: what was counted on is gone again. */
export const receiptReversed = async (_ctx: Ctx, event: Event): Promise<NoticeDraft | null> => {
  const { ownerId, number, amountFen, reason } = event.payload as {
    ownerId: string | null
    number: string
    amountFen: number
    reason: string
  }
  if (!ownerId || ownerId === event.actorId) return null
  return {
    to: [ownerId],
    message: 'notice.receipt.reversed',
    params: { number, amount: yuan(amountFen), amountFen, reason },
    link: '/commissions',
  }
}
