// 领取. Who may take this record out of the pool, and when not, what would have to change.
import { DAY, type Instant, msOf } from '#core/calendar.ts'

export type ClaimPolicy = {
  /** Claims a day, by the tenant's day. */
  dailyClaim: number
  /** Records held at a time; won accounts are not counted by the caller. */
  holdingCap: number
  /** A former owner waits so many days (of 24 hours) before claiming back what was taken. */
  formerOwnerCooldownDays: number
}
export const claimDefaults: ClaimPolicy = { dailyClaim: 10, holdingCap: 80, formerOwnerCooldownDays: 7 }

export type ClaimFacts = {
  /** The pool takes claims at all (a manager may hand out instead), and this rep belongs to those who may. */
  poolOpen: boolean
  mayUsePool: boolean
  claimedToday: number
  holding: number
  /** When this very record was last taken from this rep; null when never. */
  lostAt: Instant | null
  /** Convert time left to this rep on this record (recycle.rule); null when the rep never held it. */
  convertLeftMs: number | null
}

export type ClaimReason =
  | { code: 'pool.closed' }
  | { code: 'pool.not_a_member' }
  | { code: 'pool.cooldown'; until: Date; leftMs: number }
  | { code: 'lead.convert_time_used_up' }
  | { code: 'pool.holding_cap'; holding: number; cap: number }
  | { code: 'pool.daily_cap'; claimed: number; cap: number }

export type ClaimVerdict = { ok: boolean; reasons: ClaimReason[]; leftToday: number; leftToHold: number }

/** Whether this rep may claim this record now. All reasons against are told, the one that lasts longest first. */
export function mayClaim(facts: ClaimFacts, policy: ClaimPolicy, now: Date): ClaimVerdict {
  const reasons: ClaimReason[] = []
  if (!facts.poolOpen) reasons.push({ code: 'pool.closed' })
  if (!facts.mayUsePool) reasons.push({ code: 'pool.not_a_member' })
  if (facts.convertLeftMs !== null && facts.convertLeftMs <= 0) reasons.push({ code: 'lead.convert_time_used_up' })
  if (facts.lostAt !== null) {
    const until = new Date(msOf(facts.lostAt) + policy.formerOwnerCooldownDays * DAY)
    if (now < until) reasons.push({ code: 'pool.cooldown', until, leftMs: until.getTime() - now.getTime() })
  }
  if (facts.holding >= policy.holdingCap) reasons.push({ code: 'pool.holding_cap', holding: facts.holding, cap: policy.holdingCap })
  if (facts.claimedToday >= policy.dailyClaim) reasons.push({ code: 'pool.daily_cap', claimed: facts.claimedToday, cap: policy.dailyClaim })
  return {
    ok: reasons.length === 0,
    reasons,
    leftToday: Math.max(0, policy.dailyClaim - facts.claimedToday),
    leftToHold: Math.max(0, policy.holdingCap - facts.holding),
  }
}
