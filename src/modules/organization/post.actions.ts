import { holds } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { isUniqueViolation } from '#core/db.ts'
import { emit } from '#core/events.ts'
import { uuidv7 } from '#core/ids.ts'
import { invalid, notFound, refuse } from '#core/refuse.ts'
import { lockShape } from './department.store.ts'
import { keepsCompanyRun, mustKnowRoles } from './member.actions.ts'
import { type MemberDetailRow, memberDetail, updateMember } from './member.store.ts'
import * as store from './post.store.ts'
import { setRoles } from './role.store.ts'

const OK = { ok: true } as const

export async function posts(ctx: Ctx) {
  const manage = holds(ctx.actor, 'role.manage')
  const items = (await store.listPosts(ctx)).map((post) => ({ ...post, may: { edit: manage, remove: manage && post.members === 0 } }))
  return { items, may: { create: manage } }
}

async function named<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (isUniqueViolation(error, 'post_name')) throw refuse('post.name_taken', { name })
    throw error
  }
}

export async function createPost(ctx: Ctx, input: { name: string; roleIds: string[] }) {
  await mustKnowRoles(ctx, input.roleIds)
  const id = uuidv7()
  await named(input.name, () => store.insertPost(ctx, { id, ...input }))
  await emit(ctx, 'post.created', id, { name: input.name, roleIds: input.roleIds })
  return { id }
}

async function existing(ctx: Ctx, id: string): Promise<store.PostRow> {
  const post = (await store.listPosts(ctx)).find((one) => one.id === id)
  if (!post) throw notFound('post')
  return post
}

export async function changePost(ctx: Ctx, input: { id: string; version: number; name: string; roleIds: string[] }) {
  await existing(ctx, input.id)
  await mustKnowRoles(ctx, input.roleIds)
  if (!(await named(input.name, () => store.updatePost(ctx, input)))) throw refuse('common.stale')
  await emit(ctx, 'post.changed', input.id, { name: input.name, roleIds: input.roleIds })
  return OK
}

export async function deletePost(ctx: Ctx, input: { id: string }) {
  const post = await existing(ctx, input.id)
  if (post.members > 0) throw refuse('post.in_use', { name: post.name, n: post.members })
  await store.dropPost(ctx, input.id)
  await emit(ctx, 'post.removed', input.id, { name: post.name })
  return OK
}

async function member(ctx: Ctx, id: string): Promise<MemberDetailRow> {
  const row = await memberDetail(ctx, id)
  if (!row) throw notFound('member')
  return row
}

export async function memberRoles(ctx: Ctx, input: { id: string }) {
  const { id, name, roleIds, version } = await member(ctx, input.id)
  return { id, name, roleIds, version, postId: await store.postOf(ctx, id) }
}

export async function setMemberRoles(ctx: Ctx, input: { id: string; version: number; roleIds: string[]; postId?: string | null }) {
  await lockShape(ctx)
  const before = await member(ctx, input.id)
  await mustKnowRoles(ctx, input.roleIds)
  if (input.postId && !(await store.listPosts(ctx)).some((post) => post.id === input.postId))
    throw invalid('member.unknown_place', { field: 'postId' })
  if (!(await updateMember(ctx, { id: input.id, version: input.version }))) throw refuse('common.stale')
  await setRoles(ctx, input.id, input.roleIds)
  if (input.postId !== undefined) await store.setPost(ctx, input.id, input.postId)
  await keepsCompanyRun(ctx, before)
  await emit(ctx, 'member.changed', input.id, { changed: ['roleIds', 'postId'], roleIds: input.roleIds, postId: input.postId })
  ctx.afterCommit(() => ctx.services.identity.forget(ctx.tenantId))
  return OK
}

export async function memberSessions(ctx: Ctx, input: { id: string }) {
  const { userId } = await member(ctx, input.id)
  const items = await ctx.services.identity.sessions(userId, '')
  return {
    items: items.map(({ id, deviceName, userAgent, createdAt, lastSeenAt }) => ({ id, deviceName, userAgent, createdAt, lastSeenAt })),
  }
}

export async function endMemberSession(ctx: Ctx, input: { id: string; sessionId: string }) {
  const { userId } = await member(ctx, input.id)
  if (!(await ctx.services.identity.revoke(userId, input.sessionId))) throw notFound('session')
  await emit(ctx, 'member.signed_out', input.id)
  return OK
}
