// 三员分立. The powers of an administrator, split so that nobody holds two: one runs the house, one says who may what, one watches both.
export const adminRoles = ['system_admin', 'security_admin', 'audit_admin'] as const
export type AdminRole = (typeof adminRoles)[number]

/** A permission and whether one of the standard roles beside the admin holds it. */
export type KnownPermission = { key: string; everyday: boolean }

const SECURITY = ['role.manage', 'policy.write']
const AUDIT = ['audit.read']
/** Whatever no standard role beside the admin holds, and is not another's: a test holds the list against the permissions there are. */
const SYSTEM = [
  'member.manage',
  'job.run',
  'calendar.manage',
  'privacy.manage',
  'api_key.manage',
  'custom_field.manage',
  'tenant.manage',
  'approval.flows',
  'message.manage',
]

/** What makes an admin of somebody whatever his role is called: powers that nobody needs for the everyday business. */
export const adminPowers: readonly string[] = [...SYSTEM, 'role.manage']

/** Which of the three powers these permissions hold. */
export function powersOf(keys: readonly string[]): AdminRole[] {
  const has = (list: readonly string[]): boolean => list.some((key) => keys.includes(key))
  return adminRoles.filter((role) => has(role === 'system_admin' ? SYSTEM : role === 'security_admin' ? SECURITY : AUDIT))
}

/** What each of the three may: what the admin alone held, split; nothing of the everyday business. */
export function permissionsOfAdmin(role: AdminRole, known: readonly KnownPermission[]): Record<string, 'all'> {
  const keys = (): string[] => {
    if (role === 'security_admin') return [...SECURITY, 'policy.read']
    if (role === 'audit_admin') return [...AUDIT, 'policy.read']
    const others = new Set([...SECURITY, ...AUDIT])
    return known.filter((one) => !others.has(one.key) && (!one.everyday || SYSTEM.includes(one.key))).map((one) => one.key)
  }
  const all = new Set(known.map((one) => one.key))
  return Object.fromEntries(
    keys()
      .filter((key) => all.has(key) && !key.startsWith('field.'))
      .map((key) => [key, 'all' as const]),
  )
}
