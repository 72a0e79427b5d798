// Who must have a second factor, and from when on.
import { adminPowers, adminRoles } from './separation.rule.ts'

export interface SecondFactorPolicy {
  requiredFor: 'nobody' | 'admins' | 'everybody'
  /** Days a new member may work without. */
  graceDays: number
}

export const secondFactorDefaults: SecondFactorPolicy = { requiredFor: 'admins', graceDays: 7 }

const DAY_MS = 86_400_000

interface Holder {
  roles: readonly string[]
  permissions: readonly string[]
}

/** An admin is who holds a power of one, whatever his role is called. */
const isAdmin = ({ roles, permissions }: Holder): boolean =>
  roles.some((role) => (adminRoles as readonly string[]).includes(role)) || permissions.some((key) => adminPowers.includes(key))

/** From the end of the grace on, to the millisecond. A demonstration, whose passwords are public, never insists. */
export function isSecondFactorDue(facts: Holder & { memberSince: string; demo: boolean }, policy: SecondFactorPolicy, now: Date): boolean {
  if (facts.demo || policy.requiredFor === 'nobody') return false
  if (policy.requiredFor === 'admins' && !isAdmin(facts)) return false
  return now.getTime() >= Date.parse(facts.memberSince) + policy.graceDays * DAY_MS
}
