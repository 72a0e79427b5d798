// 组织表的去处: a good file says of each row whether it makes, changes or leaves; a bad one names every row that cannot be.
import { type DepartmentRow, type Fault, type MemberRow, type OrgRows, ringFaults } from './org-sheet.rule.ts'

export type KnownOrg = {
  departments: { id: string; name: string; parentId: string | null; headId: string | null }[]
  members: {
    id: string
    name: string
    username: string
    title: string
    departmentId: string
    managerId: string | null
    postId: string | null
    roleIds: string[]
    disabledAt: string | null
  }[]
  posts: { id: string; name: string; roleIds: string[] }[]
  roles: { id: string; code: string; name: string }[]
}

export type Fate = 'create' | 'change' | 'same'
/** `department`, `parent`: an id, or `new:<name>` of a department this file makes; `head`, `manager`: a login. Null: left as it is. */
export type PlannedDepartment = { row: number; id: string | null; name: string; parent: string; head: string | null; fate: Fate }
export type PlannedMember = {
  row: number
  id: string | null
  name: string
  username: string
  phone: string | null
  title: string | null
  department: string
  manager: string | null
  postId: string | null
  roleIds: string[] | null
  fate: Fate
  changed: string[]
}
export type OrgPlan = { departments: PlannedDepartment[]; members: PlannedMember[]; faults: Fault[] }

