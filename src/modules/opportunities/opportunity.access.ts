// Who may see and change an opportunity: by scope over its owner, or by a grant of its team.
import { inScope, reaches } from '#core/access.ts'
import type { Actor, Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'

/** The row scope over a table aliased `o`: lists and single loads use the same. */
export const visible = (ctx: Ctx): Query<boolean> => inScope(ctx, 'opportunity.read', sql`o.owner_id`, sql`o.id`)

export interface Owned {
  ownerId: string
  stage: string
  /** A record grant opens it to the actor. */
  granted: boolean
}

export const mayWrite = (actor: Actor, one: Owned): boolean => reaches(actor, 'opportunity.write', one.ownerId, one.granted)

/** Skips, reversals and moves without proof: by scope alone, never by being in the team. */
export const mayOverride = (actor: Actor, one: Owned): boolean => reaches(actor, 'opportunity.override', one.ownerId)

export function mayOf(actor: Actor, one: Owned): Record<string, boolean> {
  const open = one.stage !== 'won' && one.stage !== 'lost'
  const write = mayWrite(actor, one)
  return {
    edit: write && open,
    move: write && open,
    lose: write && open,
    reopen: one.stage === 'lost' && mayOverride(actor, one),
    override: mayOverride(actor, one),
    team: reaches(actor, 'opportunity.team', one.ownerId),
    comment: true,
    pin: reaches(actor, 'opportunity.override', one.ownerId),
  }
}
