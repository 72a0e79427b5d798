// 公海回收. An owner who lets a record sleep loses it to the pool. The phone counts down with this very function.
import { addWorkingTime, type Calendar, DAY, HOUR, type Instant, msOf, plainCalendar, type Span, workingMsBetween } from '#core/calendar.ts'

export type RecyclePolicy = {
  /** Not contacted so many hours after assignment or claim. */
  firstContactHours: number
  /** No substantive follow-up for so many days (of 24 hours). */
  substantiveDays: number
  /** Not turned into an opportunity so many days (of 24 hours) after assignment. */
  convertDays: number
  /** `calendar`: every hour passes. `working`: days off and approved leave do not. */
  mode: 'calendar' | 'working'
  /** The holder is warned when this part of the limit is left, the manager when the second is. */
  warnPercent: number
  warnManagerPercent: number
  /** A changed limit recycles nothing that was already held for so many hours after it came into force. */
  changeGraceHours: number
}
export const recycleDefaults: RecyclePolicy = {
  firstContactHours: 24,
  substantiveDays: 15,
  convertDays: 30,
  mode: 'calendar',
  warnPercent: 25,
  warnManagerPercent: 10,
  changeGraceHours: 24,
}

/** Why a clock takes a record back. People take back for two more reasons: `manual` and `leaver`. */
export type RecycleReason = 'no_contact' | 'no_follow_up' | 'not_converted'

/** A record in somebody's hands. Instants are ISO strings or Dates. */
export type Held = {
  /** Assigned or claimed. */
  heldSince: Instant
  /** First contact and last substantive follow-up within this holding (followup.rule of accounts). */
  firstContactAt: Instant | null
  lastSubstantiveAt: Instant | null
  /** Time of the convert clock the same rep used up in earlier holdings, less what a manager gave on top; milliseconds. */
  convertUsedMs?: number
  /** Protected (KA, open quotation, running contract): no clock takes it. */
  protected?: boolean
  /** A visit or an approval under way: the recycle waits for its end. */
  holdUntil?: Instant | null
  /** A manager's extension: no clock acts before. */
  extendedUntil?: Instant | null
}

/** What surrounds the record: needed in working mode, and after a change of the policy. */
export type Circumstances = {
  calendar?: Calendar
  /** Approved leave of the holder. */
  away?: readonly Span[]
  /** When the policy in force came into force; null for the first one. */
  policySince?: Instant | null
}

export type RecycleClock = { reason: RecycleReason; from: Date; at: Date; limitMs: number }
export type RecycleVerdict = {
  at: Date
  reason: RecycleReason
  /** What moved `at` behind the clock's own end: a hold, a manager's extension, a changed policy. */
  deferredBy: 'hold' | 'extension' | 'policy_change' | null
  /** Every running clock, the earliest first: the first gave the reason. */
  clocks: RecycleClock[]
}

/** When, and why, this record returns to the pool; null when it is protected. */
export function recycleDue(held: Held, policy: RecyclePolicy, circumstances: Circumstances = {}): RecycleVerdict | null {
  if (held.protected) return null
  const clocks = runningClocks(held, policy, circumstances)
  const first = clocks[0]
  if (!first) return null
  let at = first.at.getTime()
  let deferredBy: RecycleVerdict['deferredBy'] = null
  const since = circumstances.policySince
  const grace = since && msOf(held.heldSince) < msOf(since) ? msOf(since) + policy.changeGraceHours * HOUR : null
  const deferrals: [Exclude<RecycleVerdict['deferredBy'], null>, number | null][] = [
    ['policy_change', grace],
    ['extension', held.extendedUntil ? msOf(held.extendedUntil) : null],
    ['hold', held.holdUntil ? msOf(held.holdUntil) : null],
  ]
  for (const [by, until] of deferrals) {
    if (until === null || until <= at) continue
    at = until
    deferredBy = by
  }
  return { at: new Date(at), reason: first.reason, deferredBy, clocks }
}

export type Countdown = {
  at: Date
  reason: RecycleReason
  /** Milliseconds of wall time left, 0 when due; and that as a share of the whole: 1 just begun, 0 due. */
  leftMs: number
  shareLeft: number
  state: 'calm' | 'warn' | 'warn_manager' | 'due'
  warnAt: Date
  warnManagerAt: Date
  deferredBy: RecycleVerdict['deferredBy']
}

/** The countdown every screen shows; null when protected. The warnings never delay the recycle itself. */
export function countdown(held: Held, policy: RecyclePolicy, now: Date, circumstances: Circumstances = {}): Countdown | null {
  const verdict = recycleDue(held, policy, circumstances)
  const clock = verdict?.clocks[0]
  if (!verdict || !clock) return null
  const whenLeft = (percent: number): Date => {
    // a deferral moves the warning with it, so that nobody is warned about what cannot happen yet
    const moved = verdict.at.getTime() - clock.at.getTime()
    return new Date(after(clock.from, clock.limitMs * (1 - percent / 100), policy, circumstances).getTime() + moved)
  }
  const warnAt = whenLeft(policy.warnPercent)
  const warnManagerAt = whenLeft(policy.warnManagerPercent)
  const leftMs = Math.max(0, verdict.at.getTime() - now.getTime())
  const state = leftMs === 0 ? 'due' : now >= warnManagerAt ? 'warn_manager' : now >= warnAt ? 'warn' : 'calm'
  const shareLeft = Math.min(1, leftMs / Math.max(1, verdict.at.getTime() - clock.from.getTime()))
  return { at: verdict.at, reason: verdict.reason, leftMs, shareLeft, state, warnAt, warnManagerAt, deferredBy: verdict.deferredBy }
}

/** The convert time a holding used, to be remembered when it ends (days in the pool are not part of any holding). */
export function convertTimeUsed(holding: Span, policy: RecyclePolicy, circumstances: Circumstances = {}): number {
  if (policy.mode === 'calendar') return Math.max(0, msOf(holding.to) - msOf(holding.from))
  return workingMsBetween(holding.from, holding.to, circumstances.calendar ?? plainCalendar, circumstances.away)
}

function runningClocks(held: Held, policy: RecyclePolicy, circumstances: Circumstances): RecycleClock[] {
  const start = new Date(msOf(held.heldSince))
  const clocks: Omit<RecycleClock, 'at'>[] = []
  if (!held.firstContactAt) clocks.push({ reason: 'no_contact', from: start, limitMs: policy.firstContactHours * HOUR })
  const substantive = new Date(msOf(held.lastSubstantiveAt ?? held.heldSince))
  clocks.push({ reason: 'no_follow_up', from: substantive, limitMs: policy.substantiveDays * DAY })
  // extra days given by a manager may exceed what was used: then the limit grows
  clocks.push({ reason: 'not_converted', from: start, limitMs: Math.max(0, policy.convertDays * DAY - (held.convertUsedMs ?? 0)) })
  return clocks
    .map((clock) => ({ ...clock, at: after(clock.from, clock.limitMs, policy, circumstances) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

function after(from: Date, ms: number, policy: RecyclePolicy, { calendar = plainCalendar, away = [] }: Circumstances): Date {
  return policy.mode === 'calendar' ? new Date(from.getTime() + ms) : addWorkingTime(from, ms, calendar, away)
}
