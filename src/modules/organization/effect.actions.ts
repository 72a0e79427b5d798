// 谁能看到什么: what roles do for one person, by the code that enforces it and over the table of routes that it guards.
import { opens, ownersInReach, scopeOf } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'
import { MEMBER, PUBLIC, type RouteMeta } from '#core/contract.ts'
import { notFound, refuse } from '#core/refuse.ts'
import { loadMember, memberDetail, memberNames, permissionsOf } from './member.store.ts'
import { listRoles } from './role.store.ts'
import { street } from './street.actions.ts'

export async function memberEffect(ctx: Ctx, input: { id: string }) {
  const member = await memberDetail(ctx, input.id)
  if (!member) throw notFound('member')
  const actor = await loadMember(ctx.tx, member.id, member.userId)
  if (!actor) throw refuse('member.disabled_already', { name: member.name })
  const held = (await listRoles(ctx)).filter((role) => member.roleIds.includes(role.id))
  const known = street().flatMap((room) => Object.entries(room.permissions).map(([key, words]) => ({ room, key, words })))
  const reach = new Map(known.map(({ key }) => [key, ownersInReach(actor, key)]))
  const names = await memberNames(
    ctx,
    [...reach.values()].flatMap((ids) => ids ?? []),
  )
  const permissions = known.map(({ room, key, words }) => ({
    key,
    zh: words.zh,
    en: words.en,
    room: room.name,
    roomTitle: room.title,
    scope: scopeOf(actor, key) ?? null,
    from: held.filter((role) => permissionsOf(role)[key]).map((role) => role.name),
    owners: reach.get(key)?.map((id) => ({ id, name: names[id] ?? '' })) ?? null,
  }))
  const routes = street().flatMap((room) =>
    Object.values(room.contract).map((procedure) => {
      const { method = 'POST', path = '', summary = '' } = procedure['~orpc'].route
      const { permission } = procedure['~orpc'].meta as RouteMeta
      const free = permission === MEMBER || permission === PUBLIC
      return {
        method,
        path: path.replace('/api/v1', ''),
        summary,
        room: room.name,
        permission,
        open: opens(actor, permission),
        scope: free ? null : (scopeOf(actor, permission) ?? null),
      }
    }),
  )
  const { id, name, title, department } = member
  return { member: { id, name, title, department, roles: held.map((role) => role.name) }, permissions, routes }
}
