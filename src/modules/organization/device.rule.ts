// 手机绑定: may a phone work at once, and which one gives way to a new one.
export interface DevicePolicy {
  binding: boolean
  phones: number
}

export interface ActivePhone {
  id: string
  confirmedAt: string
}

export type FirstState = { state: 'active'; way: 'first' | 'not_asked' } | { state: 'waiting'; way: null }

/**
 * A phone that registers, and how many the member ever had: the very first is trusted, every other waits where the company binds phones,
 * also when the earlier ones are revoked; else whoever has the password would confirm his own.
 */
export function firstState(policy: DevicePolicy, earlier: number): FirstState {
  if (!policy.binding) return { state: 'active', way: 'not_asked' }
  return earlier === 0 ? { state: 'active', way: 'first' } : { state: 'waiting', way: null }
}

/** The phones that give way when one more is confirmed: the longest confirmed first. */
export function givesWay<P extends ActivePhone>(policy: DevicePolicy, active: readonly P[]): P[] {
  const surplus = active.length + 1 - policy.phones
  return surplus <= 0 ? [] : [...active].sort((a, b) => (a.confirmedAt < b.confirmedAt ? -1 : 1)).slice(0, surplus)
}
