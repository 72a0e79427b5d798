// Which members a filter shows.
export type MemberFilter = { words?: string; departmentId?: string; role?: string; state: 'active' | 'disabled' | 'all' }
type Shown = {
  name: string
  username: string
  title: string
  departmentId: string
  managerName: string | null
  roles: string[]
  disabledAt: string | null
}
export type Tree = { id: string; parentId: string | null; name: string }[]

/** The department and everything below it. */
function below(id: string, tree: Tree): Set<string> {
  const found = new Set([id])
  // A set grows while it is walked.
  for (const one of found) for (const child of tree) if (child.parentId === one) found.add(child.id)
  return found
}

export function matching<M extends Shown>(members: readonly M[], { words, departmentId, role, state }: MemberFilter, tree: Tree): M[] {
  const typed = words?.trim().toLowerCase() ?? ''
  const places = departmentId ? below(departmentId, tree) : null
  return members.filter(
    (one) =>
      (state === 'all' || (one.disabledAt === null) === (state === 'active')) &&
      (!places || places.has(one.departmentId)) &&
      (!role || one.roles.includes(role)) &&
      [one.name, one.username, one.title, one.managerName ?? ''].some((text) => text.toLowerCase().includes(typed)),
  )
}