export function planOf(rows: OrgRows, known: KnownOrg): OrgPlan {
  const faults: Fault[] = []
  const place = placesOf(rows.departments, known)
  const departments = rows.departments.flatMap((row) => departmentOf(row, rows, known, place, faults) ?? [])
  const members = rows.members.flatMap((row) => memberOf(row, rows, known, place, faults) ?? [])
  faults.push(...departmentRings(departments, known), ...managerRings(members, known))
  return { departments, members, faults: faults.sort((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row) }
}

const NEW = 'new:'
type Place = (reference: string) => string | 'none' | 'several'

/** A department by its name, or by the end of its path (`销售中心/苏沪`): its id, or `new:<name>` when this file makes it. */
function placesOf(rows: readonly DepartmentRow[], known: KnownOrg): Place {
  const all = known.departments.map(({ id, name, parentId }) => ({
    key: id,
    name,
    parent: known.departments.find((one) => one.id === parentId)?.name ?? '',
  }))
  const names = new Set(all.map((one) => one.name))
  for (const row of rows)
    if (!names.has(row.name)) {
      all.push({ key: NEW + row.name, name: row.name, parent: row.parent.split('/').at(-1) ?? '' })
      names.add(row.name)
    }
  return (reference) => {
    const [name, parent] = reference
      .split('/')
      .map((part) => part.trim())
      .reverse()
    const found = all.filter((one) => one.name === name && (!parent || one.parent === parent))
    return found.length === 1 ? (found[0]?.key as string) : found.length === 0 ? 'none' : 'several'
  }
}

const rootOf = (known: KnownOrg): string => known.departments.find((one) => one.parentId === null)?.id ?? ''

function departmentOf(row: DepartmentRow, rows: OrgRows, known: KnownOrg, place: Place, faults: Fault[]): PlannedDepartment | undefined {
  const fault = (code: string, params: Record<string, string>): undefined =>
    void faults.push({ sheet: 'departments', row: row.row, code, params })
  if (!row.name || row.name.length > 40 || row.name.includes('/')) return fault('sheet.department_name', { name: row.name })
  if (rows.departments.some((one) => one.name === row.name && one.row < row.row)) return fault('sheet.twice', { name: row.name })
  const me = place(row.name)
  if (me === 'several') return fault('sheet.department_several', { name: row.name })
  const before = known.departments.find((one) => one.id === me)
  if (before?.parentId === null) return row.parent ? fault('sheet.company_moves', { name: row.name }) : undefined
  const parent = row.parent ? place(row.parent) : (before?.parentId ?? rootOf(known))
  if (parent === 'none' || parent === 'several') return fault(`sheet.department_${parent}`, { name: row.parent })
  const head = row.head ? loginOf(row.head, rows, known) : null
  if (row.head && !head) return fault('sheet.no_such_person', { name: row.head })
  const headId = known.members.find((one) => one.username === head)?.id
  const same = before && before.parentId === parent && (head === null || before.headId === headId)
  return { row: row.row, id: before?.id ?? null, name: row.name, parent, head, fate: same ? 'same' : before ? 'change' : 'create' }
}

/** A person named by login, or by a name that only one has; somebody who is here, or whom the file brings. */
function loginOf(reference: string, rows: OrgRows, known: KnownOrg): string | null {
  const here = known.members.filter((one) => one.disabledAt === null)
  const people = new Map([...here, ...rows.members].map(({ username, name }) => [username, name]))
  const login = reference.toLowerCase()
  if (people.has(login)) return login
  const named = [...people].filter(([, name]) => name === reference)
  return named.length === 1 ? (named[0]?.[0] as string) : null
}

function memberOf(row: MemberRow, rows: OrgRows, known: KnownOrg, place: Place, faults: Fault[]): PlannedMember | undefined {
  const fault = (code: string, params: Record<string, string>): undefined =>
    void faults.push({ sheet: 'members', row: row.row, code, params })
  if (!row.name || row.name.length > 40) return fault('sheet.name_missing', {})
  if (!/^(?![0-9]+$)[a-z0-9._-]{2,40}$/.test(row.username)) return fault('sheet.login_invalid', { login: row.username })
  if (rows.members.some((one) => one.username === row.username && one.row < row.row)) return fault('sheet.twice', { name: row.username })
  if (row.phone && !/^\+?[0-9][0-9 -]{5,19}$/.test(row.phone)) return fault('sheet.phone_invalid', { name: row.name })
  if (row.title.length > 40) return fault('sheet.title_long', { name: row.name })
  const before = known.members.find((one) => one.username === row.username)
  if (before?.disabledAt) return fault('sheet.member_disabled', { name: before.name })
  const department = place(row.department)
  if (department === 'none' || department === 'several') return fault(`sheet.department_${department}`, { name: row.department })
  const manager = row.manager ? loginOf(row.manager, rows, known) : null
  if (row.manager && !manager) return fault('sheet.no_such_person', { name: row.manager })
  const post = known.posts.find((one) => one.name === row.post)
  if (row.post && !post) return fault('sheet.no_such_post', { name: row.post })
  const roles = row.roles.map((name) => known.roles.find((one) => one.name === name || one.code === name)?.id ?? null)
  const missing = roles.indexOf(null)
  if (missing >= 0) return fault('sheet.no_such_role', { name: row.roles[missing] as string })
  const wished = roles.length > 0 ? (roles as string[]) : before ? null : (post?.roleIds ?? [])
  const managerId = known.members.find((one) => one.username === manager)?.id
  const changed = before
    ? [
        before.name !== row.name && 'name',
        row.title !== '' && before.title !== row.title && 'title',
        before.departmentId !== department && 'departmentId',
        manager !== null && before.managerId !== managerId && 'managerId',
        post && before.postId !== post.id && 'postId',
        wished && [...wished].sort().join() !== [...before.roleIds].sort().join() && 'roleIds',
      ].filter((one) => typeof one === 'string')
    : []
  return {
    row: row.row,
    id: before?.id ?? null,
    name: row.name,
    username: row.username,
    phone: row.phone || null,
    title: row.title || null,
    department,
    manager,
    postId: post?.id ?? null,
    roleIds: wished,
    fate: !before ? 'create' : changed.length > 0 ? 'change' : 'same',
    changed,
  }
}

function departmentRings(planned: readonly PlannedDepartment[], known: KnownOrg): Fault[] {
  const above = new Map<string, string | null>(known.departments.map((one) => [one.id, one.parentId]))
  const key = (one: PlannedDepartment): string => one.id ?? NEW + one.name
  for (const one of planned) above.set(key(one), one.parent)
  const rows = planned.map((one) => ({ row: one.row, key: key(one), label: one.name }))
  return ringFaults('departments', 'sheet.department_ring', rows, above)
}

function managerRings(planned: readonly PlannedMember[], known: KnownOrg): Fault[] {
  const logins = new Map(known.members.map((one) => [one.id, one.username]))
  const above = new Map<string, string | null>(known.members.map((one) => [one.username, logins.get(one.managerId ?? '') ?? null]))
  for (const one of planned) if (one.manager) above.set(one.username, one.manager)
  const rows = planned.map((one) => ({ row: one.row, key: one.username, label: one.name }))
  return ringFaults('members', 'sheet.manager_ring', rows, above)
}
