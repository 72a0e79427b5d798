// 限流与重试: how many may go now, and when one that failed goes again.

/** At most `most` in any stretch of `ms`. */
export type Window = { ms: number; most: number }

/** How many may be handed over now, given when earlier ones were. A window is open at its start, closed at its end. */
export function roomNow(past: readonly number[], windows: readonly Window[], now: number): number {
  return windows.reduce((room, { ms, most }) => Math.min(room, most - past.filter((at) => at > now - ms).length), Number.POSITIVE_INFINITY)
}

/** From when one more may be handed over. */
export function roomAt(past: readonly number[], windows: readonly Window[], now: number): number {
  return windows.reduce((at, { ms, most }) => {
    const inside = past.filter((one) => one > now - ms).sort((a, b) => b - a)
    return Math.max(at, (inside[most - 1] ?? now - ms) + ms)
  }, now)
}

export const longestWindow = (windows: readonly Window[]): number => windows.reduce((longest, { ms }) => Math.max(longest, ms), 0)

/** Why a vendor did not take a message. What passes by itself is tried again; of what was interrupted nobody knows whether it was taken. */
export type Trouble = 'auth' | 'quota' | 'rate' | 'notFound' | 'badRequest' | 'transient' | 'rejectedByPolicy' | 'interrupted'
export const passes = (trouble: Trouble): boolean => trouble === 'rate' || trouble === 'transient'

const DELAYS_S = [30, 120, 600, 1800, 7200, 21_600]

/** It may have arrived already; until `knownUntil` the vendor drops a second one under the same key. */
export type Doubt = { knownUntil: Date }

/** When to try again after the n-th attempt failed (1 = the first); null: no more, a person decides. */
export function tryAgainAt(attempts: number, trouble: Trouble, now: Date, notBefore?: Date, doubt?: Doubt | null): Date | null {
  const delay = DELAYS_S[attempts - 1]
  if (!(passes(trouble) || (trouble === 'interrupted' && doubt)) || delay === undefined) return null
  const soonest = new Date(now.getTime() + delay * 1000)
  const at = notBefore && notBefore > soonest ? notBefore : soonest
  return doubt && at >= doubt.knownUntil ? null : at
}
