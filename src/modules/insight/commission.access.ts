// Whose commission a person may see: his own, and others' within reach with the field's permission.
import { holds, reaches } from '#core/access.ts'
import type { Ctx } from '#core/context.ts'

export const maySeeCommission = (ctx: Pick<Ctx, 'actor'>, memberId: string): boolean =>
  reaches(ctx.actor, 'commission.read', memberId) && (memberId === ctx.actor.memberId || holds(ctx.actor, 'field.commission'))
