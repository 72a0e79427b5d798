// 谁能做什么. Only who makes a visit records in it; whom it belongs to is planned by himself and his managers; nobody judges his own.
import { reaches } from '#core/access.ts'
import type { Actor } from '#core/context.ts'

export interface VisitFacts {
  ownerId: string
  status: string
  validity: string | null
}

/** The abilities sent with every visit. */
export function mayVisit(actor: Actor, visit: VisitFacts): Record<'do' | 'plan' | 'cancel' | 'review', boolean> {
  const mine = visit.ownerId === actor.memberId
  const planned = visit.status === 'planned'
  const plans = reaches(actor, 'visit.plan', visit.ownerId)
  return {
    do: mine && reaches(actor, 'visit.do', visit.ownerId) && (planned || visit.status === 'in_progress'),
    plan: planned && plans,
    cancel: planned && plans,
    review: visit.status === 'completed' && mayReview(actor, visit.ownerId),
  }
}

export function mayReview(actor: Actor, ownerId: string): boolean {
  return ownerId !== actor.memberId && reaches(actor, 'visit.review', ownerId)
}
