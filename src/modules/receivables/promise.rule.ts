// promise.rule.ts: 付款承诺. Whether the customer did what he said, by the day he named.
import type { Day } from '#core/calendar.ts'

export type Promised = { amountFen: number; promisedOn: Day; recordedOn: Day }
export type PromiseState = 'waiting' | 'kept' | 'broken'

/**
 * Kept when the promised money came for the item after the promise was recorded and by the promised day; broken when that
 * day has passed without it. `received` are the allocations to the item, reversals negative.
 */
export function promiseState(promise: Promised, received: readonly { amountFen: number; onDay: Day }[], today: Day): PromiseState {
  const came = received
    .filter(({ onDay }) => onDay >= promise.recordedOn && onDay <= promise.promisedOn)
    .reduce((sum, { amountFen }) => sum + amountFen, 0)
  if (came >= promise.amountFen) return 'kept'
  return today <= promise.promisedOn ? 'waiting' : 'broken'
}

export type PromiseBlock = 'receivable.nothing_open' | 'receivable.promise_too_much' | 'receivable.promise_in_past'

/** Why a promise cannot be recorded, or null. `openFen` is what the item still asks for. */
export function promiseBlock(promise: { amountFen: number; promisedOn: Day }, openFen: number, today: Day): PromiseBlock | null {
  if (openFen === 0) return 'receivable.nothing_open'
  if (promise.amountFen > openFen) return 'receivable.promise_too_much'
  return promise.promisedOn < today ? 'receivable.promise_in_past' : null
}
