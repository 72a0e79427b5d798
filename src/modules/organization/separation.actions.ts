// 三员分立: split the admin's powers over three people, join them again, and hold every later change to it.
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { policy, setPolicy } from '#core/policies.ts'
import { invalid, refuse } from '#core/refuse.ts'
import { lockShape } from './department.store.ts'
import { memberById, permissionsOf } from './member.store.ts'
import * as roles from './role.store.ts'
import { separationPolicy } from './separation.policy.ts'
import { type AdminRole, adminRoles, type KnownPermission, permissionsOfAdmin, powersOf } from './separation.rule.ts'
import { street } from './street.actions.ts'

export const knownPermissions = (): KnownPermission[] =>
  street().flatMap((room) =>
    Object.entries(room.permissions).map(([key, { standard }]) => ({ key, everyday: Object.keys(standard).length > 0 })),
  )

export const isSeparated = async (ctx: Ctx): Promise<boolean> => (await policy(ctx, separationPolicy)).on

export async function separation(ctx: Ctx) {
  const list = await roles.listRoles(ctx)
  const holders = await roles.holdersOf(ctx, [...adminRoles])
  return {
    on: await isSeparated(ctx),
    admins: adminRoles.map((role) => ({
      role,
      roleId: list.find((one) => one.code === role)?.id ?? null,
      members: holders.filter((one) => one.code === role).map(({ id, name }) => ({ id, name })),
    })),
    version: (await ctx.services.policies.history(ctx, separationPolicy))[0]?.version ?? 0,
  }
}

type Wish = { on: true; systemAdminId: string; securityAdminId: string; auditAdminId: string } | { on: false; adminId: string }

export async function separateAdmins(ctx: Ctx, input: Wish) {
  await lockShape(ctx)
  if ((await isSeparated(ctx)) === input.on) throw refuse('separation.already')
  if (input.on) await split(ctx, [input.systemAdminId, input.securityAdminId, input.auditAdminId])
  else await join(ctx, input.adminId)
  const version = (await ctx.services.policies.history(ctx, separationPolicy))[0]?.version ?? 0
  await setPolicy(ctx, separationPolicy as never, { value: { on: input.on }, basedOn: version })
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return await separation(ctx)
}

async function mustBeActive(ctx: Ctx, ids: string[]): Promise<void> {
  for (const id of ids) if ((await memberById(ctx, id))?.disabledAt !== null) throw invalid('member.unknown_place', { field: 'members' })
}

async function split(ctx: Ctx, ids: [string, string, string]): Promise<void> {
  if (new Set(ids).size < 3) throw invalid('separation.same_person')
  await mustBeActive(ctx, ids)
  for (const [index, code] of adminRoles.entries()) {
    const roleId = await ensureRole(ctx, code)
    await give(ctx, ids[index] as string, roleId)
  }
  // The one admin's role rests: who had it keeps what else was given.
  for (const admin of await roles.holdersOf(ctx, ['admin'])) await take(ctx, admin.id, 'admin')
  await mustBeSeparate(ctx)
}

async function join(ctx: Ctx, adminId: string): Promise<void> {
  await mustBeActive(ctx, [adminId])
  const admin = (await roles.listRoles(ctx)).find((role) => role.code === 'admin')
  await give(ctx, adminId, admin?.id as string)
  for (const code of adminRoles) for (const one of await roles.holdersOf(ctx, [code])) await take(ctx, one.id, code)
}

async function ensureRole(ctx: Ctx, code: AdminRole): Promise<string> {
  const permissions = permissionsOfAdmin(code, knownPermissions())
  const there = (await roles.listRoles(ctx)).find((role) => role.code === code)
  if (there) {
    await roles.updateRole(ctx, { ...there, permissions, departments: {} })
    return there.id
  }
  const id = uuidv7()
  const names = { system_admin: '系统管理员', security_admin: '安全管理员', audit_admin: '审计管理员' }
  await roles.insertRole(ctx, { id, code, name: names[code], permissions })
  await emit(ctx, 'role.created', id, { code, permissions })
  return id
}

async function give(ctx: Ctx, memberId: string, roleId: string): Promise<void> {
  await roles.giveRole(ctx, memberId, roleId)
  await emit(ctx, 'member.changed', memberId, { changed: ['roleIds'], given: roleId })
}

async function take(ctx: Ctx, memberId: string, code: string): Promise<void> {
  await roles.takeRole(ctx, memberId, code)
  await emit(ctx, 'member.changed', memberId, { changed: ['roleIds'], taken: code })
}

/** Held after every change of roles, inside its transaction: nobody holds two of the three powers, nobody the whole. */
export async function mustBeSeparate(ctx: Ctx): Promise<void> {
  for (const member of await roles.rolesOfMembers(ctx)) {
    const powers = powersOf(member.roles.flatMap((role) => Object.keys(permissionsOf(role))))
    if (powers.length > 1) throw invalid('separation.two_powers', { name: member.name })
  }
}

/** The roles without whose last holder the company could not be run. */
export const rolesNeverEmpty = async (ctx: Ctx): Promise<readonly string[]> => ((await isSeparated(ctx)) ? adminRoles : ['admin'])
