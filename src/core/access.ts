// Who may what. A permission has a scope; a record has an owner; a grant opens one record to one member.
// Single loads and lists use the same predicate, so they cannot disagree.
import type { Actor, Ctx, Scope } from './context.ts'
import { MEMBER, PUBLIC } from './contract.ts'
import { type Query, sql } from './db.ts'

/** The scope in which the actor holds the permission, or undefined. The system may everything. */
export function scopeOf(actor: Actor, permission: string): Scope | undefined {
  return actor.kind === 'system' ? 'all' : actor.permissions[permission]
}

/** Does the actor hold the permission at all (fields, screens, records without owner)? */
export function holds(actor: Actor, permission: string): boolean {
  return scopeOf(actor, permission) !== undefined
}

/** Does a route that asks for this permission open to the actor? The route answers by it, and the page that shows what a role does. */
export function opens(actor: Actor, permission: string): boolean {
  return permission === PUBLIC || permission === MEMBER || holds(actor, permission)
}

/** Does the permission reach a record of this owner? `granted`: a record_grant opens it. */
export function reaches(actor: Actor, permission: string, ownerId: string | null, granted = false): boolean {
  if (!holds(actor, permission)) return false
  const owners = ownersInReach(actor, permission)
  return owners === null || granted || (ownerId !== null && owners.includes(ownerId))
}

/** Owners that the permission reaches: `null` means everybody, an empty list nobody. */
export function ownersInReach(actor: Actor, permission: string): string[] | null {
  const scope = scopeOf(actor, permission)
  if (!scope) return []
  if (scope === 'all') return null
  if (scope === 'own') return actor.memberId ? [actor.memberId] : []
  if (scope === 'custom') return actor.reach.custom?.[permission] ?? []
  return actor.reach[scope]
}

/**
 * The row scope as one SQL predicate. `owner` is the owner column, `record` the id column that grants name
 * (leave it out where nothing can be granted).
 */
export function inScope(ctx: Ctx, permission: string, owner: Query, record?: Query): Query<boolean> {
  const owners = ownersInReach(ctx.actor, permission)
  if (owners === null) return sql<boolean>`true`
  if (!holds(ctx.actor, permission)) return sql<boolean>`false`
  if (!record) return sql<boolean>`${owner} = any(${owners}::uuid[])`
  return sql<boolean>`(${owner} = any(${owners}::uuid[]) or exists (select 1 from record_grant g
    where g.tenant_id = ${ctx.tenantId} and g.member_id = ${ctx.actor.memberId} and g.record_id = ${record}))`
}
