// 拜访有效性. Whether a finished visit counts, and what speaks against it.
import { type Instant, MINUTE, msOf } from '#core/calendar.ts'

export const visitPurposes = ['deep', 'routine', 'dunning'] as const
export type VisitPurpose = (typeof visitPurposes)[number]
export const visitOutcomes = ['done', 'closed', 'nobody_met', 'refused', 'moved_away'] as const
export type VisitOutcome = (typeof visitOutcomes)[number]
export type VisitValidity = 'valid' | 'invalid' | 'pending' | 'attempted'

export type ValidityPolicy = {
  /** The shortest stay that counts, in minutes; staying exactly that long counts. */
  minMinutes: Record<VisitPurpose, number>
}
export const validityDefaults: ValidityPolicy = { minMinutes: { deep: 15, routine: 5, dunning: 5 } }

export type FinishedVisit = {
  purpose: VisitPurpose
  checkInAt: Instant
  checkOutAt: Instant
  /** `auto`: nobody checked out, the system closed it. */
  checkOut: 'rep' | 'auto'
  outcome: VisitOutcome
  /** The verdict on the position (fence.rule), and on the device and the track. */
  checkIn: 'verified' | 'unverified'
  trust: 'trusted' | 'suspect' | 'rejected'
  /** Recorded without a network: no matter for the verdict, but told with it. */
  offline: boolean
}

export type ValidityReason =
  | 'long_enough'
  | 'too_short'
  | 'outcome_not_done'
  | 'closed_automatically'
  | 'suspect'
  | 'not_trusted'
  | 'check_in_unverified'
  | 'recorded_offline'

export type ValidityVerdict = {
  validity: VisitValidity
  /** The first one decided; the others are told beside it. */
  reasons: ValidityReason[]
  dwellMs: number
  minMinutes: number
  /** The rep and the manager are told (R2.3.3). An attempt alerts nobody. */
  alert: boolean
}

/** Whether the visit is valid, with the stay, the limit used and the reasons. */
export function visitValidity(visit: FinishedVisit, policy: ValidityPolicy): ValidityVerdict {
  const dwellMs = Math.max(0, msOf(visit.checkOutAt) - msOf(visit.checkInAt))
  const minMinutes = policy.minMinutes[visit.purpose]
  const [validity, decisive] = decide(visit, dwellMs >= minMinutes * MINUTE)
  const reasons: ValidityReason[] = [decisive]
  if (visit.checkIn === 'unverified') reasons.push('check_in_unverified')
  if (visit.offline) reasons.push('recorded_offline')
  return { validity, reasons, dwellMs, minMinutes, alert: validity === 'invalid' }
}

function decide(visit: FinishedVisit, longEnough: boolean): [VisitValidity, ValidityReason] {
  // a door that was closed is an attempt, however long one stood before it
  if (visit.outcome !== 'done') return ['attempted', 'outcome_not_done']
  if (visit.trust === 'rejected') return ['invalid', 'not_trusted']
  // the system's own check-out says nothing about when the rep left
  if (visit.checkOut === 'auto') return ['pending', 'closed_automatically']
  if (!longEnough) return ['invalid', 'too_short']
  if (visit.trust === 'suspect') return ['pending', 'suspect']
  return ['valid', 'long_enough']
}
