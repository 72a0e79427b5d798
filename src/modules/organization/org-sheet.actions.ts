// 组织表: read a workbook, say what each row would do, do it in one transaction; and write the workbook out.
import readWorkbook from 'read-excel-file/node'
import writeWorkbook from 'write-excel-file/node'
import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { forbidden, invalid } from '#core/refuse.ts'
import * as tree from './department.store.ts'
import { addMember, keepsCompanyRun } from './member.actions.ts'
import { updateMember } from './member.store.ts'
import { type KnownOrg, type OrgPlan, type PlannedMember, planOf } from './org-plan.rule.ts'
import { rowsOf, type Sheet } from './org-sheet.rule.ts'
import { membersForSheet } from './org-sheet.store.ts'
import { listPosts, setPost } from './post.store.ts'
import { listRoles, setRoles } from './role.store.ts'
import { adminRoles } from './separation.rule.ts'

const MOST_BYTES = 2_000_000
const MOST_ROWS = 5000
/** Each new member costs a password that is slow to hash on purpose. */
const MOST_NEW = 200

async function sheetsOf(file: File): Promise<Sheet[]> {
  const bytes = Buffer.from(await file.arrayBuffer())
  // A workbook is a zip archive; anything else is not handed to its reader.
  if (bytes.length > MOST_BYTES || bytes.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004') throw invalid('sheet.not_a_workbook')
  try {
    return (await readWorkbook(bytes)) as Sheet[]
  } catch {
    throw invalid('sheet.not_a_workbook')
  }
}

async function knownOrg(ctx: Ctx): Promise<KnownOrg> {
  return {
    departments: await tree.listDepartments(ctx),
    members: await membersForSheet(ctx),
    posts: await listPosts(ctx),
    roles: await listRoles(ctx),
  }
}

export async function importOrganization(ctx: Ctx, input: { file: File; commit: boolean }) {
  const rows = rowsOf(await sheetsOf(input.file))
  if (!rows) throw invalid('sheet.no_table')
  if (input.commit) await tree.lockShape(ctx)
  const plan = planOf(rows, await knownOrg(ctx))
  const fresh = plan.members.filter((one) => one.fate === 'create').length
  if (rows.departments.length + rows.members.length > MOST_ROWS || fresh > MOST_NEW)
    throw invalid('sheet.too_many', { rows: MOST_ROWS, members: MOST_NEW })
  if (plan.members.some(givesRoles) && !holds(ctx.actor, 'role.manage')) throw forbidden('role.manage')
  if (input.commit && plan.faults.length > 0) {
    const named = [...new Set(plan.faults.map((one) => one.row))]
    throw invalid('sheet.faults', { n: plan.faults.length, rows: named.slice(0, 20).join('、') })
  }
  const passwords = input.commit ? await carryOut(ctx, plan) : []
  return {
    committed: input.commit,
    departments: plan.departments.map(({ row, name, fate }) => ({ row, name, fate })),
    members: plan.members.map(({ row, name, username, fate, changed }) => ({ row, name, username, fate, changed })),
    faults: plan.faults,
    passwords,
  }
}

const givesRoles = (one: PlannedMember): boolean => one.changed.includes('roleIds') || (one.fate === 'create' && !!one.roleIds?.length)

async function carryOut(ctx: Ctx, plan: OrgPlan): Promise<{ name: string; username: string; password: string }[]> {
  const users: string[] = []
  try {
    const places = await makeDepartments(ctx, plan)
    const placeOf = (key: string): string => places.get(key) ?? key
    const ids = new Map((await membersForSheet(ctx)).map((one) => [one.username, one.id]))
    const passwords: { name: string; username: string; password: string }[] = []
    for (const one of plan.members.filter((member) => member.fate === 'create')) {
      const made = await addMember(ctx, { ...one, departmentId: placeOf(one.department), managerId: null, roleIds: one.roleIds ?? [] })
      users.push(made.userId)
      ids.set(one.username, made.id)
      passwords.push({ name: one.name, username: one.username, password: made.password })
    }
    for (const one of plan.members) await place(ctx, one, ids, placeOf)
    for (const one of plan.departments) {
      const headId = one.head ? ids.get(one.head) : undefined
      if (one.fate !== 'same' && headId) await tree.setDepartmentHead(ctx, placeOf(one.id ?? `new:${one.name}`), headId)
    }
    await keepsCompanyRun(ctx, { roles: ['admin', ...adminRoles] })
    ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
    return passwords
  } catch (error) {
    // Users stand in another schema and another transaction: none may outlive the file that failed.
    for (const id of users) await ctx.services.identity.removeUser(id)
    throw error
  }
}

/** Departments, each after the one above it; ids by the plan's keys. */
async function makeDepartments(ctx: Ctx, plan: OrgPlan): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const waiting = plan.departments.filter((one) => one.fate !== 'same')
  while (waiting.length > 0) {
    const at = waiting.findIndex((one) => !one.parent.startsWith('new:') || ids.has(one.parent))
    const [one] = waiting.splice(Math.max(at, 0), 1)
    if (!one) break
    const parentId = ids.get(one.parent) ?? one.parent
    const id = one.id ?? uuidv7()
    ids.set(`new:${one.name}`, id)
    if (one.id) {
      await tree.updateDepartment(ctx, id, { parentId })
      await emit(ctx, 'department.changed', id, { changed: ['parentId', 'headId'] })
    } else {
      await tree.insertDepartment(ctx, { id, name: one.name, parentId, sort: 1000 })
      await emit(ctx, 'department.created', id, { name: one.name, parentId })
    }
  }
  return ids
}

