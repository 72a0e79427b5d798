// Who may do what with a lead, as sentences. What waits in a pool is everybody's to see, but its contact is nobody's until claimed:
// whoever marks it invalid has not claimed it either.
import { holds, reaches } from '#core/access.ts'
import type { Actor } from '#core/context.ts'
import { maskEmail, maskName, maskPhone } from '#core/text.ts'
import { mayUsePool, type PoolRow } from '#modules/pools/index.ts'
import type { LeadRow } from './lead.store.ts'

const HELD = ['assigned', 'contacted', 'nurturing']
export const isHeld = (lead: { state: string }): boolean => HELD.includes(lead.state)
export const isClosed = (lead: { state: string }): boolean => ['converted', 'invalid', 'merged'].includes(lead.state)

/** Its holder, and those above him within their scope. */
export const mayWriteLead = (actor: Actor, lead: { ownerId: string | null }): boolean => reaches(actor, 'lead.write', lead.ownerId)

/** Managers hand out what waits in the pool as well as what their people hold. */
export function mayAssignLead(actor: Actor, lead: { ownerId: string | null; state: string }): boolean {
  return lead.ownerId === null || !isHeld(lead) ? holds(actor, 'lead.assign') : reaches(actor, 'lead.assign', lead.ownerId)
}

/** Whose contact data stay hidden from this actor. */
export const contactHidden = (actor: Actor, lead: { ownerId: string | null }): boolean =>
  lead.ownerId === null && !holds(actor, 'field.pool_contact')

export function mayOfLead(
  actor: Actor,
  lead: { ownerId: string | null; state: string; protected: boolean },
  pool: PoolRow | undefined,
): Record<string, boolean> {
  const held = isHeld(lead)
  const open = !isClosed(lead)
  const write = open && mayWriteLead(actor, lead)
  const assign = open && mayAssignLead(actor, lead)
  return {
    claim: lead.state === 'pooled' && holds(actor, 'lead.claim') && Boolean(pool?.open) && (pool ? mayUsePool(actor, pool) : false),
    followUp: held && write,
    change: write || (lead.state === 'pooled' && assign),
    assign,
    release: held && (write || assign),
    extend: assign,
    protect: held && assign,
    invalidate: write || (lead.state === 'pooled' && assign),
    convert: held && write && holds(actor, 'opportunity.write'),
    visit: held && lead.ownerId === actor.memberId,
  }
}

export function contactOf(actor: Actor, lead: Pick<LeadRow, 'ownerId' | 'contactName' | 'contactTitle' | 'contactPhone' | 'contactEmail'>) {
  const masked = contactHidden(actor, lead)
  const shown = (value: string | null, mask: (text: string) => string): string | null => (value && masked ? mask(value) : value)
  return {
    name: shown(lead.contactName, maskName),
    title: lead.contactTitle,
    phone: shown(lead.contactPhone, maskPhone),
    email: shown(lead.contactEmail, maskEmail),
    masked,
  }
}
