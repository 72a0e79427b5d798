// 组织表. Rows of departments and members against who is there: what each would do, and every row that cannot be.
export type Cell = string | number | boolean | Date | null
export type Sheet = { sheet: string; data: Cell[][] }

export type DepartmentRow = { row: number; name: string; parent: string; head: string }
export type MemberRow = {
  row: number
  name: string
  username: string
  phone: string
  title: string
  department: string
  manager: string
  post: string
  roles: string[]
}
export type OrgRows = { departments: DepartmentRow[]; members: MemberRow[] }

const HEADINGS = {
  departments: { name: /^(部门|department)$/i, parent: /^(上级部门|parent)$/i, head: /^(负责人|head)$/i },
  members: {
    name: /^(姓名|name)$/i,
    username: /^(登录名|账号|username|user name)$/i,
    phone: /^(手机|手机号|phone)$/i,
    title: /^(职务|title)$/i,
    department: /^(部门|department)$/i,
    manager: /^(上级|直接上级|manager)$/i,
    post: /^(岗位|post)$/i,
    roles: /^(角色|roles?)$/i,
  },
} as const

type Kind = keyof typeof HEADINGS

const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell).trim())

/** Which column holds what; null when the sheet is not of this kind. */
function columnsOf(kind: Kind, head: readonly Cell[], needed: readonly string[]): Record<string, number> | null {
  const found = Object.entries(HEADINGS[kind]).map(([field, words]) => [field, head.findIndex((cell) => words.test(textOf(cell)))] as const)
  const columns = Object.fromEntries(found.filter(([, at]) => at >= 0))
  return needed.every((field) => field in columns) ? columns : null
}

/** The tables of a workbook, told by their headings; null when there is none of members or departments. */
export function rowsOf(sheets: readonly Sheet[]): OrgRows | null {
  const rows: OrgRows = { departments: [], members: [] }
  let known = false
  for (const { data } of sheets) {
    const [head = [], ...body] = data
    const members = columnsOf('members', head, ['name', 'username', 'department'])
    const departments = members ? null : columnsOf('departments', head, ['name', 'parent'])
    known ||= members !== null || departments !== null
    for (const [index, cells] of body.entries()) {
      if (cells.every((cell) => textOf(cell) === '')) continue
      const of = (columns: Record<string, number>, field: string): string => textOf(cells[columns[field] ?? -1])
      const row = index + 2
      if (departments)
        rows.departments.push({ row, name: of(departments, 'name'), parent: of(departments, 'parent'), head: of(departments, 'head') })
      if (!members) continue
      const get = (field: string): string => of(members, field)
      const roles = get('roles')
        .split(/[、,，;；]/)
        .map((one) => one.trim())
        .filter(Boolean)
      rows.members.push({
        row,
        name: get('name'),
        username: get('username').toLowerCase(),
        phone: get('phone'),
        title: get('title'),
        department: get('department'),
        manager: get('manager').toLowerCase(),
        post: get('post'),
        roles,
      })
    }
  }
  return known ? rows : null
}

export type Fault = { sheet: Kind; row: number; code: string; params: Record<string, string> }

/**
 * Rings of `above` among `keys`: every key from which the way up comes back to itself, in the order of the ring.
 * `above` names who stands over whom.
 */
export function ringsOf(keys: readonly string[], above: ReadonlyMap<string, string | null>): string[][] {
  const rings: string[][] = []
  const settled = new Set<string>()
  for (const start of keys) {
    const way: string[] = []
    let at: string | null | undefined = start
    while (at && !settled.has(at) && !way.includes(at)) {
      way.push(at)
      at = above.get(at)
    }
    if (at && way.includes(at)) rings.push(way.slice(way.indexOf(at)))
    for (const one of way) settled.add(one)
  }
  return rings
}

/** The faults of rings: each row of the file that stands in one, with all its rows named. */
export function ringFaults(
  sheet: Kind,
  code: string,
  rows: readonly { row: number; key: string; label: string }[],
  above: ReadonlyMap<string, string | null>,
): Fault[] {
  const byKey = new Map(rows.map((one) => [one.key, one]))
  return ringsOf(
    rows.map((one) => one.key),
    above,
  ).flatMap((ring) => {
    const inFile = ring.flatMap((key) => byKey.get(key) ?? []).sort((a, b) => a.row - b.row)
    const params = { rows: inFile.map((one) => one.row).join('、'), names: inFile.map((one) => one.label).join(' → ') }
    return inFile.map((one) => ({ sheet, row: one.row, code, params }))
  })
}
