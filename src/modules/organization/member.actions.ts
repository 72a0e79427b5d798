import { randomInt } from 'node:crypto'
import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'

import { isGoodPassword } from '#core/passwords.ts'

import { forbidden, invalid, notFound, refuse } from '#core/refuse.ts'
import { departmentExists, lockShape } from './department.store.ts'

import { revokeDevicesOf } from './device.actions.ts'
import { passEverything } from './hand-over.actions.ts'
import * as store from './member.store.ts'
import { mustFitPlan } from './plan.actions.ts'
import { listPosts, setPost } from './post.store.ts'
import { holdersOf, listRoles, setRoles } from './role.store.ts'
import { isSeparated, mustBeSeparate, rolesNeverEmpty } from './separation.actions.ts'

const OK = { ok: true } as const
// No letter or digit that is read as another when the password is passed on by voice or on paper.
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
function oneTimePassword(): string {
  const password = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  // One in two thousand is taken for a known one.
  return isGoodPassword(password) ? password : oneTimePassword()
}

export async function members(ctx: Ctx) {
  return { items: await store.listMembers(ctx), may: { manage: holds(ctx.actor, 'member.manage') } }
}

async function existing(ctx: Ctx, id: string): Promise<store.MemberDetailRow> {
  const row = await store.memberDetail(ctx, id)
  if (!row) throw notFound('member')
  return row
}

export async function memberDetail(ctx: Ctx, input: { id: string }) {
  const { userId: _, ...row } = await existing(ctx, input.id)
  const self = row.id === ctx.actor.memberId
  const active = row.disabledAt === null
  return { ...row, may: { edit: active, disable: active && !self, enable: !active, resetPassword: active } }
}

interface Place {
  departmentId?: string | undefined
  managerId?: string | null | undefined
  roleIds?: string[] | undefined
  postId?: string | null | undefined
}

/** Department, manager and roles must be the company's own, and the manager active. */
export async function mustBePlace(ctx: Ctx, place: Place): Promise<void> {
  if (place.departmentId && !(await departmentExists(ctx, place.departmentId)))
    throw invalid('member.unknown_place', { field: 'departmentId' })
  if (place.managerId && (await store.memberById(ctx, place.managerId))?.disabledAt !== null)
    throw invalid('member.unknown_place', { field: 'managerId' })
  if (place.postId && !(await listPosts(ctx)).some((post) => post.id === place.postId))
    throw invalid('member.unknown_place', { field: 'postId' })
  if (!place.roleIds?.length) return
  if (!holds(ctx.actor, 'role.manage')) throw forbidden('role.manage')
  await mustKnowRoles(ctx, place.roleIds)
}

export async function mustKnowRoles(ctx: Ctx, roleIds: readonly string[]): Promise<void> {
  const known = new Set((await listRoles(ctx)).map((role) => role.id))
  if (!roleIds.every((id) => known.has(id))) throw invalid('member.unknown_place', { field: 'roleIds' })
}

/** After a change of roles or of who is here: the company still has who runs it, and the three admins are still three. */
export async function keepsCompanyRun(ctx: Ctx, before: Pick<store.MemberDetailRow, 'roles'>): Promise<void> {
  for (const code of await rolesNeverEmpty(ctx))
    if (before.roles.includes(code) && (await holdersOf(ctx, [code])).length === 0) throw refuse('member.last_admin')
  if (await isSeparated(ctx)) await mustBeSeparate(ctx)
}

export interface NewMemberInput {
  name: string
  username: string
  phone?: string | null | undefined
  title?: string | null | undefined
  postId?: string | null | undefined
  departmentId: string
  managerId?: string | null | undefined
  roleIds: string[]
}

export async function createMember(ctx: Ctx, input: NewMemberInput): Promise<{ id: string; password: string | null }> {
  await mustBePlace(ctx, input)
  const { id, password } = await addMember(ctx, input)
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return { id, password }
}

