// Whose commission one may see, and whose amounts: one's own always, others' with the field permission.
import { holds, reaches } from '#core/access.ts'
import type { Actor } from '#core/context.ts'

export function maySeeMember(actor: Actor, memberId: string): boolean {
  return memberId === actor.memberId || reaches(actor, 'commission.read', memberId)
}

/** Amounts of commission; targets and receipts are no secret to whoever sees the member. */
export function maySeeAmounts(actor: Actor, memberId: string): boolean {
  return actor.kind === 'system' || memberId === actor.memberId || holds(actor, 'field.commission')
}
