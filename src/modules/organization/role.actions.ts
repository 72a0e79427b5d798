import type { Ctx, Scope } from '#core/context.ts'
import { isUniqueViolation } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { STANDARD_ROLES, type StandardRole } from '#core/room.ts'
import { mustAsk, propose } from './change.actions.ts'
import { waitingChanges } from './change.store.ts'
import { departmentsExist, lockShape } from './department.store.ts'
import { permissionsOf } from './member.store.ts'
import * as store from './role.store.ts'
import { isSeparated, knownPermissions, mustBeSeparate } from './separation.actions.ts'
import { adminRoles, permissionsOfAdmin } from './separation.rule.ts'
import { street } from './street.actions.ts'

/** The admin's role holds everything, and the three separated ones what is theirs: else a company could lock itself out. */
const isFixed = (code: string): boolean => code === 'admin' || (adminRoles as readonly string[]).includes(code)
const shown = (role: store.RoleRow, waitingApprovalId: string | null) => ({
  ...role,
  permissions: permissionsOf(role),
  waitingApprovalId,
  may: { edit: !isFixed(role.code) },
})

export async function roles(ctx: Ctx) {
  const waiting = await waitingChanges(ctx)
  const waitsFor = (id: string) => waiting.find((one) => one.kind === 'role' && one.target === id)?.approvalId ?? null
  return { items: (await store.listRoles(ctx)).map((role) => shown(role, waitsFor(role.id))), may: { create: true } }
}

export async function permissions(_ctx: Ctx) {
  const items = street().flatMap((room) =>
    Object.entries(room.permissions).map(([key, { zh, en }]) => ({ key, zh, en, room: room.name, roomTitle: room.title })),
  )
  return { items }
}

const ADMIN_WORDS = {
  system_admin: { zh: '系统管理员', en: 'System admin' },
  security_admin: { zh: '安全管理员', en: 'Security admin' },
  audit_admin: { zh: '审计管理员', en: 'Audit admin' },
}

export async function roleTemplates(_ctx: Ctx) {
  const all = street().flatMap((room) => Object.entries(room.permissions))
  const born = (Object.keys(STANDARD_ROLES) as StandardRole[])
    .filter((code) => code !== 'admin')
    .map((code) => ({
      code: code as string,
      ...STANDARD_ROLES[code],
      permissions: Object.fromEntries(all.flatMap(([key, { standard }]) => (standard[code] ? [[key, standard[code]]] : []))),
    }))
  const admins = adminRoles.map((code) => ({ code, ...ADMIN_WORDS[code], permissions: permissionsOfAdmin(code, knownPermissions()) }))
  return { items: [...born, ...admins] }
}

interface Allowed {
  permissions: Record<string, Scope>
  departments?: Record<string, string[]> | undefined
}

/** Permissions that exist, and chosen departments exactly where the scope asks for them. */
async function allowedOf(ctx: Ctx, { permissions, departments = {} }: Allowed): Promise<Required<Allowed>> {
  const known = new Set(street().flatMap((room) => Object.keys(room.permissions)))
  const unknown = [...Object.keys(permissions), ...Object.keys(departments)].find((key) => !known.has(key))
  if (unknown) throw invalid('role.unknown_permission', { permission: unknown })
  const custom = Object.keys(permissions).filter((key) => permissions[key] === 'custom')
  const bare = custom.find((key) => !departments[key]?.length)
  if (bare) throw invalid('role.departments_needed', { permission: bare })
  const chosen = Object.fromEntries(custom.map((key) => [key, [...new Set(departments[key])]]))
  if (!(await departmentsExist(ctx, Object.values(chosen).flat()))) throw invalid('member.unknown_place', { field: 'departments' })
  return { permissions, departments: chosen }
}

export async function createRole(ctx: Ctx, input: Allowed & { code: string; name: string }) {
  const allowed = await allowedOf(ctx, input)
  if (await mustAsk(ctx, { kind: 'role', id: input.code })) {
    if ((await store.listRoles(ctx)).some((role) => role.code === input.code)) throw refuse('role.code_taken', { code: input.code })
    const payload = { code: input.code, name: input.name, ...allowed }
    const { approvalId } = await propose(ctx, { kind: 'new_role', target: input.code, basedOn: 0, payload })
    return { id: null, approvalId }
  }
  const id = uuidv7()
  try {
    await store.insertRole(ctx, { id, code: input.code, name: input.name, ...allowed })
  } catch (error) {
    if (isUniqueViolation(error, 'role_code')) throw refuse('role.code_taken', { code: input.code })
    throw error
  }
  await emit(ctx, 'role.created', id, { code: input.code, ...allowed })
  return { id, approvalId: null }
}

export async function changeRole(ctx: Ctx, input: Allowed & { id: string; version: number; name: string }) {
  await lockShape(ctx)
  const allowed = await allowedOf(ctx, input)
  const before = (await store.listRoles(ctx)).find((role) => role.id === input.id)
  if (!before) throw notFound('role')
  if (isFixed(before.code)) throw refuse('role.admin_fixed')
  if (await mustAsk(ctx, { kind: 'role', id: input.id })) {
    if (before.version !== input.version) throw refuse('common.stale')
    const payload = { name: input.name, ...allowed }
    const { approvalId } = await propose(ctx, { kind: 'role', target: input.id, basedOn: input.version, payload })
    return shown(before, approvalId)
  }
  if (!(await store.updateRole(ctx, { ...input, ...allowed }))) throw refuse('common.stale')
  if (await isSeparated(ctx)) await mustBeSeparate(ctx)
  await emit(ctx, 'role.changed', input.id, {
    code: before.code,
    before: before.permissions,
    after: allowed.permissions,
    departments: allowed.departments,
  })
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return shown({ ...before, name: input.name, ...allowed, version: input.version + 1 }, null)
}