/** The user, the member, the roles; the caller has looked whether the place exists. */
export async function addMember(ctx: Ctx, input: NewMemberInput): Promise<{ id: string; userId: string; password: string }> {
  await mustFitPlan(ctx, 'members', 1)
  const password = oneTimePassword()
  const { identity } = ctx.services
  const userId = await identity.createUser({ name: input.name, username: input.username, phone: input.phone ?? null, password })
  const id = uuidv7()
  try {
    await identity.addMembership(userId, ctx.tenantId, id)
    await store.insertMember(ctx, {
      id,
      userId,
      name: input.name,
      username: input.username,
      phone: input.phone ?? null,
      departmentId: input.departmentId,
      managerId: input.managerId ?? null,
      title: input.title ?? '',
    })
    await setRoles(ctx, id, input.roleIds)
    if (input.postId) await setPost(ctx, id, input.postId)
    await keepsCompanyRun(ctx, { roles: [] })
    await emit(ctx, 'member.created', id, { departmentId: input.departmentId, managerId: input.managerId ?? null, roleIds: input.roleIds })
  } catch (error) {
    // The user stands in another schema and another transaction: it must not survive the member it was made for.
    await identity.removeUser(userId)
    throw error
  }
  return { id, userId, password }
}

export async function changeMember(
  ctx: Ctx,
  input: Place & { id: string; version: number; name?: string | undefined; title?: string | undefined },
) {
  if (input.managerId || input.roleIds) await lockShape(ctx)
  const before = await existing(ctx, input.id)
  await mustBePlace(ctx, input)
  if (input.managerId && (input.managerId === input.id || (await store.managersAbove(ctx, input.managerId)).includes(input.id)))
    throw invalid('member.manager_circle')
  if (!(await store.updateMember(ctx, input))) throw refuse('common.stale')
  if (input.roleIds) {
    await setRoles(ctx, input.id, input.roleIds)
    await keepsCompanyRun(ctx, before)
  }
  const { id, version: _, ...change } = input
  await emit(ctx, 'member.changed', id, { ...change, name: undefined, changed: Object.keys(change) })
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return await memberDetail(ctx, { id })
}

export async function disableMember(ctx: Ctx, input: { id: string; successorId?: string | null }) {
  await lockShape(ctx)
  const member = await existing(ctx, input.id)
  if (member.id === ctx.actor.memberId) throw refuse('member.yourself')
  if (member.disabledAt) throw refuse('member.disabled_already', { name: member.name })
  const successorId = input.successorId ?? (await store.managerOf(ctx, member.id))
  const successor = successorId && successorId !== member.id ? await store.memberById(ctx, successorId) : undefined
  if (successor?.disabledAt !== null) throw refuse('member.successor_needed', { name: member.name })
  const handOverId = await passEverything(ctx, member.id, successor.id, true)
  await store.setDisabled(ctx, member.id, ctx.now.toISOString())
  await keepsCompanyRun(ctx, member)
  await emit(ctx, 'member.disabled', member.id, { successorId: successor.id, handOverId })
  await revokeDevicesOf(ctx, member.id)
  const { identity } = ctx.services
  // Access ends when the row is committed; the cached sessions of this process go with it.
  ctx.afterCommit(() => identity.forget(ctx.tenantId))
  return { ...OK, handOverId }
}

export async function enableMember(ctx: Ctx, input: { id: string }) {
  const member = await existing(ctx, input.id)
  if (!member.disabledAt) throw refuse('member.active_already', { name: member.name })
  await mustFitPlan(ctx, 'members', 1)
  await store.setDisabled(ctx, member.id, null)
  await keepsCompanyRun(ctx, member)
  await emit(ctx, 'member.enabled', member.id)
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return OK
}

export async function resetPassword(ctx: Ctx, input: { id: string }): Promise<{ password: string | null }> {
  const member = await existing(ctx, input.id)
  // The account opens other companies' doors too: their administrators did not agree to this one's word.
  if (!(await ctx.services.identity.onlyIn(member.userId, ctx.tenantId))) throw refuse('member.shared_account', { name: member.name })
  const password = oneTimePassword()
  await ctx.services.identity.setPassword(member.userId, password)
  await ctx.services.identity.revokeAll(member.userId)
  await emit(ctx, 'member.password_reset', member.id)
  return { password }
}
