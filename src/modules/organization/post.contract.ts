// 岗位: what people are, with the roles that go with it; the roles of one member, and where he is signed in.
import { byId, Id, line, May, MEMBER, route, Version, z } from '#core/contract.ts'
import { MemberDetail } from './member.contract.ts'
import { MemberSession } from './session.contract.ts'

export const Post = z.object({ id: Id, name: z.string(), roleIds: z.array(Id), members: z.int(), version: Version, may: May })
const OK = z.object({ ok: z.literal(true) })
const roleIds = z.array(Id).max(10)

export const postContract = {
  posts: route('GET', '/posts', MEMBER, 'Every post with the roles that go with it').output(z.object({ items: z.array(Post), may: May })),
  createPost: route('POST', '/posts', 'role.manage', 'Add a post', ['post.name_taken', 'member.unknown_place'])
    .input(z.object({ name: line(40), roleIds }))
    .output(z.object({ id: Id })),
  changePost: route('PUT', '/posts/{id}', 'role.manage', 'Rename a post or change the roles that go with it; members keep what they have', [
    'common.stale',
    'post.name_taken',
    'member.unknown_place',
  ])
    .input(z.object({ id: Id, version: Version, name: line(40), roleIds }))
    .output(OK),
  deletePost: route('DELETE', '/posts/{id}', 'role.manage', 'Remove a post that nobody has', ['post.in_use']).input(byId).output(OK),
  setMemberRoles: route('PUT', '/members/{id}/roles', 'role.manage', 'Give a member exactly these roles, and a post', [
    'common.stale',
    'member.unknown_place',
    'member.last_admin',
    'separation.two_powers',
  ])
    .input(z.object({ id: Id, version: Version, roleIds, postId: Id.nullish() }))
    .output(OK),
  memberRoles: route('GET', '/members/{id}/roles', 'role.manage', 'Roles and post of one member')
    .input(byId)
    .output(MemberDetail.pick({ id: true, name: true, roleIds: true, version: true }).extend({ postId: Id.nullable() })),
  memberSessions: route('GET', '/members/{id}/sessions', 'member.manage', 'Where a member is signed in')
    .input(byId)
    .output(z.object({ items: z.array(MemberSession) })),
  endMemberSession: route(
    'DELETE',
    '/members/{id}/sessions/{sessionId}',
    'member.manage',
    'Sign a member out on one device; effective within 5 s',
  )
    .input(z.object({ id: Id, sessionId: z.string().max(80) }))
    .output(OK),
}
