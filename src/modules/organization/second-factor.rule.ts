// Who must have a second factor, and from when on.
import { adminRoles } from './separation.rule.ts'

export interface SecondFactorPolicy {
  requiredFor: 'nobody' | 'admins' | 'everybody'
  /** Days a new member may work without. */
  graceDays: number
}

export const secondFactorDefaults: SecondFactorPolicy = { requiredFor: 'admins', graceDays: 7 }

const DAY_MS = 86_400_000

const isAdmin = (role: string): boolean => role === 'admin' || (adminRoles as readonly string[]).includes(role)

/** From the end of the grace on, to the millisecond. A demonstration, whose passwords are public, never insists. */
export function isSecondFactorDue(
  facts: { roles: readonly string[]; memberSince: string; demo: boolean },
  policy: SecondFactorPolicy,
  now: Date,
): boolean {
  if (facts.demo || policy.requiredFor === 'nobody') return false
  if (policy.requiredFor === 'admins' && !facts.roles.some(isAdmin)) return false
  return now.getTime() >= Date.parse(facts.memberSince) + policy.graceDays * DAY_MS
}