/** Managers stand once everybody is there. */
async function place(ctx: Ctx, one: PlannedMember, ids: Map<string, string>, placeOf: (key: string) => string): Promise<void> {
  if (one.fate === 'same') return
  const id = ids.get(one.username) as string
  const managerId = one.manager ? ids.get(one.manager) : undefined
  if (one.fate === 'create') {
    if (managerId) await updateMember(ctx, { id, version: 1, managerId })
    return
  }
  const { version } = (await membersForSheet(ctx, id))[0] as { version: number }
  await updateMember(ctx, { id, version, name: one.name, title: one.title ?? undefined, departmentId: placeOf(one.department), managerId })
  if (one.roleIds && one.changed.includes('roleIds')) await setRoles(ctx, id, one.roleIds)
  if (one.postId) await setPost(ctx, id, one.postId)
  const roles = one.changed.includes('roleIds') ? { roleIds: one.roleIds } : {}
  await emit(ctx, 'member.changed', id, { changed: one.changed, ...roles })
}

const cells = (row: readonly string[]): { value: string; type: StringConstructor }[] => row.map((value) => ({ value, type: String }))

/** Everybody who is here; brought in again unchanged it changes nothing. */
export async function organizationSheet(ctx: Ctx): Promise<File> {
  const known = await knownOrg(ctx)
  const of = <T extends { id: string }>(list: readonly T[], id: string | null, word: (one: T) => string): string => {
    const found = list.find((one) => one.id === id)
    return found ? word(found) : ''
  }
  const twice = (name: string): boolean => known.departments.filter((one) => one.name === name).length > 1
  const pathOf = (one: KnownOrg['departments'][number]): string =>
    twice(one.name) ? `${of(known.departments, one.parentId, (up) => up.name)}/${one.name}` : one.name
  const departments = known.departments
    .filter((one) => one.parentId !== null && !twice(one.name))
    .map((one) => [one.name, of(known.departments, one.parentId, pathOf), of(known.members, one.headId, (head) => head.username)])
  const members = known.members
    .filter((one) => one.disabledAt === null)
    .map((one) => [
      one.name,
      one.username,
      '',
      one.title,
      of(known.departments, one.departmentId, pathOf),
      of(known.members, one.managerId, (manager) => manager.username),
      of(known.posts, one.postId, (post) => post.name),
      one.roleIds.map((id) => of(known.roles, id, (role) => role.name)).join('、'),
    ])
  const columns = (widths: readonly number[]) => widths.map((width) => ({ width }))
  const sheets = [
    {
      sheet: '成员',
      columns: columns([12, 18, 16, 18, 18, 18, 14, 24]),
      data: [['姓名', '登录名', '手机', '职务', '部门', '上级', '岗位', '角色'], ...members].map(cells),
    },
    { sheet: '部门', columns: columns([18, 18, 18]), data: [['部门', '上级部门', '负责人'], ...departments].map(cells) },
  ]
  const bytes = await writeWorkbook(sheets as never).toBuffer()
  return new File([new Uint8Array(bytes)], 'organization.xlsx', {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  })
}
