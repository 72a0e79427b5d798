// 在岗与自动签退. When a forgotten visit or duty is closed by the system, and how long raw positions are kept.
import { addDays, atTime, dayOf, type Instant, msOf } from '#core/calendar.ts'

export type DutyPolicy = {
  /** `HH:MM` in the tenant's zone: what is still open then is closed by the system. */
  autoCheckOut: string
  /** Days after which raw position samples are dropped; verdicts stay. */
  rawRetentionDays: number
  /** A fix older than so many seconds when it was sent proves nothing. */
  maxFixAgeS: number
}
export const dutyDefaults: DutyPolicy = { autoCheckOut: '20:00', rawRetentionDays: 30, maxFixAgeS: 120 }

/** The first closing time after `since`: the same evening, or the next one for who begins after it. */
export function autoCloseAt(since: Instant, policy: DutyPolicy, zone: string): Date {
  const day = dayOf(since, zone)
  const tonight = atTime(day, policy.autoCheckOut, zone)
  return tonight.getTime() > msOf(since) ? tonight : atTime(addDays(day, 1), policy.autoCheckOut, zone)
}

/** One fix of a burst, WGS-84. */
export type BurstFix = { lat: number; lng: number; accuracyM: number; at: string; mock?: boolean | null | undefined }

/** The fix that says most: the most exact one, the latest of equals. Null for an empty burst. */
export function bestFix<F extends BurstFix>(fixes: readonly F[]): F | null {
  return fixes.reduce<F | null>((best, fix) => {
    if (!best || fix.accuracyM < best.accuracyM) return fix
    return fix.accuracyM === best.accuracyM && msOf(fix.at) > msOf(best.at) ? fix : best
  }, null)
}

/** Seconds between taking the fix and saying so, by the device's clock alone; never negative. */
export function fixAgeS(fix: BurstFix, capturedAt: Instant): number {
  return Math.max(0, Math.round((msOf(capturedAt) - msOf(fix.at)) / 1000))
}
