// 数据范围. Whose records a member reaches with a permission: the widest of what the roles grant.
export const dataScopes = ['own', 'department', 'subtree', 'custom', 'all'] as const
export type DataScope = (typeof dataScopes)[number]

export type DepartmentNode = { id: string; parentId: string | null }
/** Suspended members stay in the list: their records are still somebody's to see. */
export type ScopeMember = { id: string; departmentIds: readonly string[] }
/** One permission of one role of the member. `departmentIds` belong to `custom`: these departments and all below them. */
export type ScopeGrant = { permission: string; scope: DataScope; departmentIds?: readonly string[] }

/** `all`: no limit. Otherwise the owners whose records are reached, oneself included, sorted; empty when nothing is granted. */
export type Reach = { all: true } | { all: false; memberIds: string[] }

export type Organization = { departments: readonly DepartmentNode[]; members: readonly ScopeMember[] }

/** Whose records `memberId` reaches with `permission`, by all grants together. */
export function reachOf(permission: string, memberId: string, grants: readonly ScopeGrant[], organization: Organization): Reach {
  const mine = grants.filter((grant) => grant.permission === permission)
  if (mine.some((grant) => grant.scope === 'all')) return { all: true }
  const ids = new Set<string>()
  for (const grant of mine) for (const id of reachOfScope(grant, memberId, organization)) ids.add(id)
  return { all: false, memberIds: [...ids].sort() }
}

/** True when a record of this owner is within reach; a record without owner is only within `all`. */
export function reaches(reach: Reach, ownerId: string | null): boolean {
  return reach.all || (ownerId !== null && reach.memberIds.includes(ownerId))
}

/** These departments and all below them. Terminates on a tree that bites its own tail. */
export function departmentsBelow(roots: readonly string[], departments: readonly DepartmentNode[]): Set<string> {
  const found = new Set(roots)
  let grew = true
  while (grew) {
    grew = false
    for (const { id, parentId } of departments) {
      if (parentId === null || found.has(id) || !found.has(parentId)) continue
      found.add(id)
      grew = true
    }
  }
  return found
}

function reachOfScope(grant: ScopeGrant, memberId: string, { departments, members }: Organization): string[] {
  const own = members.find((member) => member.id === memberId)?.departmentIds ?? []
  const within = (ids: ReadonlySet<string>) =>
    members.filter((member) => member.departmentIds.some((id) => ids.has(id))).map((member) => member.id)
  switch (grant.scope) {
    case 'own':
    case 'all':
      return [memberId]
    case 'department':
      return [memberId, ...within(new Set(own))]
    case 'subtree':
      return [memberId, ...within(departmentsBelow(own, departments))]
    case 'custom':
      return [memberId, ...within(departmentsBelow(grant.departmentIds ?? [], departments))]
  }
}
