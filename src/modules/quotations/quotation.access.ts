// Who may see and change a quotation: by scope over its owner, or by the team of its opportunity.
import { holds, inScope, reaches } from '#core/access.ts'
import type { Actor, Ctx } from '#core/context.ts'
import { type Query, sql } from '#core/db.ts'
import { nextQuotationStatus, type QuotationStatus, sendVerdict } from './quotation.rule.ts'

/** The row scope over a table aliased `q`; a grant on the opportunity opens its quotations. */
export const visible = (ctx: Ctx): Query<boolean> => inScope(ctx, 'quotation.read', sql`q.owner_id`, sql`q.opportunity_id`)

export interface Owned {
  ownerId: string
  status: QuotationStatus
  validUntil: string
  lineCount: number
  granted: boolean
}

export const mayWrite = (actor: Actor, one: Owned): boolean => reaches(actor, 'quotation.write', one.ownerId, one.granted)
export const maySeeCost = (actor: Actor): boolean => holds(actor, 'field.cost')

/** `today` in the tenant's zone: what has expired may not be sent. */
export function mayOf(actor: Actor, one: Owned, today: string): Record<string, boolean> {
  const write = mayWrite(actor, one)
  const can = (act: Parameters<typeof nextQuotationStatus>[1]) => write && nextQuotationStatus(one.status, act) !== null
  return {
    edit: write && one.status === 'draft',
    submit: can('submit') && one.lineCount > 0,
    withdraw: can('withdraw'),
    send: write && sendVerdict(one, today).allowed,
    stamp: write && ['approved', 'sent', 'accepted'].includes(one.status),
    accept: can('accept'),
    reject: can('reject'),
    revise: write && ['approved', 'sent', 'rejected', 'expired'].includes(one.status),
  }
}
