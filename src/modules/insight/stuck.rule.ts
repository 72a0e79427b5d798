// stuck.rule.ts: 卡住的商机. Which open opportunities need a hand today, and what holds them.
import { type Day, HOUR, msOf } from '#core/calendar.ts'

/** An approval waits too long after so many hours; a gate stands open too long after so many days (of 24 hours). */
export type StuckPolicy = { approvalWaitHours: number; gateIdleDays: number }
export const stuckDefaults: StuckPolicy = { approvalWaitHours: 48, gateIdleDays: 10 }

/** What is known of one open opportunity. `missing` are facts its stage's exit asks for. */
export type StuckFacts = {
  stageSince: string
  frozen: { overdueDays: number; lateFen: number } | null
  stalled: { idleDays: number; lastVisitOn: Day | null } | null
  waiting: { number: string; names: string; since: string } | null
  missing: readonly string[]
}
export type StuckWhy = 'frozen' | 'stalled' | 'approval_waiting' | 'gate_missing'
export type StuckVerdict = { why: StuckWhy; key: string; params: Record<string, string | number | null>; idleDays: number }

/**
 * The one thing that holds it, or null. Money first: nothing can be signed while the account is frozen; then silence; then
 * a colleague who has not answered; then the fact that has been missing too long.
 */
export function stuckVerdict(facts: StuckFacts, policy: StuckPolicy, now: Date): StuckVerdict | null {
  const idleDays = Math.floor((now.getTime() - msOf(facts.stageSince)) / (24 * HOUR))
  const { frozen, stalled, waiting, missing } = facts
  if (frozen) return { why: 'frozen', key: 'board.stuck.frozen', params: { days: frozen.overdueDays, lateFen: frozen.lateFen }, idleDays }
  if (stalled) {
    const key = stalled.lastVisitOn ? 'board.stuck.stalled_since_visit' : 'board.stuck.stalled'
    return { why: 'stalled', key, params: { days: stalled.idleDays, lastVisitOn: stalled.lastVisitOn }, idleDays: stalled.idleDays }
  }
  if (waiting && now.getTime() - msOf(waiting.since) >= policy.approvalWaitHours * HOUR) {
    const hours = Math.floor((now.getTime() - msOf(waiting.since)) / HOUR)
    return {
      why: 'approval_waiting',
      key: 'board.stuck.approval',
      params: { number: waiting.number, names: waiting.names, hours },
      idleDays,
    }
  }
  if (missing.length > 0 && idleDays >= policy.gateIdleDays) {
    return {
      why: 'gate_missing',
      key: `board.stuck.missing.${missing[0]?.startsWith('custom.') ? 'custom' : missing[0]}`,
      params: { days: idleDays, more: missing.length - 1 },
      idleDays,
    }
  }
  return null
}

/** Receipts of the period against the own target, best first; who has no target stands last, by money. */
export function ranked<T extends { targetFen: number; receivedFen: number; name: string }>(
  rows: readonly T[],
): (T & { attainment: number | null })[] {
  return rows
    .map((row) => ({ ...row, attainment: row.targetFen > 0 ? row.receivedFen / row.targetFen : null }))
    .sort((a, b) => (b.attainment ?? -1) - (a.attainment ?? -1) || b.receivedFen - a.receivedFen || a.name.localeCompare(b.name))
}
